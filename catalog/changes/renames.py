"""Ids that left a list while another of the same thing came in the same answer."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sqlite_utils import Database

from catalog.changes.change import Change, ChangeKind
from catalog.changes.stays import Listing
from catalog.entries import Key

TOLD = ("canonical_slug", "listed_at", "hugging_face_id", "name", "description")
"""What may agree between the old id and the new one."""
OF_ONE = ("canonical_slug", "hugging_face_id", "variant")
"""What may not differ where both say it; a variant may not come or go either: free is another sale."""

_SHOWN = 80
"""So many letters of what agrees are kept."""


class Renamed(NamedTuple):
    """The old id, the new one, when, and what agrees."""

    source: str
    old: str
    new: str
    at: str
    agreeing: dict[str, str]


def renames(db: Database, changes: Iterable[Change], listed: Mapping[Key, Listing]) -> list[Renamed]:
    """Ids of models that were renamed: each the only likeliest partner of the other."""
    went: dict[tuple[str, str], list[str]] = {}
    came: dict[tuple[str, str], list[str]] = {}
    for change in changes:
        if listed[change.key].kind == "model" and change.kind in (ChangeKind.RETIRED, ChangeKind.ADDED):
            group = went if change.kind is ChangeKind.RETIRED else came
            group.setdefault((change.source, change.at), []).append(change.record)
    found = []
    for source, at in sorted(went.keys() & came.keys()):
        old = {record: _said(db, source, record, "ended_at", at) for record in went[source, at]}
        new = {record: _said(db, source, record, "first_observed", at) for record in came[source, at]}
        found += [Renamed(source, *pair, at, agreeing) for pair, agreeing in _pairs(old, new)]
    return found


def with_renames(changes: Iterable[Change], found: Iterable[Renamed]) -> Iterator[Change]:
    """The changes, with what was renamed beside what left and came by it."""
    renamed = list(found)
    to = {(one.source, one.old, one.at): one.new for one in renamed}
    was = {(one.source, one.new, one.at): one.old for one in renamed}
    for change in changes:
        key = (change.source, change.record, change.at)
        if change.kind is ChangeKind.RETIRED and key in to:
            yield change._replace(evidence={**change.evidence, "renamed_to": to[key]})
        elif change.kind is ChangeKind.ADDED and key in was:
            told = {"renamed_from": was[key]}
            yield change._replace(evidence={**change.evidence, **told})
            agreeing = next(one.agreeing for one in renamed if (one.source, one.new, one.at) == key)
            yield change._replace(
                kind=ChangeKind.RENAMED, field="id", old=was[key], new=change.record, evidence={"agreeing": agreeing}
            )
        else:
            yield change


Said = Mapping[str, str]


def _said(db: Database, source: str, record: str, column: str, at: str) -> dict[str, str]:
    """What a record said when it left, or when it came."""
    fields = sorted({*TOLD, *OF_ONE})
    marks = ", ".join("?" * len(fields))
    sql = f"select field, value from claims where source = ? and record = ? and field in ({marks}) and {column} = ?"  # noqa: S608
    return dict(db.execute(sql, [source, record, *fields, at]).fetchall())


def _pairs(old: Mapping[str, Said], new: Mapping[str, Said]) -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    """Pairs that agree, each more than any other pair of either side."""
    like: dict[tuple[str, str], list[str]] = {}
    for right, after in new.items():
        for key in _keys(after):
            like.setdefault(key, []).append(right)
    near = {(left, right) for left, before in old.items() for key in _keys(before) for right in like.get(key, ())}
    agreeing = {pair: agrees for pair in sorted(near) if (agrees := _agreeing(old[pair[0]], new[pair[1]]))}
    for pair, agrees in agreeing.items():
        rivals = [other for other in agreeing if other != pair and (other[0] == pair[0] or other[1] == pair[1])]
        if all(len(agreeing[rival]) < len(agrees) for rival in rivals):
            yield pair, agrees


def _keys(said: Said) -> list[tuple[str, str]]:
    """What two ids of one thing share at least."""
    return [(name, said[name].lower()) for name in ("canonical_slug", "listed_at") if name in said]


def _agreeing(before: Said, after: Said) -> dict[str, str]:
    """What speaks for one thing under two ids; nothing where too little does, or something against it."""
    if before.get("variant") != after.get("variant"):
        return {}
    if any(_differ(before.get(field), after.get(field)) for field in OF_ONE):
        return {}
    same = {name: after[name] for name in TOLD if name in after and _equal(before.get(name), after[name])}
    enough = "canonical_slug" in same or ("listed_at" in same and len(same) > 1)
    return {name: value[:_SHOWN] for name, value in same.items()} if enough else {}


def _equal(left: str | None, right: str) -> bool:
    return left is not None and left.lower() == right.lower()


def _differ(left: str | None, right: str | None) -> bool:
    return left is not None and right is not None and not _equal(left, right)
