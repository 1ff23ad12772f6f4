"""`review`: list the pairs that are worth a look, go through them, check what was decided."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog.corrections import FILE as CORRECTIONS
from catalog.corrections import Corrections, load_corrections
from catalog.entries import load_entries, own_id
from catalog.match.crosswalk import Crosswalk, load_crosswalk
from catalog.match.curated_files import CuratedError
from catalog.match.curated_lint import ByRule, Finding, Seen, lint
from catalog.match.judge import judge
from catalog.match.knowledge import load_knowledge
from catalog.review.deciding import ask
from catalog.review.known import seen
from catalog.review.pairs import Pair, queue
from catalog.review.showing import as_lines, as_row, visible
from catalog.show import open_catalog
from catalog.terminal import EXIT_NOTHING, EXIT_PUBLISHED, Settings
from catalog.values import to_json
from scraper.sources import sources

if TYPE_CHECKING:
    from sqlite_utils import Database

EXIT_FINDINGS = 1


def run_list(settings: Settings, folder: Path, most: int, as_json: bool) -> int:
    """List the pairs that are worth a look."""
    pairs = _pairs(settings, folder)
    if pairs is None:
        return EXIT_NOTHING
    if as_json:
        click.echo(to_json([as_row(pair) for pair in pairs[:most]], indent=2))
        return EXIT_PUBLISHED
    for pair in pairs[:most]:
        for line in as_lines(pair):
            click.echo(line)
    settings.tell(f"{min(most, len(pairs)):,} of {len(pairs):,} pairs worth a look")
    return EXIT_PUBLISHED


def run_ask(settings: Settings, folder: Path, most: int, who: str | None) -> int:
    """Go through the pairs and write what is answered."""
    pairs = _pairs(settings, folder)
    return EXIT_NOTHING if pairs is None else ask(settings, folder, pairs[:most], who)


def run_lint(settings: Settings, folder: Path) -> int:
    """Check the curated files, and beside the catalog where there is one; 1 where something is wrong."""
    known: Seen | None = None
    by_rule: ByRule | None = None
    overtaken: list[Finding] = []
    today = settings.config.now.date()
    db = open_catalog(settings) if settings.config.database.exists() else None
    if db is None:
        settings.tell("without a catalog only the files themselves are checked")
    else:
        known, by_rule = seen(db), _by_rule(db, folder)
        overtaken = _overtaken(db, load_corrections(folder, sources()))
        db.close()
    findings = lint(folder, today, sources(), known, by_rule) + overtaken
    for finding in findings:
        click.echo(visible(str(finding)))
    return EXIT_FINDINGS if findings else EXIT_PUBLISHED


def _pairs(settings: Settings, folder: Path) -> list[Pair] | None:
    db = open_catalog(settings)
    if db is None:
        return None
    try:
        return queue(db, _decided(load_crosswalk(folder), settings))
    except CuratedError as error:
        settings.warn(visible(str(error)))
        return None
    finally:
        db.close()


def _decided(crosswalk: Crosswalk, settings: Settings) -> Callable[[str, str, Sequence[str], str], bool]:
    """Whether a person decided of a pair already, though the catalog may not have been built since."""
    today = settings.config.now.date()

    def decided(source: str, record: str, names: Sequence[str], model: str) -> bool:
        return model in crosswalk.forbidden(source, record, names) or (
            crosswalk.judgement(source, record, names, today) is not None
        )

    return decided


def _overtaken(db: "Database", corrections: Corrections) -> list[Finding]:
    """Corrections that upstream no longer needs."""
    _, outcomes = corrections.apply(load_entries(db))
    return [
        Finding("stale", CORRECTIONS, outcome.row.told, outcome.unneeded) for outcome in outcomes if outcome.unneeded
    ]


def _by_rule(db: "Database", folder: Path) -> ByRule | None:
    """What the rules say without any judgement; None where the files cannot be read."""
    try:
        knowledge = load_knowledge(folder)._replace(crosswalk=Crosswalk())
    except (CuratedError, OSError, ValueError):
        return None
    entries, _ = load_corrections(folder, sources()).apply(load_entries(db))
    judged = judge(entries, knowledge)
    known = {(source, own_id(record)): said for (source, record), said in judged.items()} | judged

    def by_rule(source: str, record: str) -> tuple[str | None, str, str] | None:
        said = known.get((source, record))
        return None if said is None else (said.model_id, said.relation, said.level)

    return by_rule
