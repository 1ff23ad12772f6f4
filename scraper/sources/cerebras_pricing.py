"""Cerebras' own prices: the table of the developer tier on its page "Pricing".

Cerebras hosts models that others made. The table is drawn by JavaScript; it is read from the data
inside the page, or from the page itself where it is there. Marks behind a name are explained below
the table: `*` a preview model, `**` the day on which it will be deprecated. What stands in brackets
before a name is the name of an icon.

Left out: the measured speed, and subscriptions (Cerebras Code), which are sold apart from tokens.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from scraper.answers import shape_error
from scraper.html import Page
from scraper.quotes import day_quoted
from scraper.reading import IGNORED, Field, Ignored, Reader
from scraper.snapshots import Snapshot
from scraper.source import Expectations, Parsed, Publisher, PublisherKind, Record
from scraper.sources._cerebras_data import data_blocks
from scraper.sources._price_page import PricePage, claim_text, going, parsed, priced, read_priced, rows_of
from scraper.sources._price_tables import blocks_of, sheets

ADDRESS = "https://www.cerebras.ai/pricing"

COLUMNS: dict[str, Field | Ignored] = {
    "model": IGNORED,  # the record itself
    "speed": IGNORED,  # a measurement
}
_MARKED = re.compile(r"(?:\[\w+\])?\s*(?P<name>.*?)\s*(?P<mark>\**)")
_NOTE = re.compile(r"(\*+)\s*([^*]+)")
_GOING = re.compile(r"will be deprecated on ([A-Z][a-z]+ \d{1,2}, \d{4})", re.IGNORECASE)


class CerebrasPricing(PricePage):
    """The source `cerebras_pricing`."""

    id = "cerebras_pricing"
    address = ADDRESS
    recorded = {"pricing/cerebras.html.gz": ADDRESS}  # noqa: RUF012 - declared once, changed by nobody
    seller = "cerebras"
    publisher = Publisher(
        name="Cerebras pricing",
        url=ADDRESS,
        kind=PublisherKind.PROVIDER,
        licence="Public web page, no licence stated; Cerebras' terms of use apply",
        cannot_know="What a model costs through partners, and which id a request names.",
    )
    expects = Expectations(
        min_share_of_last=0.5,
        fill={"input_usd_per_mtok": 0.9, "output_usd_per_mtok": 0.9},
        median_input_usd_per_mtok=(Decimal("0.02"), Decimal(20)),
    )

    def take(self, snapshot: Snapshot) -> Parsed:
        """The rows of the table of models, and those that are to go."""
        page = Page(snapshot)
        found = list(priced(sheets(snapshot, blocks_of(page)), "model"))
        found = found or list(priced(sheets(snapshot, data_blocks(page)), "model"))
        if len(found) != 1:
            raise shape_error(snapshot.sighting, f"{len(found)} tables of models: no prices without JavaScript")
        sheet, heading = found[0]
        records, issues = rows_of(sheet, heading, lambda text: _split(text)[0])
        notes = {mark: text.strip() for note in sheet.notes for mark, text in _NOTE.findall(note)}
        offers = [_noted(record, notes) for record in records]
        return parsed(offers, _going(offers), issues)

    def read(self, reader: Reader, record: Record) -> None:
        """Claim what a row and its marks say."""
        raw = record.raw
        if record.kind == "lifecycle":
            claim_text(reader, "name", raw["name"])
            reader.claim(Field("deprecated_at", day_quoted), raw["day"], "")
            return
        claim_text(reader, "name", record.id, "/Model")
        if re.match(r"preview\b", raw.get("note", ""), re.IGNORECASE):
            claim_text(reader, "lifecycle", "preview", "/Model")
        read_priced(reader, raw, COLUMNS)


SOURCE = CerebrasPricing()


def _split(text: str) -> tuple[str, str]:
    match = _MARKED.fullmatch(text)
    return (match["name"], match["mark"]) if match else (text, "")


def _noted(record: Record, notes: Mapping[str, str]) -> Record:
    """A row with what its mark means."""
    cells = record.raw["cells"]
    mark = next((_split(text)[1] for heading, text in cells.items() if heading.lower() == "model"), "")
    return record._replace(raw=record.raw | ({"note": notes[mark]} if mark in notes else {}))


def _going(offers: list[Record]) -> Iterator[Record]:
    for offer in offers:
        match = _GOING.search(offer.raw.get("note", ""))
        if match:
            yield going(offer.id, {"name": offer.id, "day": match[1]}, "/note")
