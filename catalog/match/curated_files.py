"""The curated files on identity, read strictly: an unknown key, a missing field, a relation that is none is a fault.

A fault names file, row, field and value, and all of them are found, not only the first.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from catalog.match.curated_rows import AliasRow, JudgementRow, RenameRow, Row

CROSSWALK = "crosswalk.toml"
ALIASES = "aliases.toml"


class CuratedError(Exception):
    """A curated file that has to be mended; the message names file, row, field and value."""


class Fault(NamedTuple):
    """What is wrong with a row, or with a whole file."""

    file: str
    row: str
    field: str
    value: str
    problem: str
    missing: bool = False
    """Whether the field is not there, or empty."""

    @property
    def told(self) -> str:
        """Field, problem and value."""
        value = f" ({self.value})" if self.value else ""
        return f"{self.field}: {self.problem}{value}" if self.field else f"{self.problem}{value}"

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.row, self.told) if part)


class Rows(NamedTuple):
    """All rows, and what is wrong with those that could not be read."""

    judgements: tuple[JudgementRow, ...] = ()
    aliases: tuple[AliasRow, ...] = ()
    renames: tuple[RenameRow, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_rows(folder: Path) -> Rows:
    """The rows of a folder of curated files; a file that is not there has none."""
    faults: list[Fault] = []
    crosswalk = _tables(folder / CROSSWALK, ("judgement",), faults)
    aliases = _tables(folder / ALIASES, ("alias", "rename"), faults)
    return Rows(
        tuple(_rows(CROSSWALK, "judgement", crosswalk, JudgementRow, faults)),
        tuple(_rows(ALIASES, "alias", aliases, AliasRow, faults)),
        tuple(_rows(ALIASES, "rename", aliases, RenameRow, faults)),
        tuple(faults),
    )


def parse_judgements(text: str) -> tuple[JudgementRow, ...]:
    """The judgements of a crosswalk's text. Raises CuratedError."""
    faults: list[Fault] = []
    found = tuple(_rows(CROSSWALK, "judgement", _parse(CROSSWALK, text, ("judgement",), faults), JudgementRow, faults))
    if faults:
        raise CuratedError(str(faults[0]))
    return found


def _tables(path: Path, known: tuple[str, ...], faults: list[Fault]) -> Mapping[str, Any]:
    if not path.exists():
        return {}
    try:
        text = path.read_bytes().decode("utf-8")
    except (UnicodeDecodeError, OSError) as error:
        faults.append(Fault(path.name, "", "", "", str(error)))
        return {}
    return _parse(path.name, text, known, faults)


def _parse(file: str, text: str, known: tuple[str, ...], faults: list[Fault]) -> Mapping[str, Any]:
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        faults.append(Fault(file, "", "", "", str(error)))
        return {}
    faults.extend(Fault(file, name, "", "", f"is none of {', '.join(known)}") for name in found if name not in known)
    return found


R = TypeVar("R", bound=Row)


def _rows(file: str, table: str, tables: Mapping[str, Any], kind: type[R], faults: list[Fault]) -> Iterator[R]:
    listed = tables.get(table, [])
    if not isinstance(listed, list):
        faults.append(Fault(file, table, "", "", f"is no list: write [[{table}]]"))
        return
    for number, raw in enumerate(listed, 1):
        try:
            yield kind.model_validate(raw)
        except ValidationError as error:
            faults.extend(_faults(file, f"{table} {number}", raw, error))


def _faults(file: str, row: str, raw: Any, error: ValidationError) -> Iterator[Fault]:
    named = raw.get("record") or raw.get("name") or raw.get("from") if isinstance(raw, dict) else None
    place = f"{row} ({named!s:.80})" if named else row
    for found in error.errors():
        field = ".".join(map(str, found["loc"]))
        empty = found["input"] == "" or found["type"] == "missing"
        value = "" if empty or not field else ascii(found["input"])[:80]
        problem = "is missing" if empty else found["msg"].removeprefix("Value error, ")
        yield Fault(file, place, field, value, problem, empty)
