"""ModelsLab: its listing of language models, and for each what its `api.md` and `llms.txt` say.

Reads `/models?feature=llmaster` (else `/sitemap.xml`, of which only pages of language models are kept),
`/models/{provider}/{id}/api.md` and `/models/{provider}/{id}/llms.txt`. One model stands under several
providers' paths (`baidu/`, `open_router/`): each is a record of its own, as it was fetched.

A page declares an address on another host as its own: that is a claim (`declared_url`), the address
that was fetched stands in the snapshot. The amount of the badge and of the specifications is the mean
of the input and the output price: claimed as a blend, never as a price. Values of the playground are
a form's, no defaults of the model. `Added` is when ModelsLab listed it. A description that breaks
off is kept as it is.

Left out: the names of related models, prompts to begin with, sample code, use cases, questions
whose answers stand elsewhere on the page, and the page's own footer.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from scraper.claims import Observation
from scraper.errors import AtlasError, FetchError
from scraper.html import Page
from scraper.http import Http
from scraper.issues import Issue, IssueKind
from scraper.reading import Reader
from scraper.snapshots import Sighting, Snapshot
from scraper.source import (
    Constant,
    Copy,
    Evidence,
    Expectations,
    Known,
    Parsed,
    Publisher,
    PublisherKind,
    Record,
    Source,
)
from scraper.sources._modelslab_addresses import (
    LISTING,
    MAX_SITEMAPS,
    SITE,
    SITEMAP,
    following,
    id_of,
    is_sitemap,
    kind_of,
    links,
    locations,
)
from scraper.sources._modelslab_claims import read_listed, read_page
from scraper.sources._modelslab_pages import parse_llms, parse_page

MAX_PAGES = 50
MAX_MODELS = 2_000
HTML, MARKDOWN, XML = "text/html", "text/markdown, text/plain", "application/xml, text/xml"


class ModelsLab(Source):
    """The source `modelslab`."""

    id = "modelslab"
    lists = "models"
    address = LISTING
    publisher = Publisher(
        name="ModelsLab",
        url="https://modelslab.com/models?feature=llmaster",
        kind=PublisherKind.RESELLER,
        evidence=Evidence.MARKETING,
        licence="Public pages, no licence stated; ModelsLab's terms of service apply",
        cannot_know="Whether weights are open, what a model can do beyond its API, and what others ask for it.",
        copies=(
            Copy(
                origin="openrouter",
                what="descriptions, cut off where OpenRouter's list cuts them",
                evidence="Links of a page lead to `models/open_router`, under the label Open Router",
                fields=("description",),
            ),
        ),
        constants=(
            Constant(
                field="open_weights",
                value="false",
                evidence="`Closed Source Model` stands on every related model, Llama, Gemma and gpt-oss among them",
            ),
            Constant(
                field="supports_tools",
                value="true",
                evidence="The key features praise the API, in the same words for a model without tools",
            ),
            Constant(
                field="supports_structured_output",
                value="true",
                evidence="The key features praise the API, in the same words for a model without it",
            ),
            Constant(
                field="task",
                value="Text Generation",
                evidence="It stands on the page of a model that takes images as on any other",
            ),
        ),
    )
    # It sells what OpenRouter sells: its prices move as those do.
    expects = Expectations(fill={"wire_id": 1.0}, max_price_factor=Decimal(100))

    def fetch(self, http: Http, known: Known) -> Iterator[Sighting]:
        """The listing with its pages, else the sitemap; then the pages of every model."""
        failed: list[str] = []
        ids: list[str] = []
        for sighting, found in self._listed(http, failed):
            ids.extend(found)
            yield sighting
        if not ids:
            for sighting, found in self._mapped(http, failed):
                ids.extend(found)
                yield sighting
        ids = list(dict.fromkeys(ids))
        if not ids:
            raise FetchError(self.id, LISTING, "; ".join(failed) or "neither listing nor sitemap names a model")
        if len(ids) > MAX_MODELS:
            failed.append(f"{len(ids)} models, of which the first {MAX_MODELS} were asked")
        spoken = set(ids[:MAX_MODELS])
        pages = [f"{SITE}/models/{id_}/api.md" for id_ in ids[:MAX_MODELS]]
        for sighting in self.look(http, pages, "pages", failed, accept=MARKDOWN, page=True):
            if self._is_of_another_kind(http, sighting):
                spoken.discard(kind_of(sighting.url)[1])
            yield sighting
        texts = [f"{SITE}/models/{id_}/llms.txt" for id_ in ids if id_ in spoken]
        yield from self.look(http, texts, "llms.txt", failed, accept=MARKDOWN, page=True)
        if failed:
            raise FetchError(self.id, LISTING, "; ".join(failed))

    def _listed(self, http: Http, failed: list[str]) -> Iterator[tuple[Sighting, list[str]]]:
        """The listing's pages, each with the ids that it names. What is not there is no failure: the sitemap is."""
        (first,) = http.get_all(self.id, [LISTING], accept=HTML, page=True, label="listing")
        page = first
        for number in range(2, MAX_PAGES + 2):
            try:
                read = Page(Snapshot(sighting=page, body=http.body(page))) if page.ok else None
                ids = [link.id for link in links(read)] if read else []
            except AtlasError as error:
                read, ids = None, []
                failed.append(f"listing: {error.detail}")
            yield page, ids
            if read is None or not following(read, number):
                break
            further = f"{LISTING}&page={number}"
            try:
                page = http.get(
                    self.id, further, accept=HTML, page=True, root=LISTING, number=number, fetched_at=first.fetched_at
                )
            except FetchError as error:
                failed.append(f"listing: {error}")
                break
        if not first.ok and first.status not in (404, 410):
            failed.append(f"listing: {first.error}")

    def _mapped(self, http: Http, failed: list[str]) -> Iterator[tuple[Sighting, list[str]]]:
        """The sitemap and, where it is an index, the sitemaps that it names, with the ids in each."""
        waiting = [SITEMAP]
        for depth in range(2):
            found: list[str] = []
            for sighting in self.look(http, waiting[:MAX_SITEMAPS], "sitemap", failed, accept=XML, page=True):
                named = locations(http.body(sighting)) if sighting.ok else []
                found.extend(named)
                yield sighting, [id_ for url in named if (id_ := id_of(url))]
            waiting = [url for url in dict.fromkeys(found) if is_sitemap(url)]
            if depth or not waiting:
                return

    def _is_of_another_kind(self, http: Http, sighting: Sighting) -> bool:
        if not sighting.ok:
            return False
        try:
            return not any(self.parse([Snapshot(sighting=sighting, body=http.body(sighting))]).scopes.values())
        except AtlasError:
            return False

    def reads(self, url: str) -> bool:
        """Whether an address is the listing, or one of a model's two texts."""
        return kind_of(url)[0] != ""

    def is_main(self, url: str) -> bool:
        """Whether an address is the listing or a model's page: without a listing the pages are the source's state."""
        return kind_of(url)[0] in ("listing", "page")

    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        """The records of an answer by scope. Raises ShapeError where it is not what we know."""
        kind, id_ = kind_of(pages[0].sighting.url)
        if kind == "listing":
            return _parse_listing(pages)
        if kind == "llms":
            return Parsed({f"llms:{id_}": [Record(f"llms:{id_}", "page", "", parse_llms(pages[0], id_))]})
        raw = parse_page(pages[0], id_)
        if raw is None:
            other = Issue(IssueKind.IGNORED, f"page:{id_}", "component", "the page of no language model")
            return Parsed({f"page:{id_}": []}, (other,))
        return Parsed({f"page:{id_}": [Record(f"page:{id_}", "page", "", raw)]})

    def observe(self, record: Record) -> Observation:
        """What ModelsLab says of a model, in its listing or on one of its pages."""
        reader = Reader(record.id)
        id_ = record.id.removeprefix("page:").removeprefix("llms:")
        (read_listed if record.kind == "listing" else read_page)(record.raw, id_, reader)
        return reader.observation(record, f"{SITE}/models/{id_}")


SOURCE = ModelsLab()


def _parse_listing(pages: Sequence[Snapshot]) -> Parsed:
    """The listed models over all pages, each once."""
    found: dict[str, Record] = {}
    for number, snapshot in enumerate(pages):
        for link in links(Page(snapshot)):
            raw: dict[str, Any] = {"id": link.id, "name": link.name, "label": link.label}
            kept = {key: value for key, value in raw.items() if value}
            found.setdefault(link.id, Record(link.id, "listing", f"/models/{link.id}", kept, number))
    return Parsed({"models": list(found.values())})
