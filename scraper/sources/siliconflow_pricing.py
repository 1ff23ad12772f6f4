"""SiliconFlow's own prices: its page "Pricing Plans".

SiliconFlow hosts models that others made; the page names them, but not by the ids that a request
names, and shows five of each maker until somebody presses `Load More`. Contexts are rounded to K, so
most claim nothing. Prices a million tokens by the sentence below each list; images by their heading.

Left out: the pictures with prices at the top (the same models again). What speech costs is kept as
stated, for the heading says a million bytes and the sentence below it a thousand characters.
"""

from decimal import Decimal

from scraper.html import norm
from scraper.issues import Issue, IssueKind
from scraper.reading import IGNORED, Field, Ignored, Reader
from scraper.snapshots import Snapshot
from scraper.source import Expectations, Parsed, Publisher, PublisherKind, Record
from scraper.sources._price_page import PricePage, claim_text, parsed, priced, rows_of
from scraper.sources._price_rows import PriceRow, Unit, limit, read_cells
from scraper.sources._price_tables import blocks, sheets
from scraper.sources._siliconflow_lists import UNSURE, as_sheet, lists

ADDRESS = "https://www.siliconflow.com/pricing"

COLUMNS: dict[str, Field | Ignored] = {
    "model name": IGNORED,  # the record itself
    "context length": IGNORED,  # read where it is exact
    "actions": IGNORED,  # buttons
}


class SiliconFlowPricing(PricePage):
    """The source `siliconflow_pricing`."""

    id = "siliconflow_pricing"
    address = ADDRESS
    recorded = {"pricing/siliconflow.html.gz": ADDRESS}  # noqa: RUF012 - declared once, changed by nobody
    seller = "siliconflow"
    publisher = Publisher(
        name="SiliconFlow pricing",
        url=ADDRESS,
        kind=PublisherKind.PROVIDER,
        licence="Public web page, no licence stated; SiliconFlow's terms of service apply",
        cannot_know="What a model costs at its maker, and the models behind its `Load More`.",
    )
    expects = Expectations(
        min_records=6,
        fill={"input_usd_per_mtok": 0.5, "output_usd_per_mtok": 0.5},
        median_input_usd_per_mtok=(Decimal("0.02"), Decimal(20)),
    )

    def take(self, snapshot: Snapshot) -> Parsed:
        """The rows of every list of models."""
        found = blocks(snapshot)
        offers: list[Record] = []
        issues: list[Issue] = []
        for sheet, heading in priced(sheets(snapshot, found), "model name"):
            records, bad = rows_of(sheet, heading)
            offers += records
            issues += bad
        for told in lists(found):
            sheet, odd = as_sheet(told)
            records, bad = rows_of(sheet, told.headers[0])
            offers += records
            issues += bad
            for cells in odd:
                detail = f"{len(cells)} cells under {len(told.headers)} headings"
                issues.append(Issue(IssueKind.BAD_RECORD, cells[0] if cells else "", told.title, detail))
        return parsed(offers, (), issues)

    def read(self, reader: Reader, record: Record) -> None:
        """Claim what a row says."""
        cells = dict(record.raw["cells"])
        claim_text(reader, "name", record.id, "/Model Name")
        unsure = cells.pop(UNSURE, None)
        if unsure is not None:
            detail = f"{unsure!r} may be the cached input or the output"
            reader.note(IssueKind.BAD_VALUE, "output_usd_per_mtok", detail, "/Output")
        prices = PriceRow(reader, Unit(record.raw.get("unit", "")))
        for heading, text in list(cells.items()):
            if norm(heading) == "context length":
                limit(reader, "context_served", text, f"/{heading}")
            elif norm(heading).startswith("price"):
                prices.each(heading, cells.pop(heading), f"/{heading}")
            elif "bytes" in norm(heading):
                prices.other(heading, cells.pop(heading))
        read_cells(reader, prices, cells, COLUMNS)
        prices.close()


SOURCE = SiliconFlowPricing()
