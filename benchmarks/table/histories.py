"""Rows on years of history: the back-fill of every recorded day, its build, and what it costs to ask for a day."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.as_of import ask
from benchmarks.table.archives import recordings
from benchmarks.table.rows import Row
from benchmarks.table.running import MODELATLAS, several

MODEL = "baidu/ernie-4.5-vl-424b-a47b"


def rows(folder: Path, runs: int) -> Iterator[Row]:
    """Back-fill and build once, for they take longest; then what is asked of them."""
    found = recordings()
    if found is None:
        return
    fill = several([MODELATLAS, "backfill", "openrouter", found / "openrouter", "--quiet"], folder, 1)
    build = several([MODELATLAS, "build", "--quiet"], folder, 1)
    days = sum(1 for _ in (found / "openrouter/models").iterdir())
    name = f"back-fill of {days} days and build"
    size = (folder / "data/catalog.db").stat().st_size / 1e6
    told = f"back-fill {fill.seconds:.1f} s, build {build.seconds:.1f} s"
    peak = max(fill.peak_mb, build.peak_mb)
    yield Row(name, fill.seconds + build.seconds, "s", 90, peak_mb=peak, note=told)
    yield Row(f"{name}: memory", peak, "MB", 800, peak_mb=peak)
    yield Row(f"{name}: database", size, "MB", 40)
    yield several([MODELATLAS, "build", "--quiet"], folder, min(3, runs)).row("build with nothing new, on that history")
    then = [MODELATLAS, "show", MODEL, "--as-of", "2025-12-15", "--json"]
    answers = ask(folder / "data", found)
    yield several(then, folder, runs).row("show --json as of a day, on that history", 1)
    yield Row("show --json as of a day: wrong answers", len(answers.wrong), "answers", 0, note=str(answers))


def asking(folder: Path, runs: int) -> Iterator[Row]:
    """What answers at once: help, and one model of the bundled catalog."""
    several([MODELATLAS, "build", "--no-render", "--quiet"], folder, 1)
    yield several([MODELATLAS, "show", MODEL, "--json"], folder, runs).row("show --json", 0.4)
    yield several([MODELATLAS, "--help"], folder, runs).row("--help", 0.3)
