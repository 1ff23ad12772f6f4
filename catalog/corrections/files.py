"""The file of corrections, read strictly row by row: what is wrong with a row is told, and that row is not used.

Two corrections of one claim cannot both be meant, so neither of them is used.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from catalog.corrections.apply import FILE, Corrections
from catalog.corrections.row import CorrectionRow
from catalog.match.curated_files import Fault

TABLE = "correction"
_PROBLEMS = {"extra_forbidden": "there is no such key"}
_HEADER = re.compile(rf"^[ \t]*\[\[[ \t]*{TABLE}[ \t]*\]\]", re.M)


class Placed(NamedTuple):
    """A row and where it stands."""

    place: str
    raw: Any


def load_corrections(folder: Path, sources: Collection[str]) -> Corrections:
    """The corrections of a folder of curated files that hold together, and what is wrong with the others."""
    try:
        text = (folder / FILE).read_bytes().decode("utf-8")
        tables = tomllib.loads(text)
    except FileNotFoundError:
        return Corrections()
    except (OSError, ValueError, RecursionError) as error:
        return Corrections(faults=(Fault(FILE, "", "", "", f"cannot be read: {error}"),))
    faults = [Fault(FILE, name, "", "", f"is none of {TABLE}") for name in tables if name != TABLE]
    read = list(_rows(_placed(text, tables, faults), sources, faults))
    return Corrections(tuple(_single(read, faults)), tuple(faults))


def _placed(text: str, tables: Mapping[str, Any], faults: list[Fault]) -> Iterator[Placed]:
    """Each row with its number, its line where that is sure, and what it is about."""
    listed = tables.get(TABLE, [])
    if not isinstance(listed, list):
        faults.append(Fault(FILE, TABLE, "", "", f"is no list: write [[{TABLE}]]"))
        return
    lines = [text.count("\n", 0, found.start()) + 1 for found in _HEADER.finditer(text)]
    for number, raw in enumerate(listed, 1):
        place = f"{TABLE} {number}"
        if len(lines) == len(listed):
            place += f", line {lines[number - 1]}"
        record = raw.get("record") if isinstance(raw, dict) else None
        yield Placed(f"{place} ({record!s:.80})" if record else place, raw)


def _rows(
    placed: Iterable[Placed], sources: Collection[str], faults: list[Fault]
) -> Iterator[tuple[str, CorrectionRow]]:
    """The rows that can be read, each with its place."""
    for place, raw in placed:
        try:
            row = CorrectionRow.model_validate(raw)
        except ValidationError as error:
            faults.extend(_faults(place, error))
            continue
        if row.key[0] not in sources:
            faults.append(Fault(FILE, place, "record", row.key[0], "there is no such source"))
        else:
            yield place, row


def _faults(place: str, error: ValidationError) -> Iterator[Fault]:
    for found in error.errors():
        field = ".".join(map(str, found["loc"]))
        empty = found["type"] == "missing" or found["input"] == ""
        value = "" if empty or not field else ascii(found["input"])[:80]
        problem = "is missing" if empty else _PROBLEMS.get(found["type"], found["msg"].removeprefix("Value error, "))
        yield Fault(FILE, place, field, value, problem, empty)


def _single(read: Iterable[tuple[str, CorrectionRow]], faults: list[Fault]) -> Iterator[CorrectionRow]:
    """The rows that are the only one on their claim."""
    claims: dict[str, list[tuple[str, CorrectionRow]]] = {}
    for place, row in read:
        claims.setdefault(row.told, []).append((place, row))
    for same in claims.values():
        if len(same) == 1:
            yield same[0][1]
        else:
            others = f"is corrected {len(same)} times: none of them is used"
            faults.extend(Fault(FILE, place, "field", row.field, others) for place, row in same)
