"""`sources.json`, and what `sources --json` prints: terms, state and quality of every source."""

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from catalog.export.api.credits import attributions, credit_block
from catalog.export.api.quality import quality_block
from catalog.quality import accuracies, filled
from catalog.queries import Row
from scraper.answers import parse_raw

FIRST = ("id", "name", "url", "kind", "licence")
NEXT = ("cannot_know", "evidence", "state", "last_success", "records", "claims", "held", "unreadable", "error")
NIGHTS = ("last_look", "last_outcome", "nights_failed")


def all_sources(db: Database, rows: Iterable[Row]) -> dict[str, Any]:
    """Every source; `rows` are those of the status."""
    return {"sources": source_blocks(db, rows)}


def source_blocks(db: Database, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Each source with its terms and whom to credit, whom it copies, how it fares, how right and how full it is."""
    checked, known, credited = accuracies(db), filled(db), attributions()
    return [
        {
            **{name: row[name] for name in FIRST},
            "attribution": credit_block(credited[row["id"]]) if row["id"] in credited else None,
            "copies": parse_raw(row["copies"] or "[]"),
            **{name: row[name] for name in (*NEXT, *NIGHTS)},
            "looks": parse_raw(row["looks"] or "{}"),
            **quality_block(checked.get(row["id"]), known.get(row["id"], ())),
        }
        for row in rows
    ]
