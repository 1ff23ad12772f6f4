"""The archive: every answer as it was received, by its hash, with address, time and headers.

Layout below the archive's folder::

    objects/ab/ab12….gz    one body, gzip-compressed, named by the sha256 of what is inside
    <source>.jsonl         one line a sighting: which address gave which body, and when
    packs/                 bodies of months that are over, many in one file (`scraper/packs.py`)
    format                 the number of this layout, where it is not the first

A body that comes again is not stored again; its sighting is.
"""

import gzip
import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from scraper.packs import PackError, Packs
from scraper.unfinished import clear, on_disk

KEPT_HEADERS = ("content-type", "etag", "last-modified", "date", "cache-control", "content-encoding")
"""Headers worth keeping; the others may carry cookies or keys and are never stored."""
_OF_A_PACK = "put it back from a copy, or delete it with its index and backfill what was in it"
FORMAT = 2
"""The newest layout that is understood: the first had no packs, and took no body out."""


_NEW = ".new-"
"""How the name of a body begins that is being written."""


class Sighting(BaseModel):
    """One look at an address: what came back, when, and where its body lies."""

    model_config = ConfigDict(frozen=True)

    source: str
    url: str
    """The address as the source publishes it, never a mirror's."""
    fetched_at: datetime
    """UTC. The pages of one paged answer share it."""
    status: int
    """The HTTP status; 0 where no answer came at all."""
    sha256: str | None = None
    """The body's hash; for a 304 the hash of the body it confirms; None where there is no body."""
    bytes: int = 0
    headers: dict[str, str] = {}
    root: str | None = None
    """The first page's address, where this is a further page of a paged answer."""
    page: int = 1
    error: str | None = None
    """Why there is no body, in one line."""
    note: str | None = None
    """What a recording says of itself."""
    learned_on: date | None = None
    """The day on which a recording was taken into the archive; None for an answer that was fetched."""
    seed: bool = False
    """True for the small snapshot that a first run starts from."""
    pruned: str | None = None
    """Why the answer was refused, where its body was taken out to make room."""

    @property
    def ok(self) -> bool:
        """Whether a body belongs to this sighting."""
        return self.sha256 is not None


class Snapshot(BaseModel):
    """A sighting together with its body, exactly as served."""

    model_config = ConfigDict(frozen=True)

    sighting: Sighting
    body: bytes


class ArchiveError(Exception):
    """The archive on disk is damaged: the message names the file and the remedy."""


class Archive:
    """Bodies by hash and the list of their sightings, in one folder; safe to kill at any moment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._packs = Packs(folder / "packs")

    def save(self, sighting: Sighting, body: bytes) -> Sighting:
        """Keep a body and its sighting; gives the sighting with hash and size filled in."""
        seen = _scrubbed(self.kept(sighting, body))
        self.note([seen])
        return seen

    def kept(self, sighting: Sighting, body: bytes) -> Sighting:
        """Keep a body whose sighting is still to be noted; gives it with hash and size. Threads may do so at once."""
        digest = hashlib.sha256(body).hexdigest()
        if not self.is_sound(digest):
            # mtime=0: the same body is the same file, whenever it was stored.
            self._write(self._path(digest), gzip.compress(body, compresslevel=6, mtime=0))
        return sighting.model_copy(update={"sha256": digest, "bytes": len(body)})

    def note(self, sightings: Iterable[Sighting]) -> None:
        """Append sightings to the lists of their sources."""
        lines: dict[str, list[str]] = {}
        for sighting in sightings:
            line = _scrubbed(sighting).model_dump_json(exclude_defaults=True)
            lines.setdefault(sighting.source, []).append(line)
        for source, new in lines.items():
            self._append(source, new)

    def sightings(self, source: str) -> list[Sighting]:
        """All looks at a source in the order of their time; those of one moment as they came."""
        found = [seen for _, seen, _ in self._lines(source) if seen is not None]
        return sorted(found, key=lambda seen: (seen.fetched_at, seen.root or seen.url))

    def body(self, digest: str) -> bytes:
        """The body of that hash. Raises ArchiveError where it is missing or damaged."""
        path = self._path(digest)
        try:
            body = gzip.decompress(path.read_bytes())
        except FileNotFoundError:
            return self._packed(digest)
        except (OSError, EOFError, zlib.error) as error:
            raise ArchiveError(f"{path}: damaged ({error}); delete it and fetch or backfill again") from error
        if hashlib.sha256(body).hexdigest() != digest:
            raise ArchiveError(f"{path}: does not match its name; delete it and fetch or backfill again")
        return body

    def _packed(self, digest: str) -> bytes:
        """A body that has no file of its own."""
        try:
            place = self._packs.find(digest)
            if place is None:
                raise ArchiveError(f"{self._path(digest)}: missing; fetch or backfill its source again")
            body = self._packs.read(place)
        except FileNotFoundError as error:
            raise ArchiveError(f"{error.filename}: missing; {_OF_A_PACK}") from None
        except (PackError, OSError) as error:
            raise ArchiveError(f"{error}; {_OF_A_PACK}") from error
        if hashlib.sha256(body).hexdigest() != digest:
            raise ArchiveError(f"{place.pack}: damaged: {digest} is not whole in it; {_OF_A_PACK}")
        return body

    def has(self, digest: str) -> bool:
        """Whether the body of that hash is there."""
        return self._path(digest).exists() or self._is_packed(digest)

    def _is_packed(self, digest: str) -> bool:
        try:
            return self._packs.find(digest) is not None
        except PackError:
            return False

    def is_sound(self, digest: str) -> bool:
        """Whether a body is there and whole; of one in a pack, whether it is there. A damaged one is fetched again."""
        if not self._path(digest).exists():
            return self._is_packed(digest)
        try:
            self.body(digest)
        except ArchiveError:
            return False
        return True

    def snapshot(self, sighting: Sighting) -> Snapshot:
        """The sighting with its body."""
        if sighting.sha256 is None:
            raise ArchiveError(f"{sighting.source}: {sighting.url}: this sighting has no body")
        return Snapshot(sighting=sighting, body=self.body(sighting.sha256))

    def sources(self) -> list[str]:
        """The ids of all sources that were looked at."""
        return sorted(path.stem for path in self.folder.glob("*.jsonl"))

    def unreadable(self, source: str) -> list[tuple[int, str]]:
        """Lines of a source's list that are none of ours, by their number: damaged, or not written by us.

        A line that a crash tore is not among them: it is the beginning of one.
        """
        return [(number, fault) for number, seen, fault in self._lines(source) if seen is None and fault]

    def _path(self, digest: str) -> Path:
        return self.folder / f"objects/{digest[:2]}/{digest}.gz"

    def _lines(self, source: str) -> Iterator[tuple[int, Sighting | None, str]]:
        """Each line of a source's list: its number, what it says, and why it cannot be read."""
        self._is_known()
        path = self.folder / f"{source}.jsonl"
        if not path.exists():
            return
        # Bytes, and no splitlines(): a line may be torn within a letter, or hold one that looks like a line's end.
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            try:
                yield number, Sighting.model_validate_json(line), ""
            except ValidationError as error:
                yield number, None, _fault(line, error)

    def _is_known(self) -> None:
        """Raises ArchiveError where a newer version of the program wrote the archive."""
        try:
            written = int((self.folder / "format").read_text(encoding="ascii"))
        except FileNotFoundError:
            return
        except (OSError, ValueError) as error:
            raise ArchiveError(f"{self.folder / 'format'}: damaged ({error}); write {FORMAT} into it") from error
        if written > FORMAT:
            raise ArchiveError(
                f"{self.folder}: a newer version of the program wrote it (format {written}, this one knows {FORMAT}):"
                " upgrade modelatlas, or name another folder with --data"
            )

    def clear(self) -> None:
        """Delete what a killed run left half-written; for whoever is the only one to write."""
        clear(self.folder, _NEW)

    def _write(self, path: Path, content: bytes) -> None:
        """Put a body in its place as a whole: on disk with its name before a sighting speaks of it."""
        if not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            on_disk(path.parent.parent)
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix=_NEW, delete=False) as file:
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                Path(file.name).unlink()
                raise
        Path(file.name).replace(path)
        on_disk(path.parent)

    def _append(self, source: str, lines: list[str]) -> None:
        path = self.folder / f"{source}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            if not file.tell():
                on_disk(self.folder)
            # A crash may have torn the last line: start on a line of our own.
            if file.tell() and file.seek(-1, os.SEEK_END) >= 0 and file.read(1) != b"\n":
                file.write(b"\n")
            file.write("".join(f"{line}\n" for line in lines).encode())
            file.flush()
            os.fsync(file.fileno())


def _fault(line: bytes, error: ValidationError) -> str:
    """Why a line of a list cannot be read; nothing of one torn by a crash: its answer was never confirmed."""
    first = error.errors()[0]
    if first["type"] != "json_invalid":
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}".removeprefix(": ")
    torn = not line.strip(b"\0 \r") or (line.startswith(b"{") and not line.rstrip().endswith(b"}"))
    return "" if torn else "no JSON"


def _scrubbed(sighting: Sighting) -> Sighting:
    kept = {name: value for name, value in sighting.headers.items() if name in KEPT_HEADERS}
    return sighting if kept == sighting.headers else sighting.model_copy(update={"headers": kept})
