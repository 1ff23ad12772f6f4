"""Markdown read by label and heading: front matter, sections, and values however they are set.

ModelsLab's Markdown is made from its web page, so labels and values often come without anything
between them (`CategoryLLM ModelsTaskText Generation`): they are split where a known label begins.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

_ATX = re.compile(r"#{1,6}\s+(.*?)\s*#*")
_UNDERLINE = re.compile(r"(?:-{3,}|={3,})\s*")
_RULE = re.compile(r"\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?")
_LINK = re.compile(r"!?\[(?P<text>[^\[\]]*)\]\((?P<url>[^()\s]*)\)")


class Section(NamedTuple):
    """A heading, as written, with the lines below it."""

    title: str
    lines: tuple[str, ...]


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The `key: value` lines between two `---`, and what follows; empty where there are none."""
    head, mark, rest = text.removeprefix("---\n").partition("\n---\n")
    if not text.startswith("---\n") or not mark:
        return {}, text
    pairs = (line.partition(":") for line in head.split("\n") if re.match(r"[A-Za-z_]\w*:", line))
    return {key: value.strip().strip("\"'") for key, _, value in pairs}, rest


def sections(text: str) -> list[Section]:
    """A text by headings of any level. Code is left out; what stands below a rule is a section `footer`."""
    found: list[tuple[str, list[str]]] = [("", [])]
    lines = [line.rstrip("\n") for line in _without_code(text.split("\n"))]
    for index, line in enumerate(lines):
        below = lines[index + 1] if index + 1 < len(lines) else ""
        if match := _ATX.fullmatch(line):
            found.append((match[1], []))
        elif (
            line.strip() and not _is_rule(line) and _UNDERLINE.fullmatch(below) and not line.startswith(("|", "-", "*"))
        ):
            found.append((line, []))
        elif _UNDERLINE.fullmatch(line):
            if index and not lines[index - 1].strip():
                found.append(("footer", []))
        elif line.strip():
            found[-1][1].append(line.strip())
    return [Section(title, tuple(below)) for title, below in found]


def bare(text: str) -> str:
    """A text without marks of links, weight and code."""
    return " ".join(re.sub(r"\*\*|__|`", "", _LINK.sub(lambda match: match["text"], text)).split())


def urls(text: str) -> Iterator[tuple[str, str]]:
    """Text and address of every link."""
    for match in _LINK.finditer(text):
        yield match["text"], match["url"]


def labelled(lines: Sequence[str], labels: Iterable[str], whole: str = "") -> dict[str, str]:
    """Values by label: from a table, `Label: value`, a label above its value, or glued to one another.

    A bold label or one of a table need not be known. `whole` is a value known to stand unbroken, such
    as an id that might have a label's name in it. A label with two values has both, which no
    converter takes.
    """
    known = sorted(labels, key=len, reverse=True)
    found: dict[str, str] = {}
    for label, value in _pairs(lines, known, whole):
        shown = bare(value)
        if shown and found.setdefault(label, shown) != shown:
            found[label] = f"{found[label]} | {shown}"
    return found


def _pairs(lines: Sequence[str], known: Sequence[str], whole: str) -> Iterator[tuple[str, str]]:
    yield from table_pairs(lines, known)
    waiting = ""
    for line in lines:
        if line.startswith("|"):
            continue
        text = re.sub(r"^[-*+]\s+", "", line)
        bold = re.fullmatch(r"(?:\*\*|__)(.{1,40}?):?(?:\*\*|__)\s*:?\s*(.*)", text)
        if bold:
            yield bold[1].strip(), bold[2]
        elif bare(text) in known:
            waiting = bare(text)
        elif waiting:
            yield waiting, text
            waiting = ""
        else:
            yield from glued(bare(text), known, whole)


def glued(text: str, known: Sequence[str], whole: str = "") -> Iterator[tuple[str, str]]:
    """Labels and values without anything between them; nothing of a text that begins with no label."""
    inner = _inner(tuple(known))
    rest = text
    while label := next((name for name in known if rest.startswith(name)), ""):
        rest = rest[len(label) :].lstrip(" :")
        if whole and rest.startswith(whole) and (rest == whole or rest[len(whole) :].startswith(tuple(known))):
            cut = len(whole)
        else:
            match = inner.search(rest, 1)
            cut = match.start() if match else len(rest)
        yield label, rest[:cut]
        rest = rest[cut:]


@cache
def _inner(known: tuple[str, ...]) -> re.Pattern[str]:
    """Where a label begins within a text: glued to a value before it, and followed by one."""
    labels = "|".join(map(re.escape, known))
    return re.compile(rf"(?<=[^\s\-_./])(?:(?:{labels})(?=[\s:A-Z0-9$¥€£])|Model ID)")


def table_pairs(lines: Sequence[str], known: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of a table: by column where the headings are known labels, else by row.

    In a row of more than two cells the value is the one below the only heading that speaks of a price.
    """
    table = [line for line in lines if line.startswith("|")]
    rules = [index for index, line in enumerate(table) if _is_rule(line)]
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table]
    headers = [bare(cell) for cell in rows[rules[0] - 1]] if rules and rules[0] else []
    body = [row for index, row in enumerate(rows) if index not in rules and (not headers or index > rules[0])]
    columns = {index: split for index, header in enumerate(headers) if (split := _known_start(header, known))}
    prices = [index for index, header in enumerate(headers) if re.search(r"price|cost|\$", header, re.IGNORECASE)]
    for row in body:
        if columns:
            yield from ((label, f"{row[at]} {unit}") for at, (label, unit) in columns.items() if at < len(row))
        elif len(row) == 2:
            yield bare(row[0]), f"{row[1]} {_unit(headers[1])}" if prices == [1] else row[1]
        elif len(prices) == 1 and len(row) == len(headers):
            yield bare(row[0]), f"{row[prices[0]]} {_unit(headers[prices[0]])}"


def _known_start(header: str, known: Sequence[str]) -> tuple[str, str] | None:
    """The label that a heading begins with, and the unit that it adds."""
    label = next((name for name in known if re.match(rf"{re.escape(name)}\b", header, re.IGNORECASE)), None)
    return None if label is None else (label, _unit(header[len(label) :]))


def _unit(heading: str) -> str:
    """What a heading says that its cells are in, such as `/ 1M tokens`."""
    match = re.search(r"(?:\$\s*)?(?:/|\bper\b)[^()]*", heading)
    return match[0].strip() if match else ""


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line.strip()) is not None


def _without_code(lines: Iterable[str]) -> Iterator[str]:
    inside = False
    for line in lines:
        if line.lstrip().startswith("```"):
            inside = not inside
        elif not inside:
            yield line
