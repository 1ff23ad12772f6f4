"""Dates in names, as sets of readings: `0806` may be 6 August, `2507` July 2025.

A serial such as `002` stands where others have a date and is kept as one, in a month that there is not.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Day(NamedTuple):
    """One reading of a date; what the name does not say is None."""

    year: int | None
    month: int
    day: int | None

    def fits(self, other: "Day") -> bool:
        """Whether two readings may be one date."""
        return all(a is None or b is None or a == b for a, b in zip(self, other, strict=True))


class Readings(NamedTuple):
    """A date as it is written, and every day that it may mean."""

    digits: str
    days: frozenset[Day]

    def agrees(self, other: "Readings") -> bool:
        """Whether two may be one date. Written in one width, they must say the same or swap year and month."""
        if self.digits == other.digits:
            return True
        if len(self.digits) == len(other.digits):
            swapped = len(self.digits) == 4 and self.digits[2:] + self.digits[:2] == other.digits
            with_year = any(day.year for day in self.days | other.days)
            return with_year and (swapped or bool(self.days & {day for day in other.days if day.year}))
        return any(one.fits(two) for one in self.days for two in other.days)


NOTHING: tuple[Readings, int] = (Readings("", frozenset()), 0)


def take_date(tokens: Sequence[str]) -> tuple[Readings, int]:
    """The readings of a date that a list of tokens begins with, and how many tokens it takes; 0 where there is none."""
    first, second, third = ([token if token.isascii() and token.isdigit() else "" for token in tokens] + ["", ""])[:3]
    if len(first) == 8 and first.startswith("20"):
        return _reading(first[:4], first[4:6], first[6:], taken=1)
    if _is_year(first) and len(second) == 2 and len(third) == 2:
        return _reading(first, second, third, taken=3)
    if _is_year(first) and len(second) == 2:
        return _reading(first, second, "", taken=2)
    if len(first) == 2 and _is_year(second):
        return _reading(second, first, "", taken=2)
    if len(first) == 2 and len(second) == 2 and _is_year(third):
        return _reading(third, first, second, taken=3)
    if len(first) == 2 and len(second) == 2:
        return _reading("", first, second, taken=2)
    if len(first) == 3 and first.startswith("00"):
        return Readings(first, frozenset({Day(None, 0, int(first))})), 1
    return _glued(first)


def agree(one: Sequence[Readings], other: Sequence[Readings]) -> bool:
    """Whether two names bear the same dates."""
    if len(one) != len(other):
        return False
    return all(left.agrees(right) for left, right in zip(one, other, strict=True))


def told_day(day: Day) -> str:
    """One reading of a date, as far as the name says it: `2025-07`, `08-06`."""
    if day.month == 0:
        return f"{day.day:03}"
    parts = (("04", day.year), ("02", day.month), ("02", day.day))
    return "-".join(format(number, form) for form, number in parts if number is not None)


def _glued(text: str) -> tuple[Readings, int]:
    if len(text) == 4:
        days = _reading("", text[:2], text[2:])[0].days | _reading(f"20{text[:2]}", text[2:], "")[0].days
    elif len(text) == 6:
        days = _reading(f"20{text[:2]}", text[2:4], text[4:])[0].days | _reading(text[:4], text[4:], "")[0].days
    else:
        return NOTHING
    return (Readings(text, days), 1) if days else NOTHING


def _reading(year: str, month: str, day: str, taken: int = 1) -> tuple[Readings, int]:
    found = Day(int(year) if year else None, int(month), int(day) if day else None)
    if not 1 <= found.month <= 12 or (found.day is not None and not 1 <= found.day <= 31):
        return NOTHING
    if found.year is not None and not 2019 <= found.year <= 2035:
        return NOTHING
    return Readings(year + month + day, frozenset({found})), taken


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.startswith("20") and text != "2000"
