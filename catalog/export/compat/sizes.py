"""What tokens of a sale cost on a day, and by the size of the prompt: all inheritance done."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from catalog.export.content import Content
from catalog.pricing.conditions import INCREMENTAL, Request, read_conditions
from catalog.pricing.maker import COMPARED, base_prices
from catalog.pricing.now import prices_at
from scraper.answers import parse_raw
from scraper.attributes import PRICES

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class Size(NamedTuple):
    """What every token of a request costs whose prompt has more tokens than that."""

    above: int
    prices: Mapping[str, Decimal]
    """By attribute; those that vary are not there."""


class Day(NamedTuple):
    """The prices of a sale on a day."""

    base: Mapping[str, Decimal]
    """By attribute, those of a short prompt; those that vary or are not known are not there."""
    sizes: Sequence[Size]
    """Those of longer prompts, the smallest first; a size at which one of them varies is not there."""
    whole: bool
    """Whether that is all that its conditions say."""

    @property
    def has_sides(self) -> bool:
        """Whether the prices of input and of output are known."""
        return self.base.keys() >= set(COMPARED)


def moment_of(content: Content) -> datetime:
    """The moment of which prices are written: that of the newest answer."""
    return datetime.fromisoformat(content.status.generated_at or "1970-01-01T00:00:00Z")


def day_prices(row: Mapping[str, Any], at: datetime) -> Day:
    """Of a row of `offers`; what a promotion that has ended by then made of its prices is over."""
    stated = {name: Decimal(row[name]) for name in PRICES if row[name] is not None}
    listed = parse_raw(row["conditions"] or "[]")
    base = {name: price for name, price in base_prices(stated, listed, at).items() if price is not None}
    sizes = _sizes(base, listed)
    told = [size for size in sizes if size.prices.keys() >= base.keys()]
    return Day(base, told, told == sizes and all(_is_size(entry["when"]) for entry in listed))


def _sizes(base: Mapping[str, Decimal], listed: Iterable[Mapping[str, Any]]) -> list[Size]:
    steps = read_conditions(entry for entry in listed if _is_size(entry["when"]))
    found = []
    for above in sorted({step.when["prompt_tokens_above"] for step in steps}):
        prices = prices_at(dict(base), steps, _ANY_TIME, Request(above + 1)).prices
        found.append(Size(above, {name: price for name, price in prices.items() if price is not None}))
    return found


def _is_size(when: Mapping[str, Any]) -> bool:
    """Whether a condition is the size of the prompt and nothing else, and changes the price of the whole request."""
    above, rest = when.get("prompt_tokens_above"), when.keys() - {"prompt_tokens_above", "tier"}
    return type(above) is int and not rest and when.get("tier") != INCREMENTAL
