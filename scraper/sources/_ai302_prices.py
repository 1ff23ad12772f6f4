"""302.AI's prices: numbers beside a free-text unit, and texts such as `$0.06/s`; to our attributes, or to none.

A price in a unit that has no attribute goes to `other_prices` under 302.AI's own spelling of the unit, a
price in words to `price_text`. A number without a readable unit, and numbers that contradict each other,
are no claims: they are reported.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from scraper.claims import Claim
from scraper.errors import BadValue
from scraper.issues import IssueKind
from scraper.quotes import in_usd_per_mtok, quote, says_nothing, unit_of
from scraper.reading import Reader
from scraper.units import MAX_USD_EACH, MAX_USD_PER_TOKEN, decimal, dumps, original, plain

OWN: Final = {
    "platform_input_price": "input_usd_per_mtok",
    "platform_output_price": "output_usd_per_mtok",
    "platform_cache_read_price": "cache_read_usd_per_mtok",
    "platform_cache_creation_price": "cache_write_usd_per_mtok",
}
"""What 302.AI charges."""
OFFICIAL: Final = {"input_price": "official_input_usd_per_mtok", "output_price": "official_output_usd_per_mtok"}
"""What 302.AI says that the maker charges."""
LABELS: Final = {
    "input": "input_usd_per_mtok",
    "output": "output_usd_per_mtok",
    "cache read": "cache_read_usd_per_mtok",
    "cache creation": "cache_write_usd_per_mtok",
    "cache write": "cache_write_usd_per_mtok",
}
"""Label in a price cell to attribute."""
OFFICIAL_LABELS: Final = {"input": "official_input_usd_per_mtok", "output": "official_output_usd_per_mtok"}

_MTOK = re.compile(r"(?:1|one)?\s*(?:m|million)\s*tokens?", re.IGNORECASE)
_DOLLARS = re.compile(r"\$\s*(\d+(?:\.\d+)?)\s*(?:/\s*(.*\S))?", re.DOTALL)
_FREE = frozenset({"free", "free of charge", "for free"})
_JUNK = re.compile(r"\[object object\]|https?:|.{41}|.*[$¥￥€=]", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(
    r"(?:(?<![a-z])|(?<=tokens))(?P<label>cache (?:creation|write|read)|input|output)\s*+[:\uff1a]?\s*+"
    r"(?!tok|price|char|length|and\b)",
    re.IGNORECASE,
)


def is_mtok(unit: Any) -> bool:
    """Whether a unit is one of the spellings of a million tokens."""
    return isinstance(unit, str) and _MTOK.fullmatch(unit.strip()) is not None


def amounts(reader: Reader, row: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Decimal]:
    """The amounts of a row above 0 by key: 302.AI writes 0 where a price is not set."""
    found: dict[str, Decimal] = {}
    for key, attribute in keys.items():
        value = row.get(key)
        if value is None or (type(value) is int and value == 0):
            continue
        try:
            amount = decimal(value)
            if amount < 0 or amount > MAX_USD_PER_TOKEN * 1_000_000:
                raise BadValue(f"{plain(amount)} dollars is no price")
        except BadValue as bad:
            reader.note(IssueKind.BAD_VALUE, attribute, str(bad), f"/{key}")
            continue
        if amount:
            found[key] = amount
    return found


def claim_prices(reader: Reader, row: Mapping[str, Any], tag: str) -> None:
    """Claim what a price row says, by its unit; `tag` is the product's class."""
    own = amounts(reader, row, OWN)
    special = row.get("special_pricing")
    told = special.strip() if isinstance(special, str) and not says_nothing(special) else ""
    if told and "platform_input_price" not in own:
        _claim_told(reader, told, own, row.get("suffix"), tag)
    elif is_mtok(row.get("suffix")) and own:
        _claim_tokens(reader, row, own)
        if told:
            _claim(reader, "price_text", told, "/special_pricing")
    elif own:
        _claim_numbers(reader, own, row.get("suffix"), tag)
    elif str(row.get("suffix")).strip().lower() in _FREE:
        _claim_free(reader, row.get("suffix"), tag, "/suffix")
    else:
        reader.note(IssueKind.UNKNOWN_VALUE, "input_usd_per_mtok", "0 for every price and no word of one", "")


def token_prices(row: Mapping[str, Any]) -> dict[str, str]:
    """The prices of a tier by attribute, for a condition. Raises BadValue where one cannot be read."""
    reader = Reader("")
    own = amounts(reader, row, OWN)
    if reader.issues or not {"platform_input_price", "platform_output_price"} <= own.keys():
        raise BadValue("a tier without its two prices")
    return {attribute: plain(own[key]) for key, attribute in OWN.items() if key in own}


def _claim_tokens(reader: Reader, row: Mapping[str, Any], own: Mapping[str, Decimal]) -> None:
    for key, amount in own.items():
        reader.claims.append(Claim(OWN[key], plain(amount), original(row[key]), f"/{key}"))
    if "platform_input_price" in own and row.get("platform_output_price") == 0:
        # Embeddings: the price page prints $0 for their output.
        reader.claims.append(
            Claim("output_usd_per_mtok", "0", original(row["platform_output_price"]), "/platform_output_price")
        )
    for key, amount in amounts(reader, row, OFFICIAL).items():
        reader.claims.append(Claim(OFFICIAL[key], plain(amount), original(row[key]), f"/{key}"))


def _claim_told(reader: Reader, told: str, own: Mapping[str, Decimal], suffix: Any, tag: str) -> None:
    """A price text: a number where it is one and nothing contradicts it, else the words."""
    charged = set(own.values())
    match = _DOLLARS.fullmatch(told)
    if told.lower() in _FREE and not charged:
        _claim_free(reader, suffix, tag, "/special_pricing")
        return
    if match is None:
        if told.lower() in _FREE:
            reader.note(IssueKind.UNKNOWN_VALUE, "price_text", f"{told!r}, but a price beside it", "/special_pricing")
        _claim(reader, "price_text", told, "/special_pricing")
        return
    amount, unit = Decimal(match[1]), match[2] or suffix
    why = ""
    if charged and charged != {amount}:
        why = f"{told!r}, but {', '.join(map(plain, sorted(charged)))} beside it"
    elif match[2] and _differ(match[2], suffix):
        why = f"{told!r}, but per {suffix} beside it"
    if why or not _claim_each(reader, amount, unit, tag, told, "/special_pricing"):
        reader.note(
            IssueKind.UNKNOWN_VALUE, "price_text", why or f"{told!r} without a readable unit", "/special_pricing"
        )
        _claim(reader, "price_text", told, "/special_pricing")


def _claim_numbers(reader: Reader, own: Mapping[str, Decimal], suffix: Any, tag: str) -> None:
    """Numbers without a text beside them: one amount a piece, or several by key."""
    charged = set(own.values())
    unit = suffix.strip() if isinstance(suffix, str) else ""
    if not unit or _JUNK.match(unit):
        detail = f"{', '.join(map(plain, sorted(charged)))} dollars per {unit or 'what is not said'}"
        reader.note(IssueKind.UNKNOWN_VALUE, "other_prices", detail, "/suffix")
    elif len(charged) == 1:
        _claim_each(reader, charged.pop(), unit, tag, unit, "/platform_output_price")
    else:
        value = dumps({f"{key} / {unit}": plain(amount) for key, amount in own.items()})
        _claim(reader, "other_prices", value, "")


def _claim_free(reader: Reader, suffix: Any, tag: str, pointer: str) -> None:
    if is_mtok(suffix) or (str(suffix).strip().lower() in _FREE and tag == "LLM"):
        for attribute in ("input_usd_per_mtok", "output_usd_per_mtok"):
            reader.claims.append(Claim(attribute, "0", "Free", pointer))
    elif str(suffix).strip().lower() in _FREE:
        reader.claims.append(Claim("request_usd_each", "0", "Free", pointer))
    elif not _claim_each(reader, Decimal(0), suffix, tag, "Free", pointer):
        _claim(reader, "price_text", "Free", pointer)


def _claim_each(reader: Reader, amount: Decimal, unit: Any, tag: str, told: str, pointer: str) -> bool:
    """Claim a price a piece; False where the unit says nothing."""
    shown = " ".join(unit.split()) if isinstance(unit, str) else ""
    if not shown or _JUNK.match(shown) or amount > MAX_USD_EACH:
        return False
    attribute, factor = _piece(_unit(shown), tag)
    value = plain(amount * factor) if attribute else dumps({shown: plain(amount)})
    reader.claims.append(Claim(attribute or "other_prices", value, told, pointer))
    return True


def _piece(unit: str, tag: str) -> tuple[str, Decimal]:
    """The attribute of a unit, with the factor to its own; none where the class leaves open what is counted."""
    if unit == "second" and tag == "Video Generation":
        return "video_output_usd_per_second", Decimal(1)
    if unit == "image" and tag == "Image Generations":
        return "image_output_usd_each", Decimal(1)
    if unit in ("mchar", "kchar") and tag == "Audio-Video Processing":
        return "speech_usd_per_mchar", Decimal(1 if unit == "mchar" else 1_000)
    each = {"call": "request_usd_each", "page": "page_usd_each"}
    return each.get(unit, ""), Decimal(1)


def _differ(one: str, other: Any) -> bool:
    """Whether two spellings name two units that we know."""
    first, second = _unit(one), _unit(other) if isinstance(other, str) else ""
    return bool(first and second and first != second)


@lru_cache(maxsize=512)
def _unit(text: str) -> str:
    # A bare `m` may be a minute, a million or a megapixel.
    if text.strip().lower() in ("m", "k", "1m", "1k") or _JUNK.match(text):
        return ""
    try:
        return unit_of(text)
    except BadValue:
        return ""


def _claim(reader: Reader, attribute: str, value: str, pointer: str) -> None:
    reader.claims.append(Claim(attribute, value, value, pointer))


def cell_parts(cell: str) -> list[tuple[str, str]]:
    """A price cell by its labels: `Input$2 / 1M tokens Output$8 / 1M tokens`; one without labels has none.

    Raises BadValue where a label comes twice, or something stands before the first one.
    """
    found = list(_LABEL.finditer(cell))
    if not found:
        return [("", cell.strip())]
    if cell[: found[0].start()].strip(" |"):
        raise BadValue(f"{cell[:60]!r} has words before its prices")
    ends = [match.start() for match in found[1:]] + [len(cell)]
    parts = [(m["label"].lower(), cell[m.end() : end].strip(" |;")) for m, end in zip(found, ends, strict=True)]
    if len({label for label, _ in parts}) != len(parts):
        raise BadValue(f"{cell[:60]!r} has a price twice")
    return parts


def claim_cell(reader: Reader, cell: Any, labels: Mapping[str, str], pointer: str, tag: str = "") -> None:
    """Claim the prices of a cell: dollars a million tokens by label, or one price a piece."""
    native: list[dict[str, str]] = []
    try:
        parts = cell_parts(cell) if isinstance(cell, str) and not says_nothing(cell) else []
    except BadValue as bad:
        reader.note(IssueKind.BAD_VALUE, labels["input"], str(bad), pointer)
        return
    for label, told in parts:
        if not label and labels is LABELS:
            _claim_bare(reader, told, tag, pointer)
        elif label in labels and not says_nothing(told):
            _claim_labelled(reader, labels[label], told, pointer, native)
    if native:
        reader.claims.append(Claim("native_prices", dumps(native), cell, pointer))


def _claim_labelled(reader: Reader, field: str, told: str, pointer: str, native: list[dict[str, str]]) -> None:
    try:
        quoted = quote(told)
        # A million tokens is the one unit of these cells: another one is a slip or a redesign.
        if quoted.per != "mtok" or "," in told:
            raise BadValue(f"{told!r} is not per 1M tokens")
        if quoted.currency != "USD":
            native.append({"field": field, "amount": plain(quoted.amount), "currency": quoted.currency, "per": "mtok"})
            return
        value = in_usd_per_mtok(quoted)
    except BadValue as bad:
        reader.note(IssueKind.BAD_VALUE, field, str(bad), pointer)
        return
    reader.claims.append(Claim(field, value, told, pointer))


def _claim_bare(reader: Reader, told: str, tag: str, pointer: str) -> None:
    match = _DOLLARS.fullmatch(told)
    if told.lower() in _FREE:
        _claim(reader, "price_text", told, pointer)
    elif match is not None and match[2] and not is_mtok(match[2]) and "," not in told and "$" not in match[2]:
        if not _claim_each(reader, Decimal(match[1]), match[2], tag, told, pointer):
            reader.note(IssueKind.BAD_VALUE, "other_prices", f"{told[:60]!r} is no price that we can read", pointer)
    elif any(char.isdigit() for char in told):
        reader.note(IssueKind.BAD_VALUE, "other_prices", f"{told[:60]!r} is no price that we can read", pointer)
    else:
        _claim(reader, "price_text", told, pointer)
