"""What several labels of a ModelsLab page say only together: prices, the blend, the maker, the router behind.

The badge prints one amount as `/ call`, the specifications the same amount as `per million tokens`:
it is the mean of the input and the output price, and no price of anything.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from scraper.claims import Claim
from scraper.errors import BadValue
from scraper.issues import IssueKind
from scraper.quotes import USD, Quote, in_usd_per_mtok, quote
from scraper.reading import Field, Reader
from scraper.sources._modelslab_tables import FEATURES, LISTED, PAGE
from scraper.units import dumps, plain, text, texts

ROUTERS = {"open_router": "Open Router", "together_ai": "Together AI"}
"""Providers that sell what others made: their path says nothing of the maker."""
INPUT, OUTPUT = "input_usd_per_mtok", "output_usd_per_mtok"
PRICES = {
    "input": INPUT, "prompt": INPUT, "output": OUTPUT, "completion": OUTPUT, "cached input": "cache_read_usd_per_mtok",
    "cache read": "cache_read_usd_per_mtok", "cache write": "cache_write_usd_per_mtok",
}  # fmt: skip
BADGE, SPECIFIED = "/badge/price", "/Technical Specifications/Price"
LEAST_DIGITS = 6
"""With fewer decimals printed, a rounded mean is not told from another amount."""


def read_page(raw: Mapping[str, Any], id_: str, reader: Reader) -> None:
    """Every claim of `api.md` or `llms.txt`."""
    reader.read(raw, PAGE)
    _keep_one_of_each(reader)
    said = {claim.field for claim in reader.claims}
    badge = raw.get("badge") or {}
    if "wire_id" not in said:
        told = (badge["id"], "/badge/id") if "id" in badge else (id_.partition("/")[2], "")
        reader.claim(Field("wire_id", text), *told)
    routes = (raw.get("links") or {}).get("own") or [id_.partition("/")[0]]
    labels = (raw.get("links") or {}).get("labels") or {}
    _read_maker(badge.get("author", ""), raw.get("name", ""), {*routes, id_.partition("/")[0]}, reader)
    maker = badge.get("author", "")
    _read_router(routes, labels, "" if maker in ROUTERS else maker, reader)
    _read_features(raw.get("Key Features") or (), reader)
    _read_statements(raw, reader)
    _read_prices(raw, reader)


def read_listed(raw: Mapping[str, Any], id_: str, reader: Reader) -> None:
    """What a listing says of one model: its name, its id, and who serves it."""
    provider, _, wire_id = id_.partition("/")
    reader.read(raw, LISTED)
    reader.claims.append(Claim("wire_id", wire_id, raw["id"], "/id"))
    _read_maker("", raw.get("name", ""), {provider}, reader)
    _read_router([provider], {provider: raw.get("label", "")}, "", reader)


def _keep_one_of_each(reader: Reader) -> None:
    """One claim of each field: two labels that say the same count once, two that differ not at all."""
    values: dict[str, set[str]] = {}
    for claim in reader.claims:
        values.setdefault(claim.field, set()).add(claim.value)
    for field, told in values.items():
        if len(told) > 1:
            reader.note(IssueKind.BAD_VALUE, field, f"told in two ways: {' and '.join(sorted(told))[:80]}", "")
    first = {claim.field: claim for claim in reversed(reader.claims) if len(values[claim.field]) == 1}
    reader.claims[:] = [claim for claim in reader.claims if first.get(claim.field) is claim]


def _read_maker(author: str, name: str, providers: set[str], reader: Reader) -> None:
    """The maker: the badge's author, or where that is a router the name before its colon."""
    if author and author not in ROUTERS:
        reader.claim(Field("author_name", text), author, "/badge/author")
    elif providers & ROUTERS.keys() and re.match(r"[^:]{2,40}: \S", name):
        reader.claim(Field("author_name", text), name.partition(":")[0], "/name")


def _read_router(routes: list[str], labels: Mapping[str, str], author: str, reader: Reader) -> None:
    """The provider under whose path the page's own links have the model, where it is not its maker."""
    for route in routes:
        label = labels.get(route) or ROUTERS.get(route, "")
        if label and route != author and (route in ROUTERS or author) and label != "ModelsLab":
            reader.claims.append(Claim("served_via", label, route, "/links"))
            return


def _read_features(features: Sequence[str], reader: Reader) -> None:
    said = {claim.field for claim in reader.claims}
    for index, feature in enumerate(features):
        for pattern, field in FEATURES:
            if field not in said and pattern.search(feature):
                said.add(field)
                reader.claims.append(Claim(field, "true", feature, f"/Key Features/{index}"))


def _read_statements(raw: Mapping[str, Any], reader: Reader) -> None:
    """Praise and promises, as claims with a speaker; answers that repeat the rest of the page are left out."""
    told = [(raw.get("front") or {}).get("description", ""), *(raw.get("statements") or [])]
    for question, answer in (raw.get("FAQ") or {}).items():
        if not re.match(r"What is |How do I use ", question):
            # The blend in a sentence is no statement about anything.
            told.extend(part for part in re.split(r"(?<=[.!?])\s+", answer) if not re.search(r"[$¥€£]\s?\d", part))
    kept = list(dict.fromkeys(part.strip() for part in told if part.strip()))
    if kept:
        reader.claims.append(Claim("statements", texts(kept), dumps(kept), "/FAQ"))


def _read_prices(raw: Mapping[str, Any], reader: Reader) -> None:
    """Prices by label, then the one amount without a direction."""
    specified = raw.get("Technical Specifications") or {}
    texts_ = {**{key: specified[key] for key in specified if key.endswith(" Price")}, **(raw.get("Pricing") or {})}
    found: dict[str, tuple[str, str, str]] = {}
    strange: dict[str, str] = {}
    native: list[dict[str, str]] = []
    for label, value in texts_.items():
        attribute = PRICES.get(re.sub(r"\s*(?:price|cost|tokens?)\b", "", label.lower()).strip())
        pointer = f"/Pricing/{label}" if label in (raw.get("Pricing") or {}) else f"/Technical Specifications/{label}"
        if attribute is None:
            strange[label] = value
            continue
        try:
            quoted = _token_price(value)
            amount = in_usd_per_mtok(quoted) if quoted.currency == USD else ""
        except BadValue as bad:
            reader.note(IssueKind.BAD_VALUE, attribute, str(bad), pointer)
            continue
        if amount:
            before = found.get(attribute, (amount,))[0]
            found[attribute] = (amount if before == amount else "", value, pointer)
        else:
            told = {"field": attribute, "amount": plain(quoted.amount), "currency": quoted.currency, "per": quoted.per}
            native.append(told)
    if strange:
        reader.claims.append(Claim("other_prices", dumps(strange), dumps(strange), "/Pricing"))
    if native:
        reader.claims.append(Claim("native_prices", dumps(native), dumps(texts_), "/Pricing"))
    _claim(found, _read_blend(raw, found, bool(texts_), reader), reader)


def _claim(found: Mapping[str, tuple[str, str, str]], blend: Decimal | None, reader: Reader) -> None:
    """Claim what was read. A zero beside a blend that is not the mean was rounded away, and is no price."""
    mean = _mean(found)
    for attribute, (amount, original, pointer) in found.items():
        if not amount:
            reader.note(IssueKind.BAD_VALUE, attribute, "two labels with two prices", pointer)
        elif amount == "0" and blend and (mean is None or not _is_mean(blend, mean)):
            detail = f"shown as 0, but the page's own amount of both is {plain(blend)}"
            reader.note(IssueKind.BAD_VALUE, attribute, detail, pointer)
        else:
            reader.claims.append(Claim(attribute, amount, original, pointer))


def _read_blend(
    raw: Mapping[str, Any], found: Mapping[str, tuple[str, str, str]], has_prices: bool, reader: Reader
) -> Decimal | None:
    """The amount without a direction: the mean it is, a price of a call where nothing else can be meant, or words."""
    shown = list(_amounts(raw))
    if not shown:
        return None
    original, pointer = shown[0]
    quotes = [_quoted(text_) for text_, _ in shown]
    amounts = {told.amount for told in quotes if told is not None and told.currency == USD}
    units = {told.per for told in quotes if told is not None}
    mean = _mean(found)
    amount = amounts.pop() if len(amounts) == 1 and None not in quotes else None
    if amount is not None and mean is not None and _is_mean(amount, mean):
        reader.claims.append(Claim("blended_usd_per_mtok", plain(amount), original, pointer))
        return amount
    if amount is not None and not has_prices and units == {"call"} and len(shown) > 1:
        reader.claims.append(Claim("request_usd_each", plain(amount), original, pointer))
        return amount
    detail = "an amount that is not the mean of input and output, of an uncertain unit: no price is claimed of it"
    reader.note(IssueKind.IGNORED, "price_text", detail, pointer)
    if converted := text(original):
        reader.claims.append(Claim("price_text", converted, original, pointer))
    return amount


def _amounts(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts of the amount without a direction, with their places."""
    if badge := (raw.get("badge") or {}).get("price"):
        yield badge, BADGE
    if price := (raw.get("Technical Specifications") or {}).get("Price"):
        yield price, SPECIFIED


def _mean(found: Mapping[str, tuple[str, str, str]]) -> Decimal | None:
    pair = [found.get(name, ("",))[0] for name in (INPUT, OUTPUT)]
    return sum(map(Decimal, pair), Decimal(0)) / 2 if all(pair) else None


def _is_mean(amount: Decimal, mean: Decimal) -> bool:
    """Whether an amount is exactly the mean, or the mean rounded to its own printed digits (six at least)."""
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent < LEAST_DIGITS:
        return amount == mean
    return abs(amount - mean) <= Decimal((0, (5,), exponent - 1))


def _token_price(value: str) -> Quote:
    """A price a million tokens. Every price of ModelsLab is one: another unit, or a comma, is a slip."""
    quoted = quote(value)
    if quoted.amount == 0 and not quoted.per:
        return quoted._replace(per="mtok")
    if quoted.per != "mtok":
        raise BadValue(f"{value[:60]!r} is not per million tokens")
    if "," in value:
        raise BadValue(f"{value[:60]!r}: a comma that may stand for thousands or for decimals")
    return quoted


def _quoted(value: str) -> Quote | None:
    try:
        return None if "," in value else quote(value)
    except BadValue:
        return None
