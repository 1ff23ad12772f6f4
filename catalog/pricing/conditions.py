"""Conditions under which prices hold: when each is met, and which of several goes last.

A condition is `{"when": {...}, prices}`. All terms of its `when` must be met:

| term | met where |
|---|---|
| `prompt_tokens_above` | the prompt has more tokens than that |
| `tier` | always; `incremental` says that only the tokens above cost that much, else the whole request does |
| `service` | the request is for that service: `batch`, `flex`, `priority` ...; the standard one has no name |
| `utc_start`, `utc_end` | the time of day is in the window, its end left out; it may wrap midnight or end at 24:00 |
| `weekdays` | the day, in UTC, is one of these, Monday being 1 |
| `from`, `until` | the day, in UTC, is not before and not after |

Any other term (a resolution, a context that is called long, one that is new) cannot be judged: its
condition is never taken as met, and stands as undecided.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from catalog.pricing.hours import day_of, in_window, is_window
from scraper.attributes import DYNAMIC, PRICES

INCREMENTAL = "incremental"
TIMES = frozenset({"utc_start", "utc_end", "weekdays", "from", "until"})
"""Terms by which a price changes while the request stays the same."""


class Request(NamedTuple):
    """What is asked of a seller, as far as prices depend on it. The plain one is short and standard."""

    prompt_tokens: int = 0
    service: str = ""


class Condition(NamedTuple):
    """Prices that hold only sometimes; those that it does not name stay as they were."""

    when: Mapping[str, Any]
    prices: Mapping[str, Decimal | None]
    """By attribute; None where the seller says that it varies."""

    @property
    def is_incremental(self) -> bool:
        """Whether only the tokens above its threshold cost that much."""
        return self.when.get("tier") == INCREMENTAL

    @property
    def is_timed(self) -> bool:
        """Whether time alone can end it."""
        return not TIMES.isdisjoint(self.when)


def read_conditions(listed: Iterable[Mapping[str, Any]]) -> tuple[Condition, ...]:
    """Conditions as claims have them, in the order in which they are to be applied.

    General ones come before those that refine them, and those of every service before those of one;
    otherwise the listed order stays. Where two are met, the later one's prices win.
    """
    read = [Condition(entry["when"], _prices(entry)) for entry in listed]
    depths = {id(one): sum(_refines(one.when, other.when) for other in read) for one in read}
    return tuple(sorted(read, key=lambda one: ("service" in one.when, depths[id(one)])))


def is_met(condition: Condition, at: datetime, request: Request) -> bool | None:
    """Whether a condition is met by a request at a moment; None where one of its terms cannot be judged."""
    verdicts = [_term(name, condition.when, at.astimezone(UTC), request) for name in condition.when]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def is_of_time_alone(when: Mapping[str, Any]) -> bool:
    """Whether a condition has terms of time only, each of which can be judged."""
    at, request = datetime(2000, 1, 1, tzinfo=UTC), Request()
    return bool(when) and when.keys() <= TIMES and None not in [_term(name, when, at, request) for name in when]


def _term(name: str, when: Mapping[str, Any], at: datetime, request: Request) -> bool | None:
    value = when[name]
    if name == "prompt_tokens_above":
        return request.prompt_tokens > value if isinstance(value, int) else None
    if name == "service":
        return bool(request.service == value)
    if name == "tier":
        return True if value in (INCREMENTAL, "cliff") and "prompt_tokens_above" in when else None
    if name in ("utc_start", "utc_end"):
        return in_window(when, at) if is_window(when) else None
    if name == "weekdays":
        return at.isoweekday() in value if isinstance(value, list) else None
    if name in ("from", "until"):
        day = day_of(value)
        return None if day is None else (at.date() >= day if name == "from" else at.date() <= day)
    return None


def _prices(entry: Mapping[str, Any]) -> dict[str, Decimal | None]:
    return {name: None if entry[name] == DYNAMIC else Decimal(entry[name]) for name in PRICES if name in entry}


def _refines(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether whatever meets one condition meets the other too, and not the reverse."""
    return one != other and all(name in one and _is_within(name, one[name], value) for name, value in other.items())


def _is_within(name: str, one: Any, other: Any) -> bool:
    if name == "prompt_tokens_above" and isinstance(one, int) and isinstance(other, int):
        return one >= other
    return bool(one == other)
