"""Which model each record spoke of at a time: identity as it is known today, of ids as they were used then.

What the router's own ids say is told by its records of that time. All others are judged as today, but
for those of a model whose id meant another release then: they speak of what it means now.
"""

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from catalog.entries import Entry, Key
from catalog.match.judgement import ROUTER, Evidence, Judgement, RunnerUp, Why
from catalog.match.listings import judge_listings
from catalog.store.tables import PUBLIC
from scraper.answers import parse_raw

COLUMNS = tuple(PUBLIC["matches"].columns)


def judgements(db: Database, entries: Mapping[Key, Entry], at: str) -> dict[Key, Judgement]:
    """A judgement for every record of a time that speaks of a model."""
    judged = judge_listings(entries)
    moved = _moved(db, at)
    for row in db.execute(f"select {', '.join(COLUMNS)} from matches order by source, record"):  # noqa: S608
        told = dict(zip(COLUMNS, row, strict=True))
        key = (told["source"], told["record"])
        if key in entries and key not in judged and told["model_id"] not in moved:
            judged[key] = Judgement(
                **{name: value for name, value in told.items() if name != "evidence"}, why=_why(told)
            )
    return judged


def _moved(db: Database, at: str) -> frozenset[str]:
    """Models whose ids were pointed to another release after a time."""
    sql = "select record from aliases where source = ? and valid_to is null and valid_from > ?"
    return frozenset(record for (record,) in db.execute(sql, [ROUTER, at]).fetchall())


def _why(row: Mapping[str, Any]) -> Why:
    told = parse_raw(row["evidence"])
    rival = told.get("runner_up")
    return Why(
        fields=tuple(Evidence(**field) for field in told["fields"]),
        vetoes=tuple(told.get("vetoes", ())),
        runner_up=RunnerUp(rival["model_id"], tuple(rival["why_not"])) if rival else None,
        note=told.get("note", ""),
    )
