"""Which claims stand behind what is no resolved field: offers, ratings, weights, meanings of ids, disagreements."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlite_utils import Database

from catalog.entries import CLAIM_COLUMNS, Claimed, Key, claimed
from catalog.match.releases import TOLD
from catalog.standing import Standing, Told
from scraper.answers import parse_raw
from scraper.attributes import DYNAMIC, PRICES

Row = dict[str, Any]
Said = dict[str, Claimed]
"""By column, the claim that says its value."""

FIELDS = {
    "provider": ("provider_slug",),
    "wire_id": ("model_record", "wire_id"),
    "kind": ("variant",),
    "context_served": ("context_served", "context_listed"),
    "low": ("rating_low",),
    "high": ("rating_high",),
    "published": ("published_at",),
}
"""Columns that bear another name than the field they are read from, with those fields; all others are the field's."""


class Backing(Mapping[Key, Said]):
    """By source and record of a row, the claims behind its columns; found when it is first asked for."""

    def __init__(self, rows: Iterable[Row], told: Told) -> None:
        """`told` is what the records of the rows say."""
        self._rows = {(row["source"], row["record"]): row for row in rows}
        self._told = told
        self._found: dict[Key, Said] = {}

    def __getitem__(self, key: Key) -> Said:
        if key not in self._found:
            self._found[key] = said(self._rows[key], self._told[key])
        return self._found[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def material(self) -> list[Any]:
        """What all of it follows from: the rows, and every claim of their records."""
        return [(row, self._told[key]) for key, row in self._rows.items()]


def said(row: Mapping[str, Any], claims: Mapping[str, Claimed]) -> Said:
    """The claims behind the columns of a row, by column, in the row's order; `claims` are its record's, by field.

    A column that its record does not claim is our own word: an id, a level, a state.
    """
    found: Said = {}
    for column, value in row.items():
        for field in FIELDS.get(column, (column,)):
            claim = claims.get(field)
            if claim is not None and _says(claim.value, column, value):
                found[column] = claim
                break
    return found


def meant(db: Database, aliases: Iterable[Row]) -> list[Row]:
    """Intervals of an id, each with the claims that told it when it began."""
    sql = (
        f"select {CLAIM_COLUMNS} from claims where source = ? and record = ? and first_observed <= ?"  # noqa: S608
        f" and field in ({', '.join('?' * len(TOLD))}) order by first_observed"
    )

    def told(row: Row) -> Said:
        found = map(claimed, db.execute(sql, [row["source"], row["record"], row["valid_from"], *TOLD]).fetchall())
        return {claim.field: claim for claim in found}

    return [{**row, "claims": told(row)} for row in aliases]


def weights(artifacts: Iterable[Row], standing: Standing) -> list[Row]:
    """Repositories of weights, each with the claims that name it; a repository's own record claims it by being."""

    def naming(key: Key) -> Claimed | None:
        return standing.read(key, _NAMES_WEIGHTS).get(_NAMES_WEIGHTS)

    return [
        {
            **row,
            "records": (records := [(str(source), str(record)) for source, record in parse_raw(row["records"])]),
            "claims": [claim for key in records if (claim := naming(key))],
        }
        for row in artifacts
    ]


_NAMES_WEIGHTS = "hugging_face_id"


def _says(told: str, column: str, value: Any) -> bool:
    """Whether a claim is what the column holds; a price that varies is held as none."""
    if value is None:
        return told == DYNAMIC and column in PRICES
    return told == str(value)
