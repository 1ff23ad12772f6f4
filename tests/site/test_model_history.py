"""The past of a model as its page shows it: charts that a table tells whole, for eyes, fingers and readers alike."""

import gzip
import re
from decimal import Decimal
from itertools import pairwise

import html5lib
import pytest
from jinja2 import Environment
from playwright.sync_api import expect

from catalog.render.environment import render
from catalog.render.formats import day
from catalog.render.step_chart import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Series,
    Step,
    linear,
    logarithmic,
    step_chart,
)  # fmt: skip
from catalog.render.told_history import Chart
from scraper.units import plain

from . import past_sample, sample
from .conftest import Open
from .past_sample import at


def chart_of(*lines: list[Step], end: str = at(7), log: bool = False) -> Chart:
    values = [step.value for line in lines for step in line]
    series = [Series(name, line) for name, line in zip(("Input", "Output"), lines, strict=False)]
    return step_chart(
        series, end, (logarithmic if log else linear)(values), lambda amount: f"${plain(amount)}", "t", "d"
    )


def svg(templates: Environment, chart: Chart) -> str:
    macro = templates.get_template("_history.html").module.drawing  # type: ignore[attr-defined]
    return str(macro(chart, "prices"))


def texts(chart: Chart) -> list[str]:
    return [label.text for label in chart.labels]


def test_a_value_holds_until_the_next_one_and_a_gap_is_a_gap() -> None:
    chart = chart_of([
        Step(at(1), at(3), Decimal(1)), Step(at(3), at(4), Decimal(2)), Step(at(5), None, Decimal(1)),
    ])  # fmt: skip
    first, second = chart.lines
    assert re.fullmatch(rf"M{LEFT} (\d+)H(\d+)V(\d+)H(\d+)", first.path)
    assert re.fullmatch(rf"M\d+ \d+H{RIGHT}", second.path)
    ends, begins = int(first.path.rpartition("H")[2]), int(second.path[1:].partition(" ")[0])
    assert begins > ends


def test_a_held_value_is_a_piece_of_its_own_that_joins_the_others() -> None:
    steps = [Step(at(1), at(3), Decimal(1)), Step(at(3), at(4), Decimal(2), held=True), Step(at(4), None, Decimal(3))]
    chart = chart_of(steps)
    assert [line.look for line in chart.lines] == ["l1", "l1 held", "l1"]
    for before, after in pairwise(chart.lines):
        assert after.path.startswith(f"M{before.path.rpartition('H')[2]} ")


def test_prices_stand_on_a_scale_that_begins_at_0_and_bears_few_round_amounts() -> None:
    for values, ticks in ((("0.42", "1.25"), "0 0.5 1 1.5"), (("75",), "0 50 100"), (("2e-6",), "0 0.000001 0.000002")):
        assert [plain(tick) for tick in linear([Decimal(value) for value in values]).ticks] == ticks.split()
    assert linear([Decimal(1), Decimal("0.5")]).height(Decimal(0)) == BOTTOM
    assert linear([Decimal(0)]).height(Decimal(0)) == BOTTOM
    assert linear([Decimal(3)]).height(Decimal(3)) == TOP


@pytest.mark.parametrize("exponent", range(-9, 4))
@pytest.mark.parametrize("digits", ["1", "1.99", "2", "3", "6.1", "9.99"])
def test_every_price_finds_a_scale_it_fits_on(digits: str, exponent: int) -> None:
    value = Decimal(digits).scaleb(exponent)
    scale = linear([value])
    assert 2 <= len(scale.ticks) <= 4
    assert scale.ticks[-1] >= value
    assert TOP <= scale.height(value) < BOTTOM


def test_limits_stand_on_a_scale_where_a_small_one_is_seen_to_move_beside_a_large_one() -> None:
    scale = logarithmic([Decimal(4096), Decimal(8192), Decimal(1_000_000)])
    heights = [scale.height(Decimal(value)) for value in (4096, 8192, 1_000_000)]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] - heights[1] > 20
    assert [int(tick) for tick in scale.ticks] == [4096, 1_000_000]
    near = logarithmic([Decimal(32_000), Decimal(32_768)])
    assert near.height(Decimal(32_000)) - near.height(Decimal(32_768)) < 10
    assert [int(tick) for tick in near.ticks] == [32_768]
    assert TOP < logarithmic([Decimal(5)]).height(Decimal(5)) < BOTTOM


def test_axes_have_few_labels_and_none_leaves_the_picture() -> None:
    line = [Step("2024-09-21T12:00:00Z", "2025-11-25T12:00:00Z", Decimal("0.42")), Step(at(12), None, Decimal("0.3"))]
    chart = chart_of(line, [step._replace(value=Decimal("0.42")) for step in line], end="2026-07-31T12:00:00Z")
    assert texts(chart) == ["$0", "$0.2", "$0.4", "$0.6", "21 Sep 2024", "2026", "31 Jul 2026", "Input", "Output"]
    for label in chart.labels:
        assert 0 < label.x < WIDTH
        assert 0 < label.y < HEIGHT
    names = [label.y for label in chart.labels[-2:]]
    assert abs(names[0] - names[1]) >= 20


def test_two_lines_that_end_together_have_names_that_do_not_meet() -> None:
    for value in ("0", "1"):
        step = [Step(at(1), None, Decimal(value))]
        first, second = chart_of(step, step).labels[-2:]
        assert abs(first.y - second.y) >= 20
        assert TOP <= min(first.y, second.y) <= max(first.y, second.y) <= BOTTOM + 20


def test_where_two_lines_are_one_the_thinner_lies_above_the_other() -> None:
    step = [Step(at(1), None, Decimal(1))]
    assert [line.look for line in chart_of(step, step).lines] == ["l2", "l1"]


def test_a_chart_of_one_answer_has_a_width() -> None:
    (line,) = chart_of([Step(at(1), None, Decimal(1))], end=at(1)).lines
    assert line.path.startswith(f"M{LEFT} ")
    assert line.path.endswith(f"H{RIGHT}")


def test_a_chart_of_twenty_steps_is_small(templates: Environment) -> None:
    days = [f"2025-{1 + number // 2:02d}-{1 + number % 2 * 14:02d}T12:00:00Z" for number in range(21)]
    pairs = list(pairwise(days))
    lines = [[Step(*pair, Decimal(number * 37 % 11 + add)) for number, pair in enumerate(pairs)] for add in (1, 9)]
    assert len(gzip.compress(svg(templates, chart_of(*lines, end=days[-1])).encode())) < 1_500


def test_a_chart_says_in_words_what_it_is(templates: Environment) -> None:
    html = render(templates, sample.MODEL)
    document = html5lib.parse(html, namespaceHTMLElements=False)
    (drawing,) = [each for each in document.iter() if str(each.tag).endswith("svg") and each.get("role") == "img"]
    assert (drawing.get("aria-labelledby"), drawing.get("aria-describedby")) == ("prices-title", "prices-told")
    told = {each.get("id"): each.text for each in drawing.iter() if each.get("id")}
    assert told == {"prices-title": "Price of OpenRouter API", "prices-told": "It moved twice."}
    assert not [each for each in drawing.iter() if each.get("style") or each.get("fill") or each.get("stroke")]


def test_short_days_are_short_and_keep_their_time() -> None:
    assert (day(at(5)).text, day(at(5)).iso) == ("1 May 2025", at(5))
    assert day("2025-11-25T12:00:00Z").text == "25 Nov 2025"


def test_the_table_behind_a_chart_has_every_step_of_it() -> None:
    past = past_sample.prices("x")
    assert past.chart is not None
    shown = [row for row in reversed(past.rows) if row.seen]
    moves = sum(len(re.findall("[MV]", line.path)) for line in past.chart.lines if line.look.startswith("l1"))
    assert moves == len(shown)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("options", [{"color_scheme": "dark"}, {"forced_colors": "active"}, {"contrast": "more"}])
def test_chart_and_table_fit_and_are_seen(open_page: Open, width: int, options: dict[str, str]) -> None:
    page = open_page(sample.MODEL_ADDRESS, width=width, **options)
    chart = page.get_by_role("img", name="Price of OpenRouter API")
    expect(chart).to_be_visible()
    box = chart.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
    letters = chart.locator("text").first.evaluate("text => text.getBoundingClientRect().height")
    assert letters >= 9
    colors = chart.locator("path").evaluate_all("all => all.map(path => getComputedStyle(path).stroke)")
    assert len(set(colors)) >= 3
    page.locator("details:has(table.past) summary").first.click()
    expect(page.get_by_role("row", name="1 Mar 2025 1 Apr 2025 $0.336 $1.00 held")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_the_page_of_a_model_that_is_gone_says_so_first_and_leads_on(open_page: Open) -> None:
    page = open_page(sample.RETIRED_ADDRESS, java_script_enabled=False)
    alert = page.locator(".alert")
    expect(alert).to_contain_text("no longer listed at OpenRouter API: last seen 6 June 2026")
    expect(alert).to_contain_text("Its last price was $0.42 in and $1.25 out per 1M tokens")
    alert.get_by_role("link", name="Kepler").click()
    expect(page).to_have_title(sample.MODEL.page.title)
