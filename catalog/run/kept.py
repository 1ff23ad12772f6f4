"""The reports of earlier runs: `data/runs/<began>.json`, and the newest once more as `latest.json`."""

from collections.abc import Iterator
from pathlib import Path

from catalog.run.report import RunReport
from scraper.unfinished import write_whole

MOST_KEPT = 400
"""A year of nights, and a month more to compare it with: some 4 MB."""
LATEST = "latest.json"


def keep(folder: Path, report: RunReport) -> Path:
    """Write a report as a whole, and let the oldest go. Raises OSError where it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    path = _free(folder, f"{report.began:%Y%m%dT%H%M%SZ}")
    for target in (path, folder / LATEST):
        write_whole(target, report.as_json().encode("utf-8", "backslashreplace"))
    for old in _files(folder)[MOST_KEPT:]:
        old.unlink(missing_ok=True)
    return path


def earlier(folder: Path) -> Iterator[RunReport]:
    """The reports that are kept, the newest first; one that cannot be read is passed over."""
    for path in _files(folder):
        try:
            yield RunReport.model_validate_json(path.read_bytes())
        except (OSError, ValueError):
            continue


def _files(folder: Path) -> list[Path]:
    """The newest first: by when they began, and of one second by their number."""
    return sorted(folder.glob("[0-9]*.json"), key=_order, reverse=True)


def _order(path: Path) -> tuple[str, int]:
    began, _, number = path.stem.partition("-")
    return began, int(number) if number.isdecimal() else 0


def _free(folder: Path, name: str) -> Path:
    """A name that no report has: a clock may stand still."""
    path, number = folder / f"{name}.json", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.json"
    return path
