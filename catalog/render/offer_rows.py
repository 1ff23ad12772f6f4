"""The offers of a model as rows: every price with its unit, every condition in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from catalog.pricing.conditions import is_of_time_alone
from catalog.queries import Row
from catalog.render.contexts import Condition, OfferRow, Price
from catalog.render.formats import percent, price, short_count
from catalog.render.price_words import markup_short, native_words, other_words, when_words
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


class Sellers:
    """The display names of sellers."""

    def __init__(self, receipts: Receipts, by_slug: Mapping[str, str]) -> None:
        self._receipts = receipts
        self._by_slug = by_slug

    def name(self, offer: Mapping[str, Any]) -> str:
        """Who sells: as the router calls a seller behind it, else as we call the source that says so itself."""
        if offer["via"]:
            return self._by_slug.get(offer["provider"], str(offer["provider"]))
        return self._receipts.name(offer["source"]).removesuffix(" API").removesuffix(" pricing")


def offer_row(offer: Row, said: Said, receipts: Receipts, sellers: Sellers) -> OfferRow:
    """One offer; `said` are the claims behind its columns."""
    prices = {name: _price(name, offer[name], offer["price_state"]) for name in PRICES}
    return OfferRow(
        seller=sellers.name(offer),
        via=receipts.name(offer["via"]).removesuffix(" API") if offer["via"] else "",
        wire_id=offer["wire_id"],
        kind=_kind(offer),
        input=prices["input_usd_per_mtok"],
        output=prices["output_usd_per_mtok"],
        others=tuple(prices[name] for name in PRICES[2:] if offer[name] is not None),
        conditions=_conditions(offer["conditions"]),
        notes=_notes(offer, receipts),
        context=short_count(offer["context_served"]),
        max_output=short_count(offer["max_output"]),
        answers=receipts.of_row(said),
        id=offer["id"],
        markup=markup_short(offer["markup_input"], offer["markup_output"]),
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
            when_words(entry["when"]),
            tuple(_price(name, str(amount), "") for name, amount in entry.items() if name in ATTRIBUTES),
            to_json(entry["when"]) if is_of_time_alone(entry["when"]) else "",
        )
        for entry in parse_raw(text)
    )


def _notes(offer: Row, receipts: Receipts) -> tuple[str, ...]:
    staying = receipts.staying(offer)
    notes = [staying] if staying else []
    if offer["discount"] not in (None, "0"):
        notes.append(f"{percent(Decimal(offer['discount']))} discount, already in these prices")
    if offer["quantization"]:
        notes.append(f"quantization {offer['quantization']}")
    if offer["max_input"]:
        notes.append(f"prompts up to {short_count(offer['max_input'])} tokens")
    return (*notes, *_told(offer))


def _told(offer: Row) -> list[str]:
    """Prices that no column has, as stated."""
    native = native_words(parse_raw(offer["native_prices"])) if offer["native_prices"] else []
    others = other_words(parse_raw(offer["other_prices"])) if offer["other_prices"] else []
    words = [f"“{offer[name]}”" for name in ("price_text", "price_note") if offer[name]]
    return [*native, *others, *words]
