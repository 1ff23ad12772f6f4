"""The derived tables: all that follows from the claims, matched and resolved. Written whole each time.

Claims are held while this lasts, and what is decided of each record; rows go to the database one by one.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from sqlite_utils import Database

from catalog.changes import Change, Known, change_rows, detect
from catalog.corrections import Applied, corrected_histories
from catalog.curated import Curated
from catalog.disagreements import fact_disagreements, price_disagreements
from catalog.entries import Claimed, Entry, Key, complete, load_entries, load_histories
from catalog.health import Health, health
from catalog.lineage import Lineage, constants
from catalog.match.identity import READ
from catalog.match.judgement import Judgement
from catalog.match.kin import artifacts, kin
from catalog.match.releases import TOLD, Interval, intervals, last_move
from catalog.offers import offers, sold_on_pages
from catalog.pricing.maker import Makers, markups
from catalog.quality import completeness
from catalog.resolve import Witnesses, models
from catalog.scores import overall_ranks, scores
from catalog.store import rows
from catalog.store.database import insert_rows
from catalog.store.judgements import Judged, judging_anew
from catalog.store.tables import PUBLIC
from catalog.store.whole import Row, in_columns, write
from scraper.source import Publisher, PublisherKind, Source

Judging = Callable[[Mapping[Key, Entry]], Judged]
"""Begins to judge every record that speaks of a model."""


class Said(NamedTuple):
    """What is claimed, as people corrected it, and by what models are resolved of it."""

    entries: dict[Key, Entry]
    intervals: list[Interval]
    descriptions: dict[Key, list[Claimed]]
    witnesses: Witnesses
    publishers: Mapping[str, Publisher]
    corrected: list[Applied]

    @property
    def sellers(self) -> frozenset[str]:
        """Sources that speak of what they themselves sell."""
        selling = (PublisherKind.PROVIDER, PublisherKind.RESELLER)
        return frozenset(id_ for id_, publisher in self.publishers.items() if publisher.kind in selling)


class Derived(NamedTuple):
    """What follows from the claims: who speaks of which model."""

    said: Said
    judged: dict[Key, Judgement]


def derive(
    db: Database,
    sources: Iterable[Source],
    curated: Curated,
    now: datetime,
    judging: Judging | None = None,
    broken: Mapping[str, str] = MappingProxyType({}),
    audit: AbstractContextManager[None] | None = None,
) -> list[Health]:
    """Match and resolve what the ledger holds, and write it; gives the health of every source.

    `judging` takes the place of the matcher where identity is known already; `broken` says of which sources the
    newest answers could not be entered, and why; `audit` begins once all values are written that are published.
    """
    sources = list(sources)
    publishers = {source.id: source.publisher for source in sources}
    kinds = {id_: publisher.kind for id_, publisher in publishers.items()}
    # Names alone: what matching holds, and all that a large catalog claims, are too much at once.
    known = load_entries(db, READ)
    named, _ = curated.corrections.apply(known)
    judging = judging or (lambda entries: judging_anew(entries, curated.knowledge, kinds))
    with judging(named) as judged:
        # All that has no judgement in it is made and written meanwhile.
        complete(db, known, READ)
        said = _said(db, known, publishers, curated)
        changes = _write_said(db, said)
        healths = tell_health(db, sources, now, broken)
        derived = Derived(said, judged())
    states = _write_offers(db, derived, curated)
    rated = list(scores(said.entries, derived.judged, curated.knowledge.vocabulary))
    mains = _write_models(db, derived, states, overall_ranks(rated))
    with audit or nullcontext():
        write(db, "changes", change_rows(db, changes, said.entries, derived.judged))
        write(db, "matches", rows.match_rows(judgement for _, judgement in sorted(derived.judged.items())))
        write(db, "scores", (row._asdict() for row in rated))
        _write_links(db, derived, mains, curated)
        write(db, "completeness", (row._asdict() for row in completeness(db, said.entries)))
    return healths


def tell_health(
    db: Database, sources: Iterable[Source], now: datetime, broken: Mapping[str, str] = MappingProxyType({})
) -> list[Health]:
    """The health of every source, written where it is not what it was: alone of all that is derived, it ages."""
    healths = [health(db, source, now, broken.get(source.id, "")) for source in sources]
    write(db, "sources", map(rows.source_row, healths))
    return healths


def _said(db: Database, known: dict[Key, Entry], publishers: Mapping[str, Publisher], curated: Curated) -> Said:
    entries, corrected = curated.corrections.apply(known)
    histories = {
        field: corrected_histories(history, field, corrected) for field, history in load_histories(db, TOLD).items()
    }
    pointed = list(intervals(entries, histories, curated.knowledge.crosswalk.renamed))
    kinds = {id_: publisher.kind for id_, publisher in publishers.items()}
    evidence = {id_: publisher.evidence for id_, publisher in publishers.items()}
    weightless = constants(entries, publishers)
    witnesses = Witnesses(kinds, Lineage(publishers), weightless, curated.precedence, evidence)
    descriptions = _descriptions(db, last_move(pointed), corrected)
    return Said(entries, pointed, descriptions, witnesses, publishers, corrected)


def _write_said(db: Database, said: Said) -> list[Change]:
    """What ids meant, what people corrected, what surprised, and what sources began to say; gives what changed."""
    write(db, "aliases", (row._asdict() for row in said.intervals))
    write(db, "corrections", [outcome.as_row() for outcome in said.corrected])
    write(db, "issues", rows.issue_rows(db, said.entries))
    pages = sold_on_pages(said.entries, said.sellers)
    changes, drifts = detect(db, Known(said.entries, said.intervals, said.corrected, pages))
    write(db, "drift", (drift._asdict() for drift in drifts))
    return changes


def _write_offers(db: Database, derived: Derived, curated: Curated) -> dict[str, str]:
    """Offers, and what their prices disagree in; gives what is known of each seller's own price, by offer."""
    said, judged = derived
    standing = list(offers(said.entries, judged, said.sellers))
    makers = Makers(said.witnesses.kinds, curated.sellers, curated.knowledge.vocabulary)
    over = dict(markups(standing, judged, makers))
    write(db, "offers", (rows.offer_row(offer, over.get(offer.id)) for offer in standing))
    prices = price_disagreements(said.entries, judged, curated.sellers, said.witnesses.lineage)
    write(db, "disagreements", map(rows.disagreement_row, prices))
    return {offer.id: offer.price_state for offer in standing if not offer.via}


def _write_models(
    db: Database, derived: Derived, states: Mapping[str, str], ranks: Mapping[str, int]
) -> dict[str, Entry]:
    """Models with their values, one model held at a time; gives the records that stand for them."""
    said, judged = derived
    surest, sayers = rows.surest(judged, said.entries), rows.sayers(judged, said.entries)
    mains: dict[str, Entry] = {}
    for table in ("models", "resolved"):
        write(db, table, ())
    for model in models(said.entries, judged, said.descriptions, said.witnesses):
        mains[model.id] = model.main
        level, speaking = surest.get(model.id, "unmatched"), sayers.get(model.id, frozenset())
        _add(db, "models", [rows.model_row(model, states, level, speaking, ranks.get(model.id))])
        _add(db, "resolved", rows.resolved_rows(model))
        _add(db, "disagreements", map(rows.disagreement_row, fact_disagreements([model])))
    return mains


def _write_links(db: Database, derived: Derived, mains: Mapping[str, Entry], curated: Curated) -> None:
    """Which models are kin, and which weights they have."""
    write(db, "kin", (row._asdict() for row in kin(mains, curated.knowledge)))
    found = artifacts(derived.said.entries, derived.judged, curated.knowledge)
    write(db, "artifacts", (row._asdict() for row in found))


def _descriptions(db: Database, since: Mapping[Key, str], corrections: Iterable[Applied]) -> dict[Key, list[Claimed]]:
    """Every description that a record had of the release that it means now, where it had more than one."""
    said = load_histories(db, ("description",))["description"]
    history = corrected_histories(said, "description", corrections)
    return {key: [c for c in claims if c.last_observed >= since.get(key, "")] for key, claims in history.items()}


def _add(db: Database, table: str, made: Iterable[Row]) -> None:
    """Add rows to a table."""
    insert_rows(db, table, tuple(PUBLIC[table].columns), in_columns(table, made))
