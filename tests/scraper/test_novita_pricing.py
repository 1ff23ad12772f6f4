"""Novita's tables: two prices in one cell each under its own name, and prices in words."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from scraper.errors import FetchError, ShapeError
from tests.scraper.mutations import SAME, WRONG
from tests.scraper.price_pages import asked, by_id, fixture, html, recorded, said, troubles, wrong_after
from tests.upstream import Reply

source = by_id("novita_pricing")
PATH = "/novita.ai/pricing"
PAGES = ["tables", "cells"]
SAME_TEXT = {("tables", "per 1K"), ("tables", "per call")}
"""Mutations that leave a page as it is: what they change stands there in another way."""


def test_what_shares_a_cell_with_the_input_is_claimed_under_its_own_name() -> None:
    found = said(source, fixture(source, "tables"))["acme/atlas-9"]
    assert (found["input_usd_per_mtok"], found["cache_read_usd_per_mtok"], found["output_usd_per_mtok"]) == (
        "0.269", "0.1345", "0.4",
    )  # fmt: skip
    assert found["context_served"] == "163840"


def test_tiered_pricing_is_words_and_a_dash_is_nothing() -> None:
    found = said(source, fixture(source, "tables"))["acme/atlas-8-max"]
    assert found["price_text"] == "Output: Tiered pricing"
    assert not [field for field in found if "_usd_" in field]


def test_a_row_without_an_id_is_reported_and_media_are_counted() -> None:
    found = troubles(source, fixture(source, "tables"))
    assert ("bad_record", "", "Model Name") in found
    assert ("ignored", "", "video") in found


@pytest.mark.parametrize("unit", ["/Kt", "/call", "", " million"])
def test_another_unit_than_a_million_tokens_gives_no_price(unit: str) -> None:
    page = fixture(source, "tables").body.decode().replace(" /Mt", f" {unit}".rstrip())
    found = said(source, html(page, source))
    assert not [field for claims in found.values() for field in claims if "_usd_" in field]


@pytest.mark.parametrize(
    ("page", "name"), [(page, name) for page in PAGES for name in WRONG if (page, name) not in SAME_TEXT]
)
def test_no_wrong_price_comes_of_a_page_that_went_wrong(page: str, name: str) -> None:
    assert wrong_after(source, fixture(source, page), WRONG[name]) == {}


@pytest.mark.parametrize("name", SAME)
def test_columns_may_move(name: str) -> None:
    assert wrong_after(source, fixture(source, "cells"), SAME[name]) == {}


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><h1>Pricing</h1><p>Nothing.</p></body></html>",
        "# Pricing\n\n| API Name | Pricing |\n| --- | --- |\n| Film | $1 /video |\n",
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
    pattern = (
        r"^\| \[([^\]]+)\]\([^)]*\) \| ([\d,]+) \| \$([\d.]+) /Mt(?:· Cache Read \$([\d.]+) /Mt)? \| \$([\d.]+) /Mt"
    )
    rows = re.findall(pattern, page.body.decode(), re.MULTILINE)
    assert (len(rows), len(found)) == (86, 93)
    for name, context, put, cached, out in rows:
        assert found[name]["context_served"] == context.replace(",", "")
        assert Decimal(found[name]["input_usd_per_mtok"]) == Decimal(put)
        assert Decimal(found[name].get("cache_read_usd_per_mtok", "0")) == Decimal(cached or "0")
        assert Decimal(found[name]["output_usd_per_mtok"]) == Decimal(out)
    assert {kind for kind, _, _ in troubles(source, page)} == {"ignored"}
