"""The ledger as it stood at a time: the rows of its tables that a store would have held then.

What the store remembers as intervals is cut at that time. What it keeps of the newest answer alone
(where a claim was last seen, a record as it was served) is read from the answer that was there then.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from sqlite_utils import Database

from catalog.as_of.answers import Answers, Sight
from catalog.entries import Key
from catalog.store.database import RECORD_COLUMNS, SNAPSHOT_COLUMNS, insert_rows
from catalog.store.ledger import PRESENT, ClaimRow, HoldRow, StayRow
from scraper.claims import Claim, place_of
from scraper.units import dumps

R = TypeVar("R", StayRow, ClaimRow)
Wanted = Collection[Key] | None
"""Records that are asked for; None is all of them."""
HELD_COLUMNS = ("source", "record", "field", "kept", "kept_first_observed", "offered", "rule", "since")
_AMONG = "(source, record) in (select value ->> 0, value ->> 1 from json_each(?))"


def cut_ledger(db: Database, then: Database, at: str, wanted: Wanted, answers: Callable[[str], Answers]) -> None:
    """Fill the ledger's tables of `then` with what those of `db` held at a time; `answers` are those of a source."""
    insert_rows(then, "snapshots", SNAPSHOT_COLUMNS, _snapshots(db, at))
    cut = _Cut(at, answers)
    for row, stays, claims in _histories(db, at, wanted):
        cut.record(row, stays, claims)
    cut.write(then)
    _cut_holds(db, then, at, wanted, {row[:3]: row.value for row in cut.claims if row.current})


def cut_values(db: Database, then: Database, at: str, others: Collection[Key], fields: Collection[str]) -> None:
    """Add what other records said of some fields, as last seen ever: for what only counts values."""
    cut = _Cut(at, None)
    for row, stays, claims in _histories(db, at, others):
        cut.record(row, stays, [claim for claim in claims if claim.field in fields])
    cut.write(then)


def _histories(
    db: Database, at: str, wanted: Wanted
) -> Iterator[tuple[dict[str, Any], Sequence[StayRow], Sequence[ClaimRow]]]:
    """Records that were known at a time, each with its stays and its claims until then."""
    stays = _grouped(map(StayRow._make, _select(db, "presence", StayRow._fields, "first_seen <= ?", at, wanted)))
    claims = _grouped(map(ClaimRow._make, _select(db, "claims", ClaimRow._fields, "first_observed <= ?", at, wanted)))
    for row in _select(db, "records", RECORD_COLUMNS, "first_seen <= ?", at, wanted):
        yield dict(zip(RECORD_COLUMNS, row, strict=True)), stays[row[:2]], claims.get(row[:2], ())


class _Cut:
    """Cuts one record after the other."""

    def __init__(self, at: str, answers: Callable[[str], Answers] | None) -> None:
        self._at = at
        self._answers = answers
        self.records: list[tuple[Any, ...]] = []
        self.stays: list[StayRow] = []
        self.claims: list[ClaimRow] = []

    def record(self, row: dict[str, Any], stays: Sequence[StayRow], claims: Sequence[ClaimRow]) -> None:
        """Enter a record as it was, with its stays and claims."""
        *before, stay = stays
        gone_at = stay.gone_at if stay.gone_at is not None and stay.gone_at <= self._at else None
        stay = stay._replace(gone_at=gone_at)
        row["present"] = int(gone_at is None)
        told = [self._claim(claim, gone_at) for claim in claims]
        if row["last_seen"] > self._at and self._answers is not None:
            marks = {row["snapshot"], *(c.snapshot for c in claims), *(c.first_observed for c in claims), stay[2]}
            sights = self._answers(row["source"]).sights(row["record"], marks, self._at)
            seen = next(sights, None)
            if seen is not None:
                row |= {
                    "scope": seen.scope, "last_seen": seen.at, "snapshot": seen.snapshot, "pointer": seen.pointer,
                    "raw": seen.observed.raw, "issues": json.dumps(seen.observed.issues, ensure_ascii=False),
                }  # fmt: skip
                stay = stay._replace(last_seen=seen.at)
                told = _found_again(told, self._at, seen, sights)
        self.records.append(tuple(row[name] for name in RECORD_COLUMNS))
        self.stays += (*before, stay)
        self.claims += told

    def write(self, then: Database) -> None:
        """Put all that was entered into a database, each table in the order of its key."""
        insert_rows(then, "records", RECORD_COLUMNS, self.records)
        insert_rows(then, "presence", StayRow._fields, self.stays)
        self.claims.sort(key=lambda row: (*row[:3], row.first_observed))
        insert_rows(then, "claims", ClaimRow._fields, self.claims)

    def _claim(self, claim: ClaimRow, gone_at: str | None) -> ClaimRow:
        """A claim as it was: what stood then, or stood when its record left, is what the record said last."""
        if claim.ended_at is None or claim.ended_at > self._at:
            return claim._replace(current=1, ended_at=gone_at)
        return claim._replace(current=int(claim.ended_at == gone_at))


def _found_again(claims: Iterable[ClaimRow], at: str, seen: Sight, sights: Iterator[Sight]) -> list[ClaimRow]:
    """Claims with the last answer that said them up to a time.

    Where that is not the last one that has the record, the value could not be read there: it is held.
    """
    found: list[ClaimRow] = []
    sought: dict[str, ClaimRow] = {}
    for claim in claims:
        if claim.current and (claim.held or claim.last_observed > at):
            sought[claim.field] = claim
        else:
            found.append(claim)
    sight: Sight | None = seen
    while sought and sight is not None:
        for said in sight.observed.claims:
            wanted = sought.get(said.field)
            if wanted is not None and wanted.value == said.value:
                del sought[said.field]
                found.append(_said_at(wanted, said, sight, held=sight is not seen))
        sight = next(sights, None) if sought else None
    # No answer says it: a reader of another day did. It was so when it was first observed.
    return found + [claim._replace(last_observed=claim.first_observed) for claim in sought.values()]


def _said_at(claim: ClaimRow, said: Claim, sight: Sight, held: bool) -> ClaimRow:
    """A claim with the receipt of one answer."""
    return claim._replace(
        original=said.original, place=said.pointer, pointer=place_of(sight.pointer, said.pointer),
        snapshot=sight.snapshot, last_observed=sight.at, held=int(held),
    )  # fmt: skip


def _cut_holds(db: Database, then: Database, at: str, wanted: Wanted, said: dict[tuple[str, ...], str]) -> None:
    """What guards held then, and what they had held before; `said` are the values that the records said then."""
    over, held = [], []
    for row in map(HoldRow._make, _select(db, "holds", HoldRow._fields, "since <= ?", at, wanted)):
        if row.until <= at:
            over.append(row)
        else:
            held.append((*row[:3], row.kept, row.kept_first_observed, None, row.rule, row.since))
    held += _select(db, "held", HELD_COLUMNS, "since <= ?", at, wanted)
    offered = ("false" if row[2] == PRESENT else said.get(row[:3]) for row in held)
    insert_rows(then, "holds", HoldRow._fields, over)
    insert_rows(then, "held", HELD_COLUMNS, [(*row[:5], now, *row[6:]) for row, now in zip(held, offered, strict=True)])


def _snapshots(db: Database, at: str) -> Iterable[Sequence[Any]]:
    """Looks up to a time, in the order in which they were entered."""
    sql = f"select {', '.join(SNAPSHOT_COLUMNS)} from snapshots where fetched_at <= ? order by rowid"  # noqa: S608
    return db.execute(sql, [at]).fetchall()


def _select(
    db: Database, table: str, columns: Sequence[str], condition: str, at: str, wanted: Wanted
) -> list[tuple[Any, ...]]:
    names = ", ".join(columns)
    among, values = ("", [at]) if wanted is None else (f" and {_AMONG}", [at, dumps(sorted(wanted))])
    sql = f"select {names} from {table} where {condition}{among} order by source, record, {columns[2]}"  # noqa: S608
    return db.execute(sql, values).fetchall()


def _grouped(rows: Iterable[R]) -> dict[Key, list[R]]:
    return {key: list(group) for key, group in groupby(rows, key=itemgetter(0, 1))}
