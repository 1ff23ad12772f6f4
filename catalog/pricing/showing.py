"""What an offer costs now, as `show` gives it: only the moment of asking is not in the catalog."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from catalog.pricing.conditions import Condition, read_conditions
from catalog.pricing.now import next_change, prices_at
from catalog.values import Exact
from scraper.answers import parse_raw
from scraper.attributes import PRICES
from scraper.units import iso


def offer_now(offer: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """The prices of a plain request (short, standard) now, by which conditions, and until when.

    None for an offer whose prices do not depend on the time. `offer` is a row of `offers`.
    """
    conditions = read_conditions(parse_raw(offer["conditions"] or "[]"))
    if not any(condition.is_timed for condition in conditions):
        return None
    base = {name: Decimal(offer[name]) for name in PRICES if offer[name] is not None}
    found, change = prices_at(base, conditions, now), next_change(base, conditions, now)
    return {
        "at": iso(now),
        **{name: None if price is None else Exact(price) for name, price in found.prices.items()},
        "holding": _whens(found.holding),
        "undecided": _whens(found.undecided),
        "until": None if change is None else iso(change),
    }


def _whens(conditions: tuple[Condition, ...]) -> list[Mapping[str, Any]]:
    return [condition.when for condition in conditions]
