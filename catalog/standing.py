"""The published claims of records: a record's are read when it is asked for, and kept for a while."""

from collections.abc import Mapping
from functools import lru_cache

from sqlite_utils import Database

from catalog.entries import CLAIM_COLUMNS, Claimed, Key, claimed
from catalog.published_claims import PublishedClaims

_STANDING = f"select {CLAIM_COLUMNS} from standing where source = ? and record = ?"  # noqa: S608
_CURRENT = f"select {CLAIM_COLUMNS} from claims where source = ? and record = ? and current = 1"  # noqa: S608
"""The same of a record of which nothing is held, in a third of the time: the view has to look beside each claim."""


KEPT = 2_048
"""So many records are kept: what is asked for again is asked for soon, and all of a large catalog are too many."""


class Standing:
    """What records say, as it is published, by record and field."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._published = PublishedClaims(db)
        self._held = set(db.execute("select source, record from held").fetchall())
        self._kept = lru_cache(KEPT)(self.read)

    def of(self, key: Key) -> Mapping[str, Claimed]:
        """A record's claims by field, in the order of their names; none of one that says nothing."""
        return self._kept(key)

    def read(self, key: Key, field: str | None = None) -> dict[str, Claimed]:
        """The same without keeping it, or what is said of one field: for who goes through all records once."""
        of_a_record = _STANDING if key in self._held else _CURRENT
        sql, values = (of_a_record, key) if field is None else (f"{of_a_record} and field = ?", (*key, field))
        told = map(self._published.of, map(claimed, self._db.conn.execute(f"{sql} order by field", values)))
        return {claim.field: claim for claim in told if claim is not None}
