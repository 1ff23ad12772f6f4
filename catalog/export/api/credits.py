"""Who must be named beside which values: keys where values stand, and one table of whom they mean."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlite_utils import Database

from scraper.attributes import ATTRIBUTES
from scraper.attribution import PASSED_ON, Attribution
from scraper.sources import find, sources

RANK = "arena_rank"
"""A column that is read from a leaderboard's rows and is no field."""


@cache
def attribution(key: str) -> Attribution | None:
    """Who must be named, by a source's id, or by the key of whose numbers a source passes on; None where nobody.

    Its source is asked without the others: to import all of them takes longer than to read a model.
    """
    if key in PASSED_ON:
        return PASSED_ON[key]
    source = find(key)
    return None if source is None else source.publisher.attribution


def attributions() -> dict[str, Attribution]:
    """Everybody who must be named, by key."""
    return {key: said for key in (*sources(), *PASSED_ON) if (said := attribution(key)) is not None}


def credit_of(source: str, field: str = "") -> str:
    """The key of who must be named beside a value of a source; empty where nobody need be."""
    attribute = ATTRIBUTES.get(field)
    if attribute is not None and attribute.attribution:
        return attribute.attribution
    return source if attribution(source) is not None else ""


def credited(source: str, field: str = "") -> dict[str, Any]:
    """The same as a key of JSON; nothing where nobody need be named."""
    key = credit_of(source, field)
    return {"attribution": key} if key else {}


def credit_block(said: Attribution) -> dict[str, Any]:
    """Whom to name, where to link, on what terms, and a line that does it."""
    return {**said._asdict(), "text": said.text}


def credits_block(db: Database, columns: Mapping[str, str]) -> dict[str, Any]:
    """Who must be named beside a list of all models, with the keys that are theirs; `columns` gives a field its key."""
    told: dict[str, set[str]] = {}
    for source, field in db.execute("select distinct source, field from resolved").fetchall():
        if field in columns and (key := credit_of(source, field)):
            told.setdefault(key, set()).add(columns[field])
    for (source,) in db.execute(_RANKING).fetchall() if RANK in columns else ():
        if key := credit_of(source):
            told.setdefault(key, set()).add(RANK)
    named = {key: said for key in sorted(told) if (said := attribution(key)) is not None}
    return {key: {**credit_block(said), "fields": sorted(told[key])} for key, said in named.items()}


_RANKING = f"select distinct scores.source from scores join models on models.id = model_id where {RANK} is not null"  # noqa: S608
"""Sources whose ratings stand behind ranks."""
