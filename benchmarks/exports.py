"""Write every export of a catalog: seconds and bytes of each, and of all together.

`python -m benchmarks.exports` builds the catalog of every recording that MODELATLAS_RECORDINGS names; `--database FILE`
takes one that is built already. What several exports are made from is read once, and stands in rows of its own.
Exit status 1 says that a goal is missed.
"""

import argparse
import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path

from sqlite_utils import Database

from benchmarks.matching.tables import Goal, goals, table
from benchmarks.read_recordings import folders
from catalog.export.content import Content
from catalog.export.formats import FORMATS
from catalog.garbage import seldom
from scraper.sources import sources

MODELATLAS = Path(sys.executable).parent / "modelatlas"
PARTS = [name for name, part in vars(Content).items() if isinstance(part, cached_property)]
"""What is read once."""
WRITTEN = {name: format_ for name, format_ in FORMATS.items() if format_.text or format_.binary}
"""What is one file each."""
PUBLISHED = [name for name, format_ in WRITTEN.items() if format_.path]
"""What the published folder has. The others are as large as the catalog, and are made when somebody wants them."""
MOST_SECONDS = 3.0
MOST_PACKED_BYTES = {"models": 150_000, "slim": 40_000}
RUNS = 5

Seconds = dict[str, list[float]]
"""By part or export, the times of each run."""


def built(recordings: Path, folder: Path) -> Path:
    """A catalog of every recording."""
    for source in sources().values():
        if found := folders(recordings, source):
            command: list[str | Path] = [MODELATLAS, "backfill", source.id, *found, "--quiet"]
            subprocess.run(command, cwd=folder, check=False, stderr=subprocess.DEVNULL)
    ran = subprocess.run([MODELATLAS, "build", "--no-render", "--quiet"], cwd=folder, check=False)
    if ran.returncode not in (0, 3):  # 3: published, though not all is fresh
        raise SystemExit(f"build: exit status {ran.returncode}")
    return folder / "data/catalog.db"


def write_all(database: Path, reading: Seconds, writing: Seconds) -> dict[str, bytes]:
    """Read and write everything from the beginning; gives the exports by name."""
    written = {}
    sources()  # a program that has run has imported them
    with closing(Database(database, execute_plugins=False)) as db, seldom():
        content = Content(db, "https://atlas.example/")
        for part in PARTS:
            with _timed(reading.setdefault(part, [])):
                getattr(content, part)
        for name, format_ in WRITTEN.items():
            with _timed(writing.setdefault(name, [])):
                written[name] = format_.data(content)
    return written


@contextmanager
def _timed(seconds: list[float]) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds.append(time.perf_counter() - started)


def measure(database: Path, runs: int) -> list[Goal]:
    """Print the table of medians; gives what is owed."""
    reading: Seconds = {}
    writing: Seconds = {}
    for _ in range(runs):
        written = write_all(database, reading, writing)
    packed = {name: len(gzip.compress(data, 6, mtime=0)) for name, data in written.items()}
    rows = [(f"reading: {part}", f"{statistics.median(told):.3f}", "", "") for part, told in reading.items()]
    rows += [
        (name, f"{statistics.median(told):.3f}", f"{len(written[name]):,}", f"{packed[name]:,}")
        for name, told in writing.items()
    ]
    published = {name: writing[name] for name in PUBLISHED}
    read, wrote, all_of_it = (_together(told) for told in (reading, published, writing))
    rows += [
        ("all reading", f"{read:.3f}", "", ""),
        ("writing what is published", f"{wrote:.3f}", "", ""),
        ("all writing", f"{all_of_it:.3f}", "", ""),
    ]
    table(f"Exports, medians of {runs}", ("export", "seconds", "bytes", "bytes, gzip"), rows)
    small = [
        Goal(f"{name}: bytes, gzip", packed[name], most, at_least=False)
        for name, most in MOST_PACKED_BYTES.items()
        if name in packed
    ]
    return [Goal("all that is published: seconds, with reading", read + wrote, MOST_SECONDS, at_least=False), *small]


def _together(told: Seconds) -> float:
    """The median of what all took in a run."""
    return statistics.median(map(sum, zip(*told.values(), strict=True)))


def main() -> None:
    """Measure a catalog."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exports")
    parser.add_argument("--database", type=Path, help="a catalog that is built already")
    parser.add_argument("--runs", type=int, default=RUNS, help="write everything so many times")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        database = told.database or built(Path(os.environ["MODELATLAS_RECORDINGS"]), Path(name))
        met = goals(measure(database, told.runs))
    raise SystemExit(0 if met else 1)


if __name__ == "__main__":
    main()
