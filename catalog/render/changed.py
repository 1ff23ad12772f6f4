"""The contexts of the pages of changes: rows of one record at one time, by kind and by day."""

from dataclasses import dataclass

from catalog.render.change_rows import ChangeRow
from catalog.render.contexts import Page
from catalog.render.disputed import View


@dataclass(frozen=True, slots=True)
class KindRows:
    """The rows of one kind on a day's page."""

    anchor: str
    heading: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class DayRows:
    """A day on a page of several days."""

    day: str
    """`31 July 2026`."""
    anchor: str
    """`2026-07-31`."""
    href: str
    """Its own page."""
    kinds: tuple[View, ...]
    """How many of each kind, each leading to its part of the day's page."""
    rows: tuple[ChangeRow, ...]
    more: int
    """How many further rows stand on the day's page."""


@dataclass(frozen=True, slots=True)
class MonthDays:
    """The days of a month that have a page."""

    month: str
    """`July 2026`."""
    days: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """The newest changes, of all kinds or of one, by day."""

    page: Page
    heading: str
    """`Changes`, `Changes of prices`."""
    views: tuple[View, ...]
    """All of them, and those of one kind, each with its count."""
    days: tuple[DayRows, ...]
    months: tuple[MonthDays, ...]
    """Every day that has a page, the newest first; empty on the pages of one kind."""


@dataclass(frozen=True, slots=True)
class DayPage:
    """All changes of one day, by kind."""

    page: Page
    day: str
    """`31 July 2026`."""
    count: int
    kinds: tuple[KindRows, ...]
    later: View | None
    """The next day that has a page, and the one before."""
    earlier: View | None
