"""The answers that a model's page is read from: each once, however many of its receipts lead there."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from catalog.render.contexts import ModelPage
from catalog.render.linked import Origin


def with_origins(page: ModelPage) -> ModelPage:
    """The page with every answer that a receipt on it leads to."""
    found = {origin.anchor: origin for origin in _origins(page)}
    return replace(page, origins=tuple(sorted(found.values(), key=_order)))


def _origins(page: ModelPage) -> Iterator[Origin]:
    """Where each receipt leads, as often as receipts do."""
    for fact in chain(page.headline, page.lifecycle, page.abilities, page.indexes, page.facts):
        yield from (receipt.origin for receipt in fact.receipts)
    for name in page.identifiers:
        yield from (receipt.origin for receipt in name.receipts)
    if page.description_receipt:
        yield page.description_receipt.origin
    rows = (
        *(offer.answers for offer in (*page.offers, *page.other_offers)),
        *(weights.answers for weights in page.weights),
        *(rating.answers for rating in page.ratings),
    )
    yield from (answer.origin for answer in chain(*rows, page.match_answers, page.raw_answers, page.meant_answers))


def _order(origin: Origin) -> tuple[str, str, str]:
    return origin.source, origin.observed.iso, origin.anchor
