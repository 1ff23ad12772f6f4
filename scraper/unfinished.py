"""Files and folders in the making: filled beside their place, put there as a whole, and cleared where a run was killed.

Whoever makes one holds a lock on it, which ends with the process, however that ends. So what bears such a name and is
held by nobody is what a killed run left, and the next one clears it. After a power cut a file that was put in its place
is there with its content: both are on disk before the call returns.
"""

import ctypes
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path


@contextmanager
def beside(place: Path, prefix: str | None = None) -> Iterator[Path]:
    """A folder beside a place, to fill something in; it is gone afterwards, unless it was renamed."""
    named = f"{place.name}.new-" if prefix is None else prefix
    clear(place.parent, named)
    folder = Path(tempfile.mkdtemp(prefix=named, dir=place.parent))
    try:
        with held(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_whole(path: Path, content: bytes, mode: int | None = None) -> None:
    """Write a file, or put it in another one's place, as a whole; with those permissions, else as it is usual."""
    with beside(path, f".{path.name}.new-") as folder:
        new = folder / "whole"
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            new.chmod(mode)
        new.replace(path)
    on_disk(path.parent)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a file or folder in the making, so that no other run takes it for one that was left."""
    handle = os.open(path, os.O_RDONLY)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


def clear(folder: Path, prefix: str) -> None:
    """Delete what killed runs left in a folder under names that begin so."""
    for path in folder.glob(f"{escape(prefix)}*"):
        if _is_left(path):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def on_disk(folder: Path) -> None:
    """See to it that the names in a folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def all_on_disk(folder: Path) -> None:
    """See to it that all that was written on a folder's disk outlasts a power cut: one call for thousands of files."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        ctypes.CDLL(None, use_errno=True).syncfs(handle)
    except AttributeError:  # a system other than Linux
        os.sync()
    finally:
        os.close(handle)


def _is_left(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return _lock(handle)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """Whether nobody else holds it; a file system that knows no locks tells of nobody."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True
