"""Prices, limits and days as pages write them: read whole, or not at all."""

from decimal import Decimal

import pytest

from scraper.errors import BadValue
from scraper.quotes import (
    Quote,
    count_quoted,
    day_quoted,
    exact_tokens_quoted,
    heading_of,
    quote,
    tokens_quoted,
    unit_of,
    usd_each_quoted,
    usd_per_mtok_quoted,
)


@pytest.mark.parametrize(
    ("text", "amount", "currency", "per"),
    [
        ("$0.42 / 1M tokens", "0.42", "USD", "mtok"),
        ("$0.14/M input tokens", "0.14", "USD", "mtok"),
        ("US$3 / MTok", "3", "USD", "mtok"),
        ("3.00 USD per million tokens", "3.00", "USD", "mtok"),
        ("$0.002 per 1K tokens", "0.002", "USD", "ktok"),
        ("¥3 / 1M tokens", "3", "CNY", "mtok"),
        ("€2", "2", "EUR", ""),
        ("$1,000.50", "1000.50", "USD", ""),
        ("$.5 / call", ".5", "USD", "call"),
        ("$0.06/s", "0.06", "USD", "second"),
        ("$2.50/1k requests", "2.50", "USD", "kcall"),
        ("$0.835000 / call", "0.835", "USD", "call"),
        ("$0.14^1", "0.14", "USD", ""),
        ("$5 (1)", "5", "USD", ""),
        ("Free", "0", "USD", ""),
        ("$30 per 1,000,000 tokens", "30", "USD", "mtok"),
    ],
)
def test_one_amount_in_a_known_currency_and_unit_is_a_price(text: str, amount: str, currency: str, per: str) -> None:
    assert quote(text) == Quote(Decimal(amount), currency, per)


@pytest.mark.parametrize(
    "text",
    [
        "", "Contact us", "0.42", "0,42 $", "$0,42", "$1.234,56", "$1 - $2", "$1-2", "$1 / $2", "$1 $2", "-$1", "$-1",
        "$1.001M tokens", "Input$0.429", "from $3", "$3+", "~$3", "$3 / fortnight", "$1 ¥7", "Free tier available",
        "$NaN", "$1e5", "$1 000", "$12,34", "202530,000 context",
    ],
)  # fmt: skip
def test_anything_else_is_no_price(text: str) -> None:
    with pytest.raises(BadValue):
        quote(text)


def test_the_heading_gives_the_unit_and_the_currency() -> None:
    assert heading_of("Input price ($ / 1M tokens)") == ("mtok", "USD")
    assert heading_of("Price per 1K tokens") == ("ktok", "")
    assert heading_of("Cost per 1,000 calls") == ("kcall", "")
    assert heading_of("Output") == ("", "")
    assert quote("0.42", per="mtok", currency="USD") == Quote(Decimal("0.42"), "USD", "mtok")


def test_a_cell_that_contradicts_its_heading_is_no_price() -> None:
    with pytest.raises(BadValue, match="heading says per mtok"):
        quote("$3 / 1K tokens", per="mtok")
    with pytest.raises(BadValue, match="two currencies"):
        quote("¥3", currency="USD")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("$0.42 / 1M tokens", "0.42"), ("$0.00042 / 1K tokens", "0.42"), ("$0.00000042 per token", "0.42"), ("-", None)],
)
def test_prices_of_tokens_come_out_per_million(text: str, expected: str | None) -> None:
    assert usd_per_mtok_quoted()(text) == expected


@pytest.mark.parametrize("text", ["¥3 / 1M tokens", "$3 / call", "$3", "$200000 / 1M tokens", "Contact us"])
def test_what_is_not_dollars_per_tokens_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        usd_per_mtok_quoted()(text)


def test_prices_of_pieces_come_out_per_piece() -> None:
    assert usd_each_quoted("call", "kcall")("$10 / 1k calls") == "0.01"
    assert usd_each_quoted("image")("$0.04 per image") == "0.04"
    with pytest.raises(BadValue):
        usd_each_quoted("image")("$0.04 / call")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("131,072 tokens", "131072"), ("123K", "123000"), ("1M", "1000000"), ("1.0M", "1000000"),
        ("200k ctx", "200000"),
        ("30,000 context", "30000"), ("-", None), ("n/a", None),
    ],
)  # fmt: skip
def test_limits_are_read_with_decimal_k_and_m(text: str, expected: str | None) -> None:
    assert tokens_quoted(text) == expected


@pytest.mark.parametrize("text", ["202530,000", "0", "-1", "128K-1M", "128K / 1M", "many", "1.5", "131,07", 4096])
def test_what_is_no_limit_is_refused(text: object) -> None:
    with pytest.raises(BadValue):
        tokens_quoted(text)


def test_a_rounded_limit_is_exact_only_where_no_other_rounds_to_it() -> None:
    assert [exact_tokens_quoted(text) for text in ("131,072", "200K", "128K", "400k", "-")] == [
        "131072", "200000", "128000", "400000", None,
    ]  # fmt: skip
    for text in ("131K", "123K", "66K", "1M", "1.05M"):
        with pytest.raises(BadValue, match="rounded"):
            exact_tokens_quoted(text)


def test_a_comma_behind_a_zero_is_no_thousand() -> None:
    with pytest.raises(BadValue):
        quote("$0,125 / 1M tokens")


def test_counts_and_days_are_read() -> None:
    assert count_quoted("423.5B") == "423500000000"
    assert count_quoted("4.3B parameters") == "4300000000"
    assert day_quoted("Aug 12, 2025") == day_quoted("2025\N{NON-BREAKING HYPHEN}08\N{NON-BREAKING HYPHEN}12")
    assert day_quoted("February 20, 2026") == "2026-02-20"
    assert day_quoted("-") is None
    for text in ("soon", "Aug 2025", "13/14/2025", "2025-02-30"):
        with pytest.raises(BadValue):
            day_quoted(text)


def test_units_are_told_apart_from_words_beside_them() -> None:
    assert unit_of("1M input tokens") == "mtok"
    assert unit_of("1,000 searches") == "kcall"
    with pytest.raises(BadValue):
        unit_of("seat")
