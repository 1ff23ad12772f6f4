"""The pages of changes: the newest ones, those of each kind, and one page a day."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice
from typing import NamedTuple

from catalog.changes.events import KINDS, Event
from catalog.render.change_rows import ChangeLine, ChangeRow
from catalog.render.change_words import HEADINGS, event_lines
from catalog.render.changed import ChangesPage, DayPage, DayRows, KindRows, MonthDays
from catalog.render.contexts import Page
from catalog.render.disputed import View
from catalog.render.event_names import ROOT, EventNames
from catalog.render.formats import moment
from catalog.render.linked import FeedLink, Moment, of_the_web

MOST = 150
"""So many rows the newest days have together; the page of a day has all of its own."""
CORRECTIONS = "corrections"
_HEADINGS = {**{kind.value: HEADINGS[kind] for kind in KINDS}, CORRECTIONS: "Corrections of ours"}
FEEDS = (("All changes", "feeds/changes.atom"), ("New models", "feeds/models.atom"))

MakePage = Callable[[str, str, str], Page]
"""Makes what every page has, from its path, title and description."""


class _Day(NamedTuple):
    """A day with its events by kind, corrections of ours apart, in the order in which they are told."""

    day: str
    kinds: dict[str, list[Event]]

    @property
    def words(self) -> str:
        return moment(self.day).text

    @property
    def size(self) -> int:
        return sum(map(len, self.kinds.values()))


def changes_pages(
    told: Sequence[Event], names: EventNames, make_page: MakePage, of_the_past: bool = False
) -> Iterator[tuple[str, ChangesPage | DayPage]]:
    """Every page with its path; `told` are the events, the newest first.

    A day's own page tells of that day and not of today: it says nothing of how fresh values are, but says
    that the catalog is an earlier state, where it is one (`of_the_past`).
    """
    days = [_day(day, list(events)) for day, events in groupby(told, key=lambda event: event.day)]
    counts = {kind: sum(len(day.kinds.get(kind, ())) for day in days) for kind in _HEADINGS}
    shown = [kind for kind, count in counts.items() if count]
    for kind in ("", *shown):
        yield _overview(kind, days, counts, names, make_page)
    for later, day, earlier in zip([None, *days], days, [*days[1:], None], strict=False):
        path, made = _day_page(day, later, earlier, names, make_page)
        yield path, made if of_the_past else replace(made, page=replace(made.page, notice=None))


def _day(day: str, events: Sequence[Event]) -> _Day:
    kinds: dict[str, list[Event]] = {kind: [] for kind in _HEADINGS}
    for event in events:
        if event.ours:
            kinds[CORRECTIONS].append(event)
            continue
        own = dict.fromkeys(step.kind for step in event.steps)
        for kind in own:
            kinds[kind].append(event if len(own) == 1 else event.of_kind(kind))
    return _Day(day, {kind: found for kind, found in kinds.items() if found})


def _overview(
    kind: str, days: Sequence[_Day], counts: dict[str, int], names: EventNames, make_page: MakePage
) -> tuple[str, ChangesPage]:
    """The newest changes, all or those of one kind."""
    path = f"{ROOT}kinds/{kind}/index.html" if kind else f"{ROOT}index.html"
    heading = f"Changes: {_HEADINGS[kind].lower()}" if kind else "Changes"
    about = f"What changed of AI models, by day, the newest first: {_HEADINGS.get(kind, 'all kinds').lower()}."
    page = make_page(path, f"{heading} · Model Atlas", about)
    folder = page.root + ROOT
    page = replace(page, feeds=tuple(FeedLink(title, page.root + feed) for title, feed in FEEDS))
    everything = View("all", folder, sum(counts.values()), not kind)
    of_kinds = (
        View(_HEADINGS[one], f"{folder}kinds/{one}/", count, one == kind) for one, count in counts.items() if count
    )
    own = [_Day(day.day, {kind: day.kinds[kind]}) for day in days if kind in day.kinds] if kind else days
    return path, ChangesPage(
        page=page,
        heading=heading,
        views=(everything, *of_kinds),
        days=tuple(_newest(own, page.root, names)),
        months=() if kind else tuple(_months(days, folder)),
    )


def _newest(days: Iterable[_Day], root: str, names: EventNames) -> Iterator[DayRows]:
    """The newest days, the last of them as far as its rows fit."""
    left = MOST
    for day in days:
        if left <= 0:
            return
        found = _day_rows(day, root, names, left)
        left -= len(found.rows)
        yield found


def _months(days: Sequence[_Day], folder: str) -> Iterator[MonthDays]:
    for month, group in groupby(days, key=lambda day: day.day[:7]):
        links = (View(str(int(day.day[8:])), f"{folder}{day.day}/", day.size, current=False) for day in group)
        yield MonthDays(moment(month).text, tuple(links))


def _day_rows(day: _Day, root: str, names: EventNames, most: int) -> DayRows:
    """A day beside others: what changed of one record at one time in one row, whatever kinds it is of."""
    href = f"{root}{ROOT}{day.day}/"
    kinds = (View(_HEADINGS[kind], f"{href}#{kind}", len(found), current=False) for kind, found in day.kinds.items())
    whole: dict[tuple[str, str, str, str], Event] = {}
    for event in (event for found in day.kinds.values() for event in found):
        key = (event.at, event.source, event.record, event.by)
        before = whole.get(key)
        whole[key] = event._replace(steps=before.steps + event.steps) if before else event
    rows = tuple(change_row(event, root, names) for event in islice(whole.values(), most))
    return DayRows(day.words, day.day, href, tuple(kinds), rows, more=len(whole) - len(rows))


def _day_page(
    day: _Day, later: _Day | None, earlier: _Day | None, names: EventNames, make_page: MakePage
) -> tuple[str, DayPage]:
    """A day's own page."""
    path = f"{ROOT}{day.day}/index.html"
    told = ", ".join(f"{_HEADINGS[kind].lower()} {len(found)}" for kind, found in day.kinds.items())
    page = make_page(
        path, f"Changes of {day.words} · Model Atlas", f"What changed of AI models on {day.words}: {told}."
    )
    return path, DayPage(
        page=page,
        day=day.words,
        count=day.size,
        kinds=tuple(
            KindRows(kind, _HEADINGS[kind], tuple(change_row(event, page.root, names) for event in found))
            for kind, found in day.kinds.items()
        ),
        later=_beside(later),
        earlier=_beside(earlier),
    )


def _beside(day: _Day | None) -> View | None:
    return None if day is None else View(day.words, f"../{day.day}/", day.size, current=False)


def change_row(event: Event, root: str, names: EventNames) -> ChangeRow:
    """An event on a page whose links begin at `root`."""
    return ChangeRow(
        model=names.subject(event),
        href=root + names.page(event) if names.has_page(event) else "",
        id=event.wire_id or event.record,
        lines=tuple(ChangeLine(line.text, line.held, line.note, of_the_web(line.url)) for line in event_lines(event)),
        ours=event.ours,
        seller=names.seller(event),
        source=names.source(event),
        url=names.answer(event),
        at=moment(event.at) if event.ours else Moment(event.at, f"{event.at[11:16]} UTC"),
        snapshot=event.snapshot,
    )
