"""genai-prices' prices as ours: per million already, tiered as cliffs, dated, and by the time of day.

By its own schema a tier is a cliff ("crossing a tier applies that rate to ALL tokens"), `start` is a number of input
tokens above which it holds, and of several entries the last whose constraint holds is in force
(https://github.com/pydantic/genai-prices, `prices/new_data/v2/data.schema.json`).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from scraper.errors import BadValue
from scraper.units import clock, day, decimal, plain

MOST = Decimal(100_000)
MOST_AHEAD = timedelta(days=3 * 366)
"""Nobody announces a price for a later day."""
PER_MTOK = {
    "input_mtok": "input_usd_per_mtok",
    "output_mtok": "output_usd_per_mtok",
    "cache_read_mtok": "cache_read_usd_per_mtok",
    "cache_write_mtok": "cache_write_usd_per_mtok",
    "cache_write_1h_mtok": "cache_write_1h_usd_per_mtok",
    "output_reasoning_mtok": "reasoning_usd_per_mtok",
    "input_image_mtok": "image_usd_per_mtok",
    "output_image_mtok": "image_output_usd_per_mtok",
    "cache_image_read_mtok": "image_cache_read_usd_per_mtok",
    "input_video_mtok": "video_usd_per_mtok",
    "input_audio_mtok": "audio_usd_per_mtok",
    "output_audio_mtok": "audio_output_usd_per_mtok",
    "cache_audio_read_mtok": "audio_cache_read_usd_per_mtok",
}
PER_THOUSAND = {"requests_kcount": "request_usd_each", "web_searches_kcount": "web_search_usd_each"}


class Terms(NamedTuple):
    """What a price object comes to."""

    base: dict[str, str]
    tiers: list[dict[str, Any]]
    """Conditions by prompt size."""
    others: dict[str, Any]
    """Prices in units that have no field."""


def terms(prices: Any) -> Terms:
    """One price object. Raises BadValue for an amount or a tier that cannot be read."""
    if not isinstance(prices, Mapping):
        raise BadValue("prices are no object")
    base: dict[str, str] = {}
    above: dict[int, dict[str, Any]] = {}
    others: dict[str, Any] = {}
    for key, value in prices.items():
        attribute = PER_MTOK.get(key)
        if value is None:
            continue
        if key in PER_THOUSAND:
            base[PER_THOUSAND[key]] = plain(_amount(value) / 1_000)
        elif attribute is None:
            others[key] = value
        elif isinstance(value, Mapping):
            base[attribute] = plain(_amount(value.get("base")))
            for tier in value.get("tiers") or ():
                start = _start(tier)
                above.setdefault(start, {"when": {"prompt_tokens_above": start}})[attribute] = plain(
                    _amount(tier["price"])
                )
        else:
            base[attribute] = plain(_amount(value))
    return Terms(base, [above[start] for start in sorted(above)], others)


def in_force(prices: Any, on: str) -> tuple[Terms, list[dict[str, Any]]]:
    """The terms that hold on a day, and every other period or window as conditions.

    `until` is the last day of a period.
    """
    if not isinstance(prices, list):
        found = terms(prices)
        return found, found.tiers
    if not prices:
        raise BadValue("an empty list of prices")
    periods = [(_first_day(entry), terms(entry["prices"])) for entry in prices if not _is_window(entry)]
    _follow_one_another([first for first, _ in periods], on)
    started = [number for number, (first, _) in enumerate(periods) if not first or first <= on]
    if not started:
        raise BadValue("no price holds yet")
    now = started[-1]
    conditions = [*periods[now][1].tiers]
    for number, (first, found) in enumerate(periods):
        if number != now:
            conditions += _dated(found, first, periods[number + 1][0] if number + 1 < len(periods) else "")
    for entry in prices:
        if _is_window(entry):
            conditions.append({"when": _window(entry["constraint"]), **terms(entry["prices"]).base})
    return periods[now][1], conditions


def _follow_one_another(firsts: Sequence[str], on: str) -> None:
    """Raises BadValue where periods do not follow one another, or begin on a day for which nobody sets prices."""
    if any(first >= following for first, following in pairwise(firsts)):
        raise BadValue(f"periods out of order: {', '.join(firsts)}")
    newest = firsts[-1] if firsts else ""
    if newest and date.fromisoformat(newest) - date.fromisoformat(on) > MOST_AHEAD:
        raise BadValue(f"a price that holds from {newest}")


def _dated(found: Terms, first: str, following: str) -> list[dict[str, Any]]:
    """A period's prices and tiers, each with its days."""
    last = (date.fromisoformat(following) - timedelta(days=1)).isoformat() if following else ""
    when = {**({"from": first} if first else {}), **({"until": last} if last else {})}
    plain_ = [{"when": when, **found.base}]
    return plain_ + [{**tier, "when": {**when, **tier["when"]}} for tier in found.tiers]


def _first_day(entry: Mapping[str, Any]) -> str:
    constraint = entry.get("constraint")
    if constraint is None:
        return ""
    if not isinstance(constraint, Mapping) or set(constraint) - {"type", "start_date"}:
        raise BadValue(f"a constraint of {sorted(constraint)}")
    return day(constraint.get("start_date"))


def _is_window(entry: Any) -> bool:
    if not isinstance(entry, Mapping):
        raise BadValue("a price entry that is no object")
    constraint = entry.get("constraint")
    return isinstance(constraint, Mapping) and "start_time" in constraint


def _window(constraint: Mapping[str, Any]) -> dict[str, str]:
    return {"utc_start": _utc(constraint["start_time"]), "utc_end": _utc(constraint.get("end_time"))}


def _utc(text: Any) -> str:
    if not isinstance(text, str) or not text.endswith(("Z", "+00:00")):
        raise BadValue(f"{text!r} is no time in UTC")
    return clock(int(text[:5].replace(":", "")))


def _start(tier: Any) -> int:
    if (
        not isinstance(tier, Mapping)
        or not isinstance(tier.get("start"), int)
        or tier["start"] <= 0
        or "price" not in tier
    ):
        raise BadValue("a tier without its start and price")
    return int(tier["start"])


def _amount(value: Any) -> Decimal:
    amount = decimal(value)
    if not 0 <= amount <= MOST:
        raise BadValue(f"{value} dollars is no price")
    return amount


def periods_of(prices: Any) -> Sequence[Any]:
    """The entries of a list of prices; none where there is but one price."""
    return prices if isinstance(prices, list) else ()
