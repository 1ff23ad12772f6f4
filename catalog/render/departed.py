"""What stands on top of the page of a model that is gone, ready to print."""

from collections.abc import Iterator

from catalog.addresses import folder, link
from catalog.departure import LEADS, Departure, Lead
from catalog.history import PRICED
from catalog.queries import ModelDetail
from catalog.render.formats import moment, price
from catalog.render.receipts import Receipts
from catalog.render.told_history import GonePart, LeadRow


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
        seen, without = moment(gone.last_seen).text, moment(gone.gone_at).text
        return (
            f"This model is no longer listed at {source}: last seen {seen}, and the answer of {without} was the first"
            " without it."
        )
    ends = detail.fields.get("retires_at")
    told = f"was retired on {moment(ends.value).text}" if ends else "is no longer offered"
    return f"This model {told}, as {source} says."


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
            meaning=LEADS[lead.relation].capitalize(),
            name=lead.name,
            href=f"{root}models/{link(folder(lead.model_id))}/" if lead.model_id else "",
            source=_sayer(lead, gone, receipts),
            url=receipts.address(lead.said.source, lead.said.snapshot, lead.said.last_observed) if lead.said else "",
        )


def _sayer(lead: Lead, gone: Departure, receipts: Receipts) -> str:
    if lead.said is not None:
        return receipts.name(lead.said.source)
    return receipts.name(gone.source) if lead.relation == "renamed_to" else ""
