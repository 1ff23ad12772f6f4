"""Tables of a page with the headings and sentences around them, from HTML or from Markdown.

Prices are often told by three places at once: a cell, its column's heading, and a sentence above or
below the table that alone names the unit. What is struck through is marked, for it is no price in
force; a cell that spans rows or columns is repeated; a row whose cells do not fit the headings is
kept apart and never read by its order.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag

from scraper.answers import shape_error
from scraper.errors import BadValue
from scraper.html import Page, norm
from scraper.quotes import unit_of
from scraper.snapshots import Snapshot

STRUCK = "~~"
"""Stands around what a page strikes through."""
CLASH = "two units at once"
"""The unit of prices whose page names two: none that a converter knows."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "kbd", "label", "mark", "small", "span", "strong",
     "sub", "time", "u", "wbr"}
)  # fmt: skip
_HIDDEN = frozenset({"script", "style", "template", "noscript", "svg", "head"})
_STRIKES = frozenset({"del", "s", "strike"})
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_RULE = re.compile(r"\|?(?:\s*:?-{3,}:?\s*\|)+\s*(?::?-{3,}:?)?\s*")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^)]*\)")
_BLANKS = re.compile(r"\s+")
_PER = re.compile(r"(?:/|\bper\b)\s*([\w ,]+)", re.IGNORECASE)
_OF_PRICES = re.compile(r"pric|cost|rate|fee|charge|bill", re.IGNORECASE)

Grid = tuple[tuple[str, ...], ...]


class Block(NamedTuple):
    """A piece of a page in reading order: a heading (with its level), a line, or a table."""

    text: str
    level: int = 0
    grid: Grid = ()


class Sheet(NamedTuple):
    """A table by headings, with what stands around it."""

    path: tuple[str, ...]
    """The headings above it, outermost first."""
    headers: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    uneven: tuple[tuple[str, ...], ...]
    """Rows with more or fewer cells than there are headings."""
    notes: tuple[str, ...]
    """The lines between the table and the headings or tables before and after it."""

    @property
    def title(self) -> str:
        """The heading right above it."""
        return self.path[-1] if self.path else ""


def text_as_served(snapshot: Snapshot) -> str:
    """The page's text. Raises ShapeError where it is no page of a source: empty, a login, a captcha."""
    return Page(snapshot).served


def blocks(snapshot: Snapshot) -> tuple[Block, ...]:
    """A page in reading order, be it HTML or Markdown. Raises ShapeError where it is no page."""
    return blocks_of(Page(snapshot))


def blocks_of(page: Page) -> tuple[Block, ...]:
    """The same of a page that is read already."""
    text = page.served
    return tuple(_html_blocks(page.soup) if text.lstrip().startswith("<") else _markdown_blocks(text))


def sheets(snapshot: Snapshot, found: Iterable[Block]) -> tuple[Sheet, ...]:
    """The tables of a page, in their order. Raises ShapeError where a heading comes twice in one."""
    out: list[Sheet] = []
    path: list[tuple[int, str]] = []
    lines: list[str] = []
    grid: Grid = ()
    before: list[str] = []

    def close() -> None:
        if grid:
            out.append(_sheet(snapshot, tuple(title for _, title in path), grid, (*before, *lines)))

    for block in found:
        if block.grid:
            close()
            grid, before, lines = block.grid, ([] if grid else lines), []
        elif block.level:
            close()
            path = [*(above for above in path if above[0] < block.level), (block.level, block.text)]
            grid, before, lines = (), [], []
        else:
            lines.append(block.text)
    close()
    return tuple(out)


def with_headings(found: Iterable[Sheet], *wanted: str) -> tuple[Sheet, ...]:
    """The tables that have all these headings, whatever stands beside them."""
    names = {norm(name) for name in wanted}
    return tuple(sheet for sheet in found if names <= {norm(header) for header in sheet.headers})


def told_unit(notes: Iterable[str]) -> str:
    """The unit that sentences on prices name (`mtok`), empty for none, CLASH for more than one."""
    found = {unit for note in notes if _OF_PRICES.search(note) for unit in _units(note)}
    return CLASH if len(found) > 1 else next(iter(found), "")


def agreed(*told: str) -> str:
    """The one unit that several places tell; those that say nothing are left out, CLASH for two."""
    said = {unit for unit in told if unit}
    return CLASH if len(said) > 1 else next(iter(said), "")


def plain_markdown(text: str) -> str:
    """A line of Markdown without images, link addresses, emphasis and code marks."""
    text = _IMAGE.sub("", text)
    text = _LINK.sub(r"\1", text)
    return _tidy(re.sub(r"\*\*|`|\\(?=[|_*$~-])", "", text))


def _units(note: str) -> Iterator[str]:
    for match in _PER.finditer(note):
        words = match[1].split()
        for size in range(min(len(words), 4), 0, -1):
            try:
                yield unit_of(" ".join(words[:size]))
            except BadValue:
                continue
            break


def _sheet(snapshot: Snapshot, path: tuple[str, ...], grid: Grid, notes: tuple[str, ...]) -> Sheet:
    headers = grid[0]
    counts = Counter(norm(header) for header in headers if norm(header))
    twice = sorted(name for name, count in counts.items() if count > 1)
    if twice:
        raise shape_error(snapshot.sighting, f"heading {twice[0]!r} comes twice in a table")
    even = tuple(dict(zip(headers, row, strict=True)) for row in grid[1:] if len(row) == len(headers))
    uneven = tuple(row for row in grid[1:] if len(row) != len(headers))
    return Sheet(path, headers, even, uneven, notes)


def _markdown_blocks(text: str) -> Iterator[Block]:
    lines = text.splitlines()
    index, fenced, waiting = 0, False, 0
    while index < len(lines):
        line = lines[index].strip()
        index += 1
        if line.startswith("```"):
            fenced = not fenced
        heading = None if fenced else re.match(r"(#{1,6})\s+(.*)", line)
        if heading:
            shown = plain_markdown(heading[2]).rstrip("# ")
            # An anchor alone: the words of the heading stand on the next line.
            waiting = 0 if shown else len(heading[1])
            if shown:
                yield Block(shown, len(heading[1]))
        elif line.startswith("|") and index < len(lines) and _RULE.fullmatch(lines[index].strip()):
            rows = [_cells(line)]
            index += 1
            while index < len(lines) and lines[index].strip().startswith("|"):
                rows.append(_cells(lines[index].strip()))
                index += 1
            yield Block("", 0, tuple(rows))
        elif shown := plain_markdown(line):
            yield Block(shown, waiting)
            waiting = 0


def _cells(line: str) -> tuple[str, ...]:
    inner = line.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(plain_markdown(cell) for cell in re.split(r"(?<!\\)\|", inner))


def _html_blocks(soup: BeautifulSoup) -> Iterator[Block]:
    parts: list[str] = []
    for piece in _walk(soup):
        if isinstance(piece, str) and piece != "\n":
            parts.append(piece)
            continue
        if line := _tidy("".join(parts)):
            yield Block(line)
        parts = []
        if isinstance(piece, Block):
            yield piece
    if line := _tidy("".join(parts)):
        yield Block(line)


def _walk(tag: Tag) -> list[str | Block]:
    """Texts, line breaks, headings and tables in reading order."""
    found: list[str | Block] = []
    _gather(tag, found)
    return found


def _gather(tag: Tag, found: list[str | Block]) -> None:
    for child in tag.children:
        if isinstance(child, NavigableString):
            if not isinstance(child, Comment):
                found.append(_BLANKS.sub(" ", child))
        elif not isinstance(child, Tag) or child.name in _HIDDEN or child.has_attr("hidden"):
            continue
        elif child.name in _HEADINGS:
            found.append(Block(cell_text(child), _HEADINGS[child.name]))
        elif child.name == "table" and not child.find("table"):
            grid = tuple(table_grid(child))
            found.append(Block("", 0, grid) if grid else "\n")
        elif child.name in _STRIKES:
            found.append(f" {STRUCK}{child.get_text(' ', strip=True)}{STRUCK} ")
        elif child.name == "sup":
            found.append(f"^{child.get_text(strip=True)} ")
        elif child.name in _INLINE:
            _gather(child, found)
        else:
            found.append("\n")
            _gather(child, found)
            found.append("\n")


def cell_text(tag: Tag) -> str:
    """The visible text of an element in one line; footnote marks come as `^1`, struck text in `~~`."""
    pieces = (f" {piece.text} " if isinstance(piece, Block) else piece.replace("\n", " ") for piece in _walk(tag))
    return _tidy("".join(pieces))


def table_grid(table: Tag) -> Iterator[tuple[str, ...]]:
    """The rows of a table as texts, with cells that span rows or columns repeated."""
    waiting: dict[int, tuple[str, int]] = {}
    for row in table.find_all("tr"):
        line: list[str] = []
        cells = row.find_all(["th", "td"], recursive=False)
        while cells or len(line) in waiting:
            if len(line) in waiting:
                text, more = waiting.pop(len(line))
                if more > 1:
                    waiting[len(line)] = (text, more - 1)
                line.append(text)
                continue
            cell = cells.pop(0)
            text = cell_text(cell)
            for _ in range(_span(cell, "colspan")):
                if _span(cell, "rowspan") > 1:
                    waiting[len(line)] = (text, _span(cell, "rowspan") - 1)
                line.append(text)
        if any(line):
            yield tuple(line)


def _span(tag: Tag, name: str) -> int:
    told = str(tag.get(name) or "1")
    return min(int(told), 200) if told.isdigit() and int(told) > 0 else 1


def _tidy(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())


def cell(row: Mapping[str, str], *names: str) -> str:
    """The cell under the first of these headings that the row has; empty where it has none."""
    by_name = {norm(header): text for header, text in row.items()}
    return next((by_name[norm(name)] for name in names if norm(name) in by_name), "")
