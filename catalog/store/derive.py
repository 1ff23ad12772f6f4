"""The derived tables: matches, models, offers, resolved values, issues, sources. Written whole each time."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from catalog.entries import Claimed, Entry, Key, load_entries, load_history
from catalog.health import Health, health
from catalog.lineage import Lineage, constants
from catalog.match.judge import judge
from catalog.match.judgement import ROUTER, Judgement
from catalog.match.kin import artifacts, kin
from catalog.match.knowledge import Knowledge
from catalog.match.releases import TOLD, intervals, last_move
from catalog.offers import Offer, offers
from catalog.resolve import LEVELS, NEW, Model, Witnesses, models
from catalog.scores import overall_ranks, scores
from catalog.store.database import insert_rows
from catalog.store.tables import PUBLIC
from scraper.attributes import PRICES
from scraper.source import Publisher, PublisherKind, Source
from scraper.units import dumps, plain

DERIVED = (
    "matches", "models", "offers", "resolved", "scores", "aliases", "kin", "artifacts", "issues", "sources",
)  # fmt: skip
"""Tables that are written whole each time."""
ARENA = "arena"
"""The source that rates: it says nothing of the model itself."""


def derive(db: Database, sources: Iterable[Source], knowledge: Knowledge, now: datetime) -> list[Health]:
    """Match and resolve what the ledger holds, and write it; gives the health of every source."""
    entries = load_entries(db)
    publishers = {source.id: source.publisher for source in sources}
    judged = judge(entries, knowledge, {id_: publisher.kind for id_, publisher in publishers.items()})
    pointed = list(intervals(entries, {f: load_history(db, f) for f in TOLD}, knowledge.crosswalk.renamed))
    told = load_descriptions(db, last_move(pointed))
    found = models(entries, judged, told, _witnesses(entries, publishers))
    standing = list(offers(entries, judged, _sellers(publishers)))
    rated = list(scores(entries, judged, knowledge.vocabulary))
    for table in (
        "matches",
        "models",
        "offers",
        "resolved",
        "scores",
        "aliases",
        "kin",
        "artifacts",
        "issues",
        "sources",
    ):
        db.execute(f"delete from {table}")  # noqa: S608 - names of our own tables
    _write(db, "matches", (_match_row(judgement) for _, judgement in sorted(judged.items())))
    _write(db, "offers", (_offer_row(offer) for offer in standing))
    states = {offer.id: offer.price_state for offer in standing if not offer.via}
    surest, sayers = _surest(judged, entries), _sayers(judged, entries)
    ranks = overall_ranks(rated)
    _write(
        db,
        "models",
        (
            _model_row(model, states, surest.get(model.id, "unmatched"), sayers.get(model.id, frozenset()), ranks)
            for model in found
        ),
    )
    _write(db, "scores", (row._asdict() for row in rated))
    _write(db, "aliases", (row._asdict() for row in pointed))
    _write(db, "kin", (row._asdict() for row in kin({m.id: m.main for m in found}, knowledge)))
    _write(db, "artifacts", (row._asdict() for row in artifacts(entries, judged, knowledge)))
    _write(db, "resolved", (row for model in found for row in _resolved_rows(model)))
    _write(db, "issues", _issue_rows(db, entries))
    healths = [health(db, source, now) for source in sources]
    _write(db, "sources", (_source_row(source) for source in healths))
    return healths


def load_descriptions(db: Database, since: Mapping[Key, str]) -> dict[Key, list[Claimed]]:
    """Every description that a record ever had of the release that it means now."""
    history = load_history(db, "description")
    return {key: [c for c in claims if c.last_observed >= since.get(key, "")] for key, claims in history.items()}


def _witnesses(entries: Mapping[Key, Entry], publishers: Mapping[str, Publisher]) -> Witnesses:
    kinds = {id_: publisher.kind for id_, publisher in publishers.items()}
    return Witnesses(kinds, Lineage(publishers), constants(entries, publishers))


def _sellers(publishers: Mapping[str, Publisher]) -> frozenset[str]:
    """Sources that speak of what they themselves sell."""
    selling = (PublisherKind.PROVIDER, PublisherKind.RESELLER)
    return frozenset(id_ for id_, publisher in publishers.items() if publisher.kind in selling)


def _write(db: Database, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    columns = tuple(PUBLIC[table].columns)
    insert_rows(db, table, columns, [tuple(row.get(column) for column in columns) for row in rows])


def _match_row(judgement: Judgement) -> dict[str, Any]:
    row = judgement._asdict()
    row["evidence"] = dumps(row.pop("why").as_json())
    return row


def _offer_row(offer: Offer) -> dict[str, Any]:
    row = offer._asdict()
    prices: dict[str, Any] = row.pop("prices")
    row.update({name: plain(price) for name, price in prices.items()})
    row["discount"] = None if offer.discount is None else plain(offer.discount)
    row["conditions"] = dumps(offer.conditions) if offer.conditions else None
    return row


def _surest(judged: Mapping[Key, Judgement], entries: Mapping[Key, Entry]) -> dict[str, str]:
    """By model, the surest level at which a second source's record was matched."""
    found: dict[str, str] = {}
    for key, judgement in judged.items():
        unsaid = judgement.rule in NEW or not entries[key].present
        if judgement.model_id is None or unsaid or entries[key].source == ROUTER:
            continue
        before = found.get(judgement.model_id, LEVELS[-1])
        found[judgement.model_id] = min(before, judgement.level, key=LEVELS.index)
    return found


def _sayers(judged: Mapping[Key, Judgement], entries: Mapping[Key, Entry]) -> dict[str, frozenset[str]]:
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


def _model_row(
    model: Model, states: Mapping[str, str], surest: str, sayers: frozenset[str], ranks: Mapping[str, int]
) -> dict[str, Any]:
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
        "arena_rank": ranks.get(model.id),
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


def _resolved_rows(model: Model) -> Iterable[dict[str, Any]]:
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
        }


def _issue_rows(db: Database, entries: Mapping[Key, Entry]) -> Iterable[dict[str, Any]]:
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


def _source_row(source: Health) -> dict[str, Any]:
    row = source._asdict()
    row["error"] = source.error or None
    row["copies"] = dumps([copy.model_dump(mode="json") for copy in source.copies]) if source.copies else None
    return row
