"""What the explorer must show, written down naively over plain rows named as in `all.json`.

It shares no code with the catalog: it is what the browser is compared with.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

Plain = Mapping[str, Any]
"""A model: texts, lists of texts, Decimals, whole numbers; None, "" or [] where nothing is known."""

FACETS = {
    "lab": "author",
    "in": "modalities_in",
    "out": "modalities_out",
    "param": "supported_parameters",
    "provider": "providers",
    "price": "price_state",
    "licence": "licence",
    "open": "open_weights",
    "confidence": "match_confidence",
    "source": "sources",
    "status": "status",
}
NEED_ALL = ("in", "out")
RANGES = {
    "input": "input_usd_per_mtok",
    "output": "output_usd_per_mtok",
    "blended": "blended",
    "context": "context_length",
}
SORTS = {
    **RANGES,
    "name": "name",
    "lab": "author",
    "max_output": "max_output",
    "cache_read": "cache_read_usd_per_mtok",
    "request": "request_usd_each",
    "monthly": "monthly",
    "best_provider": "best_provider",
    "best_input": "best_input_usd_per_mtok",
    "best_output": "best_output_usd_per_mtok",
    "arena_rating": "arena_rating",
    "arena_rank": "arena_rank",
    "aa_intelligence_index": "aa_intelligence_index",
    "licence": "licence",
    "open_weights": "open_weights",
    "match_confidence": "match_confidence",
    "price_state": "price_state",
    "status": "status",
    "listed": "listed_at",
    "released": "released_at",
}


@dataclass(frozen=True)
class Query:
    """What somebody asks of the explorer."""

    text: str = ""
    sort: str = "-listed"
    picks: Mapping[str, Sequence[str]] = field(default_factory=lambda: {"status": ["active"]})
    """By facet; `status` starts with `active`, an empty list picks none."""
    ranges: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By short name, low and high as texts, empty where open."""
    ratio: tuple[int, int, int] = (3, 1, 0)
    usage: tuple[int, int, int, int] | None = None
    """Input, output, cached, calls."""

    def address(self) -> str:
        """It as the query part of an address."""
        said: list[tuple[str, str]] = [("q", self.text), ("sort", self.sort)]
        for facet, words in self.picks.items():
            said += [(facet, word) for word in words] or [(facet, "")]
        said += [(name, f"{low}..{high}") for name, (low, high) in self.ranges.items()]
        said.append(("ratio", ":".join(map(str, self.ratio))))
        if self.usage:
            said.append(("use", ",".join(map(str, self.usage))))
        return "?" + urlencode(said, quote_via=quote)


def answer(rows: Sequence[Plain], query: Query) -> list[str]:
    """Ids of the rows that fit, in order."""
    fitting = [row for row in in_start_order(rows) if fits(row, query)]
    column = SORTS[query.sort.removeprefix("-")]
    known = [row for row in fitting if _sort_value(row, column, query) is not None]
    unknown = [row for row in fitting if _sort_value(row, column, query) is None]
    known.sort(key=lambda row: _sort_value(row, column, query), reverse=query.sort.startswith("-"))
    return [row["id"] for row in known + unknown]


def counts(rows: Sequence[Plain], query: Query, facet: str) -> dict[str, int]:
    """How many rows each word of a facet has, by everything but what is picked in it."""
    others = {name: words for name, words in query.picks.items() if name != facet}
    without = Query(query.text, query.sort, others, query.ranges, query.ratio, query.usage)
    return dict(Counter(word for row in rows if fits(row, without) for word in _words(row, facet)))


def span(rows: Sequence[Plain], query: Query, name: str) -> list[float]:
    """The known values of a range by everything but that range, the smallest first."""
    others = {other: ends for other, ends in query.ranges.items() if other != name}
    without = Query(query.text, query.sort, query.picks, others, query.ratio, query.usage)
    found = [value(row, RANGES[name], query) for row in rows if fits(row, without)]
    return sorted(number for number in found if number is not None)


def in_start_order(rows: Sequence[Plain]) -> list[Plain]:
    """Newest listing first, those without one last, then by name, then by id."""
    named = sorted(rows, key=lambda row: (natural(shown(row["name"])), row["id"]))
    dated = [row for row in named if row["listed_at"] is not None]
    dated.sort(key=lambda row: row["listed_at"], reverse=True)
    return dated + [row for row in named if row["listed_at"] is None]


def fits(row: Plain, query: Query) -> bool:
    """Whether a row fits everything that is asked."""
    here = (letters(row["id"]), letters(row["name"]))
    for word in query.text.split():
        if letters(word) and not any(letters(word) in text for text in here):
            return False
    for facet, wanted in query.picks.items():
        has = _words(row, facet)
        met = [word in has for word in wanted]
        if wanted and not (all(met) if facet in NEED_ALL else any(met)):
            return False
    for name, (low, high) in query.ranges.items():
        number = value(row, RANGES[name], query)
        if number is None or (low and number < float(low)) or (high and number > float(high)):
            return False
    return True


def value(row: Plain, column: str, query: Query) -> float | None:
    """A number of a row, as a browser holds it; what is computed is worked out exactly first."""
    if column == "blended":
        number = _blended(row, query.ratio)
    elif column == "monthly":
        number = _monthly(row, query.usage) if query.usage else None
    else:
        number = row[column]
    return None if number is None else float(number)


def _blended(row: Plain, ratio: tuple[int, int, int]) -> Decimal | None:
    total = Fraction(0)
    for share, price in zip(ratio, _three(row), strict=True):
        if share and price is None:
            return None
        if share and price is not None:
            total += share * Fraction(price)
    return _noiseless(total / sum(ratio))


def _monthly(row: Plain, usage: tuple[int, int, int, int]) -> Decimal | None:
    tokens_in, tokens_out, cached, calls = usage
    reached = [tier for tier in row["tiers"] if tokens_in > tier[0]]
    fresh, answered, read = _three(row)
    if reached:
        _, fresh, answered, read = max(reached, key=lambda tier: tier[0])
        read = fresh if read is None else read
    total = Fraction(row["request_usd_each"] or 0)
    for tokens, price in ((tokens_in - cached, fresh), (cached, read), (tokens_out, answered)):
        if tokens and price is None:
            return None
        if tokens and price is not None:
            total += Fraction(tokens, 1_000_000) * Fraction(price)
    return _noiseless(total * calls)


def _three(row: Plain) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Input, output, cached: what is read from the cache costs as much as other input where nothing else is said."""
    fresh, cached = row["input_usd_per_mtok"], row["cache_read_usd_per_mtok"]
    return fresh, row["output_usd_per_mtok"], fresh if cached is None else cached


def _noiseless(exact: Fraction) -> Decimal:
    """To twelve significant digits."""
    return Context(12, ROUND_HALF_EVEN).divide(Decimal(exact.numerator), Decimal(exact.denominator))


def _sort_value(row: Plain, column: str, query: Query) -> Any:
    found = row.get(column)
    if isinstance(found, str):
        return natural(shown(found)) if found else None
    return value(row, column, query)


@cache
def natural(text: str) -> bytes:
    """Small letters; numbers in it by their size."""
    padded = re.sub("[0-9]+", lambda found: "0" * max(0, 12 - len(found[0])) + found[0], text.lower())
    return padded.encode("utf-16-be")


@cache
def letters(text: str) -> str:
    """Small letters and digits alone."""
    return "".join(sign for sign in text.lower() if unicodedata.category(sign)[0] in "LN")


@cache
def shown(text: str) -> str:
    """A text with U+FFFD for what no page may hold: controls, overrides of direction, lone surrogates."""
    bidi = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return "".join("\ufffd" if sign in bidi or _forbidden(sign) else sign for sign in text)


def _forbidden(sign: str) -> bool:
    code = ord(sign)
    if unicodedata.category(sign) == "Cc":
        return sign not in "\t\n"
    return 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or code in (0xFFFE, 0xFFFF)


def _words(row: Plain, facet: str) -> list[str]:
    found = row[FACETS[facet]]
    if isinstance(found, str):
        return [shown(found)] if found else []
    return [shown(word) for word in found]
