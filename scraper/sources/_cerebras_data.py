"""The blocks of Cerebras' pages out of the data that they are drawn from.

The pages are drawn by Next.js: the data come in pieces (`self.__next_f.push`) that are one text when
put together, and hold lists of `blocks`, of headings, tables and paragraphs. A text that begins with
`$` is written there with two of them.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from scraper.answers import json_within
from scraper.html import Page
from scraper.sources._price_tables import Block

_PIECE = re.compile(r'self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)')
_BLOCKS = '"blocks":['


def data_blocks(page: Page) -> tuple[Block, ...]:
    """Headings, tables and lines in the page's data, in their order, none twice."""
    try:
        data = "".join(json.loads(piece) for piece in _PIECE.findall(page.served))
        found = [block for blocks in _lists(data) for block in blocks if isinstance(block, dict)]
        return tuple(dict.fromkeys(shown for block in found for shown in _shown(block)))
    except (ValueError, AttributeError, TypeError, LookupError) as error:
        raise page.error(f"data that cannot be read ({error})") from None


def _lists(data: str) -> Iterator[list[Any]]:
    start = data.find(_BLOCKS)
    while start >= 0:
        yield json_within(data, start + len(_BLOCKS) - 1)
        start = data.find(_BLOCKS, start + 1)


def _shown(block: dict[str, Any]) -> Iterator[Block]:
    if block.get("_type") == "table":
        rows = [tuple(_text(cell) for cell in row["cells"]) for row in block["rows"]]
        if rows:
            yield Block("", 0, tuple(rows))
    elif block.get("_type") == "block":
        text = "".join(_text(span.get("text", "")) for span in block.get("children") or ())
        style = str(block.get("style"))
        level = int(style[1]) if re.fullmatch(r"h[1-6]", style) else 0
        for line in text.splitlines():
            if line.strip():
                yield Block(" ".join(line.split()), level)


def _text(value: Any) -> str:
    shown = value if isinstance(value, str) else ""
    return " ".join((shown[1:] if shown.startswith("$$") else shown).split())
