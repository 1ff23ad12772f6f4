"""Who must be named beside which values: keys where values stand, and one table of whom they mean."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from catalog.queries import ModelDetail, Value
from scraper.attributes import ATTRIBUTES
from scraper.attribution import PASSED_ON, Attribution
from scraper.sources import sources

RANK = "arena_rank"
"""A column that is read from a leaderboard's rows and is no field."""


@cache
def attributions() -> dict[str, Attribution]:
    """Everybody who must be named, by key: a source's id, or that of whose numbers a source passes on."""
    own = {id_: source.publisher.attribution for id_, source in sources().items()}
    return {**{id_: said for id_, said in own.items() if said is not None}, **PASSED_ON}


def credit_of(source: str, field: str = "") -> str:
    """The key of who must be named beside a value of a source; empty where nobody need be."""
    attribute = ATTRIBUTES.get(field)
    if attribute is not None and attribute.attribution:
        return attribute.attribution
    return source if source in attributions() else ""


def credited(source: str, field: str = "") -> dict[str, Any]:
    """The same as a key of JSON; nothing where nobody need be named."""
    key = credit_of(source, field)
    return {"attribution": key} if key else {}


def credit_block(said: Attribution) -> dict[str, Any]:
    """Whom to name, where to link, on what terms, and a line that does it."""
    return {**said._asdict(), "text": said.text}


def credits_block(details: Iterable[ModelDetail], columns: dict[str, str]) -> dict[str, Any]:
    """Who must be named beside a list of models, with the keys that are theirs; `columns` gives a field its key."""
    told: dict[str, set[str]] = {}
    for detail in details:
        for value in detail.fields.values():
            column = columns.get(value.field)
            if column and (key := _credit(value)):
                told.setdefault(key, set()).add(column)
        for score in detail.scores if RANK in columns and detail.row[RANK] is not None else ():
            if key := credit_of(score["source"]):
                told.setdefault(key, set()).add(RANK)
    known = attributions()
    return {key: {**credit_block(known[key]), "fields": sorted(told[key])} for key in sorted(told)}


def _credit(value: Value) -> str:
    return credit_of(value.chosen.source, value.field)
