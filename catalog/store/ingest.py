"""From the archive to the ledger: every answer once, in the order of its time.

What was ingested stays ingested while the archive only grows at its end and the readers are the
same; otherwise the source is read again from its first answer, so that the order in which answers
came into the archive never matters.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from catalog.guards.guard import Guard
from catalog.guards.prices import INPUT
from catalog.guards.rules import Holds
from catalog.store.ledger import Entry, Ledger
from scraper.attributes import DYNAMIC
from scraper.boundary import alone, trace
from scraper.claims import Observation
from scraper.errors import FetchError, ReaderFault, ShapeError
from scraper.issues import Issue, IssueKind
from scraper.snapshots import ArchiveError, Sighting, Snapshot
from scraper.source import Expectations, Parsed, Source
from scraper.units import iso

Load = Callable[[Sighting], Snapshot]
"""Gives a sighting its body: from the archive, or from the seed."""


class Outcome(NamedTuple):
    """What became of one answer: `accepted`, `refused`, `failed`, `missing` (no such address), `skipped`.

    `error` is one line with source, address and reason.
    """

    pages: tuple[Sighting, ...]
    state: str
    records: int = 0
    error: str = ""
    issues: tuple[Issue, ...] = ()
    trace: str = ""
    """Where the reader broke down, if it did."""


class Unread(NamedTuple):
    """An answer whose body could not be read when it was entered."""

    digests: tuple[str, ...]
    error: str


class Examined(NamedTuple):
    """An answer that can be entered."""

    parsed: Parsed
    compared: dict[str, list[Entry]]
    """Records by scope, each beside what is known of it."""
    holds: dict[str, dict[str, Holds]]
    """By scope, record and field, the guard that holds a new value."""


class Baseline(NamedTuple):
    """How many records each scope had at a time: what a first answer is measured against."""

    counts: dict[str, int]
    at: datetime


@dataclass
class Ingest:
    """Enters the answers of one source into its ledger."""

    source: Source
    ledger: Ledger
    load: Load
    baseline: "Baseline | None" = None
    guard: Guard | None = None
    unread: list[Unread] = field(default_factory=list)
    """Answers whose bodies cannot be read."""
    _last: dict[str, tuple[tuple[str | None, ...], tuple[str, ...]]] = field(default_factory=dict)

    def run(self, sightings: Iterable[Sighting]) -> Iterator[Outcome]:
        """Enter every answer; gives the outcome of each as it is entered."""
        for pages in answers(sightings):
            yield self._enter(pages)

    def _enter(self, pages: tuple[Sighting, ...]) -> Outcome:
        first = pages[0]
        if not self.source.reads(first.root or first.url):
            return Outcome(pages, "skipped")
        pruned = next((page.pruned for page in pages if page.pruned), None)
        if pruned is not None:
            return Outcome(pages, "refused", error=pruned)
        missing = next((page for page in pages if not page.ok), None)
        if missing is not None:
            state = "missing" if missing.status in self.source.missing else "failed"
            reason = missing.error or f"HTTP {missing.status}"
            return Outcome(pages, state, error=str(FetchError(self.source.id, missing.url, reason)))
        if self._is_the_last_again(pages):
            return Outcome(pages, "accepted", records=self._confirm(pages))
        try:
            return self._accept(pages)
        except (ShapeError, ReaderFault) as error:
            return Outcome(pages, "refused", error=str(error), trace=trace(error))
        except ArchiveError as error:
            # One damaged body stops neither the other answers nor the other sources.
            told = str(FetchError(self.source.id, first.url, str(error)))
            self.unread.append(Unread(tuple(page.sha256 or "" for page in pages), told))
            return Outcome(pages, "failed", error=told)

    def _accept(self, pages: tuple[Sighting, ...]) -> Outcome:
        found = self.examine(pages)
        records = sum(map(len, found.compared.values()))
        for scope, entries in found.compared.items():
            self.ledger.enter(scope, entries, pages, found.holds.get(scope, {}))
        self._last[_root(pages)] = (_digests(pages), tuple(found.compared))
        return Outcome(pages, "accepted", records, issues=found.parsed.issues)

    def examine(self, pages: tuple[Sighting, ...]) -> Examined:
        """An answer beside the ledger, with what is held of it.

        Raises ShapeError where it is refused, ReaderFault where it is more than the reader can bear.
        """
        if [page.page for page in pages] != list(range(1, len(pages) + 1)):
            raise self._refusal(pages, f"pages {', '.join(str(page.page) for page in pages)} of one answer")
        with alone(self.source.id, pages[0].url):
            return self._examined(pages)

    def _examined(self, pages: tuple[Sighting, ...]) -> Examined:
        parsed = self.source.parse([self.load(page) for page in pages])
        self._is_large_enough(pages, parsed)
        compared = {
            scope: self.ledger.compare(records, self.source.observe) for scope, records in parsed.scopes.items()
        }
        self._is_readable(pages, parsed, compared.values())
        self._is_as_expected(pages, compared)
        holds = {} if self.guard is None else self._holds(self.guard, compared, pages[0].fetched_at)
        return Examined(parsed, compared, holds)

    def _holds(
        self, guard: Guard, compared: Mapping[str, Sequence[Entry]], at: datetime
    ) -> dict[str, dict[str, Holds]]:
        return {scope: guard.holds(self.ledger, scope, entries, at) for scope, entries in compared.items()}

    def _is_the_last_again(self, pages: tuple[Sighting, ...]) -> bool:
        last = self._last.get(_root(pages))
        return last is not None and last[0] == _digests(pages)

    def _confirm(self, pages: tuple[Sighting, ...]) -> int:
        scopes = self._last[_root(pages)][1]
        for scope in scopes:
            self.ledger.confirm(scope, iso(pages[0].fetched_at))
        return sum(len(self.ledger.scopes.get(scope, ())) for scope in scopes)

    def _is_large_enough(self, pages: tuple[Sighting, ...], parsed: Parsed) -> None:
        """Raises ShapeError where a list has shrunk more than a list does overnight."""
        for scope, records in parsed.scopes.items():
            before = len(self.ledger.scopes.get(scope, ())) or self._seeded(pages, scope)
            least = self.source.expects.min_share_of_last * before
            if ":" not in scope and len(records) < least:
                raise self._refusal(pages, f"{len(records)} records, {before} in the last good answer")

    def _seeded(self, pages: tuple[Sighting, ...], scope: str) -> int:
        """What the seed says of a first answer's size, if the answer is no older than the seed."""
        if self.baseline is None or pages[0].fetched_at < self.baseline.at:
            return 0
        return self.baseline.counts.get(scope, 0)

    def _is_readable(self, pages: tuple[Sighting, ...], parsed: Parsed, compared: Iterable[Sequence[Entry]]) -> None:
        """Raises ShapeError where more records are unreadable than a few odd ones."""
        entries = [entry for scope in compared for entry in scope]
        bad = sum(issue.kind is IssueKind.BAD_RECORD for issue in parsed.issues)
        bad += sum(any(issue.kind is IssueKind.BAD_VALUE for issue in _issues(entry)) for entry in entries)
        total = len(entries) + sum(issue.kind is IssueKind.BAD_RECORD for issue in parsed.issues)
        if bad > 1 and bad > self.source.expects.max_bad_share * total:
            raise self._refusal(pages, f"{bad} of {total} records cannot be read: {_example(parsed, entries)}")

    def _is_as_expected(self, pages: tuple[Sighting, ...], compared: Mapping[str, Sequence[Entry]]) -> None:
        """Raises ShapeError where the main list lacks what the source says that it always has."""
        entries = compared.get(self.source.lists)
        wanted = (INPUT, *self.source.expects.fill)
        said = (_said(entry, wanted) for entry in entries or ())
        short = "" if entries is None else shortfall(self.source.expects, said)
        if short:
            raise self._refusal(pages, short)

    def _refusal(self, pages: tuple[Sighting, ...], detail: str) -> ShapeError:
        return ShapeError(self.source.id, pages[0].url, detail)


def answers(sightings: Iterable[Sighting]) -> Iterator[tuple[Sighting, ...]]:
    """Sightings grouped into answers: a further page belongs to the answer before it."""
    pages: list[Sighting] = []
    for sighting in sightings:
        if pages and (
            sighting.page == 1 or (sighting.root, sighting.fetched_at) != (pages[0].url, pages[0].fetched_at)
        ):
            yield tuple(pages)
            pages = []
        pages.append(sighting)
    if pages:
        yield tuple(pages)


def shortfall(expects: Expectations, records: Iterable[Mapping[str, str]]) -> str:
    """What an answer's main list falls short of, in words; empty where it is as expected."""
    prices: list[str] = []
    filled: Counter[str] = Counter()
    for claims in records:
        prices.append(claims.get(INPUT, DYNAMIC))
        filled.update(claims.keys())
    if len(prices) < expects.min_records:
        return f"{len(prices)} records, expected at least {expects.min_records}"
    for name, least in expects.fill.items():
        if filled[name] < least * len(prices):
            return f"{name} in {filled[name]} of {len(prices)} records, expected at least {least:.0%}"
    return _odd_median(expects, prices)


def _odd_median(expects: Expectations, prices: Iterable[str]) -> str:
    """Whether the middle input price is far off: then a unit has changed."""
    amounts = sorted(Decimal(price) for price in prices if price not in (DYNAMIC, "0"))
    if expects.median_input_usd_per_mtok is None or not amounts:
        return ""
    low, high = expects.median_input_usd_per_mtok
    middle = amounts[len(amounts) // 2]
    odd = not low <= middle <= high
    return f"middle input price {middle} USD/1M, expected {low} to {high}: has a unit changed?" if odd else ""


def _said(entry: Entry, wanted: Sequence[str]) -> Mapping[str, str]:
    """What a record says of a few fields."""
    if entry.observed is not None:
        return {claim.field: claim.value for claim in entry.observed.claims if claim.field in wanted}
    claims = entry.state.claims if entry.state is not None else {}
    return {name: claims[name].value for name in wanted if name in claims}


def _root(pages: tuple[Sighting, ...]) -> str:
    return pages[0].root or pages[0].url


def _digests(pages: tuple[Sighting, ...]) -> tuple[str | None, ...]:
    return tuple(page.sha256 for page in pages)


def _issues(entry: Entry) -> tuple[Issue, ...]:
    observed: Observation | None = entry.observed
    if observed is not None:
        return observed.issues
    return entry.state.issues if entry.state is not None else ()


def _example(parsed: Parsed, entries: Iterable[Entry]) -> str:
    for issue in (*parsed.issues, *(issue for entry in entries for issue in _issues(entry))):
        if issue.kind in (IssueKind.BAD_VALUE, IssueKind.BAD_RECORD):
            return f"{issue.record or issue.pointer}: {issue.field}: {issue.detail}"
    return ""
