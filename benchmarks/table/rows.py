"""The rows of the table: a figure, what it owes, and how it came about; as text, as JSON and as Markdown."""

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

BEGINS, ENDS = "<!-- the last table -->", "<!-- end of the last table -->"
"""Between these lines of a document stands the table."""
HEAD = ("what", "figure", "goal", "", "peak MB", "runs", "note")


class Row(NamedTuple):
    """One figure of the table."""

    name: str
    value: float
    unit: str = "s"
    goal: float | None = None
    """None where nothing is asked for."""
    at_least: bool = False
    """Whether the goal is the least it may be, and not the most."""
    peak_mb: float | None = None
    """The largest peak of memory among the runs; None where the figure comes from no run of its own."""
    runs: int = 1
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether it keeps its goal; None where it has none."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    @property
    def verdict(self) -> str:
        """The same in a word."""
        return {None: "", True: "met", False: "MISSED"}[self.met]

    def cells(self) -> tuple[str, ...]:
        """The row as it is printed."""
        goal = "" if self.goal is None else f"{'>=' if self.at_least else '<='} {_figure(self.goal)}"
        peak = "" if self.peak_mb is None else f"{self.peak_mb:,.0f}"
        return (
            self.name,
            f"{_figure(self.value)} {self.unit}".strip(),
            goal,
            self.verdict,
            peak,
            str(self.runs),
            self.note,
        )


def _figure(value: float) -> str:
    """A figure as exactly as it is worth: whole from a hundred on."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.2f}"


def as_text(rows: Sequence[Row]) -> str:
    """The rows with their columns aligned, names at the left."""
    lines = [row.cells() for row in rows]
    widths = [max(map(len, column)) for column in zip(HEAD, *lines, strict=True)]
    return "\n".join(
        "  ".join(
            f"{cell:<{width}}" if place in (0, len(HEAD) - 1) else f"{cell:>{width}}"
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in (HEAD, *lines)
    )


def as_markdown(rows: Sequence[Row]) -> str:
    """The rows as a table of Markdown, below a line on the machine."""
    lines = ["| " + " | ".join(cells) + " |" for cells in (HEAD, ("---",) * len(HEAD), *(row.cells() for row in rows))]
    return "\n".join([f"{machine()}, {datetime.now(UTC):%Y-%m-%d}:", "", *lines])


def write_json(rows: Sequence[Row], file: Path) -> None:
    """Write the rows beside the machine that they were measured on."""
    told: dict[str, Any] = {"machine": machine(), "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    told["rows"] = [{**row._asdict(), "met": row.met} for row in rows]
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def read_json(file: Path) -> list[Row]:
    """The rows of such a file."""
    told = json.loads(file.read_text(encoding="utf-8"))["rows"]
    return [Row(**{name: value for name, value in row.items() if name != "met"}) for row in told]


def put_into(document: Path, rows: Sequence[Row]) -> None:
    """Put the table between the two lines of a document that stand for it."""
    before, _, rest = document.read_text(encoding="utf-8").partition(BEGINS)
    _, found, after = rest.partition(ENDS)
    if not found:
        raise SystemExit(f"{document}: the lines {BEGINS} and {ENDS} are not there")
    document.write_text(f"{before}{BEGINS}\n{as_markdown(rows)}\n{ENDS}{after}", encoding="utf-8")


def machine() -> str:
    """The machine in a few words."""
    return (
        f"{os.cpu_count()} processors ({platform.machine()}), Python {platform.python_version()}, {platform.system()}"
    )
