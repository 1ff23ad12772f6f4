"""Which records concern a model at a time: all that its page could tell, and nothing more of the store."""

from collections.abc import Iterator

from sqlite_utils import Database

from catalog.entries import Key, own_id
from catalog.match.judgement import ROUTER
from scraper.units import dumps

_NEAR = (
    "select source, record from matches where model_id is null and level = 'medium'"
    " and json_extract(evidence, '$.runner_up.model_id') = ?"
)
_ALIASES = (
    "select source, record, value from claims where source = ? and record >= '~' and field = 'alias_target'"
    " and first_observed <= ?"
)
_SOLD_ALIKE = (
    "select distinct source, record from claims where field = 'wire_id'"
    " and lower(value) in (select value from json_each(?))"
)


def model_meant(db: Database, wanted: str, at: str) -> str:
    """The model that an id led to at a time: itself, the target of an alias, or what it is a variant of."""
    sql = f"{_ALIASES} and record = ? order by first_observed desc limit 1"
    alias = db.execute(sql, [ROUTER, at, wanted]).fetchone()
    if alias is not None:
        return _model_of(alias[2])
    row = db.execute(
        "select model_id from matches where source = ? and record = ? and rule = 'id-grammar'", [ROUTER, wanted]
    ).fetchone()
    return str(row[0]) if row and row[0] else wanted


def concerning(db: Database, model_id: str, at: str) -> set[Key]:
    """Source and record of everything that bears on a model at a time."""
    found = set(db.execute("select source, record from matches where model_id = ?", [model_id]).fetchall())
    found |= set(db.execute(_NEAR, [model_id]).fetchall())
    found |= {(s, r) for s, r, target in db.execute(_ALIASES, [ROUTER, at]).fetchall() if _model_of(target) == model_id}
    found |= set(_sold_alike(db, found))
    found |= {(source, own_id(record)) for source, record in found}
    return found


def may_lead_on(db: Database, model_id: str) -> set[str]:
    """The models to which a reader may go from one that is gone: its family, what is advised, what it is called now."""
    sql = (
        "select other_id from kin where model_id = :id union"
        " select new from changes where model_id = :id and kind = 'renamed' and field = 'id' union"
        " select m.id from claims c join matches t using (source, record) join models m on m.id in"
        " (replace(lower(c.value), ' ', '-'), substr(:id, 1, instr(:id, '/')) || replace(lower(c.value), ' ', '-'))"
        " where t.model_id = :id and c.field = 'successor'"
    )
    return {other for (other,) in db.execute(sql, {"id": model_id}).fetchall()}


def _sold_alike(db: Database, keys: set[Key]) -> Iterator[Key]:
    """Records of what is sold under the same ids as those of some records: prices are compared with theirs."""
    own = {record for source, record in keys if source == ROUTER}
    sql = (
        "select value from claims where field = 'wire_id'"
        " and (source, record) in (select value ->> 0, value ->> 1 from json_each(?))"
    )
    said = {value for (value,) in db.execute(sql, [dumps(sorted(keys))]).fetchall()}
    yield from db.execute(_SOLD_ALIKE, [dumps(sorted({name.lower() for name in own | said}))]).fetchall()


def _model_of(target: str) -> str:
    return target.partition(":")[0]
