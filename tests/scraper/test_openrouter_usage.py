"""OpenRouter's rankings: adoption by model, and a page gone silently empty noticed the same night."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scraper.errors import ShapeError
from scraper.issues import IssueKind
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Parsed
from scraper.sources import sources
from scraper.sources._openrouter_usage import RANKINGS, SECTIONS, USAGE

openrouter = sources()["openrouter"]
ROW = {"rank": 1, "model_id": "acme/atlas-2-20260401", "tokens": 2025049910650, "tokens_display": "2.03T"}


def rankings(**sections: Any) -> dict[str, Any]:
    """An intact answer, but for the sections given."""
    whole: dict[str, Any] = {name: [{"rank": 1}] for name in SECTIONS}
    return {"meta": {"counts": dict.fromkeys(SECTIONS, 1)}, **whole, "models": [ROW], **sections}


def used(**more: Any) -> dict[str, Any]:
    row = {
        "date": "2026-07-30 00:00:00", "model_permaslug": "acme/atlas-2-20260401", "variant": "standard",
        "variant_permaslug": "acme/atlas-2-20260401", "total_prompt_tokens": 700, "total_completion_tokens": 30,
        "count": 5, "change": None,
    }  # fmt: skip
    return {**row, **more}


def parsed(answer: Any, url: str = RANKINGS) -> Parsed:
    sighting = Sighting(source="openrouter", url=url, fetched_at=datetime(2026, 7, 31, tzinfo=UTC), status=200)
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return openrouter.parse([Snapshot(sighting=sighting, body=body)])


def claims(found: Parsed, scope: str) -> list[dict[str, str]]:
    return [{c.field: c.value for c in openrouter.observe(record).claims} for record in found.scopes[scope]]


def test_the_rankings_give_rank_and_tokens_of_the_dated_id() -> None:
    found = parsed(rankings())
    assert claims(found, "rankings") == [
        {"usage_rank": "1", "canonical_slug": "acme/atlas-2-20260401", "usage_week_tokens": "2025049910650"}
    ]
    assert [record.id for record in found.scopes["rankings"]] == ["usage:top/acme/atlas-2-20260401"]
    assert [issue.kind for issue in found.issues] == [IssueKind.IGNORED]


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("value", [[], None, {}])
def test_a_section_that_is_empty_is_named_and_refuses_the_answer(section: str, value: Any) -> None:
    with pytest.raises(ShapeError, match=f"1 of 11 sections are empty: {section}"):
        parsed(rankings(**{section: value}))


def test_a_section_that_is_shorter_than_it_says_refuses_the_answer() -> None:
    with pytest.raises(ShapeError, match="sections are not as long as they say: apps"):
        parsed(rankings(meta={"counts": {"apps": 20}}))


def test_usage_is_of_a_span_of_days_and_of_the_standard_variant_alone_for_the_model() -> None:
    free = used(variant="free", variant_permaslug="acme/atlas-2-20260401:free")
    standard, other = claims(parsed([used(), free], USAGE), "usage")
    assert standard == {
        "usage_until": "2026-07-30", "usage_span_days": "30", "variant": "standard", "usage_prompt_tokens": "700",
        "usage_completion_tokens": "30", "usage_requests": "5", "canonical_slug": "acme/atlas-2-20260401",
    }  # fmt: skip
    assert "canonical_slug" not in other


def test_the_sites_own_envelope_is_read_like_the_bare_list() -> None:
    assert claims(parsed({"data": [used()]}, USAGE), "usage") == claims(parsed([used()], USAGE), "usage")


def test_no_tokens_beside_requests_is_no_claim_of_zero() -> None:
    (found,) = claims(parsed([used(total_prompt_tokens=0, total_completion_tokens=0)], USAGE), "usage")
    assert "usage_prompt_tokens" not in found
    assert "usage_completion_tokens" not in found
    assert found["usage_requests"] == "5"


@pytest.mark.parametrize("view", ["day", "week", "month&models=all", ""])
def test_other_spans_are_not_read_into_the_same_records(view: str) -> None:
    assert not openrouter.reads(USAGE.replace("month", view))
    assert openrouter.reads(USAGE)


@pytest.mark.parametrize("counts", [None, [], "many"])
def test_counts_of_an_odd_shape_do_not_stop_a_whole_answer(counts: object) -> None:
    assert len(parsed(rankings(meta={"counts": counts})).scopes["rankings"]) == 1


@pytest.mark.parametrize("bad", [-1, 1.5, "many", None])
def test_a_count_that_is_none_is_no_claim(bad: Any) -> None:
    found = parsed([used(total_prompt_tokens=bad)], USAGE)
    observation = openrouter.observe(found.scopes["usage"][0])
    assert "usage_prompt_tokens" not in {claim.field for claim in observation.claims}
    assert [issue.kind for issue in observation.issues] == [IssueKind.BAD_VALUE]


@pytest.mark.parametrize("answer", [[], {}, b"<html></html>", [{"date": "2026-07-30"}]])
def test_what_is_no_usage_is_refused(answer: Any) -> None:
    with pytest.raises(ShapeError):
        parsed(answer, USAGE)


def test_the_recorded_breakage_is_noticed_on_its_first_night(recordings: Path) -> None:
    def read(night: str) -> Parsed:
        return parsed((recordings / f"openrouter/rankings/{night}/rankings.json").read_bytes())

    assert [len(read(night).scopes["rankings"]) for night in ("2026-05-14", "2026-05-16")] == [9, 9]
    for night in ("2026-05-17", "2026-05-18"):
        with pytest.raises(ShapeError, match="11 of 11 sections are empty: models, categories_programming"):
            read(night)


def test_recorded_usage_is_read_row_by_row(recordings: Path) -> None:
    body = gzip.decompress((recordings / "openrouter/frontend/2026-07-31/rankings.json.gz").read_bytes())
    raw = {row["variant_permaslug"]: row for row in json.loads(body)}
    found = parsed(body, USAGE)
    assert len(found.scopes["usage"]) == len(raw) == 497
    for record in found.scopes["usage"]:
        observation = openrouter.observe(record)
        told = {claim.field: claim.value for claim in observation.claims}
        row = raw[record.id.removeprefix("usage:month/")]
        assert int(told.get("usage_prompt_tokens", 0)) == row["total_prompt_tokens"]
        assert int(told.get("usage_completion_tokens", 0)) == row["total_completion_tokens"]
        assert observation.issues == ()


def test_recorded_usage_is_the_sum_of_thirty_days_that_end_the_day_before(recordings: Path) -> None:
    folder = recordings / "openrouter/frontend/2026-07-31"
    rows = json.loads(gzip.decompress((folder / "rankings.json.gz").read_bytes()))
    lines = gzip.decompress((folder / "model_stats.jsonl.gz").read_bytes()).splitlines()
    daily = {
        (one["permaslug"], one["variant"]): (one.get("activity") or {}).get("analytics") or []
        for one in map(json.loads, lines)
    }
    known = [row for row in rows if daily.get((row["model_permaslug"], row["variant"]))]
    assert len(known) == 470
    for row in known:
        days = [
            day
            for day in daily[row["model_permaslug"], row["variant"]]
            if "2026-07-01" <= day["date"][:10] <= "2026-07-30"
        ]
        for key in ("total_prompt_tokens", "total_completion_tokens", "count"):
            assert sum(day[key] for day in days) == row[key]
        assert max(day["date"] for day in days) == row["date"]
