"""DeepSeek's price table: models are its headings, and a promotion has two prices in one cell."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from scraper.errors import FetchError, ShapeError
from tests.scraper.mutations import SAME, WRONG
from tests.scraper.price_pages import asked, by_id, fixture, html, recorded, said, troubles, wrong_after
from tests.upstream import Reply

source = by_id("deepseek_pricing")


def test_each_model_is_read_from_its_own_column_by_the_labels_of_the_rows() -> None:
    flash = said(source, fixture(source, "promotion"))["atlas-v9-flash"]
    assert (flash["input_usd_per_mtok"], flash["cache_read_usd_per_mtok"], flash["output_usd_per_mtok"]) == (
        "0.11", "0.011", "0.33",
    )  # fmt: skip
    assert (flash["name"], flash["wire_id"], flash["provider_slug"]) == ("Atlas-V9-Flash", "atlas-v9-flash", "deepseek")


def test_a_promotion_is_the_price_and_the_struck_list_price_a_condition_from_the_day_after() -> None:
    pro = said(source, fixture(source, "promotion"))["atlas-v9-pro"]
    assert (pro["input_usd_per_mtok"], pro["discount"]) == ("0.5", "0.75")
    assert json.loads(pro["conditions"]) == [
        {
            "when": {"from": "2026-09-01"},
            "cache_read_usd_per_mtok": "0.2",
            "input_usd_per_mtok": "2",
            "output_usd_per_mtok": "5",
        }
    ]


def test_a_promotion_that_does_not_come_to_its_share_gives_no_price() -> None:
    assert "cache_read_usd_per_mtok" not in said(source, fixture(source, "odd"))["atlas-v9-pro"]
    assert ("bad_value", "atlas-v9-pro", "cache_read_usd_per_mtok") in troubles(source, fixture(source, "odd"))


def test_a_window_of_the_day_is_a_condition_and_the_standard_price_the_price() -> None:
    chat = said(source, fixture(source, "windows"))["atlas-chat"]
    assert chat["input_usd_per_mtok"] == "0.27"
    assert json.loads(chat["conditions"]) == [
        {
            "when": {"utc_start": "16:30", "utc_end": "00:30"},
            "cache_read_usd_per_mtok": "0.035",
            "input_usd_per_mtok": "0.135",
            "output_usd_per_mtok": "0.55",
        }
    ]
    assert "author_name" not in chat, "a name without a version is a pointer"


def test_names_that_are_to_go_are_lifecycle_rows_with_the_day_that_the_footnote_names() -> None:
    going = said(source, fixture(source, "promotion"))["lifecycle:atlas-chat"]
    assert going == {
        "wire_id": "atlas-chat",
        "lifecycle": "will be deprecated on 2026/9/24 15:59 UTC",
        "alias_target": "atlas-v9-flash",
        "deprecated_at": "2026-09-24",
    }


def test_yuan_are_native_prices_and_no_dollars() -> None:
    flash = said(source, fixture(source, "odd"))["atlas-v9-flash"]
    assert not [field for field in flash if "_usd_" in field]
    assert json.loads(flash["native_prices"])[0] == {
        "field": "cache_read_usd_per_mtok", "amount": "0.2", "currency": "CNY", "per": "mtok",
    }  # fmt: skip
    assert flash["price_text"] == "1M OUTPUT TOKENS: Contact us"


def test_a_label_and_a_sentence_that_name_two_units_leave_no_price() -> None:
    page = fixture(source, "promotion").body.decode().replace("per 1M tokens", "per 1K tokens")
    found = said(source, html(page, source))
    assert not [field for claims in found.values() for field in claims if "_usd_" in field]


def test_a_table_that_names_no_unit_gives_no_price() -> None:
    page = fixture(source, "promotion").body.decode().replace("1M ", "").replace("per 1M tokens", "of money")
    found = said(source, html(page, source))
    assert not [field for claims in found.values() for field in claims if "_usd_" in field]


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("page", ["promotion", "windows"])
def test_no_wrong_price_comes_of_a_page_that_went_wrong(page: str, name: str) -> None:
    assert wrong_after(source, fixture(source, page), WRONG[name]) == {}


@pytest.mark.parametrize("name", SAME)
@pytest.mark.parametrize("page", ["promotion", "windows"])
def test_columns_may_move(page: str, name: str) -> None:
    assert wrong_after(source, fixture(source, page), SAME[name]) == {}


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><h1>Prices</h1><p>All prices are per 1M tokens.</p></body></html>",
        "<table><tr><td>MODEL</td><td>Blue</td></tr><tr><td>1M OUTPUT TOKENS</td><td>$1</td></tr></table>",
        "<table><tr><td>MODEL</td><td>a-1</td><td>a-1</td></tr><tr><td>OUTPUT</td><td>$1</td><td>$2</td></tr></table>",
        "<table><tr><td>MODEL</td><td>a-1</td></tr><tr><td>OUTPUT</td><td>$1</td><td>$2</td></tr></table>",
    ],
    ids=["no table", "no ids", "an id twice", "more cells than headings"],
)
def test_a_page_without_the_table_is_refused(page: str) -> None:
    with pytest.raises(ShapeError):
        source.parse([html(page, source)])


def test_the_page_is_asked_for_once(tmp_path: Path) -> None:
    body = fixture(source, "promotion").body
    sightings, paths = asked(source, tmp_path, {"/api-docs.deepseek.com/quick_start/pricing": body})
    assert [sighting.url for sighting in sightings] == [source.address]
    assert "/api-docs.deepseek.com/quick_start/pricing" in paths


def test_a_server_that_fails_is_a_fetch_error(tmp_path: Path) -> None:
    with pytest.raises(FetchError):
        asked(source, tmp_path, {"/api-docs.deepseek.com/quick_start/pricing": Reply(b"gone", 404)})


def test_the_recorded_page_says_what_its_cells_say(recordings: Path) -> None:
    (page,) = recorded(source, recordings)
    found = said(source, page)
    assert sorted(found) == [
        "deepseek-v4-flash", "deepseek-v4-pro", "lifecycle:deepseek-chat", "lifecycle:deepseek-reasoner",
    ]  # fmt: skip
    cells = re.findall(r"1M (INPUT|OUTPUT) TOKENS[^$]*?</td><td>\$([\d.]+)</td><td>\$([\d.]+)", page.body.decode())
    fields = ["cache_read_usd_per_mtok", "input_usd_per_mtok", "output_usd_per_mtok"]
    assert len(cells) == 3
    for field, (_, flash, pro) in zip(fields, cells, strict=True):
        assert Decimal(found["deepseek-v4-flash"][field]) == Decimal(flash)
        assert Decimal(found["deepseek-v4-pro"][field]) == Decimal(pro)
