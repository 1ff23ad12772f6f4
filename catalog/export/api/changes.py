"""Changes for other tools: `changes.json`, `changes.csv`, and the list that `changes --json` prints."""

from collections.abc import Iterator, Sequence
from typing import Any

from catalog.changes.reading import Row
from catalog.export.csv_table import table
from catalog.queries import Addresses
from catalog.values import typed
from scraper.attributes import DYNAMIC

COLUMNS = (
    "at", "kind", "model_id", "provider", "field", "old", "new", "source", "record", "wire_id", "by", "held",
    "learned_on", "snapshot", "url", "evidence",
)  # fmt: skip
"""Columns of the CSV."""


def all_changes(rows: Sequence[Row], addresses: Addresses) -> dict[str, Any]:
    """Every change, the oldest first."""
    return {"changes": (change_block(row, addresses) for row in rows)}


def change_block(row: Row, addresses: Addresses) -> dict[str, Any]:
    """A change: values as exact numbers, `dynamic` as a word, nothing said as null; `url` gave the answer."""
    field, evidence = row["field"], row["evidence"]
    return {
        "at": row["at"],
        "kind": row["kind"],
        "source": row["source"],
        "model_id": row["model_id"],
        "provider": row["provider"],
        "wire_id": row["wire_id"],
        "field": field,
        "old": _value(field, row["old"]),
        "new": _value(field, row["new"]),
        **{name: row[name] for name in ("record", "by", "held", "learned_on", "snapshot")},
        "url": _url(row, addresses),
        "evidence": evidence and _evidence(field, evidence),
    }


def changes_csv(rows: Sequence[Row], addresses: Addresses) -> Iterator[str]:
    """The same as a table: values as they are claimed, lists and objects as JSON, an empty cell for nothing said."""
    return table(COLUMNS, ({**row, "url": _url(row, addresses)} for row in rows))


def _url(row: Row, addresses: Addresses) -> str | None:
    return addresses.at(row["source"], row["snapshot"], row["at"]) if row["snapshot"] else None


def _value(field: str | None, said: str | None) -> Any:
    if said is None or field is None or said == DYNAMIC:
        return said
    return typed(field, said)


def _evidence(field: str | None, evidence: dict[str, Any]) -> dict[str, Any]:
    """The evidence with claimed values typed as `old` and `new` are."""
    told = dict(evidence)
    if differs := told.get("differs"):
        told["differs"] = {name: [_value(name, said) for said in pair] for name, pair in differs.items()}
    if guard := told.get("guard"):
        told["guard"] = {**guard, "published": _value(field, guard["published"])}
    if "published_before" in told:
        told["published_before"] = _value(field, told["published_before"])
    return told
