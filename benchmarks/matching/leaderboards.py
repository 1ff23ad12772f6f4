"""A leaderboard's names against the router's models, from recordings: no labels, decisions to be read."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.matching import decisions
from benchmarks.matching.labelled import vocabulary
from benchmarks.matching.tables import table
from benchmarks.read_recordings import newest
from catalog.match.catalogue import Catalogue, Found
from catalog.match.relation import LEVELS
from catalog.match.sides import LEADING, Side, side
from scraper.claims import Observation
from scraper.errors import ShapeError
from scraper.recordings import Recording, read_recordings
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Source
from scraper.sources import sources

HEAD = ("configuration", "relation", "level", "model", "next", "rule")
EVERY = 15
"""Of the router's recorded lists each so-many-th is read, and the newest: models that are gone were rated too."""


def measure(recordings: Path) -> None:
    """Print how many names lead to a model, and how surely; keep the decisions."""
    catalogue = Catalogue(_models(recordings), vocabulary())
    found = {name: catalogue.find(side(name, vocabulary(), ids=[name])) for name in sorted(_configurations(recordings))}
    counts = Counter((_said(answer), answer.verdict.level) for answer in found.values())
    rows = [
        (relation, *(counts[relation, level] or "" for level in LEVELS))
        for relation in sorted({relation for relation, _ in counts}, key=_order)
    ]
    table(f"Arena's {len(found)} configurations against the router's models", ("relation", *LEVELS), rows)
    decisions.keep("matching-leaderboard.csv", decisions.lines_of(map(_row, found, found.values()), HEAD))


def _models(recordings: Path) -> Iterator[Side]:
    """The router's models with every identifier that they declare, as the newest list that has them says."""
    router = sources()["openrouter"]
    known: dict[str, dict[str, str]] = {}
    for snapshot in _lists(recordings / "openrouter/models"):
        known.update({o.record: _values(o) for o in _observations(router, snapshot) if o.kind == "model"})
    for id_, said in known.items():
        if not said.get("base_id") and not id_.startswith("~"):
            ids = (id_, said.get("canonical_slug", ""))
            weights = [said.get("hugging_face_id", "")]
            yield side(id_, vocabulary(), ids=ids, names=[said.get("name", "")], weights=weights)


def _configurations(recordings: Path) -> set[str]:
    arena = sources()["arena"]
    return {
        claim.value
        for snapshot in newest(recordings, arena)
        for observation in _observations(arena, snapshot)
        for claim in observation.claims
        if claim.field == "configuration"
    }


def _lists(folder: Path) -> Iterator[Snapshot]:
    found = [recording for recording in read_recordings(folder) if isinstance(recording, Recording) and recording.url]
    found.sort(key=lambda recording: recording.fetched_at)
    for recording in [*found[:-1:EVERY], *found[-1:]]:
        sighting = Sighting(source="openrouter", url=str(recording.url), fetched_at=recording.fetched_at, status=200)
        yield Snapshot(sighting=sighting, body=recording.body())


def _observations(source: Source, snapshot: Snapshot) -> Iterator[Observation]:
    try:
        parsed = source.parse([snapshot])
    except ShapeError:
        return
    for records in parsed.scopes.values():
        for record in records:
            yield source.observe(record)


def _values(observation: Observation) -> dict[str, str]:
    return {claim.field: claim.value for claim in observation.claims}


def _said(found: Found) -> str:
    return found.verdict.relation if found.verdict.relation in LEADING else "apart"


def _order(relation: str) -> int:
    return LEADING.index(relation) if relation in LEADING else len(LEADING)


def _row(name: str, found: Found) -> tuple[str, ...]:
    verdict = found.verdict
    return (name, _said(found), verdict.level, found.key or "", found.runner_up or "", verdict.rule)
