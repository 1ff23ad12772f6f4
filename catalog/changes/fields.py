"""Which fields make a change, of which kind, and which two values mean the same."""

from catalog.changes.change import ChangeKind
from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES, FLAGS, PRICES, Kind

_LIMITS = ("context_native", "context_listed", "context_served", "max_input", "max_output", "per_request_limits")
_PRICED = (*PRICES, "conditions", "discount", "native_prices", "other_prices", "price_text")
_NO_ABILITY = frozenset({"open_weights", "gated", "is_deprecated", "style_control"})
"""Flags that say something else than what a model or a sale can do."""
_ABILITIES = (
    "modalities_in", "modalities_out", "supported_parameters", "supported_voices", "reasoning_efforts",
    "reasoning_options", "reasoning_default_effort", "capabilities", "quantization", *sorted(FLAGS - _NO_ABILITY),
)  # fmt: skip

KIND_OF: dict[str, ChangeKind] = {
    **dict.fromkeys(_PRICED, ChangeKind.PRICE),
    **dict.fromkeys(_LIMITS, ChangeKind.LIMIT),
    **dict.fromkeys(_ABILITIES, ChangeKind.CAPABILITY),
    "name": ChangeKind.RENAMED,
}
"""Fields whose change is one of the seller's, by its kind. Descriptions, dates, usage and ratings are none."""


def alike(field: str, old: str, new: str) -> bool:
    """Whether two claimed values mean the same: a list in another order does. Numbers are claimed in one spelling."""
    attribute = ATTRIBUTES.get(field)
    if attribute is None or attribute.kind not in (Kind.LIST, Kind.JSON) or len(old) != len(new):
        return old == new
    before, after = parse_raw(old), parse_raw(new)
    if isinstance(before, list) and isinstance(after, list):
        return sorted(map(repr, before)) == sorted(map(repr, after))
    return bool(before == after)
