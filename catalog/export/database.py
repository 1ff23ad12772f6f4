"""The published database: the public tables in an order of their own, so that the same catalog is the same file."""

from sqlite_utils import Database

from catalog.store.tables import LOCAL_COLUMNS, PAGE_BYTES, PUBLIC, Table, about, make, view


def published_database(db: Database) -> bytes:
    """The file with the public tables. They are copied within SQLite: years of claims never pass through Python."""
    db.execute("attach ':memory:' as published")
    try:
        db.conn.deserialize(_empty(), name="published")
        with db.atomic():
            for name, table in PUBLIC.items():
                _copy(db, name, table)
        db.execute("vacuum published")
        return db.conn.serialize(name="published")
    finally:
        db.execute("detach published")


def _empty() -> bytes:
    """A database with the public tables, and nothing in them but what each is for."""
    empty = Database(memory=True)
    try:
        empty.execute(f"pragma page_size = {PAGE_BYTES}")
        for name, table in PUBLIC.items():
            make(empty, name, {column: table.columns[column] for column in _columns(name, table)})
        view(empty)
        about(empty)
        empty.conn.commit()
        return empty.conn.serialize()
    finally:
        empty.close()


def _columns(name: str, table: Table) -> list[str]:
    return [column for column in table.columns if column not in LOCAL_COLUMNS.get(name, ())]


def _copy(db: Database, name: str, table: Table) -> None:
    columns = _columns(name, table)
    names = ", ".join(f"[{column}]" for column in columns)
    order = ", ".join(f"[{column}]" for column in (table.pk or columns))
    db.execute(f"insert into published.{name} ({names}) select {names} from main.{name} order by {order}")  # noqa: S608
