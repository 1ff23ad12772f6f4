"""Claimed texts as typed values, by the kind of their attribute; and JSON with exact decimals."""

from decimal import Decimal
from typing import Any

import simplejson

from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES, DYNAMIC, Kind


def typed(field: str, text: str) -> Any:
    """A claim's value as its attribute means it; None for a dynamic price, which is no number."""
    attribute = ATTRIBUTES.get(field)
    if attribute is None:
        return text
    if attribute.kind in (Kind.PRICE, Kind.DECIMAL):
        return None if text == DYNAMIC else Decimal(text)
    if attribute.kind is Kind.TOKENS:
        return int(text)
    if attribute.kind is Kind.FLAG:
        return text == "true"
    if attribute.kind in (Kind.LIST, Kind.JSON):
        return parse_raw(text)
    return text


def to_json(value: Any, indent: int | None = None) -> str:
    """JSON with decimals as exact numbers, keys in their order."""
    separators = (",", ": ") if indent else (",", ":")
    return simplejson.dumps(value, use_decimal=True, ensure_ascii=False, indent=indent, separators=separators)
