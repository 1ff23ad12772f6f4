"""Opens a catalog's database for reading, or says why it cannot be read."""

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from catalog.errors import NoCatalog, NotACatalog, OtherVersion, Unreadable
from catalog.store.tables import LOCAL_COLUMNS, PUBLIC, read_only

_COLUMNS = (
    "select m.name, p.name from sqlite_master m join pragma_table_xinfo(m.name) p"
    " where m.type = 'table' and m.name in ({})"
)
_UNREADABLE = "{}: {}; is it ours to read, and no build writing it?"


def open_to_read(path: Path) -> Database:
    """A database that has all that is read of a catalog; the published one is enough.

    Raises NoCatalog, NotACatalog, OtherVersion or Unreadable.
    """
    if not path.exists():
        raise NoCatalog(f"{path}: there is no catalog yet; run `modelatlas refresh` or `modelatlas build` first")
    try:
        db = read_only(path)
    except sqlite3.OperationalError as error:
        raise Unreadable(_UNREADABLE.format(path, error)) from None
    try:
        there = set(db.execute(_COLUMNS.format(", ".join("?" * len(PUBLIC))), list(PUBLIC)).fetchall())
        _check(path, there)
        _as_stored(db, there)
    except sqlite3.OperationalError as error:
        db.close()
        raise Unreadable(_UNREADABLE.format(path, error)) from None
    except sqlite3.DatabaseError as error:
        db.close()
        raise NotACatalog(f"{path}: {error}; run `modelatlas build`") from None
    except (NotACatalog, OtherVersion):
        db.close()
        raise
    return db


def is_local(db: Database) -> bool:
    """Whether it is the store's own database, and not the published one."""
    return db.table("_meta").exists()


def _as_stored(db: Database, there: set[tuple[str, str]]) -> None:
    """Hide what the published tables have beside the store's columns: a view of the same name comes before a table."""
    for name, table in PUBLIC.items():
        columns = [column for column in table.columns if (name, column) in there]
        if any(other == name and column not in table.columns for other, column in there):
            listed = ", ".join(f"[{column}]" for column in columns)
            db.execute(f"create temp view [{name}] as select {listed} from main.[{name}]")  # noqa: S608


def _check(path: Path, there: set[tuple[str, str]]) -> None:
    if ("sources", "id") not in there:
        raise NotACatalog(f"{path}: holds no catalog; run `modelatlas build`")
    for name, table in PUBLIC.items():
        for column in table.columns:
            if (name, column) not in there and column not in LOCAL_COLUMNS.get(name, ()):
                raise OtherVersion(
                    f"{path}: another version of the program made it: it has no {name}.{column}; run `modelatlas build`"
                )
