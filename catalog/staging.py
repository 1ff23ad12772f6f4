"""The published folder: filled beside the old one, and swapped in as a whole.

A file whose bytes did not change is not written again: the new folder links to the old file. Where
nothing changed at all, nothing is swapped. Killed at any moment, the folder is the old or the new one.
"""

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from catalog.unwritable import unwritable

MARK = "api/v1/models/all.json"
"""Every published folder has it: a folder without it is somebody else's and is never replaced."""

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class PublishError(Exception):
    """The output folder cannot be used; the message names it and the remedy."""


class Staging:
    """A new version of an output folder in the making."""

    def __init__(self, out: Path) -> None:
        """Raises PublishError where the folder is somebody else's or cannot be written."""
        self.out = out
        with _writing(out):
            self.folder = _beside(out, MARK)
        self.written = 0
        self._same: set[str] = set()
        self._paths: set[str] = set()

    def write(self, path: str, content: bytes) -> None:
        """Put a file into the new version. Raises PublishError for one that comes twice or leaves it."""
        if path in self._paths:
            raise PublishError(f"{path}: two pages want the same file")
        if ".." in path.split("/") or path.startswith("/"):
            raise PublishError(f"{path}: leaves the output folder")
        self._paths.add(path)
        if _content(self.out / path) == content:
            self._same.add(path)
            return
        target = self.folder / path
        with _writing(self.out):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        self.written += 1

    def keep(self, path: str) -> None:
        """Carry over one file of the old version."""
        self._paths.add(path)
        self._same.add(path)

    def keep_the_rest(self) -> None:
        """Carry over every file of the old version that was not written."""
        for path in _files(self.out) - self._paths:
            self.keep(path)

    def publish(self) -> bool:
        """Swap the new version in; False where it is the old one to the last byte."""
        if not self.written and _files(self.out) == self._paths:
            self.discard()
            return False
        with _writing(self.out):
            for folder in sorted({path.rpartition("/")[0] for path in self._same}):
                (self.folder / folder).mkdir(parents=True, exist_ok=True)
            # Plain texts: there are thousands of files, and all of most nights are the same.
            old, new = f"{self.out}/", f"{self.folder}/"
            for path in self._same:
                _link(old + path, new + path)
            _swap(self.folder, self.out)
        return True

    def discard(self) -> None:
        """Throw the new version away."""
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def filled(out: Path, mark: str) -> Iterator[Path]:
    """A new folder to be filled, then swapped in as a whole; thrown away where filling it fails.

    `mark` is a file that every such folder has. Raises PublishError where the old one is somebody else's, or where
    it cannot be written.
    """
    with _writing(out):
        folder = _beside(out, mark)
        try:
            yield folder
            _swap(folder, out)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Errors in writing the output folder, or beside it, are PublishErrors that name it."""
    try:
        yield
    except OSError as error:
        raise PublishError(unwritable(out, error)) from error


def _beside(out: Path, mark: str) -> Path:
    """An empty folder beside an output folder that is ours to replace."""
    out.parent.mkdir(parents=True, exist_ok=True)
    _recover(out)
    _is_ours(out, mark)
    folder = Path(tempfile.mkdtemp(prefix=f"{out.name}.new-", dir=out.parent))
    folder.chmod(0o755)
    return folder


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _files(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def _is_ours(out: Path, mark: str) -> None:
    if not out.exists() or (out / mark).exists():
        return
    if not out.is_dir() or any(out.iterdir()):
        raise PublishError(f"{out}: is not a folder that Model Atlas published; name another one with --out")


def _recover(out: Path) -> None:
    """Clear away what a killed run left; put the old version back if it was being swapped."""
    for old in sorted(out.parent.glob(f"{out.name}.old-*")):
        if not out.exists():
            old.rename(out)
    for left in (*out.parent.glob(f"{out.name}.new-*"), *out.parent.glob(f"{out.name}.old-*")):
        shutil.rmtree(left, ignore_errors=True)


def _link(old: str, new: str) -> None:
    try:
        os.link(old, new)
    except OSError:  # a file system without hard links
        shutil.copy2(old, new)


def _swap(new: Path, out: Path) -> None:
    if not out.exists():
        new.rename(out)
        return
    if _exchange(new, out):
        shutil.rmtree(new, ignore_errors=True)  # it holds the old version now
        return
    old = Path(f"{out}.old-{new.name.rpartition('-')[2]}")
    out.rename(old)
    new.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders at once, where the system can (renameat2 of Linux)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(
        renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE)) == 0
    )
