"""Sales that a cost map can tell: one a seller's own id, with prices from which a request can be reckoned."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from catalog.entries import Claimed
from catalog.export.content import Content
from catalog.offered import Offered
from catalog.pricing.conditions import Condition, Request, is_met, read_conditions
from catalog.queries import ModelDetail, Row
from catalog.values import Exact
from scraper.answers import parse_raw
from scraper.attributes import PRICES

SIDES = ("input_usd_per_mtok", "output_usd_per_mtok")
DAYS = frozenset({"from", "until"})
"""Terms of conditions that are days."""
UNSAID = ("discount", "conditions", "native_prices", "other_prices", "price_text", "price_note")
"""What sellers say of their prices beside them."""

Base = Mapping[str, Decimal]
"""Prices that always hold, by attribute; those that vary or that nobody claims are not there."""


class Priced(NamedTuple):
    """A sale under a seller's own id."""

    offered: Offered
    model: ModelDetail | None
    base: Base
    conditions: Sequence[Condition]

    @property
    def row(self) -> Row:
        """Its row of `offers`."""
        return self.offered.row

    def claims(self, *fields: str) -> list[Claimed]:
        """Its own claims of some fields, in their order."""
        return [self.offered.claims[field] for field in fields if field in self.offered.claims]

    def told(self, field: str) -> Claimed | None:
        """What the seller says of a field, else what is resolved for the model."""
        own = self.offered.claims.get(field)
        if own is not None or self.model is None or field not in self.model.fields:
            return own
        return self.model.fields[field].chosen

    def left_out(self, held: Sequence[str], all_conditions: bool) -> list[str]:
        """Fields of its prices that are known and not among those that an entry holds."""
        known = [*(name for name in PRICES if name in self.offered.claims), *UNSAID]
        missing = [name for name in known if name in self.offered.claims and name not in held]
        return [name for name in missing if name != "conditions" or not all_conditions]


def priced_sales(content: Content) -> Iterator[Priced]:
    """Every sale that can be told, by seller and id.

    Not told are a router's endpoints, which have no id of their own; ids at which a seller has several prices;
    prices that vary or are not known; and a sale that lacks the price of a side (input or output) that others ask.
    """
    models = {detail.id: detail for detail in content.models}
    own = [one for one in content.offers if one.row["via"] is None]
    times = Counter(_id(one.row) for one in own)
    sides = {(row["model_id"], side) for one in content.offers for row in [one.row] for side in _sides(row)}
    for one in sorted(own, key=lambda one: (one.row["provider"], one.row["wire_id"], one.row["id"])):
        row = one.row
        unknown = any((row["model_id"], side) in sides and row[side] is None for side in SIDES)
        if row["price_state"] in ("known", "free") and times[_id(row)] == 1 and not unknown:
            base = {name: Decimal(row[name]) for name in PRICES if row[name] is not None}
            yield Priced(one, models.get(row["model_id"]), base, read_conditions(parse_raw(row["conditions"] or "[]")))


def on_day(base: Base, conditions: Sequence[Condition], at: datetime) -> tuple[Base, list[Condition]]:
    """The prices and the conditions of a day: without those of other days, and without the days of those that hold."""
    prices: dict[str, Decimal | None] = dict(base)
    left = []
    for one in conditions:
        days = Condition({name: value for name, value in one.when.items() if name in DAYS}, {})
        rest = {name: value for name, value in one.when.items() if name not in DAYS}
        if not is_met(days, at, Request()):
            continue
        if rest:
            left.append(Condition(rest, one.prices))
        else:
            prices.update(one.prices)
    return {name: price for name, price in prices.items() if price is not None}, left


def shifted(price: Decimal, places: int) -> Exact:
    """A price with its point moved, whatever its length."""
    sign, digits, exponent = price.as_tuple()
    return Exact((sign, digits, int(exponent) + places))


def _id(row: Row) -> tuple[str, str]:
    """A seller's id as clients compare them: without regard to capitals."""
    return row["provider"], row["wire_id"].lower()


def _sides(row: Row) -> Iterator[str]:
    """The sides of a sale that cost something."""
    yield from (side for side in SIDES if row[side] is not None and Decimal(row[side]))
