"""Times in which records were in their lists: what was added, what left, what came back."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from sqlite_utils import Database

from catalog.changes.change import Change, ChangeKind
from catalog.entries import Key
from catalog.stays import Stay

Differences = dict[tuple[Key, str], dict[str, list[str | None]]]
"""By record and the time of its return: fields that it says otherwise than when it left, old and new."""


class Listing(NamedTuple):
    """A record that can change: what kind it is, and since when the list that it stands in is read."""

    kind: str
    snapshot: str
    read_since: str


def listings(db: Database, kinds: frozenset[str], also: frozenset[Key] = frozenset()) -> dict[Key, Listing]:
    """Records of some kinds, and some of others, by source and id; the first answer of a list is where we begin."""
    found: dict[Key, tuple[str, str, str]] = {}
    since: dict[tuple[str, str], str] = {}
    for source, record, kind, snapshot, scope, first_seen in db.execute(
        "select source, record, kind, snapshot, scope, first_seen from records"
    ):
        if kind in kinds or (source, record) in also:
            since[source, scope] = min(first_seen, since.get((source, scope), first_seen))
            found[source, record] = kind, snapshot, scope
    return {
        key: Listing(kind, snapshot, since[key[0], scope]) for key, (kind, snapshot, scope) in sorted(found.items())
    }


def comings_and_goings(
    listed: Mapping[Key, Listing], stayed: Mapping[Key, list[Stay]], differing: Differences
) -> Iterator[Change]:
    """What was added, retired and returned."""
    for key, known in stayed.items():
        listing = listed[key]
        first = known[0].first_seen
        if first > listing.read_since:
            yield Change(first, ChangeKind.ADDED, *key, snapshot=listing.snapshot)
        for stay in known:
            if stay.gone_at is not None:
                yield Change(stay.gone_at, ChangeKind.RETIRED, *key, snapshot=listing.snapshot)
        for before, after in pairwise(known):
            told: dict[str, Any] = {"gone_since": before.gone_at}
            if differs := differing.get((key, after.first_seen)):
                told["differs"] = differs
            yield Change(
                after.first_seen, ChangeKind.RETURNED, *key, snapshot=listing.snapshot, evidence=told
            )  # fmt: skip
