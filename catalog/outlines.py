"""All models by what lists of them tell, without their claims: light rows, values, sales and ratings."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlite_utils import Database

from catalog.details import AS_SOLD
from catalog.merged import Beside, each_row
from catalog.queries import Row
from catalog.scores import OVERALL

BRIEF = (
    "id", "name", "author", "family", "status", "released", "listed_at", "first_seen", "arena_rank", "context_listed",
    "price_state", "input_usd_per_mtok", "output_usd_per_mtok",
)  # fmt: skip
"""The columns of a model that lists of all models show."""
_RATED = f"board = '{OVERALL[0]}' and category = '{OVERALL[1]}' and coalesce(setting, '') = ''"
"""Of ratings, those of models as they come, that are compared."""


class Outline(NamedTuple):
    """A model with its values."""

    row: Row
    """Its row of `models`."""
    values: Mapping[str, str]
    """By field."""


class Sold(NamedTuple):
    """A model with its sales and its ratings."""

    row: Row
    """Its row of `models`."""
    offers: list[Row]
    matches: list[Row]
    """How the records of its sales relate to it, and how surely."""
    scores: list[Row]
    """Its overall ratings, run without a setting."""

    @property
    def id(self) -> str:
        """The model's id."""
        return str(self.row["id"])


def briefs(db: Database) -> list[Row]:
    """Every model by id, in a few columns; words that many have are in memory once."""
    words: dict[Any, Any] = {}
    found = each_row(db, f"select {', '.join(BRIEF)} from models order by id")  # noqa: S608 - names of our own
    return [{name: words.setdefault(value, value) for name, value in row.items()} for row in found]


def outlines(db: Database) -> Iterator[Outline]:
    """Every model with its values, by id, one at a time."""
    values = Beside(db.conn.execute("select model_id, field, value from resolved order by model_id"), 0)
    for row in each_row(db, "select * from models order by id"):
        yield Outline(row, {field: value for _, field, value in values.of(row["id"])})


def sold(db: Database, where: str = "true") -> Iterator[Sold]:
    """Every model with its sales and ratings, by id, one at a time; `where` chooses some by `model_id`."""
    offers = Beside(each_row(db, f"select * from offers where {_SURE} and {where} order by model_id, {AS_SOLD}"))  # noqa: S608
    matches = Beside(each_row(db, f"{_JUDGED} where {_SURE} and {where} order by model_id"))
    scores = Beside(each_row(db, f"{_SCORES} and {where} order by model_id, source, record"))
    for row in each_row(db, f"select * from (select id as model_id, * from models) where {where} order by id"):  # noqa: S608
        yield Sold(row, offers.of(row["id"]), matches.of(row["id"]), scores.of(row["id"]))


def rated(db: Database) -> Iterator[Sold]:
    """Models that have an overall rating as they come."""
    return sold(db, f"model_id in (select model_id from scores where {_RATED})")  # noqa: S608 - names of our own


def overall_ratings(db: Database) -> Iterator[Row]:
    """Every overall rating of a model as it comes, by model."""
    return each_row(db, f"{_SCORES} order by model_id, source, record")


_SURE = "model_id is not null"
_JUDGED = (
    "select * from (select o.model_id, m.source, m.record, m.relation, m.level from offers o"
    " join matches m on m.source = o.source and m.record = o.record and m.model_id = o.model_id)"
)
_SCORES = f"select * from scores where {_SURE} and {_RATED}"  # noqa: S608 - names of our own


class LabFacts(NamedTuple):
    """What pages of labs tell beside the rows of their models."""

    open_weights: Mapping[str, str]
    """By model, whether its weights can be had, where that is known."""
    sellers: Mapping[str, Mapping[str, int]]
    """By lab and seller, how many of the lab's models it offers."""
    ratings: Mapping[str, list[Row]]
    """By model, its overall ratings as it comes."""


def lab_facts(db: Database) -> LabFacts:
    """What pages of labs tell beside the rows of their models."""
    known = db.execute("select model_id, value from resolved where field = 'open_weights'")
    sellers: dict[str, dict[str, int]] = {}
    sql = (
        "select author, provider, count(distinct model_id) from offers join models on models.id = model_id"
        " group by author, provider"
    )
    for lab, seller, count in db.execute(sql):
        sellers.setdefault(lab, {})[seller] = count
    ratings: dict[str, list[Row]] = {}
    for row in overall_ratings(db):
        ratings.setdefault(row["model_id"], []).append(row)
    return LabFacts(dict(known.fetchall()), sellers, ratings)
