"""Novita's own prices: the serverless tables on its page "Pricing".

Novita hosts models that others made; a row is named by the id that a request names. Prices are per
`Mt`, a million tokens; what a cached token costs stands in the same cell as the input price, behind
its name (`· Cache Read $0.13 /Mt`). `Tiered pricing` and the like are prices in words.

Left out: image, video and audio endpoints, whose prices hang on settings that span rows (counted),
and the batch discount, for the page does not say which models have it.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from scraper.html import norm
from scraper.issues import Issue, IssueKind
from scraper.quotes import tokens_quoted
from scraper.reading import IGNORED, Field, Ignored, Reader
from scraper.snapshots import Snapshot
from scraper.source import Expectations, Parsed, Publisher, PublisherKind, Record
from scraper.sources._price_page import PricePage, claim_text, parsed, priced, read_priced, rows_of
from scraper.sources._price_rows import token_price
from scraper.sources._price_tables import blocks, sheets, with_headings

ADDRESS = "https://novita.ai/pricing"

COLUMNS: dict[str, Field | Ignored] = {
    "model name": IGNORED,  # the record itself
    "context": Field("context_served", tokens_quoted),
    "actions": IGNORED,  # buttons
}
_ID = re.compile(r"[\w.-]+(?:/[\w.:-]+)?")


class NovitaPricing(PricePage):
    """The source `novita_pricing`."""

    id = "novita_pricing"
    address = ADDRESS
    recorded = {"pricing/novita.html.gz": ADDRESS}  # noqa: RUF012 - declared once, changed by nobody
    seller = "novita"
    publisher = Publisher(
        name="Novita AI pricing",
        url=ADDRESS,
        kind=PublisherKind.PROVIDER,
        licence="Public web page, no licence stated; Novita's terms of service apply",
        cannot_know="What a model costs at its maker, and the prices of its tiers.",
    )
    expects = Expectations(
        min_records=15,
        fill={"input_usd_per_mtok": 0.7, "output_usd_per_mtok": 0.7, "context_served": 0.7},
        median_input_usd_per_mtok=(Decimal("0.02"), Decimal(20)),
    )

    def take(self, snapshot: Snapshot) -> Parsed:
        """The rows of every table of models."""
        tables = sheets(snapshot, blocks(snapshot))
        offers: list[Record] = []
        issues: list[Issue] = []
        for sheet, heading in priced(tables, "model name", "model"):
            records, bad = rows_of(sheet, heading, lambda text: text if _ID.fullmatch(text) else "")
            offers += [record._replace(raw=record.raw | {"cells": dict(_told_apart(record))}) for record in records]
            issues += bad
        for sheet in with_headings(tables, "API Name", "Pricing"):
            told = f"{len(sheet.rows) + len(sheet.uneven)} rows of prices by settings"
            issues.append(Issue(IssueKind.IGNORED, "", norm(sheet.title), told))
        return parsed(offers, (), issues)

    def read(self, reader: Reader, record: Record) -> None:
        """Claim what a row says."""
        claim_text(reader, "wire_id", record.id, "/Model Name")
        read_priced(reader, record.raw, COLUMNS)


SOURCE = NovitaPricing()


def _told_apart(record: Record) -> Iterator[tuple[str, str]]:
    """The cells of a row, with the prices that share a cell each under its own name."""
    for heading, text in record.raw["cells"].items():
        first, *more = re.split(r"\s*·\s*", text) if token_price(heading) else [text]
        yield heading, first
        for part in more:
            found = re.fullmatch(r"([A-Za-z ]+?)\s*([^A-Za-z\s].*)", part)
            name = found[1].strip() if found and token_price(found[1]) else part
            yield name, found[2] if found else part
