"""The explorer in a real Chromium, found by role and name as a person would."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from . import sample
from .conftest import PREFIXES, Open, violations
from .explorer_sample import ALL, LISTED

pytestmark = pytest.mark.browser

EVERYWHERE = pytest.mark.parametrize("prefix", PREFIXES)


def explorer(open_page: Open, address: str = "", **options: Any) -> Page:
    """Open the explorer, and wait until its scripts have read the models."""
    page = open_page(address, **options)
    page.set_default_timeout(4000)
    expect(page.locator("html")).to_have_class("ready")
    return page


def names(page: Page) -> list[str]:
    """Names in the rows that exist, from top to bottom."""
    return page.locator("tbody tr:visible th a").all_inner_texts()


def column(page: Page, name: str) -> list[str]:
    """Cells of that column in the rows that exist."""
    heads = [text.split("\n")[0] for text in page.locator("thead th").all_inner_texts()]
    return page.locator(f"tbody tr:visible > :nth-child({heads.index(name) + 2})").all_inner_texts()


def search(page: Page, query: str) -> None:
    page.get_by_role("searchbox").fill(query)


def choose(page: Page, group: str, value: str) -> Locator:
    facet = page.get_by_role("group", name=group, exact=True)
    return facet.get_by_role("checkbox", name=re.compile(rf"^{value} \d+$"))


def tally(page: Page, group: str, value: str) -> int:
    label = choose(page, group, value).locator("xpath=..").inner_text()
    return int(label.split()[-1])


def count(page: Page) -> str:
    return page.locator("output").inner_text()


@EVERYWHERE
def test_the_explorer_begins_with_what_is_on_offer_now(open_page: Open, prefix: str) -> None:
    page = explorer(open_page, prefix=prefix)
    assert count(page) == f"{LISTED} of {ALL} models"
    assert names(page)[0] == "Kepler: Kepler 4.5 VL 42B A4B"
    assert choose(page, "Status", "Listed").is_checked()
    assert tally(page, "Status", "No longer listed") == 2
    assert page.get_by_role("link", name="from A to Z").first.get_attribute("href") == "a-z/"


@EVERYWHERE
def test_search_is_blind_to_punctuation(open_page: Open, prefix: str) -> None:
    page = explorer(open_page, prefix=prefix)
    search(page, "star map-3.5")
    assert names(page) == ["Tycho: Star-Map 3.5 Mini", "Tycho: Star-Map 3.5 Max"]
    assert count(page) == f"2 of {ALL} models"
    search(page, "--- !")
    assert count(page) == f"{LISTED} of {ALL} models"


def test_a_facet_takes_any_of_its_values_and_modalities_take_all(open_page: Open) -> None:
    page = explorer(open_page)
    choose(page, "Lab", "tycho").check()
    choose(page, "Lab", "galileo").check()
    assert count(page) == f"4 of {ALL} models"
    choose(page, "Input modality", "image").check()
    assert names(page) == ["Tycho: Star-Map 3.5 Max"]
    choose(page, "Input modality", "audio").check()
    assert names(page) == ["Tycho: Star-Map 3.5 Max"]
    choose(page, "Lab", "tycho").uncheck()
    assert names(page) == []


def test_counts_follow_the_other_facets_but_not_their_own(open_page: Open) -> None:
    page = explorer(open_page)
    assert tally(page, "Lab", "tycho") == 2
    choose(page, "Lab", "kepler").check()
    assert tally(page, "Lab", "tycho") == 2
    assert tally(page, "Input modality", "image") == 1
    assert tally(page, "Price", "Free") == 0
    choose(page, "Input modality", "audio").check()
    assert tally(page, "Lab", "tycho") == 1
    assert tally(page, "Lab", "kepler") == 0


def test_what_is_picked_is_taken_away_by_its_chip(open_page: Open) -> None:
    page = explorer(open_page, "?lab=tycho&in=image&status=active&input=1..20")
    chips = page.get_by_role("list", name="Filters in force").get_by_role("link")
    assert chips.all_inner_texts() == [
        "Lab: tycho", "Input modality: image", "Status: Listed", "Input price: $1.00 to $20.00",
    ]  # fmt: skip
    assert count(page) == f"1 of {ALL} models"
    page.get_by_role("link", name="Remove Input modality: image").click()
    expect(page.get_by_role("link", name="Remove Status: Listed")).to_be_focused()
    page.get_by_role("link", name="Remove Input price").click()
    assert count(page) == f"2 of {ALL} models"
    page.get_by_role("button", name="Reset").click()
    assert count(page) == f"{LISTED} of {ALL} models"
    expect(page).to_have_url(re.compile(r"/$"))


def test_a_long_facet_scrolls_and_hides_nothing_from_anybody(open_page: Open) -> None:
    page = explorer(open_page, "?lab=mercator")
    box = page.get_by_role("group", name="Lab", exact=True).locator(".many")
    assert box.evaluate("box => box.scrollHeight > box.clientHeight")
    assert box.get_by_role("checkbox").count() == box.locator("label").count() > 8
    assert names(page) == ["Mercator: Unpriced"]


@pytest.mark.parametrize(
    ("name", "first", "second"), [("Input", "ascending", "descending"), ("Context", "descending", "ascending")]
)
def test_a_header_sorts_both_ways_with_missing_values_last(open_page: Open, name: str, first: str, second: str) -> None:
    page = explorer(open_page, "?q=:")
    search(page, "er: mi er: ga er: me")
    page = explorer(open_page, "?lab=kepler&lab=tycho&lab=galileo&lab=mercator")
    button = page.get_by_role("button", name=name, exact=True)
    head = page.locator("th", has=button)
    cells = {}
    for direction in (first, second):
        button.click()
        assert head.get_attribute("aria-sort") == direction
        cells[direction] = column(page, name)
    missing = {"—", "varies"}
    for told in cells.values():
        known = [each for each in told if each not in missing]
        assert told[: len(known)] == known
        assert len(known) < len(told)
    numbers = [0.0 if each == "free" else float(each.strip("$K")) for each in cells["ascending"] if each not in missing]
    assert numbers == sorted(numbers)
    assert page.locator("th[aria-sort=ascending], th[aria-sort=descending]").count() == 1


def test_sorting_by_name_is_stable_and_natural(open_page: Open) -> None:
    page = explorer(open_page, "?q=crowd&cols=lab&sort=lab")
    labs = column(page, "Lab")
    assert labs == sorted(labs)
    of_first_lab = [name for name in names(page) if name.startswith("Lab00")]
    assert of_first_lab == [f"Lab00: Crowd {number}" for number in range(0, 96, 12)]
    page.get_by_role("button", name="Model", exact=True).click()
    assert names(page)[:8] == of_first_lab


@pytest.mark.parametrize("width", [390, 1280])
def test_rows_exist_only_in_the_window_and_the_page_is_as_long_as_all_of_them(open_page: Open, width: int) -> None:
    page = explorer(open_page, "?sort=name", width=width)
    rows = page.locator("tbody tr")
    assert rows.count() < 40 < LISTED
    assert page.get_by_role("table").get_attribute("aria-rowcount") == str(LISTED + 1)
    height = page.locator("tbody tr").first.evaluate("row => row.getBoundingClientRect().height")
    assert page.locator("tbody").evaluate("body => body.clientHeight") == pytest.approx(height * LISTED, abs=1)
    for share in (0.5, 1, 0.2, 0):
        page.evaluate("share => scrollTo(0, share * document.body.scrollHeight)", share)
        page.wait_for_timeout(400)
        told = rows.evaluate_all("""rows => rows.map((row) =>
            [Number(row.getAttribute("aria-rowindex")), row.getBoundingClientRect().top, row.innerText])""")
        places = [place for place, _, _ in told]
        assert places == list(range(places[0], places[0] + len(places)))
        tops = [top for _, top, _ in told]
        assert tops == sorted(tops)
        assert any(top < 900 and top + height > 0 for top in tops)
        assert len({text.split("\n")[0] for _, _, text in told}) > 1
    assert places[0] == 2


@EVERYWHERE
def test_the_address_is_the_state(open_page: Open, prefix: str) -> None:
    page = explorer(open_page, prefix=prefix)
    search(page, "star")
    choose(page, "Parameter", "tools").check()
    page.get_by_role("button", name="Output", exact=True).click()
    expect(page).to_have_url(re.compile(rf"{prefix}\?q=star&sort=output&param=tools$"))
    seen = names(page)
    again = explorer(open_page, "?q=star&sort=output&param=tools", prefix=prefix)
    assert names(again) == seen == ["Tycho: Star-Map 3.5 Mini", "Tycho: Star-Map 3.5 Max"]
    assert again.get_by_role("searchbox").input_value() == "star"
    assert choose(again, "Parameter", "tools").is_checked()


def test_back_and_forward_step_through_views_but_not_through_keystrokes(open_page: Open) -> None:
    page = explorer(open_page)
    page.get_by_role("searchbox").press_sequentially("star")
    choose(page, "Parameter", "reasoning").check()
    assert count(page) == f"1 of {ALL} models"
    page.go_back()
    assert count(page) == f"2 of {ALL} models"
    assert page.get_by_role("searchbox").input_value() == "star"
    assert not choose(page, "Parameter", "reasoning").is_checked()
    page.go_forward()
    assert count(page) == f"1 of {ALL} models"
    page.goto("about:blank")
    page.go_back()
    expect(page.locator("output")).to_have_text(f"1 of {ALL} models")
    assert choose(page, "Parameter", "reasoning").is_checked()


def test_back_leads_to_the_row_that_was_left(open_page: Open) -> None:
    page = explorer(open_page)
    page.evaluate("scrollTo(0, 2000)")
    page.wait_for_timeout(250)
    page.get_by_role("searchbox").evaluate("field => { field.value = 'star'; field.dispatchEvent(new Event('input')) }")
    page.get_by_role("button", name="Output", exact=True).click()
    assert page.evaluate("scrollY") < 600
    page.go_back()
    page.goto(page.url.split("?")[0])
    expect(page.locator("html")).to_have_class("ready")
    page.evaluate("scrollTo(0, 2000)")
    page.wait_for_timeout(250)
    page.goto("about:blank")
    page.go_back()
    expect(page.locator("html")).to_have_class("ready")
    assert page.evaluate("scrollY") == 2000


def test_an_explicit_parameter_wins_over_the_preselected(open_page: Open) -> None:
    assert names(explorer(open_page, "?status=retired")) == ["Brahe: Brahe 1", "Brahe: Brahe 0"]
    page = explorer(open_page, "?status=")
    assert count(page) == f"{ALL} of {ALL} models"
    page = explorer(open_page, "?status=active,retired")
    assert count(page) == f"{ALL} of {ALL} models"
    choose(page, "Status", "No longer listed").uncheck()
    expect(page).to_have_url(re.compile(r"/$"))


def test_a_model_that_is_no_longer_listed_says_so(open_page: Open) -> None:
    page = explorer(open_page, "?status=&q=brahe+star")
    search(page, "brahe 1")
    assert page.locator("tbody tr").inner_text().split("\n")[0] == "retired"
    search(page, "star")
    assert page.get_by_text("retired", exact=True).filter(visible=True).count() == 0


@pytest.mark.parametrize("address", ["?sort=nonsense", "?lab=nobody&q=", "?price=%00%E0%A4%A", "?compare=no/model"])
def test_a_broken_address_gives_a_sensible_view_and_says_so(open_page: Open, address: str) -> None:
    page = explorer(open_page, address)
    assert count(page) == f"{LISTED} of {ALL} models"
    told = page.get_by_text("The address asks for what this page does not know")
    expect(told).to_be_visible()
    search(page, "star")
    expect(told).to_be_hidden()


def test_nothing_found_offers_to_clear_the_filters(open_page: Open) -> None:
    page = explorer(open_page, "?q=nothing+like+it&lab=kepler&sort=input")
    expect(page.get_by_text("No model fits all of this.")).to_be_visible()
    expect(page.get_by_role("table")).to_be_hidden()
    page.get_by_role("button", name="Clear filters").click()
    assert count(page) == f"{LISTED} of {ALL} models"
    assert page.get_by_role("searchbox").input_value() == ""
    expect(page).to_have_url(re.compile(r"/\?sort=input$"))
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_a_range_narrows_from_both_ends_and_keeps_to_the_address(open_page: Open) -> None:
    page = explorer(open_page)
    low, high = (page.get_by_role("slider", name=f"Input price {end}") for end in ("from", "to"))
    assert (low.get_attribute("aria-valuetext"), high.get_attribute("aria-valuetext")) == ("no limit", "no limit")
    low.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"\?input=0\.003\.\.$"))
    assert "Galileo: Galileo 1 (free)" not in names(page)
    assert "Mercator: Unpriced" not in names(page)
    high.focus()
    page.keyboard.press("Home")
    assert [low.input_value(), high.input_value()] == ["0", "0"]
    assert names(page) == ["Galileo: Galileo 1 (free)"]
    again = explorer(open_page, "?input=0.4..1.5")
    assert "Kepler: Kepler 4.5 VL 42B A4B" in names(again)
    assert again.get_by_role("slider", name="Input price from").get_attribute("aria-valuetext") == "$0.40"
    assert again.get_by_role("slider", name="Input price to").get_attribute("aria-valuetext") == "$1.50"


def test_a_histogram_counts_what_fits_otherwise(open_page: Open) -> None:
    page = explorer(open_page)
    bars = page.get_by_role("group", name="Context", exact=True).locator("path")
    before = bars.evaluate_all("paths => paths.map((path) => path.getAttribute('d'))")
    assert before[0] == ""
    page = explorer(open_page, "?context=100000..")
    bars = page.get_by_role("group", name="Context", exact=True).locator("path")
    outside, inside = bars.evaluate_all("paths => paths.map((path) => path.getAttribute('d'))")
    assert outside and inside
    assert sorted((outside + inside).split("M")[1:]) == sorted(before[1].split("M")[1:])


def test_columns_are_chosen_and_kept_in_the_address(open_page: Open) -> None:
    page = explorer(open_page, "?q=kepler")
    page.get_by_role("button", name="Columns").click()
    chooser = page.get_by_role("group", name="Columns")
    assert chooser.get_by_role("checkbox", name="Input", exact=True).is_checked()
    for name in ("Lab", "Trend", "Licence"):
        chooser.get_by_role("checkbox", name=name, exact=True).check()
    chooser.get_by_role("checkbox", name="Max output", exact=True).uncheck()
    page.keyboard.press("Escape")
    expect(chooser).to_be_hidden()
    assert column(page, "Lab") == ["kepler"]
    assert column(page, "Trend") == ["\N{MINUS SIGN}20 % since 2026-05-03"]
    assert column(page, "Licence") == ["apache-2.0"]
    assert page.get_by_role("columnheader", name="Max output").count() == 0
    again = explorer(open_page, page.url.split("/")[-1])
    assert again.locator("thead").inner_text() == page.locator("thead").inner_text()


def test_the_unit_turns_every_price(open_page: Open) -> None:
    page = explorer(open_page, "?q=star")
    assert column(page, "Input") == ["$0.0030", "$15.00"]
    page.get_by_role("group", name="Unit").get_by_role("radio", name="1K").check(force=True)
    assert column(page, "Input") == ["$0.0000030", "$0.015"]
    assert "per 1K" in page.get_by_role("columnheader", name="Input").inner_text()
    expect(page).to_have_url(re.compile(r"unit=1K"))


def test_the_ratio_mixes_the_blended_price(open_page: Open) -> None:
    page = explorer(open_page, "?q=max")
    assert column(page, "Blended") == ["$15.00"]
    ratio = page.get_by_label("ratio")
    ratio.fill("1:1:8")
    assert column(page, "Blended") == ["$4.20"]
    expect(page).to_have_url(re.compile(r"ratio=1:1:8"))
    ratio.fill("nonsense")
    assert ratio.get_attribute("aria-invalid") == "true"
    ratio.press("Enter")
    assert ratio.input_value() == "1:1:8"


def saved(page: Page, kind: str) -> tuple[str, str]:
    """The name of the file that a button gives, and its text."""
    with page.expect_download() as told:
        page.get_by_role("button", name=re.compile(f"^{kind}")).click()
    return told.value.suggested_filename, Path(told.value.path()).read_bytes().decode()


def test_the_view_is_saved_as_csv_with_no_formula_in_it(open_page: Open) -> None:
    page = explorer(open_page, "?status=&lab=hostile&lab=kepler&lab=brahe&ratio=1:1:8")
    assert page.get_by_role("button", name=re.compile("^CSV")).inner_text() == "CSV (7)"
    name, text = saved(page, "CSV")
    assert name == "models.csv"
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == 7
    kepler = rows[0]
    assert kepler["id"] == sample.MODEL_ID
    assert kepler["input_usd_per_mtok"] == "0.42"
    assert kepler["cache_read_usd_per_mtok"] == "0.042"
    assert kepler["blended_usd_per_mtok"] == "0.1176"
    assert kepler["modalities_in"] == "image|text"
    assert kepler["listed_at"] == "2026-07-20"
    by_id = {row["id"]: row for row in rows}
    assert by_id["hostile/formula"]["name"] == "'=1+1"
    assert by_id["hostile/one"]["name"] == sample.HOSTILE
    assert by_id["brahe/brahe-0"]["listed_at"] == ""


def test_the_view_is_saved_as_json_in_its_order(open_page: Open) -> None:
    page = explorer(open_page, "?q=star&sort=-input")
    name, text = saved(page, "JSON")
    assert name == "models.json"
    rows = json.loads(text, parse_float=str, parse_int=str)
    assert [row["name"] for row in rows] == names(page)
    assert rows[1]["input_usd_per_mtok"] == "0.003"
    assert rows[0]["modalities_in"] == ["text", "image", "audio"]
    assert rows[0]["licence"] is None


def test_keys_lead_through_the_rows_beyond_the_window(open_page: Open) -> None:
    page = explorer(open_page)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("a/b?jc")
    assert page.get_by_role("searchbox").input_value() == "a/b?jc"
    search(page, "")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Kepler: Kepler 4.5 VL 42B A4B")).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Tycho: Star-Map 3.5 Mini")).to_be_focused()
    page.keyboard.press("c")
    expect(page).to_have_url(re.compile(r"compare=tycho/star-map-3.5-mini"))
    for _ in range(60):
        page.keyboard.press("ArrowDown")
    place = page.evaluate("document.activeElement.closest('tr').ariaRowIndex")
    assert place == str(1 + 62)
    box = page.locator(":focus").bounding_box()
    assert box
    assert 50 < box["y"] < 870
    for _ in range(61):
        page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kepler: Kepler 4.5 VL 42B A4B")


def test_the_focus_never_goes_to_another_model_by_scrolling(open_page: Open) -> None:
    page = explorer(open_page)
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.evaluate("scrollTo(0, 3000)")
    page.wait_for_timeout(60)
    expect(page.get_by_role("table")).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Tycho: Star-Map 3.5 Mini")).to_be_focused()


def test_a_dialog_names_the_keys(open_page: Open) -> None:
    page = explorer(open_page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_filters_can_be_skipped_and_everything_is_reached_by_keyboard(open_page: Open) -> None:
    page = explorer(open_page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.get_by_role("searchbox").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip filters")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Remove Status: Listed")).to_be_focused()
    page.get_by_role("button", name="Input", exact=True).focus()
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Input")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="Compare Galileo")).to_be_focused()


def test_models_are_picked_to_compare_six_at_most(open_page: Open) -> None:
    page = explorer(open_page)
    page.get_by_role("checkbox", name="Compare Kepler").check()
    expect(page).to_have_url(re.compile(r"\?compare=kepler"))
    page = explorer(open_page, "?q=crowd&compare=" + "&compare=".join(f"lab00/crowd-{12 * n}" for n in range(6)))
    box = page.get_by_role("checkbox", name="Compare Lab01: Crowd 1", exact=True)
    box.click()
    assert not box.is_checked()
    expect(page.get_by_text("Up to 6 models can be compared.")).to_be_visible()


def test_the_chart_the_calculator_and_the_tray_come_when_they_are_asked_for(open_page: Open) -> None:
    page = explorer(open_page)
    loaded = "performance.getEntriesByType('resource').map((each) => each.name.split('/').at(-1))"
    assert not {"chart.js", "calculator.js", "tray.js", "download.js", "chooser.js"} & set(page.evaluate(loaded))
    page.locator("summary", has_text="Chart").click()
    expect(page.get_by_role("img", name=re.compile("against price"))).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?chart=arena_rating$"))
    search(page, "star")
    expect(page.get_by_role("img", name=re.compile("of 2 models"))).to_be_visible()
    page.locator("summary", has_text="Calculator").click()
    page.get_by_label("Calls").fill("1000")
    page.get_by_label("Prompt tokens").fill("1000")
    page.get_by_role("checkbox", name="Compare Tycho: Star-Map 3.5 Max").check()
    page.get_by_role("checkbox", name="Compare Tycho: Star-Map 3.5 Mini").check()
    expect(page.get_by_role("link", name="Compare", exact=True)).to_be_visible()
    assert violations(page) == []
    page.locator("summary", has_text="Chart").first.click()
    expect(page).not_to_have_url(re.compile("chart="))


def test_what_a_month_costs_is_a_column_that_sorts(open_page: Open) -> None:
    page = explorer(open_page, "?q=star&use=1000,1000,0,1000")
    assert column(page, "A month") == ["$0.0060", "$30.00"]
    page.get_by_role("button", name="A month").click()
    assert page.get_by_role("columnheader", name="A month").get_attribute("aria-sort") == "ascending"
    expect(page).to_have_url(re.compile("sort=monthly"))


def test_a_usage_that_is_typed_first_puts_what_costs_least_first_and_leaves_no_trace_when_cleared(
    open_page: Open,
) -> None:
    page = explorer(open_page, "?q=star&sort=-input")
    assert names(page) == ["Tycho: Star-Map 3.5 Max", "Tycho: Star-Map 3.5 Mini"]
    page.locator("summary", has_text="Calculator").click()
    page.get_by_label("Calls").fill("1000")
    page.get_by_label("Prompt tokens").fill("1000")
    expect(page).to_have_url(re.compile("sort=monthly"))
    assert column(page, "A month") == sorted(column(page, "A month"), key=lambda text: float(text.strip("$")))
    assert names(page) == ["Tycho: Star-Map 3.5 Mini", "Tycho: Star-Map 3.5 Max"]
    page.get_by_role("button", name="Clear", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"\?q=star$"))
    assert page.get_by_role("columnheader", name="A month").count() == 0


def test_a_long_drag_tells_the_address_once(open_page: Open) -> None:
    page = explorer(open_page)
    page.evaluate(
        "() => { window.told = 0; const tell = history.replaceState;"
        " history.replaceState = (...all) => { window.told++; return tell.apply(history, all); }; }"
    )
    slider = page.get_by_role("slider", name="Input price from")
    slider.evaluate(
        "slider => { for (let n = 1; n <= 150; n++)"
        " { slider.value = String(n % 20 + 1); slider.dispatchEvent(new Event('input', {bubbles: true})); } }"
    )
    expect(page).to_have_url(re.compile("input="))
    assert page.evaluate("told") <= 3


def test_a_list_price_with_other_conditions_is_marked(open_page: Open) -> None:
    page = explorer(open_page, "?lab=kepler&lab=tycho")
    marked = page.get_by_title("Other prices at times")
    assert marked.all_inner_texts() == ["$0.42"]
    assert "other prices at times" in marked.evaluate("cell => getComputedStyle(cell, '::before').content")


def test_without_a_script_the_newest_are_there_with_a_way_to_all_and_no_dead_control(open_page: Open) -> None:
    page = open_page("", java_script_enabled=False)
    assert len(names(page)) == 50
    assert page.get_by_role("searchbox").count() == 0
    assert page.get_by_role("checkbox").count() == 0
    assert page.get_by_role("button").count() == 0
    assert page.get_by_text("The 50 newest of them.").is_visible()
    assert page.get_by_role("link", name=f"All {ALL} models from A to Z").is_visible()
    page.get_by_role("link", name="Kepler: Kepler 4.5 VL 42B A4B").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_without_the_data_the_newest_stay_and_the_page_says_so(open_page: Open) -> None:
    page = open_page("404.html")
    page.route("**/data/*.json", lambda route: route.fulfill(status=200, body="{}"))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(page.url.replace("404.html", ""))
    expect(page.get_by_text("could not be loaded")).to_be_visible()
    assert len(names(page)) == 50
    expect(page.get_by_role("link", name="Try again")).to_be_visible()


def test_rows_stay_a_table_to_assistive_technology(open_page: Open) -> None:
    for width in (390, 1280):
        page = explorer(open_page, "?q=kepler", width=width)
        line = page.get_by_role("row").filter(has_text="Kepler")
        assert line.get_by_role("cell").count() == (6 if width == 390 else 7)
        assert line.get_by_role("rowheader").count() == 1
        assert line.get_attribute("aria-rowindex") == "2"


def test_the_script_moves_nothing_that_was_served(open_page: Open) -> None:
    for width in (390, 768, 1280, 1920):
        page = open_page("404.html", width=width)
        page.add_init_script("""
          window.shifted = [];
          new PerformanceObserver((list) => window.shifted.push(...list.getEntries().map((each) => each.value)))
            .observe({type: "layout-shift", buffered: true});
        """)
        page.goto(page.url.replace("404.html", ""))
        expect(page.locator("html")).to_have_class("ready")
        page.wait_for_timeout(200)
        assert sum(page.evaluate("window.shifted")) <= 0.01, width


def test_filters_fold_away_on_a_phone(open_page: Open) -> None:
    page = explorer(open_page, width=390)
    expect(page.get_by_role("group", name="Lab", exact=True)).to_be_hidden()
    toggle = page.get_by_role("button", name=re.compile("^Filters"))
    toggle.click()
    assert toggle.get_attribute("aria-expanded") == "true"
    choose(page, "Lab", "tycho").check()
    assert count(page) == f"2 of {ALL} models"
    fold = page.get_by_role("button", name="Price", exact=True)
    assert fold.get_attribute("aria-expanded") == "false"
    fold.click()
    choose(page, "Price", "Priced").check()
    page.get_by_role("button", name="View", exact=True).click()
    expect(page.get_by_role("radio", name="1K")).to_be_visible()


def test_a_name_of_any_length_keeps_to_its_row(open_page: Open) -> None:
    for width in (390, 1280):
        page = explorer(open_page, "?lab=hostile", width=width)
        heights = page.locator("tbody tr").evaluate_all("rows => rows.map((row) => row.getBoundingClientRect().height)")
        assert len(set(heights)) == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("window.hacked") is None
        cells = page.locator("tbody tr th").evaluate_all("heads => heads.map((head) => head.offsetHeight)")
        assert max(cells) < heights[0]


def test_the_table_is_printed_without_its_controls(open_page: Open) -> None:
    page = explorer(open_page)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("tbody tr").count() == min(200, LISTED)
    expect(page.get_by_role("searchbox")).to_be_hidden()
    expect(page.get_by_role("group", name="Lab", exact=True)).to_be_hidden()
    tops = page.locator("tbody tr").evaluate_all("rows => rows.map((row) => row.getBoundingClientRect().top)")
    assert tops == sorted(tops)
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("tbody tr").count() < 40


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(open_page: Open, width: int, scheme: str) -> None:
    page = explorer(open_page, "?sort=nonsense&lab=kepler&cols=trend,input,lab", width=width, color_scheme=scheme)
    if width == 390:
        page.get_by_role("button", name=re.compile("^Filters")).click()
        page.get_by_role("button", name="View", exact=True).click()
    assert violations(page) == []
    page.get_by_role("button", name="Columns").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    search(page, "nothing like it")
    assert violations(page) == []
    search(page, "")
    page.get_by_role("button", name="Keys").click()
    assert violations(page) == []
