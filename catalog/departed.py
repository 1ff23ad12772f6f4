"""How a model left, in lines for a terminal."""

from collections.abc import Iterator

from catalog.departure import LEADS, Departure
from catalog.history import PRICED
from catalog.queries import ModelDetail, Value
from catalog.render.formats import price


def gone_lines(detail: ModelDetail) -> Iterator[str]:
    """When a model left, its last price with its day, and where to go; nothing of one that is listed."""
    gone = detail.past.gone if detail.past else None
    if gone is None:
        return
    yield _left(gone, detail.fields.get("retires_at"))
    sides = [
        (detail.fields[name], side) for name, side in zip(PRICED, ("in", "out"), strict=True) if name in detail.fields
    ]
    if sides:
        seen = max(value.chosen.last_observed for value, _ in sides)
        told = ", ".join(f"{side} {price(value.value)}" for value, side in sides)
        yield f"last price {told} per 1M, seen {seen[:10]}"
    for lead in gone.leads:
        said = f" ({lead.said.source}, {lead.said.last_observed[:10]})" if lead.said else ""
        known = f": {lead.model_id}" if lead.model_id else f": {lead.name}, which is no model here"
        yield f"{LEADS[lead.relation]}{known}{said}"


def _left(gone: Departure, retires: Value | None) -> str:
    if gone.gone_at is not None:
        return f"left {gone.source}: last seen {gone.last_seen[:10]}, missing since the answer of {gone.gone_at[:10]}"
    return (
        f"retired on {retires.value}, as {gone.source} says" if retires else f"offered no more, as {gone.source} says"
    )
