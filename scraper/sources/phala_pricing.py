"""Phala's own prices: the models in confidential hardware that RedPill, its gateway, shows with prices.

The page shows some of the models only, each as a card that links to the model's own page, whose path
is the id that a request names; a card ends with `by phala|262K context|$0.30/M input|$2.40/M output`
and badges. Cards by others than Phala are resold (counted). Rounded contexts claim nothing.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from scraper.addresses import parts_of
from scraper.html import Page
from scraper.issues import Issue, IssueKind
from scraper.reading import Reader
from scraper.snapshots import Snapshot
from scraper.source import Expectations, Parsed, Publisher, PublisherKind, Record
from scraper.sources._price_page import PricePage, claim_text, parsed
from scraper.sources._price_rows import PriceRow, Unit, limit
from scraper.sources._price_tables import cell_text, plain_markdown

ADDRESS = "https://red-pill.ai/"

_HOSTS = frozenset({"red-pill.ai", "redpill.ai"})
_PATH = re.compile(r"/models/([\w.-]+/[\w.:-]+)/?")
_CARD = re.compile(r"\[!\[[^\]]*\]\([^)]*\)\s*(?P<text>[^\[\]]*)\]\((?P<url>https://[^\s)]+)\)")
_TAIL = re.compile(r"\bby (?P<by>[\w.-]+)\s*\|(?P<parts>.*)")
_PRICE = re.compile(r"(?P<price>.+?)\s+(?P<what>input|output)\b.*")
_CONTEXT = re.compile(r"(?P<size>[\d.,]+\s?[KM]?)\s+context", re.IGNORECASE)


class PhalaPricing(PricePage):
    """The source `phala_pricing`."""

    id = "phala_pricing"
    address = ADDRESS
    recorded = {"pricing/phala.html.gz": ADDRESS}  # noqa: RUF012 - declared once, changed by nobody
    seller = "phala"
    publisher = Publisher(
        name="RedPill by Phala",
        url=ADDRESS,
        kind=PublisherKind.PROVIDER,
        licence="Public web page, no licence stated; RedPill's terms apply",
        cannot_know="What a model costs at its maker, and the models that its first page does not show.",
    )
    expects = Expectations(
        min_share_of_last=0.3,
        fill={"input_usd_per_mtok": 0.8, "output_usd_per_mtok": 0.8},
        median_input_usd_per_mtok=(Decimal("0.001"), Decimal(20)),
    )

    def take(self, snapshot: Snapshot) -> Parsed:
        """The cards by Phala."""
        offers: list[Record] = []
        others: list[str] = []
        for id_, text in dict.fromkeys(_cards(snapshot)):
            tail = _TAIL.search(text)
            if tail is None:
                continue
            if tail["by"].lower() != self.seller:
                others.append(id_)
                continue
            raw = {"text": text[: tail.start()].strip(), "parts": [part.strip() for part in tail["parts"].split("|")]}
            offers.append(Record(id_, "offer", f"/models/{id_}", raw))
        told = f"{len(others)} models served by others"
        return parsed(offers, (), [Issue(IssueKind.IGNORED, "", "cards", told)] if others else [])

    def read(self, reader: Reader, record: Record) -> None:
        """Claim what a card says."""
        claim_text(reader, "wire_id", record.id, "/link")
        name, mark, _ = record.raw["text"].partition(" GPU TEE ")
        claim_text(reader, "name", name if mark else "", "/name")
        prices = PriceRow(reader, Unit())
        for part in record.raw["parts"]:
            if match := _PRICE.fullmatch(part):
                prices.cell(match["what"], match["price"], f"/{match['what']}")
            elif match := _CONTEXT.fullmatch(part):
                limit(reader, "context_served", match["size"], "/context")
            elif part:
                reader.read({part: part}, {})
        prices.close()


SOURCE = PhalaPricing()


def _cards(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Each link to a model's page on the gateway's own host, with the text of its card."""
    page = Page(snapshot)
    if page.served.lstrip().startswith("<"):
        found = [(str(link["href"]), cell_text(link)) for link in page.soup.find_all("a", href=True)]
    else:
        found = [(match["url"], plain_markdown(match["text"])) for match in _CARD.finditer(page.served)]
    for url, text in found:
        parts = parts_of(url)
        path = _PATH.fullmatch(parts.path)
        if path and (not parts.netloc or parts.netloc.removeprefix("www.") in _HOSTS):
            yield path[1], text
