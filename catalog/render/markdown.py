"""The Markdown twin of a model page, for readers that are programs."""

import re
from collections.abc import Iterable
from functools import lru_cache

from catalog.render.contexts import Compared, Fact, ModelPage, OfferRow
from catalog.render.environment import UNPRINTABLE
from catalog.render.linked import Answer, Score

_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+!|~&<>]")
# Brackets as entities and not with a backslash: the file may be shown as it is, as HTML.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def markdown(context: ModelPage) -> str:
    """The page as Markdown, in its own order but for the past, matches and raw record. Upstream text is escaped."""
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
    facts = (*context.headline, *context.lifecycle, *context.abilities, *context.indexes, *context.facts)
    lines += ["|---|---|---|---|---|---|---|", *map(_fact, facts), ""]
    lines += ["## Identifiers", ""]
    lines += [f"- {escape(item.label)}: {escape(item.value)}" for item in (*context.identifiers, *context.other_ids)]
    lines += ["", "## Offers", ""]
    lines += [escape(context.offers_told), ""] if context.offers_told else []
    lines += [
        "| Seller | Id | Input / 1M | Output / 1M | Other prices and conditions | Receipts |",
        "|---|---|---|---|---|---|",
    ]
    lines += [*map(_offer, (*context.offers, *context.other_offers)), ""]
    lines += _ratings(context.ratings) + _compared(context.compared, context.page.root)
    lines += ["## Description", ""]
    lines += ["\n\n".join(escape(part) for part in context.description) or "No source that we hold gives one.", ""]
    return "\n".join(lines)


@lru_cache(maxsize=16384)  # labels, sources, times and digests come again on every page
def escape(text: str) -> str:
    """A text in one line in which Markdown and HTML mean nothing."""
    line = UNPRINTABLE.sub("\ufffd", " ".join(text.split()))
    return _SPECIAL.sub(_escaped, line)


def _escaped(sign: re.Match[str]) -> str:
    return _ENTITIES.get(sign[0], f"\\{sign[0]}")


def _fact(fact: Fact) -> str:
    text = f"{fact.text} ({fact.exact})" if fact.exact else fact.text
    text += " (disputed)" if fact.disputed else ""
    receipt = fact.receipts[0] if fact.receipts else None
    told = (
        (receipt.origin.source, receipt.origin.observed.iso, receipt.original, receipt.pointer, receipt.origin.snapshot)
        if receipt
        else ()
    )
    return _row((fact.label, text, *(told or ("",) * 5)))


def _told(answers: Iterable[Answer]) -> str:
    """The answers that a row is read from, and what each writes where."""
    return "; ".join(
        f"{answer.origin.source}, {answer.origin.observed.iso}, snapshot {answer.origin.snapshot}: "
        + ", ".join(f"{one.label} {one.original} at {answer.pointer}{one.pointer}" for one in answer.told)
        for answer in answers
    )


def _ratings(scores: Iterable[Score]) -> list[str]:
    """Overall ratings by board and configuration; nothing where there is none."""
    rows = [
        _row((score.configuration, score.board, score.style, score.rank, score.rating, score.interval, score.votes,
              score.published, _told(score.answers)))
        for score in scores
    ]  # fmt: skip
    head = "| Configuration | Board | Style | Rank | Rating | 95 % interval | Votes | Published | Receipts |"
    return ["## Leaderboard ratings", "", head, "|---|---|---|---|---|---|---|---|---|", *rows, ""] if rows else []


def _compared(compared: Compared | None, root: str) -> list[str]:
    """Models of the same score for less money, and near ones of other labs; nothing where none is known."""
    if compared is None or not (compared.cheaper or compared.similar):
        return []
    kinds = (("cheaper", compared.cheaper), ("similar", compared.similar))
    rows = [
        _row((kind, peer.id, peer.rating, peer.interval, peer.blended, peer.input, peer.output, peer.seller))
        + f" [page]({root}{peer.path}index.md) |"
        for kind, peers in kinds
        for peer in peers
    ]
    head = "| Kind | Id | Score | 95 % interval | Three tokens in to one out | Input | Output | Seller | Page |"
    return [f"## Cheaper at the same score ({escape(compared.listing)})", "", head, "|---" * 9 + "|", *rows, ""]


def _offer(offer: OfferRow) -> str:
    seller = f"{offer.seller} via {offer.via}" if offer.via else offer.seller
    more = [f"{price.label} {price.text} {price.unit}" for price in offer.others]
    for condition in offer.conditions:
        prices = ", ".join(f"{price.label} {price.text}" for price in condition.prices)
        more.append(f"{condition.when}: {prices}")
    more.extend(offer.notes)
    more += ["cheapest"] if offer.cheapest else []
    more += [f"over the maker's price: {offer.markup}"] if offer.markup else []
    return _row((
        seller,
        f"{offer.wire_id} ({offer.kind})",
        offer.input.text,
        offer.output.text,
        "; ".join(more),
        _told(offer.answers),
    ))  # fmt: skip


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(escape, cells)) + " |"
