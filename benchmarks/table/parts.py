"""Rows on parts of a build, each alone: answers read into claims, names joined, publication with and without guards."""

import json
import statistics
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.table.archives import recordings
from benchmarks.table.rows import Row
from benchmarks.table.running import MODELATLAS, PYTHON, ROOT, Ran, in_turns, processor, run, several

LISTS = ((5_000, 700), (20_000, 5_000), (100_000, 5_000))
"""Names against models."""
MOST_TIMES = 1.3
"""So many times as long a name may take in a long list as in the shortest."""
ADDED = ("openrouter", "models_dev", "litellm", "genai_prices", "arena")
"""Sources whose every recorded day is published, with guards and without."""


def reading(folder: Path, runs: int) -> Iterator[Row]:
    """The newest recorded answer of every address of every source, parsed and observed in one process."""
    if recordings() is None:
        return
    measured = several([PYTHON, "-m", "benchmarks.read_recordings", "--json"], ROOT, runs, read=True)
    told = [json.loads(ran.out) for ran in measured.runs]
    rate = statistics.median(one["claims"] / one["seconds"] for one in told)
    note = f"{told[0]['claims']:,} claims of {told[0]['records']:,} records; the whole process {measured.seconds:.2f} s"
    yield Row("parse and observe", rate, "claims/s", 100_000, True, measured.peak_mb, runs, note)


def joining(folder: Path, runs: int) -> Iterator[Row]:
    """Made-up lists, on one core: the time of a name must not grow with the lists."""
    first = 0.0
    for names, models in LISTS:
        command = [PYTHON, "-m", "benchmarks.matching.speed", str(names), str(models)]
        measured = several(command, ROOT, runs if names < 10_000 else 1)
        name, each = f"match {names:,} names against {models:,}", measured.seconds / names * 1e6
        yield measured.row(name, 3 if names == LISTS[0][0] else None, f"{each:.0f} us a name")
        if names != LISTS[0][0]:
            yield Row(
                f"{name}: time a name, to the shortest list", each / first, "", MOST_TIMES, runs=len(measured.runs)
            )
        first = first or each


def guarding(folder: Path, runs: int) -> Iterator[Row]:
    """Publication of every recorded day and four datasets, without guards and with them."""
    found = recordings()
    if found is None:
        return
    for source in ADDED:
        command: list[str | Path] = [MODELATLAS, "backfill", source, found / source, "--quiet"]
        subprocess.run(command, cwd=folder, check=False, stderr=subprocess.DEVNULL)

    def publish(*words: str) -> Ran:
        run(["rm", "-rf", "_site", "data/catalog.db", "data/carried.json"], folder)
        return run([PYTHON, "-m", "benchmarks.guards.publish", *words], folder)

    without, with_them = in_turns(runs, partial(publish, "unguarded"), publish)
    yield without.row("publication of every day, unguarded")
    yield with_them.row("publication of every day, guarded")
    times = with_them.seconds / without.seconds
    yield Row("publication, guarded to unguarded", times, "", 1.2, runs=runs, note=processor(with_them, without))
