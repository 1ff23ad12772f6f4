"""Limits and dates of one record, before and after."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from catalog.guards.prices import Claims
from catalog.guards.rules import HUNDREDFOLD
from scraper.attributes import ATTRIBUTES, Kind

LIMITS = tuple(name for name, attribute in ATTRIBUTES.items() if attribute.kind is Kind.TOKENS)
CONTEXTS = ("context_served", "context_listed", "context_native")
"""What an output limit is measured against: the nearest to the seller first."""
BIRTHS = ("released_at", "listed_at")
ENDS = ("deprecated_at", "retires_at", "retires_not_before", "expires_at")
PASTS = (*BIRTHS, "updated_at", "generated_at", "published_at", "knowledge_cutoff", "usage_until")
_DATES = frozenset({*PASTS, *ENDS})
A_YEAR, A_CENTURY = timedelta(days=366), timedelta(days=36_525)
FIRST_YEAR = "2015"
"""No model of today's catalogs is older."""


def limit_holds(before: Claims, after: Claims) -> dict[str, str]:
    """The changed limits that are held, by field."""
    found: dict[str, str] = {}
    for name in LIMITS:
        if name in before and name in after and _is_far(int(before[name]), int(after[name])):
            found[name] = "out-of-scale"
    above = _above(after)
    if above and not _above(before) and before:
        for name in above:
            if before.get(name) != after[name]:
                found.setdefault(name, "output-above-context")
    return found


def date_holds(before: Claims, after: Claims, at: datetime) -> dict[str, str]:
    """Dates that are new or changed and cannot be, by field; `at` is when the source said so."""
    if _DATES.isdisjoint(after):
        return {}
    found = dict.fromkeys(_ahead(after, at), "too-far-ahead") | dict.fromkeys(_impossible(after), "before-it-existed")
    return {name: rule for name, rule in found.items() if before.get(name) != after[name]}


def _is_far(before: int, after: int) -> bool:
    return max(before, after) >= HUNDREDFOLD * min(before, after)


def _above(claims: Claims) -> tuple[str, ...]:
    """The context and the output limit, where the second is above the first."""
    context = next((name for name in CONTEXTS if name in claims), None)
    if context is None or "max_output" not in claims or int(claims["max_output"]) <= int(claims[context]):
        return ()
    return (context, "max_output")


def _ahead(claims: Claims, at: datetime) -> Iterator[str]:
    """Dates of what has been that are to come, and ends that nobody now can plan."""
    for names, reach in ((PASTS, A_YEAR), (ENDS, A_CENTURY)):
        said = [name for name in names if name in claims]
        if said:
            last = (at + reach).date().isoformat()
            yield from (name for name in said if claims[name][:10] > last)


def _impossible(claims: Claims) -> Iterator[str]:
    for name in (*BIRTHS, *ENDS):
        if claims.get(name, FIRST_YEAR) < FIRST_YEAR:
            yield name
    born = max((claims[name][:7] for name in BIRTHS[:1] if name in claims), default="")
    for name in ENDS:
        if name in claims and claims[name] >= FIRST_YEAR and claims[name][:7] < born:
            yield name
