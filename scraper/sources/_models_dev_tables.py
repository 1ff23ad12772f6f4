"""The shape of models.dev's `api.json` as tables: which key claims what, and what is left out.

Keys follow the project's own schema (https://github.com/anomalyco/models.dev, `packages/core/src/schema.ts`), read
off the answers of March to June 2026.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from scraper.errors import BadValue, Unfamiliar
from scraper.reading import IGNORED, Field, Table, among, texts_among
from scraper.units import day_or_month, decimal, dumps, flag, plain, text, tokens

MAX_USD_PER_MTOK = Decimal(100_000)
COSTS = {
    "input": "input_usd_per_mtok",
    "output": "output_usd_per_mtok",
    "cache_read": "cache_read_usd_per_mtok",
    "cache_write": "cache_write_usd_per_mtok",
    "reasoning": "reasoning_usd_per_mtok",
    "input_audio": "audio_usd_per_mtok",
    "output_audio": "audio_output_usd_per_mtok",
}
"""Cost key to attribute. Costs are dollars a million tokens already."""
ABOVE_200K = 200_000
MODALITIES = frozenset({"text", "image", "audio", "video", "pdf"})


def cost(value: Any) -> str:
    """A cost as it stands: dollars a million tokens."""
    amount = decimal(value)
    if not 0 <= amount <= MAX_USD_PER_MTOK:
        raise BadValue(f"{value} dollars is no price of a million tokens")
    return plain(amount)


def limit(value: Any) -> str | None:
    """A number of tokens; 0 is how models.dev writes that it does not know."""
    return None if isinstance(value, int) and not isinstance(value, bool) and value == 0 else tokens(value)


def conditions(costs: Mapping[str, Any]) -> str | None:
    """Tiers by prompt size, as JSON: a cliff each, above which the whole request costs that much.

    `context_over_200k` repeats the tiers in an older form, with 200K written for any threshold: it is
    read only where no tier is there. Raises Unfamiliar for a tier by anything but context: it is kept.
    """
    tiers = costs.get("tiers")
    entries = [_tier(tier) for tier in tiers] if isinstance(tiers, list) else []
    over = costs.get("context_over_200k")
    if not entries and isinstance(over, Mapping):
        entries = [{"when": {"prompt_tokens_above": ABOVE_200K}, **_costs(over)}]
    if not entries:
        return None
    kept = dumps(entries)
    if any("prompt_tokens_above" not in entry["when"] for entry in entries):
        raise Unfamiliar(kept, "a tier that is not by context")
    return kept


def _tier(tier: Any) -> dict[str, Any]:
    if not isinstance(tier, Mapping) or not isinstance(tier.get("tier"), Mapping):
        raise BadValue("a tier without its threshold")
    threshold = tier["tier"]
    if threshold.get("type") != "context" or set(threshold) != {"type", "size"}:
        return {"when": dict(threshold), **_costs(tier)}
    return {"when": {"prompt_tokens_above": int(tokens(threshold["size"]))}, **_costs(tier)}


def _costs(costs: Mapping[str, Any]) -> dict[str, str]:
    strange = set(costs) - COSTS.keys() - {"tier"}
    if strange:
        raise BadValue(f"a tier with {', '.join(sorted(strange))}")
    return {COSTS[key]: cost(value) for key, value in costs.items() if key in COSTS}


def whole(value: Any) -> str | None:
    """A structure kept whole, as JSON; an empty one claims nothing."""
    return dumps(value) if value else None


COST: Table = {**{key: Field(attribute, cost) for key, attribute in COSTS.items()}, "tiers": IGNORED,
               "context_over_200k": IGNORED}  # fmt: skip
"""Tiers are read beside the table, since two keys tell of them."""

MODEL: Table = {
    "id": IGNORED,  # the record's id and `wire_id` say it
    "name": Field("name", text, required=True),
    "family": Field("family", text),
    "attachment": Field("supports_attachments", flag),
    "reasoning": Field("supports_reasoning", flag),
    "reasoning_options": Field("reasoning_options", whole),
    "tool_call": Field("supports_tools", flag),
    "structured_output": Field("supports_structured_output", flag),
    "temperature": Field("supports_temperature", flag),
    "knowledge": Field("knowledge_cutoff", day_or_month),
    "release_date": Field("released_at", day_or_month),
    "last_updated": Field("updated_at", day_or_month),
    "open_weights": Field("open_weights", flag),
    "status": Field("lifecycle", among(frozenset({"alpha", "beta", "deprecated"}))),
    "limit": {
        "context": Field("context_served", limit),
        "input": Field("max_input", limit),
        "output": Field("max_output", limit),
    },
    "modalities": {
        "input": Field("modalities_in", texts_among(MODALITIES)),
        "output": Field("modalities_out", texts_among(MODALITIES)),
    },
    "cost": COST,
    "interleaved": IGNORED,  # in which field of an answer reasoning comes: a matter of client programs
    "provider": IGNORED,  # which client package and address to use
    "experimental": IGNORED,  # modes of client programs
}

PROVIDER: Table = {
    "id": IGNORED,  # the record's id says it
    "name": Field("provider_name", text, required=True),
    "api": Field("api_url", text),
    "doc": Field("docs_url", text),
    "npm": IGNORED,  # a package for one language
    "env": IGNORED,  # names of environment variables
}
