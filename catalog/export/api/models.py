"""`models/all.json`: every model with its resolved values."""

from collections.abc import Sequence
from typing import Any

from catalog.addresses import folder
from catalog.export.api.status import status_block
from catalog.queries import ModelDetail, Status, parse_list
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


def all_models(status: Status, details: Sequence[ModelDetail]) -> dict[str, Any]:
    """Every model with its resolved values, and where they come from. Unknown is null, never 0."""
    return {"status": status_block(status), "models": [_listed(detail) for detail in details]}


def _listed(detail: ModelDetail) -> dict[str, Any]:
    row = detail.row
    known = {name: value.value for name, value in detail.fields.items()}
    model: dict[str, Any] = {
        **columns(detail, *NAMED),
        "context_length": row["context_listed"],
        "max_output": row["max_output"],
        "input_usd_per_mtok": _number("input_usd_per_mtok", row["input_usd_per_mtok"]),
        "output_usd_per_mtok": _number("output_usd_per_mtok", row["output_usd_per_mtok"]),
        "price_state": row["price_state"],
        "modalities_in": parse_list(row["modalities_in"]),
        "modalities_out": parse_list(row["modalities_out"]),
        **columns(detail, "arena_rank", "first_seen", "last_seen"),
        "page": f"models/{folder(detail.id)}/",
    }
    prices_stand = row["status"] == "active"
    for name in LISTED:
        if name in known and (prices_stand or name not in (*PRICES, "conditions")):
            model[name] = typed(name, known[name])
    return model


def columns(detail: ModelDetail, *names: str) -> dict[str, Any]:
    """Some columns of a model's row."""
    return {name: detail.row[name] for name in names}


def _number(field: str, text: str | None) -> Any:
    return None if text is None else typed(field, text)
