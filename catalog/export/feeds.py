"""Atom feeds of what changed: all, the new models, one a model, one a lab.

An entry is all that one side changed of one record at one time. Its id is made from just that, so it is the same in
every feed, on every host, for ever. `updated` is when it was so, and there is no `published`: what is learned late,
from recordings that are taken in afterwards, takes its place by its own time, mostly below what a feed still shows,
instead of coming up as hundreds of news. Where such a recording shows that a change came earlier than was known, the
entry of the later time gives way to one of the earlier. What a guard holds is in no feed until it is accepted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from catalog.addresses import folder, lab_feed, lab_page, link, model_feed
from catalog.changes.change import ChangeKind
from catalog.changes.events import Event, published
from catalog.export.atom import Feed, category, document, markup, text, urn
from catalog.queries import Row
from catalog.render.change_words import HEADINGS, Line, event_lines
from catalog.render.event_names import EventNames
from catalog.render.formats import clock, moment
from catalog.render.linked import of_the_web

ALL = "feeds/changes.atom"
MODELS = "feeds/models.atom"
MOST_OF_ALL = 100
"""So many entries the feed of all changes has."""
MOST = 50
"""So many any other feed has."""
WHOLE_DAYS = 2
"""So many of a feed's newest days with changes are in it whole: who reads it once a day misses nothing."""

Told: TypeAlias = Sequence[Event]


class Feeds:
    """Makes every feed of a catalog; an entry is written once, however many feeds it stands in."""

    def __init__(self, told: Iterable[Event], models: Sequence[Row], names: EventNames, base_url: str) -> None:
        self._told = published(told)
        self._models = models
        self._names = names
        self._base_url = base_url
        self._written: dict[tuple[str, ...], str] = {}
        self._answers: dict[tuple[str, ...], str] = {}

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every feed with its path below the site's root."""
        by_model = _grouped(self._told, {row["id"]: row["id"] for row in self._models})
        by_lab = _grouped(self._told, {row["id"]: row["author"] for row in self._models})
        yield self._feed(ALL, "Changes", "changes/", self._told, self._models, MOST_OF_ALL)
        yield self._feed(MODELS, "New models", "", new_models(by_model, self._models), self._models)
        labs: dict[str, list[Row]] = {}
        for row in self._models:
            labs.setdefault(row["author"], []).append(row)
            page = f"models/{link(folder(row['id']))}/"
            told = by_model.get(row["id"], [])
            yield self._feed(model_feed(row["id"]), f"Changes of {row['name']}", page, told, [row])
        for lab, rows in sorted(labs.items()):
            told, page = by_lab.get(lab, []), f"{link(lab_page(lab))}/"
            yield self._feed(lab_feed(lab), f"Changes of models by {lab}", page, told, rows)

    def _feed(
        self, path: str, title: str, page: str, told: Told, about: Sequence[Row], most: int = MOST
    ) -> tuple[str, bytes]:
        """One feed; without an entry it is as old as the newest of its models, so that it stays as it is."""
        updated = told[0].at if told else max((row["first_seen"] for row in about), default="")
        feed = Feed(link(path), f"{title} · Model Atlas", updated, page)
        return path, document(feed, self._base_url, map(self._entry, _shown(told, most)))

    def _entry(self, event: Event) -> str:
        key = (event.source, event.at, event.by, event.record)
        if key not in self._written:
            self._written[key] = self._write(event)
        return self._written[key]

    def _write(self, event: Event) -> str:
        """An entry: in the title the first thing that changed, in the content all, with the answer that shows it."""
        lines = event_lines(event)
        first, *rest = lines
        more = f" and {len(rest)} more" if rest else ""
        ours, sale = "Correction of ours: " if event.ours else "", self._names.sale(event)
        subject = f"{self._names.subject(event)} ({sale})" if sale else self._names.subject(event)
        kinds = dict.fromkeys(step.kind for step in event.steps)
        categories = [*(_CATEGORIES[ChangeKind(kind)] for kind in kinds), *([_CORRECTION] if event.ours else [])]
        return "\n".join(
            [
                f"<entry><id>{urn('entry', event.source, event.at, event.by, event.record)}</id>",
                f"<title>{text(f'{ours}{subject}: {first.text}{more}')}</title>",
                f"<updated>{event.at}</updated>",
                f'<link rel="alternate" type="text/html" href="{text(self._base_url + self._names.page(event))}"/>',
                *categories,
                f'<content type="html">{self._html(event, lines)}</content></entry>',
            ]
        )

    def _html(self, event: Event, lines: Sequence[Line]) -> str:
        """The content: every line, the seller and the id, and where to look it up."""
        listed, seller = _LI.join(map(_line, lines)), self._names.seller(event)
        sold = (
            f"Sold by {markup(seller)} as {_CODE}{markup(event.wire_id or event.record)}{_CODE_END}. " if seller else ""
        )
        return f"{_UL}{listed}{_UL_END}{sold}{self._said(event)}{_P_END}"

    def _said(self, event: Event) -> str:
        """Who said it, where and when: the same of all that one answer shows."""
        key = (event.source, event.at, event.by, event.snapshot)
        if key not in self._answers:
            source, address = self._names.source(event), self._names.answer(event)
            told = _link(address, source) if address else markup(source)
            digest = f", snapshot {_CODE}{markup(event.snapshot[:12])}{_CODE_END}" if event.snapshot else ""
            said = "Corrected by us, in place of what is said by" if event.ours else "Said by"
            when = moment(event.at).text if event.ours else clock(event.at)
            self._answers[key] = f"{said} {told}, {when}{digest}."
        return self._answers[key]


def _line(line: Line) -> str:
    """A line with its note, as HTML."""
    if not line.note:
        return markup(line.text)
    address = of_the_web(line.url)
    return f"{markup(line.text)} ({_link(address, line.note) if address else markup(line.note)})"


def _link(address: str, told: str) -> str:
    return f"&lt;a href=&quot;{markup(address)}&quot;&gt;{markup(told)}&lt;/a&gt;"


_CATEGORIES = {kind: category(kind.value, heading) for kind, heading in HEADINGS.items()}
_CORRECTION = category("correction", "Correction of ours")
_UL, _LI, _UL_END = (text(tag) for tag in ("<ul><li>", "</li><li>", "</li></ul><p>"))
_CODE, _CODE_END, _P_END = (text(tag) for tag in ("<code>", "</code>", "</p>"))


def new_models(by_model: Mapping[str, Told], models: Iterable[Row]) -> list[Event]:
    """Of each model that was not there from the beginning, the event in which it came, the newest first.

    A model that another list begins to name is not new, nor one that comes back.
    """
    found = []
    for row in models:
        first = [event for event in by_model.get(row["id"], ()) if event.at == row["first_seen"]]
        came = [event for event in first if any(step.kind == ChangeKind.ADDED for step in event.steps)]
        # Where variants come with it, the record that bears the model's own id stands for all.
        found += sorted(came, key=lambda event: (event.record != event.model_id, event.source, event.record))[:1]
    found.sort(key=lambda event: (event.source, event.record))
    return sorted(found, key=lambda event: event.at, reverse=True)


def _grouped(told: Iterable[Event], group_of: Mapping[str, str]) -> dict[str, list[Event]]:
    """Events by the group of their model, each the newest first."""
    groups: dict[str, list[Event]] = {}
    for event in told:
        if event.model_id in group_of:
            groups.setdefault(group_of[event.model_id], []).append(event)
    return groups


def _shown(told: Told, most: int) -> Told:
    """The newest, and all of the newest days."""
    days: list[str] = []
    for place, event in enumerate(told):
        if event.day not in days[-1:]:
            days.append(event.day)
        if place >= most and len(days) > WHOLE_DAYS:
            return told[:place]
    return told
