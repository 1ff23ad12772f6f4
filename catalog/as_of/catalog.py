"""The whole catalog as it stood at a time, or one model of it: a database of its own, in memory.

It has the store's tables, so every query, export and page works on it as on the catalog of today.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache

from sqlite_utils import Database

from catalog.as_of.answers import Answers
from catalog.as_of.concerning import concerning, may_lead_on
from catalog.as_of.judgements import judgements
from catalog.as_of.ledger import cut_ledger, cut_values
from catalog.curated import Curated
from catalog.entries import Key
from catalog.lineage import BOILERPLATE, may_be_boilerplate
from catalog.resources import resource
from catalog.seed import Seed
from catalog.store.database import insert_rows
from catalog.store.derive import derive
from catalog.store.ingest import Load
from catalog.store.judgements import known
from catalog.store.tables import PUBLIC, create
from scraper.attributes import ATTRIBUTES
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Publisher, Source
from scraper.units import iso

AS_OF = "as_of"
"""Under this key `_meta` says of which time a database is."""


def catalog_as_of(
    db: Database,
    load: Load,
    sources: Iterable[Source],
    curated: Curated,
    moment: datetime,
    model_id: str | None = None,
) -> Database:
    """The catalog at a time; with `model_id` only what concerns that model. `load` gives archived answers.

    Raises ArchiveError where an answer of that time is not in the archive any more.
    """
    known = {source.id: source for source in sources}
    if model_id is None:
        return _cut(db, load, known, curated, moment)
    wanted = concerning(db, model_id, iso(moment))
    then = _cut(db, load, known, curated, moment, model_id, wanted)
    if not then.execute("select 1 from models where id = ? and status = 'retired'", [model_id]).fetchone():
        return then
    then.close()
    # Of a model that is gone its page tells where a reader may go from there: that takes those models too.
    further = (concerning(db, other, iso(moment)) for other in may_lead_on(db, model_id))
    return _cut(db, load, known, curated, moment, model_id, wanted.union(*further))


def _cut(
    db: Database,
    load: Load,
    sources: Mapping[str, Source],
    curated: Curated,
    moment: datetime,
    model_id: str | None = None,
    wanted: set[Key] | None = None,
) -> Database:
    """The ledger of a time, all of it or the records that are wanted, with what follows from it."""
    at, publishers = iso(moment), {id_: source.publisher for id_, source in sources.items()}
    then = Database(memory=True, execute_plugins=False)
    with then.atomic():
        create(then)
        cut_ledger(db, then, at, wanted, _answers(db, load, sources))
        if wanted is not None:
            others = _made_alike(db, wanted, publishers)
            cut_values(db, then, at, others, [name for name in ATTRIBUTES if may_be_boilerplate(name)])
        derive(then, sources.values(), curated, moment, lambda entries: known(judgements(db, entries, at)))
        _keep_kin(db, then, at, model_id)
        insert_rows(then, "_meta", ("key", "value"), [(AS_OF, at)])
    return then


def _answers(db: Database, archived: Load, sources: Mapping[str, Source]) -> Callable[[str], Answers]:
    @cache
    def of(source: str) -> Answers:
        seed = Seed(resource("data/seed"), source)

        def load(sighting: Sighting) -> Snapshot:
            return seed.snapshot(sighting) if sighting.seed else archived(sighting)

        return Answers(db, sources[source], load)

    return of


def _made_alike(db: Database, wanted: Iterable[Key], publishers: Mapping[str, Publisher]) -> list[Key]:
    """All other records of sources whose pages are made from a template: what never differs there has no weight."""
    wanted = set(wanted)
    found: list[Key] = []
    for source in sorted({source for source, _ in wanted}):
        if source in publishers and publishers[source].kind in BOILERPLATE:
            found += db.execute("select source, record from records where source = ?", [source]).fetchall()
    return [key for key in found if key not in wanted]


def _keep_kin(db: Database, then: Database, at: str, model_id: str | None) -> None:
    """What the models of that time are to each other, as it is known today."""
    columns = tuple(PUBLIC["kin"].columns)
    there = "in (select id from models where first_seen <= ?)"
    only, values = ("", [at, at]) if model_id is None else (" and model_id = ?", [at, at, model_id])
    sql = f"select {', '.join(columns)} from kin where model_id {there} and other_id {there}{only}"  # noqa: S608
    rows = db.execute(sql, values).fetchall()
    then.execute("delete from kin")
    insert_rows(then, "kin", columns, rows)
