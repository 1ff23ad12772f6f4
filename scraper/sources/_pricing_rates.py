"""Prices of one offer as its page states them, and as claims: base prices and those that hold only sometimes.

A rate is one price text with the label that says what it is for, the unit that its surroundings name,
and when it holds (`{}` is always). The makers read here sell tokens by the million only: a price per
1K tokens or per token is a slip or another page, and claims nothing.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from scraper.claims import Claim
from scraper.errors import BadValue
from scraper.html import norm
from scraper.issues import IssueKind
from scraper.quotes import USD, Quote, day_quoted, in_usd_per_mtok, quote, says_nothing
from scraper.reading import Field, Ignored, Reader, Table
from scraper.units import MAX_USD_EACH, as_stated, dumps, plain, text, texts

MAX_USD_PER_MTOK = Decimal(1_000)
"""No maker asks a thousand dollars a million tokens: such a price is a decimal comma."""
SERVICES: Final = {"standard": "", "batch": "batch", "flex": "flex", "priority": "priority", "fast": "fast"}
"""Names of service tiers on tabs and headings, to the condition that they are; standard is none."""

_PIECES = {
    "kpage": ("page", Decimal("0.001")),
    "kcall": ("call", Decimal("0.001")),
    "kimage": ("image", Decimal("0.001")),
    "kchar": ("mchar", Decimal(1_000)),
}
_NOTHING = frozenset({"not available", "not supported", "not applicable", "---", "--"})


class Price(NamedTuple):
    """What a label may be the price of: unit to attribute; any other unit is told under the label itself."""

    units: Mapping[str, str]
    others: bool = False
    """Whether a price in another unit, or in words, is kept in `other_prices`."""


OTHER_PRICE: Final = Price({}, others=True)
"""A price for which there is no attribute."""

Prices = Mapping[str, Price | Ignored]

FACTS: Table = {
    "name": Field("name", text),
    "wire_id": Field("wire_id", text),
    "base_id": Field("base_id", text),
    "variant": Field("variant", text),
    "description": Field("description", text),
    "capabilities": Field("capabilities", texts),
    "lifecycle": Field("lifecycle", text),
    "retires_at": Field("retires_at", day_quoted),
    "provider_name": Field("provider_name", text),
    "pricing_url": Field("pricing_url", text),
}
"""What a page says of a model beside its prices."""


def rate(label: str, stated: str, per: str, place: str, **when: Any) -> dict[str, Any]:
    """One price as stated: its label, the unit that its surroundings tell, and when it holds.

    A `share` beside these is what is asked of the stated price (`0.5` where the page says 50% off).
    """
    return {"label": label, "text": stated, "per": per, "when": when, "place": place}


def read_offer(reader: Reader, raw: Mapping[str, Any], prices: Prices) -> None:
    """Claim the facts and the rates of an offer."""
    reader.read(raw["facts"], FACTS)
    rates = _Rates(reader, prices)
    for entry in raw["rates"]:
        rates.add(entry)
    rates.close()


class _Rates:
    def __init__(self, reader: Reader, prices: Prices) -> None:
        self._reader = reader
        self._prices = prices
        self._base: dict[str, Claim] = {}
        self._sometimes: dict[str, tuple[dict[str, Any], dict[str, str]]] = {}
        self._clashing: set[tuple[str, str]] = set()
        self._native: list[dict[str, Any]] = []
        self._other: dict[str, str] = {}
        self._words: list[str] = []
        self._stated: dict[str, dict[str, str]] = {}
        self._strange: set[str] = set()

    def add(self, entry: Mapping[str, Any]) -> None:
        """Read one rate."""
        label, stated = entry["label"], entry["text"]
        price = self._prices.get(norm(label))
        if price is None:
            if label not in self._strange and not _nothing(stated):
                self._strange.add(label)
                self._reader.read({label: stated}, {})
        elif isinstance(price, Price) and not _nothing(stated):
            try:
                self._add(price, entry)
            except BadValue as bad:
                attribute = next(iter(price.units.values()), "other_prices")
                self._reader.note(IssueKind.BAD_VALUE, attribute, str(bad), entry["place"])

    def _add(self, price: Price, entry: Mapping[str, Any]) -> None:
        label, stated, when = entry["label"], entry["text"], entry["when"]
        if not re.search(r"[\d$¥€£]", stated) and norm(stated) not in ("free", "free of charge"):
            if price.others:
                self._tell(label, stated, when)
            else:
                self._words.append(f"{label}: {stated}")
                self._said("price_text", label, stated)
            return
        try:
            unit, quoted = _canonical(quote(stated, per=entry["per"]))
        except BadValue:
            if not price.others:
                raise
            self._tell(label, stated, when)
            return
        quoted = quoted._replace(amount=quoted.amount * Decimal(entry.get("share", "1")))
        attribute = price.units.get(unit)
        if attribute is None and price.others and unit:
            self._tell(label, stated, when)
        elif attribute is None:
            raise BadValue(f"{stated!r} is per {unit or 'what is not said'}")
        elif quoted.currency != USD:
            native = {"field": attribute, "amount": plain(quoted.amount), "currency": quoted.currency, "per": unit}
            told = native | ({"when": when} if when else {})
            if told not in self._native:
                self._native.append(told)
                self._said("native_prices", _named(label, when), stated)
        else:
            self._keep(attribute, _checked(unit, quoted), entry)

    def _keep(self, attribute: str, value: str, entry: Mapping[str, Any]) -> None:
        when = entry["when"]
        key = dumps(when) if when else ""
        if when:
            known = self._sometimes.setdefault(key, (dict(when), {}))[1].get(attribute)
        else:
            known = self._base[attribute].value if attribute in self._base else None
        if (attribute, key) in self._clashing:
            return
        if known is not None and known != value:
            self._clash(attribute, key, f"both {known} and {value}", entry["place"])
        elif when:
            self._sometimes[key][1][attribute] = value
            self._said("conditions", _named(entry["label"], when), entry["text"])
        else:
            self._base[attribute] = Claim(attribute, value, entry["text"], entry["place"])

    def _clash(self, attribute: str, key: str, detail: str, place: str) -> None:
        """The page contradicts itself: neither price is claimed."""
        self._clashing.add((attribute, key))
        if key:
            self._sometimes[key][1].pop(attribute)
        else:
            self._base.pop(attribute)
        self._reader.note(IssueKind.BAD_VALUE, attribute, detail, place)

    def _tell(self, label: str, stated: str, when: Mapping[str, Any]) -> None:
        shown = ", ".join((*(() if "tool" in when else (label,)), *(str(value) for value in when.values())))
        if shown not in self._other:
            self._other[shown] = stated
            self._said("other_prices", shown, stated)

    def _said(self, attribute: str, label: str, stated: str) -> None:
        self._stated.setdefault(attribute, {})[label] = stated

    def close(self) -> None:
        """Claim what was read."""
        claims = self._reader.claims
        claims.extend(self._base.values())
        conditions = [{"when": when, **found} for when, found in self._sometimes.values() if found]
        for attribute, value in (
            ("conditions", dumps(conditions) if conditions else ""),
            ("native_prices", dumps(self._native) if self._native else ""),
            ("other_prices", dumps(self._other) if self._other else ""),
            ("price_text", "; ".join(dict.fromkeys(self._words))),
        ):
            if value:
                claims.append(Claim(attribute, value, as_stated(self._stated[attribute]), ""))


def _named(label: str, when: Mapping[str, Any]) -> str:
    return ", ".join((label, *map(str, when.values())))


def _nothing(stated: str) -> bool:
    return says_nothing(stated) or norm(stated) in _NOTHING


def _canonical(quoted: Quote) -> tuple[str, Quote]:
    """A quote in the unit of which an attribute speaks: pages, not thousands of them."""
    unit, factor = _PIECES.get(quoted.per, (quoted.per, Decimal(1)))
    if quoted.per in ("ktok", "token"):
        raise BadValue(f"{plain(quoted.amount)} per {quoted.per}, where prices are per mtok")
    return unit, quoted._replace(amount=quoted.amount * factor, per=unit)


def _checked(unit: str, quoted: Quote) -> str:
    if unit == "mtok":
        if quoted.amount >= MAX_USD_PER_MTOK:
            raise BadValue(f"{plain(quoted.amount)} dollars is no price of a million tokens")
        return in_usd_per_mtok(quoted)
    if quoted.amount > MAX_USD_EACH:
        raise BadValue(f"{plain(quoted.amount)} dollars is no price of one unit")
    return plain(quoted.amount)
