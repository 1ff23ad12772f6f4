"""Sellers with their offers, and how their prices stand to other sellers' and to the makers'."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from catalog.match.judgement import ROUTER
from catalog.pricing.level import Level, levels, middle
from catalog.queries import Row
from catalog.sales import plain_sales

RETOLD = frozenset({ROUTER})
"""Whose price of a model is that of one of its sellers: nobody is compared with it."""


class Seller(NamedTuple):
    """A seller with its offers and its figures."""

    slug: str
    name: str
    offers: Sequence[Row]
    level: Level | None
    """None where nobody else sells its models."""
    markups: tuple[Decimal | None, Decimal | None]
    """The middle of its input and of its output prices over the makers'."""
    compared: int
    """How many of its offers are compared with a maker's."""

    @property
    def models(self) -> int:
        """How many models it sells."""
        return len({offer["model_id"] for offer in self.offers} - {None})


def all_sellers(offers: Sequence[Row], names: Mapping[str, str], sellers: Mapping[str, str]) -> list[Seller]:
    """Every seller with an offer, those with most models first.

    `offers` come by provider; `names` are what to call each, and `sellers` gives one name for the many of a seller.
    """
    stand = levels(plain_sales(offers, sellers), RETOLD)
    found = []
    for slug, group in groupby(offers, key=lambda offer: str(offer["provider"])):
        own = list(group)
        over = [
            offer for offer in own if offer["maker"] and one_name(offer["maker"], sellers) != one_name(slug, sellers)
        ]
        input_, output = (
            middle([Decimal(offer[name]) for offer in over if offer[name] is not None])
            for name in ("markup_input", "markup_output")
        )
        found.append(Seller(slug, names[slug], own, stand.get(slug), (input_, output), len(over)))
    return sorted(found, key=lambda seller: (-seller.models, -len(seller.offers), seller.slug))


def one_name(provider: str, sellers: Mapping[str, str]) -> str:
    """The one name of whoever stands behind a provider."""
    return sellers.get(provider.lower(), provider)
