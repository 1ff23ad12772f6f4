"""The offers of a model as rows: every price with its unit, every condition in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from catalog.queries import Row
from catalog.render.contexts import Condition, OfferRow, Price
from catalog.render.formats import percent, price, short_count
from catalog.render.receipts import Receipts
from catalog.said import Said
from catalog.values import to_json
from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES, PRICES

KINDS = {
    "list": "list price",
    "free": "free variant",
    "batch": "batch variant",
    "thinking": "thinking variant",
    "alias": "alias",
    "endpoint": "endpoint",
    "direct": "own price",
}


def offer_row(offer: Row, said: Said, receipts: Receipts, providers: Mapping[str, str]) -> OfferRow:
    """One offer; `said` are the claims behind its columns, `providers` are display names by slug."""
    via = receipts.name(offer["via"]).removesuffix(" API") if offer["via"] else ""
    direct = receipts.name(offer["source"]).removesuffix(" API").removesuffix(" pricing")
    prices = {name: _price(name, offer[name], offer["price_state"]) for name in PRICES}
    return OfferRow(
        seller=providers.get(offer["provider"], offer["provider"]) if via else direct,
        via=via,
        wire_id=offer["wire_id"],
        kind=_kind(offer),
        input=prices["input_usd_per_mtok"],
        output=prices["output_usd_per_mtok"],
        others=tuple(prices[name] for name in PRICES[2:] if offer[name] is not None),
        conditions=_conditions(offer["conditions"]),
        notes=_notes(offer),
        context=short_count(offer["context_served"]),
        max_output=short_count(offer["max_output"]),
        answers=receipts.of_row(said),
    )


def _kind(offer: Row) -> str:
    kind = KINDS.get(offer["kind"], f"{offer['kind']} variant")
    return f"{kind} {offer['tag']}" if offer["tag"] else kind


def _price(name: str, value: str | None, state: str) -> Price:
    attribute = ATTRIBUTES[name]
    label = attribute.label.removesuffix(" price")
    varies = state if name in ("input_usd_per_mtok", "output_usd_per_mtok") else ""
    return Price(label, price(value, varies), f"per {attribute.per}", name)


def _conditions(text: str | None) -> tuple[Condition, ...]:
    if not text:
        return ()
    return tuple(
        Condition(
            _when(entry["when"]),
            tuple(_price(name, str(amount), "") for name, amount in entry.items() if name in ATTRIBUTES),
        )
        for entry in parse_raw(text)
    )


def _when(condition: Mapping[str, Any]) -> str:
    """A condition in words; one that is not known stands as it came."""
    rest = dict(condition)
    parts = []
    if "prompt_tokens_above" in rest:
        parts.append(f"prompts above {rest.pop('prompt_tokens_above'):,} tokens")
    if "utc_start" in rest and "utc_end" in rest:
        parts.append(f"daily {rest.pop('utc_start')}-{rest.pop('utc_end')} UTC")
    parts.extend(f"{key} {to_json(value)}" for key, value in rest.items())
    return " and ".join(parts) or "always"


def _notes(offer: Row) -> tuple[str, ...]:
    notes = []
    if offer["discount"] not in (None, "0"):
        notes.append(f"{percent(Decimal(offer['discount']))} discount, already in these prices")
    if offer["quantization"]:
        notes.append(f"quantization {offer['quantization']}")
    if offer["max_input"]:
        notes.append(f"prompts up to {short_count(offer['max_input'])} tokens")
    return tuple(notes)
