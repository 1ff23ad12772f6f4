"""Claimed texts as typed values, by the kind of their attribute; and JSON with exact decimals."""

from decimal import Decimal
from typing import Any

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
    separators = (",", ": ") if indent else (",", ":")
    return simplejson.dumps(value, use_decimal=True, ensure_ascii=False, indent=indent, separators=separators)
