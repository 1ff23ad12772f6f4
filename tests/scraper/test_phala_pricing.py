"""Phala's cards: a link to a model's own page, ending in its context and prices."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from scraper.errors import FetchError, ShapeError
from tests.scraper.mutations import WRONG
from tests.scraper.price_pages import asked, by_id, fixture, html, recorded, said, troubles, wrong_after
from tests.upstream import Reply

source = by_id("phala_pricing")
PATH = "/red-pill.ai/"
PAGES = ["cards", "cards-rendered"]


@pytest.mark.parametrize("page", ["cards", "cards-rendered"])
def test_a_card_is_named_by_its_link_and_priced_by_its_end(page: str) -> None:
    found = said(source, fixture(source, page))["acme/atlas-9"]
    assert (found["input_usd_per_mtok"], found["output_usd_per_mtok"]) == ("0.3", "2.4")
    assert (found["wire_id"], found["name"]) == ("acme/atlas-9", "Acme: Atlas 9")


def test_a_rounded_context_claims_nothing() -> None:
    found = said(source, fixture(source, "cards"))
    assert ("context_served" in found["acme/atlas-9"], found["acme/atlas-8"]["context_served"]) == (False, "128000")


def test_what_others_serve_is_counted_and_what_is_on_other_hosts_is_no_card() -> None:
    assert "acme/atlas-7" not in said(source, fixture(source, "cards"))
    assert ("ignored", "", "cards") in troubles(source, fixture(source, "cards"))
    assert "acme/x" not in said(source, fixture(source, "cards-rendered"))


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("page", PAGES)
def test_no_wrong_price_comes_of_a_page_that_went_wrong(page: str, name: str) -> None:
    assert wrong_after(source, fixture(source, page), WRONG[name]) == {}


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><h1>Private</h1><p>From $0.30/M input</p></body></html>",
        "# Private\n\n[All](https://red-pill.ai/models)\n",
    ],
)
def test_a_page_without_prices_is_refused(page: str) -> None:
    with pytest.raises(ShapeError):
        source.parse([html(page, source)])


def test_the_page_is_asked_for_and_a_failure_is_a_fetch_error(tmp_path: Path) -> None:
    sightings, paths = asked(source, tmp_path, {PATH: fixture(source, "cards-rendered").body})
    assert ([sighting.url for sighting in sightings], PATH in paths) == ([source.address], True)
    with pytest.raises(FetchError):
        asked(source, tmp_path / "again", {PATH: Reply(b"", 404)})


def test_the_recorded_page_says_what_its_cards_say(recordings: Path) -> None:
    (page,) = recorded(source, recordings)
    found = said(source, page)
    pattern = r"by phala\|[\dK]+ context\|\$([\d.]+)/M input\|\$([\d.]+)/M output[^\]]*\]\(https://red-pill.ai/models/([^)]+)\)"
    rows = re.findall(pattern, page.body.decode())
    assert len(rows) == len(found) == 6
    for put, out, name in rows:
        assert Decimal(found[name]["input_usd_per_mtok"]) == Decimal(put)
        assert Decimal(found[name]["output_usd_per_mtok"]) == Decimal(out)
