"""What people decided of records and names: it stands above every rule, and `not_same` above all.

Read from `crosswalk.toml` and `aliases.toml` of a folder of curated files; data/curated/README.md says
how a row is written.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from catalog.entries import own_id
from catalog.match.curated_files import CuratedError, Rows, read_rows
from catalog.match.curated_rows import JudgementRow, PointerRow
from catalog.match.judgement import ROUTER
from catalog.match.sides import LEADING

ANYBODY = "*"
"""The source of a row that holds for whoever says a name."""
NOT_SAME = "not_same"


class Judged(NamedTuple):
    """A positive human judgement: the model that a record speaks of, in which relation, and on whose word."""

    model: str
    relation: str
    why: str
    who: str
    on: date
    url: str
    conflicts: tuple[str, ...] = ()
    """Fields in which the record contradicts the model all the same."""
    release: str = ""
    """The dated name of the release that an alias means; empty where the model's id says it."""


class Crosswalk:
    """Human judgements, ready to be asked."""

    def __init__(self, rows: Rows | None = None) -> None:
        self._judgements: dict[str, list[JudgementRow]] = defaultdict(list)
        self._pointers: dict[str, list[tuple[str, date, PointerRow]]] = defaultdict(list)
        self._meant: dict[str, list[PointerRow]] = defaultdict(list)
        rows = rows or Rows()
        for row in rows.judgements:
            self._judgements[reference(row.source, row.name)].append(row)
        for alias in rows.aliases:
            source, _, name = alias.name.partition(":")
            self._pointers[reference(source, name)].extend((alias.who, alias.on, item) for item in alias.points_to)
            for item in alias.points_to:
                self._meant[item.model].append(item)
        pointers = (item for alias in rows.aliases for item in alias.points_to)
        self._turns = sorted({day for row in (*rows.judgements, *pointers) for day in row.turns})
        names = (key.partition(":")[2] for key in (*self._judgements, *self._pointers))
        self._named = frozenset(name.casefold() for name in names)
        self._renamed = {_bare(row.old).lower(): _bare(row.new) for row in rows.renames}

    def speaks_of(self, record: str, names: Iterable[str]) -> bool:
        """Whether people said anything of a record or of one of its names; where not, nothing else need be asked."""
        return not self._named.isdisjoint(map(str.casefold, (record, own_id(record), *names)))

    def judgement(self, source: str, record: str, names: Iterable[str], at: date) -> Judged | None:
        """The model that people say a record leads to, on a day; None where nobody did.

        A source's own record goes before a name that anybody may say, a judgement before an alias. A model
        that the record is said not to be is never given.
        """
        references = _references(source, record, names)
        rows = [row for row in self._of(references) if row.holds(at)]
        never = self._apart(references)
        for row in rows:
            if row.relation in LEADING and row.model not in never:
                return _judged(row)
        for who, on, pointer in self._pointing(references):
            if pointer.holds(at) and pointer.model not in never:
                relation = "same_release" if (source, own_id(record)) == (ROUTER, pointer.model) else "alias_of"
                said = Judged(pointer.model, relation, pointer.evidence, who, on, pointer.url)
                return said._replace(release=pointer.release)
        return None

    def kin(self, source: str, record: str, names: Iterable[str]) -> tuple[Judged, ...]:
        """The models that a record is derived from or a sibling of, as people say: no facts come of it."""
        rows = list(self._of(_references(source, record, names)))
        denied = {row.model for row in rows if row.relation == NOT_SAME}
        return tuple(
            _judged(row) for row in rows if row.relation not in (*LEADING, NOT_SAME) and row.model not in denied
        )

    def forbidden(self, source: str, record: str, names: Iterable[str]) -> frozenset[str]:
        """The models that a record is not, ever: said so, or said to be only derived from it or its sibling."""
        return self._apart(_references(source, record, names))

    def releases(self, model: str, at: date) -> tuple[str, ...]:
        """The dated names of the release that a model's id means on a day, where its listing does not tell them."""
        return tuple(pointer.release for pointer in self._meant.get(model, ()) if pointer.release and pointer.holds(at))

    def era(self, at: date) -> int:
        """Into which of the times between two changes a day falls: on all days of one the same rows hold."""
        return bisect_right(self._turns, at)

    def renamed(self, hf_id: str) -> str:
        """The name that a repository of weights bears now; the given one where it was not renamed."""
        name, seen = _bare(hf_id), set[str]()
        while name.lower() in self._renamed and name.lower() not in seen:
            seen.add(name.lower())
            name = self._renamed[name.lower()]
        return name

    def _apart(self, references: Iterable[str]) -> frozenset[str]:
        return frozenset(row.model for row in self._of(references) if row.relation not in LEADING)

    def _of(self, references: Iterable[str]) -> Iterator[JudgementRow]:
        for key in references:
            yield from self._judgements.get(key, ())

    def _pointing(self, references: Iterable[str]) -> Iterator[tuple[str, date, PointerRow]]:
        for key in references:
            yield from self._pointers.get(key, ())


def load_crosswalk(folder: Path) -> Crosswalk:
    """The crosswalk of a folder of curated files. Raises CuratedError, naming the first row that is wrong."""
    rows = read_rows(folder)
    if rows.faults:
        more = len(rows.faults) - 1
        raise CuratedError(f"{rows.faults[0]}" + (f" (and {more} more)" if more else ""))
    return Crosswalk(rows)


def reference(source: str, name: str) -> str:
    """What a row is found by: names that anybody may say are compared without case."""
    return f"{source}:{name.casefold()}" if source == ANYBODY else f"{source}:{name}"


def _references(source: str, record: str, names: Iterable[str]) -> tuple[str, ...]:
    """All by which a record is found: the source's own id of it, then what anybody may say."""
    own = (record, own_id(record))
    told = [reference(source, name) for name in own]
    told += [reference(ANYBODY, name) for name in (*own, *names)]
    return tuple(dict.fromkeys(told))


def _judged(row: JudgementRow) -> Judged:
    return Judged(row.model, row.relation, row.why, row.who, row.on, row.url, row.conflicts)


def _bare(repository: str) -> str:
    return repository.removeprefix("hf:")
