"""models.dev: an open data set of what some 150 sellers offer, with limits, capabilities and costs.

Reads https://models.dev/api.json: `{provider: {…, models: {id: {…}}}}`, all of it by tables. Left out on
purpose: settings of client programs (`npm`, `env`, `provider`, `interleaved`, `experimental`).

Costs are dollars a million tokens. A cost of 0 for input and for output says that nothing is paid a
token, be it free or part of a subscription (the coding plans are written so): it is no claim of a price
of 0 unless the id itself says `free`; it is kept as `price_text`. A limit of 0 is how models.dev says
that it does not know. Facts of the maker's (release date, family, weights) are repeated under every
seller, so they are one witness, not many.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from scraper.answers import load_json, shape_error
from scraper.attributes import PRICES
from scraper.attribution import MIT, Attribution
from scraper.claims import Claim, Observation
from scraper.errors import BadValue, Unfamiliar
from scraper.http import Http
from scraper.issues import Issue, IssueKind
from scraper.reading import Reader, escape
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Copy, Evidence, Expectations, Known, Parsed, Publisher, PublisherKind, Record, Source
from scraper.sources._models_dev_tables import MODEL, PROVIDER, conditions
from scraper.units import dumps

ADDRESS = "https://models.dev/api.json"
MAX_ID = 200


class ModelsDev(Source):
    """The source `models_dev`."""

    id = "models_dev"
    lists = "offers"
    address = ADDRESS
    publisher = Publisher(
        name="models.dev",
        url="https://models.dev/",
        kind=PublisherKind.DATASET,
        evidence=Evidence.DECLARED,
        licence="MIT",
        attribution=Attribution("models.dev", "https://models.dev/", *MIT),
        cannot_know="What a seller really charges today: entries are written by hand or copied from sellers' lists.",
        copies=(
            Copy(
                origin="openrouter",
                what="the entries of the provider openrouter, and of sellers that resell it",
                evidence="a script of the project copies OpenRouter's list; names bear its author before a colon",
                records="openrouter/",
            ),
        ),
    )
    expects = Expectations(
        min_records=700,
        fill={"name": 0.98, "context_served": 0.9, "input_usd_per_mtok": 0.6},
        median_input_usd_per_mtok=(Decimal("0.05"), Decimal(10)),
        # People mend its rows: of 885 changes between five recorded answers 320 were twofold or more.
        max_price_factor=Decimal(100),
    )

    def fetch(self, http: Http, known: Known) -> Iterator[Sighting]:
        """The one file."""
        yield http.get(self.id, ADDRESS)

    def reads(self, url: str) -> bool:
        """Whether an address is the file."""
        return url.partition("?")[0] == ADDRESS

    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        """Offers and providers. Raises ShapeError where it is not the file that we know."""
        answer = load_json(pages[0])
        if not isinstance(answer, dict) or not answer:
            raise shape_error(pages[0].sighting, "expected an object of providers")
        entries = [item for item in answer.items() if _is_provider(item[1])]
        if not entries:
            raise shape_error(pages[0].sighting, "no provider has models")
        issues = [
            Issue(IssueKind.BAD_RECORD, "", "provider", f"{name!r:.60} has no models", f"/{escape(name)}")
            for name, provider in answer.items()
            if not _is_provider(provider)
        ]
        offers = [record for name, provider in entries for record in _offers(name, provider, issues)]
        providers = [Record(f"provider:{name}", "provider", f"/{escape(name)}", _bare(p)) for name, p in entries]
        return Parsed({"offers": offers, "providers": providers}, tuple(issues))

    def observe(self, record: Record) -> Observation:
        """What models.dev says of an offer or a provider."""
        reader = Reader(record.id)
        if record.kind == "provider":
            reader.read(record.raw, PROVIDER)
            reader.claims.append(Claim("provider_slug", record.id.partition(":")[2], record.id, ""))
        else:
            reader.read(record.raw, MODEL)
            _read_costs(reader, record.raw.get("cost"))
            provider, _, wire_id = record.id.partition("/")
            reader.claims.append(Claim("provider_slug", provider, provider, ""))
            reader.claims.append(Claim("wire_id", wire_id, wire_id, "/id"))
        return reader.observation(record, f"https://models.dev/providers/{quote(_provider_of(record.id), safe='')}/")


SOURCE = ModelsDev()


def _provider_of(record: str) -> str:
    return record.removeprefix("provider:").partition("/")[0]


def _is_provider(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("models"), dict)


def _bare(provider: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in provider.items() if key != "models"}


def _offers(name: str, provider: Mapping[str, Any], issues: list[Issue]) -> Iterator[Record]:
    for id_, model in provider["models"].items():
        place = f"/{escape(name)}/models/{escape(id_)}"
        whole = f"{name}/{id_}"
        if isinstance(model, dict) and 0 < len(whole) <= MAX_ID and whole.isprintable():
            yield Record(whole, "offer", place, model)
        else:
            issues.append(Issue(IssueKind.BAD_RECORD, "", "models", f"{whole[:80]!r} is no model", place))


def _read_costs(reader: Reader, costs: Any) -> None:
    """Tiers, and what 0 for everything means."""
    if not isinstance(costs, Mapping):
        return
    try:
        tiers = conditions(costs)
    except BadValue as bad:
        reader.note(IssueKind.BAD_VALUE, "conditions", str(bad), "/cost")
        tiers = None
    except Unfamiliar as unfamiliar:
        reader.note(IssueKind.UNKNOWN_VALUE, "conditions", str(unfamiliar), "/cost")
        tiers = unfamiliar.kept
    if tiers is not None:
        reader.claims.append(Claim("conditions", tiers, dumps(costs), "/cost"))
    if _all_zero(reader) and "free" not in reader.record.lower():
        reader.claims[:] = [claim for claim in reader.claims if claim.field not in PRICES]
        reader.claims.append(Claim("price_text", "0: free, or part of a subscription", dumps(costs), "/cost"))


def _all_zero(reader: Reader) -> bool:
    prices = {claim.field: claim.value for claim in reader.claims if claim.field in PRICES}
    base = prices.get("input_usd_per_mtok"), prices.get("output_usd_per_mtok")
    return base == ("0", "0") and set(prices.values()) == {"0"}
