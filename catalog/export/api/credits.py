"""Who must be named beside which values: keys where values stand, and one table of whom they mean."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlite_utils import Database

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


def credits_block(db: Database, columns: Mapping[str, str]) -> dict[str, Any]:
    """Who must be named beside a list of all models, with the keys that are theirs; `columns` gives a field its key."""
    told: dict[str, set[str]] = {}
    for source, field in db.execute("select distinct source, field from resolved").fetchall():
        if field in columns and (key := credit_of(source, field)):
            told.setdefault(key, set()).add(columns[field])
    for (source,) in db.execute(_RANKING).fetchall() if RANK in columns else ():
        if key := credit_of(source):
            told.setdefault(key, set()).add(RANK)
    known = attributions()
    return {key: {**credit_block(known[key]), "fields": sorted(told[key])} for key in sorted(told)}


_RANKING = f"select distinct scores.source from scores join models on models.id = model_id where {RANK} is not null"  # noqa: S608
"""Sources whose ratings stand behind ranks."""
