"""Measure the commands as whole processes and print one table: medians, and the peak of memory.

Recordings come from MODELATLAS_RECORDINGS; without them the bundled seed stands in for an answer.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.as_of import ask
from benchmarks.night import night

ROOT = Path(__file__).parent.parent
MODELATLAS = Path(sys.executable).parent / "modelatlas"
RUNS = 5


class Measured(NamedTuple):
    """One row of the table."""

    name: str
    seconds: float
    """Median of the runs, wall clock."""
    peak_mb: float
    runs: int
    note: str = ""


def timed(name: str, command: Sequence[str | Path], folder: Path, runs: int = RUNS, note: str = "") -> Measured:
    """Run a command several times after one warm-up; gives the median and the largest peak."""
    seconds = []
    peak = 0.0
    for run in range(runs + (runs > 1)):
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 3):
            raise SystemExit(f"{name}: exit status {process.returncode}")
        if run or runs == 1:
            seconds.append(time.perf_counter() - started)
        peak = max(peak, usage.ru_maxrss / 1024)
    return Measured(name, statistics.median(seconds), peak, runs, note)


def newest_day(recordings: Path | None) -> list[Path]:
    """The newest list of models, as a path for backfill."""
    if recordings is None:
        return [ROOT / "data/seed/openrouter"]
    return [sorted((recordings / "openrouter/models").glob("*.json.gz"))[-1], recordings / "openrouter/providers"]


def measure() -> list[Measured]:
    """All measurements, in the order of the table."""
    recordings = Path(os.environ["MODELATLAS_RECORDINGS"]) if os.environ.get("MODELATLAS_RECORDINGS") else None
    table = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            [MODELATLAS, "backfill", "openrouter", *newest_day(recordings), "--quiet"], cwd=folder, check=True
        )
        cold: list[str | Path] = ["sh", "-c", f"rm -rf _site data/catalog.db; exec {MODELATLAS} build --quiet"]
        table.append(timed("build of the newest day, cold, all pages", cold, folder, note="< 10 s, < 400 MB"))
        pages = sum(1 for _ in (folder / "_site").rglob("index.html"))
        table[-1] = table[-1]._replace(note=f"{table[-1].note}; {pages} pages")
        table.append(timed("build with nothing new", [MODELATLAS, "build", "--quiet"], folder))
        show: list[str | Path] = [MODELATLAS, "show", "baidu/ernie-4.5-vl-424b-a47b", "--json"]
        table.append(timed("show --json", show, folder, note="< 0.4 s"))
        table.append(timed("--help", [MODELATLAS, "--help"], folder, note="< 0.3 s"))
    table += matching()
    if recordings is not None:
        table += guarded(recordings)
        reading: list[str | Path] = [sys.executable, "-m", "benchmarks.read_recordings"]
        table.append(timed("parse and observe the newest of every recording", reading, ROOT, runs=3, note="< 15 s"))
        table += history(recordings)
        table += nightly(recordings)
    return table


def guarded(recordings: Path) -> list[Measured]:
    """Publication of every recorded day and four datasets, without guards and with them: under 1.2 times as long."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for source in ("openrouter", "models_dev", "litellm", "genai_prices", "arena"):
            subprocess.run(
                [MODELATLAS, "backfill", source, recordings / source, "--quiet"],
                cwd=folder,
                check=False,
                stderr=subprocess.DEVNULL,
            )
        publish = f"rm -rf _site data/catalog.db; PYTHONPATH={ROOT} exec {sys.executable} -m benchmarks.guards.publish"
        without = timed("publication, unguarded", ["sh", "-c", f"{publish} unguarded"], folder, runs=3)
        with_them = timed("publication, guarded", ["sh", "-c", publish], folder, runs=3)
    share = with_them.seconds / without.seconds
    return [without, with_them._replace(note=f"< 1.2 times; {share:.2f} times")]


def matching() -> list[Measured]:
    """Joining of made-up lists, on one core: the time of a record must not grow with the lists."""
    table = []
    for records, models in ((5_000, 700), (20_000, 5_000), (100_000, 5_000)):
        command = [sys.executable, "-m", "benchmarks.matching.speed", str(records), str(models)]
        row = timed(f"match {records:,} names against {models:,}", command, ROOT, runs=3 if records < 10_000 else 1)
        note = "< 3 s; " if records < 10_000 else ""
        table.append(row._replace(note=f"{note}{row.seconds / records * 1e6:.0f} us a name"))
    return table


def history(recordings: Path) -> list[Measured]:
    """Back-fill and build of every recorded day."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill: list[str | Path] = [MODELATLAS, "backfill", "openrouter", recordings / "openrouter", "--quiet"]
        table = [
            timed("backfill of every recorded day", fill, folder, runs=1),
            timed("build of every recorded day", [MODELATLAS, "build", "--quiet"], folder, runs=1),
        ]
        size = (folder / "data/catalog.db").stat().st_size / 1e6
        table[-1] = table[-1]._replace(note=f"< 90 s with the back-fill, < 800 MB; database {size:.1f} MB, < 40 MB")
        table.append(timed("build with nothing new, on that history", [MODELATLAS, "build", "--quiet"], folder, runs=3))
        then: list[str | Path] = [MODELATLAS, "show", "baidu/ernie-4.5-vl-424b-a47b", "--as-of", "2025-12-15", "--json"]
        table.append(timed("show --json as of a day, on that history", then, folder, note="< 1 s; "))
        table[-1] = table[-1]._replace(note=f"{table[-1].note}{ask(folder / 'data', recordings)}")
    return table


def nightly(recordings: Path) -> list[Measured]:
    """A refresh on top of every recorded day, and without them: under 1.3 times as long."""
    with tempfile.TemporaryDirectory() as name:
        found = night(recordings, Path(name), RUNS)
    without, with_it = (Measured(f"a night {name} history", *found[name], RUNS) for name in ("without", "with"))
    return [without, with_it._replace(note=f"< 1.3 times; {with_it.seconds / without.seconds:.2f} times")]


def lighthouse(recordings: Path | None) -> None:
    """The site of the newest day, looked at by Lighthouse."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill = [MODELATLAS, "backfill", "openrouter", *newest_day(recordings), "--quiet"]
        subprocess.run(fill, cwd=folder, check=True)
        built = subprocess.run([MODELATLAS, "build", "--quiet"], cwd=folder, check=False)
        if built.returncode not in (0, 3):  # 3: published, though not all is fresh
            raise SystemExit(f"build: exit status {built.returncode}")
        subprocess.run([sys.executable, "-m", "benchmarks.lighthouse", folder / "_site"], cwd=ROOT, check=False)


def main() -> None:
    """Print the table, write it as JSON, then run the benchmarks that print tables of their own."""
    table = measure()
    width = max(len(row.name) for row in table)
    for row in table:
        print(f"{row.name:<{width}}  {row.seconds:7.2f} s  {row.peak_mb:6.0f} MB  {row.note}")
    out = ROOT / ".benchmarks"
    out.mkdir(exist_ok=True)
    rows = [row._asdict() for row in table]
    (out / "latest.json").write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    recordings = os.environ.get("MODELATLAS_RECORDINGS")
    print("\nlighthouse", flush=True)
    lighthouse(Path(recordings) if recordings else None)
    if recordings:
        print("\nchanges, counted twice", flush=True)
        subprocess.run([sys.executable, "-m", "benchmarks.history"], cwd=ROOT, check=False)
        print("\nexports", flush=True)
        subprocess.run([sys.executable, "-m", "benchmarks.exports"], cwd=ROOT, check=False)
        print("\nguards", flush=True)
        subprocess.run([sys.executable, "-m", "benchmarks.guards"], cwd=ROOT, check=False)
    print("\nexplorer in a browser", flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.explorer"], cwd=ROOT, check=False)
    print("\nmatching of names", flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.matching", "--speed", "0"], cwd=ROOT, check=False)


if __name__ == "__main__":
    main()
