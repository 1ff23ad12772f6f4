"""The derived tables: all that follows from the claims, matched and resolved. Written whole each time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlite_utils import Database

from catalog.changes import Known, detect
from catalog.corrections import Applied, corrected_histories
from catalog.curated import Curated
from catalog.disagreements import fact_disagreements, price_disagreements
from catalog.entries import Claimed, Entry, Key, load_entries, load_history
from catalog.health import Health, health
from catalog.lineage import Lineage, constants
from catalog.match.judge import judge
from catalog.match.judgement import Judgement
from catalog.match.kin import artifacts, kin
from catalog.match.releases import TOLD, Interval, intervals, last_move
from catalog.offers import offers, sold_on_pages
from catalog.pricing.maker import Makers, markups
from catalog.quality import completeness
from catalog.resolve import Model, Witnesses, models
from catalog.scores import overall_ranks, scores
from catalog.store import rows
from catalog.store.database import insert_rows
from catalog.store.tables import PUBLIC
from scraper.source import Publisher, PublisherKind, Source

Row = Mapping[str, Any]
Judging = Callable[[Mapping[Key, Entry]], dict[Key, Judgement]]
"""Gives a judgement for every record that speaks of a model."""


class Derived(NamedTuple):
    """What follows from the claims: who speaks of which model, and what each model is."""

    entries: dict[Key, Entry]
    judged: dict[Key, Judgement]
    models: list[Model]
    intervals: list[Interval]
    witnesses: Witnesses
    publishers: Mapping[str, Publisher]
    corrected: list[Applied]


def derive(
    db: Database,
    sources: Iterable[Source],
    curated: Curated,
    now: datetime,
    judging: Judging | None = None,
    broken: Mapping[str, str] = MappingProxyType({}),
) -> list[Health]:
    """Match and resolve what the ledger holds, and write it; gives the health of every source.

    `judging` takes the place of the matcher where identity is known already; `broken` says of which sources the
    newest answers could not be entered, and why.
    """
    sources = list(sources)
    derived = _derived(db, {source.id: source.publisher for source in sources}, curated, judging)
    for table, made in (*_model_tables(derived, curated), *_link_tables(derived, curated)):
        _write(db, table, made)
    changes, drifts = detect(db, _known(derived))
    _write(db, "changes", changes)
    _write(db, "drift", drifts)
    _write(db, "corrections", [outcome.as_row() for outcome in derived.corrected])
    _write(db, "completeness", [row._asdict() for row in completeness(derived.entries, derived.models)])
    _write(db, "issues", rows.issue_rows(db, derived.entries))
    return tell_health(db, sources, now, broken)


def tell_health(
    db: Database, sources: Iterable[Source], now: datetime, broken: Mapping[str, str] = MappingProxyType({})
) -> list[Health]:
    """The health of every source, written where it is not what it was: alone of all that is derived, it ages."""
    healths = [health(db, source, now, broken.get(source.id, "")) for source in sources]
    told = list(_tuples("sources", map(rows.source_row, healths)))
    if db.execute(f"select {', '.join(PUBLIC['sources'].columns)} from sources order by rowid").fetchall() != told:  # noqa: S608
        db.execute("delete from sources")
        insert_rows(db, "sources", tuple(PUBLIC["sources"].columns), told)
    return healths


def _derived(db: Database, publishers: Mapping[str, Publisher], curated: Curated, judging: Judging | None) -> Derived:
    entries, corrected = curated.corrections.apply(load_entries(db))
    kinds = {id_: publisher.kind for id_, publisher in publishers.items()}
    judged = judge(entries, curated.knowledge, kinds) if judging is None else judging(entries)
    histories = {field: corrected_histories(load_history(db, field), field, corrected) for field in TOLD}
    pointed = list(intervals(entries, histories, curated.knowledge.crosswalk.renamed))
    evidence = {id_: publisher.evidence for id_, publisher in publishers.items()}
    weightless = constants(entries, publishers)
    witnesses = Witnesses(kinds, Lineage(publishers), weightless, curated.precedence, evidence)
    found = models(entries, judged, _descriptions(db, last_move(pointed), corrected), witnesses)
    return Derived(entries, judged, found, pointed, witnesses, publishers, corrected)


def _model_tables(derived: Derived, curated: Curated) -> Iterator[tuple[str, Iterable[Row]]]:
    """Matches, models with their values, offers and ratings."""
    entries, judged = derived.entries, derived.judged
    standing = list(offers(entries, judged, _sellers(derived.publishers)))
    states = {offer.id: offer.price_state for offer in standing if not offer.via}
    rated = list(scores(entries, judged, curated.knowledge.vocabulary))
    makers = Makers(derived.witnesses.kinds, curated.sellers, curated.knowledge.vocabulary)
    surest, sayers, ranks = rows.surest(judged, entries), rows.sayers(judged, entries), overall_ranks(rated)
    yield "matches", rows.match_rows(judgement for _, judgement in sorted(judged.items()))
    over = dict(markups(standing, judged, makers))
    yield "offers", [rows.offer_row(offer, over.get(offer.id)) for offer in standing]
    yield (
        "models",
        [
            rows.model_row(
                model, states, surest.get(model.id, "unmatched"), sayers.get(model.id, frozenset()), ranks.get(model.id)
            )
            for model in derived.models
        ],
    )
    yield "resolved", [row for model in derived.models for row in rows.resolved_rows(model)]
    yield "scores", [row._asdict() for row in rated]


def _link_tables(derived: Derived, curated: Curated) -> Iterator[tuple[str, Iterable[Row]]]:
    """What models and sources are to each other: intervals of ids, kin, weights, disagreements."""
    entries, judged = derived.entries, derived.judged
    yield "aliases", [row._asdict() for row in derived.intervals]
    yield "kin", [row._asdict() for row in kin({m.id: m.main for m in derived.models}, curated.knowledge)]
    yield "artifacts", [row._asdict() for row in artifacts(entries, judged, curated.knowledge)]
    prices = price_disagreements(entries, judged, curated.sellers, derived.witnesses.lineage)
    yield "disagreements", map(rows.disagreement_row, (*prices, *fact_disagreements(derived.models)))


def _descriptions(db: Database, since: Mapping[Key, str], corrections: Iterable[Applied]) -> dict[Key, list[Claimed]]:
    """Every description that a record ever had of the release that it means now."""
    history = corrected_histories(load_history(db, "description"), "description", corrections)
    return {key: [c for c in claims if c.last_observed >= since.get(key, "")] for key, claims in history.items()}


def _known(derived: Derived) -> Known:
    pages = sold_on_pages(derived.entries, _sellers(derived.publishers))
    return Known(derived.entries, derived.judged, derived.intervals, derived.corrected, pages)


def _sellers(publishers: Mapping[str, Publisher]) -> frozenset[str]:
    """Sources that speak of what they themselves sell."""
    selling = (PublisherKind.PROVIDER, PublisherKind.RESELLER)
    return frozenset(id_ for id_, publisher in publishers.items() if publisher.kind in selling)


def _write(db: Database, table: str, made: Iterable[Row]) -> None:
    """Write a table whole."""
    db.execute(f"delete from {table}")  # noqa: S608 - names of our own tables
    insert_rows(db, table, tuple(PUBLIC[table].columns), _tuples(table, made))


def _tuples(table: str, made: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
    """Rows in the order of their table's columns; None where they have nothing to say."""
    columns = tuple(PUBLIC[table].columns)
    return (tuple(map(row.get, columns)) for row in made)
