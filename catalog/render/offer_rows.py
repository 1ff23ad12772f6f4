"""The offers of a model as rows: every price with its unit, every condition in words."""

from collections.abc import Mapping
from decimal import Decimal

from catalog.addresses import link, provider_page
from catalog.pricing.conditions import is_of_time_alone
from catalog.queries import Row
from catalog.render.contexts import Condition, OfferRow, Price
from catalog.render.formats import percent, price, short_count
from catalog.render.price_words import native_words, other_words, when_words
from catalog.render.receipts import Receipts
from catalog.render.seller_names import sold_by
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


def offer_row(offer: Row, said: Said, receipts: Receipts, providers: Mapping[str, str], root: str = "") -> OfferRow:
    """One offer; `said` are the claims behind its columns, `providers` are display names by slug."""
    seller, via = sold_by(offer, receipts, providers)
    input_, output, *others = PRICES
    return OfferRow(
        seller=seller,
        via=via,
        wire_id=offer["wire_id"],
        kind=_kind(offer),
        input=_price(input_, offer[input_], offer["price_state"]),
        output=_price(output, offer[output], offer["price_state"]),
        others=tuple(_price(name, offer[name], "") for name in others if offer[name] is not None),
        conditions=_conditions(offer["conditions"]),
        notes=_notes(offer, receipts),
        context=short_count(offer["context_served"]),
        max_output=short_count(offer["max_output"]),
        answers=receipts.of_row(said),
        id=offer["id"],
        href=f"{root}{link(provider_page(offer['provider']))}/",
        markup=markup_short(offer["markup_input"], offer["markup_output"]),
    )


def _kind(offer: Row) -> str:
    kind = KINDS.get(offer["kind"], f"{offer['kind']} variant")
    return f"{kind} {offer['tag']}" if offer["tag"] else kind


def _price(name: str, value: str | None, state: str) -> Price:
    attribute = ATTRIBUTES[name]
    label = attribute.label.removesuffix(" price")
    return Price(label, price(value, state), f"per {attribute.per}", name)


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


def markup_short(input_: str | None, output: str | None) -> str:
    """How far two prices are over another's: `+5 %`, `0 %`, `in -46.4 %, out 0 %`; empty where neither is known."""
    told = {side: _signed(Decimal(share)) for side, share in (("in", input_), ("out", output)) if share is not None}
    if len(told) == 2 and len(set(told.values())) == 1:
        return told["in"]
    return ", ".join(f"{side} {text}" for side, text in told.items())


def _signed(share: Decimal) -> str:
    """A share with its sign, to a tenth of a percent where that is not nothing."""
    sign = "+" if share > 0 else "-" if share < 0 else ""
    return f"{sign}{percent(abs(round(share, 3) or share))}"
