"""The published folder: filled beside the old one, and swapped in as a whole.

A file whose bytes did not change is not written again: the new folder links to the old file. Where
nothing changed at all, nothing is swapped. Killed at any moment, the folder is the old or the new one; so it is after a
power cut, for what is swapped in is on disk before.
"""

import ctypes
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from filecmp import cmp
from glob import escape
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from catalog.unwritable import unwritable
from scraper.unfinished import all_on_disk, beside, clear, on_disk

MARK = "api/v1/models/all.json"
"""Every published folder has it: a folder without it is somebody else's and is never replaced."""

_TWICE = "{}: two pages want the same file"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class PublishError(Exception):
    """The output folder cannot be used; the message names it and the remedy."""


class Filed(NamedTuple):
    """An account of files of a new version."""

    written: int
    """Files that are new or have other bytes than before."""
    same: set[str]
    """Files that are to be what they were."""
    paths: set[str]
    """All of them."""


class Filling:
    """Puts files into a new version of an output folder, and keeps account of them."""

    def __init__(self, out: Path, folder: Path) -> None:
        """`out` is the old version, `folder` the new one."""
        self.out = out
        self.folder = folder
        self.written = 0
        """How many files are new or have other bytes than before."""
        self._same: set[str] = set()
        self._paths: set[str] = set()
        self._folders: set[str] = set()

    @property
    def filed(self) -> Filed:
        """The account."""
        return Filed(self.written, self._same, self._paths)

    def write(self, path: str, content: bytes) -> None:
        """Put a file into the new version. Raises PublishError for one that comes twice or leaves it."""
        target = self._place(path)
        if _content(self.out / path) == content:
            self._same.add(path)
            return
        with _writing(self.out):
            self._make(path)
            target.write_bytes(content)
        self.written += 1

    def write_pieces(self, path: str, pieces: Iterable[bytes]) -> str:
        """Put a file of any size into the new version, piece by piece; gives its digest (SHA-256)."""
        target, found = self._place(path), sha256()
        with _writing(self.out):
            self._make(path)
            with target.open("wb") as file:
                for piece in pieces:
                    file.write(piece)
                    found.update(piece)
            if _are_same(self.out / path, target):
                target.unlink()
                self._same.add(path)
            else:
                self.written += 1
        return found.hexdigest()

    def keep(self, path: str) -> None:
        """Carry over one file of the old version."""
        self._paths.add(path)
        self._same.add(path)

    def part(self) -> "Filling":
        """One that fills the same folder and keeps an account of its own."""
        return Filling(self.out, self.folder)

    def take_over(self, filed: Filed) -> None:
        """Take another's account into this one. Raises PublishError where both have written the same file."""
        for path in sorted(self._paths & filed.paths):
            raise PublishError(_TWICE.format(path))
        self._paths |= filed.paths
        self._same |= filed.same
        self.written += filed.written

    def _place(self, path: str) -> Path:
        """Where a file of the new version stands. Raises PublishError for one that comes twice or leaves it."""
        if path in self._paths:
            raise PublishError(_TWICE.format(path))
        if ".." in path.split("/") or path.startswith("/"):
            raise PublishError(f"{path}: leaves the output folder")
        self._paths.add(path)
        return self.folder / path

    def _make(self, path: str) -> None:
        """The folder of a file, where it is not there yet: asked for once, as there are thousands of files."""
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            Path(self.folder, folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)


class Staging(Filling):
    """A new version of an output folder in the making."""

    def __init__(self, out: Path) -> None:
        """Raises PublishError where the folder is somebody else's or cannot be written."""
        with _writing(out):
            self._making = ExitStack()
            super().__init__(out, self._making.enter_context(_beside(out, MARK)))

    def keep_the_rest(self) -> None:
        """Carry over every file of the old version that was not written."""
        for path in _files(self.out) - self._paths:
            self.keep(path)

    def publish(self, before: Callable[[], None]) -> bool:
        """Swap the new version in, once `before` is done; False where it is the old one to the last byte."""
        if not self.written and _files(self.out) == self._paths:
            before()
            self.discard()
            return False
        with _writing(self.out):
            for folder in sorted({path.rpartition("/")[0] for path in self._same}):
                (self.folder / folder).mkdir(parents=True, exist_ok=True)
            # Plain texts: there are thousands of files, and all of most nights are the same.
            old, new = f"{self.out}/", f"{self.folder}/"
            for path in self._same:
                _link(old + path, new + path)
        before()
        with _writing(self.out):
            _swap(self.folder, self.out)
        self.discard()
        return True

    def discard(self) -> None:
        """Throw the new version away; once it is swapped in, the old one."""
        self._making.close()


@contextmanager
def filled(out: Path, mark: str) -> Iterator[Path]:
    """A new folder to be filled, then swapped in as a whole; thrown away where filling it fails.

    `mark` is a file that every such folder has. Raises PublishError where the old one is somebody else's, or where
    it cannot be written.
    """
    with _writing(out), _beside(out, mark) as folder:
        yield folder
        _swap(folder, out)


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Errors in writing the output folder, or beside it, are PublishErrors that name it."""
    try:
        yield
    except OSError as error:
        raise PublishError(unwritable(out, error)) from error


@contextmanager
def _beside(out: Path, mark: str) -> Iterator[Path]:
    """An empty folder beside an output folder that is ours to replace."""
    out.parent.mkdir(parents=True, exist_ok=True)
    _recover(out)
    _is_ours(out, mark)
    with beside(out) as folder:
        folder.chmod(0o755)
        yield folder


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _are_same(old: Path, new: Path) -> bool:
    """Whether two files have the same bytes; the old one may be missing."""
    try:
        return old.stat().st_size == new.stat().st_size and cmp(old, new, shallow=False)
    except OSError:
        return False


def _files(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def _is_ours(out: Path, mark: str) -> None:
    if not out.exists() or (out / mark).exists():
        return
    if not out.is_dir() or any(out.iterdir()):
        raise PublishError(f"{out}: is not a folder that Model Atlas published; name another one with --out")


def _recover(out: Path) -> None:
    """Put the old version back if a killed run was swapping it, and clear away what such runs left."""
    for old in sorted(out.parent.glob(f"{escape(out.name)}.old-*")):
        if not out.exists():
            old.rename(out)
    clear(out.parent, f"{out.name}.old-")


def _link(old: str, new: str) -> None:
    try:
        os.link(old, new)
    except OSError:  # a file system without hard links
        shutil.copy2(old, new)


def _swap(new: Path, out: Path) -> None:
    """Put the new version in its place; the old one may stand in the place of the new one then."""
    all_on_disk(new)
    if not out.exists():
        new.rename(out)
    elif not _exchange(new, out):
        old = Path(f"{out}.old-{new.name.rpartition('-')[2]}")
        out.rename(old)
        new.rename(out)
        shutil.rmtree(old, ignore_errors=True)
    on_disk(out.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders at once, where the system can (renameat2 of Linux)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(
        renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE)) == 0
    )
