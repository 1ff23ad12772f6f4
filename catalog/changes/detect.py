"""All changes that the ledger shows, as rows of `changes`."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from sqlite_utils import Database

from catalog.changes.answers import Answers
from catalog.changes.change import Change
from catalog.changes.stays import Listing, comings_and_goings, listings, stays
from catalog.changes.steps import steps
from catalog.entries import Entry, Key, own_id
from catalog.match.judgement import ROUTER, Judgement

KINDS = frozenset({"model", "offer", "listing", "endpoint"})
"""Records that are a model or a sale. Pages, configurations and rows of leaderboards say again what these say, or
measure; providers and usage are no model."""
SALES = KINDS - {"model"}


class Known(NamedTuple):
    """What changes are told with: the records as they stand, and which models they mean."""

    entries: Mapping[Key, Entry]
    judged: Mapping[Key, Judgement]


def detect(db: Database, known: Known) -> list[dict[str, Any]]:
    """Every change as a row, in the order of time, source, record, kind and field."""
    listed = listings(db, KINDS)
    answers = Answers(db)
    found = sorted(_found(db, listed), key=lambda change: change.order)
    return [_row(change, known, answers) for change in found]


def _found(db: Database, listed: Mapping[Key, Listing]) -> Iterator[Change]:
    stayed = stays(db, listed)
    differing = {}
    for source in _sources(listed):
        made = steps(db, source, stayed)
        yield from made.changes
        differing.update(made.differing)
    yield from comings_and_goings(listed, stayed, differing)


def _sources(keys: Collection[Key]) -> list[str]:
    return sorted({source for source, _ in keys})


def _row(change: Change, known: Known, answers: Answers) -> dict[str, Any]:
    judgement, entry = known.judged.get(change.key), known.entries[change.key]
    provider, wire_id = _sale(entry)
    snapshot, learned_on = answers.at(change.source, change.snapshot, change.at)
    return {
        **change.as_row(),
        "model_id": judgement.model_id if judgement else None,
        "provider": provider,
        "wire_id": wire_id,
        "snapshot": snapshot,
        "learned_on": learned_on,
    }


def _sale(entry: Entry) -> tuple[str | None, str | None]:
    """Who sells a record's thing, and under which id; nobody where the record is no sale."""
    if entry.source == ROUTER and entry.kind == "model":
        return entry.source, entry.record
    if entry.source == ROUTER:
        return entry.value("provider_slug"), entry.value("model_record")
    if entry.kind not in SALES:
        return None, None
    return entry.value("provider_slug") or entry.source, entry.value("wire_id") or own_id(entry.record)
