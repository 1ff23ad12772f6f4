"""The feeds of a published folder as feedparser reads them, held against `changes.json` and `all.json`."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import feedparser

from catalog.export.atom import urn
from scraper.attributes import ATTRIBUTES, PRICES

_AMOUNT = re.compile(r"\$(\d[\d,]*(?:\.\d+)?)")
_HEADERS = {"content-type": "application/atom+xml; charset=utf-8"}


def read(content: bytes) -> Any:
    """A feed as feedparser reads it, which finds no fault with it."""
    found = feedparser.parse(content, response_headers=_HEADERS)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def compared(site: Path) -> Counter[str]:
    """Counts of what every feed tells as the other files do, to the last digit; anything else is an AssertionError."""
    changes = _document(site / "api/v1/changes.json")["changes"]
    by_entry: dict[str, list[dict[str, Any]]] = {}
    for change in changes:
        entry = urn("entry", change["source"], change["at"], change["by"], change["record"])
        by_entry.setdefault(entry, []).append(change)
    counts: Counter[str] = Counter()
    for path in sorted((site / "feeds").rglob("*.atom")):
        feed = read(path.read_bytes())
        counts["feeds"] += 1
        for entry in feed.entries:
            rows = by_entry[entry.id]
            assert {row["at"] for row in rows} == {entry.updated}, entry.id
            lines = _lines(entry.content[0].value)
            for row in filter(_is_price, rows):
                assert _told(row) in _amounts(lines, row["field"]), (path, row, lines)
                counts["prices"] += 1
            counts["entries"] += 1
    counts["models"] = sum(_stands(model, changes) for model in _document(site / "api/v1/models/all.json")["models"])
    return counts


def _stands(model: dict[str, Any], changes: list[dict[str, Any]]) -> int:
    """How many prices of a model are what the last change of its own record says of them."""
    last = {
        change["field"]: change["new"]
        for change in changes
        if (change["source"], change["record"]) == ("openrouter", model["id"]) and _is_price(change)
    }
    if model["status"] != "active":
        return 0
    for field, new in last.items():
        assert model.get(field) == new, (model["id"], field)
    return len(last)


def _is_price(row: dict[str, Any]) -> bool:
    return row["kind"] == "price" and row["field"] in PRICES and not row["held"]


def _told(row: dict[str, Any]) -> list[Decimal]:
    """The amounts that a change of a price has to tell: `free` and `varies` are words."""
    return [value for value in (row["old"], row["new"]) if isinstance(value, Decimal | int) and value]


def _amounts(lines: list[str], field: str) -> Iterator[list[Decimal]]:
    """The amounts in the lines of a field."""
    label = f"{ATTRIBUTES[field].label} "
    for line in lines:
        if line.startswith(label):
            yield [Decimal(amount.replace(",", "")) for amount in _AMOUNT.findall(line)]


def _lines(html: str) -> list[str]:
    return [unescape(re.sub(r"<[^>]*>", "", line)) for line in re.findall(r"<li>(.*?)</li>", html, re.S)]


def _document(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
