"""Rows of the derived tables, each made from what was derived."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

from catalog.disagreements import Disagreement
from catalog.entries import Entry, Key
from catalog.health import Health
from catalog.match.judgement import NEW, ROUTER, Judgement, Why
from catalog.offers import Offer
from catalog.pricing.maker import Markup
from catalog.resolve import LEVELS, Model
from scraper.answers import parse_raw
from scraper.attributes import PRICES
from scraper.units import dumps, plain

ARENA = "arena"
"""The source that rates: it says nothing of the model itself."""
MANY = 1 << 12
"""So many grounds are remembered while judgements are read again."""


def match_rows(judgements: Iterable[Judgement]) -> Iterator[dict[str, Any]]:
    """Judgements as rows of `matches`; grounds that many share, as the rows of a leaderboard do, are written once."""
    written: dict[Why, str] = {}
    for judgement in judgements:
        row = judgement._asdict()
        why = row.pop("why")
        if why not in written:
            written[why] = dumps(why.as_json())
        row["evidence"] = written[why]
        yield row


def read_match(row: Mapping[str, Any]) -> Judgement:
    """The judgement that a row of `matches` was made from."""
    told = {name: value for name, value in row.items() if name != "evidence"}
    return Judgement(**told, why=_why(row["evidence"]))


@lru_cache(maxsize=MANY)
def _why(evidence: str) -> Why:
    """The grounds that a text tells: the same stand in row after row."""
    return Why.from_json(parse_raw(evidence))


def disagreement_row(found: Disagreement) -> dict[str, Any]:
    """A disagreement as a row of `disagreements`."""
    row = found._asdict()
    row["ratio"] = None if found.ratio is None else plain(round(found.ratio, 4))
    row["said"] = dumps([said._asdict() for said in found.said])
    return row


def offer_row(offer: Offer, markup: Markup | None = None) -> dict[str, Any]:
    """An offer as a row of `offers`, with how its prices stand to the maker's."""
    row = offer._asdict()
    prices: dict[str, Any] = row.pop("prices")
    row.update({name: plain(price) for name, price in prices.items()}, **row.pop("told"))
    if markup is not None:
        shares = {name: plain(share) for name, share in markup._asdict().items() if isinstance(share, Decimal)}
        row.update({**markup._asdict(), **shares})
    row["discount"] = None if offer.discount is None else plain(offer.discount)
    row["conditions"] = dumps(offer.conditions) if offer.conditions else None
    return row


def surest(judged: Mapping[Key, Judgement], entries: Mapping[Key, Entry]) -> dict[str, str]:
    """By model, the surest level at which a second source's record was matched."""
    found: dict[str, str] = {}
    for key, judgement in judged.items():
        unsaid = judgement.rule in NEW or not entries[key].present
        if judgement.model_id is None or unsaid or entries[key].source == ROUTER:
            continue
        before = found.get(judgement.model_id, LEVELS[-1])
        found[judgement.model_id] = min(before, judgement.level, key=LEVELS.index)
    return found


def sayers(judged: Mapping[Key, Judgement], entries: Mapping[Key, Entry]) -> dict[str, frozenset[str]]:
    """By model, the sources whose records were joined to it."""
    found: dict[str, set[str]] = {}
    for key, judgement in judged.items():
        if judgement.model_id is not None and entries[key].present:
            found.setdefault(judgement.model_id, set()).add(judgement.source)
    return {model_id: frozenset(sources) for model_id, sources in found.items()}


def source_type(main: str, sayers: frozenset[str]) -> str:
    """Who speaks of a model, in a word: `openrouter_only`, `openrouter_and_arena`, `openrouter_and_others`."""
    others = sayers - {main}
    if not others:
        return f"{main}_only"
    if others == {ARENA}:
        return f"{main}_and_arena"
    return f"{main}_arena_and_others" if ARENA in others else f"{main}_and_others"


def model_row(
    model: Model, states: Mapping[str, str], surest: str, sayers: frozenset[str], rank: int | None
) -> dict[str, Any]:
    """A model as a row of `models`."""
    chosen = {name: resolved.value for name, resolved in model.fields.items()}
    record = f"{model.main.source}:{model.main.record}"
    # What only resellers sell has no price of its own: theirs are their offers'.
    priced = model.main.source == ROUTER or any(name in chosen for name in PRICES)
    row: dict[str, Any] = {
        "id": model.id,
        "name": chosen.get("name", model.id.partition("/")[2]),
        "author": model.id.partition("/")[0],
        "status": "active" if model.active else "retired",
        "source_type": source_type(model.main.source, sayers),
        "source": model.main.source,
        "record": model.main.record,
        "match_confidence": surest,
        "arena_rank": rank,
        "first_seen": min(entry.first_seen for entry in model.records),
        "last_seen": max(entry.last_seen for entry in model.records),
        # A model that nobody sells any more has no price now; its last one is in its resolved values.
        "price_state": states.get(record if priced else "", "unknown") if model.active else "not_applicable",
    }
    for column in ("context_native", "context_listed", "context_served", "max_output"):
        row[column] = int(chosen[column]) if column in chosen else None
    for column in ("modalities_in", "modalities_out", "listed_at", "family"):
        row[column] = chosen.get(column)
    row["released"] = chosen.get("released_at")
    if model.active:
        for column in ("input_usd_per_mtok", "output_usd_per_mtok"):
            value = chosen.get(column)
            row[column] = None if value == "dynamic" else value
    return row


def resolved_rows(model: Model) -> Iterable[dict[str, Any]]:
    """The fields of a model as rows of `resolved`."""
    for name, resolved in sorted(model.fields.items()):
        yield {
            "model_id": model.id,
            "field": name,
            "value": resolved.value,
            "source": resolved.claim.source,
            "record": resolved.claim.record,
            "first_observed": resolved.claim.first_observed,
            "rule": resolved.rule,
            "agreeing": resolved.agreeing,
            "origins": resolved.origins,
            "disputed": int(resolved.disputed),
            "uncounted": dumps(resolved.uncounted) if resolved.uncounted else None,
        }


def issue_rows(db: Database, entries: Mapping[Key, Entry]) -> Iterable[dict[str, Any]]:
    """Surprises in the records that are present now; the address is that of the answer they stand in."""
    rows = db.execute(
        "select r.source, r.record, r.issues, r.pointer,"
        " (select coalesce(s.root, s.url) from snapshots s where s.sha256 = r.snapshot and s.source = r.source"
        "  order by s.fetched_at desc limit 1)"
        " from records r where r.present = 1 and r.issues != '[]' order by r.source, r.record"
    )
    for source, record, issues, pointer, url in rows.fetchall():
        for kind, _, field, detail, place in json.loads(issues):
            yield {
                "source": source, "record": record, "kind": kind, "field": field, "detail": detail,
                "pointer": pointer + place, "url": url,
            }  # fmt: skip
    yield from _answer_issue_rows(db)


def _answer_issue_rows(db: Database) -> Iterable[dict[str, Any]]:
    """Surprises in the newest good answer of each address that are of no record: skipped ones, left-out parts."""
    rows = db.execute(
        "select source, url, issues from snapshots s where state = 'accepted' and issues != '[]' and rowid ="
        " (select max(rowid) from snapshots t where t.source = s.source and t.url = s.url and t.state = 'accepted')"
        " order by source, url"
    )
    for source, url, issues in rows.fetchall():
        for kind, record, field, detail, pointer in json.loads(issues):
            yield {
                "source": source, "record": record, "kind": kind, "field": field, "detail": detail,
                "pointer": pointer, "url": url,
            }  # fmt: skip


def source_row(source: Health) -> dict[str, Any]:
    """The health of a source as a row of `sources`."""
    row = source._asdict()
    row["error"] = source.error or None
    row["looks"] = dumps(dict(source.looks))
    row["copies"] = dumps([copy.model_dump(mode="json") for copy in source.copies]) if source.copies else None
    return row
