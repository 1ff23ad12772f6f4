"""Anthropic's price cards, its documentation's tables, and its list of models that go."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from scraper.errors import FetchError, ShapeError
from tests.scraper.maker_pages import ALL, MARKDOWN, every_price, wrong
from tests.scraper.mutations import WRONG
from tests.scraper.price_pages import asked, by_id, fixture, html, recorded, said, troubles
from tests.upstream import Reply

source = by_id("anthropic_pricing")
MAIN = "/claude.com/pricing"
DOCS = "/platform.claude.com/docs/en/about-claude/pricing.md"
LIFECYCLE = "/platform.claude.com/docs/en/about-claude/model-deprecations.md"
CARD = "<h3>Opus 9</h3><div>Input</div><div>$5 / MTok</div><div>Output</div><div>$25 / MTok</div>"


def card(body: str = CARD, before: str = "", after: str = "") -> dict[str, str]:
    return said(source, html(f"<html lang='en'><body>{before}{body}{after}</body></html>", source)).get("Opus 9", {})


def test_a_card_gives_the_price_of_each_label_and_half_of_it_in_a_batch() -> None:
    found = said(source, fixture(source, "cards"))["Opus 9.1"]
    assert found["name"] == "Claude Opus 9.1"
    assert (found["input_usd_per_mtok"], found["output_usd_per_mtok"]) == ("5", "25")
    assert (found["cache_write_usd_per_mtok"], found["cache_read_usd_per_mtok"]) == ("6.25", "0.5")
    batch = json.loads(found["conditions"])[0]
    assert batch == {
        "when": {"service": "batch"},
        "input_usd_per_mtok": "2.5",
        "output_usd_per_mtok": "12.5",
        "cache_write_usd_per_mtok": "3.125",
        "cache_read_usd_per_mtok": "0.25",
    }


def test_without_a_word_on_batches_or_with_two_there_is_no_batch_price() -> None:
    assert "conditions" not in card()
    two = "<p>Save 50% with batch processing.</p><p>Save 25% with batch processing.</p>"
    assert "conditions" not in card(before=two)


def test_plans_are_no_models() -> None:
    found = said(source, fixture(source, "cards"))
    assert list(found) == ["Opus 9.1", "Haiku 9", "Sonnet 8", "provider:anthropic"]


def test_what_stands_below_the_last_card_is_none_of_it() -> None:
    found = said(source, fixture(source, "cards"))["Sonnet 8"]
    assert (found["cache_write_usd_per_mtok"], found["cache_read_usd_per_mtok"]) == ("3.75", "0.3")
    assert "price_text" not in found


def test_a_name_that_is_no_heading_begins_a_card_as_well() -> None:
    assert card(CARD.replace("h3", "div")) == card()


def test_prices_may_follow_a_colon() -> None:
    assert card("<h3>Opus 9</h3><p>Input: $5 / MTok</p><p>Output: $25 / MTok</p>") == card()


def test_a_cache_that_lives_longer_is_not_claimed_as_one_of_five_minutes() -> None:
    write = "<div>Write</div><div>$6.25 / MTok</div>"
    assert card(CARD + write)["cache_write_usd_per_mtok"] == "6.25"
    found = card(CARD + write, after="<p>Prompt caching pricing reflects 1-hour TTL.</p>")
    assert "cache_write_usd_per_mtok" not in found
    assert any(name.startswith("other.") for name in found)


@pytest.mark.parametrize(
    "value",
    [
        "$5", "$5 / KTok", "$5 / request", "from $5 / MTok", "$5 - $9 / MTok", "$5 / MTok, $9 / MTok", "$5,00 / MTok",
        "$1,000 / MTok", "€5 / MTok", "5 / MTok", "Contact us", "-", "",
    ],
)  # fmt: skip
def test_an_input_price_that_cannot_be_read_is_not_claimed(value: str) -> None:
    found = card(CARD.replace("$5 / MTok", value))
    assert "input_usd_per_mtok" not in found
    assert found["output_usd_per_mtok"] == "25"


def test_two_prices_below_one_label_are_none() -> None:
    found = card(CARD.replace("<div>$5 / MTok</div>", "<div>$5 / MTok</div><div>$9 / MTok</div>"))
    assert "input_usd_per_mtok" not in found
    assert found["output_usd_per_mtok"] == "25"


def test_a_model_that_stands_there_twice_with_two_prices_has_none() -> None:
    assert card(CARD * 2)["input_usd_per_mtok"] == "5"
    found = card(CARD + CARD.replace("$5 ", "$6 "))
    assert "input_usd_per_mtok" not in found
    assert found["output_usd_per_mtok"] == "25"


def test_web_search_is_a_price_of_the_seller() -> None:
    found = said(source, fixture(source, "cards"))["provider:anthropic"]
    assert found["web_search_usd_each"] == "0.01"
    assert json.loads(found["other_prices"]) == {"Code execution": "$0.05 per hour per container"}


def test_the_documentation_tells_caches_of_an_hour_and_fast_mode_in_records_of_its_own() -> None:
    found = said(source, fixture(source, "docs"))["docs:Claude Opus 9.1"]
    assert (found["cache_write_usd_per_mtok"], found["cache_write_1h_usd_per_mtok"]) == ("6.25", "10")
    assert [entry["when"] for entry in json.loads(found["conditions"])] == [{"service": "batch"}, {"service": "fast"}]
    assert said(source, fixture(source, "docs"))["docs:Claude Haiku 7"]["lifecycle"] == "retired"


def test_a_table_below_another_heading_gives_no_base_price() -> None:
    body = fixture(source, "docs").body.decode().replace("## Model pricing", "## Partner prices")
    found = every_price(source, fixture(source, "docs"), body)
    assert ("docs:Claude Opus 9.1", "", "input_usd_per_mtok") not in found
    assert found["docs:Claude Opus 9.1", '{"table": "Partner prices"}', "input_usd_per_mtok"] == "5"


def test_the_list_of_ends_tells_states_days_and_earliest_days() -> None:
    found = said(source, fixture(source, "deprecations"))
    active = found["lifecycle:claude-opus-9-1-20260701"]
    assert (active["lifecycle"], active["retires_not_before"]) == ("Active", "2027-07-01")
    assert "retires_at" not in active
    gone = found["lifecycle:claude-haiku-7-20240307"]
    assert (gone["deprecated_at"], gone["retires_at"], gone["successor"]) == (
        "2026-02-19", "2026-08-19", "claude-haiku-9",
    )  # fmt: skip


@pytest.mark.parametrize("change", WRONG)
@pytest.mark.parametrize("name", ["cards", "docs"])
def test_no_slip_of_a_page_makes_a_wrong_price(name: str, change: str) -> None:
    good = fixture(source, name)
    if name == "cards":
        # The real markup keeps sign, figure and unit in elements of their own: the changes need them in one.
        body = re.sub(r"</span><span[^>]*>", "", good.body.decode())
        good = good.model_copy(update={"body": body.encode()})
        assert every_price(source, good) == every_price(source, fixture(source, name))
    per = {"per 1K": "1K tokens", "per call": "call"}.get(change)
    if per is not None:
        assert wrong(source, good, lambda html: html.replace("/ MTok", f"/ {per}")) == {}
    else:
        assert wrong(source, good, ALL[change]) == {}


@pytest.mark.parametrize("change", MARKDOWN)
def test_columns_of_the_documentation_may_come_and_go(change: str) -> None:
    assert wrong(source, fixture(source, "docs"), lambda text: MARKDOWN[change](text.replace("|---", "| ---"))) == {}


def test_a_page_without_cards_is_refused() -> None:
    with pytest.raises(ShapeError, match="no card"):
        card("<h3>Pro</h3><p>$17</p>")


def test_all_pages_are_fetched_and_failures_told_at_the_end(tmp_path: Path) -> None:
    routes = {
        MAIN: Reply(fixture(source, "cards").body),
        DOCS: Reply(fixture(source, "docs").body),
        LIFECYCLE: Reply(fixture(source, "deprecations").body),
    }
    given, _ = asked(source, tmp_path / "a", routes)
    assert [(seen.url, seen.ok) for seen in given] == [("https:/" + path, True) for path in (MAIN, DOCS, LIFECYCLE)]
    assert all(source.reads(seen.url) for seen in given)
    assert [source.is_main(seen.url) for seen in given] == [True, False, False]
    with pytest.raises(FetchError, match="deprecations"):
        asked(source, tmp_path / "b", routes | {LIFECYCLE: Reply(b"", 403)})
    with pytest.raises(FetchError):
        asked(source, tmp_path / "c", {})


def test_the_real_page_comes_out_price_for_price(recordings: Path) -> None:
    (page,) = recorded(source, recordings)
    found = every_price(source, page)
    # Independently: the figures that the markup keeps for its own switch, four a card, in their order.
    figures = re.findall(r'data-value="([\d.]+)"', page.body.decode())
    offers = [record.id for record in source.parse([page]).scopes["offers"]]
    assert offers == [
        "Opus 4.7", "Sonnet 4.6", "Haiku 4.5", "Opus 4.6", "Sonnet 4.5", "Opus 4.5", "Opus 4.1", "Sonnet 4", "Opus 4",
    ]  # fmt: skip
    fields = ("input_usd_per_mtok", "output_usd_per_mtok", "cache_write_usd_per_mtok", "cache_read_usd_per_mtok")
    assert [Decimal(found[id_, "", field]) for id_ in offers for field in fields] == list(map(Decimal, figures[:36]))
    assert found["Opus 4.7", '{"service": "batch"}', "output_usd_per_mtok"] == "12.5"
    assert troubles(source, page) == []
