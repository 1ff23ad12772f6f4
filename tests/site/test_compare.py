"""Models side by side: the page, its address, and the tray that leads there."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from . import sample
from .alone import alone
from .conftest import PREFIXES, Open, violations
from .explorer_sample import NAMED
from .texts import HOSTILE

pytestmark = pytest.mark.browser

KEPLER, MINI, MAX = sample.MODEL_ID, "tycho/star-map-3.5-mini", "tycho/star-map-3.5-max"
THREE = f"?id={KEPLER}&id={MINI}&id={MAX}"
EVERYWHERE = pytest.mark.parametrize("prefix", PREFIXES)


def compare(open_page: Open, asked: str, **options: Any) -> Page:
    page = open_page(f"compare/{asked}", **options)
    expect(page.get_by_role("combobox", name="Add a model")).to_be_visible()
    page.wait_for_load_state("networkidle")
    return page


def heads(page: Page) -> list[str]:
    return page.locator("#side thead a").all_inner_texts()


def row(page: Page, label: str) -> list[str]:
    """Cells of the row that begins so, its notes in brackets."""
    head = page.locator("#side th[scope=row]", has_text=re.compile(f"^{label}")).first
    return [cell.inner_text().replace("\n", " ") for cell in head.locator("xpath=..").locator("td").all()]


def labels(page: Page) -> list[str]:
    """Names of the rows in sight."""
    found = page.locator("#side tbody th[scope=row]:visible").all_inner_texts()
    return [each.split("\n")[0].removesuffix(" (differs)") for each in found]


@EVERYWHERE
def test_a_column_is_a_model_and_a_row_a_fact(open_page: Open, prefix: str) -> None:
    page = compare(open_page, THREE, prefix=prefix)
    assert heads(page) == ["Kepler: Kepler 4.5 VL 42B A4B", "Tycho: Star-Map 3.5 Mini", "Tycho: Star-Map 3.5 Max"]
    assert row(page, "Context window") == ["123,000", "8,000", "200,000 longest"]
    assert row(page, "Input") == ["$0.42", "$0.0030 lowest", "$15.00"]
    assert row(page, "Arena text rating") == ["—", "1,208", "1,400 highest"]
    assert row(page, "seed") == ["yes", "no", "no"]
    assert row(page, "Max output") == ["16,000", "16,000", "16,000"]
    assert "Intelligence Index" not in labels(page)
    expect(page).to_have_title(" vs ".join(heads(page)) + " · Compare models · Model Atlas")
    page.get_by_role("link", name="Kepler: Kepler 4.5 VL 42B A4B").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kepler: Kepler 4.5 VL 42B A4B")


def test_only_differences_leaves_out_what_is_alike(open_page: Open) -> None:
    page = compare(open_page, THREE)
    assert "Max output" in labels(page)
    page.get_by_label("Only differences").check()
    assert "Max output" not in labels(page)
    assert "Context window" in labels(page)
    expect(page).to_have_url(re.compile("&only=differences$"))
    again = compare(open_page, f"{THREE}&only=differences&unit=1K")
    assert labels(again) == labels(page)
    assert row(again, "Input")[0] == "$0.00042"
    again.get_by_role("radio", name="1M").check(force=True)
    assert row(again, "Input")[0] == "$0.42"
    alike = compare(open_page, "?id=lab00/crowd-0&id=lab00/crowd-12&only=differences")
    assert labels(alike) == []
    expect(alike.get_by_text("They differ in nothing that is recorded.")).to_be_visible()


def test_models_are_added_by_a_few_letters_and_taken_away(open_page: Open) -> None:
    page = compare(open_page, f"?id={KEPLER}")
    expect(page.get_by_text("Add another model to compare it with.")).to_be_visible()
    field = page.get_by_role("combobox", name="Add a model")
    field.press_sequentially("star map-3.5")
    assert field.get_attribute("aria-expanded") == "true"
    assert page.get_by_role("option").count() == 2
    field.press("ArrowDown")
    field.press("ArrowDown")
    active = page.locator(f"#{field.get_attribute('aria-activedescendant')}")
    expect(active).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    assert heads(page) == ["Kepler: Kepler 4.5 VL 42B A4B", "Tycho: Star-Map 3.5 Max"]
    expect(page).to_have_url(re.compile(rf"/compare/\?id={KEPLER}&id={MAX}$"))
    expect(field).to_be_focused()
    field.press_sequentially("star")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.fill("mini")
    page.get_by_role("option").first.click()
    assert len(heads(page)) == 3
    page.get_by_role("button", name="Remove Kepler: Kepler 4.5 VL 42B A4B").press("Enter")
    assert heads(page) == ["Tycho: Star-Map 3.5 Max", "Tycho: Star-Map 3.5 Mini"]
    expect(page.get_by_role("button", name="Remove Tycho: Star-Map 3.5 Max")).to_be_focused()
    page.go_back()
    assert len(heads(page)) == 3


@pytest.mark.parametrize(
    ("asked", "shown", "told"),
    [
        (f"?id={KEPLER},{MINI}", 2, ""),
        (f"?id={KEPLER}&id={KEPLER}&id=", 1, ""),
        (f"?id=no/such&id={MINI}", 1, "No model here is called “no/such”."),
        (f"?id=kepler/old&id={MINI}", 2, f"“kepler/old” leads to “{KEPLER}”."),
        (f"?id=kepler/old&id={KEPLER}", 1, f"“kepler/old” leads to “{KEPLER}”."),
        ("?id=kepler/lost&id=constructor", 0, "No model here is called “kepler/lost”. No model here is called"),
        ("?id=%3Cscript%3Ewindow.hacked=1%3C/script%3E&unit=9&only=x", 0, "called “<script>window.hacked=1</script>”"),
        ("?id=" + "x" * 3000, 0, "No model here is called “xxx"),
        ("?id=%E0%A4%A", 0, "No model here is called"),
        ("?" + "&".join(f"id=lab{n:02}/crowd-{n}" for n in range(9)), 6, "No more than 6 fit side by side"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_any_address_gives_a_sensible_view(open_page: Open, asked: str, shown: int, told: str) -> None:
    page = compare(open_page, asked)
    assert len(heads(page)) == shown
    complaint = page.locator("#complaint")
    if told:
        expect(complaint).to_contain_text(told)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    else:
        expect(complaint).to_be_hidden()
    assert page.evaluate("window.hacked") is None
    expect(page.get_by_role("heading", name="To begin with")).to_be_visible(visible=shown == 0)


def test_six_fill_the_table_and_no_more_can_be_added(open_page: Open) -> None:
    page = compare(open_page, "?" + "&".join(f"id=lab{n:02}/crowd-{n}" for n in range(6)), width=390)
    expect(page.get_by_role("combobox", name="Add a model")).to_be_disabled()
    expect(page.get_by_text("Six are the most")).to_be_visible()
    region = page.get_by_role("region", name="Comparison")
    region.evaluate("region => region.scrollLeft = 400")
    label = page.locator("#side tbody th[scope=row]").first.bounding_box()
    assert label
    assert label["x"] < 40
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    region.focus()
    page.keyboard.press("ArrowRight")


def test_without_any_id_there_are_comparisons_to_begin_with(open_page: Open) -> None:
    page = compare(open_page, "")
    ready = page.locator("#ready a[href^='?']")
    assert ready.all_inner_texts() == [
        "The newest of the labs with the most models",
        "The best rated of three labs",
        "Low prices in the better rated half",
    ]
    ready.nth(1).click()
    expect(page.locator("#side thead a")).to_have_count(3)
    assert heads(page)[0] == "Tycho: Star-Map 3.5 Max"
    assert len(heads(page)) == 3


def test_the_address_is_copied_as_it_stands(open_page: Open) -> None:
    page = compare(open_page, THREE, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_label("Only differences").check()
    page.get_by_role("button", name="Copy address").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_hostile_names_stay_text_and_do_not_burst_the_table(open_page: Open) -> None:
    ids = "&".join(f"id={each.id}" for each in NAMED if each.id.startswith("hostile/"))
    page = compare(open_page, f"?{ids}", width=390)
    assert len(heads(page)) == 4
    assert heads(page)[0] == HOSTILE
    assert page.locator("#side img, #side script").count() == 0
    assert page.evaluate("window.hacked") is None
    head = page.locator("#side thead").bounding_box()
    assert head
    assert head["height"] < 300
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_the_data_the_page_says_so(open_page: Open) -> None:
    page = open_page("404.html")
    page.route("**/data/*.json", lambda route: route.fulfill(status=200, body="{}"))
    page.goto(page.url.replace("404.html", f"compare/{THREE}"))
    expect(page.get_by_text("The models could not be loaded.")).to_be_visible()
    expect(page.get_by_role("heading", name="To begin with")).to_be_visible()


def test_without_a_script_the_page_says_so_and_leads_on(open_page: Open) -> None:
    page = open_page(f"compare/{THREE}", java_script_enabled=False)
    expect(page.locator("noscript p")).to_be_visible()
    assert page.get_by_role("combobox").count() == 0
    assert page.get_by_role("checkbox").count() == 0
    page.get_by_role("link", name="Tycho: Star-Map 3.5 Max").first.click(trial=True)
    expect(page.locator("noscript a")).to_have_attribute("href", "../a-z/")


@pytest.mark.parametrize("options", [{"width": 390}, {"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str)
def test_axe_finds_nothing_on_an_open_comparison(open_page: Open, options: dict[str, Any]) -> None:
    page = compare(open_page, f"{THREE}&id=no/such", **options)
    page.get_by_role("combobox", name="Add a model").press_sequentially("lab")
    assert page.get_by_role("option").count() == 8
    assert violations(page) == []


@EVERYWHERE
def test_the_tray_holds_what_is_picked_and_leads_to_the_comparison(open_page: Open, prefix: str) -> None:
    page = alone(open_page, "tray", {"compare": [KEPLER]}, prefix=prefix)
    expect(page.get_by_text("Pick one more to compare.")).to_be_visible()
    expect(page.get_by_role("link", name="Compare", exact=True)).to_be_hidden()
    page.evaluate(f"at.view.compare = ['{KEPLER}', '{MINI}']; at.show()")
    page.get_by_role("link", name="Compare", exact=True).click()
    expect(page).to_have_url(re.compile(rf"{prefix}compare/\?id={KEPLER}&id={MINI}$"))
    expect(page.locator("#side thead a")).to_have_count(2)


def test_what_is_picked_can_be_taken_out_of_the_tray(open_page: Open) -> None:
    page = alone(open_page, "tray", {"compare": [f"lab{n:02}/crowd-{n}" for n in range(6)]})
    expect(page.get_by_text("6 picked: no more fit side by side.")).to_be_visible()
    page.get_by_role("button", name="Remove Lab01: Crowd 1").press("Enter")
    assert page.evaluate("at.heard.at(-1).length") == 5
    expect(page.get_by_role("button", name="Remove Lab02: Crowd 2")).to_be_focused()
    expect(page.get_by_text("5 picked, 6 at most.")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("region", name="Comparison")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_the_tray(open_page: Open, width: int) -> None:
    ids = [each.id for each in NAMED[:6]]
    page = alone(open_page, "tray", {"compare": ids}, width=width)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
