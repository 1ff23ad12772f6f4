"""Folders to build from: archives of recorded answers, their copies, and answers of a day after them."""

import json
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.table.running import MODELATLAS, PYTHON, ROOT, run


def recordings() -> Path | None:
    """Where the recorded answers are; None where nobody says so."""
    told = os.environ.get("MODELATLAS_RECORDINGS")
    return Path(told) if told else None


def newest_day(folder: Path) -> None:
    """An archive with the router's newest recorded list, or the bundled one, in a folder."""
    found = recordings()
    if found is None:
        paths = [ROOT / "data/seed/openrouter"]
    else:
        paths = [sorted((found / "openrouter/models").glob("*.json.gz"))[-1], found / "openrouter/providers"]
    run([MODELATLAS, "backfill", "openrouter", *paths, "--quiet"], folder)


def every_source(folder: Path) -> None:
    """An archive with the newest recorded answer of every address of every source, in a folder."""
    run([PYTHON, "-m", "benchmarks.recorded", folder / "data/archive"])


def copied(folder: Path, to: Path) -> Path:
    """A built folder once more. Bodies and pages, which a run replaces and never changes in place, are links."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder / "_site", to / "_site", copy_function=os.link)
    shutil.copytree(folder / "data", to / "data", ignore=shutil.ignore_patterns("objects"))
    shutil.copytree(folder / "data/archive/objects", to / "data/archive/objects", copy_function=os.link)
    return to


def later(folder: Path, source: str, file: Path) -> None:
    """Take the newest list of a source, with ten prices changed, into an archive as an answer of a later day."""
    run([PYTHON, "-m", "benchmarks.recorded", source, file])
    run([MODELATLAS, "backfill", source, file, "--quiet"], folder)


def day_after(folder: Path, days: int = 1) -> str:
    """So many days after the newest answer in a folder's archive, at noon: as a file's name has it."""
    seen = (
        json.loads(line)["fetched_at"] for file in (folder / "data/archive").glob("*.jsonl") for line in file.open()
    )
    return f"{datetime.fromisoformat(max(seen)) + timedelta(days):%Y-%m-%d}"
