"""Tables of a pricing page with the service tier that each is for: tabs, labels and headings, not order alone.

A tab list (`Standard Batch Flex Priority`) stands above what it switches; the label of the open pane
may stand above each table. Where labels are missing, tables are told apart by the tabs only if there
are as many of one as of the other; a single table is then the first tab's, which is the open one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scraper.errors import BadValue
from scraper.html import norm
from scraper.sources._price_tables import Block, Grid
from scraper.sources._pricing_rates import SERVICES

_NAMES = "|".join(SERVICES)
_TABS = re.compile(rf"(?:(?:{_NAMES})\s*)+(?:more)?", re.IGNORECASE)
_NAME = re.compile(_NAMES, re.IGNORECASE)


@dataclass
class TierTable:
    """A table, the headings above it (outermost first), the lines above it, and its tier."""

    path: tuple[str, ...]
    notes: tuple[str, ...]
    own: tuple[str, ...]
    """Those of the lines that stand below the innermost heading."""
    grid: Grid
    service: str | None
    """`""` is the standard tier; None where the page does not tell which it is."""


@dataclass
class _Level:
    """What one heading's section has said so far."""

    level: int
    title: str
    notes: list[str] = field(default_factory=list)
    tabs: list[str] = field(default_factory=list)
    label: str = ""
    unlabelled: list[TierTable] = field(default_factory=list)


def tier_tables(blocks: Iterable[Block]) -> list[TierTable]:
    """Every table of a page, in its order."""
    found: list[TierTable] = []
    open_: list[_Level] = [_Level(0, "")]
    run: list[str] = []
    for block in blocks:
        names = _tier_names(block)
        if names and not block.level:
            run.extend(names)
            continue
        _settle(open_, run)
        run = []
        if names and block.level > open_[-1].level:
            # A tier as a heading: it labels what is below it, up to the next heading of its level.
            open_[-1].label = names[0]
        elif block.level:
            while open_ and open_[-1].level >= block.level:
                _assign(open_.pop())
            open_.append(_Level(block.level, block.text))
        elif block.grid:
            found.append(_table(open_, block.grid))
        else:
            open_[-1].notes.append(block.text)
    for level in open_:
        _assign(level)
    return found


def columns(grid: Grid) -> tuple[list[tuple[str, str]], list[tuple[str, ...]]]:
    """The headings of a table as (group, label), and its rows, each with as many cells.

    A row with fewer cells is one below a cell that spans rows: its first cells are those of the row
    above. Raises BadValue where headings do not tell the columns apart.
    """
    headings, body = _headings(grid)
    shown = [(norm(group), norm(label)) for group, label in headings if label]
    twice = next((label for label, count in Counter(shown).items() if count > 1), None)
    if twice:
        raise BadValue(f"heading {twice[1]!r} comes twice in a table")
    rows: list[tuple[str, ...]] = []
    for row in body:
        missing = len(headings) - len(row)
        if missing < 0 or (missing and not rows):
            raise BadValue(f"row {' | '.join(row)[:60]!r} does not fit the headings")
        rows.append((rows[-1][:missing] if missing else ()) + tuple(row))
    return headings, rows


def _headings(grid: Grid) -> tuple[list[tuple[str, str]], Grid]:
    groups, labels = [*grid[:2], (), ()][:2]
    if not labels or not _is_grouped(grid):
        return [("", label) for label in groups], grid[1:]
    if len(groups) == len(labels):
        alike = [("" if norm(group) == norm(label) else group) for group, label in zip(groups, labels, strict=True)]
        return list(zip(alike, labels, strict=True)), grid[2:]
    names = [group for group in groups if group]
    for lead in range(1, len(labels) if names else 0):
        size, rest = divmod(len(labels) - lead, len(names))
        parts = [[norm(label) for label in labels[lead + size * n : lead + size * (n + 1)]] for n in range(len(names))]
        if size and not rest and all(part == parts[0] for part in parts):
            spread = [""] * lead + [name for name in names for _ in range(size)]
            return list(zip(spread, labels, strict=True)), grid[2:]
    raise BadValue(f"headings {' | '.join(groups)[:60]!r} and those below do not fit")


def _is_grouped(grid: Grid) -> bool:
    """Whether the second row is headings as well: it names the model, the first one does not."""
    first, second = ({norm(cell) for cell in row} for row in grid[:2])
    return "model" in second and "model" not in first - second and not any(re.search(r"\d", c) for c in grid[1])


def _tier_names(block: Block) -> list[str]:
    line = block.text.strip("*_ #:")
    return [name.lower() for name in _NAME.findall(line)] if line and _TABS.fullmatch(line) else []


def _settle(open_: list[_Level], run: list[str]) -> None:
    """A run of tier names: one alone is a label, several are tabs; a repeated last one is both."""
    if not run:
        return
    level = open_[-1]
    if len(run) == 1:
        level.label = run[0]
    elif run[-1] in run[:-1]:
        level.tabs, level.label = run[:-1], run[-1]
    else:
        level.tabs, level.label = run, ""


def _table(open_: list[_Level], grid: Grid) -> TierTable:
    path = tuple(level.title for level in open_ if level.title)
    notes = tuple(note for level in open_ for note in level.notes)
    telling = next((level for level in reversed(open_) if level.label or level.tabs), None)
    table = TierTable(path, notes, tuple(open_[-1].notes), grid, "")
    if telling is None:
        return table
    if telling.label:
        table.service = SERVICES[telling.label]
    else:
        telling.unlabelled.append(table)
    return table


def _assign(level: _Level) -> None:
    tables = level.unlabelled
    for table, service in zip(tables, _services(level, len(tables)), strict=True):
        table.service = service


def _services(level: _Level, count: int) -> Iterator[str | None]:
    if count == len(level.tabs):
        return iter([SERVICES[name] for name in level.tabs])
    return iter([SERVICES[level.tabs[0]]] if count == 1 else [None] * count)
