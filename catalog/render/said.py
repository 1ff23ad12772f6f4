"""Disagreements as rows of pages: every value in the words of its field, with its time and its address."""

from collections.abc import Mapping
from typing import Any

from catalog.addresses import folder, link
from catalog.disagreements import once
from catalog.doubts import DOUBTS
from catalog.entries import Claimed
from catalog.queries import ModelDetail, Row, Value
from catalog.render.disputed import DisagreementRow, SaidRow
from catalog.render.formats import day, moment, said_value
from catalog.render.receipts import Receipts
from scraper.attributes import ATTRIBUTES

MOST = 6
"""So many who say otherwise stand beside a value; the others are in its receipts and in the JSON."""


def disagreement_row(row: Row, names: Mapping[str, str], receipts: Receipts, root: str) -> DisagreementRow:
    """One disagreement; `names` are the models that have a page."""
    model_id = row["model_id"] or ""
    known = model_id in names
    return DisagreementRow(
        model=names[model_id] if known else model_id or row["wire_id"],
        href=f"{root}models/{link(folder(model_id))}/" if known else "",
        offer=f"{row['provider']}: {row['wire_id']}" if row["wire_id"] else "",
        field=ATTRIBUTES[row["field"]].label,
        ratio=_ratio(row),
        newest=day(row["newest"]).text,
        doubt=DOUBTS.get(row["doubt"], ""),
        said=tuple(_said(row["field"], one, receipts) for one in row["said"]),
    )


def price_disputes(detail: ModelDetail, receipts: Receipts) -> tuple[DisagreementRow, ...]:
    """What sources say against each other of the prices of a model's offers."""
    rows = [row for row in detail.disagreements if row["kind"] == "price"]
    return tuple(disagreement_row(row, {}, receipts, "") for row in rows)


def offer_dispute(detail: ModelDetail, offer: Row) -> str:
    """Which prices of an offer are told otherwise by others, in words; empty where none is."""
    key = (offer["source"], offer["record"])
    labels = [ATTRIBUTES[row["field"]].label.lower() for row in detail.disagreements if _is_conflict_of(row, key)]
    return f"others say otherwise of: {', '.join(labels)}" if labels else ""


def value_dispute(detail: ModelDetail, value: Value, receipts: Receipts) -> tuple[SaidRow, ...]:
    """Who says what of a disputed value, the chosen claim first; nothing where no witness of its own says otherwise."""
    key = (value.chosen.source, value.chosen.record)
    for row in detail.disagreements:
        if row["field"] == value.field and _is_conflict_of(row, key):
            said = sorted(row["said"], key=lambda one: (one["source"], one["record"]) != key)
            return tuple(_said(value.field, one, receipts) for one in said)
    if not value.disputed:
        return ()
    against = [
        claim
        for claim in value.claims
        if value.stance(claim) == "otherwise" and (claim.source, claim.record) not in value.uncounted
    ]
    return tuple(_said(value.field, _told(claim), receipts) for claim in once([value.chosen, *against])[:MOST])


def _is_conflict_of(row: Row, key: tuple[str, str]) -> bool:
    """Whether a disagreement is of prices, without doubt, and one in which a record has its say."""
    plain = row["kind"] == "price" and not row["doubt"]
    return plain and any((one["source"], one["record"]) == key for one in row["said"])


def _told(claim: Claimed) -> dict[str, Any]:
    return {**claim._asdict(), "since": claim.first_observed, "last": claim.last_observed}


def _said(field: str, one: Mapping[str, Any], receipts: Receipts) -> SaidRow:
    return SaidRow(
        source=receipts.name(one["source"]),
        record=one["record"],
        value=said_value(field, one["value"]),
        since=moment(one["since"]).text,
        last=moment(one["last"]).text,
        url=receipts.address(one["source"], one["snapshot"], one["last"]),
    )


def _ratio(row: Row) -> str:
    if row["kind"] != "price":
        return ""
    return f"{row['ratio']:.2f} times" if row["ratio"] is not None else "free against a price"
