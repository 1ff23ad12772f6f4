"""What a use costs in a month: the browser's sum against the catalog's own, and the form."""

import json
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from catalog.pricing.conditions import Condition
from catalog.pricing.cost import Usage, cost
from catalog.render.explorer_data import explorer_data
from catalog.render.explorer_models import ExplorerModel, Tier

from .alone import alone
from .conftest import Open, violations

pytestmark = pytest.mark.browser

NAMES = ("input_usd_per_mtok", "output_usd_per_mtok", "cache_read_usd_per_mtok", "request_usd_each")
PRICES: tuple[tuple[str, str, str | None, str | None], ...] = (
    ("0.42", "1.25", "0.042", None),
    ("3", "15", "0.30", None),
    ("0.0000023", "0.07", "0.0000001", "0.005"),
    ("0.1", "0.3", None, None),
    ("0", "0", None, None),
    ("1", "3", "0", "0.0001"),
)
TIERS: tuple[tuple[tuple[int, tuple[str, str, str | None]], ...], ...] = (
    (),
    ((200_000, ("6", "22.5", "0.60")),),
    ((32_000, ("0.2", "0.7", None)), (128_000, ("0.4", "1.4", "0.01"))),
)
USES = (
    (1500, 400, 0, 10_000),
    (200_000, 1, 0, 3),
    (200_001, 1000, 150_000, 777),
    (60_000, 1500, 50_000, 5000),
    (32_001, 0, 32_001, 12_345),
    (0, 1000, 0, 1),
)
"""Prompt, answer, cached, calls."""
OTHER_PRICES = "other prices under conditions told on its page"


def model(number: int, prices: tuple[str | None, ...], tiers: Any) -> ExplorerModel:
    """Give a model of those prices, and of those of long prompts."""
    told: list[Tier] = [(above, *(Decimal(one) if one else None for one in several)) for above, several in tiers]
    numbers = {name: Decimal(one) if one else None for name, one in zip(NAMES, prices, strict=True)}
    return ExplorerModel(f"a/{number}", f"A {number}", f"models/a/{number}/", {}, {}, numbers, tiers=told)


def by_catalog(prices: tuple[str | None, ...], tiers: Any, use: tuple[int, int, int, int]) -> Decimal:
    """Give the month's cost as the catalog sums it, a cache price that is not known being the input's."""
    base = {name: Decimal(one) for name, one in zip(NAMES, prices, strict=True) if one}
    base.setdefault("cache_read_usd_per_mtok", base["input_usd_per_mtok"])
    conditions = [
        Condition(
            {"prompt_tokens_above": above},
            {name: Decimal(one or several[0]) for name, one in zip(NAMES, several, strict=False)},
        )
        for above, several in tiers
    ]
    found = cost(base, conditions, datetime(2026, 11, 21, tzinfo=UTC), Usage(*use[:3]))
    assert found.usd is not None
    return found.usd * use[3]


def test_the_browser_and_the_catalog_agree_to_the_cent(open_page: Open) -> None:
    models = [model(n, prices, tiers) for n, (prices, tiers) in enumerate((p, t) for p in PRICES for t in TIERS)]
    told = json.loads(explorer_data(models, {}))
    summed = open_page("404.html").evaluate(
        """async ([told, uses]) => {
          const catalog = (await import('/assets/d1/catalog.js')).decode(told);
          const {monthly} = await import('/assets/d1/prices.js');
          return uses.map(([input, output, cached, calls]) => [...monthly(catalog, {input, output, cached, calls})]);
        }""",
        [told, USES],
    )
    cents = Decimal("0.01")
    for use, found in zip(USES, summed, strict=True):
        expected = [by_catalog(prices, tiers, use) for prices in PRICES for tiers in TIERS]
        assert [Decimal(repr(each)).quantize(cents, ROUND_HALF_EVEN) for each in found] == [
            each.quantize(cents, ROUND_HALF_EVEN) for each in expected
        ]


def test_a_sum_by_hand(open_page: Open) -> None:
    # 10,000 fresh tokens at $3, 50,000 cached at $0.30, 1,500 answered at $15, a call $0.0675, and 5,000 calls.
    told = json.loads(explorer_data([model(0, ("3", "15", "0.30", None), ())], {}))
    body = """async (told) => {
      const catalog = (await import('/assets/d1/catalog.js')).decode(told);
      const {money, monthly} = await import('/assets/d1/prices.js');
      return money(monthly(catalog, {input: 60000, cached: 50000, output: 1500, calls: 5000})[0]);
    }"""
    assert open_page("404.html").evaluate(body, told) == "$337.50"


def fill(page: Page, **fields: str) -> None:
    labels = {
        "input": "Prompt tokens",
        "cached": "of which cached",
        "output": "Answer tokens",
        "calls": "Calls a month",
    }
    for name, text in fields.items():
        page.get_by_label(labels[name]).fill(text)


def ranked(page: Page) -> list[str]:
    return page.locator("details").get_by_role("listitem").all_inner_texts()


def test_what_is_typed_is_told_and_the_cheapest_are_ranked(open_page: Open) -> None:
    page = alone(open_page, "calculator")
    expect(page.get_by_text("Say what you use")).to_be_visible()
    fill(page, input="100000", output="1000", calls="1000")
    assert page.evaluate("at.heard.at(-1)") == {"input": 100_000, "output": 1000, "cached": 0, "calls": 1000}
    assert len(ranked(page)) == 2
    assert ranked(page)[0] == f"Kepler: Kepler 4.5 VL 42B A4B $42.42 {OTHER_PRICES}"
    expect(page.get_by_text("The cheapest of the models shown")).to_contain_text(
        "whose context is too short, 1 without"
    )
    fill(page, input="100")
    assert len(ranked(page)) == 8
    assert ranked(page)[0] == "Tycho: Star-Map 3.5 Mini $0.0033"
    expect(page.get_by_text("The cheapest of the models shown")).to_have_text(
        "The cheapest of the models shown, by list price in US$ a month."
        " Left out: 1 that are free, 4 whose context is too short, 2 without a price that this needs."
    )
    page.evaluate("at.rows = Uint32Array.from(at.catalog.ids.keys()); at.show()")
    assert len(ranked(page)) == 10
    page.get_by_role("link", name="Tycho: Star-Map 3.5 Mini").click(trial=True)


def test_an_example_fills_the_fields_and_clear_empties_them(open_page: Open) -> None:
    page = alone(open_page, "calculator")
    page.get_by_role("button", name="Agent with a cache").click()
    assert page.get_by_label("of which cached").input_value() == "50000"
    assert ranked(page) == [f"Kepler: Kepler 4.5 VL 42B A4B $34.65 {OTHER_PRICES}", "Tycho: Star-Map 3.5 Max $1,237.50"]
    page.get_by_role("button", name="Clear").click()
    assert page.get_by_label("Prompt tokens").input_value() == ""
    assert page.evaluate("at.heard.at(-1)") is None
    assert ranked(page) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ({"input": "10", "cached": "99", "output": "1", "calls": "2"}, [10, 10, 1, 2]),
        ({"input": "-5", "cached": "", "output": "7", "calls": "1"}, [0, 0, 7, 1]),
        ({"input": "1e12", "cached": "0.9", "output": "1.7", "calls": "3"}, [1_000_000_000, 0, 1, 3]),
        ({"input": "10", "cached": "0", "output": "1", "calls": ""}, None),
        ({"input": "", "cached": "4", "output": "", "calls": "9"}, None),
        ({"input": "NaN", "cached": "x", "output": "Infinity", "calls": "1"}, [0, 0, 1_000_000_000, 1]),
    ],
    ids=str,
)
def test_odd_numbers_become_sensible_ones_or_none(open_page: Open, typed: Any, meant: list[int] | None) -> None:
    body = """async (typed) => {
      const told = (await import('/assets/d1/calculator.js')).usageOf(typed);
      return told && [told.input, told.cached, told.output, told.calls];
    }"""
    assert open_page("404.html").evaluate(body, typed) == meant


def test_what_the_sum_holds_beside_tokens_is_said(open_page: Open) -> None:
    one = model(0, ("1", "3", None, "0.0050"), TIERS[2])._replace(conditional=True)
    told = json.loads(explorer_data([one], {}))
    body = """async (told) => {
      const catalog = (await import('/assets/d1/catalog.js')).decode(told);
      const {provisos} = await import('/assets/d1/calculator.js');
      const use = (input, cached) => ({input, cached, output: 1, calls: 1});
      return [use(40000, 10), use(1000, 0)].map((each) => provisos(catalog, 0, each));
    }"""
    assert open_page("404.html").evaluate(body, told) == [
        [
            "at its price for prompts above 32,000 tokens",
            "with $0.0050 a request",
            "no cache price known: cached tokens as fresh ones",
            OTHER_PRICES,
        ],
        ["with $0.0050 a request", OTHER_PRICES],
    ]


@pytest.mark.parametrize("options", [{"width": 390}, {"color_scheme": "dark"}], ids=str)
def test_axe_finds_nothing_on_the_calculator(open_page: Open, options: dict[str, Any]) -> None:
    page = alone(open_page, "calculator", **options)
    page.get_by_role("button", name="Chat turn").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= options.get("width", 1280)
