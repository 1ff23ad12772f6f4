"""Prices of a sale as genai-prices tells them: from days on, at hours of the day, and for services."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from catalog.export.compat._genai_units import BY_SIZE, KEYS, block, is_tier
from catalog.export.compat.priced import Base, Priced, on_day
from catalog.pricing.conditions import Condition
from catalog.pricing.hours import day_of, in_window, is_window

SERVICES = {
    "batch": {"processing": "batch"},
    "flex": {"service_tier": "flex"},
    "priority": {"service_tier": "priority"},
}
"""What a request says of itself, by our name of the service."""

_HOURS = {"utc_start", "utc_end"}


class Terms(NamedTuple):
    """What a sale's prices come to."""

    prices: Any
    """One set of prices, or several, of which the last holds whose day has come or whose hour it is."""
    variants: list[dict[str, Any]]
    whole: bool
    """Whether every condition is told."""


def terms_of(sale: Priced) -> Terms:
    """The prices of a sale, with all of its conditions that can be told."""
    days = _days(sale.conditions)
    return _dated(sale, days) if days else _undated(sale.base, sale.conditions)


def _dated(sale: Priced, days: Sequence[date]) -> Terms:
    """One set of prices from each day on that changes something; hours and services cannot be told beside them."""
    entries: list[dict[str, Any]] = []
    whole = True
    for day in (days[0] - timedelta(days=1), *days):
        base, conditions = on_day(sale.base, sale.conditions, datetime.combine(day, time(), UTC))
        whole = whole and all(map(is_tier, conditions))
        prices = block(base, [one for one in conditions if is_tier(one)])
        since = {"constraint": {"start_date": day.isoformat()}} if entries else {}
        if not entries or entries[-1]["prices"] != prices:
            entries.append({**since, "prices": prices})
    return Terms(entries if len(entries) > 1 else entries[0]["prices"], [], whole)


def _undated(base: Base, conditions: Sequence[Condition]) -> Terms:
    tiers = [one for one in conditions if is_tier(one)]
    windows = [one for one in conditions if one.when.keys() == _HOURS]
    standard = block(base, tiers)
    services = {id(one): service for one in conditions if (service := _service(one))}
    variants = [
        _variant(service, base, tiers, conditions, standard) for service in SERVICES if service in services.values()
    ]
    told = [*tiers, *(one for one in conditions if id(one) in services)]
    prices: Any = standard
    if windows and not tiers and _can_be_told(windows):
        told += windows
        prices = [{"prices": standard}, *(_hours(one, base) for one in windows)]
    whole = len(told) == len(conditions) and all(_has_places(one, standard) for one in told)
    return Terms(prices, [one for one in variants if one["prices"]], whole)


def _variant(
    service: str, base: Base, tiers: Sequence[Condition], conditions: Sequence[Condition], standard: dict[str, Any]
) -> dict[str, Any]:
    """The prices that a service changes; what it costs at all sizes takes the place of the standard tiers."""
    own = [Condition(_without_service(one), one.prices) for one in conditions if _service(one) == service]
    flat = {name: price for one in own if not one.when for name, price in one.prices.items() if price is not None}
    standing = [Condition(one.when, {k: v for k, v in one.prices.items() if k not in flat}) for one in tiers]
    found = block({**base, **flat}, [*standing, *(one for one in own if one.when)])
    changed = {KEYS[name][0] for one in own for name in one.prices if name in KEYS}
    return {"when": SERVICES[service], "prices": {key: found[key] for key in standard if key in changed}}


def _service(condition: Condition) -> str:
    """The service that a condition is for, where it is one that can be told and asks no more than a size."""
    service, rest = condition.when.get("service"), Condition(_without_service(condition), condition.prices)
    return str(service) if service in SERVICES and (not rest.when or is_tier(rest)) else ""


def _without_service(condition: Condition) -> dict[str, Any]:
    return {name: value for name, value in condition.when.items() if name != "service"}


def _has_places(condition: Condition, standard: dict[str, Any]) -> bool:
    """Whether all prices of a condition stand beside the standard one's."""
    keys = [KEYS[name][0] if name in KEYS and price is not None else "" for name, price in condition.prices.items()]
    sized = "prompt_tokens_above" in condition.when
    return all(key in standard and (key in BY_SIZE or not sized) for key in keys)


def _can_be_told(windows: Sequence[Condition]) -> bool:
    """Whether hours can be told: none of them the whole day, and no two prices at one hour."""
    if not all(is_window(one.when) and len(set(_ends(one))) == 2 for one in windows):
        return False
    pairs = [(one, other) for one in windows for other in windows if one.prices != other.prices]
    return not any(in_window(other.when, _at(_ends(one)[0])) for one, other in pairs)


def _hours(window: Condition, base: Base) -> dict[str, Any]:
    start, end = (f"{clock}:00Z" for clock in _ends(window))
    prices = {**base, **{name: price for name, price in window.prices.items() if price is not None}}
    return {"constraint": {"start_time": start, "end_time": end}, "prices": block(prices, [])}


def _ends(window: Condition) -> tuple[str, str]:
    """Both ends of a window; genai-prices knows no 24:00."""
    start, end = (str(window.when[name]).replace("24:00", "00:00") for name in ("utc_start", "utc_end"))
    return start, end


def _at(clock: str) -> datetime:
    return datetime.combine(date(2000, 1, 1), time.fromisoformat(clock), UTC)


def _days(conditions: Sequence[Condition]) -> list[date]:
    """The days on which dated prices begin, or others begin after their last day."""
    begun = {day_of(one.when.get("from")) for one in conditions}
    ended = {day_of(one.when.get("until")) for one in conditions}
    return sorted({day for day in begun if day} | {day + timedelta(days=1) for day in ended if day})
