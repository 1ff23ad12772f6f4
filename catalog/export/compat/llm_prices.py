"""llm-prices' `current-v1.json`: one price a model, that of its maker where the maker sells it, else the router's.

An id there stands for a vendor's own model, so only makers' own sales stand under their bare ids. Any other model
that the router lists stands under the vendor `openrouter` and the router's id. Prices that change with the size of
the prompt are rows of their own, as the format has them: `<id>-200k`, named `... >200k`, beside `... ≤200k`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from catalog.entries import Claimed
from catalog.export.compat.facts import Facts
from catalog.export.compat.format import Compat
from catalog.export.compat.sizes import Day, day_prices, moment_of
from catalog.export.compat.written import Entry, Written
from catalog.export.content import Content
from catalog.match.judgement import ROUTER
from catalog.offered import Offered
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
NO_PRICE = "the price of input or of output is not known, or varies"
OTHERS = "a model has one price there: this is another seller's, a variant's or an alias's"
TWICE = "another row has that id"


class _Sale(NamedTuple):
    """A sale with its vendor and the prices of the day."""

    vendor: str
    offered: Offered
    day: Day


class _Row(NamedTuple):
    id: str
    told: dict[str, Any]
    values: dict[str, list[Claimed]]


def _write(content: Content) -> Written:
    """Makers by name, then the router; each by id."""
    facts = Facts(content)
    sales = list(_sales(content, moment_of(content)))
    own = (sale for sale in sales if sale.vendor not in ("", ROUTER) and sale.day.has_sides)
    made = {sale.offered.row["model_id"] for sale in own if facts.is_plain(sale.offered)}
    rows, entries, omitted = dict[str, _Row](), list[Entry](), dict[str, list[str]]()
    for sale in sorted(sales, key=_order):
        offer = sale.offered.row
        found = list(_rows(sale, facts.of(sale.offered).get("name")))
        if not sale.vendor or (sale.vendor == ROUTER and offer["model_id"] in made):
            omitted.setdefault(OTHERS, []).append(offer["id"])
        elif not found or any(row.id in rows for row in found):
            omitted.setdefault(TWICE if found else NO_PRICE, []).append(offer["id"])
        else:
            rows.update({row.id: row for row in found})
            entries += [Entry(row.id, offer["model_id"], offer["id"], row.values, _left_out(sale)) for row in found]
    return Written(
        {"updated_at": content.status.generated_at[:10], "prices": [row.told for row in rows.values()]},
        entries,
        dict(sorted(omitted.items())),
    )


def _sales(content: Content, at: datetime) -> Iterator[_Sale]:
    """Sales under sellers' own ids; those that stand for no model have no vendor."""
    for offered in content.offers:
        row = offered.row
        if row["via"] is None:
            vendor = ROUTER if row["kind"] == "list" else VENDORS.get(row["provider"], "")
            yield _Sale(vendor, offered, day_prices(row, at))


def _order(sale: _Sale) -> tuple[bool, str, str, str]:
    row = sale.offered.row
    return sale.vendor == ROUTER, sale.vendor, row["wire_id"], row["id"]


def _rows(sale: _Sale, of_the_model: Claimed | None) -> Iterator[_Row]:
    """One row, or one for each size of prompt; none where a price is not known."""
    if not sale.day.has_sides:
        return
    id_, named = sale.offered.row["wire_id"], sale.offered.claims.get("name", of_the_model)
    name = named.value if named else id_
    first = f" ≤{_short(sale.day.sizes[0].above)}" if sale.day.sizes else ""
    yield _row(sale, id_, f"{name}{first}", named, sale.day.base)
    for size in sale.day.sizes:
        above = _short(size.above)
        yield _row(sale, f"{id_}-{above}", f"{name} >{above}", named, size.prices)


def _row(sale: _Sale, id_: str, name: str, named: Claimed | None, prices: Mapping[str, Decimal]) -> _Row:
    claims = sale.offered.claims
    told = {key: Exact(prices[field]) if field in prices else None for key, field in PRICED.items()}
    values = {} if named is None else {"name": [named]}
    for key, field in PRICED.items():
        if field in prices:
            own = claims.get(field)
            says = own is not None and own.value == str(told[key])
            values[key] = [own] if own is not None and says else [claims["conditions"]]
    return _Row(id_, {"id": id_, "vendor": sale.vendor, "name": name, **told}, values)


def _short(tokens: int) -> str:
    return f"{tokens // 1000}k" if tokens % 1000 == 0 else str(tokens)


def _left_out(sale: _Sale) -> list[str]:
    """Fields of the sale that its rows do not say."""
    said = {"name", "wire_id", "provider_slug", *PRICED.values(), *(["conditions"] if sale.day.whole else [])}
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
        "Limits, dates, modalities and abilities.",
        "Since when a price stands.",
    ),
    write=_write,
)
