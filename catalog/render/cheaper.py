"""Models that score no less for less money, and the nearest of other labs: like with like, from one list of scores.

A score is the overall rating of the model as it comes, run without a setting; a price is that of its cheapest
offer, three tokens going in to one coming out. Lists of ratings are no one scale, so only models of the same list
are compared.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from catalog.addresses import folder, link
from catalog.outlines import Sold
from catalog.pricing.cheapest import blended, comparable
from catalog.queries import ModelDetail, Row
from catalog.render.contexts import Compared, Peer
from catalog.render.formats import price, usd
from catalog.render.links import STYLES, rounded
from catalog.render.receipts import Receipts
from catalog.render.seller_names import seller_name
from catalog.scores import OVERALL

MOST = 5
"""So many models of each kind are shown."""

Listing = tuple[str, str, str]
"""Ratings that are one scale: source, board, and whether style was allowed for."""


class _Rated(NamedTuple):
    """A listed model with a score and a price."""

    detail: Sold
    rating: Row
    offer: Row
    cost: Decimal
    low: Decimal
    high: Decimal


class Peers:
    """Every model that has a score and a price, by list of scores."""

    def __init__(self, details: Iterable[Sold], receipts: Receipts, providers: Mapping[str, str]) -> None:
        self._receipts = receipts
        self._providers = providers
        self._lists: dict[Listing, dict[str, _Rated]] = {}
        for detail in details:
            for listing, rated in _rated(detail).items():
                self._lists.setdefault(listing, {})[detail.id] = rated

    def of(self, detail: ModelDetail) -> Compared | None:
        """A model among the others of the longest list that it is in; None where it is in none."""
        found = [listing for listing, rated in self._lists.items() if detail.id in rated]
        if not found:
            return None
        listing = max(found, key=lambda one: (len(self._lists[one]), one))
        own = self._lists[listing][detail.id]
        others = [rated for id_, rated in self._lists[listing].items() if id_ != detail.id]
        cheaper = sorted((it for it in others if it.high >= own.low and it.cost < own.cost), key=_by_cost)
        shown = cheaper[:MOST]
        return Compared(
            listing=", ".join(filter(None, (listing[1], STYLES[listing[2]]))),
            own=self._peer(own),
            cheaper=tuple(map(self._peer, shown)),
            cheaper_count=len(cheaper),
            similar=tuple(map(self._peer, _similar(own, [it for it in others if it not in shown]))),
        )

    def _peer(self, rated: _Rated) -> Peer:
        low, high = rated.rating["low"], rated.rating["high"]
        return Peer(
            id=rated.detail.id,
            name=rated.detail.row["name"],
            path=f"models/{link(folder(rated.detail.id))}/",
            rating=rounded(rated.rating["rating"]),
            interval=f"{rounded(low)} to {rounded(high)}" if low and high else "",
            blended=usd(rated.cost),
            input=price(rated.offer["input_usd_per_mtok"]),
            output=price(rated.offer["output_usd_per_mtok"]),
            seller=seller_name(rated.offer, self._receipts, self._providers),
        )


def _rated(detail: Sold) -> dict[Listing, _Rated]:
    """The newest rating of a model in each list, the best where it has several."""
    offers = comparable(detail.offers, detail.matches) if detail.row["status"] == "active" else []
    cost = blended(offers[0]) if offers else None
    rows = [row for row in detail.scores if (row["board"], row["category"]) == OVERALL and not row["setting"]]
    if cost is None or not rows:
        return {}
    rows.sort(key=lambda row: (row["published"] or row["observed_at"], Decimal(row["rating"])))
    return {
        (row["source"], row["board"], row["style_control"] or ""): _Rated(
            detail, row, offers[0], cost, *(Decimal(row[end] or row["rating"]) for end in ("low", "high"))
        )
        for row in rows
    }


def _similar(own: _Rated, others: Sequence[_Rated]) -> list[_Rated]:
    """Those of other labs whose intervals overlap, the nearest price first."""
    overlap = [it for it in others if it.high >= own.low and it.low <= own.high]
    of_others = [it for it in overlap if it.detail.row["author"] != own.detail.row["author"]]
    return sorted(of_others, key=lambda it: (max(it.cost / own.cost, own.cost / it.cost), it.detail.id))[:MOST]


def _by_cost(rated: _Rated) -> tuple[Decimal, str]:
    return rated.cost, rated.detail.id
