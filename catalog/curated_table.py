"""A curated file of one table, read strictly row by row: a bad row is told by its number and line and is not used."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from catalog.match.curated_files import Fault
from catalog.match.curated_rows import Row

R = TypeVar("R", bound=Row)
_PROBLEMS = {"extra_forbidden": "there is no such key"}
"""Where the validator's own words would not be understood."""


class Read(NamedTuple, Generic[R]):
    """The rows that can be used, each with its place, and what is wrong with the others."""

    rows: tuple[tuple[str, R], ...] = ()
    faults: tuple[Fault, ...] = ()


def read_file(path: Path, table: str, kind: type[R]) -> Read[R]:
    """The rows of a file; one that is not there has none."""
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return Read()
    except (UnicodeDecodeError, OSError) as error:
        return Read(faults=(Fault(path.name, "", "", "", f"cannot be read: {error}"),))
    return read_text(path.name, text, table, kind)


def read_text(file: str, text: str, table: str, kind: type[R]) -> Read[R]:
    """The rows of a file's text."""
    try:
        tables: Mapping[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return Read(faults=(Fault(file, "", "", "", f"cannot be read: {error}"),))
    faults = [Fault(file, name, "", "", f"is none of {table}") for name in tables if name != table]
    listed = tables.get(table, [])
    if not isinstance(listed, list):
        return Read(faults=(*faults, Fault(file, table, "", "", f"is no list: write [[{table}]]")))
    rows: list[tuple[str, R]] = []
    for place, raw in _placed(text, table, listed):
        try:
            rows.append((place, kind.model_validate(raw)))
        except ValidationError as error:
            faults += _faults(file, place, error)
    return Read(tuple(rows), tuple(faults))


def _placed(text: str, table: str, listed: list[Any]) -> Iterator[tuple[str, Any]]:
    """Each row with its number, its line where that is sure, and what it is about."""
    header = re.compile(rf"^[ \t]*\[\[[ \t]*{table}[ \t]*\]\]", re.M)
    lines = [text.count("\n", 0, found.start()) + 1 for found in header.finditer(text)]
    for number, raw in enumerate(listed, 1):
        line = f", line {lines[number - 1]}" if len(lines) == len(listed) else ""
        record = raw.get("record") if isinstance(raw, dict) else None
        yield f"{table} {number}{line}" + (f" ({record!s:.80})" if record else ""), raw


def _faults(file: str, place: str, error: ValidationError) -> Iterator[Fault]:
    for found in error.errors():
        field = ".".join(map(str, found["loc"]))
        empty = found["type"] == "missing" or found["input"] == ""
        value = "" if empty or not field else ascii(found["input"])[:80]
        problem = "is missing" if empty else _PROBLEMS.get(found["type"], found["msg"].removeprefix("Value error, "))
        yield Fault(file, place, field, value, problem, empty)
