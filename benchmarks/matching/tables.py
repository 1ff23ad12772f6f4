"""Figures as text: tables with aligned columns, shares, and goals that are met or missed."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Goal(NamedTuple):
    """A figure that the matching owes."""

    name: str
    value: float
    bound: float
    at_least: bool = True

    @property
    def met(self) -> bool:
        """Whether the figure keeps its bound."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows below a title; the first column stands left, the others right."""
    text = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[place]) for row in text) for place in range(len(head))]
    print(f"\n{title}")
    for row in text:
        cells = [f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)]
        print("  " + "  ".join([f"{row[0]:<{widths[0]}}", *cells]))


def share(part: int, whole: int) -> str:
    """A part of a whole with four decimals; a dash where there is nothing."""
    return f"{part / whole:.4f}" if whole else "-"


def goals(found: Sequence[Goal]) -> bool:
    """Print the goals; whether all are met."""
    rows = [
        (goal.name, f"{goal.value:.4f}", f"{'>=' if goal.at_least else '<='} {goal.bound}", _told(goal))
        for goal in found
    ]
    table("Goals", ("goal", "figure", "asked for", ""), rows)
    return all(goal.met for goal in found)


def _told(goal: Goal) -> str:
    return "met" if goal.met else "MISSED"
