"""What a source is: a publisher, what is expected of it, and three steps from address to claims."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict

from scraper.attribution import Attribution
from scraper.claims import Observation
from scraper.errors import FetchError
from scraper.http import Http
from scraper.issues import Issue
from scraper.snapshots import Sighting, Snapshot


class PublisherKind(StrEnum):
    """What stands behind a source; precedence and lineage are decided by it."""

    ROUTER = "router"
    PROVIDER = "provider"
    RESELLER = "reseller"
    DATASET = "dataset"
    LEADERBOARD = "leaderboard"
    HUB = "hub"


class Evidence(StrEnum):
    """What stands behind a source's yes or no, the surest first."""

    DECLARED = "declared"
    """A field of an answer that is made for programs."""
    LISTED = "listed"
    """A row or a label on a page that is made for people."""
    MARKETING = "marketing"
    """Praise on a page, in the same words for many models."""


class Copy(BaseModel):
    """One line of lineage: whom a source copies, what, and how that is known."""

    model_config = ConfigDict(frozen=True)

    origin: str
    """The id of the source that is copied, or the name of a publisher that is none of ours."""
    what: str
    """What is copied, in a few words."""
    evidence: str
    """How that is known."""
    fields: tuple[str, ...] = ()
    """The fields that are copied; none named means all."""
    records: str = ""
    """How the ids of the copied records begin; empty means all."""


class Constant(BaseModel):
    """A value that a publisher shows for everything alike: it has no weight as evidence."""

    model_config = ConfigDict(frozen=True)

    field: str
    value: str
    evidence: str
    """How that is known."""


class Publisher(BaseModel):
    """Who stands behind a source, where, and on what terms."""

    model_config = ConfigDict(frozen=True)

    name: str
    url: str
    kind: PublisherKind
    licence: str
    """The licence or terms in a few words, as the publisher states them."""
    attribution: Attribution | None = None
    """Who must be named beside its values; None where its terms ask for nothing that we know of."""
    cannot_know: str
    """What this source is no witness of, in one sentence."""
    copies: tuple[Copy, ...] = ()
    """From whom it has what it says: a copy is no witness of its own."""
    evidence: Evidence = Evidence.LISTED
    """What stands behind its claims of what a model can do."""
    constants: tuple[Constant, ...] = ()
    """What a single page already shows to be the same for everything; others are found by counting."""


class Expectations(BaseModel):
    """What a sound answer has; an answer below it is refused as a whole."""

    model_config = ConfigDict(frozen=True)

    min_share_of_last: float = 0.8
    """At least this share of the records of the last good answer must be there."""
    max_bad_share: float = 0.05
    """At most this share of the records may be unreadable."""
    min_records: int = 1
    """At least so many records in the main list."""
    fill: Mapping[str, float] = {}
    """Field to the least share of the main list's records that must claim it."""
    median_input_usd_per_mtok: tuple[Decimal, Decimal] | None = None
    """Bounds of the middle input price of an answer: outside, units have changed."""
    max_price_factor: Decimal = Decimal(2)
    """A price of one offer that moves so many times overnight is held for a person to look at."""


class Record(NamedTuple):
    """One entry of an answer, in the source's own shape."""

    id: str
    kind: str
    pointer: str
    raw: dict[str, Any]
    page: int = 0
    """Which page of a paged answer it stands on, counted from 0."""


class Parsed(NamedTuple):
    """An answer taken apart: the records of each scope that it speaks of in full.

    A record that an earlier answer listed in the same scope, and this one does not, is gone. Scopes
    of a single thing bear its id after a colon (`pages:baidu/ernie`): they are not measured for
    shrinking. A record belongs to one scope for good: what a page says of an entry that the main
    list has too is a record of its own (`page:<id>`).
    """

    scopes: dict[str, list[Record]]
    issues: tuple[Issue, ...] = ()


class Known(Protocol):
    """What other sources said in their newest archived answers: which addresses are worth asking."""

    def values(self, source: str, field: str) -> list[str]:
        """Every value that a source claims for a field now, sorted, none twice."""
        ...

    def records(self, source: str) -> list[str]:
        """The ids of the records of a source's main list, sorted."""
        ...

    def gone(self, source: str, days: int) -> list[str]:
        """Ids that left a source's main list in so many days before its newest answer, sorted."""
        ...


class Source(ABC):
    """One publisher's feed: where to look, how to read it, what it says."""

    id: str
    publisher: Publisher
    expects: Expectations = Expectations()
    lists: str
    """The scope whose records are the source's entries, counted as its `records`, with `<lists>:…`."""
    address: str
    """Where the main list is: what a recording without an address of its own is taken to be."""
    recorded: Mapping[str, str] = {}
    """End of a recording's file name to the address it was taken from, where its index names none."""
    asks: tuple[str, ...] = ()
    """Sources whose newest answers tell which addresses to ask: they are fetched before."""

    missing: frozenset[int] = frozenset({404, 410})
    """Statuses by which an address says that there is nothing: an answer, not a failure."""

    @abstractmethod
    def fetch(self, http: Http, known: Known) -> Iterable[Sighting]:
        """Look at every address of the source. Raises FetchError where the main one gives nothing."""

    @abstractmethod
    def reads(self, url: str) -> bool:
        """Whether the source ingests what that address gives."""

    @abstractmethod
    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        """Take an answer (all its pages) apart. Raises ShapeError where it is not what we know."""

    @abstractmethod
    def observe(self, record: Record) -> Observation:
        """The claims of one record, in our units."""

    def look(
        self,
        http: Http,
        urls: Sequence[str],
        label: str,
        failed: list[str],
        *,
        accept: str = "application/json",
        page: bool = False,
    ) -> Iterator[Sighting]:
        """Look at secondary addresses. One that does not exist is no failure; others are told in `failed`."""
        bad: list[Sighting] = []
        try:
            for sighting in http.get_all(self.id, urls, accept=accept, page=page, label=label, missing=self.missing):
                if not sighting.ok and sighting.status not in self.missing:
                    bad.append(sighting)
                yield sighting
        except FetchError as error:
            failed.append(f"{label}: {error.detail}")
            return
        if bad:
            failed.append(f"{label}: {len(bad)} of {len(urls)} failed, first {bad[0].url}: {bad[0].error}")

    def is_main(self, url: str) -> bool:
        """Whether an address gives the source's own entries: its state is that of these."""
        return url.partition("?")[0] == self.address.partition("?")[0]

    def is_list(self, url: str) -> bool:
        """Whether an address gives a whole list under `data`, fit to be bundled as a seed."""
        return False

    def counts(self, scope: str) -> bool:
        """Whether the records of a scope are the source's entries."""
        return scope == self.lists or scope.startswith(f"{self.lists}:")
