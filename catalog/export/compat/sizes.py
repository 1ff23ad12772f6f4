"""Prices by the size of the prompt, where an offer has them: what a longer prompt costs, all inheritance done."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from catalog.pricing.conditions import INCREMENTAL, Request, read_conditions
from catalog.pricing.now import prices_at

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class Size(NamedTuple):
    """What every token of a request costs whose prompt has more tokens than that."""

    above: int
    prices: Mapping[str, Decimal]
    """By attribute; those that vary are not there."""


def sizes(base: Mapping[str, Decimal], listed: Iterable[Mapping[str, Any]]) -> list[Size]:
    """The steps that are by size alone and cliffs, the smallest first; `listed` are conditions as claims have them."""
    steps = read_conditions(entry for entry in listed if is_size(entry["when"]))
    found = []
    for above in sorted({step.when["prompt_tokens_above"] for step in steps}):
        prices = prices_at(dict(base), steps, _ANY_TIME, Request(above + 1)).prices
        found.append(Size(above, {name: price for name, price in prices.items() if price is not None}))
    return found


def is_size(when: Mapping[str, Any]) -> bool:
    """Whether a condition is the size of the prompt and nothing else, and changes the price of the whole request."""
    above, rest = when.get("prompt_tokens_above"), when.keys() - {"prompt_tokens_above", "tier"}
    return type(above) is int and not rest and when.get("tier") != INCREMENTAL
