"""Values as texts for people. A price that is not zero never reads as zero."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from catalog.render.linked import Moment
from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES, Kind

UNKNOWN = "—"
FREE = "free"
VARIES = "varies"
NOT_RATED = "not rated"
LONGEST = 80
"""So many letters of a claimed text stand beside others."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def usd(amount: Decimal) -> str:
    """Dollars, exactly: at least two decimals and two significant digits, and 0 is `free`.

    `0.42` is `$0.42`, `0.05` is `$0.050`, `10` is `$10.00`, `0.0000023` is `$0.0000023`.
    """
    if amount == 0:
        return FREE
    return f"${exactly(amount)}"


def exactly(amount: Decimal) -> str:
    """An amount of money with all its digits: at least two decimals and two significant digits."""
    whole, _, decimals = format(amount.normalize(), "f").partition(".")
    return f"{int(whole):,}.{decimals.ljust(max(2, 1 - amount.adjusted()), '0')}"


def price(text: str | None, state: str = "") -> str:
    """A stored price: dollars, `free`, `varies` where the seller says so, `—` where nothing is claimed."""
    if text == "dynamic" or (text is None and state == "dynamic"):
        return VARIES
    return UNKNOWN if text is None else usd(Decimal(text))


def short_count(number: int | None) -> str:
    """A count in short, K and M being decimal: 123000 is `123K`, 131072 is `131K`, 1048576 is `1.05M`."""
    if number is None:
        return UNKNOWN
    # Rounded first, so that 999,999 reads 1M and not 1000K.
    rounded = _significant(Decimal(number), 3) if number >= 1000 else Decimal(number)
    for size, letter in ((10**9, "B"), (10**6, "M"), (10**3, "K")):
        if rounded >= size:
            return f"{format((rounded / size).normalize(), 'f')}{letter}"
    return str(number)


def exact_tokens(number: int | None) -> str:
    """The count in full: `123,000 tokens`."""
    return "" if number is None else f"{number:,} tokens"


@lru_cache(maxsize=4096)
def moment(iso: str) -> Moment:
    """A stored time with its day in words; a bare day stays a day, a bare month a month."""
    if len(iso) == len("2026-01"):
        year, _, month = iso.partition("-")
        return Moment(iso, f"{_MONTHS[int(month) - 1]} {year}")
    day = datetime.fromisoformat(iso.replace("Z", "+00:00"))
    if day.tzinfo is not None:
        day = day.astimezone(UTC)
    return Moment(iso, f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


@lru_cache(maxsize=4096)
def day(iso: str) -> Moment:
    """A stored time with its day in short, where room is scarce: `25 Nov 2025`."""
    told, month, year = moment(iso).text.split(" ")
    return Moment(iso, f"{told} {month[:3]} {year}")


def clock(iso: str) -> str:
    """A stored time to the minute: `31 July 2026, 12:00 UTC`."""
    return f"{moment(iso).text}, {iso[11:16]} UTC"


def words(items: list[str]) -> str:
    """A list in words; `—` where it is empty."""
    return ", ".join(items) if items else UNKNOWN


def said_value(field: str, value: str) -> str:
    """A claimed value, as its field is shown, cut where it is long."""
    kind = ATTRIBUTES[field].kind
    if kind is Kind.PRICE:
        text = price(value)
    elif kind is Kind.LIST:
        text = words([str(item) for item in parse_raw(value)])
    elif kind is Kind.FLAG:
        text = "yes" if value == "true" else "no"
    elif kind is Kind.TOKENS:
        text = f"{int(value):,}"
    else:
        text = value
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def shortened(text: str, most: int = 100, keep: int = 0) -> str:
    """A text that a line can hold: cut where it is longer, but for so many letters at its end that it keeps."""
    if len(text) <= most:
        return text
    return f"{text[: most - keep - 1]}…{text[len(text) - keep :]}"


def percent(share: Decimal) -> str:
    """A share as a percentage without trailing zeros: 0.15 is `15 %`."""
    return f"{format((share * 100).normalize(), 'f')} %"


def bare_name(name: str) -> str:
    """A model's name without its lab, where that stands before a colon."""
    return name.partition(": ")[2].strip() or name


def _significant(amount: Decimal, digits: int) -> Decimal:
    """Rounded to so many significant digits, where it has more."""
    place = amount.adjusted() - digits + 1
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= place:
        return amount
    return amount.quantize(Decimal(1).scaleb(place), rounding=ROUND_HALF_EVEN)
