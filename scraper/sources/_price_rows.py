"""One row of a price table as claims: which price a heading means, in which unit, and what is in words.

A heading names a token price in many spellings (`Cached Input`, `Input price (cache hit)`); the unit
comes from the cell, the heading or the sentences around the table, which must not contradict each
other. Prices in another currency become `native_prices`, prices in words `price_text`.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from scraper.claims import Claim, Observation
from scraper.errors import BadValue
from scraper.html import norm
from scraper.issues import IssueKind
from scraper.quotes import USD, Quote, exact_tokens_quoted, heading_of, in_usd_per_mtok, quote, says_nothing
from scraper.reading import IGNORED, Field, Ignored, Reader
from scraper.source import Record
from scraper.sources._price_tables import CLASH, agreed
from scraper.units import MAX_USD_EACH, as_stated, dumps, plain

TOKEN_PRICES: Final = {
    "input": "input_usd_per_mtok",
    "prompt": "input_usd_per_mtok",
    "uncached input": "input_usd_per_mtok",
    "input uncached": "input_usd_per_mtok",
    "cache miss": "input_usd_per_mtok",
    "input cache miss": "input_usd_per_mtok",
    "cached input": "cache_read_usd_per_mtok",
    "input cached": "cache_read_usd_per_mtok",
    "cached": "cache_read_usd_per_mtok",
    "cache read": "cache_read_usd_per_mtok",
    "cached read": "cache_read_usd_per_mtok",
    "cache hit": "cache_read_usd_per_mtok",
    "input cache hit": "cache_read_usd_per_mtok",
    "cache write": "cache_write_usd_per_mtok",
    "cache creation": "cache_write_usd_per_mtok",
    "output": "output_usd_per_mtok",
    "completion": "output_usd_per_mtok",
}
"""A heading without units and fillers, to the price that it means."""
EACH: Final = {
    "image": "image_output_usd_each",
    "second": "video_output_usd_per_second",
    "mchar": "speech_usd_per_mchar",
    "page": "page_usd_each",
}
"""For models that make something else than text: the unit of a price, to the price that it is."""

_FILLERS = frozenset(
    {
        "price",
        "prices",
        "pricing",
        "cost",
        "costs",
        "rate",
        "token",
        "tokens",
        "usd",
        "us",
        "$",
        "¥",
        "€",
        "cny",
        "rmb",
        "eur",
    }
)
_UNIT_OF_HEADING = re.compile(r"\^\(?\w{1,2}\)?|(?:/|\bper\b)\s*[^()/]+|\b1\s?[mk]\b|\b1?\s?million\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\d")


class Unit(NamedTuple):
    """What a table's headings and sentences say of its prices: per what, in which currency."""

    per: str = ""
    currency: str = ""


def token_price(heading: str) -> str | None:
    """The token price that a heading means; None for another heading."""
    bare = norm(_UNIT_OF_HEADING.sub(" ", heading))
    return TOKEN_PRICES.get(" ".join(word for word in bare.split() if word not in _FILLERS))


class PriceRow:
    """The prices of one record, read cell by cell; `close` claims what came together."""

    def __init__(self, reader: Reader, unit: Unit = Unit()) -> None:  # noqa: B008 - a tuple, which nobody changes
        self._reader = reader
        self._unit = unit
        self._native: list[dict[str, str]] = []
        self._words: list[str] = []
        self._other: dict[str, str] = {}
        self._stated: dict[str, dict[str, str]] = {}

    def cell(self, heading: str, text: str, pointer: str, field: str | None = None, unit: str = "") -> None:
        """A token price under a heading; `field` where the heading does not name it, `unit` as another place tells."""
        attribute = field or token_price(heading)
        if attribute is None:
            raise ValueError(f"{heading!r} names no token price")
        quoted = self._quote(heading, text, pointer, attribute, unit)
        if quoted is not None:
            self._token_price(attribute, quoted, heading, text, pointer)

    def each(self, heading: str, text: str, pointer: str, fields: Mapping[str, str] = EACH, unit: str = "") -> None:
        """A price whose own unit tells what it is: an image, a second; `unit` as another place tells: `/ image`."""
        quoted = self._quote(heading, f"{text} {unit}".strip(), pointer, "other_prices")
        if quoted is None:
            return
        attribute = fields.get(quoted.per)
        if quoted.currency == USD and attribute and quoted.amount <= MAX_USD_EACH:
            self._reader.claims.append(Claim(attribute, plain(quoted.amount), text, pointer))
        elif quoted.currency == USD and quoted.per not in ("", CLASH):
            self._other[f"{heading} per {quoted.per}"] = plain(quoted.amount)
            self._said("other_prices", heading, text)
        elif quoted.per and quoted.per != CLASH:
            self.other(heading, f"{text} {unit}".strip())
        else:
            self._reader.note(IssueKind.BAD_VALUE, "other_prices", f"{text!r} does not say per what", pointer)

    def words(self, heading: str, text: str) -> None:
        """A price in words, as stated."""
        self._words.append(f"{heading}: {text}" if heading else text)
        self._said("price_text", heading, text)

    def other(self, heading: str, text: str) -> None:
        """A price in a unit for which there is no field, as stated."""
        self._other[heading] = text
        self._said("other_prices", heading, text)

    def close(self) -> None:
        """Claim the prices in other currencies, in other units and in words."""
        for attribute, value in (
            ("native_prices", dumps(self._native) if self._native else None),
            ("other_prices", dumps(self._other) if self._other else None),
            ("price_text", "; ".join(self._words) or None),
        ):
            if value:
                self._reader.claims.append(Claim(attribute, value, as_stated(self._stated[attribute]), ""))

    def _said(self, attribute: str, heading: str, text: str) -> None:
        self._stated.setdefault(attribute, {})[heading] = text

    def _quote(self, heading: str, text: str, pointer: str, attribute: str, more: str = "") -> Quote | None:
        if says_nothing(text):
            return None
        if not _NUMBERED.search(text) and norm(text) != "free" and not re.search(r"[$¥€£]", text):
            self.words(heading, text)
            return None
        try:
            per, currency = heading_of(heading)
            unit, money = agreed(per, self._unit.per, more), agreed(currency, self._unit.currency)
            if CLASH in (unit, money):
                raise BadValue(f"{text!r}: {CLASH}")
            return quote(text, per=unit, currency=money)
        except BadValue as bad:
            self._reader.note(IssueKind.BAD_VALUE, attribute, str(bad), pointer)
            return None

    def _token_price(self, attribute: str, quoted: Quote, heading: str, text: str, pointer: str) -> None:
        try:
            if quoted.per not in ("mtok", "") and quoted.amount:
                # These sellers all state prices per million: another unit is a slip or another page.
                raise BadValue(f"{text!r} is per {quoted.per}, not per million tokens")
            if quoted.currency == USD:
                value = "0" if quoted.amount == 0 else in_usd_per_mtok(quoted)
                self._reader.claims.append(Claim(attribute, value, text, pointer))
                return
            in_usd_per_mtok(quoted._replace(currency=USD))
        except BadValue as bad:
            self._reader.note(IssueKind.BAD_VALUE, attribute, str(bad), pointer)
            return
        told = {"field": attribute, "amount": plain(quoted.amount), "currency": quoted.currency, "per": quoted.per}
        self._native.append(told)
        self._said("native_prices", heading, text)


def read_cells(
    reader: Reader, prices: PriceRow, cells: Mapping[str, str], columns: Mapping[str, Field | Ignored]
) -> None:
    """Read a row by its headings: token prices by their names, the others by a table of columns."""
    rest: dict[str, str] = {}
    for heading, text in cells.items():
        entry = columns.get(norm(heading))
        if entry is None and token_price(heading):
            prices.cell(heading, text, f"/{heading}")
        elif isinstance(entry, Field):
            if not says_nothing(text):
                reader.claim(entry, text, f"/{heading}")
        elif entry is not IGNORED and heading and not says_nothing(text):
            rest[heading] = text
    reader.read(rest, {})


def limit(reader: Reader, attribute: str, text: str, pointer: str) -> None:
    """Claim a number of tokens; one that is rounded to K or M may be another number, and claims nothing."""
    try:
        value = exact_tokens_quoted(text)
    except BadValue as bad:
        rounded = "is rounded" in str(bad)
        reader.note(IssueKind.IGNORED if rounded else IssueKind.BAD_VALUE, attribute, str(bad), pointer)
        return
    if value is not None:
        reader.claims.append(Claim(attribute, value, text, pointer))


def observed(record: Record, reader: Reader, url: str) -> Observation:
    """The observation of a record that a reader has read."""
    return reader.observation(record, url)
