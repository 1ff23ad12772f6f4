"""What the derived tables were made from: where that is the same, they are what they would be again.

All of them follow from the answers that were entered, from the program, and from what people decided. A digest
over these is kept beside the tables and written with them, in one transaction.
"""

import hashlib
from collections.abc import Mapping

from sqlite_utils import Database

KEY = "basis"
"""Under this key `_meta` keeps the digest."""
_ANSWERS = (
    "select source, url, fetched_at, page, turn, root, status, sha256, seed, state, records, error, issues, learned_on"
    " from snapshots order by source, rowid"
)
_NOTES = "select key, value from _meta where key not in ('basis', 'identity') order by key"


def basis(db: Database, program: str, broken: Mapping[str, str]) -> str:
    """A digest over all that the derived tables follow from.

    `program` is a digest over the code and what people decided; `broken` says of which sources the newest answers
    could not be entered. What claims say follows from the answers, which `snapshots` names by their hash.
    """
    found = hashlib.sha256(repr((program, sorted(broken.items()))).encode("utf-8", "surrogatepass"))
    for sql in (_ANSWERS, _NOTES):
        for row in db.execute(sql):
            found.update(repr(row).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def is_made_from(db: Database, basis: str) -> bool:
    """Whether the derived tables were made from this."""
    return db.execute("select 1 from _meta where key = ? and value = ?", [KEY, basis]).fetchone() is not None


def note(db: Database, basis: str) -> None:
    """Remember what the derived tables were made from."""
    db.table("_meta").insert({"key": KEY, "value": basis}, replace=True)


def version(db: Database) -> str:
    """Stands for all that the database holds: what its tables were made from, and how the sources fare."""
    noted = db.execute("select value from _meta where key = ?", [KEY]).fetchone()
    sources = db.execute("select * from sources order by id").fetchall()
    return hashlib.sha256(repr((noted, sources)).encode("utf-8", "surrogatepass")).hexdigest()
