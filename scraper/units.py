"""Strict converters from a source's spelling to ours; what they cannot read is a BadValue.

Prices stay exact from the first byte to the last: they are read from their text, multiplied by a
power of ten, and written back without an exponent. Nothing here ever makes a float.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import Any

import msgspec
import simplejson

from scraper.attributes import DYNAMIC
from scraper.errors import BadValue

_EXACT = Context(prec=80, traps=[Inexact, InvalidOperation])
_JSON = msgspec.json.Encoder(decimal_format="number")  # made once, as readers': there are a hundred thousand texts
_SELDOM = simplejson.JSONEncoder(use_decimal=True, ensure_ascii=False, separators=(",", ":"))

MAX_USD_EACH = Decimal(1_000)
"""No single image, request or search is sold above a thousand dollars."""
MAX_USD_PER_TOKEN = Decimal("0.1")
"""A hundred thousand dollars a million tokens: some 160 times the dearest ever listed."""
MAX_DIGITS = 40
"""More digits than that are no price."""
MAX_TOKENS = 10**12
"""Far above any context window."""


def plain(value: Decimal) -> str:
    """A decimal written without exponent or trailing zeros: `0.42`, `10`, `0`."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def usd_per_mtok(value: Any) -> str:
    """Dollars a token as dollars a million tokens: `0.00000042` is `0.42`; negative is `dynamic`."""
    return _price(value, MAX_USD_PER_TOKEN, scale=6)


def usd_each(value: Any) -> str:
    """Dollars a piece (image, request, search), as it is; negative is `dynamic`."""
    return _price(value, MAX_USD_EACH)


def _price(value: Any, most: Decimal, scale: int = 0) -> str:
    # OpenRouter writes -1 where the price depends on where a request is routed.
    amount = decimal(value)
    if amount < 0:
        return DYNAMIC
    if amount > most:
        raise BadValue(f"{_short(value)} dollars is no price of one unit")
    return plain(amount.scaleb(scale, _EXACT))


def decimal(value: Any) -> Decimal:
    """A finite decimal from a JSON number or a numeric text."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise BadValue(f"{_short(value)} is no number")
    try:
        number = _EXACT.create_decimal(value)
    except (InvalidOperation, Inexact, ValueError):
        raise BadValue(f"{_short(value)} is no number") from None
    if not number.is_finite():
        raise BadValue(f"{_short(value)} is not finite")
    if abs(number.adjusted()) > MAX_DIGITS and number != 0:
        raise BadValue(f"{_short(value)} is out of bounds")
    return number


def tokens(value: Any) -> str:
    """A positive whole number of tokens. Zero is no limit anybody can use, so it is refused."""
    number = _whole(value)
    if number is None or not 0 < number <= MAX_TOKENS:
        raise BadValue(f"{_short(value)} is no number of tokens")
    return str(number)


def day(value: Any) -> str:
    """An ISO day, `2025-03-31`."""
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise BadValue(f"{_short(value)} is no ISO date") from None


def day_or_month(value: Any) -> str:
    """An ISO day, or an ISO month where the source says no more: `2025-03-31`, `2025-03`."""
    if isinstance(value, str) and len(value) == len("2025-03"):
        return day(f"{value}-01")[: len(value)]
    return day(value)


def unix_time(value: Any) -> str:
    """Seconds since 1970 as UTC, `2025-06-30T16:28:23Z`."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 10**10:
        raise BadValue(f"{_short(value)} is no time in seconds since 1970")
    return iso(datetime.fromtimestamp(value, UTC))


def utc_time(value: Any) -> str:
    """An ISO time with its zone as UTC: `2026-05-13T10:53:54.549173Z` is `2026-05-13T10:53:54Z`."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadValue(f"{_short(value)} is no ISO time") from None
    if moment.tzinfo is None:
        raise BadValue(f"{_short(value)} does not say its zone")
    return iso(moment)


def clock(value: Any) -> str:
    """An HHMM clock number as `HH:MM`: 1030 is `10:30`, 100 is `01:00`."""
    number = _whole(value)
    if number is None:
        raise BadValue(f"{_short(value)} is no clock number")
    hours, minutes = divmod(number, 100)
    if not (0 <= hours <= 24 and 0 <= minutes < 60 and hours * 60 + minutes <= 24 * 60):
        raise BadValue(f"{_short(value)} is no clock number")
    return f"{hours:02}:{minutes:02}"


def flag(value: Any) -> str:
    """`true` or `false`."""
    if not isinstance(value, bool):
        raise BadValue(f"{_short(value)} is no yes or no")
    return "true" if value else "false"


def text(value: Any) -> str | None:
    """A text without blanks around it; None where it is empty, for an empty text claims nothing."""
    if not isinstance(value, str):
        raise BadValue(f"{_short(value)} is no text")
    return value.strip() or None


def texts(value: Any) -> str:
    """A JSON list of texts, in their order."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadValue(f"{_short(value)} is no list of texts")
    return dumps(value)


def dumps(value: Any) -> str:
    """JSON in one line, decimals exact, keys in their order. Raises ValueError for what is no number of JSON's."""
    try:
        told = _JSON.encode(value)
    except (TypeError, UnicodeEncodeError):  # a text of a kind of its own, half of a character: seldom, and slower
        return _SELDOM.encode(value)
    return _SELDOM.encode(value) if _may_hold_no_number(told) else told.decode()


def as_stated(parts: Mapping[str, str]) -> str:
    """Texts of which one value is made, by what each is said of: one as it stands, several as JSON."""
    return next(iter(parts.values())) if len(parts) == 1 else dumps(parts)


def original(value: Any) -> str:
    """A value as its source wrote it: texts as they are, the rest as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return flag(value)
    # The JSON of a number is its digits.
    return str(value) if isinstance(value, (int, Decimal)) else dumps(value)


def iso(moment: datetime) -> str:
    """A UTC time as `2026-07-31T12:00:00Z`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _may_hold_no_number(told: bytes) -> bool:
    """Whether msgspec may have written what JSON has no number for, which simplejson refuses: few texts have it."""
    return b"null" in told or b"NaN" in told or b"Infinity" in told


def _whole(value: Any) -> int | None:
    """A whole JSON number of a size that can be handled; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    if isinstance(value, Decimal) and (value.adjusted() > MAX_DIGITS or value != value.to_integral_value()):
        return None
    return int(value)


def _short(value: Any) -> str:
    shown = repr(str(value) if isinstance(value, Decimal) else value)
    return shown if len(shown) <= 60 else shown[:57] + "..."
