"""What the nights of a source came to, as its archived looks tell: good, refused, failed; and how loud that is told."""

from collections.abc import Mapping
from datetime import date, timedelta

GOOD, REFUSED, FAILED = "good", "refused", "failed"
OUTCOMES = {
    GOOD: "an answer that could be read",
    REFUSED: "an answer that is not what its reader knows",
    FAILED: "no answer",
}
"""What each outcome of a night means."""
SIGNS = {GOOD: "●", REFUSED: "◐", FAILED: "✕"}
NO_LOOK = "·"
SHOWN_DAYS = 30
"""So many days of looks are told: the month before the newest answer of any source."""
SOME, MANY, ALL_MONTH = 3, 7, 30
"""So many nights in a row are no accident of one evening; are a week; are for ever, as far as one can tell."""


def recent(outcomes: Mapping[str, str], until: str) -> dict[str, str]:
    """The outcomes of the days that are told, the oldest first; days without a look are not there."""
    if not until:
        return {}
    since = (date.fromisoformat(until[:10]) - timedelta(days=SHOWN_DAYS - 1)).isoformat()
    return {day: outcomes[day] for day in sorted(outcomes) if day >= since}


def nights_failed(outcomes: Mapping[str, str]) -> int:
    """How many looks in a row, the newest among them, gave nothing good; days without a look do not count."""
    count = 0
    for day in sorted(outcomes, reverse=True):
        if outcomes[day] == GOOD:
            return count
        count += 1
    return count


def drawn(looks: Mapping[str, str], until: str) -> str:
    """A sign for every day that is told, the oldest first."""
    last = date.fromisoformat(until[:10])
    days = (last - timedelta(days=ago) for ago in reversed(range(SHOWN_DAYS)))
    return "".join(SIGNS.get(looks.get(day.isoformat(), ""), NO_LOOK) for day in days)


def told(looks: Mapping[str, str]) -> str:
    """The looks of a month in words: `28 good, 1 refused, 1 failed (31 July 2026)`, with the last day of each."""
    counts = [(outcome, [day for day in sorted(looks) if looks[day] == outcome]) for outcome in OUTCOMES]
    lines = [
        f"{len(days)} {outcome}" + ("" if outcome == GOOD else f" (last on {_day(days[-1])})")
        for outcome, days in counts
        if days
    ]
    return ", ".join(lines) or "no look"


def failing(nights: int, last_success: str | None) -> str:
    """What is said of a source that fails night after night, the louder the longer; empty for a night or two."""
    if nights < SOME:
        return ""
    of = f"values of {_day(last_success)}" if last_success else "no values"
    if nights < MANY:
        return f"failing for {nights} nights: {of}"
    if nights < ALL_MONTH:
        return f"still failing after {nights} nights: {of}; has its address or its shape changed?"
    return f"failing for {nights} nights, as if for good: {of}; mend its reader or take the source out"


def _day(iso: str) -> str:
    day = date.fromisoformat(iso[:10])
    return f"{day.day} {day:%B %Y}"
