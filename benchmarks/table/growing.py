"""Rows on catalogs of a made-up list: 2,000, 20,000 and 100,000 models, each built whole in a process of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

from benchmarks.table.rows import Row
from benchmarks.table.running import MODELATLAS, PYTHON, Measured, run, several

SIZES = (2_000, 20_000, 100_000)
MOST_MB = 2_048
"""Of the largest."""
MOST_TIMES = 1.3
"""So many times as long a model may take in a larger catalog than in the smallest."""


def rows(folder: Path, sizes: tuple[int, ...] = SIZES) -> Iterator[Row]:
    """Every size, and what a model costs in each beside what it costs in the smallest, built before and after it."""
    before: Measured | None = None
    for models in sizes:
        measured, note = _built(folder / f"{models}", models)
        name = f"build of {models:,} made-up models"
        yield measured.row(name, note=note)
        yield (
            measured.memory(name, MOST_MB)
            if models == SIZES[-1]
            else Row(f"{name}: memory", measured.peak_mb, "MB", peak_mb=measured.peak_mb)
        )
        after = _built(folder / "again", sizes[0])[0] if before else measured
        smallest = fmean(one.seconds for one in (before or measured, after)) / sizes[0]
        times, before = measured.seconds / models / smallest, after
        clock, processor = (seconds / models * 1e3 for seconds in (measured.seconds, measured.cpu_seconds))
        told = f"{clock:.2f} ms a model, {processor:.2f} ms of the processor"
        yield Row(f"{name}: time a model, to {sizes[0]:,}", times, "", MOST_TIMES, note=told)


def _built(folder: Path, models: int) -> tuple[Measured, str]:
    """Build once; gives what that took, and how large the results are."""
    folder.mkdir()
    run([PYTHON, "-m", "benchmarks.synthetic", str(models), folder / "data/archive"], folder)
    measured = several([MODELATLAS, "build", "--quiet"], folder, 1)
    pages = sum(1 for _ in (folder / "_site").rglob("*.html"))
    database = (folder / "data/catalog.db").stat().st_size
    site = sum(file.stat().st_size for file in (folder / "_site").rglob("*") if file.is_file())
    shutil.rmtree(folder)
    told = f"{pages:,} pages; a model: {database / models:,.0f} bytes of the database, {site / models:,.0f} of the site"
    return measured, told
