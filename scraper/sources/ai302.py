"""302.AI, a reseller: its public product list with prices beside official ones, and a page for each model.

Reads https://302.ai/api/cache/product-list (category `api`, every page of 20), and of each product of the class
LLM, or with a price per million tokens, its page https://302.ai/en/product/detail/<alias> (without `/en` where that
form is not there): some 700 of 1,600, never more than `MAX_DETAILS`. The list has every price; pages add prose.
The tables of https://price.302.ai are read in the form of a recorded dump, and not fetched.

The list's numbers are dollars. `platform_*` is what 302.AI charges; `input_price` and `output_price` are what it
says that the maker charges: where both are equal, that is its own price again and no second witness. 0 is what
the list holds where a price, a context or a factor is not set, so 0 is claimed only where a word says free, and
for the output of what has an input price alone (embeddings). Rows of one id whose descriptions are understood as
tiers become one offer with conditions; others stay rows of their own with a `price_note`. A reseller as brand
(PPIO and others), or in a title (`Chat(PPIO)`), is `served_via` and no author; 302.AI as brand is neither.

Left out on purpose, beside the keys that the tables name: category `tool` (apps), the analytics on a page
(measurements), official prices in yuan (dollars times 7). Recordings of models.dev's files about 302.AI are
not read here: they are models.dev's words, which its own source reads; and notes are no answer.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from urllib.parse import quote

from scraper.answers import shape_error
from scraper.claims import Observation
from scraper.errors import FetchError
from scraper.http import Http
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Copy, Expectations, Known, Parsed, Publisher, PublisherKind, Record, Source
from scraper.sources._ai302_list import parse_products, parse_tables, read_page
from scraper.sources._ai302_observe import observe_record
from scraper.sources._ai302_prices import is_mtok
from scraper.sources._ai302_tables import AGGREGATORS

SITE = "https://302.ai"
PRODUCTS = f"{SITE}/api/cache/product-list"
TABLES = "https://price.302.ai/tables"
"""Our name for the dump of price.302.ai's tables: the site itself has no such address."""
NOTES = "https://github.com/Nebutra/Nebutra-Sailor"
"""Where the recorded dumps and the notes about them come from; not read."""
MAX_PAGES = 300
MAX_DETAILS = 1_500

_RECORDED = {"price.normalized.excerpt.json": TABLES, "302-price.normalized.json": TABLES, "NOTES.md": NOTES}
_DETAIL = re.compile(r"https://302\.ai/(?:en/)?product/detail/[^/?#]+(?:\?[^#]*)?")
_OTHER_LIST = re.compile(r"[?&](?:category=(?!api\b)|lang=(?!en\b))")
_GONE = (404, 410)

TRIED = 5
"""So many pages are asked for to learn which form of address is in use: a single one may be missing."""


class Ai302(Source):
    """The source `ai302`."""

    id = "ai302"
    lists = "products"
    address = f"{PRODUCTS}?lang=en&page=1&pageSize=20&category=api"
    recorded = _RECORDED
    publisher = Publisher(
        name="302.AI",
        url=f"{SITE}/product/list?cate=api",
        kind=PublisherKind.RESELLER,
        licence="Public without a key, no licence stated; 302.AI's terms of service apply",
        cannot_know="What a model costs at its maker's, what its weights are, and when it was released.",
        copies=(
            Copy(
                origin="makers' price lists",
                what="the official prices beside its own",
                evidence="the columns are headed so; in most rows both are the same number",
                fields=("official_input_usd_per_mtok", "official_output_usd_per_mtok"),
            ),
            *(
                Copy(
                    origin=name,
                    what="models that it sells through; each such record says so itself",
                    evidence="a brand of the product list, or in brackets in the title of an endpoint",
                    fields=("served_via",),
                )
                for name in AGGREGATORS
            ),
        ),
    )
    expects = Expectations(
        # The answer itself says how many products there are, and a page that is missing is seen by that.
        min_records=5,
        fill={"name": 0.98, "task": 0.9, "listed_at": 0.9},
        median_input_usd_per_mtok=(Decimal("0.02"), Decimal(20)),
    )

    def fetch(self, http: Http, known: Known) -> Iterator[Sighting]:
        """The list with all its pages, then the pages of language models."""
        pages = []
        for page in self._pages(http):
            pages.append(Snapshot(sighting=page, body=http.body(page)))
            yield page
        aliases = [record.id for record in self.parse(pages).scopes["products"] if _has_tokens(record)][:MAX_DETAILS]
        failed: list[Sighting] = []
        try:
            for sighting in self._details(http, aliases):
                if not sighting.ok and sighting.status not in _GONE:
                    failed.append(sighting)
                yield sighting
        except FetchError as error:
            raise FetchError(self.id, PRODUCTS, f"product pages: {error.detail}") from error
        if failed:
            first = f"{len(failed)} of {len(aliases)} failed, first {failed[0].url}: {failed[0].error}"
            raise FetchError(self.id, PRODUCTS, f"product pages: {first}")

    def _pages(self, http: Http) -> Iterator[Sighting]:
        first = http.get(self.id, self.address)
        yield first
        beginning, total, _, _ = read_page(Snapshot(sighting=first, body=http.body(first)))
        seen = len(beginning)
        for number in range(2, MAX_PAGES + 1):
            if seen >= total:
                return
            url = self.address.replace("page=1", f"page={number}", 1)
            page = http.get(self.id, url, root=first.url, number=number, fetched_at=first.fetched_at)
            rows, now, _, _ = read_page(Snapshot(sighting=page, body=http.body(page)), alone=False)
            if rows == beginning or now != total:
                detail = "repeats the first one" if rows == beginning else f"says {now} products, the first one {total}"
                raise shape_error(page, f"page {number} {detail}")
            seen += len(rows)
            yield page
        if seen < total:
            raise shape_error(first, f"more than {MAX_PAGES} pages")

    def _details(self, http: Http, aliases: Sequence[str]) -> Iterator[Sighting]:
        """The products' pages, in the one of the two forms of address under which any of the first ones is found."""
        form = ""
        for form in ("/en", "") if aliases else ():
            urls = [_detail(alias, form) for alias in aliases[:TRIED]]
            tried = list(http.get_all(self.id, urls, accept="text/html", page=True, label="first product pages"))
            if any(sighting.status not in _GONE for sighting in tried):
                yield from tried
                break
        else:
            return
        urls = [_detail(alias, form) for alias in aliases[TRIED:]]
        yield from http.get_all(self.id, urls, accept="text/html", page=True, label="product pages")

    def reads(self, url: str) -> bool:
        """Whether an address is the list, the price tables, or a product's page."""
        if url.partition("?")[0] == PRODUCTS:
            return _OTHER_LIST.search(url) is None
        return url == TABLES or _DETAIL.fullmatch(url) is not None

    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        """The records of an answer by scope. Raises ShapeError where it is not what we know."""
        url = pages[0].sighting.root or pages[0].sighting.url
        if url.partition("?")[0] == PRODUCTS:
            return parse_products(pages)
        return parse_tables(pages[0]) if url == TABLES else _parse_page(pages[0])

    def observe(self, record: Record) -> Observation:
        """What 302.AI says of a product, of a sale, or on a page."""
        reader = observe_record(record)
        return reader.observation(record, _page(record.id))


SOURCE = Ai302()


def _parse_page(snapshot: Snapshot) -> Parsed:
    """What reads web pages is there with the first one: many ask a source for its publisher alone."""
    from scraper.sources._ai302_page import parse_page

    return parse_page(snapshot)


def _has_tokens(record: Record) -> bool:
    """Whether a product is a language model, or sold by the million tokens."""
    rows = record.raw.get("price_info")
    priced = (
        any(isinstance(row, dict) and is_mtok(row.get("suffix")) for row in rows) if isinstance(rows, list) else False
    )
    return record.raw.get("tag") == "LLM" or priced


def _detail(alias: str, form: str) -> str:
    return f"{SITE}{form}/product/detail/{quote(alias, safe='')}"


def _page(record: str) -> str:
    if record.startswith("price:"):
        return "https://price.302.ai/"
    return _detail(record.removeprefix("page:").partition("#")[0], "")
