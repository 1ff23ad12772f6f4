"""The OpenRouter source: strict about shapes, exact about prices, silent about nothing."""

import json
from typing import Any

import pytest

from scraper.claims import Observation
from scraper.errors import ShapeError
from scraper.issues import IssueKind
from scraper.sources import sources
from scraper.sources._openrouter_answers import BUNDLE, MODELS, PROVIDERS
from tests.answers import endpoint, endpoints_answer, envelope, model, provider, record, snapshot

openrouter = sources()["openrouter"]


def claims(observation: Observation) -> dict[str, str]:
    return {claim.field: claim.value for claim in observation.claims}


def test_a_model_claims_what_its_row_says() -> None:
    assert claims(openrouter.observe(record(model()))) == {
        "canonical_slug": "acme/atlas-7b",
        "hugging_face_id": "acme/Atlas-7B",
        "name": "Acme: atlas-7b",
        "listed_at": "2025-06-30T16:28:23Z",
        "description": "A made-up model.",
        "context_listed": "123000",
        "modality": "text+image->text",
        "modalities_in": '["image","text"]',
        "modalities_out": '["text"]',
        "tokenizer": "Other",
        "input_usd_per_mtok": "0.42",
        "output_usd_per_mtok": "1.25",
        "context_served": "123000",
        "max_output": "16000",
        "is_moderated": "false",
        "supported_parameters": '["max_tokens","tools"]',
        "supports_tools": "true",
        "supports_reasoning": "false",
        "supports_structured_output": "false",
        "knowledge_cutoff": "2025-03-31",
    }


def test_every_claim_keeps_the_words_and_the_place() -> None:
    observed = openrouter.observe(record(model()))
    price = next(claim for claim in observed.claims if claim.field == "input_usd_per_mtok")
    assert (price.original, observed.pointer + price.pointer) == ("0.00000042", "/data/0/pricing/prompt")
    name = next(claim for claim in observed.claims if claim.field == "name")
    assert name.original == "Acme: atlas-7b "


@pytest.mark.parametrize(
    ("key", "field", "written", "meant"),
    [
        ("prompt", "input_usd_per_mtok", "0.000003", "3"),
        ("completion", "output_usd_per_mtok", "0.000015", "15"),
        ("input_cache_read", "cache_read_usd_per_mtok", "0.0000003", "0.3"),
        ("input_cache_write", "cache_write_usd_per_mtok", "0.00000375", "3.75"),
        ("input_cache_write_1h", "cache_write_1h_usd_per_mtok", "0.000006", "6"),
        ("internal_reasoning", "reasoning_usd_per_mtok", "0.000012", "12"),
        ("image", "image_usd_each", "0.0036125", "0.0036125"),
        ("image_output", "image_output_usd_each", "0.00003", "0.00003"),
        ("image_token", "image_usd_per_mtok", "0.00000025", "0.25"),
        ("audio", "audio_usd_per_mtok", "0.0000007", "0.7"),
        ("audio_output", "audio_output_usd_per_mtok", "0.000064", "64"),
        ("input_audio_cache", "audio_cache_read_usd_per_mtok", "0.0000002", "0.2"),
        ("request", "request_usd_each", "0.005", "0.005"),
        ("web_search", "web_search_usd_each", "0.01", "0.01"),
        ("discount", "discount", 0.15, "0.15"),
    ],
)
def test_every_price_key_has_its_attribute(key: str, field: str, written: Any, meant: str) -> None:
    row = json.loads(json.dumps(model(pricing={"prompt": "0", "completion": "0", key: written})))
    parsed = openrouter.parse([snapshot(envelope(row))])
    observed = openrouter.observe(parsed.scopes["models"][0])
    assert claims(observed)[field] == meant
    assert observed.issues == ()


def test_overrides_become_conditions_that_name_only_what_differs() -> None:
    overrides = [
        {"min_prompt_tokens": 200000, "prompt": "0.000006", "completion": "0.0000225"},
        {"utc_start": 1000, "utc_end": 100, "completion": "0.00000066"},
    ]
    row = model(pricing={"prompt": "0.000003", "completion": "0.000015", "overrides": overrides})
    assert json.loads(claims(openrouter.observe(record(row)))["conditions"]) == [
        {"when": {"prompt_tokens_above": 200000}, "input_usd_per_mtok": "6", "output_usd_per_mtok": "22.5"},
        {"when": {"utc_start": "10:00", "utc_end": "01:00"}, "output_usd_per_mtok": "0.66"},
    ]


def test_an_unknown_condition_is_kept_as_a_condition_and_reported() -> None:
    overrides = [{"utc_weekday": 6, "prompt": "0.000001"}]
    row = model(pricing={"prompt": "0.000003", "completion": "0.000015", "overrides": overrides})
    observed = openrouter.observe(record(row))
    assert json.loads(claims(observed)["conditions"])[0]["when"] == {"utc_weekday": 6}
    assert [(issue.kind, issue.field) for issue in observed.issues] == [(IssueKind.UNKNOWN_VALUE, "conditions")]


def test_a_negative_price_is_dynamic() -> None:
    row = model(pricing={"prompt": "-1", "completion": "-1"})
    assert claims(openrouter.observe(record(row)))["input_usd_per_mtok"] == "dynamic"


@pytest.mark.parametrize(
    ("id_", "base", "variant"),
    [
        ("acme/atlas:free", "acme/atlas", "free"),
        ("acme/atlas:batch", "acme/atlas", "batch"),
        ("acme/atlas:thinking", "acme/atlas", "thinking"),
    ],
)
def test_a_variant_says_what_it_is_a_variant_of(id_: str, base: str, variant: str) -> None:
    found = claims(openrouter.observe(record(model(id_))))
    assert (found["base_id"], found["variant"]) == (base, variant)


def test_an_alias_says_where_it_leads() -> None:
    row = model("~acme/atlas-latest", alias_target={"slug": "acme/atlas-7b", "name": "Atlas"})
    assert claims(openrouter.observe(record(row)))["alias_target"] == "acme/atlas-7b"


def test_reasoning_and_benchmarks_are_claimed_apart() -> None:
    row = model(
        reasoning={"mandatory": True, "default_enabled": True, "supported_efforts": ["high"], "default_effort": "high"},
        benchmarks={
            "artificial_analysis": {"intelligence_index": 64.9, "coding_index": 62, "agentic_index": None},
            "design_arena": [{"arena": "models", "category": "3d", "elo": 1383, "rank": 1, "win_rate": 68.4}],
        },
    )
    parsed = openrouter.parse([snapshot(envelope(row))]).scopes["models"][0]
    found = claims(openrouter.observe(parsed))
    assert found["reasoning_mandatory"] == "true"
    assert found["reasoning_efforts"] == '["high"]'
    assert found["aa_intelligence_index"] == "64.9"
    assert "aa_agentic_index" not in found
    assert json.loads(found["design_arena"])[0]["win_rate"] == 68.4


@pytest.mark.parametrize(
    ("changes", "kind", "field"),
    [
        ({"vibe": "good"}, IssueKind.UNKNOWN_KEY, "other.vibe"),
        ({"architecture": {"hologram": 1}}, IssueKind.UNKNOWN_KEY, "other.architecture.hologram"),
        ({"supported_parameters": ["tools", "telepathy"]}, IssueKind.UNKNOWN_VALUE, "supported_parameters"),
        ({"pricing": {"prompt": "NaN", "completion": "0"}}, IssueKind.BAD_VALUE, "input_usd_per_mtok"),
        ({"pricing": {"prompt": "", "completion": "0"}}, IssueKind.BAD_VALUE, "input_usd_per_mtok"),
        ({"pricing": {"prompt": "1e400", "completion": "0"}}, IssueKind.BAD_VALUE, "input_usd_per_mtok"),
        ({"pricing": {"prompt": "0"}}, IssueKind.BAD_VALUE, "output_usd_per_mtok"),
        ({"context_length": 0}, IssueKind.BAD_VALUE, "context_listed"),
        ({"name": None}, IssueKind.BAD_VALUE, "name"),
    ],
)  # fmt: skip
def test_what_is_not_expected_is_reported(changes: dict[str, Any], kind: IssueKind, field: str) -> None:
    observed = openrouter.observe(record(model(**changes)))
    assert (kind, field) in [(issue.kind, issue.field) for issue in observed.issues]
    kept = kind is not IssueKind.BAD_VALUE
    assert (field in claims(observed)) is kept


def test_pricing_that_is_no_object_makes_every_price_unreadable_and_claims_none() -> None:
    observed = openrouter.observe(record(model(pricing=["0.1"])))
    assert {"input_usd_per_mtok", "output_usd_per_mtok"} <= {issue.field for issue in observed.issues}
    assert not any(field.endswith(("mtok", "each")) for field in claims(observed))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"<!DOCTYPE html><html><body>Checking your browser</body></html>", "an HTML page"),
        (b'{"data": [{"id": "acme/at', "breaks off"),
        (b"", "an empty body"),
        (b'{"data": []}', "an empty list"),
        (b"[]", "a list under `data`"),
        (b'{"error": {"message": "No auth", "code": 401}}', "No auth"),
        (b'{"data": [{"id": "a/b", "x": NaN}]}', "NaN"),
        (b'{"data":' + b"[" * 100_000, "too deep"),
        (envelope(model("a/b"), model("a/b")), "come twice"),
        (envelope(model("a/b"), total_count=2, links={"next": None}), "total_count says 2"),
        (envelope(model("a/b"), links={"next": "/api/v1/models?offset=1"}), "page 2 is missing"),
    ],
)
def test_an_answer_that_is_not_the_list_is_refused_in_one_line(answer: Any, told: str) -> None:
    with pytest.raises(ShapeError) as refused:
        openrouter.parse([snapshot(answer)])
    line = str(refused.value)
    assert line.startswith(f"openrouter: {MODELS}: ")
    assert told in line
    assert "\n" not in line


def test_pages_of_one_answer_are_one_list() -> None:
    first = snapshot(envelope(model("a/b"), total_count=2, links={"next": "/api/v1/models?offset=1"}))
    second = snapshot(
        envelope(model("a/c"), total_count=2, links={"next": None}), f"{MODELS}?offset=1", root=MODELS, page=2
    )
    records = openrouter.parse([first, second]).scopes["models"]
    assert [(found.id, found.page, found.pointer) for found in records] == [
        ("a/b", 0, "/data/0"),
        ("a/c", 1, "/data/0"),
    ]


def test_half_a_character_becomes_a_replacement_and_a_whole_one_stays() -> None:
    body = json.dumps(envelope(model("a/b", name="half \ud800 whole \U0001f5fa"))).encode()
    (found,) = openrouter.parse([snapshot(body)]).scopes["models"]
    assert claims(openrouter.observe(found))["name"] == "half \ufffd whole \U0001f5fa"


def test_a_row_without_an_id_is_reported_and_the_rest_is_read() -> None:
    parsed = openrouter.parse([snapshot(envelope(model("a/b"), {"name": "?"}, model("a\nb"), "x"))])
    assert [found.id for found in parsed.scopes["models"]] == ["a/b"]
    assert [issue.kind for issue in parsed.issues] == [IssueKind.BAD_RECORD] * 3


def test_endpoints_are_named_by_model_and_tag() -> None:
    url = f"{MODELS}/acme/atlas-7b/endpoints"
    parsed = openrouter.parse([snapshot(endpoints_answer("acme/atlas-7b", endpoint()), url)])
    found = parsed.scopes["endpoints:acme/atlas-7b"][0]
    assert found.id == "acme/atlas-7b#novita/fp16"
    said = claims(openrouter.observe(found))
    assert (said["provider_slug"], said["model_record"], said["quantization"]) == ("novita", "acme/atlas-7b", "fp16")
    assert said["input_usd_per_mtok"] == "0.42"


def test_endpoints_with_one_tag_keep_their_names_in_any_order() -> None:
    url = f"{MODELS}/acme/atlas-7b/endpoints"
    one, other = endpoint("together", quantization="fp8"), endpoint("together", quantization="int4")

    def named(*rows: Any) -> dict[str, str]:
        scope = openrouter.parse([snapshot(endpoints_answer("acme/atlas-7b", *rows), url)]).scopes
        return {found.id: found.raw["quantization"] for found in scope["endpoints:acme/atlas-7b"]}

    assert named(one, other) == named(other, one)
    assert len(named(one, other)) == 2


def test_an_unknown_quantization_claims_nothing() -> None:
    found = openrouter.observe(record(endpoint(quantization="unknown"), "endpoint"))
    assert "quantization" not in claims(found)
    assert found.issues == ()


def test_providers_are_read_by_slug() -> None:
    parsed = openrouter.parse([snapshot(envelope(provider("novita"), provider("together")), PROVIDERS)])
    assert [found.id for found in parsed.scopes["providers"]] == ["provider:novita", "provider:together"]


def test_a_bundle_gives_openrouters_own_rows_and_counts_the_others() -> None:
    owners = {key: value for key, value in endpoint("gmi").items() if key not in ("status",)}
    bundle = {"models": [{"id": "acme/atlas-7b", "endpoints": [endpoint(tr_provider_slug="x"), owners]}]}
    parsed = openrouter.parse([snapshot(bundle, BUNDLE)])
    assert [found.id for found in parsed.scopes["endpoints:acme/atlas-7b"]] == ["acme/atlas-7b#novita/fp16"]
    assert [issue.detail for issue in parsed.issues] == ["1 rows that the bundle's owner added"]


@pytest.mark.parametrize(
    ("url", "read"),
    [
        (MODELS, True),
        (f"{MODELS}?output_modalities=all", True),
        (PROVIDERS, True),
        (f"{MODELS}/acme/atlas-7b/endpoints", True),
        (BUNDLE, True),
        ("https://openrouter.ai/openapi.yaml", False),
        ("https://openrouter.ai/rankings", True),
        ("https://openrouter.ai/rankings/image", False),
        ("https://openrouter.ai/api/frontend/*", False),
        ("https://evil.example/api/v1/models", False),
    ],
)
def test_only_known_addresses_are_read(url: str, read: bool) -> None:
    assert openrouter.reads(url) is read
