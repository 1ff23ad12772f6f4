"""What stands on top of the page of a model that is gone, ready to print."""

from collections.abc import Iterator

from catalog.addresses import folder, link
from catalog.departure import Departure, Lead
from catalog.history import PRICED
from catalog.queries import ModelDetail
from catalog.render.formats import moment, price
from catalog.render.receipts import Receipts
from catalog.render.told_history import GonePart, LeadRow

MEANINGS = {
    "renamed_to": "The id was renamed to",
    "successor": "Its maker recommends",
    "same_release": "The same release is listed as",
    "alias_of": "A dated release of this name is listed:",
    "snapshot_of": "The name without the date is listed:",
    "newer": "Newer of the same family, though no source calls it the successor:",
}
"""What a lead says of the model that it names."""


def gone_part(detail: ModelDetail, receipts: Receipts, root: str) -> GonePart | None:
    """What the page of a model that is gone says first; None where it is listed."""
    gone = detail.past.gone if detail.past else None
    if gone is None:
        return None
    sides = tuple(name for name in PRICED if name in detail.fields)
    return GonePart(
        sentence=_sentence(detail, gone, receipts.name(gone.source)),
        price=_last_price(detail, sides),
        price_fields=sides,
        leads=tuple(_leads(gone, receipts, root)),
    )


def _sentence(detail: ModelDetail, gone: Departure, source: str) -> str:
    if gone.gone_at is not None:
        without = moment(gone.gone_at).text
        return (
            f"No longer listed at {source}: last seen {moment(gone.last_seen).text}, and the answer of {without}"
            " was the first without it."
        )
    ends = detail.fields.get("retires_at")
    return (
        f"Retired on {moment(ends.value).text}, as {source} says." if ends else f"No longer offered, as {source} says."
    )


def _last_price(detail: ModelDetail, sides: tuple[str, ...]) -> str:
    """The last price with its time; empty where none is known."""
    if not sides:
        return ""
    told = " and ".join(
        f"{price(detail.fields[name].value)} {side}"
        for name, side in zip(PRICED, ("in", "out"), strict=True)
        if name in sides
    )
    newest = max(detail.fields[name].chosen.last_observed for name in sides)
    return f"Its last price was {told} per 1M tokens, seen on {moment(newest).text}."


def _leads(gone: Departure, receipts: Receipts, root: str) -> Iterator[LeadRow]:
    for lead in gone.leads:
        yield LeadRow(
            meaning=MEANINGS[lead.relation],
            name=lead.name,
            href=f"{root}models/{link(folder(lead.model_id))}/" if lead.model_id else "",
            source=_sayer(lead, gone, receipts),
            url=receipts.address(lead.said.source, lead.said.snapshot, lead.said.last_observed) if lead.said else "",
        )


def _sayer(lead: Lead, gone: Departure, receipts: Receipts) -> str:
    if lead.said is not None:
        return receipts.name(lead.said.source)
    return receipts.name(gone.source) if lead.relation == "renamed_to" else ""
