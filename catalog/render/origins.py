"""The answers that a model's page is read from: each once, however many of its receipts lead there."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from catalog.render.contexts import ModelPage
from catalog.render.linked import Answer, Origin, Receipt


def with_origins(page: ModelPage) -> ModelPage:
    """The page with every answer that a receipt on it leads to."""
    found = {one.origin.anchor: one.origin for one in chain(_receipts(page), _answers(page))}
    return replace(page, origins=tuple(sorted(found.values(), key=_order)))


def _receipts(page: ModelPage) -> Iterator[Receipt]:
    facts = (page.headline, page.lifecycle, page.abilities, page.indexes, page.facts, page.identifiers)
    for fact in chain.from_iterable(facts):
        yield from fact.receipts
    if page.description_receipt:
        yield page.description_receipt


def _answers(page: ModelPage) -> Iterator[Answer]:
    rows: Iterable[Iterable[Answer]] = (
        *(row.answers for row in chain(page.offers, page.other_offers)),
        *(row.answers for row in page.weights),
        *(row.answers for row in page.ratings),
    )
    return chain(*rows, page.match_answers, page.raw_answers, page.meant_answers)


def _order(origin: Origin) -> tuple[str, str, str]:
    return origin.source, origin.observed.iso, origin.anchor
