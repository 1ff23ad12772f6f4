"""The published database: the public tables in an order of their own, so that the same catalog is the same file."""

from sqlite_utils import Database

from catalog.store.tables import LOCAL_COLUMNS, PAGE_BYTES, PUBLIC, about, make, view


def published_database(db: Database) -> bytes:
    """The file with the public tables."""
    published = Database(memory=True)
    try:
        published.execute(f"pragma page_size = {PAGE_BYTES}")
        for name, table in PUBLIC.items():
            left_out = LOCAL_COLUMNS.get(name, ())
            columns = {column: type_ for column, type_ in table.columns.items() if column not in left_out}
            make(published, name, columns)
            _copy(db, published, name, tuple(columns), table.pk)
        view(published)
        about(published)
        published.conn.commit()
        published.vacuum()
        return published.conn.serialize()
    finally:
        published.close()


def _copy(db: Database, published: Database, name: str, columns: tuple[str, ...], pk: tuple[str, ...]) -> None:
    names = ", ".join(f"[{column}]" for column in columns)
    order = ", ".join(f"[{column}]" for column in (pk or columns))
    marks = ", ".join("?" * len(columns))
    rows = db.execute(f"select {names} from {name} order by {order}")  # noqa: S608 - our own names
    with published.atomic():
        published.conn.executemany(f"insert into {name} ({names}) values ({marks})", rows)  # noqa: S608
