"""What the figures of an OpenRouter model page claim: prices by the words behind them, limits exact or not at all."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from scraper.claims import Claim
from scraper.errors import BadValue
from scraper.issues import IssueKind
from scraper.quotes import day_quoted, exact_tokens_quoted, in_usd_per_mtok, quote, tokens_quoted
from scraper.reading import Reader
from scraper.units import MAX_USD_EACH, dumps, plain

PRICES = {
    "input tokens": ("input_usd_per_mtok", "M"),
    "output tokens": ("output_usd_per_mtok", "M"),
    "audio tokens": ("audio_usd_per_mtok", "M"),
    "input audio tokens": ("audio_usd_per_mtok", "M"),
    "output audio tokens": ("audio_output_usd_per_mtok", "M"),
    "input imgs": ("image_usd_each", "K"),
    "output imgs": ("image_output_usd_each", "K"),
    "web search": ("web_search_usd_each", "K"),
    "requests": ("request_usd_each", "K"),
}
"""Words behind a price: the attribute, and whether it is told per million or per thousand."""
DAYS = {"Created": "listed_at", "Added": "listed_at", "Released": "released_at"}

_EACH = re.compile(r"\$\s?(?P<amount>\d+(?:\.\d+)?)\s*/\s?(?:1\s?)?K")


def claim_told(told: Mapping[str, Sequence[str]], reader: Reader) -> None:
    """Claim every figure that is told once, or the same each time; report the others."""
    other: dict[str, Any] = {}
    for label, values in told.items():
        if label in DAYS:
            _claim(reader, DAYS[label], values, day_quoted, label)
        elif label == "Context":
            _claim_context(reader, values)
        elif label in PRICES:
            field, per = PRICES[label]
            _claim(reader, field, values, _per_million if per == "M" else _per_thousand, label)
        else:
            other[label] = values[0]
    if other:
        reader.claims.append(Claim("other_prices", dumps(other), dumps(other), "/prices"))


def _claim(reader: Reader, field: str, values: Sequence[str], convert: Callable[[str], str | None], label: str) -> None:
    try:
        read = {convert(value) for value in values}
        if len(read) > 1:
            raise BadValue(f"told in two ways: {', '.join(values)}")
        value = read.pop()
        if value is not None:
            reader.claims.append(Claim(field, value, values[0], f"/{label}"))
    except BadValue as bad:
        reader.note(IssueKind.BAD_VALUE, field, str(bad), f"/{label}")


def _claim_context(reader: Reader, values: Sequence[str]) -> None:
    """The exact number; a rounded one (`1M`) that may be another is left out, and said so."""
    try:
        for value in values:
            tokens_quoted(value)
    except BadValue as bad:
        reader.note(IssueKind.BAD_VALUE, "context_listed", str(bad), "/Context")
        return
    try:
        for value in values:
            exact_tokens_quoted(value)
    except BadValue as bad:
        reader.note(IssueKind.IGNORED, "context_listed", str(bad), "/Context")
        return
    _claim(reader, "context_listed", values, exact_tokens_quoted, "Context")


def _per_million(value: str) -> str:
    """Dollars per million tokens. The site shows no other unit, so another one is a slip or news."""
    if re.search(r"\d,\d", value):
        raise BadValue(f"{value!r}: a comma in a price of a million tokens")
    quoted = quote(value)
    if quoted.per != "mtok":
        raise BadValue(f"{value!r} is per {quoted.per or 'what is not said'}, not per million tokens")
    return in_usd_per_mtok(quoted)


def _per_thousand(value: str) -> str:
    """Dollars a piece, from a price of a thousand."""
    match = _EACH.fullmatch(value)
    if match is None:
        raise BadValue(f"{value!r} is no price of a thousand")
    amount = Decimal(match["amount"]) / 1_000
    if amount > MAX_USD_EACH:
        raise BadValue(f"{value!r} is no price of a thousand")
    return plain(amount)
