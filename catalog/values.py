"""Claimed texts as typed values, by the kind of their attribute; and JSON with exact decimals."""

from collections.abc import Iterable, Iterator, Mapping
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
    attribute = ATTRIBUTES.get(field)
    if attribute is None:
        return text
    if attribute.kind in (Kind.PRICE, Kind.DECIMAL):
        return None if text == DYNAMIC else Exact(text)
    if attribute.kind is Kind.TOKENS:
        return int(text)
    if attribute.kind is Kind.FLAG:
        return text == "true"
    if field == "conditions":
        return [_condition(entry) for entry in parse_raw(text)]
    if field == "native_prices":
        return [{**price, "amount": Exact(price["amount"])} for price in parse_raw(text)]
    if attribute.kind in (Kind.LIST, Kind.JSON):
        return parse_raw(text)
    return text


def _condition(entry: dict[str, Any]) -> dict[str, Any]:
    """A condition with its prices as numbers; a dynamic one is null."""
    return {name: typed(name, value) if name in PRICES else value for name, value in entry.items()}


def to_json(value: Any, indent: int | None = None) -> str:
    """JSON with decimals as exact numbers, keys in their order."""
    try:
        written = _ENCODER.encode(value)
    except UnicodeEncodeError:  # half of a character (a lone surrogate), which no bytes can hold: seldom, and slower
        separators = (",", ": ") if indent else (",", ":")
        return simplejson.dumps(value, use_decimal=True, ensure_ascii=False, indent=indent, separators=separators)
    return (msgspec.json.format(written, indent=indent) if indent else written).decode()


def _plain(value: Any) -> Any:
    """A value of a kind of our own as one that the encoder knows."""
    if isinstance(value, Exact):
        return msgspec.Raw(str(value).encode())
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"{type(value).__name__} is nothing that JSON knows")


_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=_plain)


class Entries(Iterable[tuple[str, Any]]):
    """An object of JSON that is written as its keys come: of any length, in little memory."""

    def __init__(self, entries: Iterable[tuple[str, Any]]) -> None:
        self._entries = entries

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self._entries)


def json_pieces(value: Any) -> Iterator[str]:
    """The same in pieces, where a document holds iterators (lists that are made as they are written) or entries."""
    if isinstance(value, Entries):
        yield from _object(value)
    elif isinstance(value, Mapping) and any(isinstance(inner, Iterator | Entries) for inner in value.values()):
        yield from _object(value.items())
    elif isinstance(value, Iterator):
        before = "["
        for inner in value:
            yield before
            yield from json_pieces(inner)
            before = ","
        yield "]" if before == "," else "[]"
    else:
        yield to_json(value)


def _object(entries: Iterable[tuple[str, Any]]) -> Iterator[str]:
    before = "{"
    for key, value in entries:
        yield f"{before}{to_json(key)}:"
        yield from json_pieces(value)
        before = ","
    yield "}" if before == "," else "{}"
