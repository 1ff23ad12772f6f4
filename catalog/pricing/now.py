"""The price that holds at a moment and why, and the moment at which it changes next."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from catalog.pricing.conditions import Condition, Request, is_met
from catalog.pricing.hours import bounds, turns

Prices = Mapping[str, Decimal | None]
"""By attribute; None where the price varies. What nobody claims is not there."""
PLAIN = Request()
A_WEEK = 8
"""Days that hold a whole week after any moment of the first: hours and weekdays repeat from then on."""


class PricesAt(NamedTuple):
    """What is to be paid for a request at a moment."""

    prices: dict[str, Decimal | None]
    holding: tuple[Condition, ...]
    """The conditions that are met, in the order in which they were applied."""
    undecided: tuple[Condition, ...]
    """Those that may be met and cannot be judged; none of their prices is taken."""

    @property
    def steps(self) -> tuple[Condition, ...]:
        """Tiers that are met and change the price of the tokens above them alone."""
        return tuple(one for one in self.holding if one.is_incremental)


def prices_at(base: Prices, conditions: Sequence[Condition], at: datetime, request: Request = PLAIN) -> PricesAt:
    """The base prices with those of every condition that is met; `conditions` as `read_conditions` gives them."""
    prices, holding, undecided = dict(base), list[Condition](), list[Condition]()
    for condition in conditions:
        met = is_met(condition, at, request)
        if met is None:
            undecided.append(condition)
        elif met:
            holding.append(condition)
            if not condition.is_incremental:
                prices.update(condition.prices)
    return PricesAt(prices, tuple(holding), tuple(undecided))


def next_change(
    base: Prices, conditions: Sequence[Condition], at: datetime, request: Request = PLAIN
) -> datetime | None:
    """The next moment at which a request costs something else; None where none is known."""
    now = _paid(prices_at(base, conditions, at, request))
    starts = [at, *(moment for one in conditions for moment in bounds(one.when))]
    weeks = (turns(one.when, start.astimezone(UTC).date(), A_WEEK) for start in starts for one in conditions)
    for moment in sorted({*starts, *chain.from_iterable(weeks)}):
        if moment > at and _paid(prices_at(base, conditions, moment, request)) != now:
            return moment
    return None


def _paid(found: PricesAt) -> tuple[object, ...]:
    return (found.prices, *((step.when["prompt_tokens_above"], step.prices) for step in found.steps))
