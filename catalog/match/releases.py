"""Which release an id meant, and from when to when: ids of a router are no stable identities.

`created` or the weights' id that moves under an unchanged id means another release, so one interval
ends and another begins; an alias's target that moves does the same. In two years twelve ids of
OpenRouter were pointed to another release under the same name.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from catalog.entries import Claimed, Entry, Key
from catalog.match.judgement import ROUTER

MOVES = {"listed_at": "created-moved", "hugging_face_id": "weights-moved", "alias_target": "alias-moved"}
"""Fields whose change says that an id means another release, with the rule that tells it."""
TOLD = ("canonical_slug", "listed_at", "hugging_face_id", "alias_target")
"""Fields by which an interval tells what the id meant."""

History = Mapping[Key, list[Claimed]]
"""Claims of one field by record, oldest first."""


class Interval(NamedTuple):
    """A time in which an id meant one release; open where `valid_to` is None."""

    source: str
    record: str
    valid_from: str
    valid_to: str | None
    release: str | None
    """The dated name that the router gave it, or where the alias led."""
    listed_at: str | None
    hugging_face_id: str | None
    rule: str
    """Why it began: `first-seen`, `created-moved`, `weights-moved`, `alias-moved`."""


def intervals(
    entries: Mapping[Key, Entry], histories: Mapping[str, History], renamed: Callable[[str], str]
) -> Iterator[Interval]:
    """Every interval of the ids that were pointed elsewhere, by record and time; ids that never moved have none."""
    for key, entry in entries.items():
        if entry.source != ROUTER or entry.kind != "model":
            continue
        claims = {field: histories[field].get(key, []) for field in TOLD}
        moves = _moves(claims, renamed)
        if moves:
            yield from _cut(entry, claims, moves)


def last_move(found: Iterable[Interval]) -> dict[Key, str]:
    """By record, since when it means what it means now."""
    return {(one.source, one.record): one.valid_from for one in found if one.valid_to is None}


def _moves(claims: Mapping[str, list[Claimed]], renamed: Callable[[str], str]) -> dict[str, str]:
    """Times at which an id began to mean another release, each with the rule; a renamed repository is no move."""
    found: dict[str, str] = {}
    for field, rule in MOVES.items():
        for before, after in pairwise(claims[field]):
            if renamed(before.value).lower() != renamed(after.value).lower():
                found.setdefault(after.first_observed, rule)
    return found


def _cut(entry: Entry, claims: Mapping[str, list[Claimed]], moves: Mapping[str, str]) -> Iterator[Interval]:
    starts = [entry.first_seen, *sorted(moves)]
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        said = {field: _said_at(listed, start) for field, listed in claims.items()}
        yield Interval(
            entry.source, entry.record, start, end, said["alias_target"] or said["canonical_slug"],
            said["listed_at"], said["hugging_face_id"], moves.get(start, "first-seen"),
        )  # fmt: skip


def _said_at(claims: Iterable[Claimed], at: str) -> str | None:
    """What was claimed at a time; None where nothing was yet."""
    said = [claim.value for claim in claims if claim.first_observed <= at]
    return said[-1] if said else None
