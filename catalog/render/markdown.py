"""The Markdown twin of a model page, for readers that are programs."""

import re

from catalog.render.contexts import Fact, ModelPage, OfferRow
from catalog.render.environment import UNPRINTABLE

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~])")
_BLANKS = re.compile(r"\s+")


def markdown(context: ModelPage) -> str:
    """The page as Markdown: facts, identifiers, offers, description. Upstream text is escaped."""
    lines = [f"# {escape(context.name)}", "", escape(context.lead), ""]
    if context.page.notice:
        as_of = context.page.notice.as_of
        lines += [f"> {escape(context.page.notice.text)}" + (f" ({as_of.text})" if as_of else ""), ""]
    lines += [
        f"Status: {escape(context.status)}",
        "",
        "## Facts",
        "",
        "| Field | Value | Source | Observed | As written | Found at | Snapshot |",
    ]
    lines += ["|---|---|---|---|---|---|---|", *map(_fact, (*context.headline, *context.lifecycle, *context.facts)), ""]
    lines += ["## Identifiers", ""]
    lines += [f"- {escape(item.label)}: {escape(item.value)}" for item in (*context.identifiers, *context.other_ids)]
    lines += [
        "",
        "## Offers",
        "",
        "| Seller | Id | Input / 1M | Output / 1M | Other prices and conditions | Receipts |",
    ]
    lines += ["|---|---|---|---|---|---|", *(_offer(offer) for offer in context.offers), "", "## Description", ""]
    lines += ["\n\n".join(escape(part) for part in context.description) or "No source that we hold gives one.", ""]
    return "\n".join(lines)


def escape(text: str) -> str:
    """A text in one line in which Markdown and HTML mean nothing."""
    line = UNPRINTABLE.sub("\ufffd", _BLANKS.sub(" ", text).strip())
    # Brackets as entities and not with a backslash: the file may be shown as it is, as HTML.
    return _SPECIAL.sub(r"\\\1", line.translate({ord(sign): entity for sign, entity in _ENTITIES.items()}))


def _fact(fact: Fact) -> str:
    text = f"{fact.text} ({fact.exact})" if fact.exact else fact.text
    text += " (disputed)" if fact.disputed else ""
    receipt = fact.receipts[0] if fact.receipts else None
    told = (
        (receipt.source, receipt.observed.iso, receipt.original, receipt.pointer, receipt.snapshot) if receipt else ()
    )
    return "| " + " | ".join(map(escape, (fact.label, text, *(told or ("",) * 5)))) + " |"


def _told(offer: OfferRow) -> str:
    """The answers that an offer is read from, and what each writes where."""
    return "; ".join(
        f"{answer.source}, {answer.observed.iso}, snapshot {answer.snapshot}: "
        + ", ".join(f"{one.label} {one.original} at {answer.pointer}{one.pointer}" for one in answer.told)
        for answer in offer.answers
    )


def _offer(offer: OfferRow) -> str:
    seller = f"{offer.seller} via {offer.via}" if offer.via else offer.seller
    more = [f"{price.label} {price.text} {price.unit}" for price in offer.others]
    for condition in offer.conditions:
        prices = ", ".join(f"{price.label} {price.text}" for price in condition.prices)
        more.append(f"{condition.when}: {prices}")
    more.extend(offer.notes)
    cells = (
        seller,
        f"{offer.wire_id} ({offer.kind})",
        offer.input.text,
        offer.output.text,
        "; ".join(more),
        _told(offer),
    )
    return "| " + " | ".join(escape(cell) for cell in cells) + " |"
