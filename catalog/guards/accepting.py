"""`accept`: list what is held, and write down which of these changes are real."""

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click
from pydantic import ValidationError

from catalog.curated_writing import appended, quoted, read_curated, replace_file
from catalog.guards.accepted import FILE, TABLE, AcceptedRow, load_accepted, parse_accepted
from catalog.guards.held import Held, held
from catalog.match.curated_files import CuratedError
from catalog.review.showing import visible
from catalog.show import open_catalog
from catalog.terminal import EXIT_NOTHING, EXIT_PUBLISHED, EXIT_USAGE, Settings
from catalog.values import to_json


class Wanted(NamedTuple):
    """Which held changes are meant, as it was typed; what is empty means all."""

    record: str = ""
    """A source, or a source and its own id with a colon between."""
    field: str = ""
    old: str | None = None
    new: str | None = None
    rule: str = ""

    def fits(self, one: Held) -> bool:
        """Whether a held change is meant."""
        source, colon, record = self.record.partition(":")
        return (
            self.record == ""
            or (one.source == source and (not colon or one.record == record))
        ) and (
            self.field in ("", one.field)
            and self.rule in ("", one.rule)
            and (self.old is None or self.old == (one.kept or ""))
            and (self.new is None or self.new == (one.offered or ""))
        )  # fmt: skip


def run_list(settings: Settings, wanted: Wanted, as_json: bool) -> int:
    """List what is held, each with the reason."""
    found = _found(settings, wanted)
    if found is None:
        return EXIT_NOTHING
    if as_json:
        click.echo(to_json([{**one._asdict(), "why": one.why} for one in found], indent=2))
        return EXIT_PUBLISHED
    for one in found:
        click.echo(visible(f"{one.told}\n    {one.why}").replace("\\n", "\n"))
    settings.tell(f"{len(found):,} changes held" + ("; --why accepts them" if found else ""))
    return EXIT_PUBLISHED


def run_accept(settings: Settings, folder: Path, wanted: Wanted, why: str, who: str | None) -> int:
    """Write the held changes that are meant as accepted; refused is 2."""
    found = _found(settings, wanted)
    if found is None:
        return EXIT_NOTHING
    if not found:
        settings.warn("nothing that is held fits; `modelatlas accept` lists what is")
        return EXIT_USAGE
    try:
        new = write(folder, [_row(settings, one, why, who) for one in found])
    except CuratedError as error:
        settings.warn(visible(str(error)))
        return EXIT_USAGE
    except OSError as error:
        settings.warn(f"{error.filename}: it cannot be written: {error.strerror}")
        return EXIT_NOTHING
    for one in found:
        settings.tell(visible(one.told))
    settings.tell(f"accepted {new} changes in {folder / FILE}; `modelatlas build` publishes them")
    return EXIT_PUBLISHED


def write(folder: Path, rows: Sequence[AcceptedRow]) -> int:
    """Add rows to the file; gives how many are new. Raises CuratedError where the file cannot be read."""
    known = load_accepted(folder)
    if known.faults:
        raise CuratedError(f"{known.faults[0]}: mend that first")
    new = [row for row in rows if row.step not in known.steps]
    path = (folder / FILE).resolve()
    after = appended(read_curated(path), "\n".join(map(as_toml, new)))
    if parse_accepted(after).steps != known.steps | {row.step for row in new}:
        raise CuratedError(f"{FILE}: it would not read as it was meant; nothing was written")
    if new:
        replace_file(path, after)
    return len(new)


def as_toml(row: AcceptedRow) -> str:
    """An accepted change as a table of TOML."""
    told = {"record": row.record, "field": row.field, "old": row.old, "new": row.new}
    lines = [f"{name} = {quoted(value)}" for name, value in told.items() if value is not None]
    last = [f"who = {quoted(row.who)}", f"on = {row.on.isoformat()}", f"why = {quoted(row.why)}", ""]
    return "\n".join([f"[[{TABLE}]]", *lines, *last])


def _found(settings: Settings, wanted: Wanted) -> list[Held] | None:
    db = open_catalog(settings)
    if db is None:
        return None
    try:
        return [one for one in held(db) if wanted.fits(one)]
    finally:
        db.close()


def _row(settings: Settings, one: Held, why: str, who: str | None) -> AcceptedRow:
    told = {
        "record": f"{one.source}:{one.record}", "field": one.field, "old": one.kept, "new": one.offered,
        "who": who or _login(), "on": settings.config.now.date(), "why": why,
    }  # fmt: skip
    try:
        return AcceptedRow.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise CuratedError(f"--{field}: {told.get(field, '')!a} cannot be taken: {first['msg']}") from None


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise CuratedError("--who is needed: nobody is logged in") from None
