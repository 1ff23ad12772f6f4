"""Converters: exact, strict, and never a number that nobody stated."""

from decimal import Decimal
from typing import Any

import pytest
import simplejson
from hypothesis import given
from hypothesis import strategies as st

from scraper.answers import parse_raw
from scraper.errors import BadValue
from scraper.units import (
    clock,
    day,
    dumps,
    flag,
    original,
    plain,
    text,
    texts,
    tokens,
    unix_time,
    usd_each,
    usd_per_mtok,
    utc_time,
)

HALVES = st.text(st.characters(categories=["L", "N", "P", "S", "Z", "Cc", "Cs"]))
"""Texts of any characters, with halves of some among them."""
WITHIN_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | HALVES,
    lambda inner: st.lists(inner) | st.dictionaries(HALVES, inner) | st.lists(inner).map(tuple),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0.00000042", "0.42"),
        ("0.00000125", "1.25"),
        ("0", "0"),
        ("0.0", "0"),
        ("-0", "0"),
        ("0.00001", "10"),
        ("0.0006", "600"),
        ("4.2e-7", "0.42"),
        ("0.0000006000000000000001", "0.6000000000000001"),
        ("0.00000100000000000000015", "1.00000000000000015"),
        ("-1", "dynamic"),
        ("-1000000", "dynamic"),
        (Decimal("4.2E-7"), "0.42"),
        (0, "0"),
    ],
)
def test_dollars_a_token_become_dollars_a_million_to_the_last_digit(written: Any, meant: str) -> None:
    assert usd_per_mtok(written) == meant


@pytest.mark.parametrize(
    "written",
    ["", " ", "NaN", "Infinity", "-Infinity", "1e400", "1e-400", "abc", "0,42", "$0.42", "0.42 USD", "1", "1_0",
     True, None, [], {}, "9" * 100, "zero"],
)  # fmt: skip
def test_what_is_no_price_is_refused(written: Any) -> None:
    with pytest.raises(BadValue):
        usd_per_mtok(written)


def test_a_price_a_piece_stays_as_it_is() -> None:
    assert usd_each("0.005") == "0.005"
    assert usd_each("35") == "35"
    with pytest.raises(BadValue):
        usd_each("1001")


@given(st.decimals(min_value=0, max_value=Decimal("0.1"), allow_nan=False, allow_infinity=False, places=20))
def test_no_price_that_is_not_zero_becomes_zero(amount: Decimal) -> None:
    converted = Decimal(usd_per_mtok(str(amount)))
    assert converted == amount * 10**6
    assert (converted == 0) == (amount == 0)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=12))
def test_a_plain_decimal_says_the_same_without_an_exponent(amount: Decimal) -> None:
    assert "E" not in plain(amount)
    assert Decimal(plain(amount)) == amount


@given(st.text())
def test_any_text_is_a_price_or_a_bad_value(written: str) -> None:
    try:
        assert usd_per_mtok(written) == "dynamic" or Decimal(usd_per_mtok(written)).is_finite()
    except BadValue as bad:
        assert len(str(bad)) < 200


@pytest.mark.parametrize(("written", "meant"), [(123000, "123000"), (1, "1"), (Decimal("8192"), "8192")])
def test_tokens_are_whole_numbers(written: Any, meant: str) -> None:
    assert tokens(written) == meant


@pytest.mark.parametrize("written", [0, -1, True, "123000", Decimal("1.5"), Decimal("1e400000000"), 10**13, None])
def test_no_limit_is_ever_zero_or_negative(written: Any) -> None:
    with pytest.raises(BadValue):
        tokens(written)


@pytest.mark.parametrize(("written", "meant"), [(100, "01:00"), (1030, "10:30"), (0, "00:00"), (2400, "24:00")])
def test_clock_numbers_are_hours_and_minutes(written: Any, meant: str) -> None:
    assert clock(written) == meant


@pytest.mark.parametrize("written", [99, 2401, -1, "100", Decimal("1.5"), True])
def test_what_is_no_clock_number_is_refused(written: Any) -> None:
    with pytest.raises(BadValue):
        clock(written)


def test_dates_are_iso() -> None:
    assert day("2025-03-31") == "2025-03-31"
    assert unix_time(1751300903) == "2025-06-30T16:28:23Z"
    assert utc_time("2026-05-13T12:53:54.549173+02:00") == "2026-05-13T10:53:54Z"
    for wrong in ("31.3.2025", "", 20250331, None):
        with pytest.raises(BadValue):
            day(wrong)
    for wrong in (-1, 0, 10**12, "1751300903", True):
        with pytest.raises(BadValue):
            unix_time(wrong)


def test_texts_are_trimmed_and_an_empty_one_claims_nothing() -> None:
    assert text(" Baidu: ERNIE ") == "Baidu: ERNIE"
    assert text("  ") is None
    with pytest.raises(BadValue):
        text(3)
    assert texts(["image", "text"]) == '["image","text"]'
    with pytest.raises(BadValue):
        texts("image")
    assert flag(True) == "true"
    with pytest.raises(BadValue):
        flag("yes")


def test_an_original_is_what_the_source_wrote() -> None:
    assert original("0.00000042") == "0.00000042"
    assert original(Decimal("0.95")) == "0.95"
    assert original(["a"]) == '["a"]'


@given(WITHIN_JSON)
def test_json_is_one_line_with_every_digit_and_every_character(value: Any) -> None:
    wanted = simplejson.dumps(value, use_decimal=True, ensure_ascii=False, separators=(",", ":"))
    assert dumps(value) == wanted


@given(WITHIN_JSON)
def test_json_that_we_stored_says_what_was_stored(value: Any) -> None:
    stored = dumps(value)
    assert parse_raw(stored) == simplejson.loads(stored, use_decimal=True)


def test_a_text_of_a_kind_of_its_own_is_written_as_the_text_it_is() -> None:
    class Marked(str):
        __slots__ = ()

    assert dumps([Marked("a"), {"b": Marked("c")}]) == '["a",{"b":"c"}]'


@pytest.mark.parametrize("number", [Decimal("NaN"), Decimal("-Infinity"), float("nan"), float("inf")])
def test_what_is_no_number_of_json_is_refused_and_never_told_as_nothing(number: Decimal | float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        dumps({"x": [number]})
    assert dumps({"NaN": None}) == '{"NaN":null}'
