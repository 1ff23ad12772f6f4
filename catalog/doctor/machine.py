"""The machine: its clock, room on its disks, what may be written, who holds the lock, its versions."""

import os
import platform
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from catalog.config import DEFAULT_BASE_URL, Config
from catalog.doctor.finding import FAULT, NOTE, OK, Finding
from catalog.unwritable import unwritable
from scraper.snapshots import Archive
from scraper.units import iso

_YEARS = range(2025, 2100)
_HANGS = timedelta(days=1)


def clock(config: Config, archive: Archive) -> Iterator[Finding]:
    """Whether the time is one that the next answer may bear."""
    fetched = [seen.fetched_at for id_ in archive.sources() for seen in archive.sightings(id_) if not seen.learned_on]
    now, newest = config.now, max(fetched, default=None)
    if now.year not in _YEARS:
        yield Finding("clock", FAULT, f"it says {iso(now)}", "set the clock right")
    elif newest is not None and newest > now:
        told = f"it says {iso(now)}, but an answer was fetched on {iso(newest)}"
        yield Finding("clock", FAULT, told, "set the clock right")
    else:
        yield Finding("clock", OK, f"{iso(now)}, newest answer {iso(newest) if newest else 'none yet'}")
    if os.environ.get("SOURCE_DATE_EPOCH"):
        yield Finding("clock", NOTE, "SOURCE_DATE_EPOCH stops it at one time", "unset it for runs that fetch")


def disk(config: Config) -> Iterator[Finding]:
    """Whether a build has room: the database once more and its journal, the folder once more."""
    database = config.database.stat().st_size if config.database.exists() else 0
    site = sum(path.stat().st_size for path in config.out.rglob("*") if path.is_file()) if config.out.is_dir() else 0
    needed: dict[int, tuple[Path, int]] = {}
    for place, size in ((config.data, 2 * database), (config.out.parent, site)):
        there = _existing(place)
        device = there.stat().st_dev
        needed[device] = there, needed.get(device, (there, 0))[1] + size
    for there, size in needed.values():
        free = shutil.disk_usage(there).free
        told = f"{there.absolute()}: {free:,} bytes free, a build needs {size:,}"
        yield Finding("disk", FAULT, told, "make room") if free < size else Finding("disk", OK, told)


def permissions(config: Config) -> Iterator[Finding]:
    """Whether files can be written and renamed where a run does so: one is, and is deleted again."""
    for option, place in (("--data", config.data), ("--data", config.archive), ("--out", config.out.parent)):
        there = _existing(place)
        try:
            _write_and_rename(there)
        except OSError as error:
            yield Finding("permissions", FAULT, unwritable(there, error, option))
        else:
            yield Finding("permissions", OK, f"{there.absolute()}: files can be written and renamed")


def lock(config: Config) -> Iterator[Finding]:
    """Whether a run holds the lock, who, since when."""
    if not config.lock.exists():
        yield Finding("lock", OK, "no run yet")
        return
    holder = _holder(config.lock)
    if holder is None:
        yield Finding("lock", OK, f"{config.lock}: nobody holds it")
        return
    since = datetime.fromtimestamp(config.lock.stat().st_mtime, UTC)
    told = f"{config.lock}: process {holder} holds it since {iso(since)}"
    if datetime.now(UTC) - since > _HANGS:
        yield Finding("lock", FAULT, told, "look whether it hangs, and end it")
    else:
        yield Finding("lock", NOTE, told, "a run is under way: what is told of its files may be out of date")


def versions() -> Iterator[Finding]:
    """What the program runs on."""
    told = f"modelatlas {version('modelatlas')}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    yield Finding("versions", OK, told)


def settings(config: Config) -> Iterator[Finding]:
    """Settings that are none of a published catalog's."""
    if config.base_url == DEFAULT_BASE_URL:
        yield Finding("settings", NOTE, f"base_url is {DEFAULT_BASE_URL}", "set --base-url before publishing")
    else:
        yield Finding("settings", OK, f"base_url is {config.base_url}")


def _existing(place: Path) -> Path:
    """A folder, or the nearest above it that is there."""
    return next(folder for folder in (place, *place.absolute().parents) if folder.exists())


def _write_and_rename(folder: Path) -> None:
    handle, name = tempfile.mkstemp(prefix=".modelatlas-doctor-", dir=folder)
    renamed = Path(f"{name}-renamed")
    try:
        os.write(handle, b"a file that the doctor deletes again\n")
        os.fsync(handle)
        Path(name).replace(renamed)
    finally:
        os.close(handle)
        Path(name).unlink(missing_ok=True)
        renamed.unlink(missing_ok=True)


def _holder(path: Path) -> str | None:
    """The number of the process that holds a lock; None where nobody does or it cannot be told."""
    try:
        import fcntl
    except ImportError:  # no such locks here
        return None
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return _listed(path) or "unknown"
        fcntl.flock(file, fcntl.LOCK_UN)
    return None


def _listed(path: Path) -> str | None:
    """Who holds a lock, as Linux lists them."""
    try:
        lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    inode = str(path.stat().st_ino)
    words = (line.split() for line in lines)
    return next((row[4] for row in words if len(row) > 5 and row[5].rpartition(":")[2] == inode), None)
