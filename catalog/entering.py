"""Every source's claims brought up to its archive; a catalog that is begun anew is read by two processes at a time."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlite_utils import Database

from catalog.guards import NOTHING_ACCEPTED, Accepted
from catalog.resources import resource
from catalog.seed import Seed
from catalog.side_by_side import Tell, Turns, apart, cores
from catalog.store.database import forget, ingest_source, is_empty, open_database, take_over
from catalog.store.ingest import Baseline, Outcome
from scraper.boundary import alone, trace
from scraper.errors import ReaderFault
from scraper.snapshots import Archive, Sighting, Snapshot
from scraper.source import Source

WORTH_A_PROCESS = 1_000_000
"""So many bytes of answers take half a second to read: fewer, beside the largest source, are not worth a process."""


class Entered(NamedTuple):
    """What became of the new answers of some sources, by source."""

    refused: dict[str, list[str]]
    """Those that were refused, each in one line."""
    broken: dict[str, str]
    """Why the answers could not be entered at all."""


class Entering(NamedTuple):
    """Where answers come from, what was accepted of them by hand, and who is told."""

    archive: Archive
    accepted: Accepted | None = NOTHING_ACCEPTED
    """None where nothing is guarded."""

    def every(self, db: Database, sources: Sequence[Source], tell: Tell) -> Entered:
        """Bring the claims of all sources up to their archives, within a transaction."""
        sizes = self._sizes(sources) if is_empty(db) and cores() > 1 else {}
        if sum(sizes.values()) - max(sizes.values(), default=0) < WORTH_A_PROCESS:
            return self.each(db, sources, tell)
        with TemporaryDirectory() as folder, Turns(sorted(sources, key=lambda source: -sizes[source.id])) as turns:
            file = Path(folder, "beside.db")
            with apart(lambda tell: self._beside(file, turns, tell), tell, turns.handle) as others:
                mine, theirs = self.each(db, turns, tell), others()
            take_over(db, file)
        return Entered(mine.refused | theirs.refused, mine.broken | theirs.broken)

    def each(self, db: Database, sources: Iterable[Source], tell: Tell) -> Entered:
        """The same of one source after the other; what is wrong with one is told, and the others go on."""
        entered = Entered({}, {})
        for source in sources:
            try:
                with alone(source.id, source.address), db.atomic():
                    outcomes = self.one(db, source)
            except ReaderFault as error:
                entered.broken[source.id] = str(error)
                tell(trace(error))
                continue
            entered.refused[source.id] = [outcome.error for outcome in outcomes if outcome.state == "refused"]
            tell(f"{source.id}: {len(outcomes)} answers entered")
            for outcome in outcomes:
                if outcome.trace:
                    tell(outcome.trace)
        return entered

    def one(self, db: Database, source: Source) -> list[Outcome]:
        """Bring a source's claims up to its archive; where that holds nothing good, start from the seed.

        Gives what became of the answers that were new.
        """
        archive, accepted, seed = self.archive, self.accepted, Seed(resource("data/seed"), source.id)
        sightings = archive.sightings(source.id)
        baseline = Baseline(seed.counts(source), seed.sightings[0].fetched_at) if seed.sightings else None
        entered = ingest_source(db, source, sightings, archive.snapshot, baseline, accepted)
        if seed.sightings and not _has_good_list(db, source):
            forget(db, source.id)

            def load(sighting: Sighting) -> Snapshot:
                return seed.snapshot(sighting) if sighting.seed else archive.snapshot(sighting)

            entered = ingest_source(db, source, [*seed.sightings, *sightings], load, baseline, accepted)
        return entered

    def _beside(self, file: Path, sources: Iterable[Source], tell: Tell) -> Entered:
        """The same into a database of its own, which is thrown away where it does not come to its end."""
        with closing(open_database(file)) as db:
            db.execute("pragma journal_mode = memory")
            db.execute("pragma synchronous = off")
            with db.atomic():
                return self.each(db, sources, tell)

    def _sizes(self, sources: Iterable[Source]) -> dict[str, int]:
        """How many bytes of answers each source has."""
        return {source.id: sum(seen.bytes for seen in self.archive.sightings(source.id)) for source in sources}


def _has_good_list(db: Database, source: Source) -> bool:
    sql = "select 1 from records where source = ? and scope = ? limit 1"
    return bool(db.execute(sql, [source.id, source.lists]).fetchall())
