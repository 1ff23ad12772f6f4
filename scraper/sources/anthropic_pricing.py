"""Anthropic's own prices, and its list of models that go: one web page and two of the documentation.

Reads the price cards of https://claude.com/pricing (input, output, writing to and reading from a cache
for five minutes), with the share that batch processing saves as a condition; the price tables of the
documentation (https://platform.claude.com/docs/en/about-claude/pricing), which tell one-hour caches and
batch prices as well, as records of their own (`docs:…`); and its list of deprecations. What tools cost
is told by the seller's record `provider:anthropic`.

Left out on purpose: the plans for people and teams (Free, Pro, Max, Team, Enterprise, Education), which
are no prices of a model; their features; the sentence on inference in the US only (a surcharge in
words); the names of service tiers without prices.
"""

from decimal import Decimal

from scraper.snapshots import Snapshot
from scraper.source import Expectations, Parsed, Publisher, PublisherKind
from scraper.sources._anthropic_pricing_cards import PRICES, parse_prices
from scraper.sources._pricing_pages import MakerPages

ADDRESS = "https://claude.com/pricing"
DOCS = "https://platform.claude.com/docs/en/about-claude"


class AnthropicPricing(MakerPages):
    """The source `anthropic_pricing`."""

    id = "anthropic_pricing"
    address = ADDRESS
    # As Markdown, for the pages themselves are filled in by a script.
    more_addresses = (f"{DOCS}/pricing.md",)
    lifecycle_address = f"{DOCS}/model-deprecations.md"
    recorded = {"pricing/anthropic.html.gz": ADDRESS}  # noqa: RUF012 - declared once, changed by nobody
    seller = "anthropic"
    maker = "Anthropic"
    prices = PRICES
    publisher = Publisher(
        name="Anthropic API pricing",
        url=ADDRESS,
        kind=PublisherKind.PROVIDER,
        licence="Public web page, no licence stated; Anthropic's terms of service apply",
        cannot_know="What Claude costs at other sellers, such as clouds and routers.",
    )
    expects = Expectations(
        min_share_of_last=0.5,
        max_bad_share=0.2,
        min_records=2,
        fill={"name": 1.0, "input_usd_per_mtok": 0.8, "output_usd_per_mtok": 0.8},
        median_input_usd_per_mtok=(Decimal("0.1"), Decimal(50)),
    )

    def take(self, snapshot: Snapshot) -> Parsed:
        """The models on sale, and the tools."""
        return parse_prices(snapshot)


SOURCE = AnthropicPricing()
