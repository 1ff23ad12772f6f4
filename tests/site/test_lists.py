"""Pages of lists in a browser: they hold any name, fit a phone, unfold; a lost address is searched for."""

import gzip
import re
from typing import Any

import pytest
from jinja2 import Environment
from playwright.sync_api import expect

from catalog.render.contexts import AToZPage, Letter, Named
from catalog.render.environment import render

from . import sample
from .conftest import PREFIXES, Open, overflow

LISTS = ("labs/", "labs/kepler/", "providers/", "providers/tycho/", "a-z/", "data/", "sources/", "changes/")
MOST_BYTES = 25
"""So many bytes of gzip a model may have on the list of all."""


def a_to_z(count: int) -> AToZPage:
    """A list of models as they are called in earnest: no two alike, of a few dozen labs."""
    names = ((f"Atlas {n * 7919 % 1000 / 10} {n % 90 + 7}B", f"lab-{n % 40}", n % 5 == 0) for n in range(count))
    named = (Named(name, f"../models/{lab}/{name.lower().replace(' ', '-')}/", lab, gone) for name, lab, gone in names)
    return AToZPage(sample.page("a-z/", "A to Z"), count, (Letter("A", "a", tuple(named)),))


def test_the_list_of_all_models_is_light(templates: Environment) -> None:
    empty, full = (len(gzip.compress(render(templates, a_to_z(count)).encode(), 9)) for count in (0, 800))
    assert (full - empty) / 800 <= MOST_BYTES


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("address", LISTS)
def test_no_name_however_long_breaks_the_layout(open_page: Open, address: str, width: int) -> None:
    page = open_page(address, width=width)
    page.locator("details").evaluate_all("all => all.forEach((each) => each.open = true)")
    assert overflow(page) == 0


@pytest.mark.browser
def test_the_way_to_every_part_fits_a_phone(open_page: Open) -> None:
    page = open_page("labs/", width=390)
    links = page.get_by_role("navigation", name="Site").get_by_role("link")
    boxes = [link.bounding_box() for link in links.all()]
    assert len(boxes) >= 7
    assert all(box and box["height"] >= 24 and box["width"] >= 24 and box["x"] + box["width"] <= 390 for box in boxes)
    assert len({box["y"] for box in boxes if box}) == 2
    expect(links.filter(has_text="Labs")).to_have_attribute("aria-current", "page")


@pytest.mark.browser
def test_a_source_unfolds_where_a_link_leads_to_it(open_page: Open) -> None:
    page = open_page("sources/")
    expect(page.locator("#openrouter")).to_be_hidden()
    page.get_by_role("table").first.get_by_role("link", name="OpenRouter API").first.click()
    expect(page.locator("#openrouter")).to_be_visible()
    expect(page.locator("#never")).to_be_hidden()


@pytest.mark.browser
def test_a_source_that_failed_is_unfolded(open_page: Open) -> None:
    page = open_page("sources/")
    expect(page.get_by_text("Last failure:")).to_be_visible()


def call(open_page: Open, body: str) -> Any:
    page = open_page("data/")
    return page.evaluate(f"async () => {{ const m = await import('/assets/d1/lost.js'); {body} }}")


@pytest.mark.browser
def test_what_was_looked_for_is_the_last_part_of_the_address(open_page: Open) -> None:
    paths = {
        "/models/openai/gpt-4o/": "gpt-4o",
        "/a/b/models/openai/gpt-4o/index.html": "gpt-4o",
        "/models/acme/m0=3Afree/": "m0:free",
        "/models/acme/caf%C3%A9": "café",
        "/models/acme/100%/": "100%",
        "/models/acme/m0.json": "m0",
        "/404.html": "",
        "/": "",
        f"/{'x' * 3000}": "x" * 100,
    }
    assert call(open_page, f"return {list(paths)!r}.map(m.wanted)") == list(paths.values())


@pytest.mark.browser
@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_page_of_what_is_not_there_leads_to_a_search_for_it(open_page: Open, prefix: str) -> None:
    page = open_page("404.html", prefix=prefix)
    link = page.locator("a[data-search]")
    expect(link).to_have_text("Search for it in the explorer")
    expect(page.get_by_role("main").get_by_role("link", name=re.compile("A to Z"))).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_lost_address_is_searched_as_text(open_page: Open, server: str, prefix: str) -> None:
    page = open_page("404.html", prefix=prefix)
    html = page.content().replace('href="" data-search', f'href="{prefix}" data-search')
    page.route(re.compile("%3C"), lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{server}{prefix}%3Cimg%20src=x%3E&lab=acme")
    link = page.locator("a[data-search]")
    expect(link).to_have_text("Search for “<img src=x>&lab=acme”")
    assert link.evaluate("a => a.href") == f"{server}{prefix}?q=%3Cimg%20src%3Dx%3E%26lab%3Dacme"
    assert page.locator("main img").count() == 0
