"""The chart of scores against prices: its geometry, what it shows, and who can read it."""

import random
import re
from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from . import sample
from .alone import alone
from .conftest import PREFIXES, Open, violations

pytestmark = pytest.mark.browser


def call(open_page: Open, body: str, told: Any = None) -> Any:
    """Run a body of JavaScript with the geometry at hand as `m`, and what it is told."""
    script = f"async (told) => {{ const m = await import('/assets/d1/plot.js'); {body} }}"
    return open_page("404.html").evaluate(script, told)


def beaten(points: Sequence[tuple[float, float]], at: int) -> bool:
    """Whether some other point is no dearer with a better score, or cheaper with as good a one."""
    price, score = points[at]
    return any((p <= price and s > score) or (p < price and s >= score) for p, s in points)


def test_the_frontier_holds_exactly_those_that_no_other_beats(open_page: Open) -> None:
    chance = random.Random(7)  # noqa: S311  no secret
    clouds = [
        [(chance.choice([0, 0.1, 0.25, 1, 3, 10]), chance.randrange(1000, 1012)) for _ in range(chance.randrange(40))]
        for _ in range(60)
    ]
    body = "return told.map((cloud) => m.frontier(cloud.map(([p]) => p), cloud.map(([, s]) => s)))"
    found = call(open_page, body, clouds)
    assert [sorted(each) for each in found] == [
        [at for at in range(len(cloud)) if not beaten(cloud, at)] for cloud in clouds
    ]
    prices = [[cloud[at][0] for at in each] for cloud, each in zip(clouds, found, strict=True)]
    assert prices == [sorted(each) for each in prices]


@pytest.mark.parametrize(
    ("low", "high", "most", "axis"),
    [
        (0.03, 4.2, 9, [0.02, 5, [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5]]),
        (0.01, 75, 6, [0.01, 100, [0.01, 0.1, 1, 10, 100]]),
        (0.05, 0.05, 8, [0.05, 0.1, [0.05, 0.1]]),
        (1.1, 1.4, 8, [1, 2, [1, 2]]),
        (1e-7, 1e5, 5, [1e-7, 1e5, [1e-7, 1e-4, 0.1, 100, 1e5]]),
        (3, 900, 1, [2, 1000, [10]]),
    ],
)
def test_a_price_axis_ends_and_is_marked_at_round_numbers(
    open_page: Open, low: float, high: float, most: int, axis: list[Any]
) -> None:
    body = "const a = m.logarithmic(...told); return [a.low, a.high, a.ticks]"
    assert call(open_page, body, [low, high, most]) == axis


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (1012.2, 1503, [1000, 1100, 1200, 1300, 1400, 1500, 1600]),
        (12, 71, [10, 20, 30, 40, 50, 60, 70, 80]),
        (1400, 1400, [1400, 1401]),
        (0.1, 0.4, [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4]),
    ],
)
def test_a_score_axis_is_marked_at_round_numbers(open_page: Open, low: float, high: float, ticks: list[float]) -> None:
    assert call(open_page, "return m.even(told[0], told[1], 7).ticks", [low, high]) == ticks


def test_names_never_lie_on_each_other_or_leave_the_room(open_page: Open) -> None:
    chance = random.Random(3)  # noqa: S311  no secret
    points = [
        {"x": chance.uniform(0, 600), "y": chance.uniform(0, 300), "width": chance.uniform(20, 180)} for _ in range(60)
    ]
    boxes = call(open_page, "return m.labels(told, {left: 0, top: 0, right: 600, bottom: 300}, 14)", points)
    placed = [box for box in boxes if box]
    assert 5 < len(placed) < len(boxes)
    for at, box in enumerate(placed):
        assert box["left"] >= 0 and box["right"] <= 600 and box["top"] >= 0 and box["bottom"] <= 300
        for other in placed[at + 1 :]:
            aside = box["right"] <= other["left"] or other["right"] <= box["left"]
            assert aside or box["bottom"] <= other["top"] or other["bottom"] <= box["top"]


def table(page: Page) -> list[list[str]]:
    """Rows of the table behind the chart."""
    page.locator("summary", has_text="Table of the").click()
    expect(page.locator("details details tbody tr").first).to_be_visible()
    return [
        [cell.inner_text() for cell in row.locator("th, td").all()]
        for row in page.locator("details details tbody tr").all()
    ]


def test_the_table_tells_what_the_drawing_shows(open_page: Open) -> None:
    page = alone(open_page, "chart")
    told = table(page)
    expect(page.locator("summary", has_text="Table of the 10 models on the chart")).to_be_visible()
    assert len(told) == 10
    assert told[:2] == [
        ["Tycho: Star-Map 3.5 Max", "$15.00", "1,400", "none better for its price"],
        ["Lab00: Crowd 0", "$5.00", "1,216", "none better for its price"],
    ]
    assert sum(bool(mark) for *_, mark in told) == 5
    assert page.get_by_role("img").get_attribute("aria-label") == (
        "Arena text rating against price (Blended 3 : 1, US$ per 1M tokens) of 10 models. No other is better for its"
        " price than 5 of them, from Tycho: Star-Map 3.5 Mini ($0.0030, 1,208) to Tycho: Star-Map 3.5 Max"
        " ($15.00, 1,400)."
    )


def test_what_is_not_on_the_chart_is_counted_in_words(open_page: Open) -> None:
    page = alone(open_page, "chart")
    expect(page.get_by_text("10 of the 15 models shown are on the chart.")).to_have_text(
        "10 of the 15 models shown are on the chart. Left out: 4 without Arena text rating, 1 without such a price."
    )
    expect(page.get_by_text("which answers people preferred")).to_be_visible()
    page.get_by_role("combobox", name="Score").select_option("Intelligence Index")
    expect(page.get_by_role("img", name="No model shown has both numbers.")).to_be_visible()
    expect(page.get_by_text("0 of the 15 models shown are on the chart.")).to_be_visible()
    assert page.evaluate("at.heard") == ["aa_intelligence_index"]


def test_the_chart_follows_rows_unit_and_use(open_page: Open) -> None:
    page = alone(open_page, "chart")
    page.evaluate("at.rows = at.rows.filter((row) => at.catalog.ids[row].startsWith('tycho/')); at.show()")
    expect(page.locator("summary", has_text="Table of the 2 models on the chart")).to_be_visible()
    page.evaluate("at.view.unit = '1K'; at.show()")
    assert table(page)[0][1] == "$0.015"
    assert page.get_by_role("combobox", name="Price").locator("option:enabled").all_inner_texts() == [
        "Blended 3 : 1",
        "Input",
        "Output",
    ]
    page.evaluate("at.view.usage = {input: 1000, cached: 0, output: 1000, calls: 100}; at.show()")
    page.get_by_role("combobox", name="Price").select_option("Cost a month")
    assert page.locator("details details tbody td").first.inner_text() == "$3.00"


def test_a_free_model_stands_in_a_stripe_of_its_own(open_page: Open) -> None:
    page = alone(open_page, "chart")
    page.evaluate("""
      at.catalog.numbers.get('arena_rating').set([1300], at.catalog.ids.indexOf('galileo/galileo-1:free'));
      at.show();
    """)
    expect(page.locator(".plot text", has_text=re.compile("^free$"))).to_have_count(1)
    assert ["Galileo: Galileo 1 (free)", "free", "1,300", "none better for its price"] in table(page)
    assert page.get_by_role("img", name="from Galileo: Galileo 1 (free) (free, 1,300)").count() == 1


def spot(page: Page, name: str) -> tuple[float, float]:
    """Where the point of a model stands in the window, as its name beside it tells."""
    label = page.locator(".plot .name", has_text=name)
    box = label.bounding_box()
    assert box
    at_end = "at-end" in str(label.get_attribute("class"))
    return (box["x"] + box["width"] + 5 if at_end else box["x"] - 7), box["y"] + (18 if at_end else -2)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_pointing_names_a_model_and_a_click_opens_it(open_page: Open, prefix: str) -> None:
    page = alone(open_page, "chart", prefix=prefix)
    x, y = spot(page, "Star-Map 3.5 Max")
    page.mouse.move(x, y)
    expect(page.locator(".tip")).to_have_text("Tycho: Star-Map 3.5 MaxBlended 3 : 1 $15.00, Arena text rating 1,400")
    page.evaluate("at.catalog.href = () => 'models/kepler/kepler-4.5-vl-42b-a4b/'")
    page.mouse.click(x, y)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kepler: Kepler 4.5 VL 42B A4B")


def tap(page: Page, x: float, y: float) -> None:
    """Send what a browser sends when a finger touches; Chromium's own touch takes a minute under load."""
    page.evaluate(
        """([clientX, clientY]) => {
          const plot = document.querySelector('.plot'), touch = {clientX, clientY, bubbles: true, pointerType: 'touch'};
          for (const kind of ['pointerdown', 'pointerup', 'pointerleave', 'click']) {
            plot.dispatchEvent(new PointerEvent(kind, touch));
          }
        }""",
        [x, y],
    )


def test_a_finger_first_asks_and_then_opens(open_page: Open) -> None:
    page = alone(open_page, "chart", width=390)
    page.evaluate("at.catalog.href = () => 'models/kepler/kepler-4.5-vl-42b-a4b/'")
    x, y = spot(page, "Star-Map 3.5 Max")
    tap(page, x, y)
    expect(page.locator(".tip b")).to_have_text("Tycho: Star-Map 3.5 Max")
    tap(page, x, y)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kepler: Kepler 4.5 VL 42B A4B")


def test_what_is_compared_is_marked_and_named_first(open_page: Open) -> None:
    page = alone(open_page, "chart", {"compare": ["lab03/crowd-3", "no/such"]})
    assert str(page.locator(".plot .picked").get_attribute("d")).count("M") == 1
    expect(page.locator(".plot .name", has_text="Crowd 3")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_letters_stay_readable_and_within_the_drawing(open_page: Open, width: int) -> None:
    page = alone(open_page, "chart", width=width)
    drawing = page.get_by_role("img")
    shape = drawing.evaluate("""(svg) => ({
      scale: svg.getBoundingClientRect().width / svg.viewBox.baseVal.width,
      size: parseFloat(getComputedStyle(svg.querySelector('text')).fontSize),
      out: [...svg.querySelectorAll('text')].filter((text) => {
        const one = text.getBoundingClientRect(), all = svg.getBoundingClientRect();
        return one.left < all.left - 1 || one.right > all.right + 1;
      }).map((text) => text.textContent),
    })""")
    assert shape["scale"] * shape["size"] >= 11
    assert shape["out"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 320, "height": 900})
    expect(drawing).to_have_attribute("viewBox", re.compile("^0 0 2[89]"))


@pytest.mark.parametrize("options", [{"width": 390}, {"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str)
def test_axe_finds_nothing_on_the_open_chart(open_page: Open, options: dict[str, Any]) -> None:
    page = alone(open_page, "chart", {"compare": [sample.MODEL_ID]}, **options)
    table(page)
    assert violations(page) == []
    assert page.evaluate("window.hacked") is None


def test_five_thousand_points_are_drawn_within_a_blink(open_page: Open) -> None:
    page = alone(open_page, "chart")
    took = page.evaluate("""() => {
      const {catalog, view} = at, count = 5000;
      const random = (at) => (at * 7919 % 5003) / 5003;
      const column = (make) => Float64Array.from({length: count}, (_, row) => make(row));
      for (const key of ['input_usd_per_mtok', 'output_usd_per_mtok']) {
        catalog.numbers.set(key, column((row) => 10 ** (random(row) * 4 - 2)));
      }
      catalog.numbers.set('arena_rating', column((row) => 1000 + 500 * random(row * 3 + 1)));
      Object.assign(catalog, {count, ids: Array.from({length: count}, (_, row) => 'a/' + row)});
      Object.assign(catalog, {names: catalog.ids});
      at.rows = Uint32Array.from({length: count}, (_, row) => row);
      Object.assign(view, {ratio: [2, 1, 0]});
      at.show();
      const times = Array.from({length: 9}, (_, turn) => {
        Object.assign(view, {ratio: [3 + turn, 1, 0]});
        const start = performance.now();
        at.show();
        document.body.offsetHeight;
        return performance.now() - start;
      });
      return times.sort((one, other) => one - other)[4];
    }""")
    assert page.get_by_role("img", name="of 5000 models").count() == 1
    assert page.locator(".plot *").count() < 120
    assert took <= 40
