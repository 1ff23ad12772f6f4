"""Which model each record spoke of at a time: identity as it is known today, of ids as they were used then.

What the router's own ids say is told by its records of that time. All others are judged as today, but
for those of a model that nobody listed yet, or whose id meant another release then: they speak of what
it means now.
"""

from collections.abc import Container, Iterator, Mapping

from sqlite_utils import Database

from catalog.entries import Entry, Key
from catalog.match.judgement import NEW, ROUTER, Judgement
from catalog.match.listings import judge_listings, standing
from catalog.store.rows import read_match
from catalog.store.tables import PUBLIC

DECLARED = frozenset({"declared-alias", "declared-endpoint"})
"""Rules by which a record of the router says itself where it leads: it may have led elsewhere."""
COLUMNS = tuple(PUBLIC["matches"].columns)


def judgements(db: Database, entries: Mapping[Key, Entry], at: str) -> dict[Key, Judgement]:
    """A judgement for every record of a time, but for those that speak of what was no model then."""
    judged = judge_listings(entries)
    today = dict(_today(db, entries.keys() - {key for key, own in judged.items() if own.model_id is not None}))
    founding = {judgement.model_id for judgement in today.values() if judgement.rule in NEW}
    there = (standing(entries, judged).keys() | founding | {None}) - _moved(db, at)
    for key, judgement in today.items():
        if judgement.model_id in there and not (key in judged and judgement.rule in DECLARED):
            judged[key] = judgement
    return judged


def _today(db: Database, wanted: Container[Key]) -> Iterator[tuple[Key, Judgement]]:
    for row in db.execute(f"select {', '.join(COLUMNS)} from matches order by source, record"):  # noqa: S608
        if row[:2] in wanted:
            yield row[:2], read_match(dict(zip(COLUMNS, row, strict=True)))


def _moved(db: Database, at: str) -> frozenset[str]:
    """Models whose ids were pointed to another release after a time."""
    sql = "select record from aliases where source = ? and valid_to is null and valid_from > ?"
    return frozenset(record for (record,) in db.execute(sql, [ROUTER, at]).fetchall())
