"""One model as JSON: its own file, and the shape that `show --json` prints."""

from typing import Any

from catalog.entries import Claimed
from catalog.export.api.credits import credited
from catalog.export.api.disagreements import disagreement_block
from catalog.export.api.models import NAMED, columns
from catalog.export.api.past import past_blocks
from catalog.export.api.receipts import backed, claim_block
from catalog.queries import Addresses, ModelDetail, Row, Value
from catalog.said import Said
from catalog.values import Exact, typed
from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES, PRICES

TYPED = frozenset({*PRICES, "discount", "native_prices", "other_prices"})
"""Columns of an offer that are no texts."""
RATED = {
    "rating": "rating", "low": "rating_low", "high": "rating_high", "votes": "votes", "style_control": "style_control",
}  # fmt: skip
"""Columns of a rating that are no texts, each with the field that says how to read it."""


def one_model(detail: ModelDetail, addresses: Addresses) -> dict[str, Any]:
    """One model with every claim behind its values, its offers and its matches."""
    return {
        **columns(detail.row, *NAMED, "first_seen", "last_seen", "price_state"),
        "fields": {name: field_block(value, addresses) for name, value in _in_order(detail)},
        "offers": [offer_block(offer, said_of(detail, offer), addresses) for offer in detail.offers],
        "disagreements": [disagreement_block(row, addresses) for row in detail.disagreements],
        "matches": [match_block(match, addresses) for match in detail.matches],
        "scores": [score_block(score, said_of(detail, score), addresses) for score in detail.scores],
        "meant": [{**row, **backed(row["claims"], addresses)} for row in detail.aliases],
        "kin": detail.kin,
        "artifacts": [
            {**row, "claims": [claim_block(claim, addresses) for claim in row["claims"]]} for row in detail.artifacts
        ],
        "corrections": [correction_block(row) for row in detail.corrections],
        **past_blocks(detail, addresses),
    }


def said_of(detail: ModelDetail, row: Row) -> Said:
    """The claims behind an offer or a rating."""
    return detail.said[row["source"], row["record"]]


def raw_record(detail: ModelDetail) -> dict[str, Any]:
    """The record that stands for a model, as its source served it, by source."""
    return {detail.raw_record[0]: parse_raw(detail.raw)}


def field_block(value: Value, addresses: Addresses) -> dict[str, Any]:
    """A field: its value, who says so, by which rule, and every claim."""
    return {
        "value": typed(value.field, value.value),
        "source": value.chosen.source,
        "rule": value.rule,
        "disputed": value.disputed,
        "claims": [_witness(claim, value, addresses) for claim in value.claims],
        **credited(value.chosen.source, value.field),
    }


def _witness(claim: Claimed, value: Value, addresses: Addresses) -> dict[str, Any]:
    """A claim of a value: what it is to the value, and whether it counts."""
    block = claim_block(claim, addresses)
    block["stance"] = value.stance(claim)
    block["counted"] = not value.uncounted or (claim.source, claim.record) not in value.uncounted
    return block


def offer_block(offer: Row, said: Said, addresses: Addresses) -> dict[str, Any]:
    """An offer: prices as exact numbers, conditions spelled out, and where each was read."""
    block: dict[str, Any] = {}
    for name, value in offer.items():
        if name == "conditions":
            block[name] = typed("conditions", value) if value else []
        else:
            block[name] = typed(name, value) if name in TYPED and value is not None else value
    for name in ("markup_input", "markup_output"):
        block[name] = None if offer[name] is None else Exact(offer[name])
    return {**block, **backed(said, addresses), **credited(offer["source"])}


def correction_block(row: Row) -> dict[str, Any]:
    """What people corrected of a record: no value where the claim was dropped."""
    said = {name: row[name] for name in ("source", "record", "field", "who", "on", "why", "url")}
    value = None if row["value"] is None else typed(row["field"], row["value"])
    return {**said, "upstream": typed(row["field"], row["upstream"]), "value": value, "dropped": row["value"] is None}


def score_block(score: Row, said: Said, addresses: Addresses) -> dict[str, Any]:
    """A leaderboard's row, its numbers exact and its flag a flag, and where each was read."""
    block = dict(score)
    for name, field in RATED.items():
        if block[name] is not None:
            block[name] = typed(field, block[name])
    return {**block, **backed(said, addresses), **credited(score["source"])}


def match_block(match: Row, addresses: Addresses) -> dict[str, Any]:
    """A judgement with its evidence, and where the record stands of which it is."""
    told = {name: value for name, value in match.items() if name not in ("first_seen", "last_seen")}
    return {
        **told,
        "evidence": parse_raw(match["evidence"]),
        "url": addresses.at(match["source"], match["snapshot"], match["last_seen"]),
        "fetched_at": match["last_seen"],
        "first_observed": match["first_seen"],
    }


def _in_order(detail: ModelDetail) -> list[tuple[str, Value]]:
    """Fields in the registry's order."""
    places = {name: place for place, name in enumerate(ATTRIBUTES)}
    return sorted(detail.fields.items(), key=lambda item: (places.get(item[0], len(places)), item[0]))
