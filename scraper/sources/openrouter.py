"""OpenRouter: the list of models it routes to, who serves each and at what price, and its providers.

Reads `/api/v1/models` (all output modalities, every page), `/api/v1/providers`, and for every listed
id `/api/v1/models/{author}/{slug}/endpoints`. Left out on purpose, beside the keys that the tables
name: endpoints of `~` aliases (they are their target's), the copies of a model's facts around its
endpoints (the list has them), OpenRouter's API description, and of the undocumented front-end answers all but
usage: catalogue, models and providers repeat the API, and the model statistics are measurements of minutes.
Usage and rankings (`_openrouter_usage.py`) are read where they were recorded.

`created` is by the API description the time at which the id was added to OpenRouter, no release date.
A `discount` is already in the stated prices: MiniMax M2 was listed at 0.255 with a discount of 0.15
while its maker asked 0.30.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from scraper.addresses import parts_of
from scraper.answers import load_json, shape_error
from scraper.claims import Claim, Observation
from scraper.errors import FetchError
from scraper.http import Http
from scraper.reading import Reader, Table
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Evidence, Expectations, Known, Parsed, Publisher, PublisherKind, Record, Source
from scraper.sources._openrouter_answers import (
    MODELS,
    PROVIDERS,
    kind_of,
    parse_bundle,
    parse_endpoints,
    parse_models,
    parse_providers,
)
from scraper.sources._openrouter_tables import ENDPOINT, MODEL, PROVIDER
from scraper.sources._openrouter_usage import RANKED, SPAN_DAYS, USAGE, USED, parse_rankings, parse_usage

SITE = "https://openrouter.ai"
MAX_PAGES = 50
PARAMETER_FLAGS = {
    "tools": "supports_tools",
    "reasoning": "supports_reasoning",
    "structured_outputs": "supports_structured_output",
}
"""Parameters by whose presence the API declares an ability."""


class OpenRouter(Source):
    """The source `openrouter`."""

    id = "openrouter"
    lists = "models"
    address = MODELS
    recorded = {"rankings.json.gz": USAGE}  # noqa: RUF012 - a constant, as the base class declares it
    publisher = Publisher(
        name="OpenRouter API",
        url="https://openrouter.ai/docs/api-reference/list-available-models",
        kind=PublisherKind.ROUTER,
        evidence=Evidence.DECLARED,
        licence="Public API, no licence stated; OpenRouter's terms of service apply",
        cannot_know="What a model costs anywhere but through OpenRouter, and what its weights really are.",
    )
    # The list price is that of the provider who is asked first: it moves as providers come and go.
    expects = Expectations(max_price_factor=Decimal(100))

    def fetch(self, http: Http, known: Known) -> Iterator[Sighting]:
        """The list with all its pages, the providers, and the endpoints of every listed id."""
        pages = []
        for page in self._pages(http):
            pages.append(Snapshot(sighting=page, body=http.body(page)))
            yield page
        addresses = [
            f"{MODELS}/{quote(record.id, safe='/:@')}/endpoints"
            for record in self.parse(pages).scopes["models"]
            if not record.id.startswith("~")
        ]
        failed: list[str] = []
        yield from self.look(http, [PROVIDERS], "providers", failed)
        yield from self.look(http, addresses, "endpoints", failed)
        if failed:
            raise FetchError(self.id, MODELS, "; ".join(failed))

    def _pages(self, http: Http) -> Iterator[Sighting]:
        first = page = http.get(self.id, f"{MODELS}?output_modalities=all")
        yield page
        for number in range(2, MAX_PAGES + 1):
            following = _next_address(page, load_json(Snapshot(sighting=page, body=http.body(page))))
            if following is None:
                return
            page = http.get(self.id, following, root=first.url, number=number, fetched_at=first.fetched_at)
            yield page
        raise shape_error(first, f"more than {MAX_PAGES} pages")

    def reads(self, url: str) -> bool:
        """Whether an address is the list, the providers, or a model's endpoints."""
        return kind_of(url) != ""

    def is_list(self, url: str) -> bool:
        """Whether an address is the list of models or of providers."""
        return kind_of(url) in ("models", "providers")

    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        """The records of an answer by scope. Raises ShapeError where it is not what we know."""
        kind = kind_of(pages[0].sighting.root or pages[0].sighting.url)
        if kind == "models":
            return parse_models(pages)
        return _SINGLE[kind](pages[0])

    def observe(self, record: Record) -> Observation:
        """What OpenRouter says of a model id, an endpoint or a provider."""
        reader = Reader(record.id)
        reader.read(record.raw, _table(record))
        reader.claims.extend(_said_by_the_id(record))
        reader.claims.extend(_said_by_parameters(record))
        return reader.observation(record, _page(record))


_SINGLE: dict[str, Callable[[Snapshot], Parsed]] = {
    "providers": parse_providers,
    "endpoints": parse_endpoints,
    "bundle": parse_bundle,
    "rankings": parse_rankings,
    "usage": parse_usage,
}
"""The readers of answers of one page."""

SOURCE = OpenRouter()


def _table(record: Record) -> Table:
    if record.kind == "usage":
        return RANKED if record.id.startswith("usage:top/") else USED
    return {"model": MODEL, "endpoint": ENDPOINT, "provider": PROVIDER}[record.kind]


def _said_by_parameters(record: Record) -> Iterator[Claim]:
    """What a model can do by the API parameters that it is declared to take."""
    declared = record.raw.get("supported_parameters")
    if record.kind != "model" or not isinstance(declared, list) or not declared:
        return
    for parameter, attribute in PARAMETER_FLAGS.items():
        there = parameter in declared
        said = parameter if there else f"without {parameter}"
        yield Claim(attribute, "true" if there else "false", said, "/supported_parameters")


def _next_address(page: Sighting, answer: Any) -> str | None:
    """The address of the page after this one, as the answer gives it, if it is of our own list."""
    links = answer.get("links") if isinstance(answer, dict) else None
    following = links.get("next") if isinstance(links, dict) else None
    if following is None:
        return None
    parts = parts_of(following) if isinstance(following, str) else parts_of("")
    if parts.path != parts_of(MODELS).path or not parts.query:
        raise shape_error(page, f"links.next is {following!r}")
    return f"{MODELS}?{parts.query}"


def _said_by_the_id(record: Record) -> Iterator[Claim]:
    """What an id says by its own grammar: `base:variant` for models, `id#seller/tier` for endpoints."""
    if record.kind == "model":
        base, colon, variant = record.id.partition(":")
        if colon and variant:
            yield Claim("base_id", base, record.id, "/id")
            yield Claim("variant", variant, record.id, "/id")
    elif record.kind == "usage" and record.id.startswith("usage:month/"):
        yield Claim("usage_span_days", str(SPAN_DAYS), USAGE, "")
        slug = record.raw.get("model_permaslug")
        if record.raw.get("variant") == "standard" and isinstance(slug, str) and slug:
            yield Claim("canonical_slug", slug, slug, "/model_permaslug")
    elif record.kind == "endpoint":
        sold_as, _, rest = record.id.partition("#")
        tag = rest.partition("~")[0]
        yield Claim("model_record", sold_as, sold_as, "")
        yield Claim("tag", tag, tag, "/tag")
        yield Claim("provider_slug", tag.partition("/")[0], tag, "/tag")


def _page(record: Record) -> str:
    if record.kind == "provider":
        return f"{SITE}/provider/{quote(record.id.partition(':')[2], safe='')}"
    if record.kind == "usage":
        return f"{SITE}/rankings"
    return f"{SITE}/{quote(record.id.partition('#')[0], safe='/:@~')}"
