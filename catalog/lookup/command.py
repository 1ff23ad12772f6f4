"""`match`: one name, a list of names, or a list of pairs; each gives its exit status."""

from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path

import click

from catalog.lookup.answers import as_json, as_lines
from catalog.lookup.finder import Finder
from catalog.lookup.lists import Wanted, named, pairs_of, records_of
from catalog.lookup.opening import finder_of
from catalog.lookup.people import People
from catalog.lookup.tables import Table, TableError, key_of, read_table, write_rows
from catalog.match.catalogue import Found
from catalog.match.curated_files import CuratedError
from catalog.match.knowledge import Knowledge, load_knowledge
from catalog.match.sides import compare
from catalog.published_ids import PublishedIds
from catalog.resources import resource
from catalog.show import open_catalog
from catalog.terminal import EXIT_NOTHING, EXIT_PUBLISHED, Settings, printable
from catalog.values import to_json

FOUND = ("id", "match", "level", "relation", "rule", "runner_up")
JUDGED = ("relation", "level", "rule")


def run_name(settings: Settings, name: str, author: str, as_script: bool) -> int:
    """Tell which model a name means; 0 also where it means none."""
    # What was no UTF-8 on the command line cannot be printed either.
    query = name.encode("utf-8", "replace").decode("utf-8")
    knowledge = _knowledge()
    finder = _in_catalog(settings, knowledge)
    if finder is None:
        return EXIT_NOTHING
    answer = finder.answer(named(query, author, knowledge.vocabulary))
    known = finder.known_as(answer.found.match)
    if as_script:
        click.echo(to_json(as_json(query, answer, known), indent=2))
    else:
        for line in as_lines(query, answer, known):
            click.echo(printable(line))
    return EXIT_PUBLISHED


def run_list(settings: Settings, left: Path, right: Path | None) -> int:
    """Look every row of a list up: in another list, else in the catalog."""
    knowledge = _knowledge()
    try:
        wanted = list(records_of(read_table(left), knowledge.vocabulary))
        finder = _in_catalog(settings, knowledge) if right is None else _in_list(settings, knowledge, right)
    except TableError as error:
        return _refuse(settings, error)
    if finder is None:
        return EXIT_NOTHING
    write_rows([FOUND, *_found_rows(wanted, finder)])
    return EXIT_PUBLISHED


def run_pairs(settings: Settings, file: Path) -> int:
    """Judge every pair of a list, and write the list with the judgements."""
    knowledge = _knowledge()
    try:
        table = read_table(file)
        pairs = list(pairs_of(table, knowledge.vocabulary))
    except TableError as error:
        return _refuse(settings, error)
    write_rows([_judged_header(table), *_judged_rows(table, pairs, knowledge, _people(settings, knowledge))])
    return EXIT_PUBLISHED


def _knowledge() -> Knowledge:
    try:
        return load_knowledge(resource("data/curated"))
    except CuratedError as error:
        raise click.ClickException(str(error)) from None


def _people(settings: Settings, knowledge: Knowledge) -> People:
    return People(knowledge.crosswalk, settings.config.now.date())


def _in_catalog(settings: Settings, knowledge: Knowledge) -> Finder | None:
    db = open_catalog(settings)
    if db is None:
        return None
    try:
        former = PublishedIds(settings.config.published).former(db)
        return finder_of(db, knowledge, settings.config.now.date(), former)
    finally:
        db.close()


def _in_list(settings: Settings, knowledge: Knowledge, file: Path) -> Finder:
    records = list(records_of(read_table(file), knowledge.vocabulary))
    named = [record.side for record in records if record.side.key.strip()]
    if len(named) < len(records):
        settings.tell(f"{file}: {len(records) - len(named)} rows without an id are left out")
    return Finder(named, knowledge, _people(settings, knowledge))


def _refuse(settings: Settings, error: TableError) -> int:
    settings.warn(str(error))
    return EXIT_NOTHING


def _found_rows(wanted: Iterable[Wanted], finder: Finder) -> Iterator[Sequence[str]]:
    known: dict[int, Found] = {}
    for record in wanted:
        # Rows that say the same are one record, so that each is looked up once.
        found = known.get(id(record)) or known.setdefault(id(record), finder.find(record))
        verdict = found.verdict
        yield record.side.key, found.match or "", verdict.level, verdict.relation, verdict.rule, found.runner_up or ""


def _judged_header(table: Table) -> list[str]:
    """The file's columns, then ours; a column of the file that bears the name of one of ours is `given_...`."""
    taken = {*table.columns, *JUDGED}
    header = [_given(name, taken) if key_of(name) in JUDGED else name for name in table.header]
    return [*header, *JUDGED]


def _given(name: str, taken: Container[str]) -> str:
    free = f"given_{key_of(name)}"
    return _given(free, taken) if free in taken else free


def _judged_rows(
    table: Table, pairs: Iterable[tuple[Wanted, Wanted]], knowledge: Knowledge, people: People
) -> Iterator[Sequence[str]]:
    for row, (left, right) in zip(table.rows, pairs, strict=True):
        verdict = people.judged(left, right)
        if verdict is None:
            verdict = compare(left.side, right.side, knowledge.vocabulary)
            verdict = verdict._replace(level=knowledge.allowed(verdict))
        yield *row, verdict.relation, verdict.level, verdict.rule
