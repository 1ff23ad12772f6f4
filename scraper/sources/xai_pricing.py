"""xAI's own prices: the page "Models and Pricing" of its documentation.

Two makes of the page are read. The one of 2025 is drawn from data inside it, which bear the keys of
xAI's API for models (`promptTextTokenPrice` and so on, in US cents per 100 million tokens by
https://docs.x.ai/docs/api-reference#get-language-model), with a long-context threshold; what the
drawn table shows must agree. The one of 2026 has tables by heading, with the unit in a sentence below
or in the cell. A notice of retirement is read where its heading and its sentence name one day.

Left out: the cards above the tables (the same prices again), tools, files and fees (sold apart from
models, the tools counted), and the batch discount, which the page gives as a range only.
"""

import re
from decimal import Decimal

from scraper.quotes import day_quoted, tokens_quoted
from scraper.reading import IGNORED, Field, Ignored, Reader
from scraper.snapshots import Snapshot
from scraper.source import Expectations, Parsed, Publisher, PublisherKind, Record
from scraper.sources._price_page import LIFECYCLE, PricePage, claim_text
from scraper.sources._price_rows import PriceRow, Unit, read_cells
from scraper.sources._xai_tables import parse_prices, read_data

ADDRESS = "https://docs.x.ai/docs/models"

COLUMNS: dict[str, Field | Ignored] = {
    "model": IGNORED,  # the record itself
    "mode": IGNORED,
    "cost": IGNORED,  # read with the unit that its cell names
    "price": IGNORED,
    # This maker's K and M are decimal: its data write 2,000,000 where its tables write 2M.
    "context": Field("context_served", tokens_quoted),
}


class XaiPricing(PricePage):
    """The source `xai_pricing`."""

    id = "xai_pricing"
    address = ADDRESS
    recorded = {  # noqa: RUF012 - declared once, changed by nobody
        "pricing/grok.html.gz": ADDRESS,
        "deprecations/xai_models.html.gz": ADDRESS,
    }
    seller = "xai"
    maker = "x-ai"
    publisher = Publisher(
        name="xAI pricing",
        url=ADDRESS,
        kind=PublisherKind.PROVIDER,
        licence="Public documentation, no licence stated; xAI's terms of service apply",
        cannot_know="What Grok costs through others, and what a batch request costs for a single model.",
    )
    expects = Expectations(
        min_share_of_last=0.5,
        fill={"input_usd_per_mtok": 0.3, "output_usd_per_mtok": 0.3},
        median_input_usd_per_mtok=(Decimal("0.02"), Decimal(20)),
    )

    def take(self, snapshot: Snapshot) -> Parsed:
        """What is on sale, and what is about to be retired."""
        return parse_prices(snapshot)

    def read(self, reader: Reader, record: Record) -> None:
        """Claim what the page says of a model or of a way to use the voice API."""
        raw = record.raw
        if record.kind == "lifecycle":
            claim_text(reader, "wire_id", record.id.removeprefix(LIFECYCLE))
            reader.claim(Field("retires_at", day_quoted), raw["notice"], "")
            return
        claim_text(reader, "name" if " " in record.id else "wire_id", record.id)
        if "data" in raw:
            read_data(reader, raw)
            return
        prices = PriceRow(reader, Unit(raw.get("unit", "")))
        read_cells(reader, prices, raw["cells"], COLUMNS)
        for heading, text in raw["cells"].items():
            if heading.lower() in ("cost", "price"):
                _read_cost(prices, record.id, heading, text)
        prices.close()


SOURCE = XaiPricing()


def _read_cost(prices: PriceRow, id_: str, heading: str, text: str) -> None:
    if len(re.findall(r"[$¥€£]", text)) > 1:
        prices.other(heading, text)
    else:
        prices.each(heading, text, f"/{heading}")
