"""Bodies that have files of their own moved into packs: written and read back before a file is deleted."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from catalog.retention.holdings import First, Holdings, singles
from scraper.packs import INDEX, MOST_BYTES, PackError, Packs, contents, index_of, packed, put, remove
from scraper.snapshots import FORMAT, ArchiveError
from scraper.unfinished import write_whole


class Pack(NamedTuple):
    """A pack to be: its bodies in their order, and what comes of them."""

    name: str
    bodies: list[tuple[str, int]]
    """Hash and length."""
    content: bytes
    files: list[Path]
    """Those that it stands in the place of."""

    @property
    def saved(self) -> int:
        """By how many bytes it is smaller than the files."""
        return sum(path.stat().st_size for path in self.files) - len(self.content) - len(index_of(self.bodies))


def packs(holdings: Holdings, since: datetime, before: datetime) -> Iterator[Pack]:
    """Packs of bodies that have files of their own and were first seen from a moment to another, if that saves room."""
    there = {digest: path for digest, path in singles(holdings.archive.folder) if digest in holdings.first}
    old = [(holdings.first[digest], digest) for digest in there if since <= holdings.first[digest].at < before]
    old.sort(key=lambda one: (one[0].group, one[0], one[1]))
    for (source, month), group in groupby(old, key=lambda one: one[0].group):
        number = _next_number(holdings.archive.folder / "packs", f"{source}-{month}")
        for part in _parts(holdings, group):
            bodies = [(digest, len(body)) for digest, body in part]
            content = packed((body for _, body in part), sum(length for _, length in bodies))
            pack = Pack(f"{source}-{month}-{number:02}", bodies, content, [there[digest] for digest, _ in bodies])
            if pack.saved > 0:
                number += 1
                yield pack


def write(archive: Path, pack: Pack) -> None:
    """Put a pack into the archive, read it back, then delete the files. Raises ArchiveError."""
    declare(archive)
    index = put(archive / "packs", pack.name, pack.content, pack.bodies)
    if not whole(index):
        remove(index)
        raise ArchiveError(f"{index.with_suffix('.xz')}: was not read back as it was written; is the disk sound?")
    for path in pack.files:
        path.unlink(missing_ok=True)


def declare(archive: Path) -> None:
    """Say that the archive is of the layout that has packs."""
    path = archive / "format"
    if not path.exists():
        write_whole(path, f"{FORMAT}\n".encode())


def whole(index: Path) -> bool:
    """Whether every body of a pack is what its hash says."""
    packs = Packs(index.parent)
    try:
        return all(hashlib.sha256(packs.read(place)).hexdigest() == digest for digest, place in contents(index).items())
    except (PackError, OSError):
        return False


def without(index: Path, dropped: Iterable[str]) -> Pack:
    """A pack anew, without some of its bodies, under the next number."""
    dropped, reader = set(dropped), Packs(index.parent)
    kept = [(digest, reader.read(place)) for digest, place in contents(index).items() if digest not in dropped]
    bodies = [(digest, len(body)) for digest, body in kept]
    content = packed((body for _, body in kept), sum(length for _, length in bodies))
    name = index.stem.rpartition("-")[0]
    return Pack(f"{name}-{_next_number(index.parent, name):02}", bodies, content, [index.with_suffix(".xz"), index])


def _parts(holdings: Holdings, group: Iterable[tuple[First, str]]) -> Iterator[Sequence[tuple[str, bytes]]]:
    """Bodies of a source and month, so many together as are unpacked at a time; a damaged one stays where it is."""
    part: list[tuple[str, bytes]] = []
    length = 0
    for _, digest in group:
        try:
            body = holdings.archive.body(digest)
        except ArchiveError:
            continue
        if part and length + len(body) > MOST_BYTES:
            yield part
            part, length = [], 0
        part.append((digest, body))
        length += len(body)
    if part:
        yield part


def _next_number(folder: Path, name: str) -> int:
    numbers = [path.stem.rpartition("-")[2] for path in folder.glob(f"{name}-*{INDEX}")]
    return max((int(number) for number in numbers if number.isdigit()), default=0) + 1
