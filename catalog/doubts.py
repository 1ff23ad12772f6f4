"""Why two prices of one offer that differ may be no conflict: other units, terms or times, or a rounding."""

from collections.abc import Iterator
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from catalog.entries import Claimed, Entry
from scraper.answers import parse_raw
from scraper.attributes import DYNAMIC

NEAR_DAYS = 30
"""Values seen farther apart may both have been true.

Of the list prices in two years of a router's recorded answers, 12 of 100 are others 30 days later, 24 after 90 days.
"""
COMPARED = (
    "input_usd_per_mtok", "output_usd_per_mtok", "cache_read_usd_per_mtok", "cache_write_usd_per_mtok",
)  # fmt: skip
"""Prices that sources state in one unit. Others differ in what they are per."""
OTHER_TOKENS = {
    "input_usd_per_mtok": ("image_usd_per_mtok", "audio_usd_per_mtok", "video_usd_per_mtok"),
    "output_usd_per_mtok": ("image_output_usd_per_mtok", "audio_output_usd_per_mtok", "reasoning_usd_per_mtok"),
    "cache_read_usd_per_mtok": ("image_cache_read_usd_per_mtok", "audio_cache_read_usd_per_mtok"),
    "cache_write_usd_per_mtok": ("cache_write_1h_usd_per_mtok",),
}
"""Prices of tokens of another kind, which a source with one column puts where text stands."""
DATED = frozenset({"from", "until"})
"""Conditions by which a price holds at another time only: today's is another one."""
YUAN = (Decimal("6.0"), Decimal("7.5"))
"""Yuan for a dollar, in all the years of which we have answers."""
FACTORS = frozenset({Decimal(1000), Decimal(1_000_000)})
"""Between prices of a token, a thousand and a million."""
STEADY = Decimal("1.02")
"""All prices of a record misread in one way stand in one ratio, but for rounding."""
CENT = Decimal("0.01")

DOUBTS = {
    "unit": "one says of all tokens what the other says of images, sound or reasoning, or counts them in thousands",
    "currency": "all their prices stand in the ratio of yuan to dollar",
    "terms": "one says of all requests what the other says of some: long prompts, hours, a class of service",
    "rounding": "one is the other, rounded to cents",
    "time": f"they were seen more than {NEAR_DAYS} days apart, and prices change",
}
"""Reasons to doubt that two values conflict, in plain words; the first that holds is told."""

Stated = tuple[Entry, Claimed]
"""A price, and the record that states it."""


def doubt(field: str, one: Stated, other: Stated) -> str:
    """The first reason to doubt that two prices that differ conflict; empty where there is none."""
    both = ((one, other), (other, one))
    if any(_is_of_other_tokens(field, *pair) for pair in both) or _factor(one[0], other[0]) in FACTORS:
        return "unit"
    if YUAN[0] <= (_factor(one[0], other[0]) or 0) <= YUAN[1]:
        return "currency"
    if any(_is_conditional(field, *pair) for pair in both):
        return "terms"
    if any(_is_rounded(Decimal(a[1].value), Decimal(b[1].value)) for a, b in both):
        return "rounding"
    return "time" if days_apart(one[1], other[1]) > NEAR_DAYS else ""


def days_apart(one: Claimed, other: Claimed) -> int:
    """How many days lie between the spans in which two claims were seen; 0 where they overlap."""
    gaps = (
        datetime.fromisoformat(later.first_observed) - datetime.fromisoformat(earlier.last_observed)
        for earlier, later in ((one, other), (other, one))
    )
    return max(0, *(gap.days for gap in gaps))


def _is_of_other_tokens(field: str, one: Stated, other: Stated) -> bool:
    said = {other[0].value(name) for name in OTHER_TOKENS[field]} - {None, DYNAMIC, other[1].value}
    return any(Decimal(value or 0) == Decimal(one[1].value) for value in said)


def _is_conditional(field: str, one: Stated, other: Stated) -> bool:
    return any(value == Decimal(one[1].value) for value in _sometimes(field, other[0]))


def _sometimes(field: str, entry: Entry) -> Iterator[Decimal]:
    """What a record says of a price under conditions that hold today too."""
    for condition in parse_raw(entry.value("conditions") or "[]"):
        value = condition.get(field)
        if value not in (None, DYNAMIC) and not DATED & condition["when"].keys():
            yield Decimal(str(value))


def _is_rounded(coarse: Decimal, fine: Decimal) -> bool:
    return coarse > 0 and fine.quantize(CENT, ROUND_HALF_UP) == coarse


def _factor(one: Entry, other: Entry) -> Decimal | None:
    """The ratio in which all prices of two records stand; None where it is none, or of one price only."""
    ratios = [
        (max(pair) / min(pair), pair[0] > pair[1])
        for pair in ((_number(one, name), _number(other, name)) for name in COMPARED)
        if min(pair) > 0
    ]
    numbers = [ratio for ratio, _ in ratios]
    if len(ratios) < 2 or len({above for _, above in ratios}) > 1 or max(numbers) / min(numbers) > STEADY:
        return None
    return min(numbers)


def _number(entry: Entry, field: str) -> Decimal:
    value = entry.value(field)
    return Decimal(0) if value in (None, DYNAMIC) else Decimal(value or 0)
