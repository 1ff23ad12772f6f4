"""The database's tables: columns, keys, and what each is for in words.

Public tables may be relied on; those whose names begin with an underscore are the store's own.
Prices are TEXT, exact decimals in US dollars; times are UTC, ISO 8601; lists and objects are JSON.
"""

import sqlite3
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
            "copies": str, "evidence": str, "last_look": str, "last_outcome": str, "nights_failed": int, "looks": str,
        },
        ("id",),
        "A source: who publishes it, on what terms, how it fares.",
    ),
    "snapshots": Table(
        {
            "source": str, "url": str, "fetched_at": str, "page": int, "turn": int, "root": str, "status": int,
            "sha256": str,
            "bytes": int, "seed": int, "state": str, "records": int, "error": str, "issues": str, "learned_on": str,
        },
        ("source", "fetched_at", "url", "page", "turn"),
        "One look at an address: accepted, refused (not what we know), failed (no answer, or none that can be read),"
        " missing or skipped."
        " `fetched_at` is when it was so, `learned_on` the day on which this catalog learned it.",
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
            "ended_at": str,
        },
        ("source", "record", "field", "first_observed"),
        "Source S says that field F of record R is V, from first to last observation; `ended_at` is the first answer"
        " that says it no more. It is so from `first_observed` until then: days without an answer change nothing.",
    ),
    "presence": Table(
        {"source": str, "record": str, "first_seen": str, "last_seen": str, "gone_at": str},
        ("source", "record", "first_seen"),
        "A time in which a record was in its source's list without a break; `gone_at` is the first answer without it.",
    ),
    "held": Table(
        {
            "source": str, "record": str, "field": str, "kept": str, "kept_first_observed": str, "offered": str,
            "rule": str, "since": str,
        },
        ("source", "record", "field"),
        "A change that a guard holds: the source says `offered` since `since`, and `kept` is published still."
        " `present` stands for a field where a record left its list and is published still.",
    ),
    "holds": Table(
        {
            "source": str, "record": str, "field": str, "since": str, "until": str, "kept": str,
            "kept_first_observed": str, "offered": str, "rule": str,
        },
        ("source", "record", "field", "since"),
        "A change that a guard held once: from `since` until `until`, `kept` was published in its place.",
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
            "discount": str, "maker_offer": str, "maker_observed_at": str, "markup_input": str, "markup_output": str,
            "conditions": str, "native_prices": str, "other_prices": str, "price_text": str, "price_note": str,
            "context_served": int, "max_input": int, "max_output": int,
            "quantization": str, "observed_at": str, "valid_from": str, "valid_to": str,
        },
        ("id",),
        "A seller's sale of a model under one id, as it stands. `conditions` are prices that hold only sometimes,"
        " `native_prices` those in another currency as stated; nothing is converted. `markup_input` and `markup_output`"
        " are shares over the maker's own price of the model, that of `maker_offer`: 0.05 is 5 % above.",
        (("model_id",), ("provider",), ("wire_id",)),
    ),
    "resolved": Table(
        {
            "model_id": str, "field": str, "value": str, "source": str, "record": str, "first_observed": str,
            "rule": str, "agreeing": int, "origins": int, "disputed": int, "uncounted": str,
        },
        ("model_id", "field"),
        "A model's field: the value chosen, by which rule; source, record, field, first_observed name the claim."
        " uncounted: records that say it and are no witness, with whom they copy.",
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
    "accuracy": Table(
        {
            "source": str, "checked": int, "equal": int, "wrong": int, "missing": int, "share": str, "at": str,
            "seed": int,
        },
        ("source",),
        "How a random sample of published values compares with the archived answers they came from; `all` is all.",
    ),
    "completeness": Table(
        {"source": str, "kind": str, "field": str, "known": int, "of": int},
        ("source", "kind", "field"),
        "Of how many records of a kind a source says a field; `all` is the catalog: of how many active models it"
        " is known.",
    ),
    "corrections": Table(
        {
            "source": str, "record": str, "field": str, "upstream": str, "value": str, "who": str, "on": str,
            "why": str, "url": str, "state": str,
        },
        ("source", "record", "field"),
        "A claim that people know to be wrong (`upstream`), and what is published in its place; no value: nothing."
        " `claims` keeps what the source says. `state` is `applied`, or why it is no longer needed.",
    ),
    "disagreements": Table(
        {
            "kind": str, "model_id": str, "provider": str, "wire_id": str, "field": str, "ratio": str, "newest": str,
            "doubt": str, "said": str,
        },
        (),
        "What sources say against each other: of the price of one offer, or of a fact of one release; doubt is why it"
        " may be no conflict.",
        (("model_id",), ("field",)),
    ),
    "changes": Table(
        {
            "at": str, "kind": str, "source": str, "record": str, "model_id": str, "provider": str, "wire_id": str,
            "field": str, "old": str, "new": str, "by": str, "held": int, "learned_on": str, "snapshot": str,
            "evidence": str,
        },
        (),
        "A change: what a record said before and from `at` on, the first answer that says it. `by` is `source` for its"
        " publisher's side, `atlas` for a correction of ours; `held` is 1 where a guard kept it from being published"
        " then. No two rows share at, source, record, kind, field and by.",
    ),
    "drift": Table(
        {
            "at": str, "source": str, "record_kind": str, "field": str, "step": str, "records": int, "of": int,
            "rule": str,
        },
        ("at", "source", "record_kind", "field", "step"),
        "An answer in which a source itself began or ceased to say a field, of so many records of those that could:"
        " no change of any seller, so `changes` leaves these steps from or to nothing out.",
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

BY_KEY = frozenset({"claims", "records", "presence", "held", "holds", "_meta"})
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


def read_only(path: Path) -> Database:
    """A database file that is not written to. Raises sqlite3.OperationalError where it cannot be opened."""
    return Database(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True), execute_plugins=False)


def create(db: Database) -> None:
    """Make the tables that are not there yet, and `_about`, which says what each is."""
    for name, table in {**PUBLIC, **PRIVATE}.items():
        if not db.table(name).exists():
            make(db, name, table.columns)
    view(db)
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


_SAID = "source, record, field, value, original, pointer, snapshot, first_observed, last_observed, current"
STANDING = f"""
create view standing as
    select {_SAID}, claims.held from claims left join held using (source, record, field)
    where claims.current = 1 and held.rule is null
    union all
    select {", ".join(f"c.{name}" for name in _SAID.split(", "))}, cast(1 as integer)
    from held h join claims c on (c.source, c.record, c.field, c.first_observed)
        = (h.source, h.record, h.field, h.kept_first_observed)
"""  # noqa: S608 - names of our own
"""Claims as they are published. Where both parts are of one type, SQLite looks only through what is asked for."""
STANDING_IS = (
    "Claims as they are published: what each record says, or the last good value where a guard holds the new one."
)


def view(db: Database) -> None:
    """Make the view `standing` where it is not there yet."""
    if "standing" not in db.view_names():
        db.execute(STANDING)


def about(db: Database) -> None:
    """Write what each public table, and the view, holds into `_about`."""
    if db.table("_about").exists():
        return
    db.table("_about").create({"table": str, "one_row_is": str}, pk="table")
    told = {**{name: table.about for name, table in PUBLIC.items()}, "standing": STANDING_IS}
    db.table("_about").insert_all({"table": name, "one_row_is": text} for name, text in sorted(told.items()))
