"""The small snapshot that a first run starts from: read like an answer, made from one by leaving out prose."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from catalog.values import to_json
from scraper.answers import load_json
from scraper.recordings import INDEX, Recording, read_recordings
from scraper.snapshots import Archive, Sighting, Snapshot
from scraper.source import Source
from scraper.units import iso

PROSE = frozenset({"description", "benchmarks"})
"""Keys that the seed leaves out: texts that others wrote, and ratings that others measured."""


class Seed:
    """The bundled answers of one source."""

    def __init__(self, folder: Path, source: str) -> None:
        self._bodies: dict[str, bytes] = {}
        self.sightings: list[Sighting] = []
        if not (folder / source / INDEX).exists():
            return
        for recording in read_recordings(folder / source):
            if isinstance(recording, Recording):
                self._add(source, recording)

    def _add(self, source: str, recording: Recording) -> None:
        body = recording.body()
        digest = hashlib.sha256(body).hexdigest()
        self._bodies[digest] = body
        self.sightings.append(
            Sighting(
                source=source,
                url=recording.url or "",
                fetched_at=recording.fetched_at,
                status=200,
                sha256=digest,
                bytes=len(body),
                seed=True,
            )
        )

    def snapshot(self, sighting: Sighting) -> Snapshot:
        """A seed's sighting with its body."""
        return Snapshot(sighting=sighting, body=self._bodies[sighting.sha256 or ""])

    def counts(self, source: Source) -> dict[str, int]:
        """How many records the main list has: what a first answer is measured against."""
        counts: dict[str, int] = {}
        for sighting in self.sightings:
            scopes = source.parse([self.snapshot(sighting)]).scopes
            counts.update({scope: len(records) for scope, records in scopes.items() if scope == source.lists})
        return counts


def write_seed(db: Database, archive: Archive, source: Source, folder: Path) -> list[Path]:
    """Make a source's seed from its newest good answers of each list, in the source's own shape.

    Only single-page lists become seeds: endpoints of a single model are not worth their size.
    """
    target = folder / source.id
    target.mkdir(parents=True, exist_ok=True)
    lines = []
    written = []
    for sighting in _newest_lists(db, archive, source):
        name = sighting.url.partition("?")[0].rstrip("/").rpartition("/")[2] + ".json"
        body = reduce(load_json(archive.snapshot(sighting)))
        (target / name).write_bytes(body)
        written.append(target / name)
        row = {"source": source.id, "url": sighting.url, "fetched_at": iso(sighting.fetched_at), "file": name}
        lines.append(to_json({**row, "sha256": hashlib.sha256(body).hexdigest()}))
    (target / INDEX).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return written


def reduce(answer: Mapping[str, Any]) -> bytes:
    """An answer without its prose, one record a line."""
    records = ",\n".join(to_json(_facts(record)) for record in answer["data"])
    return f'{{"data":[\n{records}\n]}}\n'.encode()


def _facts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _facts(part) for key, part in value.items() if key not in PROSE}
    return [_facts(part) for part in value] if isinstance(value, list) else value


def _newest_lists(db: Database, archive: Archive, source: Source) -> Sequence[Sighting]:
    accepted = {
        (url, sha256)
        for url, sha256 in db.execute(
            "select url, sha256 from snapshots where source = ? and state = 'accepted' and page = 1", [source.id]
        ).fetchall()
    }
    newest: dict[str, Sighting] = {}
    for sighting in archive.sightings(source.id):
        if (sighting.url, sighting.sha256) in accepted and source.is_list(sighting.url):
            newest[sighting.url.partition("?")[0]] = sighting
    return [newest[url] for url in sorted(newest)]
