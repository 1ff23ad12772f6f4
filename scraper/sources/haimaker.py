"""haimaker.ai: a reseller's list of models with prices, and a page for each of them.

Reads `https://haimaker.ai/models` (a table: model, context, `$in`, `$out`) and the pages
`/models/<author>/<slug>` that its rows lead to. What its markup is was not known when this was written:
columns are known by headings, values by labels, the rest by the site's own sentences.

How it is read:
- Prices are per million tokens by the site's own sentences. A heading or a sentence that names another
  unit or currency makes no claim of dollars. What a page tells in several places must be the same
  everywhere; else there is no claim, and the reason is reported.
- `Context Window` is what the site serves, unless the model card on the same page tells the same
  figure: then it is the card's, and native. The list rounds (`131K`): a rounded figure is claimed only
  where it can be no other limit's rounding.
- A dash is unknown, not false. Of two counts of parameters the more precise one is claimed.
- A page that serves a base model's weights for chat says so: both claims stay, with a warning.

Left out on purpose: layers, heads, experts and modality of a card's table (no attributes), code
samples, notes on licences, citations and hardware, the copyright line, and the sentence that lists
features a second time.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from scraper.claims import Observation
from scraper.errors import FetchError
from scraper.html import Page
from scraper.http import Http
from scraper.reading import Reader
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Copy, Expectations, Known, Parsed, Publisher, PublisherKind, Record, Source
from scraper.sources._haimaker_claims import observe_page
from scraper.sources._haimaker_listing import LISTING, observe_row, page_id, parse_listing
from scraper.sources._haimaker_page import parse_page

ACCEPT = "text/html"


class Haimaker(Source):
    """The source `haimaker`."""

    id = "haimaker"
    lists = "offers"
    address = LISTING
    publisher = Publisher(
        name="haimaker.ai",
        url=LISTING,
        kind=PublisherKind.RESELLER,
        licence="Public pages, no licence stated; haimaker's terms of service apply",
        cannot_know="What a model costs elsewhere; it repeats model cards and LiteLLM's table, base card or not.",
        copies=(
            Copy(
                origin="litellm",
                what="Prices, output limit, mode and features",
                evidence="Its documentation is LiteLLM's, its modes and features are LiteLLM's keys, and where an "
                "entry was compared, prices, output limit and features were those of LiteLLM's novita entry",
                fields=(
                    "input_usd_per_mtok", "output_usd_per_mtok", "cache_read_usd_per_mtok", "max_output", "max_input",
                    "task", "supports_tools", "supports_vision", "supports_reasoning", "supports_web_search",
                    "supports_url_context", "supports_prompt_caching", "supports_structured_output",
                    "supports_attachments", "capabilities",
                ),
            ),
            Copy(
                origin="huggingface",
                what="The model card: text, configuration, architecture, languages, library, licence",
                evidence="The pages repeat the card's words and its serve command, and name the configuration's class",
                fields=(
                    "architecture", "model_type", "languages", "library", "parameters_total", "parameters_active",
                    "training_stage", "context_native", "licence", "hugging_face_id", "statements", "base_model",
                ),
            ),
        ),
    )  # fmt: skip
    expects = Expectations(
        min_records=1,
        fill={"wire_id": 0.99, "input_usd_per_mtok": 0.5},
        median_input_usd_per_mtok=(Decimal("0.02"), Decimal(20)),
        # Its prices are LiteLLM's, and move as those do.
        max_price_factor=Decimal(100),
    )

    def fetch(self, http: Http, known: Known) -> Iterator[Sighting]:
        """The list, then the page of every model on it."""
        listing = http.get(self.id, LISTING, accept=ACCEPT, page=True)
        yield listing
        parsed = self.parse([Snapshot(sighting=listing, body=http.body(listing))])
        addresses = sorted(f"{LISTING}/{record.id}" for record in parsed.scopes["offers"])
        bad = []
        for sighting in http.get_all(self.id, addresses, accept=ACCEPT, page=True, label="pages"):
            if not sighting.ok and sighting.status not in (404, 410):
                bad.append(sighting)
            yield sighting
        if bad:
            detail = f"{len(bad)} of {len(addresses)} pages failed, first {bad[0].url}: {bad[0].error}"
            raise FetchError(self.id, LISTING, detail)

    def reads(self, url: str) -> bool:
        """Whether an address is the list or the page of a model."""
        return url == LISTING or page_id(url) != ""

    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        """The rows of the list, or what a page says of its model. Raises ShapeError for anything else."""
        page = Page(pages[0])
        id_ = page_id(pages[0].sighting.url)
        if not id_:
            return parse_listing(page)
        name = f"page:{id_}"
        return Parsed({name: [Record(name, "page", "", parse_page(page, id_))]})

    def observe(self, record: Record) -> Observation:
        """What haimaker says of a model."""
        reader = Reader(record.id)
        if record.kind == "page":
            observe_page(record.raw, reader)
        else:
            observe_row(record, reader)
        return reader.observation(record, f"{LISTING}/{record.id.removeprefix('page:')}")


SOURCE = Haimaker()
