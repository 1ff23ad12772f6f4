"""The ledger of a source: which record claimed what, from when to when.

Answers are entered in the order of their time. A claim seen again is the same claim, last observed
later; another value closes it and opens a new one; a record that leaves its list closes all its
claims. A value that cannot be read closes nothing: the last good claim stays, held.

What a guard holds is entered as it was said; beside it stands which value is published in its place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from scraper.answers import parse_raw
from scraper.claims import Claim, Observation, place_of
from scraper.issues import Issue, IssueKind
from scraper.snapshots import Sighting
from scraper.source import Record
from scraper.units import dumps, iso

T = TypeVar("T")

PRESENT = "present"
"""Stands for a field where the record itself is held: it left its list, and is published still."""


@dataclass(slots=True)
class OpenClaim:
    """A claim as it stands; `held_at` is None while its record confirms it."""

    value: str
    original: str
    place: str
    """JSON pointer below the record."""
    first_observed: str
    held: "Place | None" = None


class Place(NamedTuple):
    """Where and when a record was last seen: time, snapshot, and pointer into it."""

    at: str
    snapshot: str
    pointer: str


class Kept(NamedTuple):
    """What is published of a field in place of what its record says now."""

    value: str | None
    """The last good value; None where there was none."""
    first_observed: str | None
    """Since when the record said it: with source, record and field it names the claim."""
    rule: str
    """The guard that holds the new value."""
    since: str
    """Since when that guard holds it."""


class ClaimRow(NamedTuple):
    """One interval of one claim, as it is stored."""

    source: str
    record: str
    field: str
    value: str
    original: str
    pointer: str
    snapshot: str
    first_observed: str
    last_observed: str
    current: int
    """1 for what the record says, or said last; 0 for what it said before."""
    held: int
    """1 where a newer value could not be read."""
    place: str
    ended_at: str | None
    """The first answer that did not say it any more; None while it stands."""


BareRow = tuple[str, str, str, str, str, str, str, str, str, int, int, str, str | None]
"""What `ClaimRow` holds, on its way to the database: SQLite takes bare tuples in less time, of which there are many."""


class StayRow(NamedTuple):
    """A time in which a record was in its list without a break, as it is stored."""

    source: str
    record: str
    first_seen: str
    last_seen: str
    gone_at: str | None
    """The first answer without it; None while it is there."""


class HoldRow(NamedTuple):
    """A time, now over, in which a guard held a field."""

    source: str
    record: str
    field: str
    since: str
    until: str
    kept: str | None
    kept_first_observed: str | None
    offered: str | None
    rule: str


@dataclass(slots=True)
class RecordState:
    """One record as its source last showed it."""

    id: str
    kind: str
    scope: str
    url: str
    first_seen: str
    since: str
    """Since when it is, or was last, in its list without a break."""
    seen: Place
    gone_at: str | None
    """The first answer without it; None while it is there."""
    raw: str
    issues: tuple[Issue, ...] = ()
    claims: dict[str, OpenClaim] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)

    @property
    def present(self) -> bool:
        """Whether it is in its list."""
        return self.gone_at is None

    def offered(self, name: str) -> str | None:
        """What the record says now of a field that is held."""
        if name == PRESENT:
            return "false"
        claim = self.claims.get(name)
        return None if claim is None else claim.value

    def stay(self, source: str) -> StayRow:
        """Its newest stay in the list as a row."""
        return StayRow(source, self.id, self.since, self.seen.at, self.gone_at)

    def says(self, raw: dict[str, Any]) -> bool:
        """Whether the record is still what it was, in whatever order it says it."""
        return dumps(raw) == self.raw or bool(parse_raw(self.raw) == raw)

    def rows(self, source: str) -> list[BareRow]:
        """The record's standing claims as rows, by field."""
        claims, gone_at, seen = self.claims, self.gone_at, self.seen
        return [_row(source, self.id, name, claims[name], 1, gone_at, seen) for name in sorted(claims)]


class Entry(NamedTuple):
    """A record of an answer beside what is known of it; `observed` is None where nothing changed."""

    record: str
    pointer: str
    page: int
    """Which page of a paged answer it stands on, counted from 0."""
    state: RecordState | None
    observed: Observation | None


class Ledger:
    """All records of one source, and the intervals that were closed since it was opened."""

    def __init__(self, source: str, states: Iterable[RecordState] = ()) -> None:
        self.source = source
        self.states = {state.id: state for state in states}
        self.known = frozenset(self.states)
        """Records that were there when it was opened."""
        self.scopes: dict[str, set[str]] = {}
        for state in self.states.values():
            if state.present:
                self.scopes.setdefault(state.scope, set()).add(state.id)
        self.closed: dict[str, list[BareRow]] = {}
        """By record, the claims that it makes no more."""
        self.stays: list[StayRow] = []
        """Stays that came before the newest one of their record."""
        self.released: list[HoldRow] = []
        self.touched: set[str] = set()

    def compare(self, records: list[Record], observe: Callable[[Record], Observation]) -> list[Entry]:
        """Each record with its state, observed anew only where it says something else than before.

        Empties the list: a record as served, which is large, is let go once it is observed.
        """
        entries = []
        for record in _taken_from(records):
            state = self.states.get(record.id)
            same = state is not None and state.present and state.says(record.raw)
            entries.append(Entry(record.id, record.pointer, record.page, state, None if same else observe(record)))
        return entries

    def enter(
        self,
        scope: str,
        entries: list[Entry],
        pages: Sequence[Sighting],
        holds: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    ) -> None:
        """Enter the full list of a scope: what is in it is present, what is not has left.

        `holds` names, by record and field, the rule by which a new value is not published. Empties the list: what
        is entered is not held twice.
        """
        at = iso(pages[0].fetched_at)
        listed = {entry.record for entry in entries}
        for gone in self.scopes.get(scope, set()) - listed:
            left = self.states[gone]
            left.gone_at = at
            left.kept.update((name, Kept("true", None, rule, at)) for name, rule in holds.get(gone, {}).items())
            self.touched.add(gone)
        self.scopes[scope] = listed
        for entry in _taken_from(entries):
            seen = Place(at, pages[entry.page].sha256 or "", entry.pointer)
            self._see(scope, entry, seen, holds.get(entry.record, {}))
        self.touched.update(listed)

    def confirm(self, scope: str, seen_at: str) -> None:
        """Enter an answer that is byte for byte the last one: only the time moves on."""
        for record in self.scopes.get(scope, ()):
            state = self.states[record]
            state.seen = state.seen._replace(at=seen_at)
            self.touched.add(record)

    def _see(self, scope: str, entry: Entry, seen: Place, holds: Mapping[str, str]) -> None:
        state, observed = entry.state, entry.observed
        if state is None and observed is not None:
            state = RecordState(
                entry.record, observed.kind, scope, observed.url, first_seen=seen.at, since=seen.at, seen=seen,
                gone_at=None, raw=observed.raw, issues=observed.issues,
            )  # fmt: skip
            self.states[entry.record] = state
        if state is None:
            raise AssertionError(f"{entry.record}: neither known nor observed")
        before, gone_at = state.seen, state.gone_at
        if gone_at is not None:
            self.stays.append(state.stay(self.source))
            state.since = seen.at
        state.seen, state.gone_at, state.scope = seen, None, scope
        if observed is not None:
            state.raw, state.issues = observed.raw, observed.issues
            if holds or state.kept:
                self._keep(state, {name: _kept(state, name, rule) for name, rule in holds.items()})
            self._revise(state, observed, before, gone_at)

    def _keep(self, state: RecordState, kept: dict[str, Kept]) -> None:
        """Hold what is held now, and write down what was held and is no more."""
        for name, was in state.kept.items():
            now = kept.get(name)
            if now is None or now.since != was.since:
                self.released.append(
                    HoldRow(
                        self.source, state.id, name, was.since, state.seen.at, was.value, was.first_observed,
                        state.offered(name), was.rule,
                    )
                )  # fmt: skip
        state.kept = kept

    def _revise(self, state: RecordState, observed: Observation, before: Place, gone_at: str | None) -> None:
        """Close what the record says no more, open what it says now; a record that was gone says all anew."""
        new: Iterable[Claim] = observed.claims
        if state.claims:
            claimed = {claim.field: claim for claim in new}
            self._end(state, claimed, observed.issues, before, gone_at)
            new = claimed.values()
        at, claims = state.seen.at, state.claims
        for name, value, original, place in new:
            claims[name] = OpenClaim(value, original, place, at)

    def _end(
        self,
        state: RecordState,
        claimed: dict[str, Claim],
        issues: Iterable[Issue],
        before: Place,
        gone_at: str | None,
    ) -> None:
        """Close what the record says no more; takes out of `claimed` what it says still."""
        unreadable = {issue.field for issue in issues if issue.kind is IssueKind.BAD_VALUE}
        for name, old in list(state.claims.items()):
            new = claimed.get(name)
            if new is not None and new.value == old.value and gone_at is None:
                old.held, old.original, old.place = None, new.original, new.pointer
                del claimed[name]
            elif new is None and name in unreadable:
                old.held = old.held or _at(before, old.place)
            else:
                row = _row(self.source, state.id, name, old, 0, gone_at or state.seen.at, before)
                self.closed.setdefault(state.id, []).append(row)
                del state.claims[name]


def _taken_from(items: list[T]) -> Iterator[T]:
    """Each of a list in turn, taken out of it: whoever asks is the last to hold it."""
    items.reverse()
    while items:
        yield items.pop()


def _kept(state: RecordState, name: str, rule: str) -> Kept:
    """What is published while a field is held: what was before it was held, however often the guard changes."""
    if name in state.kept:
        was = state.kept[name]
        return was if was.rule == rule else was._replace(rule=rule, since=state.seen.at)
    claim = state.claims.get(name)
    if claim is None:
        return Kept(None, None, rule, state.seen.at)
    return Kept(claim.value, claim.first_observed, rule, state.seen.at)


def _at(seen: Place, place: str) -> Place:
    return Place(seen.at, seen.snapshot, place_of(seen.pointer, place))


def _row(
    source: str, record: str, name: str, claim: OpenClaim, current: int, ended_at: str | None, seen: Place
) -> BareRow:
    place, held = claim.place, claim.held
    if held is None:
        at, snapshot, pointer = seen
        pointer = place_of(pointer, place)
    else:
        at, snapshot, pointer = held
    return (
        source, record, name, claim.value, claim.original, pointer, snapshot, claim.first_observed, at, current,
        int(held is not None), place, ended_at,
    )  # fmt: skip
