"""Z.AI's own prices: the page "Pricing" of its documentation, by table.

Tables of text and vision models have a token price a column and their unit in the sentence above;
images, videos and audio have one price whose unit is told by the sentence or the cell. `Free` is a
price of 0, `Limited-time Free` is words, a dash or a backslash says nothing. In requests Z.AI names
GLM models by the page's names in small letters (https://docs.z.ai/api-reference/llm/chat-completion).

Left out: tools and agents, which are sold apart from models (counted).
"""

import re
from decimal import Decimal

from scraper.claims import Claim
from scraper.html import norm
from scraper.issues import Issue, IssueKind
from scraper.quotes import says_nothing
from scraper.reading import IGNORED, Field, Ignored, Reader
from scraper.snapshots import Snapshot
from scraper.source import Expectations, Parsed, Publisher, PublisherKind, Record
from scraper.sources._price_page import PricePage, claim_text, parsed, priced, rows_of
from scraper.sources._price_rows import PriceRow, Unit, read_cells
from scraper.sources._price_tables import blocks, sheets, with_headings

ADDRESS = "https://docs.z.ai/guides/overview/pricing"

COLUMNS: dict[str, Field | Ignored] = {
    "model": IGNORED,  # the record itself
    "price": IGNORED,  # read with the unit that the cell or the sentence names
    "cached input storage": IGNORED,  # read as words, or as a price in a unit without a field
}


class ZaiPricing(PricePage):
    """The source `zai_pricing`."""

    id = "zai_pricing"
    address = ADDRESS
    recorded = {"pricing/zai.html.gz": ADDRESS}  # noqa: RUF012 - declared once, changed by nobody
    seller = "z-ai"
    publisher = Publisher(
        name="Z.AI pricing",
        url=ADDRESS,
        kind=PublisherKind.PROVIDER,
        licence="Public documentation, no licence stated; Z.AI's terms of use apply",
        cannot_know="What GLM's open weights cost anywhere but at Z.AI.",
    )
    expects = Expectations(
        min_records=4,
        min_share_of_last=0.5,
        fill={"input_usd_per_mtok": 0.4, "output_usd_per_mtok": 0.4},
        median_input_usd_per_mtok=(Decimal("0.02"), Decimal(20)),
    )

    def take(self, snapshot: Snapshot) -> Parsed:
        """The rows of every table of models."""
        tables = sheets(snapshot, blocks(snapshot))
        chosen = [*priced(tables, "model"), *((sheet, "Model") for sheet in with_headings(tables, "Model", "Price"))]
        offers: list[Record] = []
        issues: list[Issue] = []
        for sheet, heading in chosen:
            records, bad = rows_of(sheet, heading)
            offers += records
            issues += bad
        for kind in ("Tool", "Agent"):
            for sheet in with_headings(tables, kind):
                told = f"{len(sheet.rows)} {kind.lower()}s, which are sold apart from models"
                issues.append(Issue(IssueKind.IGNORED, "", norm(sheet.title), told))
        return parsed(offers, (), issues)

    def read(self, reader: Reader, record: Record) -> None:
        """Claim what a row says."""
        cells = record.raw["cells"]
        claim_text(reader, "name", record.id, "/Model")
        if re.fullmatch(r"GLM-[\w.-]+", record.id):
            reader.claims.append(Claim("author_name", self.seller, "", ""))
            reader.claims.append(Claim("wire_id", record.id.lower(), record.id, "/Model"))
        prices = PriceRow(reader, Unit(record.raw.get("unit", "")))
        read_cells(reader, prices, cells, COLUMNS)
        for heading, text in cells.items():
            if norm(heading) == "price":
                _read_price(prices, heading, text)
            elif norm(heading) == "cached input storage" and not says_nothing(text):
                keep = prices.other if re.search(r"\d", text) else prices.words
                keep(heading, text)
        prices.close()


SOURCE = ZaiPricing()


def _read_price(prices: PriceRow, heading: str, text: str) -> None:
    if len(re.findall(r"[$¥€£]", text)) > 1:
        prices.other(heading, text)
    else:
        prices.each(heading, text, f"/{heading}")
