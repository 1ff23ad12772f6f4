"""Which moment a DATE on the command line means: the end of that day, UTC, or a full timestamp as it stands."""

from datetime import UTC, date, datetime, time
from typing import NamedTuple


class Asked(NamedTuple):
    """A moment that is asked for."""

    moment: datetime
    """The last one that counts, UTC."""
    begins: datetime
    """The first one that is meant: the beginning of the day, where only a day is named."""


def asked(text: str) -> Asked:
    """The moment that a text means; a time without an offset is UTC. Raises ValueError for what is no date."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else _in_utc(moment)
        return Asked(moment, moment)
    return Asked(datetime.combine(day, time(23, 59, 59), UTC), datetime.combine(day, time(), UTC))


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(str(error)) from None
