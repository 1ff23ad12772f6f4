"""How a price of today stands to the one before it: `-20 % since 25 November 2025`."""

from datetime import datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

from catalog.history import History, Span
from catalog.render.formats import moment
from scraper.attributes import DYNAMIC

RECENT = timedelta(days=90)
"""A change is told so long: counted back from the newest answer with the record, not from a clock."""


def price_change(history: History | None, field: str) -> str:
    """How a price changed last, where that is not long ago; empty where it did not."""
    spans = history.spans.get(field, ()) if history else ()
    if history is None or len(spans) < 2 or spans[-1].until is not None:
        return ""
    now = spans[-1]
    before = next((span for span in reversed(spans[:-1]) if span.value != now.value), None)
    since = _since(spans, now.value)
    recent = datetime.fromisoformat(history.stays[-1].last_seen) - datetime.fromisoformat(since) <= RECENT
    return f"{changed(before.value, now.value)} since {moment(since).text}" if before and recent else ""


def changed(before: str, now: str) -> str:
    """The step from one stored price to another in a few words: `-20 %`, `free`, `no longer free`."""
    if DYNAMIC in (before, now):
        return "varies" if now == DYNAMIC else "a fixed price"
    old, new = Decimal(before), Decimal(now)
    if new == 0:
        return "free"
    return "no longer free" if old == 0 else f"{percentage(old, new)} %"


def percentage(old: Decimal, new: Decimal) -> str:
    """The change in percent with its sign: whole from ten on, else to two digits; -100 only where nothing is left."""
    share = (new - old) * 100 / old
    digits = max(-share.adjusted(), 0) + 1 if abs(share) < 10 else 0
    rounded = share.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
    if rounded == -100:
        rounded = share.quantize(Decimal("0.01"), rounding=ROUND_DOWN)
    text = format(rounded, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if rounded < 0 else f"+{text}"


def _since(spans: tuple[Span, ...], value: str) -> str:
    """Since when a value stands without another one between."""
    since = spans[-1].since
    for span in reversed(spans):
        if span.value != value:
            break
        since = span.since
    return since
