"""Cerebras' table: drawn by JavaScript from data inside the page, with marks that mean something."""

from decimal import Decimal
from pathlib import Path

import pytest

from scraper.errors import FetchError, ShapeError
from tests.scraper.mutations import SAME, WRONG
from tests.scraper.price_pages import asked, by_id, fixture, html, recorded, said, troubles, wrong_after
from tests.upstream import Reply

source = by_id("cerebras_pricing")
PATH = "/www.cerebras.ai/pricing"
PAGES = ["data", "cells"]


@pytest.mark.parametrize("page", ["data", "cells"])
def test_the_table_is_read_from_the_page_or_from_its_data(page: str) -> None:
    found = said(source, fixture(source, page))
    assert (found["Atlas 9 120B"]["input_usd_per_mtok"], found["Atlas 9 120B"]["output_usd_per_mtok"]) == (
        "0.35",
        "0.75",
    )
    assert found["lifecycle:Atlas 7 8B"]["deprecated_at"] == "2026-05-27"


def test_one_mark_is_a_preview_and_no_part_of_the_name() -> None:
    found = said(source, fixture(source, "data"))["Atlas 8"]
    assert (found["lifecycle"], found["name"]) == ("preview", "Atlas 8")


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
        "<html><body><h2>Developer tier Pricing</h2><p>Drawn later.</p></body></html>",
        '<p>x</p><script>self.__next_f.push([1,"{\\"blocks\\":[{"])</script>',
        '<p>x</p><script>self.__next_f.push([1,"{\\"blocks\\":[{\\"_type\\":\\"table\\"}]}"])</script>',
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


def test_the_recorded_page_says_what_its_data_say(recordings: Path) -> None:
    (page,) = recorded(source, recordings)
    found = said(source, page)
    text = page.body.decode()
    for name, shown, put, out in [
        ("ZAI GLM 4.7", "[ZAI]ZAI GLM 4.7*", "2.25", "2.75"),
        ("GPT OSS 120B", "[OPENAI]GPT OSS 120B", "0.35", "0.75"),
        ("Llama 3.1 8B", "[META]Llama 3.1 8B**", "0.10", "0.10"),
        ("Qwen 3 235B Instruct", "[QWEN]Qwen 3 235B Instruct**", "0.60", "1.20"),
    ]:
        row = text[text.index(shown) :].partition("}")[0]
        assert f"$${put}/M tokens" in row and f"$${out}/M tokens" in row
        assert Decimal(found[name]["input_usd_per_mtok"]) == Decimal(put)
        assert Decimal(found[name]["output_usd_per_mtok"]) == Decimal(out)
    assert (len(found), troubles(source, page)) == (6, [])
