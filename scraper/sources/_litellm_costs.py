"""LiteLLM's cost keys taken apart: what is priced, per what, above which prompt size, in which service.

A key is `<what>[_above_<n>k_tokens][_<service>]`; as LiteLLM's own code reads it, 200k means more than
200,000 prompt tokens, and the price holds for the whole request
(https://github.com/BerriAI/litellm, `litellm/litellm_core_utils/llm_cost_calc/utils.py`).
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from scraper.errors import BadValue
from scraper.units import clock, decimal, plain, usd_each, usd_per_mtok

PER_TOKEN = {
    "input_cost_per_token": "input_usd_per_mtok",
    "output_cost_per_token": "output_usd_per_mtok",
    "cache_read_input_token_cost": "cache_read_usd_per_mtok",
    "cache_creation_input_token_cost": "cache_write_usd_per_mtok",
    "cache_creation_input_token_cost_above_1hr": "cache_write_1h_usd_per_mtok",
    "output_cost_per_reasoning_token": "reasoning_usd_per_mtok",
    "input_cost_per_image_token": "image_usd_per_mtok",
    "output_cost_per_image_token": "image_output_usd_per_mtok",
    "input_cost_per_audio_token": "audio_usd_per_mtok",
    "output_cost_per_audio_token": "audio_output_usd_per_mtok",
    "cache_read_input_audio_token_cost": "audio_cache_read_usd_per_mtok",
}
EACH = {
    "input_cost_per_image": "image_usd_each",
    "output_cost_per_image": "image_output_usd_each",
    "input_cost_per_request": "request_usd_each",
    "ocr_cost_per_page": "page_usd_each",
}
SERVICES = {
    "batches": "batch", "flex": "flex", "priority": "priority", "balanced": "balanced", "ultrafast": "ultrafast",
    "decisions": "decisions",
}  # fmt: skip
_KEY = re.compile(rf"(?P<what>.+?)(?:_above_(?P<above>\d+)k_tokens)?(?:_(?P<service>{'|'.join(SERVICES)}))?", re.ASCII)
_COST = re.compile(r"_cost(?:_|$)|cost_per_|^cost_|uplift_multiplier")


class Cost(NamedTuple):
    """What a key prices; `attribute` is empty where no field of ours has its unit."""

    attribute: str
    convert: Callable[[Any], str]
    above: int
    service: str


@cache
def cost_of(key: str) -> Cost | None:
    """What a cost key prices; None for a key that is none."""
    if not _COST.search(key):
        return None
    match = _KEY.fullmatch(key)
    if match is None:
        raise AssertionError(key)
    what, above = match["what"], int(match["above"] or 0) * 1_000
    service = SERVICES.get(match["service"] or "", "")
    if what in PER_TOKEN:
        return Cost(PER_TOKEN[what], priced(usd_per_mtok), above, service)
    if what in EACH and not above and not service:
        return Cost(EACH[what], priced(usd_each), 0, "")
    if key == "input_cost_per_character":
        return Cost("speech_usd_per_mchar", priced(usd_per_mtok), 0, "")
    return Cost("", lambda value: str(value), above, service)


def priced(convert: Callable[[Any], str]) -> Callable[[Any], str]:
    """A converter of prices that knows no negative ones: at LiteLLM they are slips."""

    def checked(value: Any) -> str:
        if decimal(value) < 0:
            raise BadValue(f"{value} dollars is no price")
        return convert(value)

    return checked


def usd_per_minute(value: Any) -> str:
    """Dollars a second as dollars a minute."""
    return plain(decimal(priced(usd_each)(value)) * 60)


def tiers(value: Any) -> list[dict[str, Any]]:
    """`tiered_pricing` as conditions; the tier that begins at 0 is the base price, and has no condition."""
    if not isinstance(value, list):
        raise BadValue("tiers are no list")
    entries = []
    for tier in value:
        bounds = tier.get("range") if isinstance(tier, Mapping) else None
        if not isinstance(bounds, list) or len(bounds) != 2:
            raise BadValue("a tier without its range")
        above = int(decimal(bounds[0]))
        entries.append({"when": {"prompt_tokens_above": above} if above else {}, **_prices(tier)})
    return entries


def windows(value: Any) -> list[dict[str, Any]]:
    """`off_peak_pricing` as conditions: one entry a window, weekdays counted from Monday as 1."""
    if not isinstance(value, Mapping) or not isinstance(value.get("windows"), list):
        raise BadValue("off-peak prices without windows")
    prices = _prices(value)
    entries = []
    for window in value["windows"]:
        hours = window["hours_utc"]
        for span in [hours] if isinstance(hours, str) else hours:
            start, _, end = span.partition("-")
            when: dict[str, Any] = {"utc_start": _clock(start), "utc_end": _clock(end).replace("00:00", "24:00")}
            if "weekdays" in window:
                when["weekdays"] = list(window["weekdays"])
            entries.append({"when": when, **prices})
    return entries


def _clock(text: str) -> str:
    return clock(int(text.replace(":", "")))


def _prices(entry: Mapping[str, Any]) -> dict[str, str]:
    return {PER_TOKEN[key]: priced(usd_per_mtok)(value) for key, value in entry.items() if key in PER_TOKEN}


def per_search(value: Any) -> str | None:
    """The price of one web search, where it is the same for every size of context; None where it is not."""
    if not isinstance(value, Mapping) or not value:
        raise BadValue("search prices are no object")
    amounts = {decimal(amount) for amount in value.values()}
    return plain(amounts.pop()) if len(amounts) == 1 and Decimal(0) not in amounts else None
