"""Google's own prices of its Gemini API, and its list of models that go: two pages of the documentation.

Reads the pricing page (https://ai.google.dev/gemini-api/docs/pricing), be it HTML or Markdown, by its
headings: standard prices as prices; batch, flex and priority, long prompts, resolutions and the free
tier as conditions; searches beyond the free ones. What a deprecation's warning says of a day is claimed
of the offer. Tools with prices of their own are told by the seller's record `provider:google`. Of the
deprecations page (https://ai.google.dev/gemini-api/docs/deprecations) every model, its release and
what replaces it; that page says that its days are the earliest possible ones where it says so.

Left out on purpose: whether prompts are used to improve products, what a price comes to for one image
or frame (`equivalent to …`, in brackets), the table of agents (words only), plans and sentences in praise.
"""

from decimal import Decimal

from scraper.attribution import CC_BY, Attribution
from scraper.snapshots import Snapshot
from scraper.source import Expectations, Parsed, Publisher, PublisherKind
from scraper.sources._gemini_pricing_tables import PRICES, parse_prices
from scraper.sources._price_tables import blocks
from scraper.sources._pricing_lifecycle import parse_lifecycle
from scraper.sources._pricing_pages import MakerPages

ADDRESS = "https://ai.google.dev/gemini-api/docs/pricing"
LIFECYCLE_ADDRESS = "https://ai.google.dev/gemini-api/docs/deprecations"


class GeminiPricing(MakerPages):
    """The source `gemini_pricing`."""

    id = "gemini_pricing"
    address = ADDRESS
    lifecycle_address = LIFECYCLE_ADDRESS
    recorded = {"pricing/gemini.html.gz": ADDRESS}  # noqa: RUF012 - declared once, changed by nobody
    seller = "google"
    maker = "Google"
    prices = PRICES
    publisher = Publisher(
        name="Gemini API pricing",
        url=ADDRESS,
        kind=PublisherKind.PROVIDER,
        licence="CC BY 4.0, as the page states",
        attribution=Attribution("Google, Gemini API documentation", ADDRESS, *CC_BY),
        cannot_know="What Gemini costs on Vertex AI, and at other sellers.",
    )
    expects = Expectations(
        min_share_of_last=0.5,
        max_bad_share=0.2,
        min_records=5,
        fill={"name": 1.0},
        median_input_usd_per_mtok=(Decimal("0.02"), Decimal(20)),
    )

    def take(self, snapshot: Snapshot) -> Parsed:
        """The models on sale, and the tools."""
        return parse_prices(snapshot)

    def take_lifecycle(self, snapshot: Snapshot) -> Parsed:
        """The models that go; a note on the page may say that all its days are the earliest possible ones."""
        found = blocks(snapshot)
        return parse_lifecycle(found, earliest=any("earliest possible dates" in block.text for block in found))


SOURCE = GeminiPricing()
