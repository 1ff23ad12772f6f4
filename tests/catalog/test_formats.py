"""Values as texts: no price that is not zero reads as zero."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.render.formats import moment, percent, price, short_count, shortened, usd


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0.42", "$0.42"),
        ("1.25", "$1.25"),
        ("10", "$10.00"),
        ("0.5", "$0.50"),
        ("0.05", "$0.050"),
        ("0.0000023", "$0.0000023"),
        ("0.000002", "$0.0000020"),
        ("1234.5", "$1,234.50"),
        ("0.6000000000000001", "$0.6000000000000001"),
        ("0", "free"),
    ],
)
def test_dollars_are_exact_and_have_two_digits(amount: str, text: str) -> None:
    assert usd(Decimal(amount)) == text


@given(st.decimals(min_value=0, max_value=10**6, allow_nan=False, places=18))
def test_a_printed_price_is_the_price(amount: Decimal) -> None:
    text = usd(amount)
    assert (text == "free") == (amount == 0)
    if amount:
        assert Decimal(text.removeprefix("$").replace(",", "")) == amount
        assert len(text.removeprefix("$").replace(".", "").replace(",", "").lstrip("0")) >= 2


@pytest.mark.parametrize(
    ("stored", "state", "text"),
    [("0.42", "known", "$0.42"), ("0", "free", "free"), (None, "unknown", "—"), (None, "dynamic", "varies"),
     ("dynamic", "", "varies")],
)  # fmt: skip
def test_free_unknown_and_dynamic_are_told_apart(stored: str | None, state: str, text: str) -> None:
    assert price(stored, state) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(123000, "123K"), (131072, "131K"), (1048576, "1.05M"), (999, "999"), (1000, "1K"), (8192, "8.19K"),
     (999_999, "1M"), (2_000_000, "2M"), (None, "—")],
)  # fmt: skip
def test_counts_are_short_and_decimal(number: int | None, text: str) -> None:
    assert short_count(number) == text


def test_times_are_told_by_their_day() -> None:
    assert moment("2026-07-31T12:00:00Z").text == "31 July 2026"
    assert moment("2025-03-31").text == "31 March 2025"
    assert percent(Decimal("0.15")) == "15 %"


def test_a_long_text_keeps_its_end_where_that_tells_it_from_others() -> None:
    assert shortened("a" * 100) == "a" * 100
    assert shortened("a" * 101) == "a" * 99 + "…"
    cut = shortened("W" * 2_000 + " (seller1) · Model Atlas", 60, keep=25)
    assert len(cut) == 60
    assert cut.endswith("W…W (seller1) · Model Atlas")
