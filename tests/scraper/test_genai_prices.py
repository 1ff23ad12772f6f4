"""genai-prices: the price in force on the answer's day, tiers as cliffs, everything else a condition."""

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
from scraper.sources.genai_prices import ADDRESS, SOURCE

PERIODS = [
    {"prices": {"input_mtok": {"base": 5, "tiers": [{"start": 200000, "price": 10}]}, "output_mtok": 25}},
    {"constraint": {"start_date": "2026-03-13"}, "prices": {"input_mtok": 4, "output_mtok": 20}},
    {"constraint": {"start_date": "2027-01-01"}, "prices": {"input_mtok": 3, "output_mtok": 15}},
]


def answer(body: Any, day: str = "2026-07-31") -> Parsed:
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    sighting = Sighting(source="genai_prices", url=ADDRESS, fetched_at=at, status=200)
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return SOURCE.parse([Snapshot(sighting=sighting, body=raw)])


def observed(prices: Any, day: str = "2026-07-31", provider: str = "acme") -> Observation:
    model = {"id": "atlas", "match": {"equals": "atlas"}, "prices": prices}
    (record,) = answer([{"id": provider, "name": "Acme", "models": [model]}], day).scopes["offers"]
    return SOURCE.observe(record)


def claims(found: Observation) -> dict[str, str]:
    return {claim.field: claim.value for claim in found.claims}


def conditions(found: Observation) -> Any:
    return json.loads(claims(found).get("conditions", "[]"))


@pytest.mark.parametrize(
    ("day", "price", "others"),
    [
        ("2026-01-01", ("5", "25"), [{"prompt_tokens_above": 200000}, {"from": "2026-03-13", "until": "2026-12-31"}]),
        ("2026-03-13", ("4", "20"), [{"until": "2026-03-12"}, {"until": "2026-03-12", "prompt_tokens_above": 200000}]),
        ("2027-01-01", ("3", "15"), [{"until": "2026-03-12"}, {"until": "2026-03-12", "prompt_tokens_above": 200000}]),
    ],
)
def test_the_price_in_force_on_the_day_is_claimed_and_the_others_have_their_days(
    day: str, price: tuple[str, str], others: list[Any]
) -> None:
    found = observed(PERIODS, day)
    assert (claims(found)["input_usd_per_mtok"], claims(found)["output_usd_per_mtok"]) == price
    assert [entry["when"] for entry in conditions(found)][:2] == others


@pytest.mark.parametrize(
    "starts", [("2026-03-13", "2026-03-13"), ("2026-03-13", "2026-01-01"), ("2026-03-13", "2199-12-31")]
)
def test_periods_out_of_order_or_in_a_time_for_which_nobody_sets_prices_are_no_prices(starts: tuple[str, str]) -> None:
    dated = [{"constraint": {"start_date": start}, "prices": {"input_mtok": 3}} for start in starts]
    found = observed([{"prices": {"input_mtok": 5}}, *dated], "2026-08-21")
    assert "input_usd_per_mtok" not in claims(found)
    assert {issue.kind for issue in found.issues} == {IssueKind.BAD_VALUE}


def test_a_time_of_day_is_a_condition_in_utc() -> None:
    window = {"constraint": {"start_time": "16:30:00Z", "end_time": "00:30:00Z"}, "prices": {"input_mtok": 0.135}}
    found = observed([{"prices": {"input_mtok": 0.27, "output_mtok": 1.1}}, window])
    assert claims(found)["input_usd_per_mtok"] == "0.27"
    assert conditions(found) == [{"when": {"utc_start": "16:30", "utc_end": "00:30"}, "input_usd_per_mtok": "0.135"}]


def test_prices_per_thousand_come_out_per_piece_and_unknown_units_are_kept() -> None:
    found = claims(observed({"input_mtok": 1, "web_searches_kcount": 10, "requests_kcount": 5, "smell_mtok": 2}))
    assert (found["web_search_usd_each"], found["request_usd_each"]) == ("0.01", "0.005")
    assert json.loads(found["other_prices"]) == {"smell_mtok": 2}


@pytest.mark.parametrize(
    "bad",
    [
        None, [], "free", {"input_mtok": -1}, {"input_mtok": "0,42"}, {"input_mtok": {"tiers": []}},
        {"input_mtok": {"base": 1, "tiers": [{"start": 0, "price": 2}]}}, [{"prices": {}, "constraint": {"moon": 1}}],
        [{"constraint": {"start_date": "soon"}, "prices": {"input_mtok": 1}}], [5],
        [{"constraint": {"start_date": "2030-01-01"}, "prices": {"input_mtok": 1}}],
        [{"prices": {"input_mtok": 1}}, {"constraint": {"start_time": "08:00:00+08:00"}, "prices": {"input_mtok": 2}}],
    ],
)  # fmt: skip
def test_a_price_that_cannot_be_read_is_none_with_a_reason(bad: Any) -> None:
    found = observed(bad)
    assert [name for name in claims(found) if "_usd_" in name] == []
    assert {issue.kind for issue in found.issues} == {IssueKind.BAD_VALUE}


@pytest.mark.parametrize(
    "body", [[], {}, [{"id": "acme", "models": []}], [1], b"<html></html>", [{"id": "a", "models": [{}]}] * 2]
)
def test_what_is_not_the_file_is_refused(body: Any) -> None:
    with pytest.raises(ShapeError):
        answer(body)


def test_every_recorded_plain_price_comes_out_as_it_stands(recordings: Path) -> None:
    body = (recordings / "genai_prices/data.json").read_bytes()
    raw = {
        f"{provider['id']}/{model['id']}": model["prices"]
        for provider in json.loads(body, parse_float=Decimal)
        for model in provider["models"]
    }
    records = answer(body, "2026-08-21").scopes["offers"]
    assert len(records) == len(raw) == 1466
    for record in records:
        found, prices = SOURCE.observe(record), raw[record.id]
        assert found.issues == ()
        for key, field in (("input_mtok", "input_usd_per_mtok"), ("output_mtok", "output_usd_per_mtok")):
            if isinstance(prices, dict) and key in prices:
                price = prices[key]["base"] if isinstance(prices[key], dict) else prices[key]
                assert Decimal(claims(found)[field]) == price
