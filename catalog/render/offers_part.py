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


class Offers:
    """The offers of one model."""

    def __init__(self, detail: ModelDetail, receipts: Receipts, providers: Mapping[str, str]) -> None:
        self._detail = detail
        self._receipts = receipts
        self._providers = providers
        self._compared = comparable(detail.offers, detail.matches)
        prices = [blended(offer) for offer in self._compared]
        self._cheapest = [offer for offer, cost in zip(self._compared, prices, strict=True) if cost == prices[0]]

    def rows(self, *, plain: bool) -> tuple[OfferRow, ...]:
        """Offers of the model as it is, the cheapest first and unknown prices last; or of its variants and aliases."""
        found = [offer for offer in self._detail.offers if (offer["kind"] in PLAIN) == plain]
        return tuple(map(self._row, sorted(found, key=_by_price)))

    def told(self) -> str:
        """Which is the cheapest, and of how many; empty where there is nothing to compare."""
        if len(self._compared) < 2:
            return ""
        if len(self._cheapest) == len(self._compared):
            return f"All {len(self._compared)} offers that can be compared ask the same."
        first = self._cheapest[0]
        input_, output = (price(first[f"{side}_usd_per_mtok"]) for side in ("input", "output"))
        return (
            f"Cheapest of {len(self._compared)} that can be compared: {input_} in and {output} out"
            f" at {self._names(self._cheapest)}."
        )

    def beside(self, fact: Fact) -> Fact:
        """A fact of the headline with what the cheapest offer has, or the longest context of any."""
        if self._detail.row["status"] != "active":
            return fact
        return replace(fact, best=self._context(fact) if fact.field == "context_listed" else self._price(fact.field))

    def _context(self, fact: Fact) -> str:
        """The longest context that a seller states, where no list states one."""
        stated = [offer for offer in self._detail.offers if offer["context_served"]]
        if fact.receipts or not stated:
            return ""
        most = max(offer["context_served"] for offer in stated)
        return f"{short_count(most)} at {self._names(offer for offer in stated if offer['context_served'] == most)}"

    def _price(self, field: str) -> str:
        if not self._compared:
            return ""
        first = self._cheapest[0]
        if len(self._compared) > 1:
            if len(self._cheapest) == len(self._compared):
                return f"the same at all {len(self._compared)} offers"
            return f"cheapest offer: {price(first[field])} at {self._names(self._cheapest)}"
        listed = first["kind"] == "list"
        return "" if listed else f"only offer: {price(first[field])} at {self._names(self._cheapest)}"

    def _names(self, offers: Iterable[Row]) -> str:
        names = list(dict.fromkeys(seller_name(offer, self._receipts, self._providers) for offer in offers))
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        return f"{names[0]}{more}"

    def _row(self, offer: Row) -> OfferRow:
        said = self._detail.said[offer["source"], offer["record"]]
        differ = len(self._cheapest) < len(self._compared)
        return replace(
            offer_row(offer, said, self._receipts, self._providers),
            disputed=offer_dispute(self._detail, offer),
            cheapest=differ and any(offer["id"] == one["id"] for one in self._cheapest),
            maker=any(offer["id"] == other["maker_offer"] for other in self._detail.offers),
        )


def _by_price(offer: Row) -> tuple[bool, object, str, str]:
    cost = blended(offer)
    return cost is None, cost or 0, offer["via"] or "", offer["id"]
