"""Rows on `build`: whole and cold, its render stage alone, with nothing new, and after ten models changed."""

import json
import shutil
import statistics
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.table.archives import copied, day_after, every_source, later, newest_day, recordings
from benchmarks.table.rows import Row
from benchmarks.table.running import MODELATLAS, PYTHON, Measured, Ran, atlas, in_turns, processor, run, several

MODELS_DEV = (
    "models.dev's own build, of the same kind of data, writes some 100 pages/s (402 in 4.1 s, measured elsewhere)"
)
LATER = ("openrouter", "models_dev")
"""Sources of which ten models change."""


def rows(folder: Path, runs: int) -> Iterator[Row]:
    """The newest day alone, then every source where there are recordings."""
    day = folder / "day"
    day.mkdir()
    newest_day(day)
    measured = several([MODELATLAS, "build", "--quiet"], day, runs, partial(_cold, day))
    yield measured.row("build of the newest day, cold, all pages", 10, f"{_pages(day)} pages")
    yield measured.memory("build of the newest day", 400)
    yield _rendered("newest day", day, runs)
    if recordings():
        whole = folder / "whole"
        whole.mkdir()
        every_source(whole)
        yield from _whole(whole, runs)
        yield _rendered("every source", whole, runs)


def built_day(folder: Path) -> None:
    """Build the newest day in a folder."""
    newest_day(folder)
    atlas(folder, "build")


def _whole(folder: Path, runs: int) -> Iterator[Row]:
    """Cold, nothing new, and something new, in turns: their ratios are of one and the same hour."""
    day = day_after(folder)
    run_build = partial(atlas, folder, "build", day=day)
    written: list[int] = []

    def cold() -> Ran:
        _cold(folder)
        return run_build()

    def from_the_database() -> Ran:
        shutil.rmtree(folder / "_site")
        (folder / "data/carried.json").unlink()
        return run_build()

    def nothing_new() -> Ran:
        ran = run_build()
        written.append(files_written(folder))
        return ran

    def one_changed(source: str) -> Ran:
        changed = copied(folder, folder.with_name("changed"))
        later(changed, source, folder.with_name(f"{source}-{day_after(changed)}.json"))
        ran = atlas(changed, "build", day=day)
        new[source] = files_written(changed)
        shutil.rmtree(changed)
        return ran

    new: dict[str, int] = {}
    first, published, same, *changes = in_turns(
        runs, cold, from_the_database, nothing_new, *(partial(one_changed, source) for source in LATER)
    )
    pages = _pages(folder)
    yield first.row("build of every source, cold, all pages", 12, f"{pages} pages")
    yield first.memory("build of every source", 500)
    yield published.row("the same where the database is there, and no page")
    for name, one in (("whole", first), ("where the database is there", published)):
        yield Row(f"build of every source, {name}", pages / one.seconds, "pages/s", runs=runs, note=MODELS_DEV)
    yield _ratio("build with nothing new, to cold", same, first, 0.20)
    yield Row("build with nothing new: files written", max(written), "files", 0, runs=runs, note="as the run reports")
    for source, measured in zip(LATER, changes, strict=True):
        note = f"{new[source]} files written"
        yield _ratio(f"build after ten models of {source} changed, to cold", measured, first, 0.30, note)


def _ratio(name: str, one: Measured, whole: Measured, most: float, note: str = "") -> Row:
    told = f"{one.seconds:.2f} s; {processor(one, whole)}; {note}".removesuffix("; ")
    return Row(name, one.seconds / whole.seconds, "", most, peak_mb=one.peak_mb, runs=len(one.runs), note=told)


def _rendered(name: str, folder: Path, runs: int) -> Row:
    """The render stage alone, over a built folder."""
    fresh = folder / "fresh"

    def render() -> Ran:
        shutil.rmtree(fresh, ignore_errors=True)
        return run([PYTHON, "-m", "benchmarks.render_stage", folder / "data/catalog.db", fresh], read=True)

    (measured,) = in_turns(runs, render)
    shutil.rmtree(fresh)
    told = [json.loads(ran.out) for ran in measured.runs]
    rate, reading = (
        statistics.median(map(figure, told))
        for figure in (lambda one: one["pages"] / one["rendering"], lambda one: one["reading"])
    )
    note = f"{told[0]['pages']} pages, {told[0]['files']} files; before, {reading:.2f} s to read the catalog"
    return Row(f"render alone, {name}", rate, "pages/s", 1_500, True, measured.peak_mb, runs, note)


def files_written(folder: Path) -> int:
    """How many files the last run of a folder reports to have written."""
    report = json.loads((folder / "data/runs/latest.json").read_bytes())
    return int(report["published"]["files_written"])


def _cold(folder: Path) -> None:
    """Leave the archive alone: all that is derived from it goes."""
    shutil.rmtree(folder / "_site", ignore_errors=True)
    for name in ("catalog.db", "carried.json"):
        (folder / "data" / name).unlink(missing_ok=True)


def _pages(folder: Path) -> int:
    return sum(1 for _ in (folder / "_site").rglob("*.html"))
