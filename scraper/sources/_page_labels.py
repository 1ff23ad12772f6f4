"""Labels and values on pages whose markup is not known: in groups, side by side, on lines, below headings.

Where a row of labels may be followed by a row of values, nobody can tell from the lines alone which
value is whose: such pairs are not given.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from bs4.element import NavigableString, PageElement, Tag

from scraper.errors import ShapeError
from scraper.html import Page, text_of

LabelOf = Callable[[str], str]
"""Gives our word for a label, empty for a text that is no label we know."""

_VALUE = re.compile(
    r"[-+~\u2248]?\s?[$\u00a5\u20ac\u00a3\u20b9]?\s?\d|"
    r"(?:(?:not |un)?supported|yes|no|free|[-\u2013\u2014\u2713\u2714\u2705\u2717\u274c])$",
    re.IGNORECASE,
)
_DASHES = ("-", "\u2013", "\u2014")
_UNIT = re.compile(r"/|per\b", re.IGNORECASE)


def groups(page: Page) -> Iterator[list[tuple[str, str]]]:
    """Labels with values that stand together: definition lists, rows of two cells, lines with pipes."""
    for tag in page.soup.find_all("dl"):
        begins = tag.find(["dt", "dd"])
        if begins is None or begins.name == "dd":
            continue
        pairs = ((term, term.find_next_sibling(["dd", "dt"])) for term in tag.find_all("dt"))
        yield [
            (text_of(term), text_of(value)) for term, value in pairs if isinstance(value, Tag) and value.name == "dd"
        ]
    for tag in page.soup.find_all("table"):
        rows = [row.find_all(["th", "td"], recursive=False) for row in tag.find_all("tr")]
        yield [(text_of(cells[0]), text_of(cells[1])) for cells in rows if len(cells) == 2]
    run: list[tuple[str, str]] = []
    for line in (*page.lines, ""):
        cells = [cell.strip() for cell in line[line.find("|") :].strip("| ").split("|")] if line.count("|") > 1 else []
        if len(cells) == 2:
            run.append((cells[0], cells[1]))
        elif run:
            yield run
            run = []


def headed(page: Page) -> Iterator[tuple[str, str]]:
    """The cells of tables with a single row, by their headings. A page whose tables cannot be read has none."""
    try:
        tables = page.tables
    except ShapeError:
        return
    for table in tables:
        if len(table.rows) == 1:
            yield from table.rows[0].items()


def side_by_side(page: Page, label_of: LabelOf) -> Iterator[tuple[str, str]]:
    """Labels whose value is the next thing beside them, such as `<b>Mode</b> <span>chat</span>`."""
    for tag in page.soup.find_all(["span", "strong", "b", "em", "label", "small"]):
        if tag.parent is None or not label_of(text_of(tag)):
            continue
        told = [(child is tag, _text(child)) for child in tag.parent.children]
        texts = [text for _, text in told if text]
        index = [is_label for is_label, text in told if text].index(True)
        value = _value_after(texts, index, label_of)
        if value:
            yield text_of(tag), value


def on_lines(page: Page, lines: Sequence[str], label_of: LabelOf) -> Iterator[tuple[str, str]]:
    """`Label: value`, or a label on one line and its value on the next; cells of tables are no lines."""
    cells = {text_of(cell) for cell in page.soup.find_all(["th", "td"])}
    bare = [line.strip("| ") for line in lines if line not in cells]
    for index, line in enumerate(bare):
        label, colon, value = line.partition(":")
        if colon and value.strip() and label_of(label):
            yield label, value.strip()
        elif label_of(line) and not line.endswith(_DASHES):  # a dash glued to its label is the value
            value = _value_after(bare, index, label_of)
            if value:
                yield line, value


def _value_after(texts: Sequence[str], index: int, label_of: LabelOf) -> str:
    """The text after a label, with a unit that follows it; empty where it may as well be another label's."""
    value, more = [*texts[index + 1 : index + 3], "", ""][:2]
    after_label = index > 0 and bool(label_of(texts[index - 1]))
    is_row = bool(_VALUE.match(value) and _VALUE.match(more) and not _UNIT.match(more))
    if not value or after_label or label_of(value) or is_row or _stands_above(texts, index, label_of):
        return ""
    return f"{value} {more}" if _UNIT.match(more) else value


def _stands_above(texts: Sequence[str], index: int, label_of: LabelOf) -> bool:
    """Whether values may stand above their labels: told by how the run of labels and values begins and ends."""
    kinds = [bool(_VALUE.match(text)) for text in texts]
    if index + 1 >= len(texts) or not kinds[index + 1]:
        return False
    first = last = index
    while first > 0 and kinds[first - 1] != kinds[first]:
        first -= 1
    while last + 1 < len(texts) and kinds[last + 1] != kinds[last]:
        last += 1
    return not label_of(texts[first]) and (kinds[first] or not kinds[last])


def _text(child: PageElement) -> str:
    told = text_of(child) if isinstance(child, Tag) else str(child) if isinstance(child, NavigableString) else ""
    return " ".join(told.split()).strip(": ")
