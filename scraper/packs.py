"""Packs: many bodies of one source and month in one file, in the order of their time, so that each sees the one before.

Layout below the archive's folder::

    packs/<source>-2025-03-01.xz      bodies one after another
    packs/<source>-2025-03-01.index   one line a body: its sha256, where it begins, how long it is

A pack without its index is not one yet: the index comes last, and goes first.
"""

import lzma
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from scraper.unfinished import on_disk, write_whole

MOST_BYTES = 16 * 2**20
"""So much is unpacked at a time to read one body; a larger body has a pack of its own."""
INDEX = ".index"
_LEAST_WINDOW, _MOST_WINDOW = 2**16, 16 * 2**20
_CHUNK = 2**20


class Packed(NamedTuple):
    """Where a body lies."""

    pack: Path
    begins: int
    length: int


class PackError(Exception):
    """An index that is none; the message names the file."""


class Packs:
    """All packs of an archive, found when somebody asks for a body that lies in one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._places: dict[bytes, Packed] = {}
        self._listed: set[str] = set()
        self._last: tuple[Path, bytes] | None = None

    def find(self, digest: str) -> Packed | None:
        """Where the body of a hash lies; None where it is in no pack. Raises PackError."""
        key = bytes.fromhex(digest)
        damaged = None
        if key not in self._places:
            for index in self.indexes():  # another process may have packed since
                if index.name not in self._listed:
                    try:
                        self._places.update({bytes.fromhex(name): place for name, place in contents(index).items()})
                    except PackError as error:
                        damaged = error
                        continue
                    self._listed.add(index.name)
        if key not in self._places and damaged is not None:
            raise damaged
        return self._places.get(key)

    def read(self, place: Packed) -> bytes:
        """The bytes of one body, as far as its pack can be unpacked. Raises OSError."""
        last = self._last  # threads share it: each takes what is there as a whole
        if last is None or last[0] != place.pack:
            last = place.pack, _unpacked(place.pack)
            self._last = last
        return last[1][place.begins : place.begins + place.length]

    def indexes(self) -> list[Path]:
        """The index of every pack, by name."""
        return sorted(self.folder.glob(f"*{INDEX}"))


def contents(index: Path) -> dict[str, Packed]:
    """What a pack holds, by hash, as its index says. Raises PackError."""
    found = {}
    try:
        for line in index.read_text(encoding="ascii").splitlines():
            digest, begins, length = line.split(" ")
            found[bytes.fromhex(digest).hex()] = Packed(index.with_suffix(".xz"), int(begins), int(length))
    except (OSError, ValueError) as error:
        raise PackError(f"{index}: damaged ({error})") from error
    return found


def packed(bodies: Iterable[bytes], size: int) -> bytes:
    """Bodies as one xz file; `size` is how long they are together. The same bodies give the same file."""
    window = max(_LEAST_WINDOW, min(_MOST_WINDOW, 1 << max(0, size - 1).bit_length()))
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": window}]
    compressor = lzma.LZMACompressor(lzma.FORMAT_XZ, lzma.CHECK_CRC64, filters=filters)
    return b"".join([*map(compressor.compress, bodies), compressor.flush()])


def index_of(bodies: Iterable[tuple[str, int]]) -> bytes:
    """The index of bodies, given by hash and length in their order."""
    lines, begins = [], 0
    for digest, length in bodies:
        lines.append(f"{digest} {begins} {length}\n")
        begins += length
    return "".join(lines).encode()


def put(folder: Path, name: str, content: bytes, bodies: Sequence[tuple[str, int]]) -> Path:
    """Write a pack and then its index, of hashes and lengths in their order; gives the index."""
    index = folder / f"{name}{INDEX}"
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(index.with_suffix(".xz"), content)
    write_whole(index, index_of(bodies))
    return index


def remove(index: Path) -> None:
    """Delete a pack, its index first: so it is never a pack that lacks its bodies."""
    index.unlink(missing_ok=True)
    on_disk(index.parent)
    index.with_suffix(".xz").unlink(missing_ok=True)


def _unpacked(path: Path) -> bytes:
    return b"".join(_chunks(path))


def _chunks(path: Path) -> Iterator[bytes]:
    """What can be unpacked: bodies before a damaged place are still good, and each is held against its hash."""
    unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ)
    with path.open("rb") as file:
        try:
            while not unpacker.eof and (chunk := file.read(_CHUNK)):
                yield unpacker.decompress(chunk)
        except lzma.LZMAError:
            return
