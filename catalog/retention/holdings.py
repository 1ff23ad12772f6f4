"""What an archive holds: which bodies its sightings name, and what of its files nobody needs."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from catalog.store.tables import read_only
from scraper.packs import INDEX
from scraper.snapshots import Archive, Sighting

_DIGEST = re.compile(rb"[0-9a-f]{64}")


class First(NamedTuple):
    """When and where a body was first seen: what it is packed by."""

    at: datetime
    source: str
    url: str

    @property
    def group(self) -> tuple[str, str]:
        """Source and month."""
        return self.source, f"{self.at:%Y-%m}"


class Holdings:
    """The bodies that sightings name, by hash."""

    def __init__(self, archive: Archive, database: Path) -> None:
        """Reads every list of sightings. Raises ArchiveError where a newer version wrote the archive."""
        self.archive = archive
        self.first: dict[str, First] = {}
        self.sightings: dict[str, list[Sighting]] = {}
        for source in archive.sources():
            for sighting in archive.sightings(source):
                self._add(sighting)
        self._named = _in_bad_lines(archive) | _in_database(database)
        self.knows_all = database.exists() and bool(self.first)
        """Whether a body that nobody names can be told from one whose sighting was lost."""

    def _add(self, sighting: Sighting) -> None:
        if sighting.sha256 is None:
            return
        self.sightings.setdefault(sighting.sha256, []).append(sighting)
        if sighting.pruned is None:
            seen = First(sighting.fetched_at, sighting.source, sighting.url)
            self.first[sighting.sha256] = min(seen, self.first.get(sighting.sha256, seen))

    def is_named(self, digest: str) -> bool:
        """Whether a body may be needed: by a sighting, by a line that cannot be read, by the database."""
        if digest in self.first or digest in self._named:
            return True
        return not self.knows_all and digest not in self.sightings


def singles(archive: Path) -> Iterator[tuple[str, Path]]:
    """Every body that has a file of its own, by hash, in their order."""
    for path in sorted((archive / "objects").glob("??/*.gz")):
        if re.fullmatch("[0-9a-f]{64}", path.stem):
            yield path.stem, path


def leftovers(archive: Path) -> list[Path]:
    """What killed runs left: files that were being written, packs without their index."""
    packs = archive / "packs"
    half = [path for path in packs.glob("*.xz") if not path.with_suffix(INDEX).exists()]
    return sorted([*(path for path in archive.rglob("*") if path.is_file() and _in_the_making(archive, path)), *half])


def _in_the_making(archive: Path, path: Path) -> bool:
    return any(part.startswith(".") and ".new-" in part for part in path.relative_to(archive).parts)


def size(archive: Path) -> int:
    """Bytes of all files."""
    return sum(path.stat().st_size for path in archive.rglob("*") if path.is_file())


def _in_bad_lines(archive: Archive) -> set[str]:
    """Hashes in lists that hold a line that cannot be read: it may name any of them."""
    bad = [source for source in archive.sources() if archive.unreadable(source)]
    return {
        digest.decode()
        for source in bad
        for digest in _DIGEST.findall((archive.folder / f"{source}.jsonl").read_bytes())
    }


def _in_database(path: Path) -> set[str]:
    """Hashes of the answers that a catalog accepted. Raises sqlite3.DatabaseError where it cannot be asked."""
    if not path.exists():
        return set()
    with closing(read_only(path)) as db:
        sql = "select distinct sha256 from snapshots where state = 'accepted' and sha256 is not null"
        return {str(row[0]) for row in db.execute(sql)}
