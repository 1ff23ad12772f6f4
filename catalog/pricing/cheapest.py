"""Which of a model's offers is the cheapest, among those that can be compared at all.

Compared are base prices in dollars per token at three tokens in to one out, of the model itself as it is usually
served: no free, batch or other variant, no alias, no faster or slower service, nothing that is matched loosely.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from catalog.entries import Key
from catalog.pricing.level import INPUT_TOKENS, OUTPUT_TOKENS
from catalog.pricing.maker import is_plain

SIDES = (("input_usd_per_mtok", INPUT_TOKENS), ("output_usd_per_mtok", OUTPUT_TOKENS))
"""How many tokens of each a blended price has."""

Row = dict[str, Any]


def blended(offer: Mapping[str, Any]) -> Decimal | None:
    """Its price of a million tokens, three of four going in; None where either side is not known."""
    if any(offer[name] is None for name, _ in SIDES):
        return None
    total = sum((Decimal(offer[name]) * tokens for name, tokens in SIDES), Decimal(0))
    return total / sum(tokens for _, tokens in SIDES)


def comparable(offers: Iterable[Row], judged: Iterable[Row]) -> list[Row]:
    """The offers that can be compared, the cheapest first, of equal ones the router's list. `judged` are `matches`."""
    told: dict[Key, Row] = {(row["source"], row["record"]): row for row in judged}
    found = [offer for offer in offers if _is_comparable(offer, told.get((offer["source"], offer["record"])))]
    return sorted(found, key=lambda offer: (blended(offer), offer["kind"] != "list", offer["id"]))


def _is_comparable(offer: Row, match: Row | None) -> bool:
    if match is None or offer["price_state"] != "known" or not blended(offer):
        return False
    return is_plain(offer["kind"], offer["tag"], offer["quantization"], match["relation"], match["level"])
