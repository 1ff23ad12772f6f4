"""The database's tables: columns, keys, and what each is for in words.

Public tables may be relied on; those whose names begin with an underscore are the store's own.
Prices are TEXT, exact decimals in US dollars; times are UTC, ISO 8601; lists and objects are JSON.
"""

from pathlib import Path
from typing import Any, NamedTuple

from sqlite_utils import Database

from scraper.attributes import PRICES


class Table(NamedTuple):
    """One table: its columns with their types, its key, what a row is, and where it is searched by."""

    columns: dict[str, Any]
    pk: tuple[str, ...]
    about: str
    indexes: tuple[tuple[str, ...], ...] = ()


PUBLIC: dict[str, Table] = {
    "sources": Table(
        {
            "id": str, "name": str, "url": str, "kind": str, "licence": str, "state": str, "last_success": str,
            "records": int, "claims": int, "held": int, "unreadable": int, "error": str, "cannot_know": str,
            "copies": str,
        },
        ("id",),
        "A source: who publishes it, on what terms, how it fares.",
    ),
    "snapshots": Table(
        {
            "source": str, "url": str, "fetched_at": str, "page": int, "turn": int, "root": str, "status": int,
            "sha256": str,
            "bytes": int, "seed": int, "state": str, "records": int, "error": str, "issues": str,
        },
        ("source", "fetched_at", "url", "page", "turn"),
        "One look at an address: accepted, refused (not what we know), failed (no answer), missing or skipped.",
        (("sha256",),),
    ),
    "records": Table(
        {
            "source": str, "record": str, "kind": str, "scope": str, "url": str, "first_seen": str,
            "last_seen": str, "present": int, "snapshot": str, "pointer": str, "raw": str, "issues": str,
        },
        ("source", "record"),
        "An entry at a source, as last seen there.",
        (("source", "kind", "present"),),
    ),
    "claims": Table(
        {
            "source": str, "record": str, "field": str, "value": str, "original": str, "pointer": str,
            "snapshot": str, "first_observed": str, "last_observed": str, "current": int, "held": int, "place": str,
        },
        ("source", "record", "field", "first_observed"),
        "Source S says that field F of record R is V, from first to last observation.",
    ),
    "matches": Table(
        {
            "source": str, "record": str, "model_id": str, "relation": str, "level": str, "rule": str,
            "evidence": str, "decided_by": str,
        },
        ("source", "record"),
        "Which model a record speaks of, how surely, and why.",
        (("model_id",),),
    ),
    "models": Table(
        {
            "id": str, "name": str, "author": str, "family": str, "status": str, "source_type": str,
            "match_confidence": str, "context_native": int, "context_listed": int, "context_served": int,
            "max_output": int, "modalities_in": str, "modalities_out": str, "released": str, "listed_at": str,
            "arena_rank": int, "first_seen": str, "last_seen": str, "price_state": str, "input_usd_per_mtok": str,
            "output_usd_per_mtok": str, "source": str, "record": str,
        },
        ("id",),
        "A model, with its resolved values.",
        (("author",),),
    ),
    "offers": Table(
        {
            "id": str, "model_id": str, "provider": str, "via": str, "wire_id": str, "source": str, "record": str,
            "kind": str, "tag": str, "price_state": str,
            **dict.fromkeys(PRICES, str),
            "discount": str, "conditions": str, "context_served": int, "max_input": int, "max_output": int,
            "quantization": str, "observed_at": str, "valid_from": str, "valid_to": str,
        },
        ("id",),
        "A seller's sale of a model under one id, as it stands.",
        (("model_id",), ("provider",), ("wire_id",)),
    ),
    "resolved": Table(
        {
            "model_id": str, "field": str, "value": str, "source": str, "record": str, "first_observed": str,
            "rule": str, "agreeing": int, "origins": int, "disputed": int,
        },
        ("model_id", "field"),
        "A model's field: the value chosen, by which rule; source, record, field, first_observed name the claim.",
    ),
    "scores": Table(
        {
            "source": str, "record": str, "board": str, "category": str, "configuration": str, "model_id": str,
            "setting": str, "level": str, "rating": str, "low": str, "high": str, "votes": str, "rank": int,
            "style_control": str, "published": str, "observed_at": str,
        },
        ("source", "record"),
        "A row of a leaderboard: the rating of a configuration, and the model that was run so.",
        (("model_id",),),
    ),
    "aliases": Table(
        {
            "source": str, "record": str, "valid_from": str, "valid_to": str, "release": str, "listed_at": str,
            "hugging_face_id": str, "rule": str,
        },
        ("source", "record", "valid_from"),
        "A time in which an id meant one release: only ids that were pointed to another one have any.",
    ),
    "kin": Table(
        {"model_id": str, "other_id": str, "relation": str, "why": str},
        ("model_id", "other_id"),
        "What a model is to another one of its family, and what tells them apart. No fact moves along it.",
    ),
    "artifacts": Table(
        {"model_id": str, "hugging_face_id": str, "relation": str, "why": str, "said_by": str, "records": str},
        ("model_id", "hugging_face_id"),
        "A repository of weights that records of a model name, and what its name says other than the model's.",
    ),
    "disagreements": Table(
        {
            "kind": str, "model_id": str, "provider": str, "wire_id": str, "field": str, "ratio": str, "newest": str,
            "said": str,
        },
        (),
        "What sources say against each other: of the price of one offer, or of a fact of one release.",
        (("model_id",), ("field",)),
    ),
    "issues": Table(
        {"source": str, "record": str, "kind": str, "field": str, "detail": str, "pointer": str, "url": str},
        (),
        "What a reader met and did not expect in the newest answers.",
    ),
}  # fmt: skip

PRIVATE: dict[str, Table] = {
    "_meta": Table({"key": str, "value": str}, ("key",), "What the store knows of itself."),
}

BY_KEY = frozenset({"claims"})
"""Tables that are stored in the order of their key, without row ids."""

PAGE_BYTES = 16_384
"""A row without a row id spills over where it is longer than a quarter of a page; descriptions are."""

LOCAL_COLUMNS = {"claims": ("place",), "records": ("raw", "issues", "scope"), "snapshots": ("issues",)}
"""Columns that only the store itself needs: the published database goes without them."""


def open_file(path: Path) -> Database:
    """A database file, with our size of page where it is new."""
    db = Database(path, execute_plugins=False)
    db.execute(f"pragma page_size = {PAGE_BYTES}")
    return db


def create(db: Database) -> None:
    """Make the tables that are not there yet, and `_about`, which says what each is."""
    for name, table in {**PUBLIC, **PRIVATE}.items():
        if not db.table(name).exists():
            make(db, name, table.columns)
    about(db)


def make(db: Database, name: str, columns: dict[str, Any]) -> None:
    """Make one public or private table with some of its columns, its key and its indexes.

    Claims are kept in the order of their key and without a second copy of it: the key is most of a claim.
    """
    table = {**PUBLIC, **PRIVATE}[name]
    sql = db.create_table_sql(name, columns, pk=table.pk or None)
    if name in BY_KEY:
        sql = sql.rstrip().removesuffix(";") + " WITHOUT ROWID"
    db.execute(sql)
    for index in table.indexes:
        db.table(name).create_index(index)


def about(db: Database) -> None:
    """Write what each public table holds into `_about`."""
    if db.table("_about").exists():
        return
    db.table("_about").create({"table": str, "one_row_is": str}, pk="table")
    db.table("_about").insert_all({"table": name, "one_row_is": table.about} for name, table in sorted(PUBLIC.items()))
