"""The whole flow in one screen: fetch, then everything that is a pure function of the archive.

    fetch -> parse -> observe -> guard -> match -> resolve -> store -> export / render

`except AtlasError` stands only here, around one source: it fails, it is told, the others go on.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from sqlite_utils import Database

from catalog.audit.nightly import publish_accuracy
from catalog.config import Config
from catalog.curated import load_curated
from catalog.export.content import Content
from catalog.guards import NOTHING_ACCEPTED, Accepted
from catalog.health import Health
from catalog.publication import publish
from catalog.published_claims import unneeded_corrections
from catalog.published_ids import PublishedIds, published_now
from catalog.quality import Accuracy
from catalog.resources import resource
from catalog.seed import Seed
from catalog.store.database import forget, ingest_source, open_database
from catalog.store.derive import derive
from catalog.store.ingest import Baseline, Outcome
from scraper.archived import Archived
from scraper.errors import AtlasError, FetchError
from scraper.http import Http
from scraper.mirrors import Mirrors
from scraper.progress import Progress
from scraper.snapshots import Archive, Sighting, Snapshot
from scraper.source import Source
from scraper.sources import in_turn
from scraper.sources import sources as every_source
from scraper.units import iso

AT_ONCE = 8
"""So many sources are fetched at a time: most wait for answers of hosts of their own."""

Tell = Callable[[str], None]
"""Takes one line for a person who asked for more of them."""


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


class NothingToPublish(Exception):
    """There is no answer, archived or bundled, to make a catalog from."""


def fetch(config: Config, sources: Iterable[Source], progress: Progress) -> list[AtlasError]:
    """Look at every address of the sources, several at a time; gives what failed, in the order of the sources.

    A source that asks another's answers for its addresses waits for all that ask nobody.
    """
    archive = Archive(config.archive)
    known = Archived(archive, every_source())
    failures: list[AtlasError | None] = []
    with Http(
        archive, config.http, mirrors=Mirrors(config.mirrors), clock=lambda: config.now, progress=progress
    ) as http:

        def look(source: Source) -> AtlasError | None:
            try:
                _runs_forward(archive, source, config.now)
                for _ in source.fetch(http, known):
                    pass
            except AtlasError as error:
                return error
            return None

        with ThreadPoolExecutor(AT_ONCE) as pool:
            for _, wave in groupby(in_turn(sources), key=lambda source: bool(source.asks)):
                failures += pool.map(look, list(wave))
    return [failure for failure in failures if failure is not None]


def _runs_forward(archive: Archive, source: Source, now: datetime) -> None:
    """Raises FetchError where the clock is behind an answer that was fetched already: history would be out of order."""
    fetched = [seen for seen in archive.sightings(source.id) if seen.learned_on is None and seen.fetched_at > now]
    if fetched:
        raise FetchError(
            source.id,
            fetched[-1].url,
            f"fetched on {iso(fetched[-1].fetched_at)}, but the clock says {iso(now)}: set the clock right",
        )


def build(config: Config, sources: Sequence[Source], render: bool, tell: Tell, guarded: bool = True) -> Built:
    """Everything after fetch. Raises NothingToPublish; otherwise the folder is published as a whole.

    Without guards every new value is published: that is for measuring what they cost.
    """
    refused: list[str] = []
    curated = load_curated(resource("data/curated"), {source.id for source in sources})
    db = open_database(config.database)
    try:
        with db.atomic():
            for source in sources:
                entered = store(db, source, Archive(config.archive), curated.accepted if guarded else None)
                tell(f"{source.id}: {len(entered)} answers entered")
                refused += [outcome.error for outcome in entered if outcome.state == "refused"]
            healths = derive(db, sources, curated, config.now)
            accuracy = publish_accuracy(db, Archive(config.archive), {source.id: source for source in sources})
        ids = PublishedIds(config.published)
        content = Content(db, config.base_url, ids)
        found = content.models
        tell(f"{config.database}: {len(found)} models, {sum(len(detail.offers) for detail in found)} offers")
        if not found:
            raise NothingToPublish("; ".join(health.error or f"{health.id}: no answer" for health in healths))
        new_ids = ids.note(published_now(db), content.status.generated_at[:10])
        written = publish(content, config, render, new_ids)
        unneeded = unneeded_corrections(db)
    finally:
        db.close()
    active = sum(detail.row["status"] == "active" for detail in found)
    faults = [str(fault) for fault in (*curated.corrections.faults, *curated.accepted.faults)]
    return Built(healths, active, len(found) - active, written, refused, faults, unneeded, accuracy)


def store(
    db: Database, source: Source, archive: Archive, accepted: Accepted | None = NOTHING_ACCEPTED
) -> list[Outcome]:
    """Bring a source's claims up to its archive; where that holds nothing good, start from the seed.

    Gives what became of the answers that were new.
    """
    seed = Seed(resource("data/seed"), source.id)
    sightings = archive.sightings(source.id)
    baseline = Baseline(seed.counts(source), seed.sightings[0].fetched_at) if seed.sightings else None
    entered = ingest_source(db, source, sightings, archive.snapshot, baseline, accepted)
    if seed.sightings and not _has_good_list(db, source):
        forget(db, source.id)

        def load(sighting: Sighting) -> Snapshot:
            return seed.snapshot(sighting) if sighting.seed else archive.snapshot(sighting)

        entered = ingest_source(db, source, [*seed.sightings, *sightings], load, baseline, accepted)
    return entered


def _has_good_list(db: Database, source: Source) -> bool:
    sql = "select 1 from records where source = ? and scope = ? limit 1"
    return bool(db.execute(sql, [source.id, source.lists]).fetchall())
