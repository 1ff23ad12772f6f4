"""One page of each kind of a published site in a real Chromium; a new kind of page is looked at by itself."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.crawl import kinds

from .conftest import PREFIXES, Open, serving
from .looks import STILL, faults

pytestmark = pytest.mark.browser

ROOT_OF_THE_BASE = "/a/b/"
"""Where 404.html begins its links: it is at home under that path alone."""


@pytest.fixture(scope="module")
def pages(whole: Path) -> dict[str, str]:
    """One address of each kind of page."""
    return kinds(whole / "_site")


@pytest.fixture(scope="module")
def server(whole: Path) -> Iterator[str]:
    """Serve the whole site in place of the samples."""
    with serving(whole / "_site") as address:
        yield address


def test_axe_finds_nothing_in_any_look_and_nothing_is_wider_than_the_screen(
    open_page: Open, pages: Mapping[str, str]
) -> None:
    found = []
    for kind, address in pages.items():
        page = open_page(address, prefix=ROOT_OF_THE_BASE, **STILL)
        found += [f"{kind} {fault}" for fault in faults(page)]
        page.context.close()
    assert found == []


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_kind_of_page_works_under_any_path_without_a_word_on_the_console(
    open_page: Open, server: str, pages: Mapping[str, str], prefix: str
) -> None:
    for kind, address in pages.items():
        if kind == "404.html" and prefix != ROOT_OF_THE_BASE:
            continue
        page = open_page(address, prefix=prefix, width=390)
        assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") != "static", kind
        links = page.evaluate("[...document.querySelectorAll('a[href], link[href]')].map(link => link.href)")
        ours = [link for link in links if link.startswith(server)]
        assert [link for link in ours if not link.startswith(server + prefix)] == [], kind
        assert links[0].startswith("https://atlas.example/a/b/") and server + prefix in links, kind
        page.context.close()


def test_a_model_s_page_says_the_same_without_scripts(open_page: Open, pages: Mapping[str, str]) -> None:
    texts = []
    for able in (True, False):
        page = open_page(pages["models/*/* twin"], java_script_enabled=able)
        assert page.get_by_role("heading", level=1).is_visible()
        page.locator("summary").first.click()
        assert page.locator("details").first.get_attribute("open") is not None
        texts.append(page.locator("main h2, main dt, main dd.value, main th").all_text_contents())
    assert texts[0] == texts[1]
    assert len(texts[0]) > 30
