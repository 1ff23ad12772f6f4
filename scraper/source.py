"""What a source is: a publisher, what is expected of it, and three steps from address to claims."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict

from scraper.claims import Observation
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


class Publisher(BaseModel):
    """Who stands behind a source, where, and on what terms."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    name: str
    url: str
    kind: PublisherKind
    licence: str
    """The licence or terms in a few words, as the publisher states them."""
    cannot_know: str
    """What this source is no witness of, in one sentence."""


class Expectations(BaseModel):
    """What a sound answer has; an answer below it is refused as a whole."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    min_share_of_last: float = 0.8
    """At least this share of the records of the last good answer must be there."""
    max_bad_share: float = 0.05
    """At most this share of the records may be unreadable."""


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

    A record that an earlier answer listed in the same scope, and this one does not, is gone.
    """

    scopes: dict[str, list[Record]]
    issues: tuple[Issue, ...] = ()


class Source(Protocol):
    """One publisher's feed: where to look, how to read it, what it says."""

    id: str
    publisher: Publisher
    expects: Expectations
    lists: str
    """The scope whose records are the source's entries, counted as its `records`."""
    address: str
    """Where the main list is: what a recording without an address of its own is taken to be."""

    def fetch(self, http: Http) -> Iterable[Sighting]:
        """Look at every address of the source. Raises FetchError where the main one gives nothing."""
        ...

    def reads(self, url: str) -> bool:
        """Whether the source ingests what that address gives."""
        ...

    def is_list(self, url: str) -> bool:
        """Whether an address gives a whole list under `data`, fit to be bundled as a seed."""
        ...

    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        """Take an answer (all its pages) apart. Raises ShapeError where it is not what we know."""
        ...

    def observe(self, record: Record) -> Observation:
        """The claims of one record, in our units."""
        ...
