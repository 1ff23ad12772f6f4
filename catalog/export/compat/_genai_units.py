"""genai-prices' names for prices, and which of them can stand together.

Its client refuses prices that leave open what a token costs: a price for some tokens (cached ones, those of audio)
needs the price of all of them, and two such prices need a third for the tokens that are both.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from catalog.export.compat.priced import Base, shifted
from catalog.pricing.conditions import Condition
from catalog.values import Exact
from scraper.sources._genai_prices_terms import PER_MTOK, PER_THOUSAND


def _per_thousand(price: Decimal) -> Exact:
    return shifted(price, 3)


KEYS: dict[str, tuple[str, Callable[[Decimal], Exact]]] = {
    **{attribute: (key, Exact) for key, attribute in PER_MTOK.items()},
    **{attribute: (key, _per_thousand) for key, attribute in PER_THOUSAND.items()},
    "speech_usd_per_mchar": ("input_mchars", Exact),
    "page_usd_each": ("input_document_kpages", _per_thousand),
    "audio_usd_per_minute": ("audio_hours", lambda price: Exact(price * 60)),
}
"""By attribute, the key of its price and how that is reckoned."""

ATTRIBUTES = {key: attribute for attribute, (key, _) in KEYS.items()}
"""The attribute of each key."""

_KINDS = {
    "input_mtok": {"input"},
    "output_mtok": {"output"},
    "cache_read_mtok": {"input", "read"},
    "cache_write_mtok": {"input", "write"},
    "cache_write_1h_mtok": {"input", "write", "1h"},
    "output_reasoning_mtok": {"output", "reasoning"},
    "input_image_mtok": {"input", "image"},
    "output_image_mtok": {"output", "image"},
    "cache_image_read_mtok": {"input", "image", "read"},
    "input_video_mtok": {"input", "video"},
    "input_audio_mtok": {"input", "audio"},
    "output_audio_mtok": {"output", "audio"},
    "cache_audio_read_mtok": {"input", "audio", "read"},
}
"""Which tokens a key prices; one with more words prices some of the tokens of one with fewer."""
BY_SIZE = frozenset(_KINDS)
"""Keys whose prices may change with the size of the prompt."""
_MODALITIES = {"image", "video", "audio"}


def block(base: Base, tiers: Sequence[Condition]) -> dict[str, Any]:
    """A set of prices, with what the whole request costs above sizes of the prompt; only what can stand together."""
    found: dict[str, Any] = {}
    for attribute, price in base.items():
        if attribute in KEYS:
            key, convert = KEYS[attribute]
            above = _tiers(attribute, tiers) if key in BY_SIZE else {}
            steps = [{"start": start, "price": convert(above[start])} for start in sorted(above)]
            found[key] = {"base": convert(price), "tiers": steps} if steps else convert(price)
    kept = together(set(found))
    return {key: value for key, value in found.items() if key in kept}


def is_tier(condition: Condition) -> bool:
    """Whether a condition is a tier that changes the price of a whole request, and every price of it has a place."""
    when = {name for name, value in condition.when.items() if (name, value) != ("tier", "cliff")}
    above = condition.when.get("prompt_tokens_above")
    return when == {"prompt_tokens_above"} and isinstance(above, int) and above > 0


def together(keys: set[str]) -> set[str]:
    """The keys that can stand together: of those that cannot, the prices of a modality give way."""
    kept = {key for key in keys if key not in _KINDS or _has_wholes(key, keys)}
    kept = {key for key in kept if key not in _KINDS or not _lacks_both(key, kept)}
    return kept if kept == keys else together(kept)


def _has_wholes(key: str, keys: set[str]) -> bool:
    """Whether the price of all tokens is there, where a key prices some of them."""
    return all(other in keys for other, kinds in _KINDS.items() if kinds < _KINDS[key])


def _lacks_both(key: str, keys: set[str]) -> bool:
    """Whether a modality's price stands beside one of some tokens, without the price of the tokens that are both."""
    kinds = _KINDS[key]
    if len(kinds) != 2 or _MODALITIES.isdisjoint(kinds):
        return False
    others = [_KINDS[other] for other in keys & _KINDS.keys() if _MODALITIES.isdisjoint(_KINDS[other])]
    both = [kinds | other for other in others if kinds & other and not other <= kinds]
    return any(all(_KINDS[other] != wanted for other in keys & _KINDS.keys()) for wanted in both)


def _tiers(attribute: str, tiers: Sequence[Condition]) -> dict[int, Decimal]:
    """By threshold, the price of an attribute; of one threshold the last wins."""
    found = {one.when["prompt_tokens_above"]: one.prices[attribute] for one in tiers if attribute in one.prices}
    return {start: price for start, price in found.items() if price is not None}
