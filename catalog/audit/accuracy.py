"""The audit as a whole: a sample checked source by source, its accuracy, and how complete fields are."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from sqlite_utils import Database

from catalog.audit.check import Checked, Outcome, check
from catalog.audit.rereading import Rereading
from catalog.audit.sample import Published, published_count, sample
from catalog.quality import known_fields
from catalog.resources import resource
from catalog.seed import Seed
from scraper.snapshots import Archive, Sighting, Snapshot
from scraper.source import Source

NO_READER = "this source has no reader any more"


class Tally(NamedTuple):
    """How the values of one source came off."""

    source: str
    """A source's id; empty for all together."""
    sampled: int
    right: int
    wrong: int
    missing: int
    """Values whose snapshot is not in the archive."""
    no_record: int
    by_place: int
    """Values whose original was also looked up in the answer's JSON without the source's reader."""

    @property
    def accuracy(self) -> float:
        """The share that is right, never rounded up; 1 where nothing was sampled."""
        return self.right * 10_000 // self.sampled / 10_000 if self.sampled else 1.0


class Fill(NamedTuple):
    """How many of the active models have a field."""

    field: str
    models: int
    share: float


class Audit(NamedTuple):
    """What a sample of the published values came to."""

    seed: int
    published: int
    """How many values there are to draw from."""
    active: int
    """How many models are active."""
    checked: tuple[Checked, ...]
    """By source and snapshot."""
    completeness: tuple[Fill, ...]
    """The fullest field first."""

    @property
    def total(self) -> Tally:
        """All sources together."""
        return total(self.checked)

    @property
    def by_source(self) -> tuple[Tally, ...]:
        """Each source of the sample, by id."""
        return by_source(self.checked)

    @property
    def faults(self) -> tuple[Checked, ...]:
        """Everything that is not right."""
        return tuple(checked for checked in self.checked if not checked.right)


def audit(
    db: Database,
    archive: Archive,
    sources: Mapping[str, Source],
    most: int,
    seed: int,
    most_answers: int | None = None,
) -> Audit:
    """Draw so many published values and compare them with the answers they came from; writes nothing."""
    checked = read_again(sample(db, most, seed, most_answers), archive, sources)
    active = int(db.execute("select count(*) from models where status = 'active'").fetchone()[0])
    return Audit(seed, published_count(db), active, checked, tuple(completeness(db, active)))


def read_again(drawn: Iterable[Published], archive: Archive, sources: Mapping[str, Source]) -> tuple[Checked, ...]:
    """Values compared with the answers they came from, by source and snapshot; a database is asked nothing."""
    return tuple(_checked(sorted(drawn, key=_place), archive, sources))


def total(checked: Sequence[Checked]) -> Tally:
    """All sources together."""
    return _tally("", checked)


def by_source(checked: Iterable[Checked]) -> tuple[Tally, ...]:
    """Each source that values are of, by id."""
    return tuple(_tally(source, list(group)) for source, group in groupby(checked, _source))


def completeness(db: Database, active: int) -> Iterator[Fill]:
    """For each field the share of the active models that have it, the fullest first."""
    for field, count in sorted(known_fields(db).items(), key=lambda known: (-known[1], known[0])):
        if count:
            yield Fill(field, count, count * 10_000 // active / 10_000)


def _checked(drawn: Iterable[Published], archive: Archive, sources: Mapping[str, Source]) -> Iterator[Checked]:
    """Each value checked; one source is open at a time."""
    for source, group in groupby(drawn, lambda published: published.source):
        reader, values = sources.get(source), list(group)
        if reader is None:
            yield from (Checked(value, Outcome.NO_RECORD, detail=NO_READER) for value in values)
        else:
            rereading = _rereading(reader, archive, values)
            yield from (check(published, rereading) for published in values)


def _rereading(source: Source, archive: Archive, values: Iterable[Published]) -> Rereading:
    seed = Seed(resource("data/seed"), source.id)
    wanted = {published.claim.record for published in values if published.claim is not None}
    sightings = [*seed.sightings, *archive.sightings(source.id)]
    return Rereading(source, sightings, partial(_load, seed, archive), wanted)


def _load(seed: Seed, archive: Archive, sighting: Sighting) -> Snapshot:
    return seed.snapshot(sighting) if sighting.seed else archive.snapshot(sighting)


def _place(published: Published) -> tuple[str, str, str, str, str]:
    snapshot = published.claim.snapshot if published.claim is not None else ""
    return published.source, snapshot, published.kind, published.id, published.field


def _source(checked: Checked) -> str:
    return checked.published.source


def _tally(source: str, checked: Sequence[Checked]) -> Tally:
    count = Counter(one.outcome for one in checked)
    return Tally(
        source, len(checked), count[Outcome.RIGHT], count[Outcome.WRONG], count[Outcome.NO_SNAPSHOT],
        count[Outcome.NO_RECORD], sum(one.by_place for one in checked),
    )  # fmt: skip
