"""Archived answers of one source, read once more by its own reader: the store is asked nothing."""

from collections.abc import Container, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from catalog.audit.pointers import read_json
from catalog.entries import Claimed
from catalog.store.ingest import Load, answers
from scraper.boundary import alone
from scraper.claims import place_of
from scraper.snapshots import Sighting
from scraper.source import Record, Source
from scraper.units import iso

Pages = tuple[Sighting, ...]
"""All pages of one answer."""


class Told(NamedTuple):
    """What an answer says of one field of a record."""

    value: str
    original: str
    pointer: str
    """Into the answer."""


class Rereading:
    """The answers of one source, found by the hash of a body in them; each is parsed at most once.

    Only the records that are asked for are kept.
    """

    def __init__(self, source: Source, sightings: Iterable[Sighting], load: Load, records: Container[str]) -> None:
        self._source = source
        self._load = load
        self._records = records
        self._answers = list(_changes(source, sightings))
        self._holding = _by_digest(self._answers)
        self._parsed = cache(self._parse)
        # Claims come in the order of their snapshots.
        self.document = lru_cache(maxsize=1)(self._document)

    def record(self, claim: Claimed) -> Record | None:
        """The record of a claim in the snapshot that the claim names; None where it is not in it.

        Raises LookupError where no such answer was archived, ArchiveError where its body is gone, and
        ShapeError or ReaderFault where today's reader cannot read it.
        """
        for number in self._as_of(claim):
            record = self._parsed(number).get(claim.record)
            if record is not None and self._answers[number][record.page].sha256 == claim.snapshot:
                return record
        return None

    def told(self, record: Record) -> dict[str, Told]:
        """All that a record says, by field. Raises ReaderFault where today's reader breaks down over it."""
        with alone(self._source.id, self._source.address):
            claims = self._source.observe(record).claims
        return {c.field: Told(c.value, c.original, place_of(record.pointer, c.pointer)) for c in claims}

    def _document(self, digest: str) -> Any:
        """The body of that hash as JSON; None where it is none."""
        pages = self._answers[self._holding[digest][0]]
        try:
            return read_json(self._load(next(page for page in pages if page.sha256 == digest)).body)
        except ValueError:
            return None

    def _as_of(self, claim: Claimed) -> Iterable[int]:
        """Answers with the claim's snapshot, one an address: a reader may look at the date, so the claim's own."""
        found: dict[str, int] = {}
        for number in self._holding.get(claim.snapshot, ()):
            if iso(self._answers[number][0].fetched_at) <= claim.last_observed:
                found[_root(self._answers[number])] = number
        if not found:
            raise LookupError(f"no answer of {self._source.id} with this hash is in the archive")
        return found.values()

    def _parse(self, number: int) -> dict[str, Record]:
        """The wanted records of an answer, by id."""
        pages = [self._load(page) for page in self._answers[number]]
        with alone(self._source.id, pages[0].sighting.url):
            parsed = self._source.parse(pages)
        return {r.id: r for records in parsed.scopes.values() for r in records if r.id in self._records}


def _changes(source: Source, sightings: Iterable[Sighting]) -> Iterator[Pages]:
    """Answers with a body, but for those that only repeat the one before at their address."""
    last: dict[str, list[str | None]] = {}
    for pages in answers(sightings):
        digests = [page.sha256 for page in pages]
        root = _root(pages)
        if source.reads(root) and all(digests) and last.get(root) != digests:
            last[root] = digests
            yield pages


def _by_digest(found: Iterable[Pages]) -> dict[str, list[int]]:
    """Numbers of the answers in which a body is, by its hash."""
    holding: dict[str, list[int]] = {}
    for number, pages in enumerate(found):
        for digest in {page.sha256 for page in pages if page.sha256 is not None}:
            holding.setdefault(digest, []).append(number)
    return holding


def _root(pages: Pages) -> str:
    return pages[0].root or pages[0].url
