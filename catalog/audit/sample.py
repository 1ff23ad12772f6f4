"""Which published values are looked at: models' fields and offers' prices, drawn by a seed."""

from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random
from typing import Any, NamedTuple

from sqlite_utils import Database

from catalog.entries import CLAIM_COLUMNS, Claimed, claimed
from catalog.published_claims import PublishedClaims
from scraper.attributes import PRICES

_KEYS = " union all ".join(
    ["select 'model' as kind, model_id as id, field from resolved"]
    + [f"select 'offer', id, '{name}' from offers where {name} is not null" for name in PRICES]  # noqa: S608
)
"""`model` or `offer`, its id, and the field, of everything that is published."""


class Published(NamedTuple):
    """One value as it is published, with the claim that is named as its receipt."""

    kind: str
    """`model` or `offer`."""
    id: str
    field: str
    value: str
    source: str
    claim: Claimed | None
    """As people corrected it; None where the database has no such claim, or they dropped it."""


def sample(db: Database, most: int, seed: int, most_answers: int | None = None) -> list[Published]:
    """So many published values, or all where there are fewer: the same ones for the same seed and catalog.

    With `most_answers` they come from no more answers than that, each drawn with its first value: an
    answer with many values is as much the likelier one.
    """
    number, random = _numbered(db), Random(seed)  # noqa: S311 - nothing secret: it must be repeatable
    claims = PublishedClaims(db)
    if most_answers is None:
        return [_published(db, claims, place) for place in random.sample(range(number), min(most, number))]
    # Millions of values are numbers until they are drawn.
    places = array("L", range(number))
    random.shuffle(places)
    return list(islice(_of_few_answers((_published(db, claims, place) for place in places), most_answers), most))


def _of_few_answers(drawn: Iterable[Published], most_answers: int) -> Iterator[Published]:
    """Values as they are drawn, but for those of further answers once so many are drawn from."""
    answers: set[str] = set()
    for published in drawn:
        snapshot = published.claim.snapshot if published.claim is not None else ""
        if snapshot in answers or len(answers) < most_answers:
            answers.add(snapshot)
            yield published


def published_count(db: Database) -> int:
    """How many values are published."""
    return int(db.execute(f"select count(*) from ({_KEYS})").fetchone()[0])  # noqa: S608


def _numbered(db: Database) -> int:
    """Number everything that is published, in one order, in a table that goes with the connection; gives how many."""
    db.execute("drop table if exists temp.published_keys")
    db.execute(f"create temp table published_keys as {_KEYS} order by 1, 2, 3")
    return int(db.execute("select count(*) from temp.published_keys").fetchone()[0])


def _published(db: Database, claims: PublishedClaims, place: int) -> Published:
    """The value at a place in that order, counted from 0."""
    key = db.execute("select kind, id, field from temp.published_keys where rowid = ?", [place + 1]).fetchone()
    kind, id_, field = key
    return _of_model(db, claims, id_, field) if kind == "model" else _of_offer(db, claims, id_, field)


def _of_model(db: Database, claims: PublishedClaims, id_: str, field: str) -> Published:
    sql = "select value, source, record, first_observed from resolved where model_id = ? and field = ?"
    value, source, record, first = db.execute(sql, [id_, field]).fetchone()
    where = "source = ? and record = ? and field = ? and first_observed = ?"
    said = db.execute(f"select {CLAIM_COLUMNS} from claims where {where}", [source, record, field, first])  # noqa: S608
    return Published("model", id_, field, value, source, _as_published(claims, said.fetchone()))


def _of_offer(db: Database, claims: PublishedClaims, id_: str, field: str) -> Published:
    sql = f"select {field}, source, record from offers where id = ?"  # noqa: S608 - a column's name
    value, source, record = db.execute(sql, [id_]).fetchone()
    where = "source = ? and record = ? and field = ?"
    said = db.execute(f"select {CLAIM_COLUMNS} from standing where {where}", [source, record, field])  # noqa: S608
    return Published("offer", id_, field, value, source, _as_published(claims, said.fetchone()))


def _as_published(claims: PublishedClaims, row: tuple[Any, ...] | None) -> Claimed | None:
    return None if row is None else claims.of(claimed(row))
