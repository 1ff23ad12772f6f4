"""The head of an OpenRouter model page: name, id, date, context, prices and description, by their words.

The head ends where the first section or another model begins. Texts that stand in elements of their
own may come glued (`Created Aug 12, 202530,000 context`): a year has four digits and a price begins
with its sign, so they are split there; a line that then is not covered whole by known parts is not
read at all.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from scraper.html import Page, norm, text_of
from scraper.sources._page_labels import groups, headed, on_lines, side_by_side

ID = r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*(?::[\w-]+)?"
SECTIONS = {
    "Providers": r"Providers(?: for .+)?",
    "Performance": r"Performance(?: for .+)?",
    "Apps": r"Apps(?: using .+)?",
    "Recent activity": r"(?:Recent activity|Activity)(?: on .+)?",
    "Uptime": r"Uptime(?: stats)?(?: for (?!.* across all providers).+)?",
}
"""Sections whose rows come by script: a title, a sentence, and nothing below it in the page itself."""

_SECTION = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in SECTIONS.items()}
_AFTER = re.compile(
    r"(?:Sample code\b|Using third-party|More models\b|Benchmarks?\b|Frequently asked|FAQ\b).*", re.IGNORECASE
)
_DAY = r"[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}"
_TOKENS = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?\s?[KM]|\d+"
_META = re.compile(
    rf"(?:(?P<verb>Created|Released|Added)\s*:?\s*(?P<day>{_DAY}))?\s*[|·•,]?\s*"
    rf"(?:(?P<context>{_TOKENS})\s*(?:tokens?\s*)?context(?: window| length)?)?\s*[|·•,]?\s*(?P<prices>\S*\$.*)?"
)
_META_LIKE = re.compile(r"(?:Created|Released|Added)\b.*\d|\d[\d.,]*\s?[KM]? context$")
_PRICES = re.compile(r"/\s?[MK]\b|\$\s?\d")
_LABELS = {
    "Created": "Created", "Released": "Released", "Context": "Context", "Context length": "Context",
    "Context window": "Context", "Input": "input tokens", "Input price": "input tokens",
    "Input tokens": "input tokens", "Output": "output tokens", "Output price": "output tokens",
    "Output tokens": "output tokens",
}  # fmt: skip
_KNOWN = {norm(label): meant for label, meant in _LABELS.items()}
_WORDY = re.compile(r"[.!?:)\]…\"”*]$")


class Head(NamedTuple):
    """The texts of a page's head by what they are; `unread` are lines with prices that nobody can read."""

    name: str
    id: str
    told: dict[str, list[str]]
    description: str
    unread: list[str]


def read_head(page: Page, asked: str) -> Head:
    """The head of the page of an id, or of whatever id it shows where none is asked for.

    Raises ShapeError where there is no id, or another one than was asked for.
    """
    lines = list(page.lines)
    id_ = _id(page, lines, asked)
    start = next((index for index, line in enumerate(lines) if line.lower() == id_.lower()), -1)
    name = _name(page, lines, start)
    start = max(start, lines.index(name) if name in lines and start < 0 else -1)
    end = next(
        (n for n, line in enumerate(lines) if n > start and (section_of(line) or _AFTER.fullmatch(line))), len(lines)
    )
    told: dict[str, list[str]] = {}
    unread: list[str] = []
    prose: list[str] = []
    labelled, taken = _labelled(page, lines[start + 1 : end])
    _add(told, labelled)
    for line in lines[start + 1 : end]:
        parts = [] if line in taken else _parts(line)
        if parts is None:
            unread.append(line)
        elif parts:
            _add(told, parts)
        elif line not in taken and _is_prose(line, name):
            prose.append(line)
    return Head(name, id_, told, "\n\n".join(prose), unread)


def section_of(line: str) -> str:
    """Which section a line is the title of; empty for none."""
    return next((name for name, pattern in _SECTION.items() if pattern.fullmatch(line)), "")


def empty_sections(page: Page, name: str) -> list[str]:
    """Titles of sections that hold no more than a sentence: there, without any data."""
    tables = {section_of(section.title): section.tables for section in page.sections if section_of(section.title)}
    lines = page.lines
    starts = [(index, section_of(line)) for index, line in enumerate(lines) if section_of(line)]
    found = []
    for index, section in starts:
        below = lines[index + 1 :]
        end = next((n for n, line in enumerate(below) if section_of(line) or _AFTER.fullmatch(line)), len(below))
        words = [line.replace(name.partition(": ")[2] or name, "") for line in below[:end]]
        has_rows = any(table.rows for table in tables.get(section, ()))
        if not has_rows and end <= 2 and not any(re.search(r"\d", line) for line in words) and section not in found:
            found.append(section)
    return found


def _id(page: Page, lines: Sequence[str], asked: str) -> str:
    """The id that the page shows first below its name, or as its canonical address."""
    heading = page.soup.find("h1")
    top = lines.index(text_of(heading)) if heading is not None and text_of(heading) in lines else 0
    shown = [line for line in lines[top:] if re.fullmatch(ID, line)][:1]
    link = page.soup.find("link", rel="canonical", href=True)
    canonical = re.fullmatch(rf"https://openrouter\.ai/({ID})", str(link["href"])) if link else None
    shown += [canonical[1]] if canonical else []
    if not shown:
        raise page.error("no model's id on the page")
    if {id_.lower() for id_ in shown} != {(asked or shown[0]).lower()}:
        raise page.error(f"asked for {asked or 'any model'}, got a page about {' and '.join(shown)}")
    return asked or shown[0]


def _name(page: Page, lines: Sequence[str], start: int) -> str:
    """The first heading of the first level, else the line before the id, else the page's title."""
    heading = page.soup.find("h1")
    if heading is not None and text_of(heading) and not re.fullmatch(ID, text_of(heading)):
        return text_of(heading)
    if start > 0:
        return lines[start - 1]
    return re.sub(r"\s+(?:[-|–].*(?:API|Providers|Stats|OpenRouter).*)$", "", page.title)  # noqa: RUF001


def _parts(line: str) -> list[tuple[str, str]] | None:
    """The parts of a line of figures; empty for prose, None where prices are there that cannot be told apart."""
    match = _META.fullmatch(line)
    if match is None or not any((match["day"], match["context"], match["prices"])):
        is_figures = _PRICES.search(line) or _META_LIKE.match(line)
        return None if is_figures and len(line) < 120 and not line.endswith(".") else []
    found = [(match["verb"], match["day"])] if match["day"] else []
    found += [("Context", match["context"])] if match["context"] else []
    before, *priced = re.split(r"(?=\$)", match["prices"] or "")
    for part in priced:
        price = re.fullmatch(
            r"(?P<amount>\$\s?[\d.,]+)\s*(?P<unit>/\s?(?:1\s?)?[MK])\s*(?P<what>[a-z][a-z ]*)?[|·•,]?\s*", part
        )
        if price is None or not price["what"] or before.strip(" |·•"):
            return None
        found.append((price["what"].strip(), f"{price['amount']}{price['unit']}"))
    return found


def label_of(said: str) -> str:
    """Our word for a label; empty for one that is not known."""
    return _KNOWN.get(norm(said), "")


def _labelled(page: Page, head: Sequence[str]) -> tuple[list[tuple[str, str]], set[str]]:
    """Labels with values in the head, for a page that sets its figures in a list or a table; and their lines."""
    whole = _squashed("".join(head))
    shown = {_squashed(line) for line in head}
    beside = [pair for group in groups(page) for pair in group]
    beside += [*on_lines(page, head, label_of), *side_by_side(page, label_of)]
    pairs = [
        (label, value)
        for label, value in beside
        if any(_squashed(f"{label}{sign}{value}") in whole for sign in ("", ":", "|"))
    ]
    pairs += [(label, value) for label, value in headed(page) if _squashed(value) in shown]
    found = [(label, value) for label, value in pairs if label_of(label) and re.search(r"\d", value)]
    words = sorted({_squashed(text) for pair in found for text in pair}, key=len, reverse=True)
    taken = {line for line in head if _is_made_of(_squashed(line), words)}
    return [(label_of(label), value) for label, value in found], taken


def _is_made_of(line: str, words: Sequence[str]) -> bool:
    """Whether a line holds nothing but these labels and values, or a part of one."""
    if any(line in word for word in words):
        return True
    for word in words:
        line = line.replace(word, "")
    return not line.strip("|:·•-")


def _squashed(text: str) -> str:
    return "".join(text.split()).lower()


def _is_prose(line: str, name: str) -> bool:
    return (
        line != name
        and " " in line
        and (len(line) > 80 or bool(_WORDY.search(line)))
        and not re.search(r"\(#\d+\)$", line)
    )


def _add(told: dict[str, list[str]], said: Any) -> None:
    for label, value in said:
        if value not in told.setdefault(label, []):
            told[label].append(value)
