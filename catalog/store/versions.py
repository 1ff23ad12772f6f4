"""A database of another version gives way to one that is derived anew beside it, and only where nothing is lost."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path

from sqlite_utils import Database

from catalog.errors import NotACatalog, OtherVersion
from catalog.store.database import SCHEMA, is_current, open_database
from catalog.store.lost import REMEDY, lost_from, told
from catalog.store.tables import open_file
from scraper.snapshots import Archive
from scraper.unfinished import on_disk

_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR_SHORT_READ")


class State(StrEnum):
    """What a database file is to this version of the program."""

    NONE = "none"
    CURRENT = "current"
    OTHER = "other"
    NEWER = "newer"
    FOREIGN = "foreign"
    DAMAGED = "damaged"


@contextmanager
def up_to_date(path: Path, archive: Archive, tell: Callable[[str], None]) -> Iterator[Database]:
    """A database of today's version to be brought up to its archive, put in place when that is done.

    Raises OtherVersion where a newer program made the file, or where an older one knows what the archive does not;
    NotACatalog where it is none of ours. `tell` takes what became of a file that was replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    _clear(beside)
    state = _replaceable(path, archive)
    working = path if state is State.CURRENT else beside
    try:
        with closing(open_database(working)) as db:
            yield db
        if working is beside:
            _put_in_place(beside, path, state, tell)
    finally:
        _clear(beside)


def state_of(path: Path) -> State:
    """What a file is. Raises sqlite3.OperationalError where it cannot be read at all."""
    if not path.exists():
        return State.NONE
    try:
        with closing(open_file(path)) as db:
            tables = set(db.table_names())
            if not tables:
                return State.NONE
            if not {"_meta", "snapshots"} <= tables:
                return State.FOREIGN
            if schema_of(db) > SCHEMA:
                return State.NEWER
            return State.CURRENT if is_current(db) else State.OTHER
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return State.DAMAGED


def schema_of(db: Database) -> int:
    """The number of a file's tables."""
    return int(db.execute("pragma user_version").fetchone()[0])


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error says that the file itself is damaged."""
    return getattr(error, "sqlite_errorname", "").startswith(_DAMAGE)


def set_aside(path: Path, tell: Callable[[str], None]) -> None:
    """Keep a damaged file beside its place; the one that was kept before goes."""
    kept = path.with_name(f"{path.name}.damaged")
    path.replace(kept)
    _clear_journals(path)
    tell(f"{path}: damaged; derived anew from the archive, and the damaged file kept as {kept}")


def _replaceable(path: Path, archive: Archive) -> State:
    """What a file is, where it may be built on or give way."""
    state = state_of(path)
    if state is State.NEWER:
        raise OtherVersion(
            f"{path}: a newer version of the program made it: upgrade modelatlas, or name another folder with --data"
        )
    if state is State.FOREIGN:
        raise NotACatalog(f"{path}: is no catalog of ours: move it away, or name another folder with --data")
    if state is State.OTHER:
        try:
            with closing(open_file(path)) as db:
                lost = lost_from(db, archive)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            return State.DAMAGED
        if lost:
            raise OtherVersion(f"{path}: another version of the program made it, and {told(lost)}: {REMEDY}")
    return state


def _put_in_place(new: Path, path: Path, state: State, tell: Callable[[str], None]) -> None:
    if state is State.DAMAGED:
        set_aside(path, tell)
    elif state is State.OTHER:
        tell(f"{path}: another version of the program made it; derived anew from the archive")
    _clear_journals(path)  # one that was left would be played into the new file
    new.replace(path)
    on_disk(path.parent)


def _clear(path: Path) -> None:
    path.unlink(missing_ok=True)
    _clear_journals(path)


def _clear_journals(path: Path) -> None:
    for ending in ("-journal", "-wal", "-shm"):
        Path(f"{os.fspath(path)}{ending}").unlink(missing_ok=True)
