"""Steps of a field from one value to another, read in one ordered pass over the claims."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from sqlite_utils import Database

from catalog.changes.change import Change
from catalog.changes.fields import KIND_OF, alike
from catalog.changes.stays import Differences
from catalog.entries import Key
from catalog.stays import Stay


class Said(NamedTuple):
    """One interval of one claim, as far as changes need it."""

    record: str
    field: str
    value: str
    snapshot: str
    first_observed: str
    ended_at: str | None


class Steps(NamedTuple):
    """What the claims of a source came to."""

    changes: list[Change]
    differing: Differences


def steps(db: Database, source: str, stayed: Mapping[Key, Sequence[Stay]]) -> Steps:
    """Every step of a source's fields, and what differs in records that came back."""
    found = Steps([], {})
    begun = min((known[0].first_seen for (of, _), known in stayed.items() if of == source), default="")
    for (record, field), said in groupby(_said(db, source, KIND_OF, begun), key=_SUBJECT):
        known = stayed.get((source, record))
        if known is None:
            continue
        spans = [Said._make(row) for row in said]
        found.changes.extend(_steps(source, field, spans, known))
        if len(known) > 1:
            _compare(found, (source, record), field, spans, known)
    return found


_SUBJECT = itemgetter(0, 1)


def _said(db: Database, source: str, fields: Collection[str], begun: str) -> Iterator[tuple[Any, ...]]:
    """Claims in the order of record, field and time, but those that were there from the beginning and still are."""
    marks = ", ".join("?" * len(fields))
    sql = (
        "select record, field, value, snapshot, first_observed, ended_at from claims where source = ?"  # noqa: S608
        f" and (ended_at is not null or first_observed > ?) and field in ({marks})"
        " order by record, field, first_observed"
    )
    return iter(db.execute(sql, [source, begun, *fields]))


def _steps(source: str, field: str, spans: Sequence[Said], known: Sequence[Stay]) -> Iterator[Change]:
    """Where one value follows another, begins or ends while the record stays in its list."""
    kind = KIND_OF[field]
    before: Said | None = None
    for span in spans:
        at = span.first_observed
        touched = before is not None and before.ended_at == at
        if before is not None and not touched:
            yield from _end(source, field, before, known)
        if _throughout(known, at):
            old = before.value if before is not None and touched else None
            if old is None or not alike(field, old, span.value):
                yield Change(at, kind, source, span.record, field, old, span.value, snapshot=span.snapshot)
        before = span
    if before is not None:
        yield from _end(source, field, before, known)


def _end(source: str, field: str, span: Said, known: Sequence[Stay]) -> Iterator[Change]:
    at = span.ended_at
    if at is not None and _throughout(known, at):
        yield Change(at, KIND_OF[field], source, span.record, field, span.value, snapshot=span.snapshot)


def _throughout(known: Sequence[Stay], at: str) -> bool:
    """Whether the record was in the answer of a time and in the one before it."""
    return known[0].holds(at) if len(known) == 1 else any(stay.holds(at) for stay in known)


def _compare(found: Steps, key: Key, field: str, spans: Sequence[Said], known: Sequence[Stay]) -> None:
    """Note where a record that came back says otherwise than when it left."""
    for before, after in pairwise(known):
        old = next((span.value for span in spans if span.ended_at == before.gone_at), None)
        new = next((span.value for span in spans if span.first_observed == after.first_seen), None)
        if old != new and not (old is not None and new is not None and alike(field, old, new)):
            found.differing.setdefault((key, after.first_seen), {})[field] = [old, new]
