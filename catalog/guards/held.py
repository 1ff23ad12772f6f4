"""What is held now, as the database has it."""

from typing import NamedTuple

from sqlite_utils import Database

from catalog.guards.rules import RULES


class Held(NamedTuple):
    """A change that is not published: what is published still, and what the source says."""

    source: str
    record: str
    field: str
    kept: str | None
    offered: str | None
    rule: str
    since: str

    @property
    def told(self) -> str:
        """Record and change in one line."""
        return f"{self.source}:{self.record} {self.step}"

    @property
    def step(self) -> str:
        """The change itself."""
        return f"{self.field}: {_shown(self.kept)} -> {_shown(self.offered)}"

    @property
    def why(self) -> str:
        """Why it is held, and since when."""
        return f"held since {self.since[:10]}: {RULES[self.rule]} ({self.rule})"


def held(db: Database, source: str = "") -> list[Held]:
    """Every held change of records that are there, the newest first; those of one source where it is named."""
    sql = (
        "select h.source, h.record, h.field, h.kept, h.offered, h.rule, h.since from held h"
        " join records r using (source, record)"
        " where (r.present = 1 or h.field = 'present') and (? = '' or h.source = ?)"
        " order by h.since desc, h.source, h.record, h.field"
    )
    return [Held(*row) for row in db.execute(sql, [source, source]).fetchall()]


def _shown(value: str | None) -> str:
    if value is None:
        return "nothing"
    return value if len(value) <= 80 else value[:79] + "…"
