"""A derived table that is made again: it holds what it is to hold, in its order, and little is written for it."""

from collections.abc import Sequence

import pytest
from sqlite_utils import Database

from catalog.store.tables import create
from catalog.store.whole import write

KIN = ("model_id", "other_id", "relation", "why")
FIRST = [("a/1", "a/2", "sibling_of", "number 1, here 2"), ("a/2", "a/1", "sibling_of", "number 2, here 1")]
"""What the table held before."""


@pytest.fixture
def db() -> Database:
    found = Database(memory=True)
    create(found)
    _made(found, FIRST)
    return found


def _made(db: Database, rows: Sequence[tuple[str, ...]]) -> int:
    """Make the table hold these rows; gives how many rows of the file were touched for it."""
    before = db.conn.total_changes
    write(db, "kin", [dict(zip(KIN, row, strict=True)) for row in rows])
    return db.conn.total_changes - before


def _held(db: Database) -> list[tuple[str, ...]]:
    return list(db.execute("select * from kin order by rowid").fetchall())


def test_what_a_table_holds_already_is_not_written_again(db: Database) -> None:
    assert _made(db, FIRST) == 0
    assert _held(db) == FIRST


def test_of_rows_that_say_something_else_only_these_are_written(db: Database) -> None:
    changed = [FIRST[0], (*FIRST[1][:3], "")]
    assert _made(db, changed) == 1
    assert _held(db) == changed


@pytest.mark.parametrize(
    "rows",
    [[], FIRST[:1], FIRST[1:], FIRST[::-1], [*FIRST, ("b/1", "b/2", "alias_of", "")], [("0", "0", "", ""), *FIRST]],
    ids=["none", "without the last", "without the first", "turned", "one more", "one before"],
)
def test_where_other_rows_are_there_than_before_they_stand_as_if_written_for_the_first_time(
    db: Database, rows: list[tuple[str, ...]]
) -> None:
    _made(db, rows)
    new = Database(memory=True)
    create(new)
    _made(new, rows)
    numbered = "select rowid, * from kin order by rowid"
    assert _held(db) == rows
    assert db.execute(numbered).fetchall() == new.execute(numbered).fetchall()


def test_rows_without_a_key_are_held_as_often_and_in_the_order_they_come(db: Database) -> None:
    one, two = ({"source": "s", "record": name, "kind": "k", "url": "u"} for name in "ab")
    write(db, "issues", [one, one, two])
    write(db, "issues", [one, two, two])
    assert db.execute("select record from issues order by rowid").fetchall() == [("a",), ("b",), ("b",)]
