"""What is wrong with the judgements and aliases that people wrote: by themselves, and beside a catalog.

`dangling`: a model, record or source that was never seen. `contradicting`: one record is said to be two
models, to be one and not to be it, or two models are made one by a chain. `redundant`: said twice, or the
rules say it by themselves now. `stale`: what it was written of has moved since. `missing`, `unreadable`,
`future`: the row itself. A catalog that begins after a row ended cannot know of it, and is not asked.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from catalog.corrections import FILE as CORRECTIONS
from catalog.corrections import Corrections, load_corrections
from catalog.guards.accepted import load_accepted
from catalog.match.crosswalk import ANYBODY, reference
from catalog.match.curated_chains import chains
from catalog.match.curated_files import ALIASES, CROSSWALK, CuratedError, Rows, read_rows
from catalog.match.curated_rows import AliasRow, JudgementRow, PointerRow
from catalog.match.judgement import ROUTER
from catalog.match.sides import LEADING, SURE
from catalog.match.vocabulary_lint import lint_vocabulary
from catalog.precedence import FILE as PRECEDENCE
from catalog.precedence import load_precedence
from catalog.sellers import FILE as SELLERS
from catalog.sellers import load_sellers


class Finding(NamedTuple):
    """One thing to be mended."""

    kind: str
    file: str
    row: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.row}: {self.kind}: {self.problem}" if self.row else f"{self.file}: {self.problem}"


class Seen(NamedTuple):
    """What a catalog has ever seen."""

    models: Collection[str]
    records: Mapping[str, bool]
    """By `source:record`, whether it is listed now."""
    begins: Mapping[str, date]
    """By source, the first day of which the catalog knows."""
    moved: Mapping[str, Sequence[date]]
    """By `source:record`, the days on which its `created` moved."""


ByRule = Callable[[str, str], tuple[str | None, str, str] | None]
"""What the rules alone say of a source's record: model, relation, level."""


def lint(
    folder: Path, today: date, sources: Collection[str], seen: Seen | None = None, by_rule: ByRule | None = None
) -> list[Finding]:
    """All that is wrong with a folder of curated files; with a catalog, also what does not fit it."""
    rows, corrections = read_rows(folder), load_corrections(folder, sources)
    found = [
        Finding("missing" if fault.missing else "unreadable", fault.file, fault.row, fault.told)
        for fault in (*rows.faults, *corrections.faults, *load_accepted(folder).faults)
    ]
    found += _dates(rows, corrections, today)
    found += _sources(rows, sources)
    found += contradictions(rows)
    found += (Finding(kind, file, row, problem) for kind, file, row, problem in lint_vocabulary(folder))
    found += _loaded(folder)
    if seen is not None:
        found += _dangling(rows, seen)
        found += _stale(rows, seen, today)
    if by_rule is not None:
        found += _redundant(rows, by_rule)
    return found


def contradictions(rows: Rows) -> Iterator[Finding]:
    """Judgements and aliases that cannot all be true, or that are said twice."""
    groups: dict[str, list[JudgementRow]] = {}
    for row in rows.judgements:
        groups.setdefault(reference(row.source, row.name), []).append(row)
    direct = [finding for group in groups.values() for finding in _within(group)]
    yield from direct
    named = {finding.row for finding in direct}
    for told, problem in chains(rows):
        if told not in named:
            yield Finding("contradicting", CROSSWALK, told, problem)
    yield from _aliases(rows)


def _within(group: Sequence[JudgementRow]) -> Iterator[Finding]:
    """What rows on one record say against each other."""
    for place, row in enumerate(group):
        for other in group[:place]:
            same_model, both_lead = row.model == other.model, {row.relation, other.relation} <= set(LEADING)
            if same_model and row.relation == other.relation and row.overlaps(other):
                yield Finding("redundant", CROSSWALK, row.told, "is said twice")
            elif same_model and (row.relation in LEADING) != (other.relation in LEADING):
                yield Finding("contradicting", CROSSWALK, row.told, f"but also {other.relation}")
            elif both_lead and row.overlaps(other):
                yield Finding("contradicting", CROSSWALK, row.told, f"but also {other.relation} {other.model}")


def _dates(rows: Rows, corrections: Corrections, today: date) -> Iterator[Finding]:
    dated = [(CROSSWALK, row.told, row.on) for row in rows.judgements]
    dated += [(ALIASES, row.name, row.on) for row in rows.aliases]
    dated += [(ALIASES, row.old, row.on) for row in rows.renames]
    dated += [(CORRECTIONS, row.told, row.on) for row in corrections.rows]
    for file, row, on in dated:
        if on > today:
            yield Finding("future", file, row, f"on: {on} is yet to come")


def _sources(rows: Rows, sources: Collection[str]) -> Iterator[Finding]:
    named = [(CROSSWALK, row.record) for row in rows.judgements] + [(ALIASES, row.name) for row in rows.aliases]
    for file, name in named:
        source = name.partition(":")[0]
        if source != ANYBODY and source not in sources:
            yield Finding("dangling", file, name, f"there is no source {source}")


def _loaded(folder: Path) -> Iterator[Finding]:
    """What keeps a file from being used at all."""
    for file, load in ((PRECEDENCE, load_precedence), (SELLERS, load_sellers)):
        if (folder / file).exists():
            try:
                load(folder)
            except CuratedError as error:
                yield Finding("unreadable", file, "", str(error).removeprefix(f"{folder / file}: "))


def _aliases(rows: Rows) -> Iterator[Finding]:
    """Pointers of one name that overlap each other, or that a judgement overrules."""
    for name, pointers in _pointers(rows.aliases).items():
        for before, after in pairwise(sorted(pointers, key=lambda pointer: pointer.since or date.min)):
            if before.overlaps(after):
                yield Finding("contradicting", ALIASES, name, f"{before.model} and {after.model} overlap")
        for row in rows.judgements:
            if row.relation in LEADING and row.record == name:
                for pointer in pointers:
                    if pointer.overlaps(row) and pointer.model != row.model:
                        yield Finding("contradicting", ALIASES, name, f"{pointer.model}, but judged {row.told}")


def _pointers(aliases: Iterable[AliasRow]) -> dict[str, list[PointerRow]]:
    found: dict[str, list[PointerRow]] = {}
    for alias in aliases:
        found.setdefault(alias.name, []).extend(alias.points_to)
    return found


def _dangling(rows: Rows, seen: Seen) -> Iterator[Finding]:
    for row in rows.judgements:
        yield from _unseen(CROSSWALK, row.record, row.told, {row.model: row.until}, seen)
    for name, pointers in _pointers(rows.aliases).items():
        yield from _unseen(ALIASES, name, name, {pointer.model: pointer.until for pointer in pointers}, seen)


def _unseen(file: str, name: str, row: str, models: Mapping[str, date | None], seen: Seen) -> Iterator[Finding]:
    """A record or models that the catalog never saw although it could have."""
    source = name.partition(":")[0]
    known = {model: until for model, until in models.items() if _could_see(ROUTER, until, seen)}
    for model in known:
        if model not in seen.models:
            yield Finding("dangling", file, row, f"no model {model} was ever known")
    if any(_could_see(source, until, seen) for until in models.values()) and name not in seen.records:
        yield Finding("dangling", file, row, f"{name} was never seen")


def _could_see(source: str, until: date | None, seen: Seen) -> bool:
    """Whether a catalog could have seen what a source listed until a day."""
    begins = seen.begins.get(source)
    return begins is not None and (until is None or until >= begins)


def _stale(rows: Rows, seen: Seen, today: date) -> Iterator[Finding]:
    for row in rows.judgements:
        moved = [day for day in seen.moved.get(row.record, ()) if day > row.on]
        if moved:
            yield Finding("stale", CROSSWALK, row.told, f"judged on {row.on}, but its `created` moved on {moved[0]}")
        elif row.until and row.until < today and seen.records.get(row.record):
            yield Finding("stale", CROSSWALK, row.told, f"ended on {row.until}, but is listed still")
    for name, pointers in _pointers(rows.aliases).items():
        yield from _stale_alias(name, pointers, seen, today)


def _stale_alias(name: str, pointers: Sequence[PointerRow], seen: Seen, today: date) -> Iterator[Finding]:
    for pointer in pointers:
        start, end = pointer.since or date.min, pointer.until or date.max
        for day in seen.moved.get(name, ()):
            if start < day <= end:
                yield Finding(
                    "stale", ALIASES, name, f"{pointer.model}: its `created` moved on {day}, within that time"
                )
    last = max(pointer.until or date.max for pointer in pointers)
    if last < today and seen.records.get(name):
        yield Finding("stale", ALIASES, name, f"ended on {last}, but is listed still")


def _redundant(rows: Rows, by_rule: ByRule) -> Iterator[Finding]:
    """Positive judgements that the rules reach by themselves. A `not_same` stays: it measures the rules."""
    for row in rows.judgements:
        said = by_rule(row.source, row.name) if row.relation in LEADING else None
        if said is None or said[0] != row.model or said[2] not in SURE or row.conflicts:
            continue
        # A sale of the same release is told as an offer, whoever decided it.
        if row.relation in (said[1], "same_release"):
            yield Finding("redundant", CROSSWALK, row.told, f"the rules say so by themselves ({said[2]})")
