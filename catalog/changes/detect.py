"""All changes that the ledger shows, as rows of `changes` and `drift`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlite_utils import Database

from catalog.changes.answers import Answers
from catalog.changes.change import ATLAS, Change
from catalog.changes.drift import Drift, split
from catalog.changes.held import marked
from catalog.changes.pointed import beside_corrections, beside_moves, corrections, repointed
from catalog.changes.renames import renames, with_renames
from catalog.changes.stays import Differences, comings_and_goings, listings
from catalog.changes.steps import steps
from catalog.corrections import Applied
from catalog.entries import Entry, Key, own_id
from catalog.guards.holds import holds
from catalog.match.judgement import ROUTER, Judgement
from catalog.match.releases import Interval
from catalog.stays import stays

SALES = frozenset({"offer", "listing", "endpoint"})
KINDS = SALES | {"model"}
"""Records that are a model or a sale. Pages say again what these say, unless the page is the sale; configurations and
rows of leaderboards measure; providers, usage and lifecycle tables speak of something else."""


class Known(NamedTuple):
    """What changes are told with, beside the ledger."""

    entries: Mapping[Key, Entry]
    intervals: Sequence[Interval] = ()
    corrected: Sequence[Applied] = ()
    sold_on_pages: frozenset[Key] = frozenset()
    """Pages that are sales of their own."""


def detect(db: Database, known: Known) -> tuple[list[Change], list[Drift]]:
    """Every change, by time, source, record, kind and field; and what the sources themselves began to say.

    Of which model they are told has no say in it.
    """
    changes, drifts = _found(db, known)
    return sorted(changes, key=lambda change: change.order), sorted(drifts)


def change_rows(
    db: Database, changes: Iterable[Change], entries: Mapping[Key, Entry], judged: Mapping[Key, Judgement]
) -> Iterator[dict[str, Any]]:
    """Changes as rows of `changes`, each with its model and its sale."""
    answers = Answers(db)
    return (_row(change, entries[change.key], judged.get(change.key), answers) for change in changes)


def _found(db: Database, known: Known) -> tuple[list[Change], list[Drift]]:
    listed = listings(db, KINDS, known.sold_on_pages)
    stayed = {key: known for key, known in stays(db).items() if key in listed}
    changes: list[Change] = []
    drifts: list[Drift] = []
    differing: Differences = {}
    for source in sorted({source for source, _ in listed}):
        stepped = steps(db, source, stayed)
        kept, drifted = split(db, source, stepped.changes, listed, stayed)
        changes += kept
        drifts += drifted
        differing |= stepped.differing
    moved = list(comings_and_goings(listed, stayed, differing))
    changes += with_renames(moved, renames(db, moved, listed))
    ours = list(corrections(db, known.corrected))
    told = marked(beside_moves(changes, repointed(known.intervals, listed)), holds(db))
    return [*(beside_corrections(told, ours) if ours else told), *ours], drifts


def _row(change: Change, entry: Entry, judgement: Judgement | None, answers: Answers) -> dict[str, Any]:
    provider, wire_id = _sale(entry)
    ours = (None, change.at[:10])
    snapshot, learned_on = ours if change.by == ATLAS else answers.at(change.source, change.snapshot, change.at)
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
    if entry.kind == "model":
        return None, None
    return entry.value("provider_slug") or entry.source, entry.value("wire_id") or own_id(entry.record)
