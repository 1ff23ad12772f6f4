"""The file that the explorer's scripts read: all models as columns, each word named once.

A number that a double cannot hold to its last digit is a text.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from catalog.render.explorer_models import ExplorerModel, Number, printable
from scraper.units import plain

Labels = Mapping[str, Mapping[str, str]]
"""By column and word, what people read; a word that is not there reads as it is."""


def data_path(content: bytes) -> str:
    """Where the file is published: its name changes exactly with its content, so that it can be cached for good."""
    return f"data/explorer-{hashlib.sha256(content).hexdigest()[:12]}.json"


def explorer_data(models: Sequence[ExplorerModel], labels: Labels) -> bytes:
    """The file over models in their order."""
    told = {
        "count": len(models),
        "ids": [printable(model.id) for model in models],
        "names": [printable(model.name) for model in models],
        "pages": _where(models, lambda model: "" if model.page == f"models/{model.id}/" else model.page),
        "texts": {key: _texts([model.texts[key] for model in models]) for key in _keys(models, "texts")},
        "sets": {key: _sets([model.sets[key] for model in models]) for key in _keys(models, "sets")},
        "numbers": {key: [_number(model.numbers.get(key)) for model in models] for key in _keys(models, "numbers")},
        "labels": labels,
        "tiers": _where(models, lambda model: [list(map(_number, tier)) for tier in model.tiers]),
        "conditional": [row for row, model in enumerate(models) if model.conditional],
        "months": [row for row, model in enumerate(models) if model.released_month],
        "trend": _where(models, lambda model: [[day, _number(price)] for day, price in model.trend]),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _keys(models: Sequence[ExplorerModel], kind: str) -> list[str]:
    return list(dict.fromkeys(key for model in models for key in getattr(model, kind)))


def _where(models: Sequence[ExplorerModel], value: Callable[[ExplorerModel], Any]) -> dict[str, Any]:
    """By row, what is there."""
    return {str(row): found for row, model in enumerate(models) if (found := value(model))}


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
