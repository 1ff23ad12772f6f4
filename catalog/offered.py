"""Offers with everything that their records say, those of no model too."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlite_utils import Database

from catalog.entries import CLAIM_COLUMNS, Claimed, Key, claimed
from catalog.published_claims import PublishedClaims
from catalog.queries import Row, rows
from catalog.said import Said, said


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
    by_record: dict[Key, dict[str, Claimed]] = {}
    published = PublishedClaims(db)
    sql = (
        f"select {CLAIM_COLUMNS} from standing where (source, record) in (select source, record from offers)"  # noqa: S608
        " order by source, record, field"
    )
    for claim in filter(None, (published.of(claimed(row)) for row in db.execute(sql))):
        by_record.setdefault((claim.source, claim.record), {})[claim.field] = claim
    return [
        Offered(row, by_record.get((row["source"], row["record"]), {}))
        for row in rows(db, "select * from offers order by id")
    ]
