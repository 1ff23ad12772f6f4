"""The audit that every build makes of itself: a small sample, drawn by the catalog's version, kept as a table."""

from collections.abc import Mapping
from decimal import Decimal

from sqlite_utils import Database

from catalog.audit.accuracy import Tally, audit
from catalog.quality import ALL, Accuracy
from catalog.queries import status
from catalog.store.database import insert_rows
from scraper.snapshots import Archive
from scraper.source import Source
from scraper.units import plain

SAMPLE = 300
"""So many values are checked each build."""

ANSWERS = 12
"""From so many answers at most: with years of history they would come from nearly as many as there are values."""


def publish_accuracy(db: Database, archive: Archive, sources: Mapping[str, Source]) -> None:
    """Check a sample and write what it came to, by source and together; the same catalog draws the same one."""
    state = status(db)
    seed = int(state.snapshot[:8], 16)
    found = audit(db, archive, sources, SAMPLE, seed, ANSWERS)
    whole = _row(ALL, found.total, state.generated_at, seed)
    rows = [whole, *(_row(tally.source, tally, state.generated_at, seed) for tally in found.by_source)]
    db.execute("delete from accuracy")
    insert_rows(db, "accuracy", Accuracy._fields, rows)


def _row(source: str, tally: Tally, at: str, seed: int) -> Accuracy:
    share = Decimal(tally.right * 10_000 // tally.sampled) / 10_000 if tally.sampled else Decimal(1)
    lost = tally.missing + tally.no_record
    return Accuracy(source, tally.sampled, tally.right, tally.wrong, lost, plain(share), at, seed)
