"""SiliconFlow's lists: a cell a line, and a cell without a price that is not there at all."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from scraper.errors import FetchError, ShapeError
from scraper.snapshots import Snapshot
from tests.scraper.mutations import WRONG
from tests.scraper.price_pages import asked, by_id, fixture, html, recorded, said, troubles, wrong_after
from tests.upstream import Reply

source = by_id("siliconflow_pricing")
PATH = "/www.siliconflow.com/pricing"
PAGES = ["lists-rendered"]


@pytest.mark.parametrize("page", ["lists", "lists-rendered"])
def test_a_row_with_all_cells_is_read_by_the_headings_above(page: str) -> None:
    found = said(source, _page(page))["Atlas-9"]
    assert (found["input_usd_per_mtok"], found["cache_read_usd_per_mtok"], found["output_usd_per_mtok"]) == (
        "0.14", "0.028", "0.28",
    )  # fmt: skip


@pytest.mark.parametrize("page", ["lists", "lists-rendered"])
def test_of_two_amounts_the_dearer_second_one_can_be_no_cached_input(page: str) -> None:
    found = said(source, _page(page))["Atlas-8"]
    assert (found["input_usd_per_mtok"], found["output_usd_per_mtok"]) == ("0.27", "0.41")
    assert "cache_read_usd_per_mtok" not in found


def test_a_second_amount_that_may_be_either_is_not_claimed() -> None:
    found = said(source, _page("lists"))["Atlas-7"]
    assert (found["input_usd_per_mtok"], "output_usd_per_mtok" in found) == ("0", False)
    assert ("bad_value", "Atlas-7", "output_usd_per_mtok") in troubles(source, _page("lists"))


def test_an_image_has_its_unit_in_the_heading_and_speech_has_two_that_clash() -> None:
    found = said(source, _page("lists"))
    assert found["Draw [pro]"]["image_output_usd_each"] == "0.04"
    assert json.loads(found["Speak-1"]["other_prices"]) == {"Output (/M UTF-8 bytes)": "$15"}


def test_headings_in_another_order_leave_what_is_not_certain() -> None:
    page = _page("lists-rendered").body.decode()
    page = page.replace("<div>Input</div>", "<div>X</div>").replace("<div>Output</div>", "<div>Input</div>")
    found = said(source, html(page.replace("<div>X</div>", "<div>Output</div>"), source))
    assert "Atlas-8" not in found


def test_yuan_in_a_line_of_their_own_are_no_dollars() -> None:
    page = _page("lists").body.decode().replace("\n$\n", "\n¥\n")
    found = said(source, html(page, source))
    assert not [field for claims in found.values() for field in claims if "_usd_" in field]


def test_a_list_whose_sentence_says_no_unit_gives_no_price() -> None:
    page = _page("lists-rendered").body.decode().replace("Prices shown are per 1 million tokens.", "Prices shown.")
    found = said(source, html(page, source))
    assert not [field for claims in found.values() for field in claims if "_usd_" in field]


def _page(name: str) -> Snapshot:
    return fixture(source, name)


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("page", PAGES)
def test_no_wrong_price_comes_of_a_page_that_went_wrong(page: str, name: str) -> None:
    assert wrong_after(source, fixture(source, page), WRONG[name]) == {}


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><h1>Pricing</h1><p>Prices shown are per 1 million tokens.</p></body></html>",
        "Model Name\n\nInput\n\nDetails\n",
    ],
)
def test_a_page_without_prices_is_refused(page: str) -> None:
    with pytest.raises(ShapeError):
        source.parse([html(page, source)])


def test_the_page_is_asked_for_and_a_failure_is_a_fetch_error(tmp_path: Path) -> None:
    sightings, paths = asked(source, tmp_path, {PATH: fixture(source, "lists-rendered").body})
    assert ([sighting.url for sighting in sightings], PATH in paths) == ([source.address], True)
    with pytest.raises(FetchError):
        asked(source, tmp_path / "again", {PATH: Reply(b"", 404)})


def test_the_recorded_page_says_what_its_lines_say(recordings: Path) -> None:
    (page,) = recorded(source, recordings)
    found = said(source, page)
    lines = [line.strip() for line in page.body.decode().splitlines() if line.strip()]
    checked = 0
    for name, claims in found.items():
        start = lines.index(name) + 1
        stop = next(at for at in range(start, len(lines)) if lines[at].startswith("[Details]"))
        amounts = [Decimal(line) for line in lines[start:stop] if line.replace(".", "").isdigit()]
        if "input_usd_per_mtok" in claims and "output_usd_per_mtok" in claims:
            told = [Decimal(claims[f"{kind}_usd_per_mtok"]) for kind in ("input", "output")]
            assert told == [amounts[0], amounts[-1]]
            checked += 1
    assert (checked, len(found)) == (26, 37)
    assert [trouble for trouble in troubles(source, page) if trouble[0] != "ignored"] == [
        ("bad_value", "Hy3-preview", "output_usd_per_mtok")
    ]
