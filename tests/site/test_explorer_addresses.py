"""Addresses of the explorer itself: the page shows, counts and gives as a file what a naive reference finds."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.explorer.folder import publish, serving

from . import explorer_reference as reference
from .explorer_rows import NUMBERS, models_of, plain_rows, queries

pytestmark = pytest.mark.browser

FOLLOW = """async (addresses) => {
  const told = [];
  for (const address of addresses) {
    history.pushState(null, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
    const count = document.getElementById("count").textContent;
    const lines = () => [...document.querySelectorAll("#models tbody tr")];
    // Rows beyond what is in sight come once that is shown.
    for (let frame = 0; frame < 60 && lines().length < Math.min(parseInt(count), 12); frame++)
      await new Promise(requestAnimationFrame);
    told.push({
      count,
      complaint: document.getElementById("complaint").hidden,
      ids: lines().sort((a, b) => a.getAttribute("aria-rowindex") - b.getAttribute("aria-rowindex"))
        .map((row) => row.querySelector("code").textContent),
    });
  }
  return JSON.stringify(told);
}"""


SCROLLED = """async (address) => {
  history.pushState(null, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
  scrollBy({top: 250, behavior: "instant"});
  await new Promise(requestAnimationFrame);
  const lines = [...document.querySelectorAll("#models tbody tr")].map((line) => [line.getBoundingClientRect(), line])
    .filter(([{bottom, top}]) => bottom > 0 && top < innerHeight).sort(([one], [other]) => one.top - other.top);
  return [lines.map(([, line]) => line.querySelector("code").textContent), lines.at(-1)[0].bottom, innerHeight];
}"""


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    """Give the catalog behind the page."""
    return plain_rows()


@pytest.fixture(scope="module")
def address(rows: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of an explorer over it."""
    folder: Path = tmp_path_factory.mktemp("explorer")
    publish(models_of(rows), folder)
    with serving(folder) as served:
        yield served


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Give the explorer's page; one that complains on the console fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    opened(page, address)
    yield page
    context.close()
    assert said == []


def opened(page: Page, address: str) -> None:
    """Go to an address and wait until the explorer shows what it asks for."""
    page.goto(address)
    page.wait_for_selector("html.ready", state="attached")


def test_the_table_follows_three_hundred_addresses(page: Page, rows: list[dict[str, Any]]) -> None:
    asked = queries(rows, 300)
    told = json.loads(page.evaluate(FOLLOW, [query.address() for query in asked]))
    for query, found in zip(asked, told, strict=True):
        wanted = reference.answer(rows, query)
        assert found["count"] == f"{len(wanted)} of {len(rows)} models", query.address()
        assert found["ids"] == wanted[: len(found["ids"])], query.address()
        assert len(found["ids"]) >= min(len(wanted), 12), query.address()
        assert found["complaint"], query.address()


def test_who_scrolls_on_at_once_sees_the_rows_of_the_new_order(page: Page, rows: list[dict[str, Any]]) -> None:
    query = next(query for query in queries(rows, 300) if len(reference.answer(rows, query)) > 100)
    wanted = reference.answer(rows, query)
    ids, lowest, height = page.evaluate(SCROLLED, query.address())
    first = wanted.index(ids[0])
    assert ids == wanted[first : first + len(ids)]
    assert lowest >= height


def test_the_file_of_a_view_holds_its_rows_in_their_order(page: Page, address: str, rows: list[dict[str, Any]]) -> None:
    by_id = {row["id"]: row for row in rows}
    for query in queries(rows, 300)[::37]:
        opened(page, address + query.address())
        with page.expect_download() as download:
            page.get_by_role("button", name="JSON").click()
        told = json.loads(download.value.path().read_text(encoding="utf-8"), parse_float=Decimal)
        assert [model["id"] for model in told] == reference.answer(rows, query), query.address()
        for model in told:
            for key in (key for key in NUMBERS if not key.endswith("_at")):
                assert model[key] == by_id[model["id"]][key], (model["id"], key)
