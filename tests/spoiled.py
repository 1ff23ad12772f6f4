"""Documents with one thing wrong: a key more, a key less, a price as text, a word that is none of the known ones."""

import copy
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from catalog.export.api.models import LISTED
from scraper.attributes import PRICES

Where = tuple[Any, ...]

WORDS = {"price_state", "level", "relation", "stance", "state", "status", "by", "match_confidence", "kind"}
"""Keys whose words are all known."""
FREE = {"when", "raw", "value", "old", "new", "other_prices", "completeness"}
"""Keys whose objects have keys of the sources' own."""
ABSENT = {"attributions", "attribution", *LISTED}
"""Keys that a list's rows, or the status, need not have; a model that is printed has no `$schema` either."""
MOST = 2
"""So many rows of one kind are enough."""


def short(node: Any) -> Any:
    """A document with a few rows of each kind."""
    if isinstance(node, list):
        seen: dict[Any, int] = {}
        kept = []
        for part in node:
            kind = (part.get("kind"), part.get("field") in PRICES) if isinstance(part, dict) else None
            seen[kind] = seen.get(kind, 0) + 1
            if seen[kind] <= MOST:
                kept.append(short(part))
        return kept
    return {key: short(part) for key, part in node.items()} if isinstance(node, dict) else node


def spoiled(document: Any, stem: str) -> Iterator[tuple[str, Any]]:
    """What is wrong, and the document with it; one of a kind of place."""
    done: set[tuple[str, Where]] = set()
    for where, node, priced in _nodes(document, (), False):
        for what, key, put in _wrongs(where, node, priced, stem):
            place = (what, tuple("*" if isinstance(step, int) else step for step in (*where, key)))
            if place not in done:
                done.add(place)
                yield f"{what}: {'/'.join(map(str, place[1]))}", _changed(document, where, key, put)


_GONE = object()
_PRICED = {(name,) for name in PRICES}


def _nodes(node: Any, where: Where, priced: bool) -> Iterator[tuple[Where, Any, bool]]:
    """Everything in a document with its place, and whether it speaks of a price."""
    priced = priced or (isinstance(node, dict) and node.get("field") in PRICES) or where[-1:] in _PRICED
    yield where, node, priced
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, part in items:
        yield from _nodes(part, (*where, key), priced)


def _wrongs(where: Where, node: Any, priced: bool, stem: str) -> Iterator[tuple[str, Any, Any]]:
    """What to put where: by what is wrong with it, the key and the value."""
    if not isinstance(node, dict) or FREE & set(where) or (stem == "changes" and "evidence" in where):
        return
    yield "a key more", "surprise", 1
    if len(where) in (0, 2) or where == ("status",):
        for key in node:
            printed = stem == "model" and key == "$schema"
            if key not in ABSENT and not printed and not (len(where) == 2 and isinstance(where[1], str)):
                yield "a key less", key, _GONE
    for key, part in node.items():
        if isinstance(part, int | Decimal) and not isinstance(part, bool) and _is_price(key, priced):
            yield "a price as text", key, str(part)
        of_offer = key == "kind" and "tag" in node  # a variant may have any name
        if isinstance(part, str) and key in WORDS and not of_offer and "evidence" not in where:
            yield "another word", key, "nonsense"


def _is_price(key: str, priced: bool) -> bool:
    return key in PRICES or (priced and key in ("value", "old", "new"))


def _changed(document: Any, where: Where, key: Any, put: Any) -> Any:
    wrong = copy.deepcopy(document)
    found = wrong
    for step in where:
        found = found[step]
    if put is _GONE:
        del found[key]
    else:
        found[key] = put
    return wrong
