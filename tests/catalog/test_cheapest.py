"""Which offer is the cheapest, and which models score no less for less money: like with like."""

import json
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup

from catalog.pricing.cheapest import Row, blended, comparable
from catalog.render.offer_rows import markup_short
from catalog.store.tables import PUBLIC
from tests.answers import endpoint, endpoints_answer, envelope, model
from tests.atlas import Atlas, ten_models
from tests.catalog.test_carried import from_nothing, recorded

ATLAS = "acme/atlas-7b"
PAGE = f"models/{ATLAS}/index.html"
SCORES = (("atlas-7b", 1234, 7), ("terra-9b", 1226, 2), ("mare-9b", 1300, 10),
          ("luna-9b", 1224, 2), ("m1", 1230, 1))  # fmt: skip
"""Of each model its rating, and how far its interval goes to either side."""


def sold(id_: str, input_: str | None, output: str | None, **changes: Any) -> Row:
    row = dict.fromkeys(PUBLIC["offers"].columns) | {
        "id": f"openrouter:{id_}", "source": "openrouter", "record": id_, "provider": id_, "kind": "endpoint",
        "price_state": "known", "input_usd_per_mtok": input_, "output_usd_per_mtok": output,
    }  # fmt: skip
    return {**row, **changes}


def judged(offer: Row, relation: str = "offer_of", level: str = "exact") -> Row:
    return {"source": offer["source"], "record": offer["record"], "relation": relation, "level": level}


def names(*offers: Row) -> list[str]:
    return [offer["record"] for offer in comparable(offers, map(judged, offers))]


def test_the_cheapest_comes_first_at_three_tokens_in_to_one_out() -> None:
    assert names(sold("a", "1", "5"), sold("b", "2", "1"), sold("c", "0.5", "6")) == ["b", "c", "a"]
    assert blended(sold("a", "0.1", "0.7")) == Decimal("0.25")
    assert names(sold("b", "1", "1"), sold("a", "1", "1")) == ["a", "b"]


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "free", "price_state": "free"}, {"kind": "batch"}, {"kind": "alias"}, {"tag": "a/flex"},
        {"tag": "a/turbo"}, {"price_state": "dynamic"}, {"input_usd_per_mtok": None}, {"output_usd_per_mtok": None},
        {"input_usd_per_mtok": "0", "output_usd_per_mtok": "0"},
    ],
)  # fmt: skip
def test_what_is_no_sale_of_the_model_as_usual_is_not_compared(changes: dict[str, Any]) -> None:
    assert names(sold("a", "1", "1", **changes), sold("b", "2", "2")) == ["b"]


def test_a_region_or_the_number_format_is_no_other_service_and_a_loose_match_is_not_compared() -> None:
    offers = [sold("a", "1", "1", tag="a/fp8", quantization="fp8"), sold("b", "1", "1", tag="b/eu")]
    assert names(*offers) == ["a", "b"]
    assert comparable(offers, [judged(offers[0], "alias_of"), judged(offers[1], level="high")]) == []
    assert comparable(offers, []) == []


def test_the_distance_to_the_maker_s_price_has_its_sign() -> None:
    assert markup_short("0.05", "0.05") == "+5 %"
    assert markup_short("-0.2", "-0.2") == "-20 %"
    assert markup_short("0", "0") == "0 %"
    assert markup_short("0.05", "-0.4643") == "in +5 %, out -46.4 %"
    assert markup_short(None, "0.0001") == "out +0.01 %"
    assert markup_short(None, None) == ""


def listed(terra: str = "0.0000005") -> dict[str, Any]:
    """A list of the router: one model, and others of the same leaderboard."""
    return envelope(
        *ten_models(hugging_face_id=None),
        model(ATLAS),
        model("globe/terra-9b", pricing={"prompt": terra, "completion": "0.0000002"}),
        model("globe/mare-9b", pricing={"prompt": "0.0000004", "completion": "0.0000013"}),
        model("globe/luna-9b", pricing={"prompt": "0.0000001", "completion": "0.0000002"}),
    )


@pytest.fixture
def rated(atlas: Atlas) -> Atlas:
    """A catalog of one day with scores."""
    folder = atlas.folder / "scores"
    folder.mkdir()
    rows = [
        {
            "rank": rank,
            "model": name,
            "vendor": "Acme" if name in ("atlas-7b", "m1") else "Globe",
            "license": None,
            "score": score,
            "ci": ci,
            "votes": 9,
        }
        for rank, (name, score, ci) in enumerate(SCORES, 1)
    ]
    url = "https://arena.ai/leaderboard/text"
    meta = {"leaderboard": "text", "source_url": "https://arena.ai/leaderboard/text", "model_count": len(rows),
            "fetched_at": "2026-07-30T12:00:00+00:00", "last_updated": "Jul 29, 2026"}  # fmt: skip
    (folder / "answer.json").write_text(json.dumps({"meta": meta, "models": rows}), encoding="utf-8")
    row = {"source": "arena", "url": url, "fetched_at": "2026-07-30T13:00:00Z", "file": "answer.json"}
    (folder / "index.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert atlas.run("backfill", "arena", "scores").status == 0
    atlas.backfill(listed(), "2026-07-30")
    assert atlas.run("build").status == 0
    return atlas


def peers(atlas: Atlas) -> list[list[str]]:
    """Ids of the models that each table of the page compares with, the model itself left out."""
    tables = BeautifulSoup(atlas.text(PAGE), "html.parser").select("table.peers")
    told = [[str(row["data-model"]) for row in table.select("tbody tr")] for table in tables]
    return [[id_ for id_ in ids if id_ != ATLAS] for ids in told]


def test_cheaper_are_those_that_score_no_less_or_whose_interval_overlaps(rated: Atlas) -> None:
    """One has a lower score with an overlap, one scores more for less on the whole, one scores less."""
    assert peers(rated) == [["globe/terra-9b", "globe/mare-9b"]]
    assert "Each model's page has the receipts" in rated.text(PAGE)
    assert "$0.425" in rated.text(PAGE)


def test_a_page_follows_the_prices_of_the_models_that_it_shows(rated: Atlas) -> None:
    rated.backfill(listed(terra="0.0000008"), "2026-07-31")
    assert rated.run("build").status == 0
    assert peers(rated) == [["globe/mare-9b"], ["globe/terra-9b"]]
    assert rated.files() == from_nothing(rated)


def test_a_cheaper_seller_is_named_beside_the_list_price_and_in_its_row(rated: Atlas) -> None:
    answer = endpoints_answer(ATLAS, endpoint(pricing={"prompt": "0.0000003", "completion": "0.000001"}))
    recorded("endpoints", f"https://openrouter.ai/api/v1/models/{ATLAS}/endpoints", answer)(rated)
    assert rated.run("build").status == 0
    soup = BeautifulSoup(rated.text(PAGE), "html.parser")
    assert [tag.text for tag in soup.select("[data-best]")] == [
        "cheapest offer: $0.30 at novita", "cheapest offer: $1.00 at novita",
    ]  # fmt: skip
    assert [row.select("th")[0].text for row in soup.select(".sales tbody tr")] == [
        "novita cheapestendpoint novita/fp16, via OpenRouter", "OpenRouterlist price",
    ]  # fmt: skip
    told = rated.json(f"models/{ATLAS}/index.json")
    assert told["fields"]["input_usd_per_mtok"]["value"] == 0.42
