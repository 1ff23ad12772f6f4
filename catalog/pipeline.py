"""The whole flow in one screen: fetch, then everything that is a pure function of the archive.

    fetch -> parse -> observe -> guard -> match -> resolve -> store -> export / render

What goes wrong within one source, fetched or read, is that source's failure: it is told, the others go on.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import NamedTuple

from catalog.as_published import is_as_published
from catalog.audit.nightly import publishing_accuracy
from catalog.carried import program
from catalog.config import Config
from catalog.curated import Curated, load_curated
from catalog.entering import Entering
from catalog.export.content import Content
from catalog.health import Health
from catalog.publication import get_ready, publish
from catalog.published_claims import unneeded_corrections
from catalog.published_ids import PublishedIds, published_now
from catalog.quality import ALL, Accuracy, accuracies
from catalog.queries import newest_answer
from catalog.resources import resource
from catalog.side_by_side import Tell, apart
from catalog.store.basis import basis, is_made_from, version
from catalog.store.basis import note as note_basis
from catalog.store.derive import derive, tell_health
from catalog.store.judgements import judging
from catalog.store.tables import open_file
from catalog.store.versions import is_damage, set_aside, up_to_date
from scraper.archived import Archived
from scraper.boundary import alone
from scraper.errors import AtlasError, FetchError, ReaderFault
from scraper.http import Http
from scraper.mirrors import Mirrors
from scraper.progress import Progress
from scraper.snapshots import Archive, ArchiveError, Sighting
from scraper.source import Source
from scraper.sources import in_turn
from scraper.sources import sources as every_source
from scraper.tally import Tally

AT_ONCE = 8
"""So many sources are fetched at a time: most wait for answers of hosts of their own."""

PRICES_CHANGED = "select at, count(*) from changes where kind = 'price' and held = 0 group by at"


class Built(NamedTuple):
    """What a build came to."""

    healths: list[Health]
    models: int
    retired: int
    files_written: int
    """Files that are new or have other bytes than before."""
    refused: list[str]
    """Answers that were new and not what we know, each in one line."""
    faults: list[str]
    """Curated rows that cannot be used, each in one line."""
    unneeded: list[str]
    """Corrections that have nothing to correct any more, each in one line."""
    accuracy: Accuracy
    """How a sample of the published values compares with the answers they came from."""
    snapshot: str
    """The version that every file of the API bears."""
    newest_answer: str
    """When the newest answer came, good or not, UTC."""
    prices_changed: Mapping[str, int]
    """How many published prices changed at each time."""
    notes: list[str]
    """What became of a database that was damaged or of another version, each in one line."""


class Derivation(NamedTuple):
    """What bringing the database up to the archive came to."""

    healths: list[Health]
    accuracy: Accuracy
    refused: list[str]
    notes: list[str]


class NothingToPublish(Exception):
    """There is no answer, archived or bundled, to make a catalog from."""


def fetch(
    config: Config, sources: Iterable[Source], progress: Progress, tally: Tally | None = None
) -> list[AtlasError]:
    """Look at every address of the sources, several at a time; gives what failed, in the order of the sources.

    A source that asks another's answers for its addresses waits for all that ask nobody.
    """
    archive, counts = Archive(config.archive), tally or Tally()
    known = Archived(archive, every_source())
    failures: list[AtlasError | None] = []
    with Http(
        archive, config.http, mirrors=Mirrors(config.mirrors), clock=lambda: config.now, progress=progress,
        tally=counts,
    ) as http:  # fmt: skip

        def look(source: Source) -> AtlasError | None:
            try:
                with alone(source.id, source.address), counts.timed(source.id):
                    http.runs_forward(source.id)
                    for _ in source.fetch(http, known):
                        pass
            except ArchiveError as error:
                return FetchError(source.id, source.address, str(error))
            except ReaderFault as error:
                # Nothing of it may have reached the archive, from which all that is told of a source follows.
                archive.note([_broken_off(source, config.now, error)])
                return error
            except AtlasError as error:
                return error
            return None

        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                for _, wave in groupby(in_turn(sources), key=lambda source: bool(source.asks)):
                    looks = [pool.submit(look, source) for source in wave]
                    for ended in wait(looks, return_when=FIRST_EXCEPTION).done:
                        ended.result()
                    failures += [ended.result() for ended in looks]
            except BaseException:  # an interrupt, or a full disk: nobody waits for hundreds of answers more
                http.stop()
                raise
    return [failure for failure in failures if failure is not None]


def _broken_off(source: Source, now: datetime, error: AtlasError) -> Sighting:
    return Sighting(source=source.id, url=source.address, fetched_at=now, status=0, error=error.detail)


def build(config: Config, sources: Sequence[Source], render: bool, tell: Tell, guarded: bool = True) -> Built:
    """Everything after fetch. Raises NothingToPublish; otherwise the folder is published as a whole.

    Without guards every new value is published: that is for measuring what they cost.
    """
    curated = load_curated(resource("data/curated"), {source.id for source in sources})
    notes: list[str] = []

    def derived() -> Derivation:
        with apart(partial(_derived, config, sources, curated, guarded), tell) as made:
            get_ready()
            return made()

    try:
        made = derived()
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        set_aside(config.database, notes.append)
        made = derived()
    healths, accuracy, refused, more = made
    notes += more
    db = open_file(config.database)
    try:
        ids = PublishedIds(config.published)
        content = Content(db, config.base_url, ids)
        (offers,) = db.execute("select count(model_id) from offers").fetchone()
        tell(f"{config.database}: {len(content.briefs)} models, {offers} offers")
        if not content.briefs:
            raise NothingToPublish("; ".join(health.error or f"{health.id}: no answer" for health in healths))
        made_from = version(db)
        written = 0
        if not is_as_published(db, config, made_from, render):
            new_ids = ids.note(published_now(db), content.status.generated_at[:10])
            written = publish(content, config, render, new_ids, made_from)
        found, snapshot = content.briefs, content.status.snapshot
        unneeded = unneeded_corrections(db)
        newest, moved = newest_answer(db), dict(db.execute(PRICES_CHANGED).fetchall())
    finally:
        db.close()
    active = sum(row["status"] == "active" for row in found)
    faults = [str(fault) for fault in (*curated.corrections.faults, *curated.accepted.faults)]
    return Built(
        healths, active, len(found) - active, written, refused, faults, unneeded, accuracy, snapshot, newest, moved,
        notes,
    )  # fmt: skip


def _derived(config: Config, sources: Sequence[Source], curated: Curated, guarded: bool, tell: Tell) -> Derivation:
    """Bring the database up to the archive."""
    notes: list[str] = []
    archive = Archive(config.archive)
    with up_to_date(config.database, archive, notes.append) as db, db.atomic():
        refused, broken = Entering(archive, curated.accepted if guarded else None).every(db, sources, tell)
        code = program()
        made_from = basis(db, code, broken)
        if is_made_from(db, made_from):
            healths = tell_health(db, sources, config.now, broken)
        else:
            kinds = {source.id: source.publisher.kind for source in sources}
            judged = judging(db, code, curated.knowledge, kinds)
            audit = publishing_accuracy(db, archive, {source.id: source for source in sources})
            healths = derive(db, sources, curated, config.now, judged, broken, audit)
            note_basis(db, made_from)
        accuracy = accuracies(db)[ALL]
    told = [line for source in sources for line in refused.get(source.id, ())]
    return Derivation(healths, accuracy, told, notes)
