"""Sales that a cost map can tell: one a seller's own id, with prices from which a request can be reckoned."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from catalog.entries import Claimed
from catalog.export.compat.facts import Facts
from catalog.export.content import Content
from catalog.merged import each_row
from catalog.offered import Offered, offered
from catalog.pricing.conditions import Condition, Request, is_met, read_conditions
from catalog.queries import Row
from catalog.said import FIELDS
from catalog.values import Exact
from catalog.wire_ids import wire_ids
from scraper.answers import parse_raw
from scraper.attributes import PRICES

SIDES = ("input_usd_per_mtok", "output_usd_per_mtok")
DAYS = frozenset({"from", "until"})
"""Terms of conditions that are days."""
UNSAID = ("discount", "conditions", "native_prices", "other_prices", "price_text", "price_note")
"""What sellers say of their prices beside them."""

SEVERAL = "several prices at one id of one seller"
LACKING = "a side (input or output) that others ask money for has no price"
_STATES = {"dynamic": "the price varies", "unknown": "no price is known", "not_applicable": "no price is known"}

Base = Mapping[str, Decimal]
"""Prices that always hold, by attribute; those that vary or that nobody claims are not there."""


class Priced(NamedTuple):
    """A sale under a seller's own id."""

    offered: Offered
    facts: Callable[[Row], Mapping[str, Claimed]]
    """Reads what is resolved for the model of a row of `offers`, by field, where the sale is surely of it."""
    base: Base
    conditions: Sequence[Condition]
    others: Mapping[str, Claimed] = MappingProxyType({})
    """Ids by which other sources know it, with their claims, where its own page names it in words alone."""

    @property
    def row(self) -> Row:
        """Its row of `offers`."""
        return self.offered.row

    def claims(self, *fields: str) -> list[Claimed]:
        """Its own claims of some fields, in their order."""
        return [self.offered.claims[field] for field in fields if field in self.offered.claims]

    def behind(self, column: str) -> Claimed | None:
        """The claim behind a column of its row; None where the word is our own."""
        fields = FIELDS.get(column, (column,))
        return next((claim for claim in self.claims(*fields) if claim.value == str(self.row[column])), None)

    def told(self, field: str) -> Claimed | None:
        """What the seller says of a field, else what is resolved for the model, which is read only then."""
        return self.offered.claims.get(field) or self.facts(self.row).get(field)

    def left_out(self, held: Sequence[str], all_conditions: bool) -> list[str]:
        """Fields of its prices that are known and not among those that an entry holds."""
        known = [*(name for name in PRICES if name in self.offered.claims), *UNSAID]
        missing = [name for name in known if name in self.offered.claims and name not in held]
        return [name for name in missing if name != "conditions" or not all_conditions]


class Sales(Iterable[Priced]):
    """The sales under a seller's own id that can be told, by seller and id; each is read when its turn comes."""

    def __init__(self, content: Content, omitted: Container[str], others: Mapping[str, Mapping[str, Claimed]]) -> None:
        """`omitted` are ids of offers that cannot be told; `others` the ids of other sources, by offer."""
        self._db, self._standing, self._facts = content.db, content.standing, content.once(Facts)
        self._omitted = omitted
        self._others = others

    def __iter__(self) -> Iterator[Priced]:
        return (self._priced(one) for one in self.own() if one.row["id"] not in self._omitted)

    def own(self) -> Iterator[Offered]:
        """Every sale under a seller's own id, those too that cannot be told."""
        return offered(self._db, self._standing, "via is null", order=_ORDER)

    def rows(self) -> Iterator[Row]:
        """Rows of `offers` of the sales that can be told: for who asks for nothing else that sellers say."""
        rows = each_row(self._db, f"select * from offers where via is null order by {_ORDER}")  # noqa: S608 - our own
        return (row for row in rows if row["id"] not in self._omitted)

    def brief(self) -> Iterator[Row]:
        """Every sale under a seller's own id by who sells what."""
        return each_row(self._db, "select id, provider, wire_id, kind, model_id from offers where via is null")

    def of(self, offer: str) -> Priced:
        """The sale of an offer that can be told."""
        return self._priced(next(offered(self._db, self._standing, "id = ?", [offer])))

    def others(self, offer: str) -> Mapping[str, Claimed]:
        """Ids by which other sources know an offer that can be told."""
        return {} if offer in self._omitted else self._others.get(offer, {})

    def _priced(self, one: Offered) -> Priced:
        row = one.row
        base = {name: Decimal(row[name]) for name in PRICES if row[name] is not None}
        conditions = read_conditions(parse_raw(row["conditions"] or "[]"))
        return Priced(one, self._facts.of, base, conditions, self._others.get(row["id"], {}))


def sorted_out(content: Content) -> tuple[Sales, Mapping[str, Sequence[str]]]:
    """The sales under a seller's own id that can be told, by seller and id; and the others' offers, by why not."""
    rows = list(each_row(content.db, _OFFERS))
    own = [row for row in rows if row["via"] is None]
    times = Counter(map(_id, own))
    sides = {(row["model_id"], side) for row in rows if row["model_id"] is not None for side in _sides(row)}
    omitted: dict[str, list[str]] = {}
    for row in own:
        lacks = any((row["model_id"], side) in sides and row[side] is None for side in SIDES)
        reason = _STATES.get(row["price_state"]) or (SEVERAL if times[_id(row)] > 1 else LACKING if lacks else "")
        if reason:
            omitted.setdefault(reason, []).append(row["id"])
    untold = {offer for offers in omitted.values() for offer in offers}
    sales = Sales(content, untold, _other_ids(content, own))
    return sales, {reason: tuple(offers) for reason, offers in omitted.items()}


_ORDER = "provider, wire_id, id"
_OFFERS = (
    f"select id, provider, wire_id, via, kind, model_id, source, record, price_state, {', '.join(SIDES)} from offers"  # noqa: S608
    f" order by {_ORDER}"
)


def _other_ids(content: Content, own: Sequence[Row]) -> dict[str, dict[str, Claimed]]:
    """By offer, ids of other sources: of what a seller names in words, and sells once, as the model itself."""
    taken = set(map(_id, own))
    times = Counter((row["provider"], row["model_id"]) for row in own)
    named = [
        row
        for row in sorted(own, key=lambda row: str(row["id"]))
        if row["kind"] == "direct"
        and row["model_id"] is not None
        and times[row["provider"], row["model_id"]] == 1
        and content.standing.of((row["source"], row["record"])).keys().isdisjoint(("wire_id", "variant"))
    ]
    known = wire_ids(content.db, {row["model_id"] for row in named}, content.sellers) if named else {}
    found: dict[str, dict[str, Claimed]] = {}
    for row in named:
        seller = content.sellers.get(row["provider"].lower(), row["provider"])
        for id_, claim in known.get((seller, row["model_id"]), {}).items():
            if (row["provider"], id_.lower()) not in taken:
                taken.add((row["provider"], id_.lower()))
                found.setdefault(row["id"], {})[id_] = claim
    return found


def on_day(base: Base, conditions: Sequence[Condition], at: datetime) -> tuple[Base, list[Condition]]:
    """The prices and the conditions of a day: without those of other days, and without the days of those that hold."""
    prices: dict[str, Decimal | None] = dict(base)
    left: list[Condition] = []
    for one in conditions:
        days = Condition({name: value for name, value in one.when.items() if name in DAYS}, {})
        rest = {name: value for name, value in one.when.items() if name not in DAYS}
        if not is_met(days, at, Request()):
            continue
        if rest:
            left.append(Condition(rest, one.prices))
        else:
            prices.update(one.prices)
            left = [_without(earlier, one) for earlier in left]
    return {name: price for name, price in prices.items() if price is not None}, [one for one in left if one.prices]


def _without(earlier: Condition, later: Condition) -> Condition:
    """A condition without the prices for which a later one of the day takes its place."""
    if earlier.is_incremental:
        return earlier
    return Condition(earlier.when, {name: p for name, p in earlier.prices.items() if name not in later.prices})


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
