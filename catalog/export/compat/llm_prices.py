"""llm-prices' `current-v1.json`: one price a model, that of its maker where the maker sells it, else the router's.

An id there stands for a vendor's own model, so only makers' own sales stand under their bare ids. Any other model
that the router lists stands under the vendor `openrouter` and the router's id. Prices that change with the size of
the prompt are rows of their own, as the format has them: `<id>-200k`, named `... >200k`, beside `... ≤200k`.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from catalog.entries import Claimed
from catalog.export.compat.facts import Facts
from catalog.export.compat.format import Compat
from catalog.export.compat.priced import Priced, sorted_out
from catalog.export.compat.sizes import Day, day_prices, moment_of
from catalog.export.compat.written import Entry, Written
from catalog.export.content import Content
from catalog.match.judgement import ROUTER
from catalog.queries import Row
from catalog.shelf import Shelf
from catalog.values import Exact

VENDORS = {
    "anthropic": "anthropic",
    "deepseek": "deepseek",
    "google": "google",
    "mistral": "mistral",
    "moonshotai": "moonshot-ai",
    "openai": "openai",
    "xai": "xai",
    "z-ai": "z.ai",
}
"""Sellers who sell what they make, with llm-prices' names for them."""
PRICED = {
    "input": "input_usd_per_mtok",
    "output": "output_usd_per_mtok",
    "input_cached": "cache_read_usd_per_mtok",
}
NO_PRICE = "the price of input or of output is not known"
OTHERS = "a model has one price there: this is another seller's, a variant's or an alias's"
TWICE = "another row has that id"


class _Row(NamedTuple):
    id: str
    told: dict[str, Any]
    values: dict[str, list[Claimed]]


def _write(content: Content) -> Written:
    """Makers by name, then the router; each by id."""
    facts, at = content.once(Facts), moment_of(content)
    sales, unpriced = content.once(sorted_out)
    reasons = {offer: why for why, offers in unpriced.items() for offer in offers}
    makers = (row for row in sales.rows() if _vendor(row) not in ("", ROUTER))
    made = {row["model_id"] for row in makers if day_prices(row, at).has_sides and facts.is_plain(row)}
    rows, entries, omitted = Shelf[dict[str, Any]](), Shelf[Entry](), dict[str, list[str]]()
    for offer in sorted(sales.brief(), key=_order):
        vendor, id_ = _vendor(offer), offer["id"]
        if not vendor or (vendor == ROUTER and offer["model_id"] in made):
            omitted.setdefault(OTHERS, []).append(id_)
            continue
        sale = None if id_ in reasons else sales.of(id_)
        day = None if sale is None else day_prices(sale.row, at)
        if sale is None or day is None or not day.has_sides:
            omitted.setdefault(reasons.get(id_, NO_PRICE), []).append(id_)
            continue
        found = list(_rows(vendor, sale, day))
        if any(row.id in rows for row in found):
            omitted.setdefault(TWICE, []).append(id_)
            continue
        for row in found:
            rows[row.id] = row.told
            entries[row.id] = Entry(row.id, offer["model_id"], id_, row.values, _left_out(sale, day))
    newest = content.status.generated_at[: len("2026-01-31")]
    return Written({"updated_at": newest, "prices": rows.values()}, entries.values(), dict(sorted(omitted.items())))


def _vendor(offer: Row) -> str:
    """Whose price it is there; empty for a sale that stands for no model."""
    return ROUTER if offer["kind"] == "list" else VENDORS.get(offer["provider"], "")


def _order(offer: Row) -> tuple[bool, str, str, str]:
    vendor = _vendor(offer)
    return vendor == ROUTER, vendor, offer["wire_id"], offer["id"]


def _rows(vendor: str, sale: Priced, day: Day) -> Iterator[_Row]:
    """One row an id and size of prompt.

    A sale that its page names in words has the ids under which other sources know it, if any does.
    """
    named = sale.told("name")
    ids = {id_: [claim] for id_, claim in sale.others.items()} or {sale.row["wire_id"]: sale.claims("wire_id")}
    for id_, said in ids.items():
        name = named.value if named else id_
        first = f" ≤{_short(day.sizes[0].above)}" if day.sizes else ""
        blocks = [("", f"{name}{first}", day.base)]
        blocks += [(f"-{_short(size.above)}", f"{name} >{_short(size.above)}", size.prices) for size in day.sizes]
        for ending, full, prices in blocks:
            values = {"id": said, "name": [named] if named else [], **_behind(sale, prices)}
            key = f"{id_}{ending}"
            told = {"id": key, "vendor": vendor, "name": full, **_prices(prices)}
            yield _Row(key, told, {name: claims for name, claims in values.items() if claims})


def _prices(prices: Mapping[str, Decimal]) -> dict[str, Exact | None]:
    return {key: Exact(prices[field]) if field in prices else None for key, field in PRICED.items()}


def _behind(sale: Priced, prices: Mapping[str, Decimal]) -> dict[str, list[Claimed]]:
    """The claims of each price: that of the price, or the condition under which it holds."""
    known = [(key, field) for key, field in PRICED.items() if field in prices]
    return {
        key: sale.claims(field) if sale.base.get(field) == prices[field] else sale.claims("conditions")
        for key, field in known
    }


def _short(tokens: int) -> str:
    return f"{tokens // 1000}k" if tokens % 1000 == 0 else str(tokens)


def _left_out(sale: Priced, day: Day) -> list[str]:
    """Fields of the sale that its rows do not say."""
    said = {"name", "wire_id", "provider_slug", *PRICED.values(), *(["conditions"] if day.whole else [])}
    return [field for field in sale.offered.claims if field not in said]


LLM_PRICES = Compat(
    name="llm-prices",
    file="llm-prices.json",
    about="one price a model, its maker's or else the router's, in the shape of llm-prices' current-v1.json",
    cannot_say=(
        "More than one seller of a model: its maker's price stands, and where no maker's is here the router's list"
        " price, under the vendor openrouter and its own id. Other sellers, variants and aliases are omitted.",
        "That only one of input and output is known, or that a price varies: such sales are omitted.",
        "Prices but input, output and cached input: writing to a cache, images, audio, requests, searches.",
        "Prices by service (batch, flex, priority), time of day or resolution: the row is the base price of the day"
        " of the newest answer.",
        "Prices that only the tokens above a size cost: rows by size are for whole prompts.",
        "That reading from a cache is not offered, against not known: both are null.",
        "Whether an id is the one that requests name: a sale that no source knows by an id stands under its name.",
        "Limits, dates, modalities and abilities.",
        "Since when a price stands.",
    ),
    write=_write,
)
