"""Offers: one seller's sale of a model under one id, with every price as the seller states it."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from catalog.entries import Claimed, Entry, Key
from catalog.match.judgement import ROUTER, Judgement
from scraper.answers import parse_raw
from scraper.attributes import DYNAMIC, PRICES

TOLD = ("native_prices", "other_prices", "price_text", "price_note")
"""Prices in other currencies, in units without a field, and in words."""
SOLD_BY = (*PRICES, "conditions", "native_prices", "other_prices")
"""What makes a seller's record a sale: a price, if only sometimes, or in another currency or unit."""


class Offer(NamedTuple):
    """A sale as it stands. Prices that nobody claims are not there at all."""

    id: str
    model_id: str | None
    provider: str
    via: str | None
    wire_id: str
    source: str
    record: str
    kind: str
    """`list` for the router's own price, a variant such as `free`, `alias`, `endpoint`, or `direct`."""
    tag: str | None
    price_state: str
    prices: dict[str, Decimal]
    discount: Decimal | None
    conditions: list[dict[str, Any]]
    told: dict[str, str]
    """What the seller says of its prices beside them, by field of `TOLD`, as claimed."""
    context_served: int | None
    max_input: int | None
    max_output: int | None
    quantization: str | None
    observed_at: str
    valid_from: str
    """Since when its prices are what they are."""


def offers(
    entries: Mapping[Key, Entry], judged: Mapping[Key, Judgement], sellers: frozenset[str] = frozenset()
) -> Iterator[Offer]:
    """Every sale that stands, in the order of source and record.

    An endpoint is on sale only while the id under which it is sold is listed. `sellers` are the
    sources that speak of their own sales; what others say of a seller's price is a claim, no offer.
    """
    listed = _listed_sales(entries)
    for key, entry in entries.items():
        judgement = judged.get(key)
        if judgement is None or not entry.present:
            continue
        if entry.source == ROUTER and entry.kind == "model":
            kind = entry.value("variant") or ("alias" if entry.record.startswith("~") else "list")
            yield _offer(entry, judgement, provider=entry.source, via=None, wire_id=entry.record, kind=kind)
        elif entry.source == ROUTER and entry.kind == "endpoint" and _listed(entries, entry):
            provider = entry.value("provider_slug") or ""
            sold_as = entry.value("model_record") or ""
            yield _offer(entry, judgement, provider, entry.source, sold_as, "endpoint")
        elif entry.source in sellers and _is_sale(entry, listed):
            provider = entry.value("provider_slug") or entry.source
            yield _offer(entry, judgement, provider, None, _wire_id(entry), "direct")


def sold_on_pages(entries: Mapping[Key, Entry], sellers: frozenset[str]) -> frozenset[Key]:
    """Pages of sellers that are sales of their own, those that are gone too."""
    listed = _listed_sales(entries)
    pages = (entry for entry in entries.values() if entry.kind == "page" and entry.source in sellers)
    return frozenset((page.source, page.record) for page in pages if _is_sale(page, listed))


Listed = Sequence[tuple[Sequence[str], set[tuple[str, str]]]]
"""What lists state, by which of the prices: source and wire id."""


def _listed_sales(entries: Mapping[Key, Entry]) -> Listed:
    selling = [entry for entry in entries.values() if entry.kind in ("offer", "listing")]
    return [(by, {(e.source, _wire_id(e)) for e in selling if _states(e, by)}) for by in (PRICES, SOLD_BY)]


def _is_sale(entry: Entry, listed: Listed) -> bool:
    """Whether a seller's record is a sale of its own: what its page says again of a listed one is not."""
    if entry.kind == "page":
        sold = (entry.source, _wire_id(entry))
        return any(_states(entry, by) and sold not in already for by, already in listed)
    return entry.kind in ("offer", "listing") and _states(entry, SOLD_BY)


def _states(entry: Entry, prices: Sequence[str]) -> bool:
    return any(name in entry.claims for name in prices)


def _wire_id(entry: Entry) -> str:
    return entry.value("wire_id") or entry.own_id


def price_state(prices: Mapping[str, str | None], sometimes: Sequence[str] = ()) -> str:
    """What the claimed prices of an offer say together: known, free, dynamic or unknown.

    Free is a claim of 0 for input and output with nothing else to pay; a dynamic input or output
    makes the whole offer dynamic; without a claim of either, nothing is known, unless another price
    is, or one that holds only sometimes.
    """
    base = (prices.get("input_usd_per_mtok"), prices.get("output_usd_per_mtok"))
    claimed = [value for value in prices.values() if value is not None]
    if DYNAMIC in base:
        return DYNAMIC
    if base == (None, None):
        return "known" if any(Decimal(value) for value in (*claimed, *sometimes) if value != DYNAMIC) else "unknown"
    return "free" if all(value == "0" for value in claimed) and None not in base else "known"


def _listed(entries: Mapping[Key, Entry], endpoint: Entry) -> bool:
    listing = entries.get((endpoint.source, endpoint.value("model_record") or ""))
    return listing is not None and listing.present


def _offer(entry: Entry, judgement: Judgement, provider: str, via: str | None, wire_id: str, kind: str) -> Offer:
    claimed = {name: entry.value(name) for name in PRICES}
    discount = entry.value("discount")
    conditions = parse_raw(entry.value("conditions") or "[]")
    sometimes = [value for condition in conditions for name, value in condition.items() if name in PRICES]
    # A router lists the context of the model; what its first provider serves is the offer's own.
    context = entry.value("context_served") or entry.value("context_listed")
    return Offer(
        id=f"{entry.source}:{entry.record}",
        model_id=judgement.model_id,
        provider=provider,
        via=via,
        wire_id=wire_id,
        source=entry.source,
        record=entry.record,
        kind=kind,
        tag=entry.value("tag"),
        price_state=price_state(claimed, sometimes),
        prices={name: Decimal(value) for name, value in claimed.items() if value not in (None, DYNAMIC)},
        discount=None if discount is None else Decimal(discount),
        conditions=conditions,
        told={name: value for name in TOLD if (value := entry.value(name)) is not None},
        context_served=_whole(context),
        max_input=_whole(entry.value("max_input")),
        max_output=_whole(entry.value("max_output")),
        quantization=entry.value("quantization"),
        observed_at=entry.last_seen,
        valid_from=_since(entry),
    )


def _since(entry: Entry) -> str:
    claims: list[Claimed] = [entry.claims[name] for name in SOLD_BY if name in entry.claims]
    return max((claim.first_observed for claim in claims), default=entry.first_seen)


def _whole(value: str | None) -> int | None:
    return None if value is None else int(value)
