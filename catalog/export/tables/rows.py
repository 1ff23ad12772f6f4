"""The rows of tables that only the published database has."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from catalog.export.content import Content
from catalog.export.crosswalk import crosswalk_rows
from catalog.export.tables.schema import ADDED
from catalog.history import Histories, speaks
from catalog.labs import labs
from catalog.outlines import sold
from catalog.pricing.cheapest import blended, comparable
from catalog.queries import provider_names
from catalog.render.receipts import Receipts
from catalog.render.seller_names import seller_names
from catalog.sales import standing_offers
from scraper.attributes import ATTRIBUTES
from scraper.units import plain

Row = dict[str, Any]


def added_rows(content: Content, table: str) -> Iterator[tuple[Any, ...]]:
    """The rows of an added table, in the order of its key, each in the order of its columns."""
    columns = tuple(ADDED[table].columns)
    return (tuple(row[column] for column in columns) for row in _MADE[table](content))


def _labs(content: Content) -> Iterator[Row]:
    for lab in sorted(labs(content.briefs), key=lambda lab: lab.id):
        yield {"id": lab.id, "name": lab.name, "models": len(lab.models), "listed": len(lab.listed)}


def _providers(content: Content) -> Iterator[Row]:
    """Sellers of today, and those that changes name."""
    sold = standing_offers(content.db)
    names = provider_names(content.db)
    sources = {row["id"]: str(row["name"]) for row in content.status.sources}
    called = seller_names(sold, Receipts(content.addresses, sources), names)
    earlier = {row["provider"] for row in content.changes if row["provider"] is not None}
    offers = Counter(row["provider"] for row in sold)
    models = Counter(seller for seller, model in {(row["provider"], row["model_id"]) for row in sold} if model)
    for id_ in sorted({*called, *earlier}):
        name = called.get(id_, names.get(id_, id_))
        yield {"id": id_, "name": name, "offers": offers[id_], "models": models[id_]}


def _fields(_: Content) -> Iterator[Row]:
    for name, attribute in sorted(ATTRIBUTES.items()):
        told = {"kind": attribute.kind.value, "label": attribute.label, "meaning": attribute.meaning}
        yield {"id": name, **told, "per": attribute.per or None}


def _comparable(content: Content) -> Iterator[Row]:
    for detail in sold(content.db):
        for place, offer in enumerate(comparable(detail.offers, detail.matches), 1):
            price = blended(offer)
            if price is not None:
                told = {"place": place, "offer": offer["id"], "blended_usd_per_mtok": plain(price)}
                yield {"model_id": detail.id, **told}


def _history(content: Content) -> Iterator[Row]:
    histories = Histories(content.db)
    for row, values in content.outlines:
        spans = histories.of((row["source"], row["record"])).spans
        for field in sorted(field for field in spans if speaks(row["source"], field, values)):
            for span in spans[field]:
                claim = span.claim
                yield {
                    "model_id": row["id"], "field": field, "since": span.since, "until": span.until,
                    "value": span.value, "source": claim.source, "record": claim.record,
                    "held_by": span.held or None, "snapshot": claim.snapshot,
                }  # fmt: skip


_MADE: dict[str, Callable[[Content], Iterable[Row]]] = {
    "crosswalk": crosswalk_rows,
    "labs": _labs,
    "providers": _providers,
    "fields": _fields,
    "comparable": _comparable,
    "history": _history,
}
