"""Tables that are made whole each time, of which only the rows that are not there yet are written.

Most answers change little: a table that was filled for the last one mostly holds what it is to hold now.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from operator import itemgetter
from typing import Any

from sqlite_utils import Database

from catalog.store.database import insert_rows
from catalog.store.tables import PUBLIC

Row = Mapping[str, Any]
Cells = tuple[Any, ...]


def write(db: Database, table: str, made: Iterable[Row]) -> None:
    """Make a table hold these rows in this order, and nothing else."""
    told = in_columns(table, made)
    if db.execute(f"select 1 from {table} limit 1").fetchone():  # noqa: S608 - names of our own tables
        rows = list(told)
        other = _other(db, table, rows)
        if other is not None:
            _put(db, table, other)
            return
        db.execute(f"delete from {table}")  # noqa: S608
        told = iter(rows)
    insert_rows(db, table, tuple(PUBLIC[table].columns), told)


def in_columns(table: str, made: Iterable[Row]) -> Iterator[Cells]:
    """Rows in the order of their table's columns; None where they have nothing to say."""
    columns = tuple(PUBLIC[table].columns)
    return (tuple(map(row.get, columns)) for row in made)


def _other(db: Database, table: str, rows: Sequence[Cells]) -> list[Cells] | None:
    """The rows that say something else than before, each with its place; None where there are others than before."""
    columns, pk = tuple(PUBLIC[table].columns), PUBLIC[table].pk
    key = itemgetter(*map(columns.index, pk)) if pk else None
    found: list[Cells] = []
    known = db.execute(f"select {_names(columns)}, rowid from {table} order by rowid")  # noqa: S608
    for now, before in zip_longest(rows, known):
        if now is None or before is None or (key is not None and key(now) != key(before)):
            return None
        if now != before[:-1]:
            found.append((*now, before[-1]))
    return found


def _put(db: Database, table: str, rows: Iterable[Cells]) -> None:
    columns = tuple(PUBLIC[table].columns)
    marks = ", ".join("?" * len(columns))
    db.conn.executemany(f"update {table} set ({_names(columns)}) = ({marks}) where rowid = ?", rows)  # noqa: S608


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f"[{column}]" for column in columns)
