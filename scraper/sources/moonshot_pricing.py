"""Moonshot's own prices: the pages on the prices of Kimi and Moonshot models in its documentation.

There is a page for each line of models; the documentation's index (`llms.txt`) names them, and all of
them together are one answer. The pages are served as Markdown whose tables are data for a component;
as HTML the same tables are read by heading. The `Unit` column says what the prices are per.

A notice that a series will be discontinued makes a lifecycle row of each model of the table above it
that is of the series. Left out: descriptions of models, whose "256k" is rounded.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from scraper.answers import shape_error
from scraper.errors import BadValue, FetchError
from scraper.http import Http
from scraper.quotes import day_quoted, tokens_quoted, unit_of
from scraper.reading import IGNORED, Field, Ignored, Reader
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Expectations, Known, Parsed, Publisher, PublisherKind, Record
from scraper.sources._moonshot_pages import parse_pages
from scraper.sources._price_page import ACCEPT, LIFECYCLE, PricePage, claim_text, read_priced
from scraper.sources._price_tables import CLASH, agreed, text_as_served

DOCS = "https://platform.kimi.ai/docs"
INDEX = f"{DOCS}/llms.txt"
ADDRESS = f"{DOCS}/pricing/chat"
MAX_PAGES = 30

COLUMNS: dict[str, Field | Ignored] = {
    "model": IGNORED,  # the record itself
    "unit": IGNORED,  # read with the prices
    "context window": Field("context_served", tokens_quoted),
    "context length": Field("context_served", tokens_quoted),
}
_PAGE = re.compile(rf"{re.escape(ADDRESS)}[\w-]*(?:\.md)?(?=[\s)\]>]|$)")


class MoonshotPricing(PricePage):
    """The source `moonshot_pricing`."""

    id = "moonshot_pricing"
    address = INDEX
    recorded = {"pricing/kimi.html.gz": ADDRESS}  # noqa: RUF012 - declared once, changed by nobody
    seller = "moonshotai"
    maker = "moonshotai"
    publisher = Publisher(
        name="Moonshot AI pricing",
        url=ADDRESS,
        kind=PublisherKind.PROVIDER,
        licence="Public documentation, no licence stated; Moonshot's terms of service apply",
        cannot_know="What Kimi's open weights cost anywhere but at Moonshot, and taxes.",
    )
    expects = Expectations(
        min_share_of_last=0.5,
        fill={"input_usd_per_mtok": 0.9, "output_usd_per_mtok": 0.9},
        median_input_usd_per_mtok=(Decimal("0.02"), Decimal(20)),
    )

    def fetch(self, http: Http, known: Known) -> Iterator[Sighting]:
        """The index, and every page on prices that it names, as further pages of one answer.

        Where there is no index, the page on chat models alone.
        """
        try:
            index = http.get(self.id, INDEX, accept=ACCEPT, page=True)
        except FetchError:
            yield http.get(self.id, ADDRESS, accept=ACCEPT, page=True)
            return
        yield index
        for number, url in enumerate(_pages(Snapshot(sighting=index, body=http.body(index))), 2):
            yield http.get(
                self.id, url, accept=ACCEPT, page=True, root=index.url, number=number, fetched_at=index.fetched_at
            )

    def reads(self, url: str) -> bool:
        """Whether an address is the index, or a page on prices."""
        return url == INDEX or _PAGE.fullmatch(url.partition("?")[0]) is not None

    def is_main(self, url: str) -> bool:
        """The index stands for all pages, and so does a page that holds them all."""
        return self.reads(url)

    def take(self, snapshot: Snapshot) -> Parsed:
        """What one page sells, and what it says is to go."""
        return parse_pages([snapshot])

    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        """What all the pages sell. Raises ShapeError where a page that the index names is missing."""
        if pages[0].sighting.url != INDEX:
            return super().parse(pages)
        named = _pages(pages[0])
        if [page.sighting.url for page in pages[1:]] != named:
            raise shape_error(pages[0].sighting, f"{len(pages) - 1} of the {len(named)} pages that the index names")
        return self.checked(pages[0], parse_pages(pages[1:]))

    def read(self, reader: Reader, record: Record) -> None:
        """Claim what a row of a table says, or a notice below it."""
        raw = record.raw
        claim_text(reader, "wire_id", record.id.removeprefix(LIFECYCLE), "/Model")
        if record.kind == "lifecycle":
            reader.claim(Field("retires_at", day_quoted), raw["day"], "")
            claim_text(reader, "successor", raw.get("instead", ""))
            return
        read_priced(reader, raw, COLUMNS, agreed(_unit(raw["cells"].get("Unit", "")), raw.get("unit", "")))


SOURCE = MoonshotPricing()


def _pages(index: Snapshot) -> list[str]:
    """The pages on prices that the index names, each once. Raises ShapeError where it names none."""
    found = list(dict.fromkeys(_PAGE.findall(text_as_served(index))))
    if not 0 < len(found) <= MAX_PAGES:
        raise shape_error(index.sighting, f"an index that names {len(found)} pages on prices")
    return found


def _unit(text: str) -> str:
    """The unit that a cell names; empty where it names none, CLASH for one that is not known."""
    try:
        return unit_of(text) if text else ""
    except BadValue:
        return CLASH
