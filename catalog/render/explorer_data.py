"""The file that the explorer's scripts read: all models as columns, each word named once.

A number that a double cannot hold to its last digit is a text.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from catalog.render.explorer_models import ExplorerModel, Number, printable
from scraper.units import plain

Labels = Mapping[str, Mapping[str, str]]
"""By column and word, what people read; a word that is not there reads as it is."""


def data_path(content: bytes) -> str:
    """Where the file is published: its name changes exactly with its content, so that it can be cached for good."""
    return f"data/explorer-{hashlib.sha256(content).hexdigest()[:12]}.json"


def explorer_data(models: Iterable[ExplorerModel], labels: Labels) -> bytes:
    """The file over models in their order."""
    columns = _Columns()
    for model in models:
        columns.take(model)
    told = {
        "count": len(columns.ids),
        "ids": columns.ids,
        "names": columns.names,
        "pages": columns.pages,
        "texts": {key: _texts(column) for key, column in columns.texts.items()},
        "sets": {key: _sets(column) for key, column in columns.sets.items()},
        "numbers": columns.numbers,
        "labels": labels,
        "tiers": columns.tiers,
        "conditional": columns.conditional,
        "months": columns.months,
        "trend": columns.trend,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


class _Columns:
    """What the file tells, gathered one model at a time; words that are said again are held once."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.names: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.sets: dict[str, list[Sequence[str]]] = {}
        self.numbers: dict[str, list[int | float | str | None]] = {}
        self.pages: dict[str, str] = {}
        """By row, as all below: most rows have none."""
        self.tiers: dict[str, Any] = {}
        self.trend: dict[str, Any] = {}
        self.conditional: list[int] = []
        self.months: list[int] = []
        self._words: dict[Any, Any] = {}

    def take(self, model: ExplorerModel) -> None:
        """Add a row."""
        row, share = len(self.ids), self._words.setdefault
        self.ids.append(printable(model.id))
        self.names.append(printable(model.name))
        for key, text in model.texts.items():
            self.texts.setdefault(key, []).append(share(text, text))
        for key, words in model.sets.items():
            held = tuple(words)
            self.sets.setdefault(key, []).append(share(held, held))
        for key, number in model.numbers.items():
            self.numbers.setdefault(key, []).append(_number(number))
        self._seldom(row, model)

    def _seldom(self, row: int, model: ExplorerModel) -> None:
        """What few rows have."""
        if model.page != f"models/{model.id}/":
            self.pages[str(row)] = model.page
        if model.tiers:
            self.tiers[str(row)] = [list(map(_number, tier)) for tier in model.tiers]
        if model.trend:
            self.trend[str(row)] = [[day, _number(price)] for day, price in model.trend]
        if model.conditional:
            self.conditional.append(row)
        if model.released_month:
            self.months.append(row)


def _texts(column: Sequence[str]) -> dict[str, Any]:
    """Words, the most frequent first, and which of them each row has."""
    words = _frequent(text for text in column if text)
    place = {word: at for at, word in enumerate(words)}
    return {"words": list(map(printable, words)), "at": [place.get(text, -1) for text in column]}


def _sets(column: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Words, the sets of them that there are, and which of these each row has."""
    words = _frequent(word for texts in column for word in texts)
    place = {word: at for at, word in enumerate(words)}
    held = [tuple(dict.fromkeys(place[word] for word in texts)) for texts in column]
    sets = _frequent(found for found in held if found)
    at = {found: index for index, found in enumerate(sets)}
    return {"words": list(map(printable, words)), "sets": sets, "at": [at.get(found, -1) for found in held]}


def _frequent(values: Any) -> list[Any]:
    """Each value once, the most frequent first: small numbers stand for what is often said."""
    counts = Counter(values)
    return sorted(counts, key=lambda value: (-counts[value], value))


def _number(number: Number) -> int | float | str | None:
    if not isinstance(number, Decimal):
        return number
    if number == number.to_integral_value() and abs(number) < 2**53:
        return int(number)
    return float(number) if Decimal(repr(float(number))) == number else plain(number)
