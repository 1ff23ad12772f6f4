"""SiliconFlow's prices taken apart: tables without table marks, a cell a line.

The headings stand one below the other (`Model Name` … `Actions`), then the cells of each row up to
its `Details`. A cell without a price is not there at all, so a row with fewer cells than headings is
read only as far as it is certain: of `Input`, `Cached Input` and `Output` with two amounts, the second
is the output if it is above the first, for nothing read from a cache costs more than the input.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scraper.errors import BadValue
from scraper.html import norm
from scraper.quotes import quote
from scraper.sources._price_rows import token_price
from scraper.sources._price_tables import Block, Sheet

UNSURE = "(which is not told)"
"""Stands for the heading of an amount that may be one of two."""

_END = re.compile(r"(?:prices?\b|load more)", re.IGNORECASE)
_CONTEXT = re.compile(r"\d[\d.,]*\s?[KM]", re.IGNORECASE)
_MONEY = re.compile(r"[$¥€£-]")


class List(NamedTuple):
    """Headings, the rows' cells, and the sentence below them."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


def lists(found: Sequence[Block]) -> Iterator[List]:
    """Every list of a page that has headings from `Model Name` to `Actions`."""
    lines = [block.text for block in found if not block.grid]
    for start, line in enumerate(lines):
        if norm(line) != "model name":
            continue
        stop = next((at for at in range(start, min(start + 12, len(lines))) if norm(lines[at]) == "actions"), None)
        if stop is None:
            continue
        cells = _amounts(lines[stop + 1 : _end(lines, stop + 1)])
        note = next((text for text in lines[stop + 1 :] if re.match(r"prices?\b", text, re.IGNORECASE)), "")
        yield List(lines[start - 1] if start else "", tuple(lines[start:stop]), tuple(_rows(cells)), note)


def as_sheet(found: List) -> tuple[Sheet, list[tuple[str, ...]]]:
    """A list as a table by heading, and the rows that do not fit its headings."""
    rows: list[dict[str, str]] = []
    odd: list[tuple[str, ...]] = []
    for cells in found.rows:
        row = _by_heading(found.headers, cells)
        if row is None:
            odd.append(cells)
        else:
            rows.append(row)
    return Sheet((found.title,), found.headers, tuple(rows), (), (found.note,)), odd


def _by_heading(headers: tuple[str, ...], cells: tuple[str, ...]) -> dict[str, str] | None:
    if len(cells) == len(headers):
        return dict(zip(headers, cells, strict=True))
    if len(cells) != len(headers) - 1 or len(cells) < 2:
        return None
    prices = [header for header in headers if token_price(header)]
    names = [token_price(header) or "" for header in prices]
    others = [header for header in headers if header not in prices]
    amounts = [text for text in cells[1:] if not _CONTEXT.fullmatch(text)]
    plain = [text for text in cells if text not in amounts]
    if len(plain) != len(others) or len(amounts) != 2:
        return None
    row = dict(zip(others, plain, strict=True))
    if names != ["input_usd_per_mtok", "cache_read_usd_per_mtok", "output_usd_per_mtok"]:
        return None
    return row | {prices[0]: amounts[0], (prices[2] if _is_above(amounts[1], amounts[0]) else UNSURE): amounts[1]}


def _is_above(one: str, other: str) -> bool:
    try:
        return quote(one).amount > quote(other).amount
    except BadValue:
        return False


def _end(lines: list[str], start: int) -> int:
    stops = (at for at in range(start, len(lines)) if _END.match(lines[at]) or norm(lines[at]) == "model name")
    return next(stops, len(lines))


def _amounts(lines: Sequence[str]) -> Iterator[str]:
    """The lines, a sign of money and its amount as one."""
    waiting = ""
    for line in lines:
        if _MONEY.fullmatch(line):
            waiting = line
            continue
        yield waiting + line
        waiting = ""


def _rows(cells: Iterator[str]) -> Iterator[tuple[str, ...]]:
    row: list[str] = []
    for text in cells:
        if norm(text) == "details":
            yield tuple(row)
            row = []
        else:
            row.append(text)
