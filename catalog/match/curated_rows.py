"""Rows of the curated files on identity: what people judged, where names point, what was renamed.

A row is read strictly: an unknown key, a missing field or a relation that is none is a fault, which
names file, row, field and value. `from` and `until` are days; the last one belongs to the time.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, ValidationError, model_validator

CROSSWALK = "crosswalk.toml"
ALIASES = "aliases.toml"

Text = Annotated[str, StringConstraints(pattern=r"\S")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Reference = Annotated[str, StringConstraints(pattern=r"(?s)^(?:\*|[a-z][a-z0-9_]*):.+$")]
ModelId = Annotated[str, StringConstraints(pattern=r"^[^/\s]+/\S+$")]
Repository = Annotated[str, StringConstraints(pattern=r"^hf:[^/:\s]+/[^/\s]+$")]
Day = Annotated[date, Strict()]
Relation = Literal[
    "same_release", "alias_of", "snapshot_of", "artifact_of", "config_of", "offer_of", "derived_from", "sibling_of",
    "not_same",
]  # fmt: skip
"""What a person may judge of a record and a model."""


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

    def __str__(self) -> str:
        told = ": ".join(part for part in (self.file, self.row, self.field) if part)
        return f"{told}: {self.problem}" + (f" ({self.value})" if self.value else "")


class Row(BaseModel):
    """What every row keeps to."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Lasting(Row):
    """A row that holds from one day to another, or without an end."""

    since: Day | None = Field(default=None, alias="from")
    """The first day; None where it always was so."""
    until: Day | None = None
    """The last day; None where it still is so."""

    @model_validator(mode="after")
    def _in_order(self) -> "Lasting":
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"until {self.until} is before from {self.since}")
        return self

    def holds(self, at: date) -> bool:
        """Whether it is so on a day."""
        return (self.since or date.min) <= at <= (self.until or date.max)

    def overlaps(self, other: "Lasting") -> bool:
        """Whether there is a day on which both hold."""
        return (self.since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (
            self.until or date.max
        )


class JudgementRow(Lasting):
    """What a person decided of a record and a model."""

    record: Reference
    """The source and its own id, with a colon between; `*` for whoever says this id or name."""
    relation: Relation
    model: ModelId
    who: Text
    on: Day
    """The day on which it was decided."""
    why: Text
    url: Address
    conflicts: tuple[Text, ...] = ()
    """Fields in which the record contradicts the model all the same."""

    @property
    def source(self) -> str:
        """The source, or `*`."""
        return self.record.partition(":")[0]

    @property
    def name(self) -> str:
        """The source's own id, or what anybody says."""
        return self.record.partition(":")[2]

    @property
    def told(self) -> str:
        """The row in one line."""
        return f"{self.record} {self.relation} {self.model}"


class PointerRow(Lasting):
    """Which model a name meant, from one day to another."""

    model: ModelId
    release: str = ""
    """The dated name of the release, where the model's id does not say it."""
    evidence: Text
    url: Address


class AliasRow(Row):
    """A name that meant several releases, one after the other."""

    name: Reference
    who: Text
    on: Day
    points_to: tuple[PointerRow, ...] = Field(min_length=1)


class RenameRow(Row):
    """A repository of weights that bears another name now."""

    old: Repository = Field(alias="from")
    new: Repository = Field(alias="to")
    who: Text
    on: Day
    why: Text
    url: Address


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
