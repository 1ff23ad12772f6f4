"""The Arena's rows as tables: which key claims what, in each of the forms that a row comes in.

Columns of the dataset: https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset
"""

import re
from decimal import Decimal
from typing import Any

from scraper.errors import BadValue
from scraper.quotes import day_quoted, says_nothing
from scraper.reading import IGNORED, Field, Table
from scraper.units import day, day_or_month, decimal, plain, text

MIN_RATING, MAX_RATING = 10, 10_000
"""Ratings lie about 1000, the least bound of two years at 95: a share or an index is another scale."""
MAX_COUNT = 10**12
"""More is a mark for `none` (2^53 - 1 stands for unranked), no count."""

_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_BOTH = re.compile(r"±?\s*(\d+(?:\.\d+)?)")
_EACH = re.compile(r"(?P<first>[+-])\s*(?P<one>\d+(?:\.\d+)?)\s*/\s*(?P<second>[+-])\s*(?P<two>\d+(?:\.\d+)?)")
_SPREAD = re.compile(r"(\d+)\s*(?:-|◄─►|↔|⟷|<->|<-->|to)\s*(\d+)")
_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-"})


def amount(value: Any) -> Decimal | None:
    """A number as a row writes it, `1,504` too; None for a dash."""
    if says_nothing(value):
        return None
    if isinstance(value, str):
        value = value.strip()
        value = value.replace(",", "") if _THOUSANDS.fullmatch(value) else value
    return decimal(value)


def rating(value: Any) -> str | None:
    """A rating or an end of its interval, every digit as published."""
    number = amount(value)
    if number is None:
        return None
    if not MIN_RATING <= number <= MAX_RATING:
        raise BadValue(f"{plain(number)} is no rating")
    return plain(number)


def count(value: Any) -> str | None:
    """A whole number of votes."""
    number = amount(value)
    if number is None:
        return None
    if number != number.to_integral_value() or not 0 <= number <= MAX_COUNT:
        raise BadValue(f"{value!r} is no count")
    return plain(number)


def rank(value: Any) -> str | None:
    """A rank, from 1 on."""
    told = count(value)
    if told == "0":
        raise BadValue("0 is no rank")
    return told


def rank_shown(value: Any) -> str | None:
    """A rank as a page shows it, `#1` too."""
    return rank(value.lstrip("# ") if isinstance(value, str) else value)


def spread(value: Any) -> str | None:
    """The best and the worst rank, `1-3`."""
    if says_nothing(value):
        return None
    match = _SPREAD.fullmatch(value.translate(_SIGNS).strip()) if isinstance(value, str) else None
    if match is None or not 0 < int(match[1]) <= int(match[2]):
        raise BadValue(f"{value!r} is no span of ranks")
    return f"{match[1]}-{match[2]}"


def margins(value: Any) -> tuple[Decimal, Decimal] | None:
    """How far an interval goes down and up: `5`, `±5`, `+7/-6`; None where nothing is said."""
    if says_nothing(value) or value is None:
        return None
    if not isinstance(value, str):
        both = decimal(value)
        if both < 0:
            raise BadValue(f"{value!r} is no interval")
        return both, both
    tidy = value.translate(_SIGNS).strip()
    if (single := _BOTH.fullmatch(tidy)) is not None:
        return Decimal(single[1]), Decimal(single[1])
    each = _EACH.fullmatch(tidy)
    if each is None or each["first"] == each["second"]:
        raise BadValue(f"{value!r} is no interval")
    one, two = Decimal(each["one"]), Decimal(each["two"])
    return (two, one) if each["first"] == "+" else (one, two)


def licence(value: Any) -> str | None:
    """The terms as stated."""
    told = text(value)
    return None if told is None or says_nothing(told) or told.lower() == "unknown" else told


def is_open(_: Any) -> str:
    """That the weights can be had."""
    return "true"


def author(value: Any) -> str | None:
    """Who made it, as stated."""
    told = text(value)
    return None if told is None or says_nothing(told) else told


def cutoff(value: Any) -> str | None:
    """A month, `2023/9` is `2023-09`. A configuration that searches is `Online`: there is no month."""
    told = text(value)
    if told is None or says_nothing(told) or told.lower() in ("unknown", "online"):
        return None
    match = re.fullmatch(r"(\d{4})[/-](\d{1,2})", told)
    return day_or_month(f"{match[1]}-{int(match[2]):02}" if match else told)


def published(value: Any) -> str | None:
    """The day of publication, from `2026-04-07`, `2026-04-07T00:00:00` or `Apr 7, 2026`."""
    if isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}(?:[T ]|$)", value):
        return day(value[:10])
    return day_quoted(value)


CATALOG: Table = {
    "rating": Field("rating", rating, required=True),
    "rating_q025": Field("rating_low", rating),
    "rating_q975": Field("rating_high", rating),
}

PAGE: Table = {
    # Rows as somebody took them from a page, as JSON or as CSV.
    "rank": Field("rank", rank),
    "model": IGNORED,  # it is the configuration, in the record's id
    "vendor": Field("author_name", author),
    "license": Field("licence", licence),
    "score": Field("rating", rating),
    "ci": IGNORED,  # read together with the score
    "votes": Field("votes", count),
    "last_updated": Field("published_at", published),
    "meta": {"last_updated": Field("published_at", published)},
    "rank_stylectrl": Field("rank_style_control", rank),
    "arena_score": Field("rating", rating),
    "arena_elo": Field("rating", rating),  # its name until 2024
    "95_pct_ci": IGNORED,  # read together with the score
    "organization": Field("author_name", author),
    "knowledge_cutoff": Field("knowledge_cutoff", cutoff),
    "url": Field("page_url", text),
    # The page itself, by its headings.
    "Rank": Field("rank", rank_shown),
    "Rank (StyleCtrl)": Field("rank_style_control", rank_shown),
    "Rank Spread": Field("rank_spread", spread),
    "Model": IGNORED,
    "Score": Field("rating", rating),
    "95% CI": IGNORED,
    "Votes": Field("votes", count),
    "Organization": Field("author_name", author),
    "License": Field("licence", licence),
    "Knowledge Cutoff": Field("knowledge_cutoff", cutoff),
    "Price": IGNORED,  # copies of what sellers publish, of whom the page names none
    "Context": IGNORED,
    "Last updated": Field("published_at", published),
}
INTERVALS = ("ci", "95_pct_ci", "95% CI")

OPEN: Table = {**PAGE, "license": Field("open_weights", is_open)}
"""Rows whose extractor calls every open licence `open`: that is no licence, but that the weights can be had."""

DATASET: Table = {
    "model_name": IGNORED,
    "model": IGNORED,
    "organization": Field("author_name", author),
    "license": Field("licence", licence),
    "rating": Field("rating", rating),
    "score": Field("rating", rating),
    "rating_lower": Field("rating_low", rating),
    "rating_upper": Field("rating_high", rating),
    "variance": IGNORED,  # the interval says the same
    "vote_count": Field("votes", count),
    "votes": Field("votes", count),
    "rank": Field("rank", rank),
    "category": IGNORED,  # in the record's id
    "leaderboard_publish_date": Field("published_at", published),
}

PLOT: Table = {
    "name": Field("name", text, required=True),
    "model_api_name": Field("configuration", text),
    "organization": Field("author_name", author),
    "license": Field("licence", licence),
    "model_source": Field("page_url", text),
    # Prices that the staff copied by hand from the makers' pages, without a day: no witness of its own.
    "input_token_price": IGNORED,
    "output_token_price": IGNORED,
    "price_source": IGNORED,
}
