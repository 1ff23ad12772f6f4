"""genai-prices: dated, tiered prices of some 35 sellers, kept by hand and checked against other data sets.

Reads https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/new_data/v2/data.json (the older
`prices/data.json` has the same shape for what is read). Left out on purpose: `extractors`, `api_pattern`,
`model_match`, `provider_match` and `fallback_model_providers`, which tell a program how to read answers of an API;
the slim copy and the schemas; `description`, which is the maker's own advertisement. `match` says which names a
price is good for: a class of prices, no identity, so it is kept as `price_class_match` and used for nothing else.

Of dated prices the one in force on the day of the answer is claimed, the others are conditions with their days.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from scraper.answers import load_json, shape_error
from scraper.attribution import MIT, Attribution
from scraper.claims import Claim, Observation
from scraper.errors import BadValue
from scraper.http import Http
from scraper.issues import Issue, IssueKind
from scraper.reading import IGNORED, Field, Reader, Table
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Copy, Evidence, Expectations, Known, Parsed, Publisher, PublisherKind, Record, Source
from scraper.sources._genai_prices_terms import in_force, periods_of
from scraper.units import dumps, flag, text, texts, tokens

BASE = "https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/"
PAGES = "https://github.com/pydantic/genai-prices/blob/main/prices/providers"
ADDRESS = f"{BASE}new_data/v2/data.json"
ON = "prices_on"
"""Our own key in a record with dated prices: the day of the answer."""


def as_json(value: Any) -> str | None:
    """A structure kept whole; an empty one claims nothing."""
    return dumps(value) if value else None


MODEL: Table = {
    "id": IGNORED,  # the record's id and `wire_id` say it
    "name": Field("name", text),
    "context_window": Field("context_served", tokens),
    "match": Field("price_class_match", as_json),
    "price_comments": Field("price_note", text),
    "deprecated": Field("is_deprecated", flag),
    "prices_checked": Field("updated_at", text),
    "description": IGNORED,  # the maker's advertisement
    "price_discrepancies": IGNORED,  # notes of the project's own checks
    "prices": IGNORED,  # read beside the table
    ON: IGNORED,
}
PROVIDER: Table = {
    "id": IGNORED,
    "name": Field("provider_name", text, required=True),
    "pricing_urls": Field("pricing_urls", texts),
    "price_comments": Field("price_note", text),
    **dict.fromkeys(
        ("api_pattern", "model_match", "provider_match", "extractors", "fallback_model_providers", "description"),
        IGNORED,
    ),
}


class GenaiPrices(Source):
    """The source `genai_prices`."""

    id = "genai_prices"
    lists = "offers"
    address = ADDRESS
    recorded = {  # noqa: RUF012 - declared once, changed by nobody
        "data_slim.json": f"{BASE}new_data/v2/data_slim.json",
        "schema/data.schema.json": f"{BASE}new_data/v2/data.schema.json",
        "schema/data_slim.schema.json": f"{BASE}new_data/v2/data_slim.schema.json",
        "schema/.schema.json": f"{BASE}providers/.schema.json",
        "deno.json": f"{BASE}helicone_get/deno.json",
        "settings.json": f"{BASE}helicone_get/.zed/settings.json",
    }
    publisher = Publisher(
        name="genai-prices",
        url="https://github.com/pydantic/genai-prices",
        kind=PublisherKind.DATASET,
        evidence=Evidence.DECLARED,
        licence="MIT",
        attribution=Attribution("genai-prices", "https://github.com/pydantic/genai-prices", *MIT),
        cannot_know="Which model a name means: its entries are classes of prices, several models to one.",
        copies=(
            Copy(
                origin="openrouter",
                what="the entries of the provider openrouter",
                evidence="a script of the project imports OpenRouter's list",
                records="openrouter/",
            ),
        ),
    )
    expects = Expectations(
        min_records=200,
        fill={"input_usd_per_mtok": 0.6},
        median_input_usd_per_mtok=(Decimal("0.05"), Decimal(10)),
        # People mend its rows, as those of the other datasets.
        max_price_factor=Decimal(100),
    )

    def fetch(self, http: Http, known: Known) -> Iterator[Sighting]:
        """The one file."""
        yield http.get(self.id, ADDRESS, accept="application/json, text/plain")

    def reads(self, url: str) -> bool:
        """Whether an address is the file."""
        return url.partition("?")[0] == ADDRESS

    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        """Offers and providers. Raises ShapeError where it is not the file that we know."""
        answer = load_json(pages[0])
        found = [p for p in answer if _is_provider(p)] if isinstance(answer, list) else []
        if not found or not any(provider["models"] for provider in found):
            raise shape_error(pages[0].sighting, "expected a list of providers with their models")
        issues = [
            Issue(IssueKind.BAD_RECORD, "", "provider", "no id or no models", f"/{index}")
            for index, provider in enumerate(answer)
            if not _is_provider(provider)
        ]
        on = pages[0].sighting.fetched_at.date().isoformat()
        places = {provider["id"]: index for index, provider in enumerate(answer) if _is_provider(provider)}
        if len(places) != len(found):
            raise shape_error(pages[0].sighting, "a provider comes twice")
        offers = {record.id: record for p in found for record in _offers(p, f"/{places[p['id']]}", on, issues)}
        providers = [
            Record(
                f"provider:{name}", "provider", f"/{index}", {k: v for k, v in answer[index].items() if k != "models"}
            )
            for name, index in places.items()
        ]
        return Parsed({"offers": list(offers.values()), "providers": providers}, tuple(issues))

    def observe(self, record: Record) -> Observation:
        """What genai-prices says of an offer or a provider."""
        reader = Reader(record.id)
        provider, _, wire_id = record.id.removeprefix("provider:").partition("/")
        if record.kind == "provider":
            reader.read(record.raw, PROVIDER)
        else:
            reader.read(record.raw, MODEL)
            _read_prices(reader, record.raw)
            reader.claims.append(Claim("wire_id", wire_id, wire_id, "/id"))
            if provider == "openrouter":
                reader.claims.append(Claim("openrouter_id", wire_id, wire_id, "/id"))
            elif provider.startswith("huggingface_") and "/" in wire_id:
                # The hub's router sells repositories of weights under their own names.
                reader.claims.append(Claim("hugging_face_id", wire_id, wire_id, "/id"))
        reader.claims.append(Claim("provider_slug", provider, provider, ""))
        return reader.observation(
            record,
            f"https://github.com/pydantic/genai-prices/blob/main/prices/providers/{quote(provider, safe='')}.yml",
        )


SOURCE = GenaiPrices()


def _is_provider(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("id"), str) and isinstance(value.get("models"), list)


def _offers(provider: Mapping[str, Any], pointer: str, on: str, issues: list[Issue]) -> Iterator[Record]:
    seen: set[str] = set()
    for index, model in enumerate(provider["models"]):
        place = f"{pointer}/models/{index}"
        name = model.get("id") if isinstance(model, dict) else None
        if not isinstance(name, str) or not 0 < len(name) <= 200 or not name.isprintable() or name in seen:
            detail = f"model {name!r:.60} of {provider['id']}: no id, or one that came already"
            issues.append(Issue(IssueKind.BAD_RECORD, "", "id", detail, place))
            continue
        seen.add(name)
        dated = any(_is_dated(entry) for entry in periods_of(model.get("prices")))
        yield Record(f"{provider['id']}/{name}", "offer", place, {**model, ON: on} if dated else model)


def _is_dated(entry: Any) -> bool:
    constraint = entry.get("constraint") if isinstance(entry, dict) else None
    return isinstance(constraint, dict) and "start_date" in constraint


def _read_prices(reader: Reader, raw: Mapping[str, Any]) -> None:
    prices = raw.get("prices")
    try:
        base, conditions = in_force(prices, str(raw.get(ON, "")))
    except (BadValue, KeyError, TypeError, ValueError) as bad:
        for field in ("input_usd_per_mtok", "output_usd_per_mtok"):
            reader.note(IssueKind.BAD_VALUE, field, str(bad), "/prices")
        return
    said = dumps(prices)
    reader.claims.extend(Claim(name, value, said, "/prices") for name, value in base.base.items())
    if conditions:
        reader.claims.append(Claim("conditions", dumps(conditions), said, "/prices"))
    if base.others:
        reader.claims.append(Claim("other_prices", dumps(base.others), said, "/prices"))
