"""How a claim of each kind is written: what a person writes in its place has to look the same."""

from collections.abc import Callable, Mapping
from typing import Any

from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES, DYNAMIC, Kind
from scraper.errors import BadValue
from scraper.units import day_or_month, decimal, dumps, flag, plain, text, texts, tokens, utc_time


def as_claimed(field: str, value: str) -> str:
    """A value as a claim of the field would have it. Raises ValueError where it can be none."""
    kind = ATTRIBUTES[field].kind
    try:
        return _WRITTEN[kind](value)
    except (ValueError, OverflowError, RecursionError) as error:
        raise ValueError(f"is no {kind.value}: {error}") from None


def _text(value: str) -> str:
    said = text(value)
    if said is None:
        raise BadValue("an empty text claims nothing")
    return said


def _price(value: str) -> str:
    if value == DYNAMIC:
        return DYNAMIC
    amount = decimal(value)
    if amount < 0:
        raise BadValue(f"{value} is below zero")
    return plain(amount)


def _date(value: str) -> str:
    return utc_time(value) if "T" in value else day_or_month(value)


def _json(value: str) -> str:
    said: Any = parse_raw(value)
    if not isinstance(said, (dict, list)):
        raise BadValue("it is neither an object nor a list")
    return dumps(said)


_WRITTEN: Mapping[Kind, Callable[[str], str]] = {
    Kind.TEXT: _text,
    Kind.DECIMAL: lambda value: plain(decimal(value)),
    Kind.PRICE: _price,
    Kind.TOKENS: lambda value: tokens(decimal(value)),
    Kind.DATE: _date,
    Kind.FLAG: lambda value: flag({"true": True, "false": False}.get(value, value)),
    Kind.LIST: lambda value: texts(parse_raw(value)),
    Kind.JSON: _json,
}
