"""Stays: the times in which records were in their source's list without a break."""

from typing import NamedTuple

from sqlite_utils import Database

from catalog.entries import Key


class Stay(NamedTuple):
    """A time in which a record was in its list without a break."""

    first_seen: str
    last_seen: str
    gone_at: str | None
    """The first answer without it; None while it is there."""

    def holds(self, at: str) -> bool:
        """Whether the answer of a time and the one before it both had the record."""
        return self.first_seen < at and (self.gone_at is None or at < self.gone_at)


def stays(db: Database, only: Key | None = None) -> dict[Key, list[Stay]]:
    """The stays of every record, or of one, oldest first."""
    where, values = ("", []) if only is None else (" where source = ? and record = ?", list(only))
    sql = f"select source, record, first_seen, last_seen, gone_at from presence{where} order by 1, 2, 3"  # noqa: S608
    found: dict[Key, list[Stay]] = {}
    for source, record, *stay in db.execute(sql, values):
        found.setdefault((source, record), []).append(Stay(*stay))
    return found
