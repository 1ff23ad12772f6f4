"""What a catalog knows of the records and models that people name."""

from collections.abc import Iterator
from datetime import date

from sqlite_utils import Database

from catalog.entries import own_id
from catalog.match.crosswalk import ANYBODY
from catalog.match.curated_lint import Seen

NAMED_BY = ("configuration", "wire_id", "openrouter_id", "canonical_slug", "hugging_face_id", "name")
"""Fields by which anybody may name a thing."""


def address_of(db: Database, source: str, name: str) -> str | None:
    """The page of a source's record; empty for a name that somebody says; None where it was never seen."""
    if source == ANYBODY:
        return "" if _is_said(db, name) else None
    sql = "select record, url from records where source = ? and (record = ? or record like '%:' || ?)"
    found = db.execute(f"{sql} order by record != ?", [source, name, name, name]).fetchall()
    return next((url or "" for record, url in found if name in (record, own_id(record))), None)


def is_model(db: Database, model: str) -> bool:
    """Whether a model of this id was ever known."""
    return bool(db.execute("select count(*) from models where id = ?", [model]).fetchone()[0])


def seen(db: Database) -> Seen:
    """Everything that the catalog has ever seen."""
    records: dict[str, bool] = {}
    for source, record, present in db.execute("select source, record, present from records order by present"):
        records[f"{source}:{record}"] = records[f"{source}:{own_id(record)}"] = bool(present)
    # A list of providers may be older than the first list of models.
    sql = "select source, min(first_seen) from records where kind != 'provider' group by source"
    begins = {source: date.fromisoformat(first[:10]) for source, first in db.execute(sql).fetchall()}
    models = frozenset(id_ for (id_,) in db.execute("select id from models").fetchall())
    moved: dict[str, list[date]] = {}
    for reference, day in _moves(db):
        moved.setdefault(reference, []).append(day)
    return Seen(models, records, begins, moved)


def _moves(db: Database) -> Iterator[tuple[str, date]]:
    """Each record whose `created` became another one, with the day on which it was seen so."""
    before = ("", "", "")
    sql = (
        "select source, record, value, first_observed from claims where field = 'listed_at'"
        " order by source, record, first_observed"
    )
    for source, record, value, first in db.execute(sql):
        if before[:2] == (source, record) and before[2] != value:
            yield f"{source}:{record}", date.fromisoformat(first[:10])
        before = (source, record, value)


def _is_said(db: Database, name: str) -> bool:
    wanted = name.casefold()
    fields = ", ".join(f"'{field}'" for field in NAMED_BY)
    sql = f"select distinct value from claims where field in ({fields}) union select record from records"  # noqa: S608
    return any(wanted in (value.casefold(), own_id(value).casefold()) for (value,) in db.execute(sql))
