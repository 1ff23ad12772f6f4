"""Venice's cards: prices behind labels, and the prices of long prompts in a line of their own."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from scraper.errors import FetchError, ShapeError
from tests.scraper.mutations import WRONG
from tests.scraper.price_pages import asked, by_id, fixture, html, recorded, said, troubles, wrong_after
from tests.upstream import Reply

source = by_id("venice_pricing")
PATH = "/docs.venice.ai/overview/pricing"
PAGES = ["cards", "cards-rendered"]


@pytest.mark.parametrize("page", ["cards", "cards-rendered"])
def test_a_price_is_what_stands_behind_its_label(page: str) -> None:
    found = said(source, fixture(source, page))["acme-atlas-9"]
    assert (found["input_usd_per_mtok"], found["output_usd_per_mtok"], found["name"]) == ("1.75", "5.5", "Atlas 9")


def test_long_prompts_have_prices_of_their_own() -> None:
    found = said(source, fixture(source, "cards"))["atlas-8"]
    assert json.loads(found["conditions"]) == [
        {
            "when": {"prompt_tokens_above": 200000},
            "input_usd_per_mtok": "2.5",
            "output_usd_per_mtok": "7.5",
            "cache_read_usd_per_mtok": "0.07",
            "cache_write_usd_per_mtok": "0.79",
        }
    ]


def test_one_bad_price_of_long_prompts_takes_them_all_away() -> None:
    assert "conditions" not in said(source, fixture(source, "cards"))["atlas-7"]
    assert ("bad_value", "atlas-7", "conditions") in troubles(source, fixture(source, "cards"))


def test_beta_is_a_badge_and_a_context_in_k_claims_nothing() -> None:
    found = said(source, fixture(source, "cards"))["acme-atlas-9"]
    assert (found["lifecycle"], "context_served" in found) == ("beta", False)


def test_other_things_have_other_prices() -> None:
    found = said(source, fixture(source, "cards"))
    assert found["embed-1"]["input_usd_per_mtok"] == "0.15"
    assert found["draw-1"]["image_output_usd_each"] == "0.29"
    assert found["speak-1"]["speech_usd_per_mchar"] == "3.5"
    assert json.loads(found["draw-2"]["other_prices"]) == {"Images": "1K$0.10 2K$0.14"}
    assert found["film-1"]["price_text"] == "Starting At: $0.32"
    assert json.loads(found["acme/hear-1"]["other_prices"]) == {"Per Audio Second": "$0.0000"}, "rounded, not free"


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("page", PAGES)
def test_no_wrong_price_comes_of_a_page_that_went_wrong(page: str, name: str) -> None:
    assert wrong_after(source, fixture(source, page), WRONG[name]) == {}


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><h1>API Pricing</h1><p>Prices per 1M tokens unless noted.</p></body></html>",
        "# API Pricing\n\nA`b`\n\nPer Image$0.1\n",
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
    pattern = r"`([\w.-]+)`\n\n[\w ]+\n\nInput Price\$([\d.]+) Output Price\$([\d.]+)(?: Cache Read\$([\d.]+))?"
    rows = re.findall(pattern, page.body.decode())
    assert (len(rows), len(found)) == (74, 235)
    for name, put, out, cached in rows:
        assert Decimal(found[name]["input_usd_per_mtok"]) == Decimal(put)
        assert Decimal(found[name]["output_usd_per_mtok"]) == Decimal(out)
        assert Decimal(found[name].get("cache_read_usd_per_mtok", "0")) == Decimal(cached or "0")
    assert sum("conditions" in claims for claims in found.values()) == 7
    assert troubles(source, page) == []
