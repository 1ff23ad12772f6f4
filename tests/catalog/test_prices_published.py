"""Prices as a user meets them: on the page, in the database, in JSON, and by the hour from `show`."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from tests.answers import endpoint, endpoints_answer, envelope
from tests.atlas import API, Atlas, routes, ten_models
from tests.upstream import Upstream

PEAK = {"prompt": "0.00000044", "completion": "0.00000132"}
HOURS = [{"utc_start": 100, "utc_end": 400, **PEAK}, {"utc_start": 600, "utc_end": 1000, **PEAK}]
LONG = {"min_prompt_tokens": 200000, "prompt": "0.000001"}


@pytest.fixture
def priced(atlas: Atlas, upstream: Upstream) -> Atlas:
    """A catalog in which one seller, the maker, asks more at certain hours, and another asks less."""
    maker = {"prompt": "0.00000022", "completion": "0.00000066", "discount": 0, "overrides": [*HOURS, LONG]}
    other = {"prompt": "0.000000209", "completion": "0.00000066", "discount": 0, "overrides": [LONG]}
    rows = [
        endpoint("acme", pricing=maker, provider_name="Acme", quantization="unknown"),
        endpoint("novita/fp16", pricing=other),
    ]
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    sold = {f"{API}/models/acme/m0/endpoints": endpoints_answer("acme/m0", *rows)}
    upstream.routes.update({**routes(*ten_models()), **sold})
    atlas.listen_to(upstream)
    assert atlas.run("refresh", "openrouter").status == 0
    return atlas


def seconds(clock: str) -> int:
    return int(datetime.fromisoformat(clock).replace(tzinfo=UTC).timestamp())


def offers(atlas: Atlas) -> dict[str, Any]:
    return {offer["provider"]: offer for offer in json.loads(atlas.run("show", "acme/m0", "--json").out)["offers"]}


def test_show_tells_what_an_offer_costs_now_and_until_when(priced: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    for clock, price, until in (
        ("2026-08-01T00:59:59", 0.22, "2026-08-01T01:00:00Z"),
        ("2026-08-01T01:00:00", 0.44, "2026-08-01T04:00:00Z"),
        ("2026-08-01T05:00:00", 0.22, "2026-08-01T06:00:00Z"),
        ("2026-08-01T23:00:00", 0.22, "2026-08-02T01:00:00Z"),
    ):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds(clock)))
        shown = offers(priced)
        now = shown["acme"]["now"]
        assert (now["at"], now["input_usd_per_mtok"], now["until"]) == (f"{clock}Z", price, until)
        assert [when["utc_start"] for when in now["holding"]] == ([] if price == 0.22 else ["01:00"])
        assert "now" not in shown["novita"]
        assert f"now in ${price}, out ${price * 3:.2f} per 1M until {until}" in priced.run("show", "acme/m0").out


def test_the_catalog_itself_does_not_know_the_hour(priced: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    before = priced.files()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds("2026-08-01T09:00:00")))
    assert priced.run("build").status == 0
    changed = {path for path, content in priced.files().items() if before.get(path) != content}
    assert changed == set()


def test_the_page_tells_each_condition_in_words_and_the_timed_ones_for_the_script(priced: Atlas) -> None:
    page = priced.text("models/acme/m0/index.html")
    assert "daily 01:00-04:00 UTC" in page
    assert "prompts above 200,000 tokens (the whole request)" in page
    whens = [json.loads(unescape(found)) for found in re.findall(r'data-when="([^"]+)"', page)]
    assert whens == [{"utc_start": "01:00", "utc_end": "04:00"}, {"utc_start": "06:00", "utc_end": "10:00"}]


def test_the_distance_to_the_maker_s_price_is_published(priced: Atlas) -> None:
    sql = "select provider, maker_offer, markup_input, markup_output from offers where model_id = 'acme/m0' order by 1"
    assert priced.rows(sql) == [
        ("acme", None, None, None),
        ("novita", "openrouter:acme/m0#acme", "-0.05", "0"),
        ("openrouter", "openrouter:acme/m0#acme", "0.9091", "0.8939"),
    ]
    novita = next(o for o in priced.json("api/v1/models/acme/m0.json")["offers"] if o["provider"] == "novita")
    assert (novita["markup_input"], novita["markup_output"]) == (-0.05, 0)
    page = priced.text("models/acme/m0/index.html")
    told = re.findall(r"<td[^>]* data-markup>([^<]*)</td>", page)
    assert sorted(told) == ["", "in +90.9 %, out +89.4 %", "in -5 %, out 0 %"]
