"""Venice's own prices: the page "API Pricing" of its documentation, a card a model.

Venice sells models that others made or serve. Text models have a price behind each label, a million
tokens each by the sentence at the top; a line such as `>200K context: $5.00/M input` gives the prices
of long prompts. Embeddings have one price, images, edits and speech one a piece.

Left out: contexts (198K stands for 202,752 and 1000K for 1,000,000: rounded in two ways), badges of
privacy, and resolutions and durations of videos. A video's `Starting At` is a price in words.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from scraper.answers import shape_error
from scraper.claims import Claim
from scraper.errors import BadValue
from scraper.issues import IssueKind
from scraper.quotes import in_usd_per_mtok, quote, tokens_quoted
from scraper.reading import Reader
from scraper.snapshots import Snapshot
from scraper.source import Expectations, Parsed, Publisher, PublisherKind, Record
from scraper.sources._price_page import PricePage, claim_text, parsed
from scraper.sources._price_rows import PriceRow, Unit, token_price
from scraper.sources._price_tables import blocks, told_unit
from scraper.sources._venice_cards import Card, cards
from scraper.units import dumps

ADDRESS = "https://docs.venice.ai/overview/pricing"
TEXT_LABELS = ("Input Price", "Output Price", "Cache Read", "Cache Write")
UNREAD = frozenset({"Context", "Durations", "Resolutions"})
PIECES = {"Per Image": "/ image", "Per Edit": "/ image", "Per 1M Characters": "/ 1M characters"}

_BADGE = re.compile(r"\s+(Beta)$")
_LONG = re.compile(r">\s*(?P<above>[\d.,]+\s?[KM]?) context:\s*(?P<prices>.+)")
_PART = re.compile(r"(?P<price>.+?)\s+(?P<what>input|output|cache)")


class VenicePricing(PricePage):
    """The source `venice_pricing`."""

    id = "venice_pricing"
    address = ADDRESS
    recorded = {"pricing/venice.html.gz": ADDRESS}  # noqa: RUF012 - declared once, changed by nobody
    seller = "venice"
    publisher = Publisher(
        name="Venice API pricing",
        url=ADDRESS,
        kind=PublisherKind.PROVIDER,
        licence="Public documentation, no licence stated; Venice's terms of service apply",
        cannot_know="What a model costs at its maker, and how long a context Venice really serves.",
    )
    expects = Expectations(
        min_records=20,
        fill={"input_usd_per_mtok": 0.2, "output_usd_per_mtok": 0.2},
        median_input_usd_per_mtok=(Decimal("0.02"), Decimal(20)),
    )

    def take(self, snapshot: Snapshot) -> Parsed:
        """The cards that have a price."""
        unit = told_unit(block.text for block in blocks(snapshot) if re.match(r"[\W_]*prices per\b", block.text, re.I))
        found = list(cards(snapshot))
        if not any(set(TEXT_LABELS) & set(card.labelled) for card in found):
            raise shape_error(snapshot.sighting, "no prices of tokens: the page holds none without JavaScript")
        return parsed([_record(card, unit) for card in found])

    def read(self, reader: Reader, record: Record) -> None:
        """Claim what a card says."""
        raw = record.raw
        badge = _BADGE.search(raw["name"])
        claim_text(reader, "name", _BADGE.sub("", raw["name"]), "/name")
        claim_text(reader, "wire_id", record.id, "/id")
        claim_text(reader, "lifecycle", badge[1].lower() if badge else "", "/name")
        prices = PriceRow(reader, Unit())
        for label, text in raw["labelled"].items():
            _read_label(reader, prices, raw, label, text)
        for text in raw["rest"]:
            if match := _LONG.fullmatch(text):
                _read_long(reader, match)
            elif "$" in text:
                prices.other(raw["section"], text)
        prices.close()


SOURCE = VenicePricing()


def _record(card: Card, unit: str) -> Record:
    raw: dict[str, Any] = {
        "name": card.name, "section": card.section, "labelled": card.labelled, "rest": list(card.rest), "unit": unit,
    }  # fmt: skip
    return Record(card.id, "offer", f"/{card.section}", raw)


def _read_label(reader: Reader, prices: PriceRow, raw: dict[str, Any], label: str, text: str) -> None:
    if label in UNREAD:
        return
    if token_price(label):
        prices.cell(label, text, f"/{label}", unit=raw["unit"])
    elif label == "Per 1M tokens":
        prices.cell("Input", text, f"/{label}", unit="mtok")
    elif label in PIECES:
        prices.each(label.removeprefix("Per "), text, f"/{label}", unit=PIECES[label])
    elif label == "Starting At":
        prices.words(label, text)
    else:
        prices.other(label, text)


def _read_long(reader: Reader, match: re.Match[str]) -> None:
    """The prices of long prompts as a condition: all of them, or none."""
    try:
        above = int(tokens_quoted(match["above"]) or 0)
        long = dict(_long_prices(match["prices"]))
    except BadValue as bad:
        reader.note(IssueKind.BAD_VALUE, "conditions", str(bad), "/long")
        return
    value = dumps([{"when": {"prompt_tokens_above": above}, **long}])
    reader.claims.append(Claim("conditions", value, match[0], "/long"))


def _long_prices(text: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"\s*·\s*", text):
        match = _PART.fullmatch(part)
        if match is None:
            raise BadValue(f"{part!r} is no price of long prompts")
        if match["what"] != "cache":
            yield f"{match['what']}_usd_per_mtok", _per_million(match["price"])
            continue
        read, _, write = match["price"].partition("/$")
        yield "cache_read_usd_per_mtok", _per_million(f"{read}/M")
        if write:
            yield "cache_write_usd_per_mtok", _per_million(f"${write}/M")


def _per_million(text: str) -> str:
    quoted = quote(text)
    if quoted.per != "mtok":
        raise BadValue(f"{text!r} is not per million tokens")
    return in_usd_per_mtok(quoted)
