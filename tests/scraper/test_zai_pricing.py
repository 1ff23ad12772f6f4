"""Z.AI's price tables: units in sentences above, free and limited-time free, media by piece."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from scraper.errors import FetchError, ShapeError
from tests.scraper.mutations import SAME, WRONG
from tests.scraper.price_pages import asked, by_id, fixture, html, recorded, said, troubles, wrong_after
from tests.upstream import Reply

source = by_id("zai_pricing")
PATH = "/docs.z.ai/guides/overview/pricing"
PAGES = ["tables", "cells"]


def test_free_is_0_limited_time_free_is_words_and_a_dash_is_nothing() -> None:
    found = said(source, fixture(source, "tables"))
    assert found["GLM-9-Flash"]["input_usd_per_mtok"] == "0"
    assert found["GLM-9"]["price_text"] == "Cached Input Storage: Limited-time Free"
    assert "cache_read_usd_per_mtok" not in found["GLM-9-32B"]
    assert "price_text" not in found["GLM-9-32B"]


def test_the_sentence_above_a_table_says_per_what() -> None:
    found = said(source, fixture(source, "tables"))
    assert found["GLM-Draw"]["image_output_usd_each"] == "0.015"
    assert json.loads(found["Film-3"]["other_prices"]) == {"Price per video": "0.2"}
    assert "audio_usd_per_mtok" not in found["GLM-Hear"], "two prices in a cell are none"


def test_only_glm_is_named_in_requests_by_its_name_in_small_letters() -> None:
    found = said(source, fixture(source, "tables"))
    assert found["GLM-9-32B"]["wire_id"] == "glm-9-32b"
    assert "wire_id" not in found["Film-3"]


def test_a_table_that_names_no_unit_gives_no_price() -> None:
    page = fixture(source, "cells").body.decode().replace("Prices per 1M tokens.", "Prices.")
    assert not [field for field in said(source, html(page, source))["GLM-9"] if "_usd_" in field]


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("page", PAGES)
def test_no_wrong_price_comes_of_a_page_that_went_wrong(page: str, name: str) -> None:
    assert wrong_after(source, fixture(source, page), WRONG[name]) == {}


@pytest.mark.parametrize("name", SAME)
def test_columns_may_move(name: str) -> None:
    assert wrong_after(source, fixture(source, "cells"), SAME[name]) == {}


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><h1>Pricing</h1><p>Prices per 1M tokens.</p></body></html>",
        "# Pricing\n\n| Tool | Cost |\n| --- | --- |\n| Search | $1 |\n",
        "| Model | Input | Output |\n|---|---|---|\n| A | $1 | $2 |\n| A | $1 | $2 |\n",
    ],
)
def test_a_page_without_prices_is_refused(page: str) -> None:
    with pytest.raises(ShapeError):
        source.parse([html(page, source)])


def test_the_page_is_asked_for_and_a_failure_is_a_fetch_error(tmp_path: Path) -> None:
    sightings, paths = asked(source, tmp_path, {PATH: fixture(source, "cells").body})
    assert ([sighting.url for sighting in sightings], PATH in paths) == ([source.address], True)
    with pytest.raises(FetchError):
        asked(source, tmp_path / "again", {PATH: Reply(b"", 404)})


def test_the_recorded_page_says_what_its_cells_say(recordings: Path) -> None:
    (page,) = recorded(source, recordings)
    found = said(source, page)
    rows = re.findall(
        r"^\| (GLM-[\w.-]+) \| \$([\d.]+) \| (?:\$([\d.]+)|.) \| [^|]+ \| \$([\d.]+) \|",
        page.body.decode(),
        re.MULTILINE,
    )
    assert (len(rows), len(found)) == (16, 29)
    for name, put, cached, out in rows:
        assert Decimal(found[name]["input_usd_per_mtok"]) == Decimal(put)
        assert Decimal(found[name].get("cache_read_usd_per_mtok", "0")) == Decimal(cached or "0")
        assert Decimal(found[name]["output_usd_per_mtok"]) == Decimal(out)
    assert {kind for kind, _, _ in troubles(source, page)} == {"ignored"}
