"""Rows of a list as records to compare: the columns by which a record may call itself."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from catalog.lookup.tables import Table
from catalog.match.sides import Side, side
from catalog.names.vocabulary import Vocabulary

_SEVERAL = re.compile(r"[|;]")
"""What stands between several names in the column `alias`; no id holds either."""


class Wanted(NamedTuple):
    """A record that is asked for, whose ids it bears, and who makes it; empty where nobody says so."""

    side: Side
    source: str = ""
    author: str = ""


class _Row(NamedTuple):
    """The cells of a row that say what it is about."""

    id: str
    name: str
    author: str
    canonical_slug: str
    hugging_face_id: str
    alias: str
    source: str


def named(query: str, author: str, vocabulary: Vocabulary) -> Wanted:
    """A single name or id as a record."""
    author = author.strip()
    return Wanted(side(query, vocabulary, ids=[query], author=author), author=author)


def records_of(table: Table, vocabulary: Vocabulary) -> Iterator[Wanted]:
    """A record for each row, in their order; rows that say the same are one record, taken apart once."""
    table.require("id")
    known: dict[_Row, Wanted] = {}
    for cells in zip(*(table.column(name) for name in _Row._fields), strict=True):
        row = _Row(*cells)
        if row not in known:
            known[row] = _record(row, vocabulary)
        yield known[row]


def pairs_of(table: Table, vocabulary: Vocabulary) -> Iterator[tuple[Wanted, Wanted]]:
    """Both records of each row of a list of pairs."""
    return zip(_half(table, "left", vocabulary), _half(table, "right", vocabulary), strict=True)


def _half(table: Table, which: str, vocabulary: Vocabulary) -> Iterator[Wanted]:
    table.require(f"{which}_id", f"{which}_name")
    known: dict[tuple[str, ...], Wanted] = {}
    for cells in zip(*(table.column(f"{which}_{name}") for name in ("id", "name", "source")), strict=True):
        if cells not in known:
            id_, name, source = cells
            named = side(id_ or name, vocabulary, ids=[id_], names=[name], source=source.strip())
            known[cells] = Wanted(named, source.strip())
        yield known[cells]


def _record(row: _Row, vocabulary: Vocabulary) -> Wanted:
    source, author = row.source.strip(), row.author.strip()
    named = side(
        row.id,
        vocabulary,
        ids=[row.id, row.canonical_slug, *_SEVERAL.split(row.alias)],
        weights=[row.hugging_face_id],
        names=[row.name],
        author=author,
        source=source,
    )
    return Wanted(named, source, author)
