"""What every build finds out about itself: how right a sample is, and how complete fields are."""

import json
from typing import Any

import pytest

from catalog.quality import Filled
from catalog.render.quality_rows import fill_lines
from scraper.claims import Observation
from scraper.source import Record
from scraper.sources import sources
from tests.answers import envelope, model
from tests.atlas import Atlas

GONE = model("acme/gone", description="It was here once.")


def twenty() -> list[dict[str, Any]]:
    """A list with more values than a sample has, without dates."""
    return [model(f"acme/m{number}", knowledge_cutoff=None) for number in range(20)]


@pytest.fixture
def built(atlas: Atlas) -> Atlas:
    """A catalog of two days: one model left after the first."""
    atlas.backfill(envelope(*twenty(), GONE), "2026-07-30")
    atlas.backfill(envelope(*twenty(), model("acme/dated")), "2026-07-31")
    assert atlas.run("build").status == 0
    return atlas


def test_a_sample_is_checked_and_told_with_the_time_of_the_snapshot(built: Atlas) -> None:
    rows = built.rows("select source, checked, equal, wrong, missing, share, at from accuracy order by source")
    at = built.json("api/v1/models/all.json")["status"]["generated_at"]
    assert rows == [
        ("all", 300, 300, 0, 0, "1", at),
        ("openrouter", 300, 300, 0, 0, "1", at),
    ]
    page = built.text("sources/index.html")
    assert "<b>300 of 300 (100 %)</b> say the same" in page
    assert "<dt>Checked</dt><dd>300 of 300 (100 %)</dd>" in page


def test_the_sample_is_one_that_the_audit_draws_again(built: Atlas) -> None:
    ((seed,),) = built.rows("select seed from accuracy where source = 'all'")
    found = json.loads(built.run("audit", "--json", "--sample", "300", "--seed", str(seed)).out)
    assert (found["sampled"], found["right"], found["seed"]) == (300, 300, seed)


def test_another_day_draws_another_sample(built: Atlas) -> None:
    before = built.rows("select seed from accuracy")
    assert built.run("build").status == 0
    assert built.rows("select seed from accuracy") == before
    built.backfill(envelope(*twenty()), "2026-08-01")
    assert built.run("build").status == 0
    assert built.rows("select seed from accuracy") != before


def test_a_wrong_value_is_told_and_the_rest_is_published(built: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    right = sources()["openrouter"].observe

    def wrong(record: Record) -> Observation:
        seen = right(record)
        return seen._replace(claims=tuple(c for c in seen.claims if c.field != "tokenizer"))

    monkeypatch.setattr(sources()["openrouter"], "observe", wrong)
    built.backfill(envelope(*twenty(), model("acme/dated")), "2026-08-01")
    ran = built.run("build", "--quiet")
    ((checked, equal, bad, share),) = built.rows(
        "select checked, equal, wrong, share from accuracy where source = 'all'"
    )
    assert bad == checked - equal > 0
    assert float(share) < 1
    assert f"{bad} of 300 published values are not what their answers say: `modelatlas audit" in ran.err
    assert ran.status == 0
    assert f"<b>{equal} of 300 (" in built.text("sources/index.html")


def test_completeness_counts_active_models_and_records_that_are_there(built: Atlas) -> None:
    known = {
        row[:3]: row[3:] for row in built.rows("select source, kind, field, known, [of] from completeness")
    }  # fmt: skip
    assert known["all", "model", "name"] == (21, 21)
    assert known["all", "model", "knowledge_cutoff"] == (1, 21)
    assert known["openrouter", "model", "knowledge_cutoff"] == (1, 21)
    assert ("all", "model", "retires_at") not in known
    page = built.text("sources/index.html")
    assert '<td class="n">1 of 21</td><td class="n">4 %</td>' in page


def test_a_share_is_never_rounded_up_to_all_nor_down_to_nothing() -> None:
    rows = [Filled("x", "offer", "name", 1000, 1000), Filled("x", "offer", "licence", 999, 1000)]
    rows += [Filled("x", "offer", "context_native", 999, 1000), Filled("x", "offer", "task", 1, 1000)]
    assert fill_lines(rows, {"offer": "offers"}) == (
        "offers, 1,000. 100 %: Name; 99 %: Licence, Native context; under 1 %: Task",
    )


def test_sources_tell_both_as_json(built: Atlas) -> None:
    (row,) = (row for row in json.loads(built.run("sources", "--json").out) if row["id"] == "openrouter")
    assert (row["checked"], row["equal"], row["accuracy"]) == (300, 300, 1)
    assert row["completeness"]["model"]["records"] == 21
    assert row["completeness"]["model"]["fields"]["knowledge_cutoff"] == 1
    (never,) = (row for row in json.loads(built.run("sources", "--json").out) if row["id"] == "arena")
    assert (never["checked"], never["accuracy"], never["completeness"]) == (0, None, {})
