"""Offers and the router's list, with everything that their records say, those of no model too."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from catalog.entries import CLAIM_COLUMNS, Claimed, Key, claimed
from catalog.match.judgement import ROUTER
from catalog.published_claims import PublishedClaims
from catalog.queries import Row, rows
from catalog.said import Said, said
from catalog.store.ledger import PRESENT


class Offered(NamedTuple):
    """An offer and the published claims of its record."""

    row: Row
    """Its row of `offers`."""
    claims: Mapping[str, Claimed]
    """Every claim of the record that sells it, by field; fields that nobody knows yet (`other.…`) among them."""

    @property
    def said(self) -> Said:
        """The claims behind the columns of its row, by column."""
        return said(self.row, {(claim.source, claim.record, claim.field): [claim] for claim in self.claims.values()})


def offered(db: Database) -> list[Offered]:
    """Every offer, by id."""
    found = _claims(db, "select source, record from offers")
    return [
        Offered(row, found.get((row["source"], row["record"]), {}))
        for row in rows(db, "select * from offers order by id")
    ]


def listed(db: Database) -> dict[str, Mapping[str, Claimed]]:
    """What the router lists now, by id: the claims of each entry, by field; an entry that a guard keeps is listed."""
    keys = rows(
        db,
        "select record from records where source = ? and kind = 'model' and (present = 1 or (source, record) in"
        " (select source, record from held where field = ?)) order by record",
        [ROUTER, PRESENT],
    )
    found = _claims(db, "select source, record from records where source = ? and kind = 'model'", [ROUTER])
    return {row["record"]: found.get((ROUTER, row["record"]), {}) for row in keys}


def _claims(db: Database, records: str, values: Sequence[str] = ()) -> dict[Key, dict[str, Claimed]]:
    """The published claims of the records that a query names, by record and field."""
    found: dict[Key, dict[str, Claimed]] = {}
    published = PublishedClaims(db)
    sql = f"select {CLAIM_COLUMNS} from standing where (source, record) in ({records}) order by source, record, field"  # noqa: S608
    for claim in filter(None, (published.of(claimed(row)) for row in db.execute(sql, list(values)))):
        found.setdefault((claim.source, claim.record), {})[claim.field] = claim
    return found
