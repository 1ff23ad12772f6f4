"""What the archive already tells: which ids and addresses another source names in its newest answer."""

from collections.abc import Mapping
from functools import cache

from scraper.errors import AtlasError
from scraper.snapshots import Archive, Sighting
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

    def _read(self, source: str) -> list[Record]:
        reader = self._sources[source]
        for pages in reversed(_mains(reader, self._archive.sightings(source))):
            try:
                parsed = reader.parse([self._archive.snapshot(page) for page in pages])
            except AtlasError:
                continue
            return [record for scope, records in parsed.scopes.items() if reader.counts(scope) for record in records]
        return []


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
