"""Answers in which a source itself begins or ceases to say a field: no change of any seller.

A router that adds a key to its answers says something new of all models at once, and nothing changed for a buyer.
Such steps from or to nothing are told apart by how many there are in one answer, and are left out of the changes.
A step between two values is never left out.

The bounds come from 634 daily lists of OpenRouter. What sellers began or ceased to say in one answer were at most 43
records and 29 % of those that could. Where it was the source's own doing (50 times, 5,656 steps), it was 50 to 100 %
of 15 to 317 records, a key that nobody had before, or prices of 0 that were left out of 11 to 98 records at a time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from sqlite_utils import Database

from catalog.changes.change import Change, ChangeKind
from catalog.changes.stays import Listing
from catalog.entries import Key
from catalog.stays import Stay

MANY = 10
"""Fewer records in one answer are sellers who say something new, unless nobody said it before."""
SHARE = Fraction(1, 2)
"""Of the records that could begin to say a field, or cease to: beyond it, it is the source's doing."""
FIRST = 2
"""So many records that begin to say what nobody said before show a new key of the source."""


class Drift(NamedTuple):
    """A row of `drift`: in one answer, a field that the source began or ceased to say."""

    at: str
    source: str
    record_kind: str
    field: str
    step: str
    """`begins` or `ceases`."""
    records: int
    of: int
    """How many could: did not say it and stayed, or said it."""
    rule: str
    """`new-field`, `most-records`, or `zeros`: prices of 0 that are stated or left out."""


class Group(NamedTuple):
    """What may be a drift: in one answer of one kind of record, one field, one direction."""

    at: str
    source: str
    record_kind: str
    field: str
    step: str


Span = tuple[str, str | None]
"""From when to when; open where the second is None."""
Of = tuple[str, str]
"""Kind of record and field."""


def split(
    db: Database,
    source: str,
    changes: Sequence[Change],
    listed: Mapping[Key, Listing],
    stayed: Mapping[Key, Sequence[Stay]],
) -> tuple[list[Change], list[Drift]]:
    """The changes of sellers, and what the source itself began or ceased to say."""
    groups: dict[Group, list[Change]] = defaultdict(list)
    for change in changes:
        if change.old is None or change.new is None:
            groups[_group(change, listed)].append(change)
    asked = {group: found for group, found in groups.items() if len(found) >= FIRST}
    if not asked:
        return list(changes), []
    said = _spans(db, source, {group.field for group in asked}, listed)
    present = _present(source, listed, stayed)
    drifts = {
        group: drift
        for group, found in asked.items()
        if (drift := _drift(group, found, said[group.record_kind, group.field], present[group.record_kind]))
    }
    left_out = {id(change) for group in drifts for change in groups[group]}
    return [change for change in changes if id(change) not in left_out], list(drifts.values())


def _drift(group: Group, found: Sequence[Change], said: Sequence[Span], present: Sequence[Span]) -> Drift | None:
    new = group.step == "begins" and min(begun for begun, _ in said) >= group.at
    if not new and len(found) < MANY:
        return None
    could = _just_before(group.at, said)
    if group.step == "begins":
        could = _just_before(group.at, present) - could
    rule = "new-field" if new else _rule(found, could)
    return Drift(*group, len(found), could, rule) if rule else None


def _group(change: Change, listed: Mapping[Key, Listing]) -> Group:
    step = "begins" if change.old is None else "ceases"
    return Group(change.at, change.source, listed[change.key].kind, change.field or "", step)


def _spans(db: Database, source: str, fields: Iterable[str], listed: Mapping[Key, Listing]) -> dict[Of, list[Span]]:
    """From when to when records said fields, by kind of record and field."""
    names = sorted(fields)
    marks = ", ".join("?" * len(names))
    sql = f"select record, field, first_observed, ended_at from claims where source = ? and field in ({marks})"  # noqa: S608
    found: dict[Of, list[Span]] = defaultdict(list)
    for record, field, first_observed, ended_at in db.execute(sql, [source, *names]):
        if listing := listed.get((source, record)):
            found[listing.kind, field].append((first_observed, ended_at))
    return found


def _present(source: str, listed: Mapping[Key, Listing], stayed: Mapping[Key, Sequence[Stay]]) -> dict[str, list[Span]]:
    """From when to when records were in their list, by kind."""
    found: dict[str, list[Span]] = defaultdict(list)
    for key, known in stayed.items():
        if key[0] == source:
            found[listed[key].kind] += [(stay.first_seen, stay.gone_at) for stay in known]
    return found


def _just_before(at: str, spans: Iterable[Span]) -> int:
    """How many spans reach up to a time from before it."""
    return sum(begun < at and (ended is None or ended >= at) for begun, ended in spans)


def _rule(found: Sequence[Change], could: int) -> str:
    """The rule by which many steps in one answer are the source's own doing; empty where they are not."""
    if len(found) >= SHARE * could:
        return "most-records"
    zeros = sum("0" in (change.old, change.new) for change in found)
    priced = found[0].kind is ChangeKind.PRICE
    return "zeros" if priced and zeros >= MANY and zeros >= SHARE * len(found) else ""
