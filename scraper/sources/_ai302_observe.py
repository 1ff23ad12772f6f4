"""What 302.AI's records say: products, price rows of the list, rows of the price tables, and pages."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scraper.claims import Claim
from scraper.errors import BadValue
from scraper.issues import IssueKind
from scraper.reading import IGNORED, Field, Reader, Table
from scraper.source import Record
from scraper.sources._ai302_prices import (
    LABELS,
    OFFICIAL_LABELS,
    claim_cell,
    claim_prices,
    token_prices,
)
from scraper.sources._ai302_tables import (
    OFFER,
    PAGE,
    PAGE_ROW,
    PRICE_ROW,
    PRODUCT,
    claim_abilities,
    claim_makers,
    claim_markup,
    is_reseller,
    line,
    upstream,
)
from scraper.units import dumps, texts

SLUG = "ai302"
VENDORS = ("OpenAI", "Anthropic")
"""Makers that a table is headed by (`OpenAI Model`); other headings are classes, such as `Open Source Model`."""
ABILITIES = {"function_call": "supports_tools", "thinking": "supports_reasoning", "image": "supports_vision"}
"""Words of a page's `Model capability` that have a flag; what is not named there is unknown."""


def observe_record(record: Record) -> Reader:
    """The claims and surprises of one record, by its kind."""
    reader = Reader(record.id)
    raw = record.raw
    if record.kind == "model":
        _product(reader, raw)
    elif record.kind == "offer":
        _offer(reader, raw)
    elif "table" in raw:
        _price_row(reader, raw)
    elif "title" in raw:
        _page(reader, raw)
    else:
        _page_row(reader, raw["row"], raw["type"], raw["titles"], {})
    return reader


def _product(reader: Reader, raw: Mapping[str, Any]) -> None:
    reader.read(raw, PRODUCT)
    definition = raw.get("definition")
    rows = definition if isinstance(definition, list) else []
    claim_makers(reader, raw.get("brand"), [row.get("title") for row in rows if isinstance(row, dict)], "/brand")
    claim_abilities(reader, raw.get("model_capabilities"), raw.get("tag"))
    named = raw.get("price_info")
    sold = named if isinstance(named, list) else []
    names = {row["name"] for row in sold if isinstance(row, dict) and isinstance(row.get("name"), str)}
    wire = names.pop() if len(names) == 1 else None
    # A price row may bear another model's name: it is the product's own id only where both are spelled alike.
    if wire is not None and isinstance(raw.get("name"), str) and _spelled(wire) == _spelled(raw["name"]) != "":
        reader.claims.append(Claim("wire_id", " ".join(wire.split()), wire, "/price_info/0/name"))


def _offer(reader: Reader, raw: Mapping[str, Any]) -> None:
    reader.read(raw, OFFER)
    product = raw["product"]
    tag = product["tag"] if isinstance(product["tag"], str) else ""
    reader.claims.append(Claim("provider_slug", SLUG, "", ""))
    wire, name = _spelled(raw["name"]), _spelled(str(product["name"] or ""))
    # A row under another model's name (`deepseek-chat` in a vision model's product) is not by its author for sure.
    akin = wire in name or name in wire
    claim_makers(reader, product["brand"] if akin or is_reseller(product["brand"]) else None, product["titles"], "")
    if product["name"]:
        reader.claim(Field("name", line), product["name"], "")
    claim_prices(reader, raw, tag.strip())
    _conditions(reader, raw, token_prices)


def _price_row(reader: Reader, raw: Mapping[str, Any]) -> None:
    official = [key for key in raw if key.endswith(" Price")]
    found: Table = {**PRICE_ROW, **{name: IGNORED for key in official for name in (key, f"{key}@cny")}}
    reader.read(raw, found)
    reader.claims.append(Claim("provider_slug", SLUG, "", ""))
    claim_markup(reader, raw.get("Compare"), "/Compare")
    claim_cell(reader, raw.get("302.AI"), LABELS, "/302.AI")
    for key in official if len(official) == 1 else ():
        claim_cell(reader, raw[key], OFFICIAL_LABELS, f"/{key}")
    vendor = str(raw["table"].get("provider") or "").removesuffix(" Model")
    if vendor in VENDORS:
        reader.claims.append(Claim("author_name", vendor, str(raw["table"]["provider"]), ""))
    yuan = raw.get("302.AI@cny")
    if isinstance(yuan, str) and "Output" in yuan:
        claim_cell(reader, yuan, LABELS, "/302.AI@cny")
    _conditions(reader, raw, lambda row: _cell_prices(row, "302.AI"))


def _page(reader: Reader, raw: Mapping[str, Any]) -> None:
    reader.read(raw, PAGE)
    rest = []
    for word in raw["abilities"]:
        if word in ABILITIES:
            reader.claims.append(Claim(ABILITIES[word], "true", word, "/Model capability"))
        else:
            rest.append(word)
    if rest:
        reader.claims.append(Claim("capabilities", texts(rest), " ".join(raw["abilities"]), "/Model capability"))
    titles = [row.get("title", "") for row in raw["endpoints"]]
    _page_row(reader, raw.get("row"), raw["type"], titles, raw["hero"])


def _page_row(
    reader: Reader, row: Mapping[str, Any] | None, tag: str, titles: Sequence[str], hero: Mapping[str, str]
) -> None:
    """A row of the price table; the prices at the page's top must say the same, or take its place."""
    via = upstream(titles)
    if via:
        reader.claims.append(Claim("served_via", via, "; ".join(titles), "/API Reference"))
    top = Reader(reader.record)
    if hero:
        claim_cell(top, " ".join(f"{label} {told}" for label, told in hero.items()), LABELS, "/Input")
    own = Reader(reader.record)
    if row is not None:
        reader.read(row, PAGE_ROW, "/API Pricing")
        claim_markup(reader, row.get("Official Price Gap"), "/API Pricing/Official Price Gap")
        claim_cell(own, row.get("302.AI Price"), LABELS, "/API Pricing/302.AI Price", tag)
        claim_cell(reader, row.get("Official Price"), OFFICIAL_LABELS, "/API Pricing/Official Price")
        _conditions(reader, row, lambda tier: _cell_prices(tier, "302.AI Price"))
    _agree(reader, own, top)
    if any("_usd_" in claim.field for claim in reader.claims):
        reader.claims.append(Claim("provider_slug", SLUG, "", ""))


def _agree(reader: Reader, own: Reader, top: Reader) -> None:
    """Claim what the price table says, and what only the top says; none where they contradict each other."""
    said = {claim.field: claim for claim in own.claims}
    above = {claim.field: claim for claim in top.claims}
    for field in {**said, **above}:
        claim, other = said.get(field), above.get(field)
        if claim is not None and other is not None and claim.value != other.value and field.endswith("_usd_per_mtok"):
            detail = f"{claim.original!r} in the table, {other.original!r} at the top"
            reader.note(IssueKind.BAD_VALUE, field, detail, claim.pointer)
        else:
            reader.claims.append(claim or other or above[field])
    unread = {issue.field for issue in own.issues}
    reader.issues.extend(own.issues)
    reader.issues.extend(issue for issue in top.issues if issue.field not in unread)


def _conditions(reader: Reader, raw: Mapping[str, Any], prices: Callable[[Mapping[str, Any]], dict[str, str]]) -> None:
    """Claim a row's tiers as conditions, all or none."""
    if "tiers" not in raw:
        return
    try:
        found = [{"when": when, **prices(tier["row"])} for tier in raw["tiers"] for when in tier["when"]]
    except BadValue as bad:
        reader.note(IssueKind.BAD_VALUE, "conditions", str(bad), "/tiers")
        return
    rows = [tier["row"] for tier in raw["tiers"]]
    place = "/tiers" if raw["tiers_at"] is None else f"#{raw['tiers_at']}"
    if len(rows) == 1 and raw["tiers_at"] is not None:
        place += f"/{raw['tiers'][0]['index']}"
    reader.claims.append(Claim("conditions", dumps(found), dumps(rows[0] if len(rows) == 1 else rows), place))


def _cell_prices(row: Mapping[str, Any], key: str) -> dict[str, str]:
    """The prices of a tier's cell by attribute. Raises BadValue where one cannot be read."""
    reader = Reader("")
    claim_cell(reader, row.get(key), LABELS, "")
    found = {claim.field: claim.value for claim in reader.claims if claim.field.endswith("_usd_per_mtok")}
    if reader.issues or "input_usd_per_mtok" not in found or len(found) != len(reader.claims):
        raise BadValue(f"{str(row.get(key))[:60]!r} is no price of a tier")
    return found


def _spelled(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())
