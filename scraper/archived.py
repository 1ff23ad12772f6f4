"""What the archive already tells: which ids and addresses another source names in its newest answer."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache

from scraper.errors import AtlasError
from scraper.snapshots import Archive, ArchiveError, Sighting
from scraper.source import Record, Source


class Archived:
    """The newest good main list of each source, read when somebody asks."""

    def __init__(self, archive: Archive, sources: Mapping[str, Source]) -> None:
        self._archive = archive
        self._sources = sources
        self._newest = cache(self._read)

    def values(self, source: str, field: str) -> list[str]:
        """Every value that a source claims for a field now, sorted, none twice."""
        observe = self._sources[source].observe
        claims = (claim for record in self._newest(source) for claim in observe(record).claims)
        return sorted({claim.value for claim in claims if claim.field == field})

    def records(self, source: str) -> list[str]:
        """The ids of the records of a source's main list, sorted."""
        return sorted(record.id for record in self._newest(source))

    def gone(self, source: str, days: int) -> list[str]:
        """Ids that left a source's main list in so many days before its newest answer, sorted.

        One list a week is looked at: an id that was listed for less may be missed.
        """
        reader = self._sources[source]
        lists = _mains(reader, self._archive.sightings(source))
        seen: set[str] = set()
        since = lists[-1][0].fetched_at - timedelta(days=days) if lists else None
        before = None
        for pages in reversed(lists):
            at = pages[0].fetched_at
            if since is None or at < since:
                break
            if before is None or before - at >= timedelta(days=7):
                seen.update(record.id for record in self._parsed(reader, pages))
                before = at
        return sorted(seen - set(self.records(source)))

    def _read(self, source: str) -> list[Record]:
        reader = self._sources[source]
        lists = _mains(reader, self._archive.sightings(source))
        return next((found for pages in reversed(lists) if (found := self._parsed(reader, pages))), [])

    def _parsed(self, reader: Source, pages: list[Sighting]) -> list[Record]:
        """The entries of one list; none where it is no list, or cannot be read."""
        try:
            parsed = reader.parse([self._archive.snapshot(page) for page in pages])
        except (AtlasError, ArchiveError):
            return []
        return [record for scope, records in parsed.scopes.items() if reader.counts(scope) for record in records]


def _mains(source: Source, sightings: list[Sighting]) -> list[list[Sighting]]:
    """Good answers of the main list with all their pages, oldest first."""
    found: list[list[Sighting]] = []
    for sighting in sightings:
        if not sighting.ok or not source.is_main(sighting.root or sighting.url):
            continue
        if sighting.page > 1 and found:
            found[-1].append(sighting)
        elif sighting.page == 1:
            found.append([sighting])
    return found
