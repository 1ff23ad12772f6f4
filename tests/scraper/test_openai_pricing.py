"""OpenAI's pricing and deprecations pages: tables by tier, models by row, prices by heading."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from scraper.errors import FetchError, ShapeError
from scraper.sources._price_tables import Block
from scraper.sources._pricing_tiers import tier_tables
from tests.scraper.maker_pages import ALL, MARKDOWN, every_price, wrong
from tests.scraper.mutations import SAME, WRONG
from tests.scraper.price_pages import asked, by_id, fixture, html, recorded, said, troubles
from tests.upstream import Reply

source = by_id("openai_pricing")
PRICES = "/platform.openai.com/docs/pricing"
LIFECYCLE = "/platform.openai.com/docs/deprecations"


def page(*lines: str) -> str:
    return "\n\n".join(lines)


def priced(text: str) -> dict[str, dict[str, str]]:
    return said(source, html(text, source))


def table(*rows: str) -> str:
    return "\n".join([rows[0], "| " + "--- | " * (rows[0].count("|") - 1), *rows[1:]])


FLAGSHIP = table("| Model | Input | Output |", "| atlas-9 | $4.00 | $24.00 |")


def test_markdown_and_elements_of_one_page_make_the_same_claims() -> None:
    assert said(source, fixture(source, "prices")) == said(source, fixture(source, "elements"))


def test_tiers_and_long_context_are_conditions_and_the_standard_price_the_price() -> None:
    found = said(source, fixture(source, "prices"))["atlas-9"]
    assert (found["input_usd_per_mtok"], found["cache_read_usd_per_mtok"], found["output_usd_per_mtok"]) == (
        "4", "0.4", "24",
    )  # fmt: skip
    conditions = {json.dumps(entry["when"]): entry["input_usd_per_mtok"] for entry in json.loads(found["conditions"])}
    assert conditions == {
        '{"context": "long"}': "8",
        '{"service": "batch"}': "2",
        '{"service": "batch", "context": "long"}': "4",
        '{"service": "priority"}': "8",
    }


def test_a_model_below_a_cell_that_spans_rows_is_its_own() -> None:
    found = said(source, fixture(source, "prices"))
    assert found["atlas-live"]["image_usd_per_mtok"] == "5"
    assert json.loads(found["atlas-9-mini-deep"]["conditions"]) == [
        {"when": {"service": "batch"}, "input_usd_per_mtok": "1", "output_usd_per_mtok": "4"}
    ]


def test_a_price_by_the_minute_is_none_of_tokens_and_an_estimate_none_at_all() -> None:
    found = said(source, fixture(source, "prices"))
    assert found["atlas-interpreter"]["audio_usd_per_minute"] == "0.034"
    assert "audio_usd_per_minute" not in found["atlas-scribe"]
    assert json.loads(found["atlas-scribe"]["other_prices"]) == {"estimated cost": "$0.006 / minute"}


def test_a_fine_tuned_model_is_another_offer_than_its_base() -> None:
    found = said(source, fixture(source, "prices"))["atlas-8-2025-04-16 (fine-tuned)"]
    assert (found["base_id"], found["variant"], found["input_usd_per_mtok"]) == (
        "atlas-8-2025-04-16", "fine-tuned", "4.1",
    )  # fmt: skip
    assert "wire_id" not in found


def test_web_search_for_all_models_is_the_seller_s_own_price() -> None:
    found = said(source, fixture(source, "prices"))["provider:openai"]
    assert found["web_search_usd_each"] == "0.01"
    assert len(json.loads(found["other_prices"])) == 2


def test_a_context_length_beside_the_name_is_a_condition() -> None:
    rows = (
        "| Model | Input |",
        "| atlas-9 (<272K context length) | $4.00 |",
        "| atlas-9 (>272K context length) | $8.00 |",
    )
    found = priced(page("# Pricing", "Prices per 1M tokens.", table(*rows)))["atlas-9"]
    assert found["input_usd_per_mtok"] == "4"
    assert json.loads(found["conditions"]) == [{"when": {"prompt_tokens_above": 272000}, "input_usd_per_mtok": "8"}]


def test_without_a_unit_there_is_no_price() -> None:
    text = page("# Pricing", FLAGSHIP)
    assert [name for name in priced(text)["atlas-9"] if "_usd_" in name] == []
    assert ("bad_value", "atlas-9", "input_usd_per_mtok") in troubles(source, html(text, source))


@pytest.mark.parametrize("unit", ["1K tokens", "token", "call", "hour", "1M characters", "GPU"])
def test_another_unit_than_a_million_tokens_leaves_no_token_price(unit: str) -> None:
    text = page("# Pricing", f"Prices per {unit}.", FLAGSHIP)
    assert [name for name in priced(text)["atlas-9"] if "_usd_per_mtok" in name] == []


def test_a_cell_that_contradicts_the_sentence_above_is_read_only_where_exceptions_are_announced() -> None:
    rows = table("| Model | Modality | Output / cost |", "| atlas-9 | Audio | $0.05 / minute |")
    assert "audio_usd_per_minute" not in priced(page("# P", "Prices per 1M tokens.", rows))["atlas-9"]
    found = priced(page("# P", "Prices per 1M tokens unless noted.", rows))["atlas-9"]
    assert found["audio_usd_per_minute"] == "0.05"


def test_a_model_with_two_prices_for_one_thing_has_none() -> None:
    text = page("# Pricing", "Prices per 1M tokens.", FLAGSHIP, FLAGSHIP.replace("$24.00", "$25.00"))
    found = priced(text)["atlas-9"]
    assert found["input_usd_per_mtok"] == "4"
    assert "output_usd_per_mtok" not in found
    assert ("bad_value", "atlas-9", "output_usd_per_mtok") in troubles(source, html(text, source))


def test_tabs_without_labels_are_told_by_their_order_only_if_there_are_as_many_tables() -> None:
    tables = [FLAGSHIP, FLAGSHIP.replace("$4.00", "$2.00")]
    full = priced(page("# Pricing", "Prices per 1M tokens.", "Standard Batch", *tables))["atlas-9"]
    assert full["input_usd_per_mtok"] == "4"
    assert json.loads(full["conditions"])[0]["when"] == {"service": "batch"}
    short = page("# Pricing", "Prices per 1M tokens.", "Standard Batch Flex", *tables)
    with pytest.raises(ShapeError):
        priced(short)


def test_a_batch_table_alone_is_no_standard_price() -> None:
    found = priced(page("# Pricing", "Prices per 1M tokens.", "Standard Batch", "Batch", FLAGSHIP))["atlas-9"]
    assert "input_usd_per_mtok" not in found


@pytest.mark.parametrize(
    ("names", "services"),
    [
        (("Standard",), ["", ""]),
        (("Standard", "Batch"), ["", "batch"]),
        (("Standard", "Batch", "Flex"), [None, None]),
        (("Standard", "Batch", "Batch"), ["batch", "batch"]),
    ],
)
def test_tier_names_in_a_row_are_tabs_and_a_repeated_last_one_a_label(
    names: tuple[str, ...], services: list[str | None]
) -> None:
    grid = (("Model", "Input"), ("a", "$1"))
    found = tier_tables([Block("P", 1), *(Block(name) for name in names), Block("", 0, grid), Block("", 0, grid)])
    assert [each.service for each in found] == services


def test_headings_below_groups_without_a_name_cost_their_table_alone() -> None:
    nameless = "|  |  |\n| --- | --- |\n| Model | Input | Output |\n| atlas-8 | $1.00 | $2.00 |"
    text = page("# Pricing", "Prices per 1M tokens.", FLAGSHIP, "## More", nameless)
    assert list(priced(text)) == ["atlas-9"]
    assert ("bad_record", "", "table") in troubles(source, html(text, source))


def test_an_unknown_column_is_kept_and_reported() -> None:
    rows = table("| Model | Input | Surcharge |", "| atlas-9 | $4.00 | $1.00 |")
    text = page("# Pricing", "Prices per 1M tokens.", rows)
    assert priced(text)["atlas-9"]["other.surcharge"] == "$1.00"
    assert ("unknown_key", "atlas-9", "other.surcharge") in troubles(source, html(text, source))


@pytest.mark.parametrize("row", ["| $4.00 | $5.00 | $6.00 |", "|  | $4.00 | $24.00 |"])
def test_a_row_without_a_model_is_skipped_and_reported(row: str) -> None:
    text = page("# Pricing", "Prices per 1M tokens.", f"{FLAGSHIP}\n{row}")
    assert list(priced(text)) == ["atlas-9"]
    assert ("bad_record", "", "model") in troubles(source, html(text, source))


@pytest.mark.parametrize("change", WRONG)
@pytest.mark.parametrize("name", ["prices", "elements"])
def test_no_slip_of_the_page_makes_a_wrong_price(name: str, change: str) -> None:
    assert len(every_price(source, fixture(source, name))) > 40
    assert wrong(source, fixture(source, name), ALL[change]) == {}


@pytest.mark.parametrize("change", SAME)
def test_columns_may_come_and_change_places(change: str) -> None:
    good = fixture(source, "elements")
    # Below the first section: columns of two groups with the same names do not change places alone.
    head, mark, rest = good.body.decode().partition("<h2>Multimodal")
    assert wrong(source, good, lambda _: head + mark + ALL[change](rest)) == {}


def test_groups_of_columns_that_change_places_are_read_by_their_names() -> None:
    good = fixture(source, "elements")
    body = good.body.decode().replace("Short context", "???").replace("Long context", "Short context")
    found = every_price(source, good, body.replace("???", "Long context"))
    assert found["atlas-9", "", "input_usd_per_mtok"] == "8"
    assert found["atlas-9", '{"context": "long"}', "input_usd_per_mtok"] == "4"


@pytest.mark.parametrize("change", MARKDOWN)
def test_columns_of_markdown_may_come_and_go(change: str) -> None:
    assert wrong(source, fixture(source, "prices"), MARKDOWN[change]) == {}


def test_the_newest_announcement_says_when_a_model_goes() -> None:
    found = said(source, fixture(source, "deprecations"))["lifecycle:atlas-4-0314"]
    assert found == {
        "author_name": "OpenAI",
        "wire_id": "atlas-4-0314",
        "deprecated_at": "2026-06-26",
        "retires_at": "2027-03-26",
        "successor": "atlas-9 or atlas-8",
    }


def test_an_earliest_day_is_no_day_of_retirement() -> None:
    found = said(source, fixture(source, "deprecations"))["lifecycle:atlas-3-0613"]
    assert (found.get("retires_at"), found["retires_not_before"]) == (None, "2024-06-13")


def test_names_that_point_to_a_model_go_with_it_and_apis_are_no_models() -> None:
    found = said(source, fixture(source, "deprecations"))
    assert found["lifecycle:atlas-4-preview"]["retires_at"] == "2027-03-26"
    assert not [id_ for id_ in found if "helpers" in id_.lower()]
    assert ("ignored", "", "lifecycle") in troubles(source, fixture(source, "deprecations"))


def test_a_lifecycle_page_without_its_tables_is_refused() -> None:
    snapshot = fixture(source, "deprecations")
    body = snapshot.body.replace(b"Shutdown date", b"Some day")
    with pytest.raises(ShapeError):
        source.parse([snapshot.model_copy(update={"body": body})])


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://platform.openai.com/docs/pricing", True),
        ("https://platform.openai.com/docs/pricing?x=1", True),
        ("https://platform.openai.com/docs/deprecations", True),
        ("https://platform.openai.com/docs/models", False),
        ("https://platform.openai.com.evil.example/docs/pricing", False),
        ("", False),
    ],
)
def test_only_the_two_pages_are_read(url: str, read: bool) -> None:
    assert source.reads(url) is read


def test_both_pages_are_fetched_and_a_missing_second_one_is_no_failure(tmp_path: Path) -> None:
    both = {PRICES: Reply(fixture(source, "prices").body), LIFECYCLE: Reply(fixture(source, "deprecations").body)}
    given, paths = asked(source, tmp_path / "a", both)
    assert [(seen.url, seen.ok) for seen in given] == [
        (source.address, True),
        (source.address[:-7] + "deprecations", True),
    ]
    assert {PRICES, LIFECYCLE} <= set(paths)
    given, _ = asked(source, tmp_path / "b", {PRICES: both[PRICES]})
    assert [seen.ok for seen in given] == [True, False]


def test_a_page_that_fails_is_a_fetch_error(tmp_path: Path) -> None:
    with pytest.raises(FetchError):
        asked(source, tmp_path / "a", {LIFECYCLE: Reply(fixture(source, "deprecations").body)})
    with pytest.raises(FetchError, match="deprecations"):
        asked(source, tmp_path / "b", {PRICES: Reply(fixture(source, "prices").body), LIFECYCLE: Reply(b"", 403)})


def test_the_real_pages_come_out_price_for_price(recordings: Path) -> None:
    prices, lifecycle = recorded(source, recordings)
    found = every_price(source, prices)
    # Independently: each Markdown row that begins with a model, with its first three prices, in the order of tiers.
    rows = [line.strip("| ").split(" | ") for line in prices.body.decode().splitlines() if line.startswith("| gpt-5")]
    assert len(rows) == 21
    for (name, *cells), tier in zip(rows, [*[""] * 6, *["batch"] * 6, *["flex"] * 6, *["priority"] * 3], strict=True):
        for field, shift in (("input_usd_per_mtok", 0), ("cache_read_usd_per_mtok", 1), ("output_usd_per_mtok", 2)):
            for offset, context in ((0, {}), (3, {"context": "long"})):
                when = ({"service": tier} if tier else {}) | context
                key = (name, json.dumps(when, sort_keys=True) if when else "", field)
                told = cells[shift + offset]
                assert (Decimal(found[key]) if key in found else None) == (
                    None if told == "-" else Decimal(told.removeprefix("$"))
                ), key
    assert found["sora-2-pro", '{"resolution": "1080p"}', "video_output_usd_per_second"] == "0.7"
    assert len(source.parse([prices]).scopes["offers"]) == 24
    assert troubles(source, prices) == []
    assert len(source.parse([lifecycle]).scopes["lifecycle"]) == 60
    assert said(source, lifecycle)["lifecycle:gpt-4-0314"]["retires_at"] == "2026-03-26"
    assert troubles(source, lifecycle) == [("ignored", "", "lifecycle")]
