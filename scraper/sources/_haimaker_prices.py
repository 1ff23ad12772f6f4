"""Prices and limits as haimaker writes them: one price from all the places that tell it, or none."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from scraper.claims import Claim
from scraper.errors import BadValue
from scraper.issues import IssueKind
from scraper.quotes import (
    USD,
    Quote,
    exact_tokens_quoted,
    heading_of,
    in_usd_per_mtok,
    quote,
    says_nothing,
    tokens_quoted,
)
from scraper.reading import Reader
from scraper.units import dumps, plain

FREE = frozenset({"free", "$0", "free of charge", "for free"})

_THOUSANDS = re.compile(r"\d,\d")
_GLUED_SIGN = re.compile(r"([$¥€£])(?=[A-Za-z])")


class Prices:
    """Collects the prices of one record: dollars as claims, other currencies and words each in one claim."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._native: list[dict[str, Any]] = []
        self._words: list[str] = []

    def claim(self, field: str, told: Sequence[str], pointer: str, per: str = "", currency: str = "") -> None:
        """Claim a price that is told in one or more places; where they differ, none, and why."""
        said = [text for text in told if not says_nothing(text)]
        words = [text for text in said if _is_words(text)]
        if words and len(words) == len(said):
            self._words += words
            return
        try:
            quoted = _agreed([_quoted(text, per, currency) for text in said])
            if quoted is not None and quoted.currency == USD:
                self._reader.claims.append(Claim(field, in_usd_per_mtok(quoted), said[0], pointer))
            elif quoted is not None:
                self._native.append(
                    {"field": field, "amount": plain(quoted.amount), "currency": quoted.currency, "per": quoted.per}
                )
        except BadValue as bad:
            self._reader.note(IssueKind.BAD_VALUE, field, str(bad), pointer)

    def in_words(self, told: Sequence[str]) -> None:
        """Keep prices of something else than tokens as they are told."""
        self._words += told

    def close(self) -> None:
        """Claim what is not in dollars, or in words."""
        for field, kept in (("native_prices", self._native), ("price_text", list(dict.fromkeys(self._words)))):
            if kept:
                value = dumps(kept) if field == "native_prices" else "; ".join(map(str, kept))
                self._reader.claims.append(Claim(field, value, value, ""))


def unit_and_currency(heading: str) -> tuple[str, str]:
    """What a heading says of the prices below it; `unknown` for a unit that is none we know."""
    try:
        return heading_of(_GLUED_SIGN.sub(r"\1 ", heading))
    except BadValue:
        return "unknown", ""


def claim_limit(reader: Reader, field: str, told: Sequence[str], pointer: str) -> None:
    """Claim a number of tokens that is told in one or more places: the exact one, if the others round it."""
    said = [text for text in told if not says_nothing(text)]
    try:
        shown = {text: Decimal(tokens_quoted(text) or 0) for text in said}
    except BadValue as bad:
        reader.note(IssueKind.BAD_VALUE, field, str(bad), pointer)
        return
    whole = {plain(amount) for text, amount in shown.items() if not _rounding(text)}
    exact = whole or {_exact(text) for text in said} - {None}
    best = Decimal(next(iter(exact), None) or 0)
    if len(exact) > 1 or (exact and any(abs(best - amount) > _rounding(text) for text, amount in shown.items())):
        reader.note(IssueKind.BAD_VALUE, field, f"told in two ways: {', '.join(dict.fromkeys(said))}", pointer)
    elif exact:
        reader.claims.append(Claim(field, plain(best), said[0], pointer))
    elif said:
        reader.note(IssueKind.IGNORED, field, f"{said[0]!r} is rounded, and no exact number stands beside it", pointer)


def _quoted(text: str, per: str, currency: str) -> Quote:
    """The price of a million tokens: the site sells by no other unit, so another one is a slip or news."""
    if _THOUSANDS.search(text.partition("/")[0].partition(" per ")[0]):
        raise BadValue(f"{text!r}: a comma in a price of a million tokens")
    quoted = quote(text, per=per, currency=currency)
    if quoted.per != "mtok":
        raise BadValue(f"{text!r} is per {quoted.per or 'what is not said'}, not per million tokens")
    return quoted


def _agreed(quotes: Sequence[Quote]) -> Quote | None:
    told = {(plain(quoted.amount), quoted.currency) for quoted in quotes}
    if len(told) > 1:
        raise BadValue(f"told in two ways: {', '.join(sorted(f'{amount} {currency}' for amount, currency in told))}")
    return quotes[0] if quotes else None


def _is_words(text: str) -> bool:
    return text.strip().lower() not in FREE and not any(char.isdigit() for char in text)


def _exact(text: str) -> str | None:
    try:
        return exact_tokens_quoted(text)
    except BadValue:
        return None


def _rounding(text: str) -> Decimal:
    """How far the exact number may be from the one shown: a unit of its last digit, where that is cut off."""
    match = re.search(r"\d(?:\.(\d+))?\s*([km])", text, re.IGNORECASE)
    if match is None:
        return Decimal(0)
    return Decimal({"k": 1_000, "m": 1_000_000}[match[2].lower()]).scaleb(-len(match[1] or ""))
