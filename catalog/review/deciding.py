"""What a person decides of a record and a model: checked against the catalog, then written."""

import getpass
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import click
from pydantic import ValidationError

from catalog.match.crosswalk import NOT_SAME
from catalog.match.curated_files import CuratedError
from catalog.match.curated_rows import JudgementRow, Relation
from catalog.match.judgement import ROUTER
from catalog.queries import similar_ids
from catalog.review.known import address_of, is_model
from catalog.review.pairs import Pair
from catalog.review.showing import as_lines, visible
from catalog.review.writing import add_judgement
from catalog.show import open_catalog
from catalog.terminal import EXIT_NOTHING, EXIT_PUBLISHED, EXIT_USAGE, Settings

if TYPE_CHECKING:
    from sqlite_utils import Database

CHOICES = {"s": "same_release", "n": "not_same", "v": "", "a": "", "k": "", "q": ""}
PROMPT = "s same, n not the same, v variant, a the same or a variant for all who say this name, k skip, q quit"
POSITIVE = tuple(relation for relation in get_args(Relation) if relation != NOT_SAME)


class Decision(NamedTuple):
    """What a person decides, as it was typed."""

    record: str
    model: str
    relation: str
    why: str
    who: str | None = None
    url: str | None = None


def run_judge(settings: Settings, folder: Path, decision: Decision) -> int:
    """Write a judgement into the crosswalk; refused is 2."""
    db = open_catalog(settings)
    if db is None:
        return EXIT_NOTHING
    try:
        row = _row(settings, db, decision)
        new = add_judgement(folder, row)
    except CuratedError as error:
        settings.warn(visible(str(error)))
        return EXIT_USAGE
    except OSError as error:
        settings.warn(f"{error.filename}: it cannot be written: {error.strerror}")
        return EXIT_NOTHING
    finally:
        db.close()
    settings.tell(visible(f"{'written' if new else 'there already'}: {row.told}; `modelatlas build` takes it up"))
    return EXIT_PUBLISHED


def ask(settings: Settings, folder: Path, pairs: Iterable[Pair], who: str | None) -> int:
    """Go through pairs and write what is answered; the worst of what became of the answers."""
    worst = EXIT_PUBLISHED
    for pair in pairs:
        for line in as_lines(pair):
            click.echo(line)
        try:
            decision = _asked(pair, who)
        except (click.Abort, StopIteration):
            break
        if decision is not None:
            worst = max(worst, run_judge(settings, folder, decision))
    return worst


def _row(settings: Settings, db: "Database", decision: Decision) -> JudgementRow:
    """A decision as a row; CuratedError where the catalog does not know of what it speaks."""
    record, model = decision.record, decision.model
    source, colon, name = record.partition(":")
    if not colon:
        raise CuratedError(f"{record}: a record is named as SOURCE:RECORD, or *:NAME for whoever says it")
    address = address_of(db, source, name)
    if address is None:
        raise CuratedError(f"{record}: no such record was ever seen")
    if not is_model(db, model):
        near = similar_ids(db, model)
        raise CuratedError(f"{model}: no such model" + (f"; near: {', '.join(near)}" if near else ""))
    if (source, name) == (ROUTER, model):
        raise CuratedError(f"{record}: it is that model's own record")
    told = {
        "record": record, "relation": decision.relation, "model": model, "who": decision.who or _login(),
        "on": settings.config.now.date(), "why": decision.why, "url": decision.url or address,
    }  # fmt: skip
    return _checked(told)


def _checked(told: dict[str, Any]) -> JudgementRow:
    try:
        return JudgementRow.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise CuratedError(f"--{field}: {told.get(field, '')!a} cannot be taken: {first['msg']}") from None


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise CuratedError("--who is needed: nobody is logged in") from None


def _asked(pair: Pair, who: str | None) -> Decision | None:
    """What a person answers to a pair; None to skip it, StopIteration to stop."""
    choice = click.prompt(PROMPT, type=click.Choice(list(CHOICES)), show_choices=False)
    if choice == "q":
        raise StopIteration
    if choice == "k":
        return None
    proposed = pair.relation if pair.relation in POSITIVE else None
    relation = CHOICES[choice] or click.prompt("which", type=click.Choice(POSITIVE), default=proposed)
    record = f"*:{pair.said}" if choice == "a" else f"{pair.source}:{pair.record}"
    return Decision(record, pair.candidate, relation, click.prompt("why"), who, pair.url or None)
