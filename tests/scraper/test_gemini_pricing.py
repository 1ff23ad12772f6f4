"""Google's pricing page: several prices in one cell, tiers in tabs, a unit in the heading; and its list of ends."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from scraper.errors import BadValue, FetchError, ShapeError
from scraper.sources._gemini_pricing_cells import pieces
from tests.scraper.maker_pages import ALL, MARKDOWN, dollars, every_price, wrong
from tests.scraper.mutations import SAME, WRONG
from tests.scraper.price_pages import asked, by_id, fixture, html, recorded, said, troubles
from tests.upstream import Reply

source = by_id("gemini_pricing")
MAIN = "/ai.google.dev/gemini-api/docs/pricing"
LIFECYCLE = "/ai.google.dev/gemini-api/docs/deprecations"


def section(paid: str, row: str = "Input price", heading: str = "Paid Tier, per 1M tokens in USD") -> str:
    return (
        f"# P\n\n## Atlas\n\n_`atlas-9`_\n\n|  | Free Tier | {heading} |\n| --- | --- | --- |\n| {row} | No | {paid} |"
    )


def priced(paid: str, row: str = "Input price", heading: str = "Paid Tier, per 1M tokens in USD") -> dict[str, str]:
    found = said(source, html(section(paid, row, heading), source)).get("atlas-9", {})
    return {name: value for name, value in found.items() if "_usd_" in name or name == "conditions"}


def test_prices_of_one_cell_are_told_apart_by_what_stands_beside_them() -> None:
    found = said(source, fixture(source, "prices"))["atlas-9-flash"]
    assert (found["input_usd_per_mtok"], found["audio_usd_per_mtok"]) == ("0.25", "0.5")
    assert (found["cache_read_usd_per_mtok"], found["audio_cache_read_usd_per_mtok"]) == ("0.025", "0.05")
    assert found["cache_storage_usd_per_mtok_hour"] == "1"


def test_tabs_tell_the_tier_of_each_table_and_headings_do_as_well() -> None:
    for name in ("prices", "elements"):
        found = said(source, fixture(source, name))["atlas-9-flash"]
        assert found["output_usd_per_mtok"] == "1.5"
        batch = next(e for e in json.loads(found["conditions"]) if e["when"] == {"service": "batch"})
        assert (batch["input_usd_per_mtok"], batch["output_usd_per_mtok"]) == ("0.125", "0.75")


def test_one_table_below_several_tabs_is_that_of_the_first() -> None:
    assert said(source, fixture(source, "prices"))["atlas-9-live"]["input_usd_per_mtok"] == "0.75"


def test_fewer_tables_than_tabs_are_of_no_tier_that_is_known() -> None:
    table = "\n|  | Free Tier | Paid Tier, per 1M tokens in USD |\n| --- | --- | --- |\n| Input price | No | $1.00 |\n"
    text = f"# P\n\n## Atlas\n\n_`atlas-9`_\n\nStandard Batch Flex\n{table}{table}\n## Other\n\n_`other-9`_\n{table}"
    assert list(said(source, html(text, source))) == ["other-9"]
    assert ("bad_record", "", "table") in troubles(source, html(text, source))


def test_long_prompts_are_a_condition_and_both_ids_of_a_section_are_offers() -> None:
    found = said(source, fixture(source, "prices"))
    for id_ in ("atlas-9-pro", "atlas-9-pro-tools"):
        assert found[id_]["input_usd_per_mtok"] == "2"
        assert json.loads(found[id_]["conditions"]) == [
            {
                "when": {"prompt_tokens_above": 200000},
                "input_usd_per_mtok": "4",
                "output_usd_per_mtok": "18",
                "cache_read_usd_per_mtok": "0.4",
            }
        ]


def test_free_of_charge_is_a_price_of_nothing_in_the_free_tier_only() -> None:
    found = said(source, fixture(source, "prices"))
    assert json.loads(found["atlas-9-flash"]["conditions"])[0] == {
        "when": {"service": "free"},
        "input_usd_per_mtok": "0",
        "audio_usd_per_mtok": "0",
        "output_usd_per_mtok": "0",
    }
    assert [name for name in found["Open 4"] if "_usd_" in name] == []


def test_a_price_by_the_minute_beside_one_of_tokens_is_told_apart_from_it() -> None:
    found = said(source, fixture(source, "prices"))["atlas-9-live"]
    assert (found["audio_usd_per_mtok"], found["image_usd_per_mtok"], found["video_usd_per_mtok"]) == (
        "3",
        "1.1",
        "1.1",
    )
    assert json.loads(found["other_prices"])["input audio by the minute"] == "$0.005/min"


def test_what_a_price_comes_to_is_left_out_and_a_footnote_s_price_is_not_in_the_unit_of_the_column() -> None:
    found = said(source, fixture(source, "prices"))["atlas-9-image"]
    assert (found["input_usd_per_mtok"], found["image_output_usd_per_mtok"]) == ("2", "120")
    assert not [name for name in found if name.startswith("image_usd")]
    batch = [entry for entry in json.loads(found["conditions"]) if "image_output_usd_each" in entry]
    assert [(e["when"]["resolution"], e["image_output_usd_each"]) for e in batch] == [
        ("1K/2K", "0.067"),
        ("4K", "0.12"),
    ]
    assert ("bad_value", "atlas-9-image", "image_usd_per_mtok") in troubles(source, fixture(source, "prices"))


def test_rows_of_single_models_are_offers_with_the_id_that_has_their_word() -> None:
    found = said(source, fixture(source, "prices"))
    assert found["film-3.0-generate-001"]["video_output_usd_per_second"] == "0.4"
    assert found["film-3.0-fast-generate-001"]["name"] == "Film 3 Fast"
    assert found["picture-4.0-ultra-generate-001"]["image_output_usd_each"] == "0.06"
    assert found["song-3-pro"]["request_usd_each"] == "0.08"


def test_searches_beyond_the_free_ones_have_a_price_and_prompts_with_them_another() -> None:
    found = said(source, fixture(source, "prices"))
    assert found["atlas-9-flash"]["web_search_usd_each"] == "0.014"
    assert "web_search_usd_each" not in found["atlas-9-pro"]


def test_a_warning_says_since_when_a_model_is_shut_down() -> None:
    found = said(source, fixture(source, "prices"))["atlas-8-flash"]
    assert (found["lifecycle"], found["retires_at"]) == ("deprecated", "2026-06-01")


@pytest.mark.parametrize(
    "cell",
    [
        "$1.50 - $2.00", "$1.50 $2.00", "$1.50 (text) $2.00", "$1.50 (text) $2.00 (text)", "from $1.50", "-$1.50",
        "$1,50", "$1.501M tokens", "€1.50", "1.50", "$1.00, prompts <= 200k tokens $2.00", "$1.00 (gold)",
        "$1.00 $2.00 (storage price)", "$1.00 (a discount holds until May)", "$1.00 until May, then $2.00", "~~$3~~ $1",
    ],
)  # fmt: skip
def test_a_cell_that_is_not_understood_whole_gives_no_price(cell: str) -> None:
    assert {name: v for name, v in priced(cell).items() if v != "0"} == {}


@pytest.mark.parametrize(
    "heading",
    [
        "Paid Tier", "Paid Tier, per 1K tokens in USD", "Paid Tier, per 1M tokens in EUR", "Paid Tier, per call in USD",
        "Paid Tier, per GPU hour in USD",
    ],
)  # fmt: skip
def test_a_heading_that_names_no_unit_that_we_know_leaves_no_price(heading: str) -> None:
    assert priced("$1.50", heading=heading) == {}


def test_a_cell_that_names_another_unit_than_its_heading_gives_no_price() -> None:
    assert priced("$1.50 / 1,000,000 tokens") == {"input_usd_per_mtok": "1.5"}
    assert priced("$1.50 / 1,000 tokens") == {}


def test_two_prices_for_one_thing_are_refused_before_they_are_converted() -> None:
    with pytest.raises(BadValue, match="two prices"):
        pieces("$1.00 (audio) $2.00 (audio)")


@pytest.mark.parametrize("change", WRONG)
@pytest.mark.parametrize("name", ["prices", "elements"])
def test_no_slip_of_the_page_makes_a_wrong_price(name: str, change: str) -> None:
    assert len(every_price(source, fixture(source, name))) > 12
    assert wrong(source, fixture(source, name), ALL[change]) == {}


@pytest.mark.parametrize("change", SAME)
def test_columns_may_come_and_change_places(change: str) -> None:
    good = fixture(source, "elements")
    assert every_price(source, good, ALL[change](good.body.decode())) == every_price(source, good)


@pytest.mark.parametrize("change", MARKDOWN)
def test_columns_of_markdown_may_come_and_go(change: str) -> None:
    assert wrong(source, fixture(source, "prices"), MARKDOWN[change]) == {}


def test_the_list_of_ends_tells_days_and_earliest_days() -> None:
    found = said(source, fixture(source, "deprecations"))
    assert found["lifecycle:atlas-9-preview"]["retires_at"] == "2026-03-09"
    assert found["lifecycle:atlas-8-flash"]["retires_not_before"] == "2026-06"
    assert "retires_at" not in found["lifecycle:atlas-9-flash"]


def test_where_the_page_says_that_its_days_are_earliest_ones_none_is_a_day_of_retirement() -> None:
    found = said(source, fixture(source, "earliest"))
    assert not [id_ for id_, claims in found.items() if "retires_at" in claims]
    assert found["lifecycle:atlas-9-preview"]["retires_not_before"] == "2026-03-09"


def test_a_page_without_a_paid_tier_is_refused() -> None:
    with pytest.raises(ShapeError):
        source.parse([html(section("$1.00", heading="Enterprise"), source)])


def test_both_pages_are_fetched(tmp_path: Path) -> None:
    routes = {MAIN: Reply(fixture(source, "prices").body), LIFECYCLE: Reply(fixture(source, "deprecations").body)}
    given, _ = asked(source, tmp_path / "a", routes)
    assert [(seen.url, seen.ok) for seen in given] == [("https:/" + MAIN, True), ("https:/" + LIFECYCLE, True)]
    with pytest.raises(FetchError):
        asked(source, tmp_path / "b", {})


def test_the_real_page_comes_out_price_for_price(recordings: Path) -> None:
    (page,) = recorded(source, recordings)
    found = every_price(source, page)
    text = page.body.decode()
    assert len(source.parse([page]).scopes["offers"]) == 36
    # Independently: the first table of each section with an id, its input and output rows, and their first amounts.
    checked = 0
    for part in re.split(r"^## ", text, flags=re.MULTILINE):
        ids = re.findall(r"`([a-z][\w.-]+)`", part.split("\n\n")[1]) if "_`" in part else []
        table = part.partition("|  | Free Tier")[2].partition("\n\n")[0]
        if not ids or "per 1M tokens" not in table.partition("\n")[0]:
            continue
        for row, field in (("Input price", "input_usd_per_mtok"), ("Output price", "output_usd_per_mtok")):
            line = next((line for line in table.split("\n") if line.startswith(f"| {row}")), "")
            if not line:
                continue
            paid = line.strip("| ").rpartition(" | ")[2]
            told = dollars(paid)[:1]
            key = (ids[0], "", field)
            if not told or re.match(r"\$[\d.]+ (?:per image|\(audio\))", paid):
                assert key not in found
                continue
            assert Decimal(found[key]) == told[0], key
            checked += 1
    assert checked > 30
    assert found["gemini-3.6-flash", "", "output_usd_per_mtok"] == "7.5"
    assert (
        found["gemini-2.5-pro", '{"prompt_tokens_above": 200000, "service": "priority"}', "output_usd_per_mtok"] == "27"
    )
    assert set(troubles(source, page)) == {
        ("ignored", "", "table"), ("bad_value", "gemini-3-pro-image", "image_usd_per_mtok"),
    }  # fmt: skip
