"""Which tables are published: columns, keys, links between them, indexes, and numbers to sort by."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from catalog.store.tables import BY_KEY, LOCAL_COLUMNS, PUBLIC, Table
from scraper.attributes import PRICES

ADDED: dict[str, Table] = {
    "labs": Table(
        {"id": str, "name": str, "models": int, "listed": int},
        ("id",),
        "Who makes models: the first part of their ids. `listed` counts those that are listed now.",
    ),
    "providers": Table(
        {"id": str, "name": str, "offers": int, "models": int},
        ("id",),
        "Who sells: by its own prices, or behind a router. Sellers that sell nothing now have no offers.",
    ),
    "fields": Table(
        {"id": str, "kind": str, "label": str, "meaning": str, "per": str},
        ("id",),
        "A field that claims speak of. Fields that begin with `other.` are of no table: nobody knows them yet.",
    ),
    "crosswalk": Table(
        {
            "model_id": str, "source": str, "record": str, "id": str, "purl": str, "relation": str, "level": str,
            "rule": str,
        },
        ("model_id", "source", "id", "relation"),
        "An id by which somebody knows a model: of every source and lab, and those that this catalog published once.",
        (("id",),),
    ),
    "comparable": Table(
        {"model_id": str, "place": int, "offer": str, "blended_usd_per_mtok": str},
        ("model_id", "place"),
        "An offer that can be compared with the others of its model: the model itself as it is usually served, at a"
        " known price. Place 1 is the cheapest at three tokens in to one out.",
        (("offer",),),
    ),
    "history": Table(
        {
            "model_id": str, "field": str, "since": str, "until": str, "value": str, "source": str, "record": str,
            "held_by": str, "snapshot": str,
        },
        ("model_id", "field", "since"),
        "A price or a limit as it was published for a model, from when to when: that of the record that stands for it.",
    ),
}  # fmt: skip
"""Tables that only the published database has."""

MORE_COLUMNS: dict[str, dict[str, Any]] = {"models": {"description": str}}
"""Columns that only the published database has."""

MORE_INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "changes": (("model_id",), ("at",)),
    "kin": (("other_id",),),
    "resolved": (("field",),),
}
"""For the queries and facets of readers."""

NUMBERS: dict[str, tuple[str, ...]] = {
    "models": ("input_usd_per_mtok", "output_usd_per_mtok"),
    "offers": ("input_usd_per_mtok", "output_usd_per_mtok", "cache_read_usd_per_mtok", "cache_write_usd_per_mtok"),
    "comparable": ("blended_usd_per_mtok",),
    "disagreements": ("ratio",),
    "scores": ("rating",),
    "history": ("value",),
}
"""Exact texts that have a column beside them to sort by."""
NUMBER = "_number"
"""What the name of that column ends with."""

DECIMALS: dict[str, tuple[str, ...]] = {
    **NUMBERS,
    "offers": (*PRICES, "discount", "markup_input", "markup_output"),
    "scores": ("rating", "low", "high", "votes"),
    "accuracy": ("share",),
}
"""Every column whose texts are exact decimals."""

BY_FIELD = {"claims": ("value",), "resolved": ("value",), "changes": ("old", "new")}
"""Columns whose texts are decimals where the row's field is a number."""

FLAGS = {
    "claims": ("current", "held"), "records": ("present",), "resolved": ("disputed",), "changes": ("held",),
    "snapshots": ("seed",),
}  # fmt: skip
"""Columns that are yes (1) or no (0)."""
TIMES = frozenset(
    {
        "at", "ended_at", "fetched_at", "first_observed", "first_seen", "gone_at", "kept_first_observed",
        "last_observed", "last_seen", "last_success", "maker_observed_at", "newest", "observed_at", "since", "until",
        "valid_from", "valid_to",
    }
)  # fmt: skip
"""Columns that are UTC times to the second, whichever table they are of."""
DAYS = frozenset({"learned_on", "on"})
"""Columns that are days."""


class Link(NamedTuple):
    """Columns of a table that name a row of another one, by its key."""

    columns: tuple[str, ...]
    table: str


_SOURCED = (
    "snapshots", "records", "claims", "presence", "held", "holds", "matches", "models", "offers", "resolved", "scores",
    "aliases", "corrections", "changes", "drift", "issues", "history",
)  # fmt: skip
_RECORDED = ("claims", "presence", "held", "holds", "matches", "models", "offers", "resolved", "scores", "history")
_OF_A_MODEL = (
    "offers", "matches", "resolved", "scores", "kin", "artifacts", "disagreements", "changes", "comparable", "history",
    "crosswalk",
)  # fmt: skip
_OF_A_FIELD = ("resolved", "history")
_LINKS = (
    *((name, Link(("source",), "sources")) for name in _SOURCED),
    *((name, Link(("source", "record"), "records")) for name in _RECORDED),
    *((name, Link(("model_id",), "models")) for name in _OF_A_MODEL),
    *((name, Link(("field",), "fields")) for name in _OF_A_FIELD),
    ("kin", Link(("other_id",), "models")),
    ("models", Link(("author",), "labs")),
    ("offers", Link(("provider",), "providers")),
    ("offers", Link(("maker_offer",), "offers")),
    ("changes", Link(("provider",), "providers")),
    ("comparable", Link(("offer",), "offers")),
)


def _published() -> dict[str, Table]:
    """The store's public tables without what only the store needs, then the added ones."""
    found = {}
    for name, table in PUBLIC.items():
        local = LOCAL_COLUMNS.get(name, ())
        columns = {column: type_ for column, type_ in table.columns.items() if column not in local}
        columns.update(MORE_COLUMNS.get(name, {}))
        found[name] = table._replace(columns=columns, indexes=(*table.indexes, *MORE_INDEXES.get(name, ())))
    return {**found, **ADDED}


PUBLISHED: dict[str, Table] = _published()
"""Every published table by name; its columns without the numbers, which follow from them."""


def links(name: str) -> list[Link]:
    """What the rows of a table name."""
    return [link for table, link in _LINKS if table == name]


def columns(name: str) -> tuple[str, ...]:
    """The columns of a published table as readers see them."""
    return (*PUBLISHED[name].columns, *(f"{column}{NUMBER}" for column in NUMBERS.get(name, ())))


def statements(name: str) -> list[str]:
    """The SQL that makes a published table with its indexes."""
    table = PUBLISHED[name]
    parts = [f"[{column}] {'INTEGER' if type_ is int else 'TEXT'}" for column, type_ in table.columns.items()]
    parts += [
        f"[{column}{NUMBER}] REAL GENERATED ALWAYS AS (case when [{column}] glob '[0-9]*' then"
        f" cast([{column}] as real) end) VIRTUAL"
        for column in NUMBERS.get(name, ())
    ]
    if table.pk:
        parts.append(f"PRIMARY KEY ({_names(table.pk)})")
    parts += [
        f"FOREIGN KEY ({_names(link.columns)}) REFERENCES [{link.table}] ({_names(PUBLISHED[link.table].pk)})"
        for link in links(name)
    ]
    ending = " WITHOUT ROWID" if name in BY_KEY or name in ADDED else ""
    made = f"create table [{name}] (\n    " + ",\n    ".join(parts) + f"\n){ending}"
    indexes = [f"create index [idx_{name}_{'_'.join(index)}] on [{name}] ({_names(index)})" for index in table.indexes]
    return [made, *indexes]


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f"[{column}]" for column in columns)
