"""Prices and limits as pages write them: `$0.42 / 1M tokens`, `131,072 tokens`, `Aug 12, 2025`.

A text is read whole or not at all. A range, two amounts, a decimal comma, an unknown unit or
currency, a glued footnote: each is a BadValue that says so, never a guess.
"""

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from scraper.errors import BadValue
from scraper.units import MAX_TOKENS, MAX_USD_EACH, MAX_USD_PER_TOKEN, plain

USD = "USD"
NOTHING = frozenset({"", "-", "\u2014", "\u2212", "n/a", "na", "none", "not applicable", "\\", "/"})
"""Cells that say nothing."""

_CURRENCIES = {
    "us$": USD, "$": USD, "usd": USD, "usd$": USD, "¥": "CNY", "￥": "CNY", "cny": "CNY", "rmb": "CNY", "元": "CNY",
    "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "₹": "INR", "inr": "INR", "₩": "KRW", "krw": "KRW",
    "jpy": "JPY", "hk$": "HKD", "a$": "AUD", "c$": "CAD", "s$": "SGD",
}  # fmt: skip
_MONEY = "|".join(sorted((re.escape(name) for name in _CURRENCIES), key=len, reverse=True))
_NUMBER = r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_QUOTE = re.compile(
    rf"(?P<before>{_MONEY})?\s*(?P<amount>{_NUMBER})\s*(?P<after>{_MONEY})?(?:\s*(?:/|\bper\b)\s*(?P<unit>.+))?",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"\s*(?:\^\(?\w{1,2}\)?|\(\d\)|\[\d+\]|[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]+)\s*$")
_FREE = frozenset({"free", "free of charge", "$0", "for free"})

_UNITS = {
    "mtok": r"(?:1\s*|one\s+)?(?:m|mm|million)(?:\s*[- ]?(?:tok|tokens?))?|1,?000,?000\s*(?:tokens?)?|mt(?:oks?)?",
    "ktok": r"(?:1\s*|one\s+)?(?:k|thousand)(?:\s*[- ]?(?:tok|tokens?))?|1,?000\s*tokens?|ktoks?",
    "token": r"(?:1\s*)?tok(?:en)?s?",
    "mchar": r"(?:1\s*)?(?:m|million)\s*char(?:acter)?s?",
    "kchar": r"(?:1\s*)?(?:k|thousand)\s*char(?:acter)?s?|1,?000\s*char(?:acter)?s?",
    "call": r"(?:1\s*)?(?:call|request|query|run|time|generation)s?",
    "kcall": r"(?:(?:1\s*)?(?:k|thousand)|1,?000)\s*(?:calls?|requests?|quer(?:y|ies)|searches)",
    "image": r"(?:1\s*)?(?:image|picture|img)s?",
    "second": r"(?:1\s*)?(?:s|sec|second)s?(?:\s+of\s+\w+)?",
    "minute": r"(?:1\s*)?(?:min|minute)s?(?:\s+of\s+\w+)?",
    "hour": r"(?:1\s*)?(?:h|hr|hour)s?(?:\s+of\s+\w+)?",
    "page": r"(?:1\s*)?pages?",
    "kpage": r"(?:1\s*)?(?:k|thousand)\s*pages|1,?000\s*pages",
    "video": r"(?:1\s*)?(?:video|clip)s?",
    "search": r"(?:1\s*)?search(?:es)?",
}  # fmt: skip
_UNIT = {per: re.compile(pattern, re.IGNORECASE) for per, pattern in _UNITS.items()}
_QUALIFIER = re.compile(
    r"\b(?:input|output|prompt|completion|cached|generated|text|audio|image(?=\s+tokens)|reasoning|usd|of)\b",
    re.IGNORECASE,
)

_ROUND = {"": 1, "k": 1_000, "m": 1_000_000}
_TOKENS = re.compile(rf"(?P<amount>{_NUMBER})\s*(?P<round>[km]?)(?:\s*(?:tok|tokens?|ctx|context))?", re.IGNORECASE)
_DATES = ("%Y-%m-%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%Y/%m/%d")
_HYPHENS = str.maketrans({"‐": "-", "‑": "-", "‒": "-", "–": "-", "\xa0": " ", "\u202f": " "})  # noqa: RUF001


class Quote(NamedTuple):
    """An amount with its currency and what it is per; `per` is empty where the text does not say."""

    amount: Decimal
    currency: str
    per: str


def says_nothing(value: Any) -> bool:
    """Whether a cell is empty or a dash: unknown, not zero."""
    return isinstance(value, str) and _tidy(value).lower() in NOTHING


def quote(text: str, *, per: str = "", currency: str = "") -> Quote:
    """The price that a text states; `per` and `currency` are what its column's heading says.

    Raises BadValue for anything that is not exactly one amount in a known currency and unit, and
    where text and heading contradict each other.
    """
    tidy = _FOOTNOTE.sub("", _tidy(text))
    if tidy.lower() in _FREE:
        return Quote(Decimal(0), currency or USD, per)
    match = _QUOTE.fullmatch(tidy)
    if match is None:
        raise BadValue(f"{_short(text)} is no single price")
    told = {_CURRENCIES[name.lower()] for name in (match["before"], match["after"]) if name}
    if currency:
        told.add(currency)
    if len(told) != 1:
        raise BadValue(f"{_short(text)}: {'no currency' if not told else 'two currencies: ' + ', '.join(sorted(told))}")
    unit = unit_of(match["unit"]) if match["unit"] else ""
    if unit and per and unit != per:
        raise BadValue(f"{_short(text)} is per {unit}, but its heading says per {per}")
    return Quote(Decimal(match["amount"].replace(",", "")), told.pop(), unit or per)


def unit_of(text: str) -> str:
    """The unit that a text such as `1M input tokens` names: `mtok`. Raises BadValue for another."""
    shown = " ".join(_QUALIFIER.sub(" ", _tidy(text)).split()).strip(" .")
    for per, pattern in _UNIT.items():
        if pattern.fullmatch(shown):
            return per
    raise BadValue(f"{_short(text)} is no unit that we know")


def heading_of(text: str) -> tuple[str, str]:
    """What a column's heading says of its prices: `(per, currency)`, each empty where it says nothing.

    `Input price ($ / 1M tokens)` is `("mtok", "USD")`. Raises BadValue for a unit that is not known.
    """
    tidy = _tidy(text)
    found = re.search(rf"({_MONEY})(?![a-z])", tidy, re.IGNORECASE)
    currency = _CURRENCIES[found.group(1).lower()] if found else ""
    unit = re.search(r"(?:/|\bper\b)\s*([^()/]+)", tidy, re.IGNORECASE)
    return (unit_of(unit.group(1)) if unit else "", currency)


def usd_per_mtok_quoted(*, per: str = "", currency: str = "") -> Callable[[Any], str | None]:
    """A converter from a price text to dollars a million tokens; a dash claims nothing.

    Raises BadValue where the unit is not one of tokens, or the currency is not the dollar.
    """

    def convert(value: Any) -> str | None:
        if says_nothing(value):
            return None
        if not isinstance(value, str):
            raise BadValue(f"{_short(value)} is no text")
        return in_usd_per_mtok(quote(value, per=per, currency=currency))

    return convert


def in_usd_per_mtok(quoted: Quote) -> str:
    """A quote in dollars a million tokens. Raises BadValue where it is in anything else."""
    factor = {"mtok": 1, "ktok": 1_000, "token": 1_000_000}.get(quoted.per)
    if quoted.currency != USD:
        raise BadValue(f"{plain(quoted.amount)} {quoted.currency} is no price in dollars")
    if factor is None:
        raise BadValue(f"{plain(quoted.amount)} dollars per {quoted.per or 'what is not said'}, not per tokens")
    amount = quoted.amount * factor
    if amount > MAX_USD_PER_TOKEN * 1_000_000:
        raise BadValue(f"{plain(amount)} dollars is no price of a million tokens")
    return plain(amount)


def usd_each_quoted(*units: str, per: str = "", currency: str = "") -> Callable[[Any], str | None]:
    """A converter from a price text to dollars a piece, where the piece is one of `units`; a dash claims nothing.

    A unit that begins with k is a thousand pieces (`kcall`).
    """

    def convert(value: Any) -> str | None:
        if says_nothing(value):
            return None
        if not isinstance(value, str):
            raise BadValue(f"{_short(value)} is no text")
        quoted = quote(value, per=per, currency=currency)
        if quoted.currency != USD or quoted.per not in units:
            raise BadValue(f"{_short(value)} is not in dollars per {' or '.join(units)}")
        amount = quoted.amount / (1_000 if quoted.per.startswith("k") else 1)
        if amount > MAX_USD_EACH:
            raise BadValue(f"{_short(value)} is no price of one unit")
        return plain(amount)

    return convert


def tokens_quoted(value: Any) -> str | None:
    """A number of tokens as a page writes it: `131,072 tokens` is 131072, `200K` is 200000.

    K and M are decimal (see `matching` of 123K and 123,000). A dash claims nothing.
    """
    if says_nothing(value):
        return None
    match = _TOKENS.fullmatch(_FOOTNOTE.sub("", _tidy(value))) if isinstance(value, str) else None
    if match is None:
        raise BadValue(f"{_short(value)} is no number of tokens")
    amount = Decimal(match["amount"].replace(",", "")) * _ROUND[match["round"].lower()]
    if amount != amount.to_integral_value() or not 0 < amount <= MAX_TOKENS:
        raise BadValue(f"{_short(value)} is no number of tokens")
    return plain(amount)


def exact_tokens_quoted(value: Any) -> str | None:
    """The same, but a figure in K or M only where it can be no other limit's rounding.

    Limits come in steps of 2,048 tokens or as round thousands: `200K` is 200000, while `131K` may be
    131,000 or 131,072. Raises BadValue that says both.
    """
    exact = tokens_quoted(value)
    match = _TOKENS.fullmatch(_FOOTNOTE.sub("", _tidy(value))) if exact and isinstance(value, str) else None
    if exact is None or match is None or not match["round"]:
        return exact
    decimals = len(match["amount"].partition(".")[2])
    unit = Decimal(_ROUND[match["round"].lower()]).scaleb(-decimals)
    near = (Decimal(exact) / 2048).to_integral_value() * 2048
    if near != Decimal(exact) and 2 * abs(near - Decimal(exact)) <= unit:
        raise BadValue(f"{_short(value)} is rounded: it may be {exact} or {plain(near)}")
    return exact


def count_quoted(value: Any) -> str | None:
    """A count as a page writes it: `423.5B` parameters is 423500000000. A dash claims nothing."""
    if says_nothing(value):
        return None
    pattern = rf"({_NUMBER})\s*([kmbt]?)(?:\s*(?:params?|parameters?|parameter llm))?"
    match = re.fullmatch(pattern, _tidy(value), re.IGNORECASE) if isinstance(value, str) else None
    if match is None:
        raise BadValue(f"{_short(value)} is no count")
    power = {"": 0, "k": 3, "m": 6, "b": 9, "t": 12}[match[2].lower()]
    return plain(Decimal(match[1].replace(",", "")).scaleb(power))


def day_quoted(value: Any) -> str | None:
    """A day as a page writes it: `Aug 12, 2025` is `2025-08-12`. A dash claims nothing."""
    if says_nothing(value):
        return None
    tidy = _tidy(value) if isinstance(value, str) else ""
    for pattern in _DATES:
        try:
            return datetime.strptime(tidy, pattern).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise BadValue(f"{_short(value)} is no day that we can read")


def _tidy(text: str) -> str:
    return " ".join(text.translate(_HYPHENS).split())


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."
