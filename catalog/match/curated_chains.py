"""What `same_release` judgements come to when one follows from the other: classes of one release each."""

from collections.abc import Iterator

from catalog.match.crosswalk import reference
from catalog.match.curated_files import Rows
from catalog.match.curated_rows import JudgementRow
from catalog.match.judgement import ROUTER
from catalog.match.sides import LEADING

SAME = "same_release"
_HUB = "huggingface"


class Classes:
    """Things that are one and the same, as far as they were joined (union-find)."""

    def __init__(self) -> None:
        self._leads: dict[str, str] = {}

    def root(self, thing: str) -> str:
        """The one that stands for all that are the same."""
        while self._leads.get(thing, thing) != thing:
            thing = self._leads[thing]
        return thing

    def join(self, one: str, other: str) -> None:
        """Make two things the same."""
        self._leads[self.root(one)] = self.root(other)


def chains(rows: Rows) -> Iterator[tuple[str, str]]:
    """Judgements that a chain of others contradicts: the row, and what the chain makes of it."""
    same = [row for row in rows.judgements if row.relation == SAME and row.always]
    classes = Classes()
    for row in same:
        classes.join(_record(row), _model(row.model))
    for renamed in rows.renames:
        classes.join(*(f"{_HUB}:{name.partition(':')[2].lower()}" for name in (renamed.old, renamed.new)))
    first: dict[str, JudgementRow] = {}
    for row in same:
        other = first.setdefault(classes.root(_model(row.model)), row)
        if other.model != row.model:
            yield row.told, f"makes one release of {row.model} and {other.model}, with {other.told}"
    for row in rows.judgements:
        if row.relation not in LEADING and classes.root(_record(row)) == classes.root(_model(row.model)):
            yield row.told, "but a chain of same_release makes them one"


def _record(row: JudgementRow) -> str:
    """A record as a thing; the router's own ids are those of models, and a repository is written in any case."""
    if row.source == ROUTER:
        return _model(row.name)
    return f"{_HUB}:{row.name.lower()}" if row.source == _HUB else reference(row.source, row.name)


def _model(id_: str) -> str:
    return f"model {id_}"
