"""Prices of one record, before and after: which of the changes look like an accident."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from catalog.guards.rules import CHEAPER_OUTPUT, HIGHEST, HUNDREDFOLD, LOWEST, TENFOLD_SLIP
from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES, DYNAMIC, PRICES

_NUMBER = re.compile(r"\d+(?:\.\d+)?")

Claims = Mapping[str, str]
"""By field, the value."""

BASE = ("input_usd_per_mtok", "output_usd_per_mtok")
INPUT, OUTPUT = BASE
CACHE_READ = "cache_read_usd_per_mtok"
CACHE_WRITE = "cache_write_usd_per_mtok"
CORE = (*BASE, CACHE_READ, CACHE_WRITE, "cache_write_1h_usd_per_mtok", "reasoning_usd_per_mtok")
"""Prices that are never 0 by themselves. A router writes 0 for an image or a search that costs nothing apart."""
NESTED = ("conditions", "other_prices", "native_prices")
"""Fields that hold prices in JSON."""
OF_AN_OFFER = frozenset({*PRICES, *NESTED, "discount"})
"""What stands together: an offer's prices are published as one."""


SAID_OF_OTHERS = tuple(name for name, one in ATTRIBUTES.items() if one.unit == "USD" and name not in PRICES)
"""Amounts that are no price of the offer: what the maker asks, says a reseller; a mean that a page shows."""


class Change(NamedTuple):
    """A record before and after, as far as its prices go."""

    before: Claims
    after: Claims
    free: bool
    """Whether its id says that it is free, or that its price varies."""
    factor: Decimal
    """An overnight price that moves so many times is held; a hundredfold after a longer gap."""
    unreadable: frozenset[str] = frozenset()
    """Prices that are there and cannot be read: they are neither changed nor gone."""
    known: frozenset[str] = frozenset()
    """Prices that are held already, and said again as they were."""

    @property
    def changed(self) -> list[str]:
        """Prices that are said otherwise, are new or are gone."""
        names = OF_AN_OFFER - self.unreadable
        return [name for name in names if self.before.get(name) != self.after.get(name)]


def price_holds(change: Change) -> dict[str, str]:
    """The changed prices that are held, by field: all of them where one of tokens is held anew."""
    if OF_AN_OFFER.isdisjoint(change.before):
        return {}
    changed = change.changed
    if not changed:
        return {}
    found: dict[str, str] = {}
    for name, rule in _found(change):
        found.setdefault(name, rule)
    together = changed if (found.keys() & set(CORE)) - change.known else list(found)
    return {name: found.get(name, "with-it") for name in together}


def new_price_holds(before: Claims, after: Claims) -> dict[str, str]:
    """Input and output prices that are stated for the first time and can be none, by field."""
    new = _amounts(after, [name for name in BASE if name not in before])
    return {name: "no-such-price" for name, amount in new.items() if amount and not LOWEST <= amount <= HIGHEST}


def stated_holds(before: Claims, after: Claims) -> dict[str, str]:
    """The amounts said of others that are held, by field: moved a hundredfold, or under each other's names."""
    both = {
        name: (Decimal(before[name]), Decimal(after[name])) for name in SAID_OF_OTHERS if name in {*before} & {*after}
    }
    changed = {name: pair for name, pair in both.items() if pair[0] != pair[1]}
    moved = {
        name: "columns-moved"
        for name, (_, now) in changed.items()
        if len(changed) > 1 and any(now == then for other, (then, _) in changed.items() if other != name)
    }
    scaled = {
        name: "out-of-scale" for name, (then, now) in changed.items()
        if then and now and max(then / now, now / then) >= HUNDREDFOLD
    }  # fmt: skip
    return {**moved, **scaled}


def _found(change: Change) -> Iterator[tuple[str, str]]:
    before, after = _amounts(change.before), _amounts(change.after)
    yield from _moved_columns(before, after)
    for name in sorted(before.keys() & after.keys()):
        rule = _step(before[name], after[name], change)
        if rule and (name in CORE or rule != "fell-to-zero"):
            yield name, rule
    yield from _slipped(before, after)
    yield from _shapes(change, before, after)
    for name in NESTED:
        rule = _nested(change, name)
        if rule:
            yield name, rule


def _amounts(claims: Claims, of: Iterable[str] = PRICES) -> dict[str, Decimal]:
    return {name: Decimal(claims[name]) for name in of if claims.get(name, DYNAMIC) != DYNAMIC}


def _step(before: Decimal, after: Decimal, change: Change) -> str:
    """The rule by which a single price moved too far; empty where it did not."""
    if before == after or change.free or before == 0:
        return ""
    if after == 0:
        return "fell-to-zero"
    ratio = max(before / after, after / before)
    if ratio >= HUNDREDFOLD:
        return "out-of-scale"
    return "jumped" if ratio >= change.factor else ""


def _moved_columns(before: Mapping[str, Decimal], after: Mapping[str, Decimal]) -> Iterator[tuple[str, str]]:
    """Prices of tokens that stand where another one stood: two of them, or one whose own place is empty now."""
    moved: dict[str, str] = {}
    for name in CORE:
        if after.get(name) and before.get(name) != after[name]:
            givers = (other for other in CORE if other != name and before.get(other) == after[name])
            giver = next((other for other in givers if after.get(other) != after[name]), None)
            if giver is not None:
                moved[name] = giver
    alone = [
        name for name, giver in moved.items() if giver not in after and (name not in before or {name, giver} == {*BASE})
    ]
    if len(moved) > 1 or alone:
        yield from ((name, "columns-moved") for name in moved)


def _slipped(before: Mapping[str, Decimal], after: Mapping[str, Decimal]) -> Iterator[tuple[str, str]]:
    changed = [name for name in before.keys() & after.keys() if before[name] != after[name]]
    ratios = {after[name] / before[name] for name in changed if before[name] and after[name]}
    if len(changed) > 1 and len(ratios) == 1:
        (ratio,) = ratios
        power = max(ratio, 1 / ratio)
        if power >= TENFOLD_SLIP and power == 10 ** power.adjusted():
            yield from ((name, "decimal-slip") for name in changed)


def _shapes(change: Change, before: Mapping[str, Decimal], after: Mapping[str, Decimal]) -> Iterator[tuple[str, str]]:
    """What the prices of one record are to each other, where it was not so before."""
    if not change.free:
        yield from ((name, "turned-dynamic") for name in BASE if name in before and change.after.get(name) == DYNAMIC)
    if CACHE_READ in before and CACHE_READ not in after and after.get(CACHE_WRITE) and not before.get(CACHE_WRITE):
        yield CACHE_WRITE, "columns-moved"
    gone = [name for name in BASE if name not in change.after and name not in change.unreadable]
    if all(name in before for name in BASE) and len(gone) == 1:
        yield gone[0], "half-gone"
    for upper, lower, share, rule in (
        (OUTPUT, INPUT, CHEAPER_OUTPUT, "output-below-input"),
        (INPUT, CACHE_READ, Decimal(1), "cache-above-input"),
    ):
        if _is_below(after, upper, lower, share) and not _is_below(before, upper, lower, share):
            changed = [name for name in (upper, lower) if before.get(name) != after[name]]
            alone = [name for name in changed if _is_below({**before, name: after[name]}, upper, lower, share)]
            yield from ((name, rule) for name in alone or changed)


def _is_below(prices: Mapping[str, Decimal], upper: str, lower: str, share: Decimal) -> bool:
    """Whether what should cost more costs less; a price of 0 is another matter."""
    return bool(prices.get(upper) and prices.get(lower)) and prices[upper] < share * prices[lower]


def _nested(change: Change, name: str) -> str:
    """The rule by which a price inside a JSON field moved too far."""
    if name not in change.before or name not in change.after or change.before[name] == change.after[name]:
        return ""
    before, after = dict(_leaves(parse_raw(change.before[name]))), dict(_leaves(parse_raw(change.after[name])))
    rules = (_step(before[place], after[place], change) for place in before.keys() & after.keys())
    return next((rule for rule in rules if rule), "")


def _leaves(found: object, place: str = "") -> Iterator[tuple[str, Decimal]]:
    """Prices in a JSON value, which are texts there, by their place; an entry of a list is known by its condition."""
    if isinstance(found, dict):
        for key, value in found.items():
            if key != "when":
                yield from _leaves(value, f"{place}/{key}")
    elif isinstance(found, list):
        for number, value in enumerate(found):
            when = value.get("when", value.get("field", number)) if isinstance(value, dict) else number
            yield from _leaves(value, f"{place}/{json.dumps(when, sort_keys=True, default=str)}")
    elif isinstance(found, str) and _NUMBER.fullmatch(found):
        yield place, Decimal(found)
