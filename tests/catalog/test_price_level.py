"""Price levels: like with like, one model at a time, the middle of exact shares."""

from decimal import Decimal

import pytest

from catalog.pricing.level import Level, Sale, levels, middle
from catalog.sales import plain_sales

ROUTER = frozenset({"router"})


def sale(model: str, provider: str, price: str, output: str | None = None, seller: str = "") -> Sale:
    return Sale(model, provider, seller or provider, Decimal(price), Decimal(output or price))


def shares(level: Level) -> tuple[str, str]:
    return str(level.over_cheapest.normalize()), str(level.over_middle.normalize())


def test_a_price_is_three_parts_input_and_one_part_output() -> None:
    assert sale("m", "a", "0.1", "0.5").blended == Decimal("0.2")
    assert sale("m", "a", "0", "0.0000001").blended == Decimal("2.5E-8")


def test_a_seller_is_laid_against_the_cheapest_and_the_middle_one_of_the_others() -> None:
    sold = [sale("m", "a", "1.12"), sale("m", "b", "1"), sale("m", "c", "1.4"), sale("m", "d", "2")]
    found = levels(sold)
    assert shares(found["a"]) == ("0.12", "-0.2")
    assert shares(found["b"]) == ("-0.1071", "-0.2857")
    assert shares(found["d"]) == ("1", "0.7857")
    assert [level.cheapest for level in found.values()] == [0, 1, 0, 0]


def test_of_an_even_number_of_others_the_cheaper_of_the_two_in_the_middle_is_taken() -> None:
    sold = [sale("m", "a", "3"), sale("m", "b", "1"), sale("m", "c", "2")]
    assert shares(levels(sold)["a"]) == ("2", "2")


def test_the_level_is_the_middle_over_the_models_that_others_sell_too() -> None:
    sold = [sale(f"m{number}", "b", "1") for number in range(4)]
    sold += [sale("m0", "a", "1"), sale("m1", "a", "1.1"), sale("m2", "a", "1.3"), sale("alone", "a", "90")]
    assert levels(sold)["a"] == Level(3, 1, Decimal("0.1"), Decimal("0.1"))
    even = levels([*sold, sale("m3", "a", "2")])["a"]
    assert (even.models, even.over_cheapest) == (4, Decimal("0.2"))


def test_a_seller_counts_with_its_lowest_price_of_a_model() -> None:
    sold = [sale("m", "a", "5"), sale("m", "a", "1"), sale("m", "b", "2"), sale("m", "b", "4")]
    assert shares(levels(sold)["a"]) == ("-0.5", "-0.5")


def test_a_seller_under_two_names_is_not_laid_against_itself() -> None:
    sold = [sale("m", "google", "1", seller="g"), sale("m", "google-ai-studio", "2", seller="g")]
    assert levels(sold) == {}
    found = levels([*sold, sale("m", "other", "4")])
    assert [shares(found[name])[0] for name in ("google", "google-ai-studio", "other")] == ["-0.75", "-0.5", "3"]


def test_the_router_is_laid_against_sellers_and_no_seller_against_the_router() -> None:
    sold = [sale("m", "router", "1"), sale("m", "a", "2")]
    assert {name: shares(level)[0] for name, level in levels(sold, ROUTER).items()} == {"router": "-0.5"}


def test_what_is_free_is_left_out() -> None:
    assert levels([sale("m", "a", "0"), sale("m", "b", "1")]) == {}


@pytest.mark.parametrize(
    ("given", "found"),
    [([], None), (["0.1"], "0.1"), (["0.3", "-0.1"], "0.1"), (["1", "0", "0.2"], "0.2"), (["0.00005", "0"], "0.0000")],
)
def test_the_middle_of_shares(given: list[str], found: str | None) -> None:
    assert middle([Decimal(share) for share in given]) == (None if found is None else Decimal(found))


OFFER = {
    "model_id": "a/m", "provider": "novita", "kind": "endpoint", "tag": "novita/fp8", "quantization": "fp8",
    "relation": "offer_of", "level": "exact", "price_state": "known", "conditions": None,
    "input_usd_per_mtok": "1", "output_usd_per_mtok": "3", "observed_at": "2026-07-31T12:00:00Z",
}  # fmt: skip
PROMOTION = '[{"when": {"from": "2026-07-01", "until": "2026-07-31"}, "input_usd_per_mtok": "0.5"}]'


@pytest.mark.parametrize(
    "odd",
    [
        {"kind": "free"}, {"kind": "alias"}, {"tag": "novita/turbo"}, {"level": "high"}, {"relation": "config_of"},
        {"price_state": "free"}, {"model_id": None}, {"output_usd_per_mtok": None}, {"relation": None, "level": None},
    ],
    ids=str,
)  # fmt: skip
def test_only_plain_sales_of_the_model_itself_are_compared(odd: dict[str, str | None]) -> None:
    (kept,) = plain_sales([OFFER, {**OFFER, **odd}], {"novita": "Novita AI"})
    assert kept == Sale("a/m", "novita", "Novita AI", Decimal(1), Decimal(3))


def test_a_promotion_counts_on_its_days_alone() -> None:
    (during,) = plain_sales([{**OFFER, "conditions": PROMOTION}], {})
    after, _ = plain_sales([{**OFFER, "conditions": PROMOTION}, {**OFFER, "observed_at": "2026-08-01T00:00:00Z"}], {})
    assert (during.input, after.input) == (Decimal("0.5"), Decimal(1))
