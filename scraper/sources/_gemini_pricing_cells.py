"""Price cells of Google's page: several prices in one cell, told apart by what stands beside each.

`$0.25 (text / image / video) $0.50 (audio)`, `$2.00, prompts <= 200k tokens $4.00, prompts > 200k`,
`$3.00 or $0.005/min (audio)`, `$0.15 $1.00 / 1,000,000 tokens per hour (storage price)`. A cell is read
whole or not at all: every word of it must be a price, what a price is for, or a known filler. What a
price comes to (`equivalent to …`, a price in brackets) is left out.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from scraper.errors import BadValue
from scraper.html import norm

STORAGE: Final = "storage"
FOOTNOTE: Final = "what its footnote says"
"""The unit of a price that bears a footnote's mark and no unit of its own: none that a converter knows."""

_AMOUNT = r"\$\s?\d[\d,]*(?:\.\d+)?(?![\d\w]|[.,]\d)"
_PIECE = re.compile(
    rf"(?<![\w.,$¥€£\-–])(?P<price>{_AMOUNT})"  # noqa: RUF001
    rf"(?:\s+or\s+(?P<other>{_AMOUNT}\s*/\s*min(?:ute)?\b))?"
    r"(?:\s*(?:/|\bper\b)\s*(?P<size>[\d.]+K(?:/[\d.]+K)?(?=\s+images?\b))?\s*"
    r"(?P<unit>(?:1M|[\d,]+)?\s*[a-z]+)(?P<hourly>\s+per\s+hour)?)?"
    r"(?P<mark>\*+)?"
    r"(?:\s*\((?P<what>[^()$]*)\))?"
    r"(?P<mark_after>\*+)?"
    r"(?:,?\s*prompts?\s*(?P<sign><=|≤|>)\s*(?P<limit>\d+)\s*k\b(?:\s*tokens?\b)?)?",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\(\s*\$[^()]*\)|\([^()$]*not supported\)", re.IGNORECASE)
_EQUIVALENT = re.compile(r",?\s*\bequivalent to\b.*", re.IGNORECASE)
_FILLER = re.compile(r"\bsame as standard\b|\band\b|[\s,.;_]", re.IGNORECASE)
_SEARCHES = re.compile(
    r"(?:[^$¥€£]*\bthen )?(?P<price>\$\s?\d+(?:\.\d+)?)\s*/\s*1,?000\s*"
    r"(?P<what>search queries|grounded prompts)(?:\s*for [\w -]+)?\.?",
    re.IGNORECASE,
)


class Piece(NamedTuple):
    """One price of a cell."""

    price: str
    """With its own unit, where it has one."""
    what: str
    """What it is for, such as `audio` or `720p`; empty where the cell does not say."""
    size: str
    above: int | None
    """The prompt tokens above which it holds; 0 is up to a limit, None without one."""
    other: str
    """The same price by the minute, where it is told."""


def pieces(cell: str) -> list[Piece]:
    """The prices of a cell. Raises BadValue where not every word of it is understood."""
    text = _EQUIVALENT.sub("", _ASIDE.sub(" ", cell.replace("_", " ")))
    found = list(_pieces(text))
    if not found or _FILLER.sub("", _PIECE.sub("", text)):
        raise BadValue(f"{cell[:60]!r} is no list of prices that can be told apart")
    told = [(piece.what, piece.size, piece.above) for piece in found]
    if len(set(told)) != len(told):
        raise BadValue(f"{cell[:60]!r} has two prices for one thing")
    priced = [piece for piece in found if piece.what != STORAGE]
    if len(priced) > 1 and ("", "", None) in told:
        raise BadValue(f"{cell[:60]!r} has a price that does not say what it is for")
    if len({piece.above is None for piece in priced}) > 1:
        raise BadValue(f"{cell[:60]!r} has prices with and without a length of prompts")
    return found


def _pieces(text: str) -> Iterator[Piece]:
    for match in _PIECE.finditer(text):
        what = norm(re.sub(r"[/,]", " ", match["what"] or ""))
        unit = (match["unit"] or "").strip()
        if bool(match["hourly"]) != what.startswith(STORAGE) and (match["hourly"] is None or what):
            raise BadValue(f"{match[0].strip()!r} is no price of storage")
        if match["hourly"]:
            what = STORAGE
        elif not unit and (match["mark"] or match["mark_after"]):
            unit = FOOTNOTE
        above = None if not match["sign"] else int(match["limit"]) * 1000 if match["sign"] == ">" else 0
        price = f"{match['price']} / {unit}" if unit else match["price"]
        yield Piece(price, what, match["size"] or "", above, match["other"] or "")


def search_price(cell: str) -> tuple[str, bool] | None:
    """What a search costs beyond the free ones, and whether it is one of searches, not of prompts."""
    match = _SEARCHES.fullmatch(cell.strip())
    if match is None:
        return None
    return f"{match['price']} / 1,000 requests", match["what"].lower() == "search queries"
