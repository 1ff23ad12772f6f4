"""Moonshot's price pages: tables that are data for a component, and an index that names the pages."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from scraper.errors import FetchError, ShapeError
from scraper.snapshots import Snapshot
from tests.scraper.mutations import SAME, WRONG
from tests.scraper.price_pages import asked, by_id, fixture, html, recorded, said, troubles, wrong_after
from tests.upstream import Reply

source = by_id("moonshot_pricing")
PATH = "/platform.kimi.ai/docs/llms.txt"
PAGES = ["rendered"]

PRICES = "/platform.kimi.ai/docs/pricing/chat-k9.md"
LINK = "https://platform.kimi.ai/docs/pricing/chat-k9.md"
INDEX = f"# Docs\n\n- [K9]({LINK}): made-up\n- [Start](https://platform.kimi.ai/docs/start.md)\n".encode()


def test_a_table_for_javascript_is_read_from_its_data() -> None:
    found = said(source, fixture(source, "pages"))["kimi-k9.9"]
    assert (found["input_usd_per_mtok"], found["cache_read_usd_per_mtok"], found["output_usd_per_mtok"]) == (
        "0.77", "0.12", "3.3",
    )  # fmt: skip
    assert found["context_served"] == "131072"


def test_a_series_that_goes_is_the_models_of_the_table_above_that_are_of_it() -> None:
    found = said(source, fixture(source, "pages"))
    assert [name for name in found if name.startswith("lifecycle:")] == ["lifecycle:kimi-k9-old"]
    assert found["lifecycle:kimi-k9-old"]["retires_at"] == "2026-05-25"


def test_a_unit_that_the_sentence_contradicts_leaves_no_price() -> None:
    found = said(source, fixture(source, "rendered"))["moon-v1-odd"]
    assert not [field for field in found if "_usd_" in field]


def test_yuan_in_the_data_are_no_dollars() -> None:
    page = fixture(source, "pages").body.decode().replace('{"$"}', '{"¥"}')
    found = said(source, _at_pricing(page))
    assert not [field for claims in found.values() for field in claims if "_usd_" in field]
    assert '"currency":"CNY"' in found["kimi-k9.9"]["native_prices"]


def _at_pricing(page: str) -> Snapshot:
    made = html(page, source)
    return made.model_copy(update={"sighting": made.sighting.model_copy(update={"url": LINK})})


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("page", PAGES)
def test_no_wrong_price_comes_of_a_page_that_went_wrong(page: str, name: str) -> None:
    assert wrong_after(source, fixture(source, page), WRONG[name]) == {}


@pytest.mark.parametrize("name", SAME)
def test_columns_may_move(name: str) -> None:
    assert wrong_after(source, fixture(source, "rendered"), SAME[name]) == {}


def test_a_page_with_placeholders_alone_holds_no_prices() -> None:
    code = fixture(source, "pages").body.decode().partition("<DocTable")[0]
    with pytest.raises(ShapeError, match="without JavaScript"):
        source.parse([_at_pricing(code)])


def test_the_index_and_its_pages_are_one_answer(tmp_path: Path) -> None:
    sightings, _ = asked(source, tmp_path, {PATH: INDEX, PRICES: fixture(source, "pages").body})
    assert [(seen.url, seen.page, seen.root) for seen in sightings] == [
        (source.address, 1, None), (LINK, 2, source.address),
    ]  # fmt: skip
    bodies = {source.address: INDEX, LINK: fixture(source, "pages").body}
    pages = [Snapshot(sighting=seen, body=bodies[seen.url]) for seen in sightings]
    assert len(source.parse(pages).scopes["offers"]) == 2
    with pytest.raises(ShapeError, match="0 of the 1 pages"):
        source.parse(pages[:1])
    assert source.reads(LINK)
    assert not source.reads("https://evil.example/docs/pricing/chat")


def test_a_page_that_is_missing_is_a_fetch_error(tmp_path: Path) -> None:
    with pytest.raises(FetchError):
        asked(source, tmp_path, {PATH: INDEX, PRICES: Reply(b"", 404)})


def test_the_recorded_pages_say_what_their_data_say(recordings: Path) -> None:
    (page,) = recorded(source, recordings)
    found = said(source, page)
    rows = re.findall(r'^\["([\w.-]+)", "1M tokens", (.*), "([\d,]+) tokens"\],$', page.body.decode(), re.MULTILINE)
    assert (len(rows), len(found)) == (13, 18)
    for name, cells, context in rows:
        amounts = [Decimal(amount) for amount in re.findall(r"\}([\d.]+)<", cells)]
        fields = ["cache_read_usd_per_mtok", "input_usd_per_mtok", "output_usd_per_mtok"][-len(amounts) :]
        assert [Decimal(found[name][field]) for field in fields] == amounts
        assert found[name]["context_served"] == context.replace(",", "")
    assert troubles(source, page) == []
