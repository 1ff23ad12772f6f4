"""LiteLLM's cost map: keys by their grammar, per token to per million, 0 for not knowing."""

import gzip
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scraper.claims import Observation
from scraper.errors import ShapeError
from scraper.issues import IssueKind
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Parsed
from scraper.sources._litellm_costs import cost_of
from scraper.sources.litellm import ADDRESS, SOURCE

FIXTURE = Path(__file__).parent.parent / "fixtures/sources/litellm/map.json"


def answer(body: bytes) -> Parsed:
    sighting = Sighting(source="litellm", url=ADDRESS, fetched_at=datetime(2026, 7, 31, tzinfo=UTC), status=200)
    return SOURCE.parse([Snapshot(sighting=sighting, body=body)])


def observed(name: str = "acme/atlas", **entry: Any) -> Observation:
    body = json.dumps({name: {"litellm_provider": "acme", **entry}}).encode()
    (record,) = answer(body).scopes["offers"]
    return SOURCE.observe(record)


def claims(found: Observation) -> dict[str, str]:
    return {claim.field: claim.value for claim in found.claims}


def test_a_price_per_token_comes_out_per_million_without_a_rounding() -> None:
    found = claims(observed(input_cost_per_token=4.2e-07, output_cost_per_token=1.25e-06))
    assert (found["input_usd_per_mtok"], found["output_usd_per_mtok"]) == ("0.42", "1.25")


@pytest.mark.parametrize(
    ("key", "attribute", "above", "service"),
    [
        ("input_cost_per_token", "input_usd_per_mtok", 0, ""),
        ("output_cost_per_token_above_272k_tokens", "output_usd_per_mtok", 272000, ""),
        ("input_cost_per_token_above_272k_tokens_priority", "input_usd_per_mtok", 272000, "priority"),
        ("cache_read_input_token_cost_batches", "cache_read_usd_per_mtok", 0, "batch"),
        ("cache_creation_input_token_cost_above_1hr", "cache_write_1h_usd_per_mtok", 0, ""),
        ("cache_creation_input_token_cost_above_1hr_above_200k_tokens", "cache_write_1h_usd_per_mtok", 200000, ""),
        ("cache_creation_input_token_cost_above_12hr", "", 0, ""),
        ("output_cost_per_second_1080p", "", 0, ""),
    ],
)
def test_a_cost_key_is_what_above_and_in_which_service(key: str, attribute: str, above: int, service: str) -> None:
    cost = cost_of(key)
    assert cost is not None
    assert (cost.attribute, cost.above, cost.service) == (attribute, above, service)


@pytest.mark.parametrize("key", ["supports_vision", "max_input_tokens", "mode", "source", "prompt_cache_min_tokens"])
def test_other_keys_are_no_costs(key: str) -> None:
    assert cost_of(key) is None


def test_zero_for_everything_is_no_price_unless_the_name_says_free() -> None:
    local = claims(observed("ollama/atlas", input_cost_per_token=0.0, output_cost_per_token=0.0))
    assert [name for name in local if "_usd_" in name] == []
    assert "price_text" in local
    free = claims(observed("openrouter/acme/atlas:free", input_cost_per_token=0, output_cost_per_token=0))
    assert (free["input_usd_per_mtok"], free["output_usd_per_mtok"]) == ("0", "0")


@pytest.mark.parametrize("bad", [-1e-06, "soon", "", [1], {"low": 1}, True, 5])
def test_a_price_that_is_none_is_no_claim(bad: Any) -> None:
    found = observed(input_cost_per_token=bad, output_cost_per_token=1e-06)
    assert "input_usd_per_mtok" not in claims(found)
    assert [issue.kind for issue in found.issues] == [IssueKind.BAD_VALUE]


@pytest.mark.parametrize(
    "bad", [5, [{"input_cost_per_token": 1e-06}], [{"range": [0]}], [{"range": ["a", "b"]}], {"range": [0, 1]}]
)
def test_tiers_that_are_none_are_told(bad: Any) -> None:
    found = observed(tiered_pricing=bad)
    assert ("conditions" in claims(found), [issue.field for issue in found.issues]) == (False, ["conditions"])


def test_the_seller_s_id_is_the_name_without_the_prefix_that_chooses_the_seller() -> None:
    def wire_id(name: str, provider: str) -> str:
        return claims(observed(name, litellm_provider=provider))["wire_id"]

    assert wire_id("novita/baidu/ernie", "novita") == "baidu/ernie"
    assert wire_id("vertex_ai/jamba@001", "vertex_ai-ai21_models") == "jamba@001"
    assert wire_id("low/1536-x-1024/gpt-image-1", "openai") == "low/1536-x-1024/gpt-image-1"
    assert claims(observed("openrouter/acme/atlas", litellm_provider="openrouter"))["openrouter_id"] == "acme/atlas"


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"atlas": {"mode": "chat"}}', b'{"atlas": 5}', b"<html></html>"])
def test_what_is_not_the_map_is_refused(body: bytes) -> None:
    with pytest.raises(ShapeError):
        answer(body)


def test_every_recorded_price_is_the_raw_one_times_a_million(recordings: Path) -> None:
    body = gzip.decompress((recordings / "litellm/cost-map/2026-11-20.json.gz").read_bytes())
    raw = json.loads(body, parse_float=Decimal)
    records = answer(body).scopes["offers"]
    assert len(records) == len(raw) - 2 == 4551
    different = []
    for record in records:
        entry, found = raw[record.id], claims(SOURCE.observe(record))
        zero = entry.get("input_cost_per_token") == 0 and entry.get("output_cost_per_token") == 0
        for key, field in (
            ("input_cost_per_token", "input_usd_per_mtok"),
            ("output_cost_per_token", "output_usd_per_mtok"),
            ("cache_read_input_token_cost", "cache_read_usd_per_mtok"),
        ):
            if entry.get(key) is not None and not zero and Decimal(found[field]) != Decimal(entry[key]) * 1_000_000:
                different.append((record.id, key))
    assert different == []


def test_nothing_recorded_is_unknown_to_the_reader(recordings: Path) -> None:
    for name in ("2026-11-20", "2025-09-01"):
        body = gzip.decompress((recordings / f"litellm/cost-map/{name}.json.gz").read_bytes())
        issues = [issue for record in answer(body).scopes["offers"] for issue in SOURCE.observe(record).issues]
        assert issues == []
