"""What was published of a model's prices and limits, from when to when, and when its record was listed.

It is the history of the one record that stands for the model; nothing of another seller is mixed in.
What a guard held then was not published then, and a correction stands wherever the wrong value did.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlite_utils import Database

from catalog.entries import CLAIM_COLUMNS, Claimed, Key, claimed
from catalog.guards.holds import Hold, holds
from catalog.match.judgement import ROUTER
from catalog.published_claims import PublishedClaims
from catalog.stays import Stay, stays
from catalog.store.ledger import PRESENT

PRICED = ("input_usd_per_mtok", "output_usd_per_mtok")
LIMITED = ("context_listed", "max_output")
FIELDS = (*PRICED, *LIMITED)
"""Fields whose history is kept at hand, in this order."""


class Span(NamedTuple):
    """A time in which one value of a field was published."""

    value: str
    since: str
    until: str | None
    """None while it stands."""
    claim: Claimed
    held: str = ""
    """The guard by which it was published in place of what the record said then; empty where it was said."""


class History(NamedTuple):
    """The past of the record that stands for a model."""

    spans: Mapping[str, tuple[Span, ...]]
    """By field, oldest first, without overlap."""
    stays: tuple[Stay, ...]
    """Oldest first."""
    snapshot: str
    """The newest answer with the record."""
    first_answer: str
    """When its source was first seen: what began then may be older."""
    moved_at: str = ""
    """Since when its id means what it means now; empty where it always did. Spans before that are left out."""

    @property
    def gone_at(self) -> str | None:
        """The first answer without it; None while it is listed."""
        return self.stays[-1].gone_at if self.stays else None


class Histories:
    """The pasts of records that stand for models, each read when it is asked for."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._moves = _moves(db)
        self._first = dict(db.execute("select source, min(first_seen) from presence group by source").fetchall())
        self._published = PublishedClaims(db)

    def of(self, key: Key) -> History:
        """The past of a record."""
        held, listed = holds(self._db, key), stays(self._db, key).get(key, [])
        moved = self._moves.get(key, "")
        spans = {
            name: tuple(after(_published(said, _listed(held.get((*key, name), ()), listed), self._published), moved))
            for name, said in _claims(self._db, key)
        }
        for hold in held.get((*key, PRESENT), ()):
            spans = {name: tuple(stayed(made, hold)) for name, made in spans.items()}
        return History(
            {name: spans[name] for name in FIELDS if spans.get(name)}, tuple(listed), self._newest(key),
            self._first.get(key[0], ""), moved,
        )  # fmt: skip

    def _newest(self, key: Key) -> str:
        found = self._db.execute("select snapshot from records where source = ? and record = ?", key).fetchone()
        return str(found[0]) if found else ""


class _Said(NamedTuple):
    """A claim and when it ended."""

    claim: Claimed
    ended_at: str | None


_CLAIMS = (
    f"select {CLAIM_COLUMNS}, ended_at from claims where source = ? and record = ? and field in"  # noqa: S608
    f" ({', '.join('?' * len(FIELDS))}) order by field, first_observed"
)


def _claims(db: Database, key: Key) -> Iterator[tuple[str, list[_Said]]]:
    """What a record ever said, by field, the oldest first."""
    said = [_Said(claimed(row), row[-1]) for row in db.execute(_CLAIMS, [*key, *FIELDS])]
    for field, found in groupby(said, lambda one: one.claim.field):
        yield field, list(found)


def _moves(db: Database) -> dict[Key, str]:
    """Since when an id that was pointed to another release means what it means now."""
    sql = (
        "select source, record, max(valid_from) from aliases"
        " where valid_to is null and rule != 'first-seen' group by source, record"
    )
    return {(source, record): at for source, record, at in db.execute(sql).fetchall()}


def _published(said: Sequence[_Said], holds: Iterable[Hold], published: PublishedClaims) -> list[Span]:
    """What was published of a field: what was said, but while a guard held it, what was kept."""
    claims = {one.claim.first_observed: one.claim for one in said}
    spans = [(one.claim.first_observed, one.ended_at, one.claim, "") for one in said]
    for hold in holds:
        spans = [piece for span in spans for piece in _without(span, hold)]
        kept = claims.get(hold.kept_first_observed or "")
        spans += [(hold.since, hold.until, kept, hold.rule)] if kept else []
    told = [
        Span(right.value, since, until, right, rule)
        for since, until, claim, rule in sorted(spans, key=lambda span: span[0])
        if (right := published.of(claim)) is not None
    ]
    return list(_joined(told))


def _listed(holds: Iterable[Hold], stays: Sequence[Stay]) -> Iterator[Hold]:
    """Holds as far as their record was in its list: what was held when it left was published no more."""
    for hold in holds:
        for stay in stays:
            ends = [at for at in (hold.until, stay.gone_at) if at is not None]
            since, until = max(hold.since, stay.first_seen), min(ends, default=None)
            if until is None or since < until:
                yield hold._replace(since=since, until=until)


def _without(span: tuple[str, str | None, Claimed, str], hold: Hold) -> Iterator[tuple[str, str | None, Claimed, str]]:
    """What is left of a span outside the time of a hold."""
    since, until, claim, rule = span
    if since < hold.since:
        yield since, min(until or hold.since, hold.since), claim, rule
    if hold.until is not None and (until is None or until > hold.until):
        yield max(since, hold.until), until, claim, rule


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans of one value that touch are one; the later one's claim was seen last."""
    before: Span | None = None
    for span in spans:
        if before and (before.until, before.value, before.held) == (span.since, span.value, span.held):
            before = span._replace(since=before.since)
            continue
        if before:
            yield before
        before = span
    if before:
        yield before


def after(spans: Iterable[Span], moved: str) -> Iterator[Span]:
    """What was published since an id means what it means now."""
    for span in spans:
        if span.until is None or span.until > moved:
            yield span._replace(since=max(span.since, moved))


def stayed(spans: Sequence[Span], hold: Hold) -> Iterator[Span]:
    """With what was published on while a guard held that the record had left its list."""
    for span in spans:
        yield span
        if span.until == hold.since:
            yield span._replace(since=hold.since, until=hold.until, held=hold.rule)


def speaks(source: str, name: str, fields: Mapping[str, Any]) -> bool:
    """Whether a record's history of a field is the model's own: a reseller's prices are its offers'."""
    return source == ROUTER or name in fields
