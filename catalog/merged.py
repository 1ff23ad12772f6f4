"""Rows of several tables side by side, model by model, so that the rows of one model alone are in memory."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Generic, TypeVar

from sqlite_utils import Database

Row = dict[str, Any]
R = TypeVar("R", Row, tuple[Any, ...])


def each_row(db: Database, sql: str, values: Iterable[Any] = ()) -> Iterator[Row]:
    """Rows of a query as dictionaries, one at a time: nothing may write to their tables before the last is taken."""
    cursor = db.conn.execute(sql, list(values))
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


class Beside(Generic[R]):
    """Rows of a query that gives them in the order of a column, to be asked for in that order, once each.

    SQLite and Python order texts alike: by the numbers of their characters.
    """

    def __init__(self, rows: Iterable[R], column: str | int = "model_id") -> None:
        told = groupby(rows, key=itemgetter(column))
        self._groups: Iterator[tuple[str, list[R]]] = ((key, list(found)) for key, found in told)
        self._next: tuple[str, list[R]] | None = next(self._groups, None)

    def of(self, key: str) -> list[R]:
        """The rows with that key; whatever stands before it was asked for by nobody."""
        while self._next is not None and self._next[0] < key:
            self._next = next(self._groups, None)
        return self._next[1] if self._next is not None and self._next[0] == key else []
