"""Which published values are looked at: models' fields and offers' prices, drawn by a seed."""

from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random
from typing import NamedTuple

from sqlite_utils import Database

from catalog.entries import CLAIM_COLUMNS, Claimed, claimed
from catalog.published_claims import PublishedClaims
from scraper.attributes import PRICES

Key = tuple[str, str, str]
"""`model` or `offer`, its id, and the field."""


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
    keys = published_keys(db)
    random = Random(seed)  # noqa: S311 - nothing secret: it must be repeatable
    if most_answers is None:
        return [_published(db, *key) for key in random.sample(keys, min(most, len(keys)))]
    random.shuffle(keys)
    return list(islice(_of_few_answers((_published(db, *key) for key in keys), most_answers), most))


def _of_few_answers(drawn: Iterable[Published], most_answers: int) -> Iterator[Published]:
    """Values as they are drawn, but for those of further answers once so many are drawn from."""
    answers: set[str] = set()
    for published in drawn:
        snapshot = published.claim.snapshot if published.claim is not None else ""
        if snapshot in answers or len(answers) < most_answers:
            answers.add(snapshot)
            yield published


def _published(db: Database, kind: str, id_: str, field: str) -> Published:
    return _of_model(db, id_, field) if kind == "model" else _of_offer(db, id_, field)


def published_keys(db: Database) -> list[Key]:
    """Everything that is published, in one order."""
    parts = ["select 'model', model_id, field from resolved"]
    parts += [f"select 'offer', id, '{name}' from offers where {name} is not null" for name in PRICES]  # noqa: S608
    return db.execute(f"{' union all '.join(parts)} order by 1, 2, 3").fetchall()


def _of_model(db: Database, id_: str, field: str) -> Published:
    sql = "select value, source, record, first_observed from resolved where model_id = ? and field = ?"
    value, source, record, first = db.execute(sql, [id_, field]).fetchone()
    claim = _claim(db, "source = ? and record = ? and field = ? and first_observed = ?", source, record, field, first)
    return Published("model", id_, field, value, source, claim)


def _of_offer(db: Database, id_: str, field: str) -> Published:
    sql = f"select {field}, source, record from offers where id = ?"  # noqa: S608 - a column's name
    value, source, record = db.execute(sql, [id_]).fetchone()
    claim = _claim(db, "source = ? and record = ? and field = ?", source, record, field, table="standing")
    return Published("offer", id_, field, value, source, claim)


def _claim(db: Database, condition: str, *values: str, table: str = "claims") -> Claimed | None:
    row = db.execute(f"select {CLAIM_COLUMNS} from {table} where {condition}", list(values)).fetchone()  # noqa: S608
    return None if row is None else PublishedClaims(db).of(claimed(row))
