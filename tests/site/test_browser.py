"""The pages in a real Chromium, found by role and name as a person would."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, Route, expect

from . import sample
from .conftest import PREFIXES, Open

pytestmark = pytest.mark.browser

EVERYWHERE = pytest.mark.parametrize("prefix", PREFIXES)
LISTED = sum(each.status == "active" for each in sample.NAMED + sample.CROWD)
ALL = len(sample.NAMED + sample.CROWD)


def names(page: Page) -> list[str]:
    """Names in the rows in sight, from top to bottom."""
    return page.locator("tbody tr:visible th a").all_inner_texts()


def column(page: Page, name: str) -> list[str]:
    """Cells of that column in the rows in sight."""
    heads = page.locator("thead th button").all_inner_texts()
    return page.locator(f"tbody tr:visible > :nth-child({heads.index(name) + 1})").all_inner_texts()


def search(page: Page, query: str) -> None:
    page.get_by_role("searchbox").fill(query)


def choose(page: Page, group: str, value: str) -> Any:
    facet = page.get_by_role("group", name=group)
    return facet.get_by_role("checkbox", name=re.compile(rf"^{value} \d+$"))


def tally(page: Page, group: str, value: str) -> int:
    label = choose(page, group, value).locator("xpath=..").inner_text()
    return int(label.split()[-1])


def count(page: Page) -> str:
    return page.get_by_role("status").first.inner_text()


@EVERYWHERE
def test_the_explorer_begins_with_what_is_on_offer_now(open_page: Open, prefix: str) -> None:
    page = open_page("", prefix=prefix)
    assert count(page) == f"{LISTED} of {ALL} models"
    assert "Brahe: Brahe 1" not in names(page)
    assert choose(page, "Status", "active").is_checked()
    assert tally(page, "Status", "retired") == 2


@EVERYWHERE
def test_search_is_blind_to_punctuation(open_page: Open, prefix: str) -> None:
    page = open_page("", prefix=prefix)
    search(page, "star map-3.5")
    assert names(page) == ["Tycho: Star-Map 3.5 Mini", "Tycho: Star-Map 3.5 Max"]
    assert count(page) == f"2 of {ALL} models"
    search(page, "--- !")
    assert count(page) == f"{LISTED} of {ALL} models"


@EVERYWHERE
def test_a_row_leads_to_its_page_and_back(open_page: Open, prefix: str) -> None:
    page = open_page("", prefix=prefix)
    page.get_by_role("link", name="Kepler: Kepler 4.5 VL 42B A4B").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kepler: Kepler 4.5 VL 42B A4B")
    page.get_by_role("link", name="Back to explorer").click()
    expect(page.get_by_role("searchbox")).to_be_visible()
    for name in ("Sources", "Methodology"):
        page.get_by_label("Site").get_by_role("link", name=name).click()
        expect(page.get_by_label("Site").get_by_role("link", name=name)).to_have_attribute("aria-current", "page")


def test_a_facet_takes_any_of_its_values_and_modalities_take_all(open_page: Open) -> None:
    page = open_page("")
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
    page = open_page("")
    assert tally(page, "Lab", "tycho") == 2
    choose(page, "Lab", "kepler").check()
    assert tally(page, "Lab", "tycho") == 2
    assert tally(page, "Input modality", "image") == 1
    assert tally(page, "Price", "free") == 0
    choose(page, "Input modality", "audio").check()
    assert tally(page, "Lab", "tycho") == 1
    assert tally(page, "Lab", "kepler") == 0


def test_a_long_facet_scrolls_and_hides_nothing_from_anybody(open_page: Open) -> None:
    page = open_page("?lab=mercator")
    box = page.get_by_role("group", name="Lab").locator(".many")
    assert box.evaluate("box => box.scrollHeight > box.clientHeight")
    assert page.get_by_role("group", name="Lab").get_by_role("checkbox").count() == box.locator("label").count() > 8
    assert names(page) == ["Mercator: Unpriced"]


@pytest.mark.parametrize(
    ("name", "first", "second"), [("Input", "ascending", "descending"), ("Context", "descending", "ascending")]
)
def test_a_header_sorts_both_ways_with_missing_values_last(open_page: Open, name: str, first: str, second: str) -> None:
    page = open_page("")
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


@pytest.mark.parametrize("width", [390, 1280])
def test_a_list_of_very_many_models_is_as_long_as_they_are(open_page: Open, width: int) -> None:
    times = 600 // LISTED + 1

    def very_many(route: Route) -> None:
        answer = route.fetch()
        before, rows, after = re.split(r"(?<=<tbody>)(.*?)(?=</tbody>)", answer.text(), flags=re.DOTALL)
        route.fulfill(response=answer, body=before + rows * times + after)

    page = open_page("", width=width)
    page.route(page.url, very_many)
    page.reload()
    expect(page.locator("tbody tr:visible")).to_have_count(LISTED * times)
    table, rows = (page.locator(part).bounding_box() for part in ("table", "tbody"))
    assert table
    assert rows
    assert table["height"] >= rows["height"] > 600 * 20


def test_sorting_by_name_is_stable_and_natural(open_page: Open) -> None:
    page = open_page("?q=crowd")
    page.get_by_role("button", name="Lab", exact=True).click()
    labs = column(page, "Lab")
    assert labs == sorted(labs)
    of_first_lab = [name for name in names(page) if name.startswith("Lab00")]
    assert of_first_lab == [f"Lab00: Crowd {number}" for number in (0, 12, 24, 36)]
    page.get_by_role("button", name="Model", exact=True).click()
    assert names(page)[:4] == of_first_lab


@EVERYWHERE
def test_the_address_is_the_state(open_page: Open, prefix: str) -> None:
    page = open_page("", prefix=prefix)
    search(page, "star")
    choose(page, "Parameter", "tools").check()
    page.get_by_role("button", name="Output", exact=True).click()
    expect(page).to_have_url(re.compile(rf"{prefix}\?q=star&sort=output&param=tools$"))
    seen = names(page)
    again = open_page("?q=star&sort=output&param=tools", prefix=prefix)
    assert names(again) == seen == ["Tycho: Star-Map 3.5 Mini", "Tycho: Star-Map 3.5 Max"]
    assert again.get_by_role("searchbox").input_value() == "star"
    assert choose(again, "Parameter", "tools").is_checked()


def test_back_and_forward_step_through_views_but_not_through_keystrokes(open_page: Open) -> None:
    page = open_page("")
    page.get_by_role("searchbox").press_sequentially("star")
    choose(page, "Parameter", "reasoning").check()
    assert count(page) == f"1 of {ALL} models"
    page.go_back()
    assert count(page) == f"2 of {ALL} models"
    assert page.get_by_role("searchbox").input_value() == "star"
    assert not choose(page, "Parameter", "reasoning").is_checked()
    page.go_forward()
    assert count(page) == f"1 of {ALL} models"
    page.get_by_role("link", name="Tycho: Star-Map 3.5 Max").evaluate("link => link.href = '../404.html'")
    page.goto("about:blank")
    page.go_back()
    expect(page.get_by_role("status").first).to_have_text(f"1 of {ALL} models")
    assert choose(page, "Parameter", "reasoning").is_checked()


def test_an_explicit_parameter_wins_over_the_preselected(open_page: Open) -> None:
    assert names(open_page("?status=retired")) == ["Brahe: Brahe 1", "Brahe: Brahe 0"]
    page = open_page("?status=")
    assert count(page) == f"{ALL} of {ALL} models"
    page = open_page("?status=active,retired")
    assert count(page) == f"{ALL} of {ALL} models"
    choose(page, "Status", "retired").uncheck()
    expect(page).to_have_url(re.compile(r"/$"))


@pytest.mark.parametrize("address", ["?sort=nonsense", "?lab=nobody&q=", "?price=%00%E0%A4%A"])
def test_a_broken_address_gives_a_sensible_view_and_says_so(open_page: Open, address: str) -> None:
    page = open_page(address)
    assert count(page) == f"{LISTED} of {ALL} models"
    told = page.get_by_text("The address asks for what this page does not know")
    expect(told).to_be_visible()
    search(page, "star")
    expect(told).to_be_hidden()


def test_nothing_found_offers_to_clear_the_filters(open_page: Open) -> None:
    page = open_page("?q=nothing+like+it&lab=kepler&sort=input")
    expect(page.get_by_text("No model fits all of this.")).to_be_visible()
    expect(page.get_by_role("table")).to_be_hidden()
    page.get_by_role("button", name="Clear filters").click()
    assert count(page) == f"{LISTED} of {ALL} models"
    assert page.get_by_role("searchbox").input_value() == ""
    expect(page).to_have_url(re.compile(r"/\?sort=input$"))
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_a_slash_leads_to_the_search_except_while_writing(open_page: Open) -> None:
    page = open_page("")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("a/b")
    assert page.get_by_role("searchbox").input_value() == "a/b"


def test_everything_on_the_explorer_is_reached_by_keyboard(open_page: Open) -> None:
    page = open_page("")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.get_by_role("searchbox").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"\?lab="))
    page.get_by_role("button", name="Input", exact=True).focus()
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Input")


def test_without_a_script_the_whole_table_is_there_and_no_dead_control(open_page: Open) -> None:
    page = open_page("", java_script_enabled=False)
    assert len(names(page)) == ALL
    assert page.get_by_role("searchbox").count() == 0
    assert page.get_by_role("checkbox").count() == 0
    assert page.get_by_text(f"{ALL} models").is_visible()
    page.get_by_role("link", name="Kepler: Kepler 4.5 VL 42B A4B").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.get_by_role("button").count() == 0
    assert page.get_by_text("days ago").count() == 0


def test_receipts_open_without_a_script(open_page: Open) -> None:
    page = open_page(sample.MODEL_ADDRESS, java_script_enabled=False)
    page.locator("summary", has_text="OpenRouter API, 31 July 2026").first.click()
    expect(page.get_by_text("speaks first").first).to_be_visible()


def test_a_time_tells_its_age(open_page: Open) -> None:
    page = open_page("404.html")
    page.clock.set_fixed_time("2026-11-21T12:00:00Z")
    page.goto(page.url.replace("404.html", "sources/"))
    expect(page.get_by_label("Freshness")).to_contain_text("Values as of 31 July 2026 (113 days ago).")


@pytest.mark.parametrize(
    ("clock", "told"), [("02:30", "now, until 04:00 UTC"), ("04:00", "not now, next at 2026-11-22 01:00 UTC")]
)
def test_a_condition_of_time_tells_whether_it_is_met_now(open_page: Open, clock: str, told: str) -> None:
    page = open_page("404.html")
    page.clock.set_fixed_time(f"2026-11-21T{clock}:00Z")
    page.goto(page.url.replace("404.html", sample.MODEL_ADDRESS))
    expect(page.locator("[data-when] .tag")).to_have_text([told])


def test_an_id_is_copied_with_one_press(open_page: Open) -> None:
    page = open_page(sample.MODEL_ADDRESS, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy ID").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == sample.MODEL_ID


@pytest.mark.parametrize("address", sample.PAGES)
def test_hostile_text_runs_nowhere_and_every_file_loads(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("address", sample.PAGES)
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_is_wider_than_its_window(open_page: Open, address: str, width: int) -> None:
    page = open_page(address, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_rows_stay_a_table_to_assistive_technology(open_page: Open) -> None:
    for width in (390, 1280):
        page = open_page("?q=kepler", width=width)
        line = page.get_by_role("row").filter(has_text="Kepler")
        assert line.get_by_role("cell").count() == (5 if width == 390 else 6)
        assert line.get_by_role("rowheader").count() == 1


def test_filters_fold_away_on_a_phone(open_page: Open) -> None:
    page = open_page("", width=390)
    expect(page.get_by_role("group", name="Lab")).to_be_hidden()
    toggle = page.get_by_role("button", name=re.compile("^Filters"))
    toggle.click()
    assert toggle.get_attribute("aria-expanded") == "true"
    choose(page, "Lab", "tycho").check()
    assert count(page) == f"2 of {ALL} models"


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", [*sample.PAGES, "?q=nothing+like+it&sort=nonsense"])
def test_axe_finds_nothing(open_page: Open, address: str, width: int, scheme: str) -> None:
    page = open_page(address, width=width, color_scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach((each) => each.open = true)")
    if page.get_by_role("button", name=re.compile("^Filters")).is_visible():
        page.get_by_role("button", name=re.compile("^Filters")).click()
    assert violations(page) == []
