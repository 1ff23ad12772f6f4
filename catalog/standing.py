"""The published claims of records, read at once; a record's claims are made when it is asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database

from catalog.entries import CLAIM_COLUMNS, Claimed, Key, claimed
from catalog.match.judgement import ROUTER
from catalog.published_claims import PublishedClaims

_TOLD = (
    "select source, record from matches where model_id is not null union select source, record from offers"
    f" union select source, record from records where source = '{ROUTER}' and kind = 'model'"
)
"""Records of which something is told: those that speak of a model, all that are sold, and what the router lists."""


class Standing:
    """What records say, as it is published, by record and field."""

    def __init__(self, db: Database, records: Iterable[Key] | None = None) -> None:
        """Of some records, or of all of which something is told."""
        self._published = PublishedClaims(db)
        self._rows: dict[Key, list[tuple[Any, ...]]] = {}
        self._made: dict[Key, dict[str, Claimed]] = {}
        for row in _rows(db, None if records is None else sorted(set(records))):
            self._rows.setdefault(row[:2], []).append(row)

    def of(self, key: Key) -> Mapping[str, Claimed]:
        """A record's claims by field, in the order of their names; none of one that says nothing."""
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = {}
            for row in sorted(self._rows.pop(key, ())):
                claim = self._published.of(claimed(row))
                if claim is not None:
                    made[claim.field] = claim
        return made


def _rows(db: Database, records: list[Key] | None) -> Iterable[tuple[Any, ...]]:
    """Without an order: the records have one, and sorting all of them took longer than sorting each."""
    sql = f"select {CLAIM_COLUMNS} from standing where "  # noqa: S608
    if records is None:
        return db.execute(f"{sql} (source, record) in ({_TOLD})")
    return (row for key in records for row in db.execute(f"{sql} source = ? and record = ?", key))
