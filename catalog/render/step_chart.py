"""Step charts, drawn on the server: a value holds until the next one, and where nothing was published is a gap.

Prices stand on a linear scale that begins at 0, since free is a price. Limits stand on a logarithmic one: an
output limit is often a hundredth of the context, and both shall be seen to move. Coordinates are whole numbers.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import ROUND_CEILING, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from catalog.render.formats import day
from catalog.render.told_history import Chart, Label, Line

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 92, 624, 14, 258
"""Edges of the plot within the view box: left of it stand the amounts, right of it the names, below it the days."""
DAY = 86_400
"""An answer stands for its day: what was said first in the newest one is seen, too."""
APART = 24
"""Names of lines stand at least so far from each other."""
YEAR_APART = 150
"""A year is named where it begins so far from both ends."""
_LOG = Context(prec=6)
"""As many digits of a logarithm as a coordinate needs."""


Height = Callable[[Decimal], int]
"""How high a value stands, as the y of the view box."""


class Step(NamedTuple):
    """A value that holds from one time to another."""

    since: str
    until: str | None
    """None while it stands."""
    value: Decimal
    held: bool = False


class Series(NamedTuple):
    """One line: its short name, and its steps from the oldest on."""

    name: str
    steps: Sequence[Step]


class Scale(NamedTuple):
    """An axis of amounts: how high a value stands, and the amounts that are named."""

    height: Height
    ticks: tuple[Decimal, ...]


def linear(values: Sequence[Decimal]) -> Scale:
    """From 0 to a round amount above the highest value, in at most three steps of 1, 2 or 5."""
    most = max(values)
    if most == 0:
        return Scale(lambda _: BOTTOM, (most,))
    size = Decimal(1).scaleb(most.adjusted() - 1)
    step = next(size * part for part in (2, 5, 10, 20, 50) if most <= 3 * size * part)
    count = int((most / step).to_integral_value(ROUND_CEILING))
    return Scale(lambda value: _y(value / (count * step)), tuple(step * number for number in range(count + 1)))


def logarithmic(values: Sequence[Decimal]) -> Scale:
    """A tenfold at least, with the highest value near the top; it and the lowest are named, if they stand apart."""
    least, most = min(values), max(values)
    high = _LOG.log10(most)
    room = Decimal("0.8") / max(high - _LOG.log10(least), Decimal(1))

    def height(value: Decimal) -> int:
        return _y(Decimal("0.9") - (high - _LOG.log10(value)) * room)

    return Scale(height, (least, most) if height(least) - height(most) >= APART else (most,))


def step_chart(
    series: Sequence[Series], end: str, scale: Scale, named: Callable[[Decimal], str], title: str, told: str
) -> Chart:
    """The chart of one or two lines that ends at a time; `named` gives an amount as its label."""
    times = _Times(min(line.steps[0].since for line in series), end)
    # The first line is drawn last: it is the thinner one, and where both are one they are both seen.
    drawn = reversed(list(enumerate(series, 1)))
    lines = [made for number, line in drawn for made in _lines(line, f"l{number}", times, scale.height)]
    heights = [scale.height(tick) for tick in scale.ticks]
    years = list(times.years())
    labels = [
        *(Label(LEFT - 10, y + 7, named(tick), "at-end") for tick, y in zip(scale.ticks, heights, strict=True)),
        Label(LEFT, HEIGHT - 8, day(times.first).text, "at-start"),
        *(Label(x, HEIGHT - 8, year, "at-middle") for year, x in years),
        Label(RIGHT, HEIGHT - 8, day(times.last).text, "at-end"),
        *_names(series, scale.height),
    ]
    rules = [f"M{LEFT} {y}H{RIGHT}" for y in heights] + [f"M{x} {TOP}V{BOTTOM}" for _, x in years]
    return Chart(title, told, "".join(rules), tuple(lines), tuple(labels))


class _Times:
    """Where times stand from left to right."""

    def __init__(self, first: str, last: str) -> None:
        self.first, self.last = first, last
        self._begin = _seconds(first)
        self._length = _seconds(last) - self._begin + DAY

    def x(self, at: str | None) -> int:
        """The x of a time; of None, that of the end."""
        if at is None:
            return RIGHT
        gone_by = min(max(_seconds(at) - self._begin, 0), self._length)
        return LEFT + (RIGHT - LEFT) * gone_by // self._length

    def years(self) -> Iterator[tuple[str, int]]:
        """Years that begin well within the plot, with their x."""
        for year in range(int(self.first[:4]) + 1, int(self.last[:4]) + 1):
            x = self.x(f"{year}-01-01T00:00:00Z")
            if LEFT + YEAR_APART < x < RIGHT - YEAR_APART:
                yield str(year), x


def _lines(line: Series, look: str, times: _Times, height: Height) -> Iterator[Line]:
    """A line in pieces: a new one after each gap, and where a guard begins or ceases to hold the value."""
    path, before = "", None
    for step in line.steps:
        x, y = times.x(step.since), height(step.value)
        if before is not None and before.until == step.since and before.held == step.held:
            path += f"V{y}"
        else:
            if before is not None:
                yield Line(_look(look, before), path)
            joined = before is not None and before.until == step.since
            path = f"M{x} {height(before.value)}V{y}" if before is not None and joined else f"M{x} {y}"
        path += f"H{times.x(step.until)}"
        before = step
    if before is not None:
        yield Line(_look(look, before), path)


def _look(look: str, step: Step) -> str:
    return f"{look} held" if step.held else look


def _names(series: Sequence[Series], height: Height) -> Iterator[Label]:
    """The name of each line at the height of its last value, moved apart where they would meet."""
    places = [height(line.steps[-1].value) + 7 for line in series]
    if len(places) == 2 and abs(places[0] - places[1]) < APART:
        upper, lower = (0, 1) if places[0] < places[1] else (1, 0)
        middle = min(max(sum(places) // 2, TOP + APART), BOTTOM + 7 - APART // 2)
        places[upper], places[lower] = middle - APART // 2, middle + APART // 2
    for number, (line, y) in enumerate(zip(series, places, strict=True), 1):
        yield Label(RIGHT + 8, y, line.name, f"at-start n{number}")


def _y(share: Decimal) -> int:
    return BOTTOM - int((share * (BOTTOM - TOP)).to_integral_value())


@lru_cache(maxsize=4096)
def _seconds(at: str) -> int:
    return int(datetime.fromisoformat(at).timestamp())
