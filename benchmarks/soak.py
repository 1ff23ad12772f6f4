"""A hundred nights: run time and size must grow no faster than the changes that they record.

`python -m benchmarks.soak` runs `refresh` night after night, each in a process of its own, against an upstream on
loopback whose four sources change a little each night (`benchmarks/nights.py`). It prints what ten nights at a time
cost and came to, then what is owed. Exit status 1 says that something is.

- A change costs about as many bytes of the database in the second half as in the first.
- The processor works at most 1.3 times as long on a night of the last ten as on one of the second ten, after which five
  times as much is recorded: models that left keep their pages, and each change stays in the lists of changes.
- What is published in the end is what the archive alone makes, to the last byte; and to build once more writes nothing.
"""

import argparse
import re
import shutil
import sqlite3
import statistics
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from benchmarks import nights
from benchmarks.matching.tables import Goal, goals, table
from benchmarks.stopping import Ran, Runs
from benchmarks.wholeness import digests, left_over

MOST_TIMES_AS_LONG = 1.3
MOST_TIMES_THE_BYTES = 1.5
TEN = 10
CHANGES = "select count(*) from changes"


class Night(NamedTuple):
    """What a night cost, and what there was after it."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    files_written: int
    changes: int
    """All that are recorded up to then."""
    database: int
    """Bytes, as the next ones."""
    archive: int
    site: int


def soak(folder: Path, count: int, runs: Runs, upstream: nights.Upstream) -> list[Night]:
    """Run so many nights in a folder."""
    (folder / "modelatlas.toml").write_text("[http]\nbackoff_seconds = 0.01\n", encoding="utf-8")
    measured = []
    for number in range(count):
        upstream.night = number
        ran = command(folder, runs, upstream, "refresh", *nights.SOURCES)
        measured.append(_measured(folder, ran))
    return measured


def command(folder: Path, runs: Runs, upstream: nights.Upstream, *words: str) -> Ran:
    """Run a command on the upstream's night."""
    moment = str(int(nights.at(upstream.night).timestamp()))
    ran = runs.run(folder, *words, SOURCE_DATE_EPOCH=moment, MODELATLAS_MIRRORS=upstream.mirrors)
    if ran.status not in (0, 3):  # 3: published, though one of the sellers' pages failed
        raise SystemExit(f"night {upstream.night}: exit status {ran.status}: {ran.err}")
    return ran


def written(ran: Ran) -> int:
    """How many files a run says that it wrote."""
    found = re.search(r": (\d+) files new or changed", ran.err)
    return int(found[1]) if found else -1


def _measured(folder: Path, ran: Ran) -> Night:
    database = folder / "data/catalog.db"
    with closing(sqlite3.connect(database)) as db:
        changes = int(db.execute(CHANGES).fetchone()[0])
    sizes = database.stat().st_size, _bytes(folder / "data/archive"), _bytes(folder / "_site")
    return Night(ran.seconds, ran.cpu_seconds, ran.peak_mb, written(ran), changes, *sizes)


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def tens(measured: list[Night]) -> list[list[str]]:
    """A row for every ten nights."""
    rows = []
    for first in range(0, len(measured), TEN):
        ten = measured[first : first + TEN]
        before = measured[first - 1].changes if first else 0
        rows.append([
            f"{first + 1}-{first + len(ten)}",
            f"{statistics.median(night.seconds for night in ten):.2f}",
            f"{statistics.median(night.cpu_seconds for night in ten):.2f}",
            f"{max(night.peak_mb for night in ten):.0f}",
            f"{ten[-1].database / 1e3:,.0f}", f"{ten[-1].archive / 1e3:,.0f}", f"{ten[-1].site / 1e3:,.0f}",
            f"{ten[-1].changes - before:,}", f"{statistics.median(night.files_written for night in ten):.0f}",
        ])  # fmt: skip
    return rows


def bytes_a_change(measured: list[Night], first: int, last: int) -> float:
    """How many bytes of the database a change costs, between two nights."""
    one, other = measured[first], measured[last]
    return (other.database - one.database) / max(1, other.changes - one.changes)


def owed(measured: list[Night]) -> list[Goal]:
    """What the nights must come to."""
    half = len(measured) // 2
    early, late = bytes_a_change(measured, TEN, half), bytes_a_change(measured, half, len(measured) - 1)
    second, last = (
        statistics.median(night.cpu_seconds for night in ten) for ten in (measured[TEN : 2 * TEN], measured[-TEN:])
    )
    return [
        Goal("bytes of the database a change, second half over first", late / early, MOST_TIMES_THE_BYTES, False),
        Goal("processor seconds a night, last ten over second ten", last / second, MOST_TIMES_AS_LONG, False),
    ]


def ends(folder: Path, runs: Runs, upstream: nights.Upstream) -> list[Goal]:
    """What is left in the end beside what the archive alone makes."""
    more = written(command(folder, runs, upstream, "build"))
    anew = folder / "anew"
    (anew / "data").mkdir(parents=True)
    shutil.copytree(folder / "data/archive", anew / "data/archive")
    shutil.copy(folder / "data/published.jsonl", anew / "data")
    command(anew, runs, upstream, "build")
    found, made = digests(folder / "_site"), digests(anew / "_site")
    other = sum(found.get(path) != made.get(path) for path in found.keys() | made.keys())
    return [
        Goal("files that building once more writes", more, 0, False),
        Goal(f"files of {len(found)} that are not what the archive makes", other, 0, False),
        Goal("files in the making that are left", len(left_over(folder)), 0, False),
    ]


def main() -> int:
    """Print both tables; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, default=100, help="at least 30 (default: 100)")
    parser.add_argument("--models", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, nights.upstream(asked.models) as upstream, Runs() as runs:
        folder = Path(name)
        measured = soak(folder, asked.nights, runs, upstream)
        head = ["nights", "s", "cpu s", "peak MB", "database kB", "archive kB", "site kB", "changes", "files written"]
        table("Nights, ten at a time", head, tens(measured))
        return 0 if goals([*owed(measured), *ends(folder, runs, upstream)]) else 1


if __name__ == "__main__":
    sys.exit(main())
