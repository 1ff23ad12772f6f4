"""How an offer's prices stand to the maker's own price of the same model.

Like is compared with like: dollars with dollars, base price with base price (of the day, where a seller
dates its prices), the model itself and no variant, alias, dated release or faster way of being served.
The maker's own page goes before the maker's own endpoint at the router; what a reseller says of the
maker's price is never taken.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from catalog.entries import Key
from catalog.match.judgement import Judgement
from catalog.names.vocabulary import Vocabulary
from catalog.offers import Offer
from catalog.pricing.conditions import read_conditions
from catalog.pricing.now import Prices, prices_at
from scraper.source import PublisherKind

COMPARED = ("input_usd_per_mtok", "output_usd_per_mtok")
DATED = frozenset({"from", "until"})
PLAIN = frozenset({"list", "endpoint", "direct"})
OF_THE_MODEL = frozenset({"same_release", "offer_of"})
HERE = frozenset({"default", "global", "us", "eu", "zdr"})
"""Parts of an endpoint's tag that say where or how carefully it is served: no other service."""


class Markup(NamedTuple):
    """An offer's prices over the maker's, as shares: 0.05 is 5 % above."""

    maker_offer: str
    """The id of the offer compared with."""
    maker_observed_at: str
    """When that one was last seen."""
    markup_input: Decimal | None
    markup_output: Decimal | None


class Makers:
    """Knows which seller is the maker of a model."""

    def __init__(self, kinds: Mapping[str, PublisherKind], sellers: Mapping[str, str], vocabulary: Vocabulary) -> None:
        self._kinds = kinds
        self._vocabulary = vocabulary
        self._names: dict[str, set[str]] = {}
        for alias, name in sellers.items():
            self._names.setdefault(name, set()).add(alias)
        self._sellers = sellers

    def sells(self, offer: Offer) -> bool:
        """Whether an offer is the maker's own, stated by the maker or by the router for its endpoint."""
        stated = self._kinds[offer.source] is PublisherKind.PROVIDER or offer.kind == "endpoint"
        author = self._vocabulary.author((offer.model_id or "").partition("/")[0])
        return stated and bool(author) and author in map(self._vocabulary.author, self._called(offer.provider))

    def _called(self, provider: str) -> set[str]:
        """Every name of a seller."""
        return {provider, *self._names.get(self._sellers.get(provider, ""), ())}


def markups(offers: Iterable[Offer], judged: Mapping[Key, Judgement], makers: Makers) -> Iterator[tuple[str, Markup]]:
    """By offer, how its prices stand to the maker's; offers of models whose maker sells none have none."""
    alike = [offer for offer in offers if _is_plain(offer, judged)]
    alike.sort(key=lambda offer: offer.model_id or "")
    for _, group in groupby(alike, key=lambda offer: offer.model_id):
        sold = list(group)
        own = min((offer for offer in sold if makers.sells(offer) and _is_priced(offer)), key=_first, default=None)
        if own is not None:
            yield from _compared(own, sold)


def _compared(own: Offer, sold: Sequence[Offer]) -> Iterator[tuple[str, Markup]]:
    for offer in sold:
        shares = [_over(offer, own, name) for name in COMPARED]
        if offer.id != own.id and shares != [None, None]:
            yield offer.id, Markup(own.id, own.observed_at, *shares)


def _over(offer: Offer, own: Offer, name: str) -> Decimal | None:
    at = datetime.fromisoformat(max(offer.observed_at, own.observed_at))
    price, maker = (base_prices(one.prices, one.conditions, at).get(name) for one in (offer, own))
    return None if price is None or not maker else round(price / maker - 1, 4)


def base_prices(prices: Prices, conditions: Iterable[Mapping[str, Any]], at: datetime) -> Prices:
    """The base prices of a day: what a promotion that has ended by then made of them is over."""
    dated = [condition for condition in conditions if condition["when"] and condition["when"].keys() <= DATED]
    return prices_at(prices, read_conditions(dated), at).prices


def _is_priced(offer: Offer) -> bool:
    return any(offer.prices.get(name) for name in COMPARED)


def _is_plain(offer: Offer, judged: Mapping[Key, Judgement]) -> bool:
    if offer.model_id is None:
        return False
    judgement = judged[offer.source, offer.record]
    return is_plain(offer.kind, offer.tag, offer.quantization, judgement.relation, judgement.level)


def is_plain(kind: str, tag: str | None, quantization: str | None, relation: str, level: str) -> bool:
    """Whether a sale is surely of the model itself, served as usual: no variant, dated release or faster service."""
    if kind not in PLAIN or relation not in OF_THE_MODEL or level != "exact":
        return False
    return all(part in HERE or part == quantization for part in (tag or "").split("/")[1:])


def _first(offer: Offer) -> tuple[bool, bool, str]:
    """The maker's page before an endpoint, an endpoint that is not of one region before the others."""
    return bool(offer.via), "/" in (offer.tag or ""), offer.id
