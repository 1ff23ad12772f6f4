"""Claimed texts as typed values, by the kind of their attribute; and JSON with exact decimals."""

from collections.abc import Callable, Iterator, Mapping, ValuesView
from decimal import Decimal
from typing import Any

import msgspec
import simplejson

from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES, DYNAMIC, PRICES, Kind
from scraper.units import plain


class Exact(Decimal):
    """A decimal that is written without an exponent, in JSON too."""

    def __str__(self) -> str:
        return plain(self)


def typed(field: str, text: str) -> Any:
    """A claim's value as its attribute means it; None for a dynamic price, which is no number."""
    read = _READ.get(field)
    return text if read is None else read(text)


def _number(text: str) -> Exact | None:
    return None if text == DYNAMIC else Exact(text)


def _flag(text: str) -> bool:
    return text == "true"


def _conditions(text: str) -> list[dict[str, Any]]:
    return [_condition(entry) for entry in parse_raw(text)]


def _condition(entry: dict[str, Any]) -> dict[str, Any]:
    """A condition with its prices as numbers; a dynamic one is null."""
    return {name: typed(name, value) if name in PRICES else value for name, value in entry.items()}


def _native_prices(text: str) -> list[dict[str, Any]]:
    return [{**price, "amount": Exact(price["amount"])} for price in parse_raw(text)]


_OF_KINDS: dict[Kind, Callable[[str], Any]] = {
    Kind.PRICE: _number,
    Kind.DECIMAL: _number,
    Kind.TOKENS: int,
    Kind.FLAG: _flag,
    Kind.LIST: parse_raw,
    Kind.JSON: parse_raw,
}
_READ: dict[str, Callable[[str], Any]] = {
    **{name: _OF_KINDS[attribute.kind] for name, attribute in ATTRIBUTES.items() if attribute.kind in _OF_KINDS},
    "conditions": _conditions,
    "native_prices": _native_prices,
}
"""How the text of each attribute is read that is no text: sorted out once, as there are hundreds of thousands."""


def to_json(value: Any, indent: int | None = None) -> str:
    """JSON with decimals as exact numbers, keys in their order."""
    try:
        written = _ENCODER.encode(value)
    except UnicodeEncodeError:  # half of a character (a lone surrogate), which no bytes can hold: seldom, and slower
        separators = (",", ": ") if indent else (",", ":")
        return simplejson.dumps(value, use_decimal=True, ensure_ascii=False, indent=indent, separators=separators)
    return (msgspec.json.format(written, indent=indent) if indent else written).decode()


def json_bytes(value: Any) -> bytes:
    """The same in one line, as it stands in a file: half of a character is a question mark there."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        return to_json(value).encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    """A value of a kind of our own as one that the encoder knows."""
    if isinstance(value, Exact):
        return msgspec.Raw(plain(value).encode())
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"{type(value).__name__} is nothing that JSON knows")


_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=_plain)


def json_pieces(value: Any) -> Iterator[str]:
    """The same in pieces, of a document of any length: iterators and views are lists, mappings (no dicts) objects.

    Those may stand in a dict, in one another, and nowhere else.
    """
    if isinstance(value, Iterator | ValuesView):
        before = "["
        for inner in value:
            if _is_made_at_once(inner):
                yield f"{before}{to_json(inner)}"
            else:
                yield before
                yield from json_pieces(inner)
            before = ","
        yield "]" if before == "," else "[]"
    elif not _is_made_at_once(value):
        before = "{"
        for key, inner in value.items():
            yield f"{before}{to_json(key)}:"
            yield from json_pieces(inner)
            before = ","
        yield "}" if before == "," else "{}"
    else:
        yield to_json(value)


def _is_made_at_once(value: Any) -> bool:
    """Whether a value has nothing in it that is made as it is written."""
    return not (any(map(_is_long, value.values())) if isinstance(value, dict) else _is_long(value))


def _is_long(value: Any) -> bool:
    """Whether a value is made as it is written."""
    return not isinstance(value, _SHORT) and isinstance(value, Iterator | ValuesView | Mapping)


_SHORT = (str, dict, list, int, Decimal, type(None))
"""What nearly all values are: to ask for these first takes a tenth of the time."""
