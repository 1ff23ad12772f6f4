"""The explorer's published file says of each model what the JSON for programs says, and a page leads to it."""

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.answers import envelope, model
from tests.atlas import Atlas, ten_models

TIERED = {
    "prompt": "0.000002",
    "completion": "0.000012",
    "overrides": [{"prompt": "0.000004", "min_prompt_tokens": 200000}],
}


@pytest.fixture
def published(atlas: Atlas) -> Atlas:
    """Give a catalog with gone, free, tiered, exactly priced and oddly named models, of two days."""
    exact = {"prompt": "0.00000012345678901234567", "completion": "0.0000000000001", "input_cache_read": "0.00000001"}
    rows: list[dict[str, Any]] = [
        *ten_models(hugging_face_id=None),
        model("acme/exact", pricing=exact, hugging_face_id=None),
        model("acme/free", pricing={"prompt": "0", "completion": "0"}, hugging_face_id=None),
        model("acme/varies", pricing={"prompt": "-1", "completion": "-1"}, hugging_face_id=None),
        model("acme/bare", context_length=None, supported_parameters=[], hugging_face_id=None, created=1785456000),
        model("acme/tiers", pricing=TIERED, hugging_face_id=None),
        model("odd:lab/x@1~y", name="\u202e<b>Odd</b>", hugging_face_id=None),
    ]
    atlas.backfill(envelope(*rows, model("acme/gone", hugging_face_id=None)), "2026-07-30")
    rows[0] = model("acme/m0", pricing={"prompt": "0.00000021", "completion": "0.00000125"}, hugging_face_id=None)
    atlas.backfill(envelope(*rows), "2026-07-31")
    assert atlas.run("build", "--base-url", "https://atlas.example/a/b").status in (0, 3)
    return atlas


def told_by(atlas: Atlas) -> dict[str, Any]:
    """Give the file that the explorer's page names, its numbers exact."""
    (path,) = re.findall(r'<link[^>]* id="catalog" href="([^"]+)"', atlas.text("index.html"))
    told: dict[str, Any] = json.loads(atlas.text(path), parse_float=Decimal)
    return told


def row_of(told: dict[str, Any], row: int) -> dict[str, Any]:
    """Give a row with its words written out, each number exact."""
    texts = {key: [*it["words"], ""][it["at"][row]] for key, it in told["texts"].items()}
    sets = {key: [it["words"][word] for word in [*it["sets"], []][it["at"][row]]] for key, it in told["sets"].items()}
    numbers = {key: Decimal(it[row]) if isinstance(it[row], str) else it[row] for key, it in told["numbers"].items()}
    return {"id": told["ids"][row], "name": told["names"][row], **texts, **sets, **numbers}


def test_columns_say_what_the_json_says_wherever_both_speak(published: Atlas) -> None:
    models = published.text("api/v1/models/all.json")
    by_id = {model["id"]: model for model in json.loads(models, parse_float=Decimal)["models"]}
    told = told_by(published)
    assert sorted(told["ids"]) == sorted(by_id)
    compared = set()
    for row in range(told["count"]):
        found = row_of(told, row)
        wanted = by_id[found["id"]]
        for key in (found.keys() & wanted.keys()) - {"listed_at", "name"}:
            assert found[key] == wanted[key], (found["id"], key)
            compared.add(key)
        for key in ("cache_read_usd_per_mtok", "request_usd_each", "supported_parameters"):
            assert found[key] or key not in wanted or wanted[key] in (0, []), (found["id"], key)
        listed = wanted.get("listed_at")
        assert found["listed_at"] == (days(listed) if listed else None)
        assert found["name"] == wanted["name"].replace("\u202e", "\ufffd")
        assert told["pages"].get(str(row), f"models/{found['id']}/") == wanted["page"]
    assert compared >= {
        "id", "author", "status", "price_state", "match_confidence", "context_length", "max_output", "arena_rank",
        "input_usd_per_mtok", "output_usd_per_mtok", "cache_read_usd_per_mtok", "modalities_in", "modalities_out",
        "supported_parameters",
    }  # fmt: skip


def days(iso: str) -> int:
    """Give the days since 1970."""
    return (datetime.fromisoformat(iso.replace("Z", "+00:00")) - datetime(1970, 1, 1, tzinfo=UTC)).days


def test_a_price_that_no_double_holds_is_told_as_text(published: Atlas) -> None:
    told = told_by(published)
    assert told["numbers"]["input_usd_per_mtok"][told["ids"].index("acme/exact")] == "0.12345678901234567"


def test_a_price_that_changed_is_told_with_what_it_was(published: Atlas) -> None:
    told = told_by(published)
    steps = {told["ids"][int(row)]: steps for row, steps in told["trend"].items()}
    assert steps == {"acme/m0": [[20664, Decimal("0.42")], [20665, Decimal("0.21")]]}


def test_a_tier_is_told_with_every_price_that_holds_in_it(published: Atlas) -> None:
    told = told_by(published)
    assert told["tiers"] == {str(told["ids"].index("acme/tiers")): [[200_000, 4, 12, None]]}
    assert told["conditional"] == []


def test_the_newest_listing_comes_first_and_then_the_name(published: Atlas) -> None:
    told = told_by(published)
    assert told["ids"][0] == "acme/bare"
    assert told["names"][1:3] == ["Acme: exact", "Acme: free"]
