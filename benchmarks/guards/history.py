"""OpenRouter's recorded lists, entered day by day beside what the guards decide."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from catalog.backfill import address_of
from catalog.guards import Guard
from catalog.guards.rules import Holds
from catalog.store.ingest import Examined, Ingest
from catalog.store.ledger import Entry, Ledger, RecordState
from scraper.recordings import Recording, read_recordings
from scraper.snapshots import Sighting, Snapshot
from scraper.sources import sources

BASE = ("input_usd_per_mtok", "output_usd_per_mtok")
SOURCE = sources()["openrouter"]


class Change(NamedTuple):
    """One price of a record that the source says otherwise than the day before."""

    at: str
    record: str
    field: str
    old: str
    new: str
    rule: str
    """The guard that holds it; empty where it is published."""


class Day(NamedTuple):
    """An answer before it is entered."""

    sighting: Sighting
    body: bytes
    ingest: Ingest
    examined: Examined


def days(recordings: Path) -> Iterator[Day]:
    """Every recorded list in the order of time; each is entered when the next one is asked for."""
    found = [
        recording
        for recording in read_recordings(recordings / "openrouter")
        if isinstance(recording, Recording) and address_of(SOURCE, recording) == SOURCE.address
    ]
    bodies: dict[str, bytes] = {}
    guard = Guard(SOURCE.id, SOURCE.expects.max_price_factor)
    ingest = Ingest(
        SOURCE, Ledger(SOURCE.id), lambda seen: Snapshot(sighting=seen, body=bodies[seen.sha256 or ""]), None, guard
    )
    for number, recording in enumerate(sorted(found, key=lambda one: one.fetched_at)):
        key = f"{number:064x}"
        bodies = {key: recording.body()}
        seen = Sighting(source=SOURCE.id, url=SOURCE.address, fetched_at=recording.fetched_at, status=200, sha256=key)
        yield Day(seen, bodies[key], ingest, ingest.examine((seen,)))
        (outcome,) = ingest.run([seen])
        if outcome.state != "accepted":
            raise SystemExit(f"{recording.fetched_at:%Y-%m-%d}: {outcome.error}")


def changes(day: Day) -> Iterator[Change]:
    """Input and output prices of one answer that differ from what the source said before."""
    at = f"{day.sighting.fetched_at:%Y-%m-%d}"
    for scope, entries in day.examined.compared.items():
        for entry in entries:
            yield from _of_entry(at, entry, day.examined.holds[scope].get(entry.record, {}))


def kept(day: Day) -> dict[tuple[str, str], str]:
    """By record and field, the value that stays published in place of what the source says, before the answer."""
    states: list[RecordState] = list(day.ingest.ledger.states.values())
    return {(state.id, name): one.value for state in states for name, one in state.kept.items() if one.value}


def _of_entry(at: str, entry: Entry, rules: Holds) -> Iterator[Change]:
    if entry.state is None or entry.observed is None:
        return
    for claim in entry.observed.claims:
        old = entry.state.claims.get(claim.field)
        if claim.field in BASE and old is not None and old.value != claim.value:
            yield Change(at, entry.record, claim.field, old.value, claim.value, rules.get(claim.field, ""))
