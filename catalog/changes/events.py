"""What changed, as it is told: the rows of `changes`, those of one record at one time together."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from catalog.changes.change import ATLAS, ChangeKind
from catalog.changes.reading import Row
from scraper.attributes import ATTRIBUTES

KINDS = (
    ChangeKind.ADDED, ChangeKind.RETURNED, ChangeKind.RETIRED, ChangeKind.RENAMED, ChangeKind.REPOINTED,
    ChangeKind.PRICE, ChangeKind.LIMIT, ChangeKind.CAPABILITY,
)  # fmt: skip
"""Every kind of change, in the order in which they are told."""

_KEY = itemgetter("at", "source", "record", "by")
_KIND_PLACES = {kind.value: place for place, kind in enumerate(KINDS)}
_FIELD_PLACES = {field: place for place, field in enumerate(ATTRIBUTES)}

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Step(NamedTuple):
    """What became of one field, or that the record itself came or went."""

    kind: str
    field: str
    """Empty where the record itself came or went."""
    old: str | None
    """None where nothing was said."""
    new: str | None
    held: bool = False
    """Whether a guard held it, so that it was not published."""
    evidence: Mapping[str, Any] = _NOTHING


class Event(NamedTuple):
    """All that one side changed of one record at one time."""

    at: str
    """The first answer that shows it."""
    source: str
    record: str
    by: str
    """`source`, or `atlas` for a correction of ours."""
    model_id: str
    """Empty where the record is matched to no model."""
    provider: str
    wire_id: str
    snapshot: str
    steps: tuple[Step, ...]

    @property
    def day(self) -> str:
        """The day in UTC."""
        return self.at[:10]

    @property
    def ours(self) -> bool:
        """Whether it is a correction of ours."""
        return self.by == ATLAS

    def of_kind(self, kind: str) -> "Event":
        """The same with the steps of one kind alone."""
        return self._replace(steps=tuple(step for step in self.steps if step.kind == kind))


def events(rows: Iterable[Row]) -> list[Event]:
    """Every event of the rows of `changes`, the newest first."""
    ordered = sorted(rows, key=itemgetter("source", "record", "by"))
    ordered.sort(key=itemgetter("at"), reverse=True)
    return [_event(key, list(group)) for key, group in groupby(ordered, key=_KEY)]


def published(found: Iterable[Event]) -> list[Event]:
    """Without what guards held: a change that is accepted later is told then, with its own time."""
    return [
        event._replace(steps=kept) if len(kept) < len(event.steps) else event
        for event in found
        if (kept := tuple(step for step in event.steps if not step.held))
    ]


def _event(key: tuple[str, str, str, str], rows: Sequence[Row]) -> Event:
    named = (rows[0][name] or "" for name in ("model_id", "provider", "wire_id", "snapshot"))
    steps = [_step(row) for row in rows]
    if len(steps) > 1:
        steps.sort(key=_place)
    at, source, record, by = key
    model_id, provider, wire_id, snapshot = named
    return Event(at, source, record, by, model_id, provider, wire_id, snapshot, tuple(steps))


def _step(row: Row) -> Step:
    told = row["evidence"] or _NOTHING
    return Step(row["kind"], row["field"] or "", row["old"], row["new"], bool(row["held"]), told)


def _place(step: Step) -> tuple[int, int, str]:
    """In the order of kinds, then in that of the registry."""
    place = _FIELD_PLACES.get(step.field, len(_FIELD_PLACES))
    return _KIND_PLACES.get(step.kind, len(KINDS)), place, step.field
