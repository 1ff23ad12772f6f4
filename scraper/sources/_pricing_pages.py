"""A maker's own pages: one with prices, and mostly one that says which models go.

Beside offers there may be one record of the seller itself, for what is sold with any model (web
search and other tools).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scraper.answers import shape_error
from scraper.claims import Claim, Observation
from scraper.errors import FetchError
from scraper.http import Http
from scraper.reading import Reader
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Known, Parsed, Record
from scraper.sources._price_page import ACCEPT, PricePage
from scraper.sources._price_rows import observed
from scraper.sources._price_tables import blocks
from scraper.sources._pricing_lifecycle import parse_lifecycle, read_lifecycle
from scraper.sources._pricing_rates import Prices, read_offer

GONE = frozenset({404, 410})


class MakerPages(PricePage):
    """The page with a maker's own prices, and the one with its models' ends."""

    lifecycle_address: str = ""
    more_addresses: tuple[str, ...] = ()
    """Further pages with prices of the maker: a scope of their own, each record with its page's name before its id."""
    prices: Prices
    """What each label of the page is the price of."""

    def fetch(self, http: Http, known: Known) -> Iterator[Sighting]:
        """The prices, then the other pages; their failures are told when everything was given."""
        yield from super().fetch(http, known)
        others = [*self.more_addresses, *([self.lifecycle_address] if self.lifecycle_address else [])]
        failed: list[str] = []
        for sighting in http.get_all(self.id, others, accept=ACCEPT, page=True, label="other pages"):
            if not sighting.ok and sighting.status not in GONE:
                failed.append(f"{sighting.url}: {sighting.error}")
            yield sighting
        if failed:
            raise FetchError(self.id, self.address, "; ".join(failed))

    def reads(self, url: str) -> bool:
        """Whether an address is one of the pages."""
        return any(
            _bare(url) == _bare(own) for own in (self.address, *self.more_addresses, self.lifecycle_address) if own
        )

    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        """The offers, or the models that go. Raises ShapeError where there are none."""
        snapshot = pages[0]
        told = _bare(snapshot.sighting.url)
        if self.lifecycle_address and told == _bare(self.lifecycle_address):
            parsed = self.take_lifecycle(snapshot)
            if not parsed.scopes["lifecycle"]:
                raise shape_error(snapshot.sighting, "no table of models that go")
            return parsed
        parsed = super().parse(pages)
        return parsed if told == _bare(self.address) else _apart(parsed, self.lists)

    def take_lifecycle(self, snapshot: Snapshot) -> Parsed:
        """The models that go."""
        return parse_lifecycle(blocks(snapshot))

    def read(self, reader: Reader, record: Record) -> None:
        """Claim what an offer, the seller's own record or a lifecycle row says."""
        if record.kind == "lifecycle":
            read_lifecycle(reader, record.raw)
        else:
            read_offer(reader, record.raw, self.prices)

    def observe(self, record: Record) -> Observation:
        """What the pages say of one sale, of the seller, or of the end of one model."""
        reader = Reader(record.id)
        if self.maker is not None and record.kind != "provider":
            reader.claims.append(Claim("author_name", self.maker, "", ""))
        if record.kind != "lifecycle":
            reader.claims.append(Claim("provider_slug", self.seller, "", ""))
        self.read(reader, record)
        return observed(record, reader, self.lifecycle_address if record.kind == "lifecycle" else self.address)


def offer(id_: str, pointer: str, facts: Mapping[str, str], rates: Sequence[Mapping[str, Any]]) -> Record:
    """A record of one sale."""
    return Record(id_, "offer", pointer, {"facts": dict(facts), "rates": list(rates)})


def seller_record(seller: str, facts: Mapping[str, str], rates: Sequence[Mapping[str, Any]]) -> dict[str, list[Record]]:
    """The scope of the seller's own record: what is sold with any model."""
    raw = {"facts": dict(facts), "rates": list(rates)}
    return {"provider": [Record(f"provider:{seller}", "provider", "/tools", raw)]} if rates else {}


def _apart(parsed: Parsed, lists: str) -> Parsed:
    """The offers of a further page in a scope of their own: the main page says nothing of them by its silence."""
    records = [record._replace(id=f"docs:{record.id}") for record in parsed.scopes[lists]]
    return Parsed({f"{lists}:docs": records}, parsed.issues)


def _bare(url: str) -> str:
    return url.partition("?")[0].partition("#")[0].rstrip("/").removesuffix(".md")
