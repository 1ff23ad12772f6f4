"""What tests of cost maps share: requests to reckon, and a look at every value of a document."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from catalog.entries import Claimed
from catalog.export.compat.parts import leaves
from catalog.export.compat.written import Entry
from catalog.export.content import Content
from catalog.pricing.conditions import Condition
from catalog.pricing.cost import Usage, cost

REQUESTS = (
    Usage(1_000, 500), Usage(127_999, 3), Usage(128_001, 3), Usage(200_000, 7), Usage(200_001, 7),
    Usage(272_001, 3), Usage(300_000, 7, 1_000), Usage(700_000, 1),
)  # fmt: skip
"""Short ones, long ones, and what was read from a cache."""


def generated(content: Content) -> datetime:
    """The moment for which a catalog speaks."""
    return datetime.fromisoformat(content.status.generated_at)


def exact(
    base: Mapping[str, Decimal], conditions: Sequence[Condition], at: datetime, usage: Usage, service: str = ""
) -> Decimal | None:
    """What a request costs by our own reckoning; None where it is not known."""
    if usage.cached_tokens and "cache_read_usd_per_mtok" not in base:
        return None
    return cost(base, conditions, at, usage, service).usd


def hours_of_a_week(first: datetime) -> list[datetime]:
    """Moments at and just before each half hour of a week."""
    halves = [first.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=30 * n) for n in range(7 * 48)]
    return [moment - timedelta(seconds=early) for moment in halves for early in (0, 1)]


def unclaimed(entry: Entry, document: Any, ours: Sequence[str]) -> list[str]:
    """Paths of values that no claim stands behind, but for those that are our own words."""
    paths = [path for key, value in document.items() for path, _ in leaves(value, key)]
    return [path for path in paths if path.split(".")[0] not in ours and not entry.values.get(path)]


def claims_of(entry: Entry) -> Iterator[tuple[str, Claimed]]:
    """Every value's path with each claim behind it."""
    yield from ((path, claim) for path, claims in entry.values.items() for claim in claims)


MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
