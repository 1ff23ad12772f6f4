"""LiteLLM's cost map: the client itself reckons by it what our own prices come to."""

import json
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from catalog.export.compat._litellm_keys import base_costs, conditional_costs
from catalog.export.compat.formats import written
from catalog.export.compat.litellm import LITELLM, PROVIDERS, UNBILLED
from catalog.export.compat.priced import Priced, on_day, sorted_out
from catalog.export.compat.provenance import provenance
from catalog.export.content import Content
from catalog.export.formats import FORMATS
from catalog.pricing.conditions import Condition, read_conditions
from catalog.pricing.cost import MILLION, Usage
from catalog.values import to_json
from scraper.answers import parse_raw
from scraper.sources._litellm_costs import PER_TOKEN
from scraper.sources.litellm import ADDRESS, SOURCE
from tests.answers import envelope, model, snapshot
from tests.atlas import Atlas, ten_models
from tests.catalog.costmaps import MONDAY, REQUESTS, claims_of, exact, generated, hours_of_a_week, unclaimed

OURS = ("litellm_provider", "mode", "source")
"""Keys that name things: no source says them in so many words."""
INPUT, OUTPUT, CACHED = "input_usd_per_mtok", "output_usd_per_mtok", "cache_read_usd_per_mtok"
NEVER = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def text(content: Content) -> str:
    return FORMATS["litellm"].data(content).decode()


@pytest.fixture(scope="module")
def client(text: str) -> Iterator[ModuleType]:
    """LiteLLM as it comes, with our map in place of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LITELLM_LOCAL_MODEL_COST_MAP", "True")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import litellm
            from litellm.utils import _invalidate_model_cost_lowercase_map
        patch.setattr(litellm, "model_cost", json.loads(text))
        _invalidate_model_cost_lowercase_map()
        yield litellm
    _invalidate_model_cost_lowercase_map()


@pytest.fixture(scope="module")
def sales(content: Content) -> dict[str, Priced]:
    return {sale.row["id"]: sale for sale in content.once(sorted_out)[0]}


def reckoned(client: ModuleType, key: str, usage: Usage) -> float:
    """What the client says a request costs."""
    seller, _, id_ = key.partition("/")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parts: tuple[float, float] = client.cost_per_token(
            model=id_,
            custom_llm_provider=seller,
            prompt_tokens=usage.input_tokens,
            completion_tokens=usage.output_tokens,
            cache_read_input_tokens=usage.cached_tokens,
        )
    return sum(parts)


def reckoned_at(client: ModuleType, entry: dict[str, Any], usage: Usage, at: datetime, service: str = "") -> float:
    """The same by a single entry at a moment, and for a service."""
    from litellm.litellm_core_utils.llm_cost_calc.utils import generic_cost_per_token
    from litellm.types.utils import Usage as Used

    client.model_cost["openrouter/made/up"] = json.loads(to_json({"litellm_provider": "openrouter", **entry}))
    client.utils._invalidate_model_cost_lowercase_map()
    used = Used(prompt_tokens=usage.input_tokens, completion_tokens=usage.output_tokens)
    return sum(generic_cost_per_token("made/up", used, "openrouter", service or None, current_time=at))


def same(told: float, wanted: Decimal) -> bool:
    """Whether a float is a sum of ours, but for the last bits that adding floats costs."""
    return abs(Decimal(told) - wanted) <= wanted * Decimal("1e-13")


def agreed(client: ModuleType, content: Content) -> set[str]:
    """The names whose every request the client reckons as we do; prices that hang on the hour are seen apart."""
    at, models = generated(content), set[str]()
    sales = {sale.row["id"]: sale for sale in content.once(sorted_out)[0]}
    for entry in written(content, "litellm").entries:
        sale = sales[entry.offer or ""]
        if any("utc_start" in one.when for one in sale.conditions) or not {INPUT, OUTPUT} <= set(sale.base):
            continue
        for usage in REQUESTS:
            wanted = exact(sale.base, sale.conditions, at, usage)
            if wanted is not None:
                told, by_request = reckoned(client, entry.key, usage), sale.base.get("request_usd_each", Decimal(0))
                assert same(told, wanted - by_request), (entry.key, usage, told, wanted)
                models.add(entry.key)
    return models


def test_the_client_reckons_every_request_as_we_do(client: ModuleType, content: Content) -> None:
    assert len(agreed(client, content)) > 40


@pytest.mark.recordings
def test_the_client_reckons_a_recorded_catalog_as_we_do(client: ModuleType, recorded_content: Content) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "model_cost", json.loads(FORMATS["litellm"].data(recorded_content)))
        client.utils._invalidate_model_cost_lowercase_map()
        assert len(agreed(client, recorded_content)) > 300
    client.utils._invalidate_model_cost_lowercase_map()


def test_a_price_in_the_map_is_the_catalog_s_to_the_last_digit(
    content: Content, text: str, sales: dict[str, Priced], whole: Path
) -> None:
    document = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    for entry in written(content, "litellm").entries:
        base, _ = on_day(sales[entry.offer or ""].base, sales[entry.offer or ""].conditions, generated(content))
        for key, attribute in PER_TOKEN.items():
            told = document[entry.key].get(key)
            assert (told is None) == (attribute not in base)
            assert told is None or told * MILLION == base[attribute]
    published = (whole / "_site/api/v1/models/all.json").read_text(encoding="utf-8")
    models = json.loads(published, parse_float=Decimal, parse_int=Decimal)["models"]
    listed = [one for one in models if f"openrouter/{one['id']}" in document]
    assert len(listed) > 10
    for one in listed:
        told = document[f"openrouter/{one['id']}"]
        assert told["input_cost_per_token"] * MILLION == one["input_usd_per_mtok"]
        assert told["output_cost_per_token"] * MILLION == one["output_usd_per_mtok"]


def test_the_client_knows_limits_and_abilities(client: ModuleType) -> None:
    info = client.get_model_info("openrouter/acme/atlas-7b")
    assert (info["max_input_tokens"], info["max_output_tokens"], info["max_tokens"]) == (123000, 16000, 16000)
    assert (info["supports_function_calling"], info["supports_vision"], info["mode"]) == (True, True, "chat")
    assert info["supports_response_schema"] is False
    assert info["cache_read_input_token_cost"] is None


def test_sellers_have_the_names_by_which_the_client_calls_them(client: ModuleType) -> None:
    from litellm.llms.openai_like.json_loader import JSONProviderRegistry

    known = {one.value for one in client.LlmProviders} | set(JSONProviderRegistry.list_providers())
    assert set(PROVIDERS.values()) <= known
    assert known.isdisjoint(PROVIDERS)
    # One that it does not know stands under our own name, and is reckoned all the same.
    assert "phala" not in known
    assert reckoned(client, "phala/acme/atlas-9", Usage(1_000_000, 0)) == pytest.approx(0.3)


def test_a_client_takes_so_small_a_map_only_when_it_is_told_to(client: ModuleType) -> None:
    from litellm.litellm_core_utils.get_model_cost_map import GetModelCostMap

    size, own = GetModelCostMap.get_backup_model_count(), client.model_cost
    assert not GetModelCostMap.validate_model_cost_map(own, size)
    assert GetModelCostMap.validate_model_cost_map(own, size, max_shrink_ratio=0)


def test_batches_and_services_have_their_own_prices(
    client: ModuleType, content: Content, sales: dict[str, Priced]
) -> None:
    from litellm.cost_calculator import batch_cost_calculator
    from litellm.types.utils import Usage as Used

    at, found = generated(content), set()
    for entry in written(content, "litellm").entries:
        sale = sales[entry.offer or ""]
        for one in sale.conditions:
            service = one.when.get("service")
            if service in ("batch", "priority") and {"input_usd_per_mtok", "output_usd_per_mtok"} <= set(one.prices):
                wanted = exact(sale.base, sale.conditions, at, Usage(1_000, 500), service)
                used = Used(prompt_tokens=1_000, completion_tokens=500)
                seller, _, id_ = entry.key.partition("/")
                told = (
                    batch_cost_calculator(used, id_, seller)
                    if service == "batch"
                    else client.cost_per_token(id_, custom_llm_provider=seller, usage_object=used, service_tier=service)
                )
                assert wanted is not None
                assert same(sum(told), wanted), entry.key
                found.add((service, seller))
    assert {("batch", "anthropic"), ("batch", "openai"), ("batch", "gemini"), ("priority", "openai")} <= found


BASE_PRICES = {INPUT: Decimal("0.5"), OUTPUT: Decimal(2)}
HALF = {INPUT: Decimal("0.25"), OUTPUT: Decimal(1)}


def entry_of(conditions: tuple[Condition, ...], base: dict[str, Decimal] | None = None) -> dict[str, Any]:
    """An entry with some conditions."""
    costs, _ = conditional_costs(conditions)
    return {**{key: value for _, key, value in base_costs(base or BASE_PRICES)}, **costs}


def test_hours_of_some_days_are_met_when_the_client_meets_them(client: ModuleType) -> None:
    whens: list[dict[str, Any]] = [
        {"utc_start": "16:30", "utc_end": "00:30"},
        {"utc_start": "18:00", "utc_end": "24:00", "weekdays": [1, 2, 5]},
        {"weekdays": [6, 7]},
    ]
    for listed in (whens[:1], whens[1:2], whens[2:], whens):
        conditions = read_conditions([{"when": when, INPUT: "0.25", OUTPUT: "1"} for when in listed])
        entry = entry_of(conditions)
        assert len(entry["off_peak_pricing"]["windows"]) == len(listed)
        for moment in hours_of_a_week(MONDAY):
            wanted = exact(BASE_PRICES, conditions, moment, Usage(1_000, 100))
            assert wanted is not None
            assert same(reckoned_at(client, entry, Usage(1_000, 100), moment), wanted), (listed, moment)


@pytest.mark.parametrize("threshold", [32_000, 128_000, 131_072, 1_000_000])
def test_any_threshold_is_read_by_the_client(client: ModuleType, threshold: int) -> None:
    conditions = read_conditions([{"when": {"prompt_tokens_above": threshold}, INPUT: "1", OUTPUT: "3"}])
    for tokens in (threshold, threshold + 1):
        wanted = exact(BASE_PRICES, conditions, MONDAY, Usage(tokens, 9))
        assert wanted is not None
        assert same(reckoned_at(client, entry_of(conditions), Usage(tokens, 9), MONDAY), wanted)


@pytest.mark.parametrize(
    "conditions",
    [
        [({"prompt_tokens_above": 1000, "tier": "incremental"}, HALF)],
        [({"context": "long"}, HALF)],
        [({"prompt_tokens_above": "many"}, HALF)],
        [({"weekdays": "all"}, HALF)],
        [({"utc_start": "01:00"}, HALF)],
        [({"resolution": "720p"}, {"video_output_usd_per_second": Decimal(1)})],
        [({"service": "free"}, {INPUT: Decimal(0)})],
        [({"prompt_tokens_above": 1000}, {INPUT: None})],
        [({"utc_start": "01:00", "utc_end": "02:00"}, HALF), ({"utc_start": "03:00", "utc_end": "04:00"}, BASE_PRICES)],
        [({"utc_start": "01:00", "utc_end": "02:00"}, {"image_usd_each": Decimal(1)})],
    ],
)
def test_a_condition_without_a_place_is_left_out_and_named(conditions: list[tuple[Any, Any]]) -> None:
    assert conditional_costs([Condition(when, prices) for when, prices in conditions]) == ({}, False)


def test_hours_beside_a_tier_are_left_out_and_the_tier_is_told() -> None:
    tier, hours = Condition({"prompt_tokens_above": 200_000}, HALF), Condition({"weekdays": [7]}, HALF)
    costs, whole = conditional_costs([tier, hours])
    assert (sorted(costs), whole) == (
        ["input_cost_per_token_above_200k_tokens", "output_cost_per_token_above_200k_tokens"],
        False,
    )


def test_dated_prices_are_those_of_the_day() -> None:
    base = {INPUT: Decimal(1)}
    listed = [{"when": {"from": "2026-06-01", "until": "2026-06-30"}, INPUT: "3"}]
    told = [on_day(base, read_conditions(listed), datetime(2026, month, day, 23, tzinfo=UTC))[0][INPUT]
            for month, day in ((5, 31), (6, 1), (6, 30), (7, 1))]  # fmt: skip
    assert told == [1, 3, 3, 1]


def test_a_price_a_minute_is_told_where_a_second_has_an_end() -> None:
    told = {price: list(base_costs({"audio_usd_per_minute": Decimal(price)})) for price in ("0.006", "0.01")}
    assert told == {"0.006": [("audio_usd_per_minute", "input_cost_per_second", Decimal("0.0001"))], "0.01": []}


def test_a_price_of_any_length_keeps_its_digits() -> None:
    long = Decimal("0." + "123456789" * 8)
    ((_, _, told),) = base_costs({INPUT: long})
    assert to_json(told) == "0.000000" + "123456789" * 8


def test_free_is_zero_and_what_nobody_knows_is_not_there(atlas: Atlas, client: ModuleType) -> None:
    free, varies = {"prompt": "0", "completion": "0"}, {"prompt": "-1", "completion": "-1"}
    tiers = {"prompt": "0.000001", "completion": "0.000002", "input_cache_read": "0.0000001",
             "overrides": [{"min_prompt_tokens": 200000, "prompt": "0.000004"}]}  # fmt: skip
    hostile = "acme/<b>..=1" + "x" * 120
    rows = [model("acme/gift:free", pricing=free), model("acme/auto", pricing=varies), model(hostile, pricing=tiers)]
    atlas.backfill(envelope(*ten_models(), *rows), "2026-07-30")
    assert atlas.run("build", "--no-render").status == 0
    document = json.loads(atlas.text("api/compat/litellm.json"))
    gift = document["openrouter/acme/gift:free"]
    assert (gift["input_cost_per_token"], gift["output_cost_per_token"]) == (0, 0)
    assert "openrouter/acme/auto" not in document
    # The client would have taken what is missing for nothing to pay.
    assert reckoned_at(client, {"max_tokens": 1}, Usage(1_000, 1_000), NEVER) == 0
    long = document[f"openrouter/{hostile}"]
    assert long["input_cost_per_token_above_200k_tokens"] == 0.000004
    assert "output_cost_per_token_above_200k_tokens" not in long


def test_what_is_told_in_words_of_a_limit_is_what_the_client_does(client: ModuleType) -> None:
    # A request's own price is added to nothing; a cached token of no price costs as any other.
    assert reckoned_at(client, entry_of((), {**BASE_PRICES, "request_usd_each": Decimal(1)}), Usage(1000, 0), NEVER) < 1
    no_cache = reckoned(client, "openrouter/acme/m0", Usage(1_000, 0, 1_000))
    assert same(no_cache, Decimal("0.42") / 1000)
    # Flex above a threshold costs what the standard service does there, where the client has no key for it.
    long = [{"when": {"prompt_tokens_above": 200_000}, INPUT: "4"},
            {"when": {"prompt_tokens_above": 200_000, "service": "flex"}, INPUT: "3"}]  # fmt: skip
    entry = entry_of(read_conditions(long))
    assert entry["input_cost_per_token_above_200k_tokens_flex"] == Decimal("0.000003")
    assert same(reckoned_at(client, entry, Usage(200_001, 0), NEVER, "flex"), Decimal("0.800004"))
    # xAI's tier begins with its threshold.
    at, above = (reckoned(client, "xai/grok-9-0101", Usage(tokens, 0)) for tokens in (128_000, 128_001))
    assert at == pytest.approx(128_000 * 2.22e-6)
    assert above == pytest.approx(128_001 * 2.22e-6)


def test_every_value_has_its_receipt(content: Content, text: str) -> None:
    made = written(content, "litellm")
    assert [entry.key for entry in made.entries] == list(made.document)
    for entry in made.entries:
        assert unclaimed(entry, made.document[entry.key], OURS) == [], entry.key
    sidecar = provenance(LITELLM, made, content.addresses)
    assert sidecar["entries"].keys() == json.loads(text).keys()
    said = sidecar["entries"]["openrouter/acme/atlas-7b"]["values"]["input_cost_per_token"]
    assert [(one["field"], one["original"]) for one in said] == [(INPUT, "0.00000042")]
    # A base price is its own claim's, as it stands there.
    for entry in made.entries:
        for path, claim in claims_of(entry):
            if claim.field == PER_TOKEN.get(path):
                assert made.document[entry.key][path] * MILLION == Decimal(claim.value)


def test_what_has_no_place_is_named(content: Content) -> None:
    left_out = {entry.key: set(entry.left_out) for entry in written(content, "litellm").entries}
    assert "native_prices" in left_out["mistral/atlas-large-latest"]
    assert left_out["openrouter/acme/m0"] == set()


def test_our_own_reader_reads_the_same_prices(content: Content, text: str, sales: dict[str, Priced]) -> None:
    records = SOURCE.parse([snapshot(text.encode(), ADDRESS)]).scopes["offers"]
    entries = {entry.key: entry for entry in written(content, "litellm").entries}
    assert [record.id for record in records] == list(entries)
    at, compared = generated(content), 0
    for record in records:
        entry, claims = entries[record.id], {claim.field: claim.value for claim in SOURCE.observe(record).claims}
        sale = sales[entry.offer or ""]
        assert record.id.endswith(claims["wire_id"])
        free = sale.row["price_state"] == "free"
        if entry.left_out or free or not {INPUT, OUTPUT} <= set(sale.base):
            continue
        base = {name: Decimal(claims[name]) for name in PER_TOKEN.values() if name in claims}
        conditions = read_conditions(parse_raw(claims.get("conditions", "[]")))
        for usage in REQUESTS:
            for service in ("", "batch", "priority"):
                assert exact(base, conditions, at, usage, service) == exact(
                    sale.base, sale.conditions, at, usage, service
                ), (record.id, usage)
        compared += 1
    assert compared > 25


def test_every_sale_is_told_or_omitted_with_a_reason(content: Content) -> None:
    made = written(content, "litellm")
    told = {entry.offer for entry in made.entries if entry.offer is not None}
    omitted = [id_ for ids in made.omitted.values() for id_ in ids]
    assert sorted([*told, *omitted]) == [one.row["id"] for one in content.offers if one.row["via"] is None]
    assert UNBILLED in made.omitted
