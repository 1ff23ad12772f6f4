"""The offers of a model's page: who sells it, the cheapest first, and what the headline tells of that one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from catalog.pricing.cheapest import blended, comparable
from catalog.pricing.maker import PLAIN
from catalog.queries import ModelDetail, Row
from catalog.render.contexts import Fact, OfferRow
from catalog.render.formats import price, short_count
from catalog.render.offer_rows import offer_row
from catalog.render.receipts import Receipts
from catalog.render.said import offer_dispute
from catalog.render.seller_names import seller_name
from scraper.answers import parse_raw


class Offers:
    """The offers of one model."""

    def __init__(self, detail: ModelDetail, receipts: Receipts, providers: Mapping[str, str], root: str) -> None:
        self._detail = detail
        self._receipts = receipts
        self._providers = providers
        self._root = root
        self._compared = comparable(detail.offers, detail.matches)
        prices = [blended(offer) for offer in self._compared]
        self._cheapest = [offer for offer, cost in zip(self._compared, prices, strict=True) if cost == prices[0]]
        self._makers = {offer["maker_offer"] for offer in detail.offers}

    def rows(self, *, plain: bool) -> tuple[OfferRow, ...]:
        """Offers of the model as it is, the cheapest first and unknown prices last; or of its variants and aliases.

        Where there are only those, they come first.
        """
        sold = self._detail.offers
        found = [offer for offer in sold if (offer["kind"] in PLAIN) == plain]
        if not any(offer["kind"] in PLAIN for offer in sold):
            found = sold if plain else []
        return tuple(map(self._row, sorted(found, key=_by_price)))

    def told(self) -> str:
        """Which is the cheapest, and of how many; empty where there is nothing to compare."""
        if len(self._compared) < 2:
            return ""
        if len(self._cheapest) == len(self._compared):
            return f"All {len(self._compared)} offers that can be compared ask the same."
        first = self._cheapest[0]
        input_, output = (price(first[f"{side}_usd_per_mtok"]) for side in ("input", "output"))
        hours = " That is its base price: at some hours it asks another." if _by_the_hour(first) else ""
        return (
            f"Cheapest of {len(self._compared)} that can be compared: {input_} in and {output} out"
            f" at {self._names(self._cheapest)}.{hours}"
        )

    def beside(self, fact: Fact) -> Fact:
        """A fact of the headline with what the cheapest offer has, or the longest context of any."""
        if self._detail.row["status"] != "active":
            return fact
        told = self._context(fact) if fact.field == "context_listed" else self._price(fact.field, bool(fact.receipts))
        return replace(fact, best=told)

    def _context(self, fact: Fact) -> str:
        """The longest context that a seller states, where no list states one."""
        stated = [offer for offer in self._detail.offers if offer["context_served"]]
        if fact.receipts or not stated:
            return ""
        most = max(offer["context_served"] for offer in stated)
        return f"{short_count(most)} at {self._names(offer for offer in stated if offer['context_served'] == most)}"

    def _price(self, field: str, known: bool) -> str:
        """What the cheapest offer asks; where none can be compared, that there are other prices."""
        if not self._compared:
            priced = any(offer["price_state"] == "known" for offer in self._detail.offers)
            return "" if known or not priced else "priced otherwise: see the offers"
        if len(self._cheapest) == len(self._compared) > 1:
            return f"the same at all {len(self._compared)} offers"
        if any(offer["kind"] == "list" for offer in self._cheapest):
            return "no offer is cheaper" if len(self._compared) > 1 else ""
        word = "cheapest" if len(self._compared) > 1 else "only"
        hours = ", not at all hours" if _by_the_hour(self._cheapest[0]) else ""
        return f"{word} offer: {price(self._cheapest[0][field])} at {self._names(self._cheapest)}{hours}"

    def _names(self, offers: Iterable[Row]) -> str:
        names = list(dict.fromkeys(seller_name(offer, self._receipts, self._providers) for offer in offers))
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        return f"{names[0]}{more}"

    def _row(self, offer: Row) -> OfferRow:
        said = self._detail.said[offer["source"], offer["record"]]
        differ = len(self._cheapest) < len(self._compared)
        return replace(
            offer_row(offer, said, self._receipts, self._providers, self._root),
            disputed=offer_dispute(self._detail, offer),
            cheapest=differ and any(offer["id"] == one["id"] for one in self._cheapest),
            maker=offer["id"] in self._makers,
        )


def _by_price(offer: Row) -> tuple[bool, object, bool, str]:
    cost = blended(offer)
    return cost is None, cost or 0, offer["kind"] != "list", offer["id"]


def _by_the_hour(offer: Row) -> bool:
    """Whether its price depends on the hour or the day of the week."""
    conditions = parse_raw(offer["conditions"] or "[]")
    return any({"utc_start", "weekdays"} & condition["when"].keys() for condition in conditions)
