"""How right and how complete the catalog is: values checked against their answers, and fields that are known."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlite_utils import Database

from catalog.entries import Entry, Key
from scraper.attributes import OTHER

ALL = "all"
"""What stands in place of a source for all of them together."""


class Accuracy(NamedTuple):
    """How values that were drawn at random compare with the answers that they came from."""

    source: str
    """A source's id, or `all`."""
    checked: int
    equal: int
    wrong: int
    missing: int
    """Values whose answer, or whose record in it, could not be found again."""
    share: str
    """The share that is equal, an exact decimal, never rounded up."""
    at: str
    """The time of the newest answer behind the catalog."""
    seed: int
    """What the values were drawn by: `modelatlas audit --seed` draws them again."""


class Filled(NamedTuple):
    """In how many records a field is known."""

    source: str
    """A source's id, or `all` for the catalog's active models."""
    kind: str
    """The kind of its records."""
    field: str
    known: int
    of: int
    """How many records of that kind it lists."""


def completeness(db: Database, entries: Mapping[Key, Entry]) -> Iterator[Filled]:
    """For each field of how many active models it is known, then of how many records of each source and kind."""
    active = int(db.execute("select count(*) from models where status = 'active'").fetchone()[0])
    for name, known in sorted(known_fields(db).items()):
        if known:
            yield Filled(ALL, "model", name, known, active)
    present = [entry for entry in entries.values() if entry.present]
    records = Counter((entry.source, entry.kind) for entry in present)
    told = Counter(
        (entry.source, entry.kind, name) for entry in present for name in entry.claims if not name.startswith(OTHER)
    )
    for (source, kind, name), count in sorted(told.items()):
        yield Filled(source, kind, name, count, records[source, kind])


def known_fields(db: Database) -> dict[str, int]:
    """Every field of which some model's value is known, with how many of the active models that is."""
    sql = "select field, sum(status = 'active') from resolved join models on models.id = model_id group by field"
    return dict(db.execute(sql).fetchall())


def accuracies(db: Database) -> dict[str, Accuracy]:
    """What the catalog's own audit found, by source; `all` is all of them."""
    rows = db.execute(f"select {', '.join(Accuracy._fields)} from accuracy order by source").fetchall()  # noqa: S608
    return {row[0]: Accuracy(*row) for row in rows}


def filled(db: Database) -> dict[str, list[Filled]]:
    """How complete each source's records are, by source, the fullest field of each kind first."""
    rows = db.execute(
        "select source, kind, field, known, [of] from completeness order by source, kind, known desc, field"
    ).fetchall()
    found: dict[str, list[Filled]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(Filled(*row))
    return found
