"""A source that is one page of a seller: fetched, read into offers and lifecycle rows, claimed row by row."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from scraper.answers import shape_error
from scraper.claims import Claim, Observation
from scraper.http import Http
from scraper.issues import Issue, IssueKind
from scraper.reading import Field, Ignored, Reader
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Known, Parsed, Record, Source
from scraper.sources._price_rows import PriceRow, Unit, observed, read_cells, token_price
from scraper.sources._price_tables import Sheet, cell, told_unit

ACCEPT = "text/html, text/markdown;q=0.9, text/plain;q=0.8"
MAX_ID = 200
LIFECYCLE = "lifecycle:"
"""Before the id of a lifecycle row of a page that has offers as well: the same model may be both."""


class PricePage(Source):
    """One page with a seller's own prices."""

    lists = "offers"
    seller: str
    """The seller's short name, claimed of every offer."""
    maker: str | None = None
    """The name of the author, where the seller made all that it sells here."""

    def fetch(self, http: Http, known: Known) -> Iterator[Sighting]:
        """The page."""
        yield http.get(self.id, self.address, accept=ACCEPT, page=True)

    def reads(self, url: str) -> bool:
        """Whether an address is the page, be it written with or without `/` at its end or as Markdown."""
        return _bare(url) == _bare(self.address)

    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        """The page's records by scope. Raises ShapeError where it has none, or one of them twice."""
        return self.checked(pages[0], self.take(pages[0]))

    def checked(self, page: Snapshot, found: Parsed) -> Parsed:
        """The same records. Raises ShapeError where there are none, or one of them twice."""
        for scope, records in found.scopes.items():
            counts = Counter(record.id for record in records)
            twice = next((id_ for id_, count in counts.items() if count > 1), None)
            if twice is not None:
                raise shape_error(page.sighting, f"{scope}: {twice!r} comes twice")
        if not found.scopes.get(self.lists):
            raise shape_error(page.sighting, f"no {self.lists} on the page")
        return found

    @abstractmethod
    def take(self, snapshot: Snapshot) -> Parsed:
        """The records of a page. Raises ShapeError where it is not the page that we know."""

    @abstractmethod
    def read(self, reader: Reader, record: Record) -> None:
        """Claim what a record says."""

    def observe(self, record: Record) -> Observation:
        """What the page says of one sale, or of the end of one model."""
        reader = Reader(record.id)
        if self.maker is not None:
            reader.claims.append(Claim("author_name", self.maker, "", ""))
        if record.kind == "offer":
            reader.claims.append(Claim("provider_slug", self.seller, "", ""))
        self.read(reader, record)
        return observed(record, reader, self.address)


def going(id_: str, raw: dict[str, Any], pointer: str) -> Record:
    """A lifecycle row of a page that has offers as well."""
    return Record(f"{LIFECYCLE}{id_}", "lifecycle", pointer, raw)


def parsed(offers: Iterable[Record], lifecycle: Iterable[Record] = (), issues: Iterable[Issue] = ()) -> Parsed:
    """Offers, and lifecycle rows if there are any: a page that says no more of an end does not undo it."""
    rows = list(lifecycle)
    return Parsed({"offers": list(offers)} | ({"lifecycle": rows} if rows else {}), tuple(issues))


def priced(tables: Iterable[Sheet], *names: str) -> Iterator[tuple[Sheet, str]]:
    """The tables with a heading among these names and one for a token price, with the name's heading."""
    for sheet in tables:
        heading = next((header for header in sheet.headers if header.lower() in names), None)
        if heading is not None and any(token_price(header) for header in sheet.headers):
            yield sheet, heading


def rows_of(sheet: Sheet, heading: str, id_: Callable[[str], str] = str) -> tuple[list[Record], list[Issue]]:
    """A table's rows as offers, and what is wrong with the others: no name, or cells that fit no headings."""
    unit = told_unit(sheet.notes)
    more = {"unit": unit} if unit else {}
    records: list[Record] = []
    issues = [
        Issue(IssueKind.BAD_RECORD, "", sheet.title, f"{len(row)} cells under {len(sheet.headers)} headings", str(row))
        for row in sheet.uneven
    ]
    for number, row in enumerate(sheet.rows):
        shown = cell(row, heading)
        name = id_(shown)
        place = f"/{sheet.title}/{number}"
        if name and len(name) <= MAX_ID:
            cells = {header: text for header, text in row.items() if header}
            records.append(Record(name, "offer", place, {"cells": cells, "section": sheet.title, **more}))
        else:
            issues.append(Issue(IssueKind.BAD_RECORD, "", heading, f"a row with the name {shown[:60]!r}", place))
    return records, issues


def read_priced(reader: Reader, raw: Mapping[str, Any], columns: Mapping[str, Field | Ignored], per: str = "") -> None:
    """Claim a row of such a table."""
    prices = PriceRow(reader, Unit(per or raw.get("unit", "")))
    read_cells(reader, prices, raw["cells"], columns)
    prices.close()


def claim_text(reader: Reader, field: str, text: str, pointer: str = "") -> None:
    """Claim a text as it stands, if there is one."""
    if text.strip():
        reader.claims.append(Claim(field, text.strip(), text, pointer))


def _bare(url: str) -> str:
    address = url.partition("?")[0].partition("#")[0].rstrip("/").removesuffix(".md")
    return address.replace("://www.", "://", 1)
