"""Mistral's own prices: the page https://mistral.ai/pricing, from the data in its scripts.

The page shows its prices by a script; what it is made from stands in the page: models and tools with
labelled prices in dollars and euros. Dollar prices are the prices, those in euros `native_prices`, half
prices `with batch-APIs` conditions, fine-tuned models offers of their own (`… (fine-tuned)`). Tools with
prices of their own are told by the seller's record `provider:mistral`.

Left out on purpose: plans for people and teams (Free, Pro, Team, Enterprise), the questions and answers
(what they say of prices is older than the list: Mistral Large at 2 and 6 dollars), pictures and colours,
grades of speed and performance, contexts and texts of earlier versions, and the words on licences,
which contradict each other.
"""

from decimal import Decimal

from scraper.snapshots import Snapshot
from scraper.source import Expectations, Parsed, Publisher, PublisherKind
from scraper.sources._mistral_pricing_tables import PRICES, parse_prices
from scraper.sources._pricing_pages import MakerPages

ADDRESS = "https://mistral.ai/pricing"


class MistralPricing(MakerPages):
    """The source `mistral_pricing`."""

    id = "mistral_pricing"
    address = ADDRESS
    recorded = {"pricing/mistral.html.gz": ADDRESS}  # noqa: RUF012 - declared once, changed by nobody
    seller = "mistral"
    maker = "Mistral AI"
    prices = PRICES
    publisher = Publisher(
        name="Mistral AI pricing",
        url=ADDRESS,
        kind=PublisherKind.PROVIDER,
        licence="Public web page, no licence stated; Mistral AI's terms of service apply",
        cannot_know="What Mistral's open weights cost at other sellers.",
    )
    expects = Expectations(
        min_share_of_last=0.5,
        max_bad_share=0.2,
        min_records=5,
        fill={"name": 1.0, "input_usd_per_mtok": 0.6},
        median_input_usd_per_mtok=(Decimal("0.02"), Decimal(20)),
    )

    def take(self, snapshot: Snapshot) -> Parsed:
        """The models on sale, and the tools."""
        return parse_prices(snapshot)


SOURCE = MistralPricing()
