"""models.dev: costs are per million already, 0 is often a subscription, one maker's fact stands under many sellers."""

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
from scraper.sources.models_dev import ADDRESS, SOURCE

FIXTURE = Path(__file__).parent.parent / "fixtures/sources/models_dev/api.json"


def answer(body: bytes) -> Parsed:
    sighting = Sighting(source="models_dev", url=ADDRESS, fetched_at=datetime(2026, 7, 31, tzinfo=UTC), status=200)
    return SOURCE.parse([Snapshot(sighting=sighting, body=body)])


def observed(cost: Any = None, provider: str = "north", **more: Any) -> Observation:
    whole = json.loads(FIXTURE.read_text(encoding="utf-8"))
    model = {**whole["north"]["models"]["acme/atlas-2"], "cost": cost, **more}
    body = json.dumps({provider: {**whole["north"], "models": {"acme/atlas-2": model}}}).encode()
    (record,) = answer(body).scopes["offers"]
    return SOURCE.observe(record)


def claims(found: Observation) -> dict[str, str]:
    return {claim.field: claim.value for claim in found.claims}


def test_a_cost_is_per_million_already_and_exact() -> None:
    found = claims(observed({"input": 0.42, "output": 1.25}))
    assert (found["input_usd_per_mtok"], found["output_usd_per_mtok"]) == ("0.42", "1.25")


def test_zero_for_everything_is_no_price_unless_the_id_says_free() -> None:
    found = claims(observed({"input": 0, "output": 0, "cache_read": 0}))
    assert [name for name in found if "_usd_" in name] == []
    assert found["price_text"] == "0: free, or part of a subscription"
    free = claims(observed({"input": 0, "output": 0}, provider="north-free"))
    assert (free["input_usd_per_mtok"], free["output_usd_per_mtok"]) == ("0", "0")
    assert claims(observed({"input": 0, "output": 2}))["input_usd_per_mtok"] == "0"


def test_a_threshold_is_the_tiers_own_and_not_the_200k_of_the_older_key() -> None:
    tier = {"input": 5, "output": 22.5, "tier": {"type": "context", "size": 272000}}
    found = claims(observed({"input": 2.5, "output": 15, "tiers": [tier], "context_over_200k": {"input": 5}}))
    assert json.loads(found["conditions"]) == [
        {"when": {"prompt_tokens_above": 272000}, "input_usd_per_mtok": "5", "output_usd_per_mtok": "22.5"}
    ]


def test_a_tier_by_something_else_is_kept_and_told() -> None:
    found = observed({"input": 1, "output": 2, "tiers": [{"input": 3, "tier": {"type": "requests", "size": 9}}]})
    assert json.loads(claims(found)["conditions"])[0]["when"] == {"type": "requests", "size": 9}
    assert [issue.kind for issue in found.issues] == [IssueKind.UNKNOWN_VALUE]


@pytest.mark.parametrize("bad", [-1, "0.42", "1,000", "free", "Contact us", 1e9, True, [1], {"amount": 1}])
def test_a_cost_that_is_no_number_is_no_price(bad: Any) -> None:
    found = observed({"input": bad, "output": 2})
    if bad == "0.42":
        assert claims(found)["input_usd_per_mtok"] == "0.42"
    else:
        assert "input_usd_per_mtok" not in claims(found)
        assert [issue.kind for issue in found.issues] == [IssueKind.BAD_VALUE]


def test_a_limit_of_zero_is_not_known() -> None:
    found = claims(observed(limit={"context": 0, "output": 0, "input": 5}))
    assert ("context_served" in found, "max_output" in found, found["max_input"]) == (False, False, "5")


@pytest.mark.parametrize(
    "body", [b"[1]", b'{"north": {"name": "North"}}', b'{"north": {"models": []}}', b"<html></html>", b'{"a": 1}']
)
def test_what_is_not_the_file_is_refused(body: bytes) -> None:
    with pytest.raises(ShapeError):
        answer(body)


def test_a_provider_without_models_is_told_and_the_others_are_read() -> None:
    whole = json.loads(FIXTURE.read_text(encoding="utf-8"))
    parsed = answer(json.dumps({**whole, "south": {"name": "South"}}).encode())
    assert len(parsed.scopes["offers"]) == 8
    assert [issue.kind for issue in parsed.issues] == [IssueKind.BAD_RECORD]


def test_every_recorded_cost_comes_out_as_it_stands(recordings: Path) -> None:
    body = gzip.decompress((recordings / "models_dev/api/2026-06-12.json.gz").read_bytes())
    raw = json.loads(body, parse_float=Decimal)
    offers = {record.id: SOURCE.observe(record) for record in answer(body).scopes["offers"]}
    assert len(offers) == sum(len(provider["models"]) for provider in raw.values()) == 5244
    different = []
    for slug, provider in raw.items():
        for id_, model in provider["models"].items():
            cost = model.get("cost") or {}
            found = claims(offers[f"{slug}/{id_}"])
            if (cost.get("input"), cost.get("output")) == (0, 0):
                continue
            for key, field in (("input", "input_usd_per_mtok"), ("output", "output_usd_per_mtok")):
                if key in cost and Decimal(found[field]) != cost[key]:
                    different.append((slug, id_, key))
    assert different == []
    ernie = claims(offers["novita-ai/baidu/ernie-4.5-vl-424b-a47b"])
    assert (ernie["input_usd_per_mtok"], ernie["output_usd_per_mtok"]) == ("0.42", "1.25")
    assert (ernie["context_served"], ernie["max_output"], ernie["supports_tools"]) == ("123000", "16000", "false")
