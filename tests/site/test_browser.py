"""The pages in a real Chromium, found by role and name as a person would."""

import pytest
from playwright.sync_api import expect

from . import sample
from .conftest import PREFIXES, Open
from .looks import STILL, faults

pytestmark = pytest.mark.browser

EVERYWHERE = pytest.mark.parametrize("prefix", PREFIXES)


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


def test_receipts_open_without_a_script(open_page: Open) -> None:
    page = open_page(sample.MODEL_ADDRESS, java_script_enabled=False)
    page.locator("summary", has_text="OpenRouter API, 31 Jul 2026").first.click()
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
def test_axe_finds_nothing_in_any_look_and_nothing_is_wider_than_the_screen(open_page: Open, address: str) -> None:
    page = open_page(address, **STILL)
    page.locator("main:not(:has(#explorer)) details").evaluate_all("all => all.forEach((each) => each.open = true)")
    assert faults(page) == []
