"""Holds: the times in which guards kept what sources said from being published, past ones and those of now."""

from typing import NamedTuple

from sqlite_utils import Database

from catalog.entries import Key


class Hold(NamedTuple):
    """A time in which a guard held a field."""

    since: str
    until: str | None
    """None while it does."""
    kept: str | None
    """What was published then; None where nothing was."""
    kept_first_observed: str | None
    """With source, record and field it names the claim of that."""
    rule: str


def holds(db: Database, only: Key | None = None) -> dict[tuple[str, str, str], list[Hold]]:
    """By source, record and field, what guards held once and hold now, oldest first; or of one record."""
    where, values = ("", []) if only is None else (" where source = ? and record = ?", [*only, *only])
    told = "source, record, field, since"
    sql = (
        f"select {told}, until, kept, kept_first_observed, rule from holds{where} union all"  # noqa: S608
        f" select {told}, null, kept, kept_first_observed, rule from held{where} order by 1, 2, 3, 4"
    )
    found: dict[tuple[str, str, str], list[Hold]] = {}
    for source, record, field, *hold in db.execute(sql, values):
        found.setdefault((source, record, field), []).append(Hold(*hold))
    return found
