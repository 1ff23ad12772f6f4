"""DeepSeek's own prices: the page "Models & Pricing" of its API documentation.

The table is turned: models are the headings, and each row is told by its label (cache hit, cache
miss, output, limits, features). Prices are per 1M tokens, as the labels and a sentence above say; a
label and a sentence that contradict each other leave no price.

A price with `75% off` stands beside the struck list price: the price in force is claimed as the
price, the share as `discount` (already in it), and the list price as a condition from the day after
the last one that the footnote names. A window of the day (`UTC 16:30-00:30`) is a condition too.
`1M` and the like are rounded where they may be another limit, and then claim nothing. Old names that
a footnote says will be deprecated are lifecycle rows. Left out: where the footnotes say only how a
price came about, and the deduction rules.
"""

from decimal import Decimal

from scraper.claims import Claim
from scraper.reading import Field, Reader
from scraper.snapshots import Snapshot
from scraper.source import Expectations, Parsed, Publisher, PublisherKind, Record
from scraper.sources._deepseek_tables import day_named, parse_prices, read_offer
from scraper.sources._price_page import LIFECYCLE, PricePage, claim_text

ADDRESS = "https://api-docs.deepseek.com/quick_start/pricing"


class DeepSeekPricing(PricePage):
    """The source `deepseek_pricing`."""

    id = "deepseek_pricing"
    address = ADDRESS
    recorded = {"pricing/deepseek.html.gz": ADDRESS}  # noqa: RUF012 - declared once, changed by nobody
    seller = "deepseek"
    publisher = Publisher(
        name="DeepSeek API pricing",
        url=ADDRESS,
        kind=PublisherKind.PROVIDER,
        licence="Public documentation, no licence stated; DeepSeek's terms of use apply",
        cannot_know="What DeepSeek's open weights cost anywhere but at DeepSeek.",
    )
    expects = Expectations(
        min_share_of_last=0.5,
        fill={"input_usd_per_mtok": 0.9, "output_usd_per_mtok": 0.9},
        median_input_usd_per_mtok=(Decimal("0.02"), Decimal(20)),
    )

    def take(self, snapshot: Snapshot) -> Parsed:
        """The models on sale and the names that are to go."""
        return parse_prices(snapshot)

    def read(self, reader: Reader, record: Record) -> None:
        """Claim what the table says of a model, or a footnote of a name that is to go."""
        if record.kind == "offer":
            claim_text(reader, "wire_id", record.id, "/MODEL")
            # A name without a version is a pointer: others sell an older model under it.
            if any(letter.isdigit() for letter in record.id):
                reader.claims.append(Claim("author_name", "deepseek", "", ""))
            read_offer(reader, record.raw)
            return
        raw = record.raw
        claim_text(reader, "wire_id", record.id.removeprefix(LIFECYCLE))
        claim_text(reader, "lifecycle", f"will be deprecated {raw['when']}".strip())
        claim_text(reader, "alias_target", raw.get("stands_for", ""))
        reader.claim(Field("deprecated_at", day_named), raw["when"], "")


SOURCE = DeepSeekPricing()
