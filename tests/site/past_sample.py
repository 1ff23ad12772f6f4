"""Invented pasts of models: prices that moved, a gap, a held value, hostile names."""

from decimal import Decimal

from catalog.render.formats import day, moment
from catalog.render.step_chart import Series, Step, linear, step_chart
from catalog.render.told_history import (
    EarlierRow,
    GonePart,
    LeadRow,
    ModelPast,
    Past,
    PastRow,
    PastValue,
    Seen,
    StayRow,
)

LIST = "https://openrouter.ai/api/v1/models"


def at(month: int) -> str:
    """The first of a month of 2025, at noon."""
    return f"2025-{month:02d}-01T12:00:00Z"


def prices(name: str, url: str = LIST) -> Past:
    """Two prices: both fell, one was held for a month, and for another month nothing was published."""
    steps = [
        (Step(at(1), at(3), Decimal("0.42")), Step(at(1), at(3), Decimal("1.25"))),
        (Step(at(3), at(4), Decimal("0.336")), Step(at(3), at(4), Decimal(1), held=True)),
        (Step(at(5), None, Decimal("0.42")), Step(at(5), None, Decimal("1.25"))),
    ]
    lines = [Series("Input", [pair[0] for pair in steps]), Series("Output", [pair[1] for pair in steps])]
    values = [step.value for line in lines for step in line.steps]
    chart = step_chart(lines, at(7), linear(values), lambda amount: f"${amount}", f"Price of {name}", "It moved twice.")
    rows = [
        _row(5, None, "$0.42", "$1.25", url),
        PastRow(day(at(4)), False, day(at(5)), (_value("input", "—"), _value("output", "—")), (), "not listed"),
        _row(3, 4, "$0.336", "$1.00", url, mark="held"),
        _row(1, 3, "$0.42", "$1.25", url),
    ]
    return Past("prices", "Price", ("Input", "Output"), "", chart, tuple(rows))


def past(name: str, url: str = LIST) -> ModelPast:
    """A past with a chart, a sentence, and two stays in a list."""
    always = PastRow(
        day(at(1)), True, None, (PastValue("context_listed", "123,000", ""), PastValue("max_output", "—", "corrected")),
        (Seen(url, day(at(7))),),
    )  # fmt: skip
    limits = Past("limits", "Limits", ("Context", "Max output"), f"123,000 / — of {name}", None, (always,))
    stays = (
        StayRow(moment(at(5)), False, moment(at(7)), None),
        StayRow(moment(at(1)), True, moment(at(3)), moment(at(4))),
    )
    return ModelPast(name, url, stays, (prices(name, url), limits), moment(at(1)))


def gone(name: str, href: str) -> GonePart:
    """A model that left, with one lead to a page and one to nothing that is known here."""
    return GonePart(
        "This model is no longer listed at OpenRouter API: last seen 6 June 2026, and the answer of 7 June 2026 was the"
        " first without it.",
        "Its last price was $0.42 in and $1.25 out per 1M tokens, seen on 6 June 2026.",
        ("input_usd_per_mtok", "output_usd_per_mtok"),
        (
            LeadRow("Recommended instead", name, "", name, "javascript:alert(1)"),
            LeadRow("Newer of the same family", "Kepler", href, "", ""),
        ),
    )


def earlier(name: str, href: str) -> tuple[EarlierRow, ...]:
    """What an address stood for."""
    return (EarlierRow(f"Until 1 July 2026 this address stood for {name}", name, href),)


def _row(since: int, until: int | None, input_: str, output: str, url: str, mark: str = "") -> PastRow:
    values = (_value("input", input_), _value("output", output, mark))
    seen = (Seen(url, day(at(until or 7))),)
    return PastRow(day(at(since)), False, day(at(until)) if until else None, values, seen)


def _value(side: str, text: str, mark: str = "") -> PastValue:
    return PastValue(f"{side}_usd_per_mtok", text, mark)
