"""How a seller's prices stand to what other sellers ask for the same models.

One model at a time: a seller's lowest plain price, at three tokens in for one out, against the lowest of any
other seller, and against their middle one. Then the middle over all models that others sell too. No price is
averaged: of an even number of sellers, the lower of the two in the middle is taken, a price that somebody asks.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from statistics import median, median_low
from typing import NamedTuple

INPUT_TOKENS, OUTPUT_TOKENS = 3, 1
"""So many tokens in stand against so many out."""
DIGITS = 4
"""So many decimals a share keeps: 0.0001 is 0.01 %."""


class Sale(NamedTuple):
    """A plain sale of a model, in US dollars per million tokens."""

    model_id: str
    provider: str
    seller: str
    """Who stands behind the provider: one seller may be called by several names."""
    input: Decimal
    output: Decimal

    @property
    def blended(self) -> Decimal:
        """What a million tokens cost, at three in for one out."""
        both = self.input * INPUT_TOKENS + self.output * OUTPUT_TOKENS
        return both / (INPUT_TOKENS + OUTPUT_TOKENS)


class Level(NamedTuple):
    """How the prices of one provider stand to those of other sellers, as shares: 0.12 is 12 % above."""

    models: int
    """Of its models, those that others sell too."""
    cheapest: int
    """Of these, those that nobody sells for less."""
    over_cheapest: Decimal
    """The middle of its prices over the cheapest other seller's."""
    over_middle: Decimal
    """The middle of its prices over the middle other seller's."""


def levels(sales: Iterable[Sale], apart: frozenset[str] = frozenset()) -> dict[str, Level]:
    """By provider; those whose models nobody else sells have none.

    Sellers that are `apart` are compared with the others, and nobody with them: what they ask is what
    one of the others asks.
    """
    shares: dict[str, list[tuple[Decimal, Decimal]]] = {}
    priced = (sale for sale in sales if sale.blended > 0)
    ordered = sorted(priced, key=lambda sale: (sale.model_id, sale.provider, sale.blended))
    for _, group in groupby(ordered, key=lambda sale: sale.model_id):
        for provider, share in _of_one_model(list(group), apart):
            shares.setdefault(provider, []).append(share)
    return {provider: _level(found) for provider, found in sorted(shares.items())}


def middle(shares: Sequence[Decimal]) -> Decimal | None:
    """The middle of some shares, half way between the two in the middle where their number is even; None of none."""
    return round(median(shares), DIGITS) if shares else None


def _of_one_model(sales: Sequence[Sale], apart: frozenset[str]) -> Iterator[tuple[str, tuple[Decimal, Decimal]]]:
    """By provider, how its lowest price stands to the cheapest and to the middle one of the other sellers."""
    for provider, group in groupby(sales, key=lambda sale: sale.provider):
        own = next(group)
        others: dict[str, Decimal] = {}
        for sale in sales:
            if sale.seller not in (own.seller, *apart):
                others[sale.seller] = min(sale.blended, others.get(sale.seller, sale.blended))
        if others:
            prices = (min(others.values()), median_low(others.values()))
            over = [round(own.blended / price - 1, DIGITS) for price in prices]
            yield provider, (over[0], over[1])


def _level(shares: Sequence[tuple[Decimal, Decimal]]) -> Level:
    over_cheapest, over_middle = ([share[place] for share in shares] for place in (0, 1))
    cheapest = sum(share <= 0 for share in over_cheapest)
    return Level(len(shares), cheapest, round(median(over_cheapest), DIGITS), round(median(over_middle), DIGITS))
