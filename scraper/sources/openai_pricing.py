"""OpenAI's own prices, and its list of models that go: two pages of the API documentation.

Reads the tables of the pricing page (https://platform.openai.com/docs/pricing), be they HTML or
Markdown, by their headings: standard prices as prices; batch, flex and priority, long context, sizes
of videos as conditions; what fine-tuned models cost as offers of their own (`… (fine-tuned)`), for it
is not what the base model costs. Tools with prices of their own are told by the seller's record
`provider:openai`. Of the deprecations page (https://platform.openai.com/docs/deprecations) every
table's models: the day from which they cannot be used, the day of the announcement, which by the page
is the day of deprecation, and what is recommended instead.

Left out on purpose: where a model is used and the shapes of videos (columns beside the prices),
sentences on regional processing (a surcharge of a tenth for the models named, which is no price
stated), on how tools are billed, prices of models that went, endpoints and APIs that go.
"""

from decimal import Decimal

from scraper.snapshots import Snapshot
from scraper.source import Expectations, Parsed, Publisher, PublisherKind
from scraper.sources._openai_pricing_tables import PRICES, parse_prices
from scraper.sources._pricing_pages import MakerPages

ADDRESS = "https://platform.openai.com/docs/pricing"
LIFECYCLE_ADDRESS = "https://platform.openai.com/docs/deprecations"


class OpenAIPricing(MakerPages):
    """The source `openai_pricing`."""

    id = "openai_pricing"
    address = ADDRESS
    lifecycle_address = LIFECYCLE_ADDRESS
    recorded = {  # noqa: RUF012 - declared once, changed by nobody
        "pricing/openai.html.gz": ADDRESS,
        "deprecations/openai_deprecations.html.gz": LIFECYCLE_ADDRESS,
    }
    seller = "openai"
    maker = "OpenAI"
    prices = PRICES
    publisher = Publisher(
        name="OpenAI API pricing",
        url=ADDRESS,
        kind=PublisherKind.PROVIDER,
        licence="Public documentation, no licence stated; OpenAI's terms of use apply",
        cannot_know="What OpenAI's models cost at other sellers, such as clouds and routers.",
    )
    expects = Expectations(
        min_share_of_last=0.5,
        max_bad_share=0.2,
        min_records=3,
        fill={"provider_slug": 1.0, "name": 1.0},
        median_input_usd_per_mtok=(Decimal("0.02"), Decimal(50)),
    )

    def take(self, snapshot: Snapshot) -> Parsed:
        """The models on sale, and the tools."""
        return parse_prices(snapshot)


SOURCE = OpenAIPricing()
