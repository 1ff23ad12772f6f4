"""LiteLLM's names for prices: what is priced, above which size of a prompt, in which service, at which hours.

A key is `<what>[_above_<n>k_tokens][_<service>]`. Dollars a token are dollars a million with the point moved.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from catalog.export.compat.priced import Base, shifted
from catalog.pricing.conditions import Condition
from catalog.pricing.hours import is_window
from catalog.values import Exact
from scraper.sources._litellm_costs import EACH as READ_EACH
from scraper.sources._litellm_costs import PER_TOKEN as READ_PER_TOKEN

PER_TOKEN = {
    **{attribute: key for key, attribute in READ_PER_TOKEN.items()},
    "image_cache_read_usd_per_mtok": "cache_read_input_image_token_cost",
    "video_usd_per_mtok": "input_cost_per_video_token",
    "speech_usd_per_mchar": "input_cost_per_character",
}
EACH = {
    **{attribute: key for key, attribute in READ_EACH.items()},
    "video_output_usd_per_second": "output_cost_per_second",
}
SEARCH = "search_context_cost_per_query"
SEARCHED = ("low", "medium", "high")
"""LiteLLM prices a search by the size of its context; where the seller does not, each size costs the same."""

_MAIN = ("input_usd_per_mtok", "output_usd_per_mtok", "cache_read_usd_per_mtok", "cache_write_usd_per_mtok")
_TIERED = (*_MAIN, "cache_write_1h_usd_per_mtok")
_OF_SERVICES = {
    "batch": (*_MAIN, "image_usd_per_mtok", "image_output_usd_per_mtok", "video_usd_per_mtok", "audio_usd_per_mtok"),
    "flex": (*_MAIN, "reasoning_usd_per_mtok"),
    "priority": (*_MAIN, "reasoning_usd_per_mtok"),
}
_SUFFIX = {"": "", "batch": "_batches", "flex": "_flex", "priority": "_priority"}
_OFF_PEAK = {*_MAIN, "reasoning_usd_per_mtok"}
_HOURS = {"utc_start", "utc_end", "weekdays"}


def base_costs(base: Base) -> Iterator[tuple[str, str, Any]]:
    """Of each price that has a key: the attribute, the key and its value."""
    for attribute, price in base.items():
        if attribute in PER_TOKEN:
            yield attribute, PER_TOKEN[attribute], shifted(price, -6)
        elif attribute in EACH:
            yield attribute, EACH[attribute], Exact(price)
        elif attribute == "web_search_usd_each":
            yield attribute, SEARCH, {f"search_context_size_{size}": Exact(price) for size in SEARCHED}
        elif attribute == "audio_usd_per_minute" and sum(price.as_tuple().digits) % 3 == 0:
            # Dollars a second: of other prices a sixtieth has no end.
            yield attribute, "input_cost_per_second", Exact(price / 60)


def conditional_costs(conditions: Sequence[Condition]) -> tuple[dict[str, Any], bool]:
    """The keys of prices that hold only sometimes; and whether they say all of them."""
    found: dict[str, Any] = {}
    whole = True
    windows = [one for one in conditions if one.when.keys() <= _HOURS]
    for one in conditions:
        for attribute, price in one.prices.items() if one not in windows else ():
            key = _key(one, attribute)
            if key is None or price is None:
                whole = False
            else:
                found[key] = shifted(price, -6)
    off_peak = _off_peak(windows) if len(windows) == len(conditions) else None
    if off_peak:
        found["off_peak_pricing"] = off_peak
    return found, whole and bool(off_peak) == bool(windows)


def _key(condition: Condition, attribute: str) -> str | None:
    """The key of one price of a condition; None where the map has none, as for tokens above a threshold alone."""
    when = {name: value for name, value in condition.when.items() if (name, value) != ("tier", "cliff")}
    above, service = when.pop("prompt_tokens_above", 0), when.pop("service", "")
    allowed = _OF_SERVICES.get(service, ()) if service else _TIERED
    if when or attribute not in allowed or (above and attribute not in _TIERED) or not isinstance(above, int):
        return None
    size = f"{above // 1000}k" if above % 1000 == 0 else str(above)
    return f"{PER_TOKEN[attribute]}{f'_above_{size}_tokens' if above else ''}{_SUFFIX[service]}"


def _off_peak(windows: Sequence[Condition]) -> dict[str, Any] | None:
    """Hours with other prices, where one set of prices holds in all of them: LiteLLM has room for one."""
    if not windows or any(one.prices != windows[0].prices for one in windows):
        return None
    prices = windows[0].prices
    rules = [_rule(one) for one in windows]
    if not set(prices) <= _OFF_PEAK or None in prices.values() or None in rules:
        return None
    costs = {PER_TOKEN[name]: shifted(price, -6) for name, price in prices.items() if price is not None}
    return {"windows": rules, **costs}


def _rule(condition: Condition) -> dict[str, Any] | None:
    """Hours of some days as LiteLLM writes them: it knows no 24:00, and takes equal ends for the whole day."""
    when = dict(condition.when)
    days = when.pop("weekdays", None)
    if (when and not is_window(when)) or not (days is None or isinstance(days, list)):
        return None
    start, end = (when.get(name, "00:00").replace("24:00", "00:00") for name in ("utc_start", "utc_end"))
    return {"hours_utc": f"{start}-{end}", **({} if days is None else {"weekdays": days})}
