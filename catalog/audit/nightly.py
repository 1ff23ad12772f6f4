"""The audit that every build makes of itself: a small sample, drawn by the catalog's version, kept as a table."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal

from sqlite_utils import Database

from catalog.audit.accuracy import Tally, by_source, read_again, total
from catalog.audit.sample import sample
from catalog.quality import ALL, Accuracy
from catalog.queries import status
from catalog.side_by_side import apart
from catalog.store.database import insert_rows
from scraper.snapshots import Archive
from scraper.source import Source
from scraper.units import plain

SAMPLE = 300
"""So many values are checked each build."""

ANSWERS = 12
"""From so many answers at most: with years of history they would come from nearly as many as there are values."""


@contextmanager
def publishing_accuracy(db: Database, archive: Archive, sources: Mapping[str, Source]) -> Iterator[None]:
    """Check a sample and write what it came to, by source and together; the same catalog draws the same one.

    It is drawn at the beginning and written at the end. Answers are read again meanwhile, in a process of its own.
    """
    state = status(db)
    seed = int(state.snapshot[:8], 16)
    drawn = sample(db, SAMPLE, seed, ANSWERS)

    def tallies() -> list[Tally]:
        checked = read_again(drawn, archive, sources)
        return [total(checked)._replace(source=ALL), *by_source(checked)]

    with apart(lambda _: tallies()) as found:
        yield
        rows = [_row(tally, state.generated_at, seed) for tally in found()]
    db.execute("delete from accuracy")
    insert_rows(db, "accuracy", Accuracy._fields, rows)


def _row(tally: Tally, at: str, seed: int) -> Accuracy:
    share = Decimal(tally.right * 10_000 // tally.sampled) / 10_000 if tally.sampled else Decimal(1)
    lost = tally.missing + tally.no_record
    return Accuracy(tally.source, tally.sampled, tally.right, tally.wrong, lost, plain(share), at, seed)
