"""A small source for tests of what holds for every source: lines of `id price`, one page a shelf."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from scraper.answers import shape_error
from scraper.claims import Claim, Observation
from scraper.errors import FetchError
from scraper.http import Http
from scraper.issues import Issue, IssueKind
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Expectations, Known, Parsed, Publisher, PublisherKind, Record, Source

SHELVES = "https://shelf.example/"


class Shelf(Source):
    """A source whose every page is a main one."""

    id = "shelf"
    lists = "shelves"
    address = f"{SHELVES}a"
    publisher = Publisher(name="Shelf", url=SHELVES, kind=PublisherKind.RESELLER, licence="none", cannot_know="much")

    def __init__(self, lists: str = "shelves", **expects: Any) -> None:
        self.lists = lists
        self.expects = Expectations(**expects)

    def fetch(self, http: Http, known: Known) -> Iterator[Sighting]:
        names = known.records("openrouter")
        if not names:
            raise FetchError(self.id, SHELVES, "nobody names a shelf yet")
        yield from http.get_all(self.id, [f"{SHELVES}{name}" for name in names], label="shelves")

    def reads(self, url: str) -> bool:
        return url.startswith(SHELVES)

    def is_main(self, url: str) -> bool:
        return self.reads(url)

    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        lines = pages[0].body.decode().splitlines()
        if not lines:
            raise shape_error(pages[0].sighting, "an empty shelf")
        name = pages[0].sighting.url.removeprefix(SHELVES)
        scope = "all" if self.lists == "all" else f"{self.lists}:{name}"
        notes = [Issue(IssueKind.IGNORED, "", "lines", f"{line!r} is a remark") for line in lines if line[0] == "#"]
        found = [line.split() for line in lines if line[0] != "#"]
        records = [Record(item[0], "offer", f"/{n}", {"price": item[1:]}) for n, item in enumerate(found)]
        return Parsed({scope: records}, tuple(notes))

    def observe(self, record: Record) -> Observation:
        price = record.raw["price"]
        claims = tuple(Claim("input_usd_per_mtok", str(Decimal(text)), text, "/price") for text in price)
        return Observation(record.id, "offer", SHELVES, record.pointer, claims, (), "{}")


def looks(*answers: tuple[str, bytes | int], at: datetime) -> tuple[list[Sighting], dict[str, bytes]]:
    """Sightings of shelves at one time, and their bodies: bytes, or the status of a failure."""
    sightings, bodies = [], {}
    for name, answer in answers:
        url = f"{SHELVES}{name}"
        if isinstance(answer, bytes):
            digest = f"{name}-{at:%d}"
            bodies[digest] = answer
            sightings.append(Sighting(source="shelf", url=url, fetched_at=at, status=200, sha256=digest))
        else:
            sightings.append(
                Sighting(source="shelf", url=url, fetched_at=at, status=answer, error=f"answered {answer}")
            )
    return sightings, bodies
