"""Whether two values of a field say the same: after units are equal, spelling and rounding may differ."""

from decimal import Decimal, InvalidOperation
from functools import lru_cache

from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES, Kind

ROUNDING = Decimal("0.01")
"""Counts of parameters are told rounded: 424B and 423.5B are one number."""
ROUNDED = frozenset({"parameters_total", "parameters_active"})
ALIKE = {"pdf": "file"}
"""What some call a file, where the file is a document."""
FEW = 1 << 10
"""So many lists are remembered: the same few stand in record after record."""


def same(field: str, one: str, other: str) -> bool:
    """Whether two values of a field agree."""
    if one == other:
        return True
    kind = ATTRIBUTES[field].kind if field in ATTRIBUTES else Kind.TEXT
    if field in ROUNDED:
        return _near(one, other)
    if kind is Kind.LIST:
        return _items(one) == _items(other)
    if kind is Kind.TEXT:
        return _folded(one) == _folded(other)
    if kind is Kind.DATE:
        # A month that holds the day says no other thing.
        return one.startswith(other) or other.startswith(one)
    return False


@lru_cache(maxsize=FEW)
def _items(text: str) -> frozenset[str]:
    return frozenset(ALIKE.get(str(item), str(item)) for item in parse_raw(text))


def _near(one: str, other: str) -> bool:
    try:
        first, second = Decimal(one), Decimal(other)
    except InvalidOperation:
        return False
    return abs(first - second) <= ROUNDING * max(abs(first), abs(second))


def _folded(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())
