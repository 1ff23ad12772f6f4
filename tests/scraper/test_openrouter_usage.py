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


def test_usage_is_of_a_day_and_of_the_standard_variant_alone_for_the_model() -> None:
    free = used(variant="free", variant_permaslug="acme/atlas-2-20260401:free")
    standard, other = claims(parsed([used(), free], USAGE), "usage")
    assert standard == {
        "usage_day": "2026-07-30", "variant": "standard", "usage_prompt_tokens": "700",
        "usage_completion_tokens": "30", "usage_requests": "5", "canonical_slug": "acme/atlas-2-20260401",
    }  # fmt: skip
    assert "canonical_slug" not in other


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
        row = raw[record.id.removeprefix("usage:day/")]
        assert int(told["usage_prompt_tokens"]) == row["total_prompt_tokens"]
        assert observation.issues == ()
