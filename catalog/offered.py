"""Offers and the router's list, with everything that their records say, those of no model too."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from catalog.entries import Claimed
from catalog.match.judgement import ROUTER
from catalog.merged import each_row
from catalog.queries import Row
from catalog.said import Said, said
from catalog.standing import Standing
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
        return said(self.row, self.claims)


def offered(
    db: Database, standing: Standing | None = None, where: str = "true", values: Sequence[str] = (), order: str = "id"
) -> Iterator[Offered]:
    """Every offer, or some, one at a time. `standing` are the published claims, where somebody reads them already."""
    found = each_row(db, f"select * from offers where {where} order by {order}", values)  # noqa: S608
    standing = standing or Standing(db)
    return (Offered(row, standing.of((row["source"], row["record"]))) for row in found)


class Listed(Mapping[str, Mapping[str, Claimed]]):
    """What the router lists now, by id: the claims of each entry, by field; an entry that a guard keeps is listed."""

    def __init__(self, db: Database, standing: Standing) -> None:
        self._standing = standing
        self._ids = dict.fromkeys(
            record
            for (record,) in db.execute(
                "select record from records where source = ? and kind = 'model' and present = 1"
                " union select record from held join records using (source, record)"
                " where source = ? and kind = 'model' and field = ? order by record",
                [ROUTER, ROUTER, PRESENT],
            ).fetchall()
        )

    def __getitem__(self, id_: str) -> Mapping[str, Claimed]:
        if id_ not in self._ids:
            raise KeyError(id_)
        return self._standing.of((ROUTER, id_))

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
