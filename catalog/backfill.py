"""Recordings taken into the archive under their own dates; what is already there is not taken twice."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from scraper.recordings import Recording, RecordingError, read_recordings
from scraper.snapshots import Archive, Sighting
from scraper.source import Source


@dataclass
class Backfill:
    """The recordings of one source on their way into the archive, counted by what became of them."""

    source: Source
    archive: Archive
    now: datetime
    """The time that the run believes it is: the day on which recordings are learned."""
    today: date
    """No recording is of a later day."""
    taken: int = 0
    again: int = 0
    """Already in the archive."""
    skipped: list[str] = field(default_factory=list)
    """Recordings that the source does not read, each in one line."""
    unusable: list[str] = field(default_factory=list)
    """Recordings that are not what they should be, each in one line."""

    def take(self, paths: Iterable[Path]) -> None:
        """Archive every recording under the paths."""
        known = {(seen.url, seen.fetched_at): seen.sha256 for seen in self.archive.sightings(self.source.id)}
        for found in (found for path in paths for found in read_recordings(path)):
            try:
                if isinstance(found, RecordingError):
                    raise found
                self._take(found, known)
            except RecordingError as error:
                self.unusable.append(str(error))

    def _take(self, found: Recording, known: dict[tuple[str, datetime], str | None]) -> None:
        url = address_of(self.source, found)
        if not url or not self.source.reads(url):
            self.skipped.append(f"{found.path.name}: {url or found.url} is not read by {self.source.id}")
            return
        if found.fetched_at.date() > self.today:
            raise RecordingError(
                f"{found.path}: of {found.fetched_at.date()}, which is still to come: is the date right?"
            )
        body = found.body()
        key = (url, found.fetched_at)
        if key in known:
            if known[key] != hashlib.sha256(body).hexdigest():
                raise RecordingError(f"{found.path}: another answer of {url} has this very time already")
            self.again += 1
            return
        seen = Sighting(source=self.source.id, url=url, fetched_at=found.fetched_at, status=200, note=found.note)
        seen = seen.model_copy(update={"learned_on": max(self.now, found.fetched_at).date()})
        known[key] = self.archive.save(seen, body).sha256
        self.taken += 1


def address_of(source: Source, found: Recording) -> str:
    """The address that a recording was taken from; empty where it is another source's."""
    for ending, address in source.recorded.items():
        if f"/{found.path.as_posix()}".endswith(f"/{ending}"):
            return address
    if found.source is not None and found.source != source.id:
        return ""
    return found.url or source.address
