"""Prices in words: when a condition is met, what is stated in other currencies and units, how far the maker's is."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from catalog.render.formats import exactly, moment, percent, usd
from catalog.values import to_json
from scraper.attributes import ATTRIBUTES

_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_SIGNS = {"CNY": "¥", "EUR": "€", "GBP": "£", "INR": "₹", "KRW": "₩"}
_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_DAY = dict(enumerate(_DAYS, 1))
_RUNS = {(1, 2, 3, 4, 5): "Monday to Friday", (6, 7): "Saturday and Sunday", (1, 2, 3, 4, 5, 6, 7): "every day"}
_WORDS: Mapping[str, Callable[[Any], str]] = {
    "service": lambda value: "free tier" if value == "free" else f"{value} service",
    "context": lambda value: f"{value} context",
    "from": lambda value: f"from {moment(value).text}",
    "until": lambda value: f"until {moment(value).text}",
    "weekdays": lambda days: _RUNS.get(tuple(days)) or ", ".join(_DAY[day] for day in days),
    "resolution": lambda value: f"at {value}",
    "quality": lambda value: f"{value} quality",
    "audio": lambda value: f"{value} audio",
    "group": str,
    "table": str,
}
"""Words of the terms that stand alone."""
_TIERS = {"cliff": "the whole request", "incremental": "only the tokens above"}


def when_words(when: Mapping[str, Any]) -> str:
    """A condition in words; a term that is not known stands as it came."""
    rest = dict(when)
    parts = [_WORDS["service"](rest.pop("service"))] if "service" in rest else []
    scope = _TIERS.get(str(rest.get("tier", "cliff")))
    if scope and isinstance(rest.get("prompt_tokens_above"), int):
        parts.append(f"prompts above {rest.pop('prompt_tokens_above'):,} tokens ({scope})")
        rest.pop("tier", None)
    if "utc_start" in rest and "utc_end" in rest:
        daily = "" if "weekdays" in rest else "daily "
        parts.append(f"{daily}{rest.pop('utc_start')}-{rest.pop('utc_end')} UTC")
    for term, value in rest.items():
        try:
            parts.append(_WORDS[term](value))
        except (KeyError, TypeError, ValueError, IndexError):
            parts.append(f"{term} {to_json(value)}")
    return ", ".join(parts) or "always"


def native_words(prices: Sequence[Mapping[str, Any]]) -> list[str]:
    """Prices in another currency, as stated: `€0.10 input, €0.30 output per 1M tokens`."""
    lines = []
    for (when, per), group in groupby(prices, key=_terms):
        told = ", ".join(_amount(price) + _label(price["field"], per) for price in group)
        lines.append(f"{when_words(when)}: {told} per {per}" if when else f"{told} per {per}")
    return lines


def other_words(prices: Mapping[str, Any]) -> list[str]:
    """Prices in units without a field, by the source's key; a bare number is dollars."""
    texts = {key: str(told) for key, told in prices.items()}
    return [f"{key}: {usd(Decimal(text)) if _NUMBER.fullmatch(text) else text}" for key, text in texts.items()]


def over_words(share: Decimal) -> str:
    """A share over another price, in words: `5 % above`, `at`."""
    return "at" if share == 0 else f"{percent(abs(share))} {'above' if share > 0 else 'below'}"


def _terms(price: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    return price.get("when", {}), ATTRIBUTES[price["field"]].per


def _amount(price: Mapping[str, Any]) -> str:
    sign = _SIGNS.get(price["currency"], f"{price['currency']} ")
    return f"{sign}{exactly(Decimal(price['amount']))}"


def _label(field: str, per: str) -> str:
    """What a price is of, after a blank, where its unit does not say it already."""
    label = ATTRIBUTES[field].label.removesuffix(" price").lower()
    return "" if label == per else f" {label}"
