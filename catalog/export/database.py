"""The published database: the public tables in an order of their own, so that the same catalog is the same file.

It is made for readers: keys that link rows, indexes, views, full-text search, and what every column means.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from catalog.export.content import Content
from catalog.export.tables import search
from catalog.export.tables.columns import every_column
from catalog.export.tables.rows import added_rows
from catalog.export.tables.schema import ADDED, MORE_COLUMNS, PUBLISHED, statements
from catalog.export.tables.views import VIEWS
from catalog.store.database import insert_rows
from catalog.store.tables import PAGE_BYTES, Table

DESCRIPTION = "(select value from main.resolved r where r.model_id = models.id and r.field = 'description')"
"""What stands in a column that only the published database has."""
PIECE = 1 << 20
"""So many bytes of it are in memory at a time."""


def published_database(content: Content) -> Iterator[bytes]:
    """The file with the public tables. They are copied within SQLite: years of claims never pass through Python."""
    db = content.db
    with TemporaryDirectory() as folder:
        file = Path(folder, "published.db")
        file.write_bytes(empty_database())
        db.execute("attach ? as published", [str(file)])
        try:
            # Nobody reads it until it is whole, and one that is not is thrown away.
            db.execute("pragma published.journal_mode = off")
            db.execute("pragma published.synchronous = off")
            with db.atomic():
                for name, table in PUBLISHED.items():
                    if name in ADDED:
                        insert_rows(db, f"published.{name}", [*table.columns], added_rows(content, name))
                    else:
                        _copy(db, name, table)
                for sql in search.fill("published"):
                    db.execute(sql)
            db.execute("vacuum published")
        finally:
            db.execute("detach published")
        with file.open("rb") as made:
            yield from iter(lambda: made.read(PIECE), b"")


def empty_database() -> bytes:
    """A database with the public tables and views, and nothing in them but what each is for."""
    empty = Database(memory=True)
    try:
        empty.execute(f"pragma page_size = {PAGE_BYTES}")
        for name in PUBLISHED:
            for sql in statements(name):
                empty.execute(sql)
        for view in VIEWS.values():
            empty.execute(view.sql)
        empty.execute(search.MAKE)
        _tell(empty)
        empty.conn.commit()
        return empty.conn.serialize()
    finally:
        empty.close()


def about_tables() -> dict[str, str]:
    """What a row of each published table and view is, by name."""
    told = {name: table.about for name, table in PUBLISHED.items()}
    return dict(sorted({**told, **{name: view.about for name, view in VIEWS.items()}}.items()))


@cache
def about_columns() -> dict[str, dict[str, str]]:
    """What every column of each published table and view says, by table and column."""
    found: dict[str, dict[str, str]] = {}
    empty = Database(memory=True)
    try:
        empty.conn.deserialize(empty_database())
        for table, column, about in empty.execute("select [table], [column], about from _about_columns order by rowid"):
            found.setdefault(table, {})[column] = about
    finally:
        empty.close()
    return found


def _tell(empty: Database) -> None:
    """Write down what every table, view and column is."""
    empty.table("_about").create({"table": str, "one_row_is": str}, pk="table")
    insert_rows(empty, "_about", ["table", "one_row_is"], about_tables().items())
    empty.table("_about_columns").create({"table": str, "column": str, "about": str}, pk=("table", "column"))
    views = {name: tuple(empty.view(name).columns_dict) for name in VIEWS}
    insert_rows(empty, "_about_columns", ["table", "column", "about"], every_column(views))


def select(name: str, table: Table, where: str = "") -> str:
    """The SQL that reads a table of the store as it is published, all or part of it, in the order of its key."""
    more = MORE_COLUMNS.get(name, {})
    read = ", ".join(f"{DESCRIPTION} as [{column}]" if column in more else f"[{column}]" for column in table.columns)
    order = ", ".join(f"[{column}]" for column in (table.pk or table.columns))
    only = f" where {where}" if where else ""
    return f"select {read} from main.{name}{only} order by {order}"  # noqa: S608 - names of our own tables


def _copy(db: Database, name: str, table: Table) -> None:
    names = ", ".join(f"[{column}]" for column in table.columns)
    db.execute(f"insert into published.{name} ({names}) {select(name, table)}")
