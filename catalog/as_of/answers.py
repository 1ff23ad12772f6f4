"""The accepted answers of a source, read once more: what a record was then, and where it stood.

The store keeps of a claim where it was last seen. Where that was after the time asked for, the answer
that was there then is read again by the source's own reader.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from sqlite_utils import Database

from catalog.store.ingest import Load, answers
from scraper.claims import Observation
from scraper.snapshots import Sighting
from scraper.source import Record, Source
from scraper.units import iso

Pages = tuple[Sighting, ...]
"""All pages of one answer."""

COLUMNS = ("source", "url", "fetched_at", "status", "sha256", "bytes", "root", "page", "seed")


class Sight(NamedTuple):
    """A record in an answer."""

    at: str
    snapshot: str
    pointer: str
    scope: str
    observed: Observation


class Answers:
    """The accepted answers of one source; each is parsed at most once."""

    def __init__(self, db: Database, source: Source, load: Load) -> None:
        self._source = source
        self._load = load
        self._answers = list(answers(_accepted(db, source.id)))
        self._of: dict[str, list[int]] = {}
        """By address, their numbers in order."""
        self._with: dict[str, set[str]] = {}
        """By hash and by time, the addresses that gave such an answer."""
        for number, pages in enumerate(self._answers):
            address, at = pages[0].root or pages[0].url, iso(pages[0].fetched_at)
            for mark in (at, *(page.sha256 or "" for page in pages)):
                self._with.setdefault(mark, set()).add(address)
            self._of.setdefault(address, []).append(number)
        self._listed = cache(self._listed_in)
        self._in_order = cache(self._merged)

    def sights(self, record: str, marks: Iterable[str], until: str) -> Iterator[Sight]:
        """A record in every answer up to a time that has it, the newest first.

        `marks` are hashes and times of answers that are known to have it: their addresses are looked at.
        """
        times, numbers = self._in_order(frozenset(address for mark in marks for address in self._with.get(mark, ())))
        for place in range(bisect_right(times, until) - 1, -1, -1):
            scope, found = self._listed(numbers[place]).get(record, ("", None))
            if found is not None:
                digest = self._answers[numbers[place]][found.page].sha256 or ""
                yield Sight(times[place], digest, found.pointer, scope, self._source.observe(found))

    def _merged(self, addresses: frozenset[str]) -> tuple[list[str], list[int]]:
        """The answers of some addresses by their times, in the order of these."""
        every = sorted(number for address in addresses for number in self._of.get(address, ()))
        return [iso(self._answers[number][0].fetched_at) for number in every], every

    def _listed_in(self, number: int) -> dict[str, tuple[str, Record]]:
        """The records of an answer with their scope, by id."""
        parsed = self._source.parse([self._load(page) for page in self._answers[number]])
        return {record.id: (scope, record) for scope, records in parsed.scopes.items() for record in records}


def _accepted(db: Database, source: str) -> Iterator[Sighting]:
    sql = f"select {', '.join(COLUMNS)} from snapshots where source = ? and state = 'accepted' order by rowid"  # noqa: S608
    for row in db.execute(sql, [source]):
        yield Sighting.model_validate(dict(zip(COLUMNS, row, strict=True)))
