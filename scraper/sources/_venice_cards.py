"""Venice's prices taken apart: a card a model, with its name, its id as code, and labelled prices.

In Markdown a card begins with a line such as ``GLM 5 Beta`zai-org-glm-5` ``; in HTML the id is a
`code` element. What follows up to the next card or heading is the card: badges, prices each behind its
label, and for some models a line with the prices of long prompts.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from scraper.html import norm
from scraper.snapshots import Snapshot
from scraper.sources._price_tables import blocks, text_as_served

LABELS = (
    "Input Price", "Output Price", "Cache Read", "Cache Write", "Context", "Per 1M tokens", "Per Image", "Per Edit",
    "Per 1M Characters", "Per Audio Second", "Per Generation", "Per Second", "Durations", "Resolutions", "Starting At",
)  # fmt: skip

_CODE = re.compile(r"<code\b[^>]*>\s*([\w./:-]+)\s*</code>", re.IGNORECASE)
_HEAD = re.compile(r"(?P<name>[^`>|]*?)`(?P<id>[\w.:-]+(?:/[\w.:-]+)?)`\s*")
_LABEL = re.compile(rf"(?<![\w$.])({'|'.join(map(re.escape, LABELS))})(?![a-z])")
_ANCHOR = re.compile(r"\[[\u200b\s]*\]\([^)]*\)")


class Card(NamedTuple):
    """One model: the section's heading, its name and id, labelled texts, and the lines without a label."""

    section: str
    name: str
    id: str
    labelled: dict[str, str]
    rest: tuple[str, ...]


def cards(snapshot: Snapshot) -> Iterator[Card]:
    """Every card that has a label. A code in a sentence is no card."""
    section, head, lines = "", None, list[str]()
    for text, level in _lines(snapshot):
        match = None if level else _HEAD.fullmatch(text)
        if level or match:
            if head is not None:
                yield from _card(section, head, lines)
            head, lines = match, []
        elif head is not None:
            lines.append(text)
        if level:
            section = text
    if head is not None:
        yield from _card(section, head, lines)


def _card(section: str, head: re.Match[str], lines: list[str]) -> Iterator[Card]:
    labelled: dict[str, str] = {}
    rest: list[str] = []
    waiting = ""
    for line in lines:
        # A price list of long prompts has labels of its own kind.
        parts = [line] if line.startswith(">") else _LABEL.split(line)
        before = parts[0].strip()
        if waiting and before:
            labelled[waiting] = f"{labelled[waiting]} {before}".strip()
        elif before:
            rest.append(before)
        waiting = "" if before or len(parts) > 1 else waiting
        for label, text in zip(parts[1::2], parts[2::2], strict=True):
            labelled[label] = text.strip() if label not in labelled else f"{labelled[label]} or {text.strip()}"
            waiting = "" if text.strip() else label
    if labelled or rest:
        yield Card(section, head["name"].strip(), head["id"], labelled, tuple(rest))


def _lines(snapshot: Snapshot) -> Iterator[tuple[str, int]]:
    """Lines and headings (with their level), with codes in backticks."""
    text = text_as_served(snapshot)
    if text.lstrip().startswith("<"):
        marked = snapshot.model_copy(update={"body": _CODE.sub(r"`\1`", text).encode()})
        name = ""
        for block in blocks(marked):
            if block.level:
                name = ""
                yield block.text, block.level
            elif re.fullmatch(r"`[^`]+`", block.text):
                yield f"{name}{block.text}", 0
                name = ""
            else:
                if name:
                    yield name, 0
                name = block.text
        if name:
            yield name, 0
        return
    waiting = 0
    for line in map(str.strip, text.splitlines()):
        heading = re.match(r"(#{1,6})\s+(.*)", line)
        shown = _ANCHOR.sub("", heading[2] if heading else line).strip()
        level = len(heading[1]) if heading else waiting
        if shown and not norm(shown).startswith("http"):
            yield shown, level
            waiting = 0
        elif heading:
            waiting = len(heading[1])
