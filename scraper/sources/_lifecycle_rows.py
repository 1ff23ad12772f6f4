"""Lifecycle tables of hosts: days that hold everywhere, and days that hold in some regions only.

A day is claimed as a day only where the page says no region, or all of them; a day for some regions
stays words, for in the others the model lives on.
"""

import re
from collections.abc import Mapping

from scraper.claims import Claim
from scraper.errors import BadValue
from scraper.html import norm
from scraper.issues import IssueKind
from scraper.quotes import day_quoted, says_nothing
from scraper.reading import Reader
from scraper.units import as_stated

_DAY = re.compile(r"(?P<day>[A-Za-z]{3,9}\.? \d{1,2})(?:st|nd|rd|th)?(?P<year>, \d{4})\s*(?:\((?P<where>.*)\))?")
_NUMBERS = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_EVERYWHERE = frozenset({"all regions", "in all regions", ""})


def read_dates(reader: Reader, row: Mapping[str, str], dates: Mapping[str, str | None], state: str = "") -> None:
    """Claim the days of a row; `dates` says which heading is which field, None for words only."""
    words = [state] if state else []
    told: dict[str, str] = {}
    for heading, text in row.items():
        key = norm(heading)
        if key not in dates or says_nothing(text):
            continue
        field = dates[key]
        try:
            day, where = day_and_place(text)
        except BadValue as bad:
            reader.note(IssueKind.BAD_VALUE, field or "lifecycle", str(bad), f"/{heading}")
            continue
        if field is not None and not where:
            reader.claims.append(Claim(field, day, text, f"/{heading}"))
        else:
            words.append(f"{heading}: {text}")
            told[heading] = text
    if words:
        reader.claims.append(Claim("lifecycle", "; ".join(words), as_stated(told or {"": state}), ""))


def day_and_place(text: str) -> tuple[str, str]:
    """A day and the regions that it holds in, empty for everywhere. Raises BadValue for anything else."""
    match = _DAY.fullmatch(text)
    if match is None:
        raise BadValue(f"{text[:60]!r} is no single day")
    where = " ".join((match["where"] or "").lower().split())
    return day_quoted(match["day"].replace(".", "") + match["year"]) or "", "" if where in _EVERYWHERE else where


def american_day(text: str) -> str | None:
    """A day written as month/day/year, if the text is one day alone."""
    days = set(text.split())
    match = _NUMBERS.fullmatch(next(iter(days))) if len(days) == 1 else None
    return day_quoted(f"{match[3]}-{match[1]:0>2}-{match[2]:0>2}") if match else None
