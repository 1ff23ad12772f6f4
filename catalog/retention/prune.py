"""Makes an archive smaller: what nobody needs, then packs, and only if need be bodies of refused answers."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from catalog.retention.holdings import Holdings, leftovers, singles, size
from catalog.retention.packing import declare, packs, whole, without, write
from catalog.retention.refusals import Key, mark, needless
from scraper.packs import PackError, Packs, contents, remove
from scraper.snapshots import Archive

PACKED_AFTER = timedelta(days=7)
"""Newer bodies keep files of their own: a month is packed once, when it is that long over."""
_EVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass
class Prune:
    """One pruning of an archive; without `really` it only tells what it would do."""

    archive: Archive
    database: Path
    refused: Mapping[Key, str]
    now: datetime
    keep: int | None
    """The size that is asked for; None asks for what costs nothing alone."""
    really: bool
    tell: Callable[[str], None]

    def run(self) -> int:
        """Prune; gives by how many bytes the archive is larger than asked for still."""
        self.size = size(self.archive.folder)
        self.holdings = Holdings(self.archive, self.database)
        self._clear()
        week_ago = self.now - PACKED_AFTER
        month = week_ago.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        self._pack(_EVER, month)
        if self._over:
            self._pack(month, week_ago)
        if self._over:
            self._drop()
        return self._over

    @property
    def _over(self) -> int:
        return 0 if self.keep is None else max(0, self.size - self.keep)

    def _clear(self) -> None:
        """What nobody needs: leftovers of killed runs, bodies that no sighting names or a pack has too."""
        packs = Packs(self.archive.folder / "packs")
        double = _listed(packs)
        needless = [
            path
            for digest, path in singles(self.archive.folder)
            if not self.holdings.is_named(digest) or (digest in double and _is_packed(packs, digest))
        ]
        self._delete("left by killed runs", leftovers(self.archive.folder))
        self._delete("bodies that no sighting names, or a pack has too", needless)
        self._clear_packs(packs)

    def _clear_packs(self, packs: Packs) -> None:
        """Packs of which a newer one has all that is needed."""
        elsewhere: set[str] = set()
        for index in reversed(packs.indexes()):
            try:
                needed = {digest for digest in contents(index) if self.holdings.is_named(digest)}
            except PackError:
                continue
            if not needed - elsewhere and all(_is_packed(packs, digest) for digest in needed):
                self._delete("packs that nobody needs", [index, index.with_suffix(".xz")])
            elsewhere |= needed

    def _pack(self, since: datetime, before: datetime) -> None:
        saved = bodies = 0
        for pack in packs(self.holdings, since, before):
            saved, bodies = saved + pack.saved, bodies + len(pack.bodies)
            if self.really:
                write(self.archive.folder, pack)
        self._count("bodies packed", bodies, saved)

    def _drop(self) -> None:
        """Bodies of refused answers, so many as need be, the oldest first."""
        alone = dict(singles(self.archive.folder))
        found = needless(self.holdings, self.refused, self.now)
        files, saved = [], 0
        for digest in (digest for digest in found if digest in alone):
            if saved >= self._over:
                break
            files.append(digest)
            saved += alone[digest].stat().st_size
        self._mark(files)
        self._delete("bodies of refused answers", [alone[digest] for digest in files])
        for index in Packs(self.archive.folder / "packs").indexes():
            dropped = [digest for digest in contents(index) if digest in set(found)]
            if dropped and self._over and whole(index):
                self._mark(dropped)
                self._repack(index, dropped)

    def _repack(self, index: Path, dropped: list[str]) -> None:
        pack = without(index, dropped)
        saved = pack.saved
        if self.really:
            if pack.bodies:
                write(self.archive.folder, pack._replace(files=[]))
            remove(index)
        self._count("bodies of refused answers", len(dropped), saved)

    def _mark(self, digests: Iterable[str]) -> None:
        digests = list(digests)
        if self.really and digests:
            declare(self.archive.folder)
            mark(self.holdings, digests, self.refused)

    def _delete(self, what: str, paths: list[Path]) -> None:
        freed = sum(path.stat().st_size for path in paths)
        if self.really:
            for path in paths:
                path.unlink(missing_ok=True)
        self._count(what, len(paths), freed)

    def _count(self, what: str, number: int, freed: int) -> None:
        # Marks and the number of the layout take a few bytes too.
        self.size = size(self.archive.folder) if self.really else self.size - freed
        if number:
            self.tell(f"{what}: {number:,}, {freed:,} bytes {'freed' if self.really else 'would be freed'}")


def _listed(packs: Packs) -> set[str]:
    """Every hash that an index names."""
    found: set[str] = set()
    for index in packs.indexes():
        with suppress(PackError):
            found |= contents(index).keys()
    return found


def _is_packed(packs: Packs, digest: str) -> bool:
    """Whether a pack has the body too, sound."""
    try:
        place = packs.find(digest)
        return place is not None and hashlib.sha256(packs.read(place)).hexdigest() == digest
    except (PackError, OSError):
        return False
