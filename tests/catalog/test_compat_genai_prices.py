"""genai-prices' data: the client itself reckons by it, in decimals, what our own prices come to."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from genai_prices import Usage as Used
from genai_prices.data_snapshot import DataSnapshot
from genai_prices.types import _providers_from_raw
from genai_prices.units import _get_registry
from genai_prices.validation import validate_model_price
from hypothesis import given
from hypothesis import strategies as st

from catalog.entries import Claimed
from catalog.export.compat._genai_sellers import NO_ADDRESS, seller
from catalog.export.compat._genai_terms import SERVICES, Terms, terms_of
from catalog.export.compat._genai_units import ATTRIBUTES, BY_SIZE, KEYS, together
from catalog.export.compat.formats import written
from catalog.export.compat.genai_prices import GENAI_PRICES, UNBILLED
from catalog.export.compat.priced import Priced, sorted_out
from catalog.export.compat.provenance import provenance
from catalog.export.content import Content
from catalog.export.formats import FORMATS
from catalog.offered import Offered
from catalog.pricing.conditions import read_conditions
from catalog.pricing.cost import Usage
from catalog.values import to_json
from scraper.answers import parse_raw
from scraper.sources._genai_prices_terms import PER_MTOK, PER_THOUSAND
from scraper.sources.genai_prices import ADDRESS, SOURCE
from tests.answers import snapshot
from tests.catalog.costmaps import MONDAY, REQUESTS, claims_of, exact, generated, hours_of_a_week, unclaimed

INPUT, OUTPUT, CACHED = "input_usd_per_mtok", "output_usd_per_mtok", "cache_read_usd_per_mtok"
BASE_PRICES = {INPUT: Decimal("0.5"), OUTPUT: Decimal(2)}
OURS = ("id", "match", "api_pattern", "provider_match", "pricing_urls", "name", "models")
"""Keys that name things; a pattern that no address meets is nobody's word."""


@pytest.fixture(scope="module")
def text(content: Content) -> str:
    return FORMATS["genai-prices"].data(content).decode()


@pytest.fixture(scope="module")
def client(text: str) -> DataSnapshot:
    """What the client makes of our file when it loads it."""
    return DataSnapshot(_providers_from_raw(json.loads(text, parse_float=Decimal)), from_auto_update=False)


@pytest.fixture(scope="module")
def sales(content: Content) -> dict[str, Priced]:
    return {sale.row["id"]: sale for sale in content.once(sorted_out)[0]}


def reckoned(client: DataSnapshot, seller_: str, id_: str, usage: Usage, at: datetime, service: str = "") -> Decimal:
    """What the client says a request costs."""
    used = Used(
        input_tokens=usage.input_tokens, output_tokens=usage.output_tokens, cache_read_tokens=usage.cached_tokens
    )
    return client.calc(used, id_, seller_, None, at, SERVICES.get(service)).total_price


def agreed(client: DataSnapshot, content: Content) -> set[str]:
    """The models whose every request the client reckons as we do, to the last digit."""
    at, models = generated(content), set[str]()
    sales = {sale.row["id"]: sale for sale in content.once(sorted_out)[0]}
    for entry in written(content, "genai-prices").entries:
        if entry.offer is None:
            continue
        sale = sales[entry.offer]
        services = {str(one.when.get("service", "")) for one in sale.conditions} & set(SERVICES)
        for usage, service in product(REQUESTS, ("", *services)):
            wanted = exact(sale.base, sale.conditions, at, usage, service)
            if wanted is not None:
                told = reckoned(client, entry.key.partition("/")[0], sale.row["wire_id"], usage, at, service)
                assert told == wanted, (entry.key, usage, service)
                models.add(entry.key)
    return models


def test_the_client_reckons_every_request_as_we_do(client: DataSnapshot, content: Content) -> None:
    assert len(agreed(client, content)) > 40


@pytest.mark.recordings
def test_the_client_reckons_a_recorded_catalog_as_we_do(recorded_content: Content) -> None:
    raw = json.loads(FORMATS["genai-prices"].data(recorded_content), parse_float=Decimal)
    client = DataSnapshot(_providers_from_raw(raw), from_auto_update=False)
    assert len(agreed(client, recorded_content)) > 300


def test_hours_are_met_when_the_client_meets_them(client: DataSnapshot, sales: dict[str, Priced]) -> None:
    timed = [sale for sale in sales.values() if sale.row["provider"] == "deepseek"]
    assert len(timed) == 2
    for sale in timed:
        for moment in hours_of_a_week(MONDAY):
            told = reckoned(client, "deepseek", sale.row["wire_id"], Usage(1_000, 10), moment)
            assert told == exact(sale.base, sale.conditions, moment, Usage(1_000, 10))


def test_a_price_in_the_file_is_the_catalog_s_to_the_last_digit(text: str, whole: Path) -> None:
    (router,) = [one for one in json.loads(text, parse_float=Decimal, parse_int=Decimal) if one["id"] == "openrouter"]
    published = (whole / "_site/api/v1/models/all.json").read_text(encoding="utf-8")
    models = {one["id"]: one for one in json.loads(published, parse_float=Decimal, parse_int=Decimal)["models"]}
    listed = [one for one in router["models"] if one["id"] in models]
    assert len(listed) > 10
    for one in listed:
        found = models[one["id"]]
        assert one["prices"]["input_mtok"] == found[INPUT]
        assert one["prices"]["output_mtok"] == found[OUTPUT]
        assert one["context_window"] == found["context_length"]


def test_sellers_are_found_by_the_names_of_both_and_models_by_whole_names(client: DataSnapshot) -> None:
    for name in ("x-ai", "xai", " X-AI "):
        assert client.find_provider(None, name, None).id == "x-ai"
    provider, model = client.find_provider_model("ACME/Atlas-7B", None, "openrouter", None)
    assert (provider.id, model.id) == ("openrouter", "acme/atlas-7b")
    for unknown in ("acme/atlas-7", "acme/atlas-7b-2026", "atlas-7b"):
        with pytest.raises(LookupError):
            client.find_provider_model(unknown, None, "openrouter", None)
    with pytest.raises(LookupError):
        client.find_provider(None, None, "https://api.nobody.example/v1")
    with pytest.raises(LookupError):
        client.find_provider("acme/atlas-7b", None, None)


def said(field: str, value: str) -> Mapping[str, list[Claimed]]:
    return {field: [Claimed("s", "r", field, value, value, "", "", "", "", held=False)]}


@pytest.mark.parametrize(
    ("field", "value", "pattern"),
    [
        ("api_pattern", r"https://api\.acme\.example", r"https://api\.acme\.example"),
        ("api_pattern", "(unclosed", NO_ADDRESS),
        ("api_pattern", "a" * 201, NO_ADDRESS),
        ("api_url", "https://api.acme.example/v1/", r"https://api\.acme\.example/v1"),
        ("api_url", "https://${HOST}/v1", NO_ADDRESS),
        ("api_url", "http://127.0.0.1:1/v1", NO_ADDRESS),
        ("docs_url", "https://acme.example", NO_ADDRESS),
    ],
)
def test_an_address_is_what_a_source_states_or_none(field: str, value: str, pattern: str) -> None:
    told = {part.key: part.value for part in seller("acme", said(field, value), "Acme")}
    assert told == {"id": "acme", "name": "Acme", "api_pattern": pattern}


def test_what_is_resolved_of_a_model_is_read_only_where_the_seller_is_silent() -> None:
    own, resolved = said("name", "Own")["name"][0], said("description", "Resolved")["description"][0]
    asked: list[str] = []

    def facts(row: dict[str, Any]) -> dict[str, Claimed]:
        asked.append(row["id"])
        return {"name": resolved, "description": resolved}

    sale = Priced(Offered({"id": "s:m"}, {"name": own}), facts, {}, ())
    assert (sale.told("name"), asked) == (own, [])
    assert (sale.told("description"), sale.told("family"), asked) == (resolved, None, ["s:m", "s:m"])


def sale_of(base: Mapping[str, Decimal], *conditions: Mapping[str, Any]) -> Priced:
    """A sale with some conditions."""
    return Priced(Offered({"wire_id": "m"}, {}), lambda _: {}, base, read_conditions(conditions))


def loaded(terms: Terms) -> DataSnapshot:
    """A model with such terms, as the client loads it."""
    model = {"id": "m", "match": {"equals": "m"}, "prices": terms.prices, "price_variants": terms.variants}
    raw = [{"id": "s", "name": "S", "api_pattern": NO_ADDRESS, "models": [model]}]
    return DataSnapshot(_providers_from_raw(json.loads(to_json(raw), parse_float=Decimal)), from_auto_update=False)


TIER = {"when": {"prompt_tokens_above": 200_000}, INPUT: "1", OUTPUT: "3"}
CLIFF = {"when": {"prompt_tokens_above": 400_000, "tier": "cliff"}, INPUT: "5"}
BATCH = {"when": {"service": "batch"}, INPUT: "0.25"}
LONG_BATCH = {"when": {"service": "batch", "prompt_tokens_above": 200_000}, INPUT: "0.75"}
SALE = {"when": {"from": "2026-12-01", "until": "2026-12-31"}, INPUT: "0.1"}
LATER = {"when": {"from": "2027-02-01"}, INPUT: "7", OUTPUT: "8"}
LATER_LONG = {"when": {"from": "2027-02-01", "prompt_tokens_above": 200_000}, INPUT: "9"}
NIGHT = {"when": {"utc_start": "16:30", "utc_end": "00:30"}, INPUT: "0.2"}
EVENING = {"when": {"utc_start": "12:00", "utc_end": "16:30"}, OUTPUT: "9"}


@pytest.mark.parametrize(
    "conditions",
    [
        [TIER], [TIER, CLIFF], [TIER, BATCH], [TIER, BATCH, LONG_BATCH], [BATCH], [LONG_BATCH], [TIER, LONG_BATCH],
        [SALE], [SALE, LATER], [TIER, SALE, LATER, LATER_LONG], [NIGHT], [NIGHT, EVENING], [NIGHT, BATCH],
    ],
)  # fmt: skip
def test_what_is_told_whole_is_reckoned_as_we_do_at_any_time(conditions: list[Mapping[str, Any]]) -> None:
    sale = sale_of(BASE_PRICES, *conditions)
    terms = terms_of(sale)
    assert terms.whole
    client = loaded(terms)
    days = [datetime(2026, 11, 30, 23, 59, tzinfo=UTC) + timedelta(days=day) for day in (0, 1, 31, 32, 62, 63, 64)]
    for moment in (*days, *(day + timedelta(minutes=1) for day in days), *hours_of_a_week(MONDAY)[:96]):
        for tokens in (10, 200_000, 200_001, 400_001):
            for service in ("", "batch"):
                wanted = exact(sale.base, sale.conditions, moment, Usage(tokens, 1), service)
                told = reckoned(client, "s", "m", Usage(tokens, 1), moment, service)
                assert told == wanted, (moment, tokens, service)


@pytest.mark.parametrize(
    "conditions",
    [
        [{"when": {"prompt_tokens_above": 1000, "tier": "incremental"}, INPUT: "1"}],
        [{"when": {"context": "long"}, INPUT: "1"}],
        [{"when": {"service": "free"}, INPUT: "0"}],
        [{"when": {"prompt_tokens_above": 1000}, INPUT: "dynamic"}],
        [{"when": {"prompt_tokens_above": "many"}, INPUT: "1"}],
        [{"when": {"prompt_tokens_above": 1000}, CACHED: "1"}],
        [{"when": {"weekdays": [6, 7]}, INPUT: "1"}],
        [{"when": {"utc_start": "00:00", "utc_end": "24:00"}, INPUT: "1"}],
        [NIGHT, {"when": {"utc_start": "16:00", "utc_end": "17:00"}, INPUT: "4"}],
    ],
)
def test_a_condition_without_a_place_is_left_out_and_named(conditions: list[Mapping[str, Any]]) -> None:
    terms = terms_of(sale_of(BASE_PRICES, *conditions))
    assert (to_json(terms.prices), terms.variants, terms.whole) == ('{"input_mtok":0.5,"output_mtok":2}', [], False)


def test_hours_beside_tiers_or_days_are_left_out() -> None:
    beside_tier, beside_days = (terms_of(sale_of(BASE_PRICES, NIGHT, other)) for other in (TIER, SALE))
    assert (isinstance(beside_tier.prices, dict), beside_tier.whole) == (True, False)
    assert ([sorted(one.get("constraint", {})) for one in beside_days.prices], beside_days.whole) == (
        [[], ["start_date"], ["start_date"]],
        False,
    )


@given(st.sets(st.sampled_from(sorted(ATTRIBUTES))))
def test_keys_that_are_left_can_always_stand_together(keys: set[str]) -> None:
    kept = together(keys)
    assert kept <= keys
    validate_model_price(kept, _get_registry())
    try:
        validate_model_price(keys, _get_registry())
    except ValueError:
        assert kept != keys
    else:
        assert kept == keys


def test_keys_are_the_client_s_own() -> None:
    registry = _get_registry()
    assert {key for key, _ in KEYS.values()} <= {unit.price_key for unit in registry.units.values()}
    assert len(ATTRIBUTES) == len(KEYS)
    assert set(ATTRIBUTES) >= BY_SIZE
    # A price a piece is one a thousand there, one a minute one an hour.
    told = {name: KEYS[name][1](Decimal("0.006")) for name in ("request_usd_each", "audio_usd_per_minute")}
    assert told == {"request_usd_each": Decimal(6), "audio_usd_per_minute": Decimal("0.36")}


def test_every_value_has_its_receipt(content: Content, text: str) -> None:
    made = written(content, "genai-prices")
    entries, keys = {entry.key: entry for entry in made.entries}, []
    for provider in made.document:
        keys.append(provider["id"])
        assert unclaimed(entries[provider["id"]], provider, OURS) == []
        for model in provider["models"]:
            key = f"{provider['id']}/{model['id']}"
            keys.append(key)
            assert unclaimed(entries[key], model, OURS) == [], key
    assert sorted(keys) == sorted(entries)
    assert len(entries) == len(made.entries)
    sidecar = provenance(GENAI_PRICES, made, content.addresses)
    told = sidecar["entries"]["openrouter/acme/atlas-7b"]["values"]["prices.input_mtok"]
    assert [(one["field"], one["original"]) for one in told] == [(INPUT, "0.00000042")]
    models = {f"{one['id']}/{model['id']}": model for one in made.document for model in one["models"]}
    compared = 0
    for entry in made.entries:
        for path, claim in claims_of(entry):
            if claim.field in KEYS and path == f"prices.{KEYS[claim.field][0]}":
                value = models[entry.key]["prices"][KEYS[claim.field][0]]
                assert value == KEYS[claim.field][1](Decimal(claim.value)), (entry.key, path)
                compared += 1
    assert compared > 80


def test_what_would_mislead_is_not_there_and_what_has_no_place_is_named(content: Content) -> None:
    made = written(content, "genai-prices")
    left_out = {entry.key: set(entry.left_out) for entry in made.entries}
    assert "native_prices" in left_out["mistral/atlas-large-latest"]
    # It makes pictures, and its answer's tokens have no price that the format could hold.
    assert {"openai/atlas-image", "google/picture-4.0-generate-001", "google/film-3.0-generate-001"}.isdisjoint(
        left_out
    )
    assert left_out["openrouter/acme/m0"] == set()


def test_our_own_reader_reads_the_same_prices(content: Content, text: str, sales: dict[str, Priced]) -> None:
    at = generated(content)
    parsed = SOURCE.parse([snapshot(text.encode(), ADDRESS, at=at)])
    assert parsed.issues == ()
    entries = {entry.key: entry for entry in written(content, "genai-prices").entries}
    compared = 0
    for record in parsed.scopes["offers"]:
        entry, observed = entries[record.id], SOURCE.observe(record)
        claims, sale = {claim.field: claim.value for claim in observed.claims}, sales[entry.offer or ""]
        base = {name: Decimal(claims[name]) for name in (*PER_MTOK.values(), *PER_THOUSAND.values()) if name in claims}
        conditions = read_conditions(parse_raw(claims.get("conditions", "[]")))
        if "conditions" not in entry.left_out and INPUT in base and OUTPUT in base:
            for usage in REQUESTS:
                for moment in (at, *hours_of_a_week(MONDAY)[:96:7]):
                    assert exact(base, conditions, moment, usage) == exact(sale.base, sale.conditions, moment, usage)
            compared += 1
    assert compared > 40


@pytest.mark.recordings
def test_the_file_is_what_the_published_schema_takes(text: str, recordings: Path) -> None:
    schema = json.loads((recordings / "genai_prices/schema/data.schema.json").read_text(encoding="utf-8"))
    document = json.loads(text)
    for provider in document:
        for model in provider["models"]:
            # The client reads them; the recorded schema is older than they are.
            model.pop("price_variants", None)
    check = jsonschema.Draft202012Validator(schema)
    assert list(check.iter_errors(document)) == []
    document[0]["models"][0]["prices"]["input_mtok"] = "0.5"
    assert list(check.iter_errors(document))


def test_every_sale_is_told_or_omitted_with_a_reason(content: Content) -> None:
    made = written(content, "genai-prices")
    told = {entry.offer for entry in made.entries if entry.offer is not None}
    omitted = [id_ for ids in made.omitted.values() for id_ in ids]
    assert sorted([*told, *omitted]) == [one.row["id"] for one in content.offers if one.row["via"] is None]
    assert UNBILLED in made.omitted
