"""What one request costs by an offer's prices, exactly."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from catalog.pricing.conditions import Condition, Request
from catalog.pricing.now import Prices, PricesAt, prices_at

MILLION = Decimal(1_000_000)


class Usage(NamedTuple):
    """What a request used."""

    input_tokens: int
    """Of the whole prompt, the cached ones among them."""
    output_tokens: int
    cached_tokens: int = 0
    """Tokens at the prompt's beginning that were read from a cache."""


class Cost(NamedTuple):
    """What a request costs, in US dollars."""

    usd: Decimal | None
    """None where a price that it needs is not known or varies."""
    undecided: tuple[Condition, ...]
    """Conditions that may apply and could not be judged: with them it may cost something else."""


def cost(base: Prices, conditions: Sequence[Condition], at: datetime, usage: Usage, service: str = "") -> Cost:
    """The cost of a request at a moment, with what one request costs whatever its size.

    A tier is a cliff: above its threshold every token costs its price. Where the seller says that it is
    incremental, only the prompt's tokens above the threshold do, and the answer, which follows them.
    """
    found = prices_at(base, conditions, at, Request(usage.input_tokens, service))
    parts = list(_parts(found, usage))
    amounts = [amount * price for amount, price in parts if price is not None]
    usd = sum(amounts, Decimal(0)) if len(amounts) == len(parts) else None
    return Cost(usd, found.undecided)


def _parts(found: PricesAt, usage: Usage) -> Iterator[tuple[Decimal, Decimal | None]]:
    """Amounts that are used, each with its price; the price is None where it is not known."""
    bands = list(_bands(found))
    ends = [start for start, _ in bands[1:]] + [usage.input_tokens]
    for (start, prices), end in zip(bands, ends, strict=True):
        cached = min(max(usage.cached_tokens, start), end) - start
        for tokens, name in ((cached, "cache_read_usd_per_mtok"), (end - start - cached, "input_usd_per_mtok")):
            if tokens:
                yield tokens / MILLION, prices.get(name)
    if usage.output_tokens:
        yield usage.output_tokens / MILLION, bands[-1][1].get("output_usd_per_mtok")
    if "request_usd_each" in found.prices:
        yield Decimal(1), found.prices["request_usd_each"]


def _bands(found: PricesAt) -> Iterator[tuple[int, Prices]]:
    """Where in the prompt which prices begin."""
    prices = dict(found.prices)
    steps = sorted(found.steps, key=lambda step: step.when["prompt_tokens_above"])
    yield 0, dict(prices)
    for step in steps:
        prices.update(step.prices)
        yield step.when["prompt_tokens_above"], dict(prices)
