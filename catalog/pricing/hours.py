"""Times of day, weekdays and days of conditions, all in UTC: where a moment lies, and where that changes."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

DAY = timedelta(days=1)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)


def is_window(when: Mapping[str, Any]) -> bool:
    """Whether both ends of a window of the day are there and can be read."""
    ends = (when.get("utc_start"), when.get("utc_end"))
    return all(isinstance(end, str) and _CLOCK.fullmatch(end) for end in ends)


def in_window(when: Mapping[str, Any], at: datetime) -> bool:
    """Whether a moment is in a window: from its start until just before its end, past midnight where it wraps.

    Ends that are equal are the whole day.
    """
    start, end, now = when["utc_start"], when["utc_end"], at.astimezone(UTC).strftime("%H:%M")
    return bool(start <= now < end if start < end else now >= start or now < end)


def day_of(value: Any) -> date | None:
    """A day as a condition states it; None for anything else, and for the end of all days."""
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return day if day.year < date.max.year else None


def turns(when: Mapping[str, Any], first: date, days: int) -> Iterator[datetime]:
    """The moments of some days at which the hours or the weekday of a condition begin or end to be met."""
    clocks = ["24:00"] if "weekdays" in when else []
    clocks += [when["utc_start"], when["utc_end"]] if is_window(when) else []
    for number in range(days):
        for clock in clocks:
            yield _moment(first + number * DAY, clock)


def bounds(when: Mapping[str, Any]) -> Iterator[datetime]:
    """The moments at which the days of a condition begin and end."""
    first, last = day_of(when.get("from")), day_of(when.get("until"))
    if first is not None:
        yield _moment(first, "00:00")
    if last is not None:
        yield _moment(last, "24:00")


def _moment(day: date, clock: str) -> datetime:
    hours, minutes = map(int, clock.split(":"))
    return datetime.combine(day, time(), UTC) + timedelta(hours=hours, minutes=minutes)
