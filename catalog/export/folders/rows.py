"""The rows of a published table, a few at a time: years of claims are never held at once."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from catalog.export.content import Content
from catalog.export.database import select
from catalog.export.tables.rows import added_rows
from catalog.export.tables.schema import ADDED, PUBLISHED

BATCH = 20_000
"""So many rows are held at once."""

Batch = list[tuple[Any, ...]]


def batches(content: Content, table: str, where: str = "", values: Sequence[str] = ()) -> Iterator[Batch]:
    """The rows of a table in the order of its key, all or those of a condition."""
    rows: Iterator[tuple[Any, ...]]
    if table in ADDED:
        rows = added_rows(content, table)
    else:
        rows = iter(content.db.execute(select(table, PUBLISHED[table], where), list(values)))
    while batch := list(islice(rows, BATCH)):
        yield batch
