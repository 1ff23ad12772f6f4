"""What ids were pointed to, and what people corrected: changes that other tables tell already."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise

from sqlite_utils import Database

from catalog.changes.change import ATLAS, Change, ChangeKind
from catalog.changes.fields import KIND_OF
from catalog.changes.stays import Listing
from catalog.corrections import Applied
from catalog.entries import Key
from catalog.match.releases import Interval

FIELD_OF = {"created-moved": "listed_at", "weights-moved": "hugging_face_id", "alias-moved": "alias_target"}
"""By the rule that tells a move, the field that moved."""
TOLD = ("release", "listed_at", "hugging_face_id")


def repointed(intervals: Iterable[Interval], listed: Mapping[Key, Listing]) -> Iterator[Change]:
    """Ids that mean another release from a day on."""
    for key, group in groupby(intervals, key=lambda one: (one.source, one.record)):
        for before, after in pairwise(group):
            field = FIELD_OF[after.rule]
            column = "release" if field == "alias_target" else field
            was, now = before._asdict(), after._asdict()
            moved = {name: [was[name], now[name]] for name in TOLD if was[name] != now[name] and name != column}
            yield Change(
                after.valid_from, ChangeKind.REPOINTED, *key, field, was[column], now[column],
                snapshot=listed[key].snapshot, evidence={"rule": after.rule, **({"moved": moved} if moved else {})},
            )  # fmt: skip


def beside_moves(changes: Iterable[Change], moves: Iterable[Change]) -> Iterator[Change]:
    """The changes, and the moves; what changed as an id came to mean another release says so."""
    moved = {(*move.key, move.at): move for move in moves}
    yield from moved.values()
    for change in changes:
        move = moved.get((change.source, change.record, change.at))
        yield change if move is None else change._replace(evidence={**change.evidence, "repointed": move.field})


def corrections(db: Database, corrected: Iterable[Applied]) -> Iterator[Change]:
    """Corrections of ours, from the day on which people wrote them, if the source still said so then."""
    sql = (
        "select 1 from claims where (source, record, field, value) = (?, ?, ?, ?)"
        " and (current = 1 or ended_at > ?)"  # what a record that is gone said last is published still
    )
    for row in (outcome.row for outcome in corrected):
        kind, said = KIND_OF.get(row.field), row.correction
        at = f"{said.on}T00:00:00Z"
        if kind is None or not db.execute(sql, [*row.key, row.field, said.upstream, at]).fetchone():
            continue
        told = {"who": said.who, "why": said.why, "url": said.url}
        yield Change(at, kind, *row.key, row.field, said.upstream, said.value, by=ATLAS, evidence=told)


def beside_corrections(changes: Iterable[Change], ours: Iterable[Change]) -> Iterator[Change]:
    """The sources' changes, those away from a corrected value with what was published in its place."""
    known = {(*change.key, change.field): change for change in ours}
    for change in changes:
        correction = known.get((*change.key, change.field))
        if correction and change.old == correction.old and change.at > correction.at:
            yield change._replace(evidence={**change.evidence, "published_before": correction.new})
        else:
            yield change
