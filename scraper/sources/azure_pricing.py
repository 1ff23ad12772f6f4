"""Azure's lifecycle of models that it sells in Foundry for other makers: one table a maker.

The heading above a table names the maker; days are in UTC. `Deprecation date` is from when no new
deployment can be made, `Retirement date` from when none works; the legacy date before them is kept in
words. These are Azure's own days, no maker's.

Left out: Azure OpenAI models and prices, which are on other pages.
"""

from collections.abc import Iterator

from scraper.attribution import CC_BY, Attribution
from scraper.html import norm
from scraper.issues import Issue, IssueKind
from scraper.quotes import says_nothing
from scraper.reading import Reader
from scraper.snapshots import Snapshot
from scraper.source import Expectations, Parsed, Publisher, PublisherKind, Record
from scraper.sources._lifecycle_rows import read_dates
from scraper.sources._price_page import PricePage, claim_text
from scraper.sources._price_tables import Sheet, blocks, cell, sheets, with_headings

ADDRESS = "https://learn.microsoft.com/en-us/azure/ai-foundry/concepts/model-lifecycle-retirement"
DATES = {"legacy date": None, "deprecation date": "deprecated_at", "retirement date": "retires_at"}
KNOWN = frozenset({"model", "suggested replacement model", *DATES})


class AzurePricing(PricePage):
    """The source `azure_pricing`."""

    id = "azure_pricing"
    lists = "lifecycle"
    address = ADDRESS
    recorded = {"deprecations/azure_foundry_lifecycle.html.gz": ADDRESS}  # noqa: RUF012 - declared once
    seller = "azure"
    publisher = Publisher(
        name="Azure AI Foundry model lifecycle",
        url=ADDRESS,
        kind=PublisherKind.PROVIDER,
        licence="Microsoft Learn, CC BY 4.0 where not stated otherwise",
        attribution=Attribution("Microsoft Learn", ADDRESS, *CC_BY),
        cannot_know="When a model ends anywhere but on Azure, and what its maker says of it.",
    )
    expects = Expectations(min_records=5, min_share_of_last=0.5, fill={"name": 0.9, "retires_at": 0.7})

    def take(self, snapshot: Snapshot) -> Parsed:
        """The rows of every maker's table."""
        records: list[Record] = []
        issues: list[Issue] = []
        for sheet in with_headings(_in_utc(snapshot), "Model", "Retirement date"):
            for number, row in enumerate(sheet.rows):
                raw = {"maker": sheet.title, "cells": row}
                records.append(Record(cell(row, "Model"), "lifecycle", f"/{sheet.title}/{number}", raw))
            issues += [
                Issue(
                    IssueKind.BAD_RECORD, row[0], sheet.title, f"{len(row)} cells under {len(sheet.headers)} headings"
                )
                for row in sheet.uneven
            ]
        return Parsed({"lifecycle": [record for record in records if record.id]}, tuple(issues))

    def read(self, reader: Reader, record: Record) -> None:
        """Claim what a row says."""
        row: dict[str, str] = record.raw["cells"]
        claim_text(reader, "author_name", record.raw["maker"], "/heading")
        claim_text(reader, "name", record.id, "/Model")
        instead = cell(row, "Suggested replacement model")
        if not says_nothing(instead):
            claim_text(reader, "successor", instead, "/Suggested replacement model")
        read_dates(reader, row, DATES)
        reader.read({head: text for head, text in row.items() if head and norm(head) not in KNOWN}, {})


SOURCE = AzurePricing()


def _in_utc(snapshot: Snapshot) -> Iterator[Sheet]:
    """The page's tables, with `(UTC)` taken out of their headings."""
    for sheet in sheets(snapshot, blocks(snapshot)):
        headers = tuple(_bare(header) for header in sheet.headers)
        rows = tuple({_bare(header): text for header, text in row.items()} for row in sheet.rows)
        yield sheet._replace(headers=headers, rows=rows)


def _bare(heading: str) -> str:
    return heading.replace("(UTC)", "").strip()
