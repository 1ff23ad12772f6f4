"""The published claims of records: those of one that is asked for, kept for a while, or of many, model by model."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlite_utils import Database

from catalog.entries import CLAIM_COLUMNS, Claimed, Key
from catalog.merged import Beside
from catalog.published_claims import PublishedClaims

_STANDING = f"select {CLAIM_COLUMNS} from standing where source = ? and record = ?"  # noqa: S608
_CURRENT = f"select {CLAIM_COLUMNS} from claims where source = ? and record = ? and current = 1"  # noqa: S608
"""The same of a record of which nothing is held, in a third of the time: the view has to look beside each claim."""

_SAID = ", ".join(f"c.{name}" for name in CLAIM_COLUMNS.split(", ")[2:])
_OF_RECORDS = (
    f"select k.source, k.record, {_SAID}, k.model_id from ({{records}}) k"  # noqa: S608 - names of our own
    " left join claims c on c.source = k.source and c.record = k.record and c.current = 1{only} order by k.model_id"
)
"""Each record of a query with its claims, or with none: SQLite goes along an index of models, from record to record."""
_MODEL = len(CLAIM_COLUMNS.split(", "))
"""Where the model stands in its rows, behind the claim."""

KEPT = 2_048
"""So many records are kept: what is asked for again is asked for soon, and all of a large catalog are too many."""

Told = Mapping[Key, Mapping[str, Claimed]]
"""What records say, by record and field."""


class Standing:
    """What records say, as it is published, by record and field."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._published = PublishedClaims(db)
        self._held = frozenset(db.execute("select source, record from held").fetchall())
        self._kept = lru_cache(KEPT)(self.read)

    def of(self, key: Key) -> Mapping[str, Claimed]:
        """A record's claims by field, in the order of their names; none of one that says nothing."""
        return self._kept(key)

    def read(self, key: Key, field: str | None = None) -> dict[str, Claimed]:
        """The same without keeping it, or what is said of one field: for who goes through all records once."""
        of_a_record = _STANDING if key in self._held else _CURRENT
        sql, values = (of_a_record, key) if field is None else (f"{of_a_record} and field = ?", (*key, field))
        told = map(self._published.of, self._db.conn.execute(f"{sql} order by field", values))
        return {claim.field: claim for claim in told if claim is not None}

    def by_model(self, records: str, values: Iterable[Any] = (), fields: Collection[str] = ()) -> "ByModel":
        """What the records of each model say, of some fields or of all, to be asked for in the order of models.

        `records` is a query for rows of model, source and record.
        """
        # With a plus SQLite reads a record's claims in one go, instead of looking for one field after the other.
        only = f" and +c.field in ({', '.join('?' * len(fields))})" if fields else ""
        rows = self._db.conn.execute(_OF_RECORDS.format(records=records, only=only), [*values, *fields])
        return ByModel(self, Beside(rows, _MODEL), fields)

    def few(self, records: str, values: Iterable[Any], fields: Collection[str]) -> Told:
        """What many records say of a few fields; `records` is a query for rows of model, source and record."""
        only = f" and c.field in ({', '.join('?' * len(fields))})"
        return self.told(
            self._db.conn.execute(_OF_RECORDS.format(records=records, only=only), [*values, *fields]), fields
        )

    def chosen(self, resolved: str, values: Iterable[Any] = ()) -> "ByModel":
        """The claims that stand for the resolved values of each model; `resolved` has their fields, too."""
        rows = self._db.conn.execute(_OF_RECORDS.format(records=resolved, only=" and c.field = k.field"), [*values])
        return ByModel(self, Beside(rows, _MODEL))

    def told(self, rows: Iterable[tuple[Any, ...]], fields: Collection[str] = ()) -> Told:
        """What rows of records and claims come to; what a guard holds is read apart."""
        found: dict[Key, dict[str, Claimed]] = {}
        for key, of_a_record in groupby(rows, key=itemgetter(0, 1)):
            said = found.setdefault(key, {})
            for row in of_a_record:
                claim = None if row[2] is None else self._published.of(row)
                if claim is not None:
                    said[claim.field] = claim
        for key in self._held.intersection(found):
            said = self.read(key)
            found[key] = {field: said[field] for field in said if not fields or field in fields}
        return found


class ByModel:
    """What the records of each model say, to be asked for in the order of models, once each."""

    def __init__(self, standing: Standing, rows: Beside[tuple[Any, ...]], fields: Collection[str] = ()) -> None:
        self._standing = standing
        self._rows = rows
        self._fields = fields

    def of(self, model_id: str) -> Told:
        """By record and field, what is said of a model."""
        return self._standing.told(self._rows.of(model_id), self._fields)
