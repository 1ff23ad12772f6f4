"""xAI's page of models: the data it is drawn from, or its tables, and a notice of retirement."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from scraper.errors import FetchError, ShapeError
from tests.scraper.mutations import SAME, WRONG
from tests.scraper.price_pages import asked, by_id, fixture, html, recorded, said, troubles, wrong_after
from tests.upstream import Reply

source = by_id("xai_pricing")
PATH = "/docs.x.ai/docs/models"


@pytest.mark.parametrize("page", ["tables", "cells"])
def test_a_row_is_read_by_its_headings_with_the_unit_from_the_sentence_below(page: str) -> None:
    found = said(source, fixture(source, page))
    assert (found["grok-9.9"]["input_usd_per_mtok"], found["grok-9.9"]["output_usd_per_mtok"]) == ("1.11", "2.22")
    assert (found["grok-9.9"]["context_served"], found["grok-9-fast"]["context_served"]) == ("1000000", "256000")


def test_the_unit_in_a_cell_tells_what_the_price_is_for() -> None:
    found = said(source, fixture(source, "tables"))
    assert found["grok-draw"]["image_output_usd_each"] == "0.03"
    assert found["grok-film"]["video_output_usd_per_second"] == "0.06"
    assert found["Speech API: Read aloud"]["speech_usd_per_mchar"] == "4.5"
    assert json.loads(found["Speech API: Talk"]["other_prices"]) == {"Cost": "$0.05 / min ($3.00 / hr)"}


def test_a_notice_names_those_that_retire_and_not_what_to_take_instead() -> None:
    found = said(source, fixture(source, "tables"))
    going = {name: claims["retires_at"] for name, claims in found.items() if name.startswith("lifecycle:")}
    assert going == dict.fromkeys(
        ["lifecycle:grok-8", "lifecycle:grok-8.1-fast", "lifecycle:grok-draw-pro"], "2026-05-15"
    )


def test_a_notice_whose_heading_and_sentence_name_two_days_says_nothing() -> None:
    page = fixture(source, "tables").body.decode().replace("retired on May 15", "retired on June 1")
    assert not [name for name in said(source, html(page, source)) if name.startswith("lifecycle:")]


def test_the_data_of_the_page_are_cents_per_100_million_tokens() -> None:
    found = said(source, fixture(source, "data"))["grok-9-0101"]
    assert (found["input_usd_per_mtok"], found["output_usd_per_mtok"]) == ("1.11", "2.22")
    assert found["cache_read_usd_per_mtok"] == "0.25"
    assert json.loads(found["conditions"]) == [
        {"when": {"prompt_tokens_above": 128000}, "input_usd_per_mtok": "2.22", "output_usd_per_mtok": "4.44"}
    ]
    assert found["aliases"] == '["grok-9-0101-latest"]'


def test_0_in_the_data_is_no_price_and_what_differs_between_regions_is_not_claimed() -> None:
    found = said(source, fixture(source, "data"))["grok-9-mini"]
    assert "cache_read_usd_per_mtok" not in found
    assert found["input_usd_per_mtok"] == "0.3"


def test_where_the_table_shows_other_prices_than_the_data_neither_is_claimed() -> None:
    found = said(source, fixture(source, "data"))["grok-9-odd"]
    assert not [field for field in found if "_usd_" in field]
    assert ("bad_value", "grok-9-odd", "input_usd_per_mtok") in troubles(source, fixture(source, "data"))


def test_a_model_in_the_data_that_the_page_does_not_show_is_left_out_and_told() -> None:
    assert "grok-old" not in said(source, fixture(source, "data"))
    assert ("ignored", "", "data") in troubles(source, fixture(source, "data"))


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("page", ["tables", "cells", "data"])
def test_no_wrong_price_comes_of_a_page_that_went_wrong(page: str, name: str) -> None:
    assert wrong_after(source, fixture(source, page), WRONG[name]) == {}


@pytest.mark.parametrize("name", SAME)
@pytest.mark.parametrize("page", ["cells", "data"])
def test_columns_may_move(page: str, name: str) -> None:
    assert wrong_after(source, fixture(source, page), SAME[name]) == {}


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><h1>Models</h1><p>Nothing here, but prices are per million tokens.</p></body></html>",
        "# Models\n\n| Model | Pricing |\n| --- | --- |\n| grok-9 | Loading |\n",
        '<p>Models</p><script>self.__next_f.push([1,"{\\"clusterConfigs\\":[{"])</script>',
    ],
    ids=["no table", "no priced table", "data broken off"],
)
def test_a_page_without_models_is_refused(page: str) -> None:
    with pytest.raises(ShapeError):
        source.parse([html(page, source)])


def test_the_page_is_asked_for_and_a_failure_is_a_fetch_error(tmp_path: Path) -> None:
    sightings, paths = asked(source, tmp_path, {PATH: fixture(source, "cells").body})
    assert ([sighting.url for sighting in sightings], PATH in paths) == ([source.address], True)
    with pytest.raises(FetchError):
        asked(source, tmp_path / "again", {PATH: Reply(b"", 404)})


def test_the_recorded_tables_say_what_their_cells_say(recordings: Path) -> None:
    page, _ = recorded(source, recordings)
    found = said(source, page)
    rows = re.findall(
        r"^\| (grok-[\w.-]+) \| [\dMk,]+ \| \$([\d.]+) \| \$([\d.]+) \|", page.body.decode(), re.MULTILINE
    )
    assert len(rows) == 6
    for name, put, out in rows:
        assert Decimal(found[name]["input_usd_per_mtok"]) == Decimal(put)
        assert Decimal(found[name]["output_usd_per_mtok"]) == Decimal(out)
    assert len(found) == 18


def test_the_recorded_data_agree_with_the_drawn_table(recordings: Path) -> None:
    _, page = recorded(source, recordings)
    found = said(source, page)
    text = page.body.decode()
    for name, put, out in [("grok-4-0709", "3", "15"), ("grok-code-fast-1", "0.20", "1.50"), ("grok-3", "3", "15")]:
        assert f'"usd-amount">${Decimal(put):.2f}' in text
        assert Decimal(found[name]["input_usd_per_mtok"]) == Decimal(put)
        assert Decimal(found[name]["output_usd_per_mtok"]) == Decimal(out)
    assert (len(found), troubles(source, page)[0][0]) == (8, "ignored")
