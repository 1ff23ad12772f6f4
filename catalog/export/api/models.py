"""`models/all.json`, `models/slim.json` and `models.csv`: every model with its resolved values."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.addresses import folder
from catalog.export.api.credits import credits_block
from catalog.export.api.status import status_block
from catalog.export.content import Content
from catalog.export.csv_table import table
from catalog.outlines import Outline
from catalog.queries import Row, parse_list
from catalog.values import typed
from scraper.attributes import PRICES

LISTED = (
    "canonical_slug", "hugging_face_id", "listed_at", "knowledge_cutoff", "expires_at", "tokenizer",
    "supported_parameters", "reasoning_efforts", "is_moderated",
    *(name for name in PRICES if name not in ("input_usd_per_mtok", "output_usd_per_mtok")),
    "conditions",
)  # fmt: skip
"""Resolved fields that `all.json` gives beside the fixed ones, where they are known."""

NAMED = ("id", "name", "author", "status", "source_type", "match_confidence")
"""Columns that say which model it is and what stands behind it."""


SLIM = (
    "id", "name", "author", "status", "context_length", "max_output", "input_usd_per_mtok", "output_usd_per_mtok",
    "cache_read_usd_per_mtok", "cache_write_usd_per_mtok", "price_state", "modalities_in", "modalities_out",
)  # fmt: skip
"""The few keys that most tools need."""
FIXED = (
    *NAMED, "context_length", "max_output", "input_usd_per_mtok", "output_usd_per_mtok", "price_state",
    "modalities_in", "modalities_out", "arena_rank", "first_seen", "last_seen", "page",
)  # fmt: skip
"""Keys that every model has in `all.json`."""
_FIELD_OF = {"context_length": "context_listed"}
"""Keys that bear another name than their field."""


def all_models(content: Content) -> dict[str, Any]:
    """Every model with its resolved values, and where they come from. Unknown is null, never 0."""
    return _file(content, (*FIXED, *LISTED), map(listed_block, content.outlines))


def slim_models(content: Content) -> dict[str, Any]:
    """Every model in the few keys that most tools need."""
    listed = map(listed_block, content.outlines)
    return _file(content, SLIM, ({key: model.get(key) for key in SLIM} for model in listed))


def models_csv(content: Content) -> Iterator[str]:
    """The models of `all.json` as a table: an empty cell for what is not known."""
    empty = dict.fromkeys((*FIXED, *LISTED))
    return table((*empty,), ({**empty, **listed_block(outline)} for outline in content.outlines))


def _file(content: Content, keys: Sequence[str], models: Iterator[Any]) -> dict[str, Any]:
    """Models with a status block that names whom to credit for some of their keys."""
    credited = credits_block(content.db, {_FIELD_OF.get(key, key): key for key in keys})
    return {"status": status_block(content.status, credited), "models": models}


def listed_block(outline: Outline) -> dict[str, Any]:
    """A model with its resolved values."""
    return listed_row(outline.row, outline.values)


def listed_row(row: Row, known: Mapping[str, str]) -> dict[str, Any]:
    """The same of its row of `models` and its resolved values by field."""
    model: dict[str, Any] = {
        **columns(row, *NAMED),
        "context_length": row["context_listed"],
        "max_output": row["max_output"],
        "input_usd_per_mtok": _number("input_usd_per_mtok", row["input_usd_per_mtok"]),
        "output_usd_per_mtok": _number("output_usd_per_mtok", row["output_usd_per_mtok"]),
        "price_state": row["price_state"],
        "modalities_in": parse_list(row["modalities_in"]),
        "modalities_out": parse_list(row["modalities_out"]),
        **columns(row, "arena_rank", "first_seen", "last_seen"),
        "page": f"models/{folder(row['id'])}/",
    }
    prices_stand = row["status"] == "active"
    for name in LISTED:
        if name in known and (prices_stand or name not in (*PRICES, "conditions")):
            model[name] = typed(name, known[name])
    return model


def columns(row: Row, *names: str) -> dict[str, Any]:
    """Some columns of a model's row."""
    return {name: row[name] for name in names}


def _number(field: str, text: str | None) -> Any:
    return None if text is None else typed(field, text)
