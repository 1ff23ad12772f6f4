"""Changes that a person accepted: each an exact step from an old value to a new one, with a reason.

A row holds for that step alone. Another step of the same field is guarded as before.
"""

from hashlib import sha256
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, StringConstraints, model_validator

from catalog.curated_table import Read, read_file, read_text
from catalog.match.curated_files import Fault
from catalog.match.curated_rows import Day, Row, Text
from catalog.store.ledger import PRESENT
from scraper.attributes import ATTRIBUTES

FILE = "accepted.toml"
TABLE = "accepted"


def _guarded(field: str) -> str:
    if field not in ATTRIBUTES and field != PRESENT and not field.startswith("other."):
        raise ValueError("there is no such field")
    return field


class AcceptedRow(Row):
    """A step that looked like an accident and is none."""

    record: Annotated[str, StringConstraints(pattern=r"(?s)^[a-z][a-z0-9_]*:.+$")]
    """The source and its own id of the record, with a colon between."""
    field: Annotated[str, AfterValidator(_guarded)]
    """The attribute; `present` where a record's leaving is accepted."""
    old: str | None = None
    """The value that was published, as claims are written; None where there was none."""
    new: str | None = None
    """The value that the source says now; None where it says none any more."""
    who: Text
    on: Day
    """The day on which it was decided."""
    why: Text

    @model_validator(mode="after")
    def _is_a_step(self) -> "AcceptedRow":
        if self.old == self.new:
            raise ValueError("old and new are the same: there is nothing to accept")
        return self

    @property
    def source(self) -> str:
        """The source."""
        return self.record.partition(":")[0]

    @property
    def step(self) -> "Step":
        """What is accepted, as the guard asks for it."""
        source, _, record = self.record.partition(":")
        return Step(source, record, self.field, self.old, self.new)


class Step(NamedTuple):
    """One change of one field of a record."""

    source: str
    record: str
    field: str
    old: str | None
    new: str | None


class Accepted(NamedTuple):
    """The accepted steps, and what is wrong with rows that cannot be used."""

    steps: frozenset[Step] = frozenset()
    faults: tuple[Fault, ...] = ()
    mended: frozenset[tuple[str, str, str, str | None]] = frozenset()
    """Source, record, field and value of claims that people correct: what is mended need not be held."""

    def allows(self, source: str, record: str, field: str, old: str | None, new: str | None) -> bool:
        """Whether a person accepted exactly this step, or corrects what it leads to."""
        return Step(source, record, field, old, new) in self.steps or (source, record, field, new) in self.mended

    def digest(self, source: str) -> str:
        """A name for what people said of a source: another one when that changes."""
        mine = sorted(repr(tuple(row)) for row in (*self.steps, *self.mended) if row[0] == source)
        return sha256("\n".join(mine).encode()).hexdigest()[:16] if mine else ""


NOTHING_ACCEPTED = Accepted()


def load_accepted(folder: Path) -> Accepted:
    """The accepted steps of a folder of curated files; a row that cannot be read is a fault and accepts nothing."""
    return _accepted(read_file(folder / FILE, TABLE, AcceptedRow))


def parse_accepted(text: str) -> Accepted:
    """The accepted steps of a file's text."""
    return _accepted(read_text(FILE, text, TABLE, AcceptedRow))


def _accepted(read: Read[AcceptedRow]) -> Accepted:
    return Accepted(frozenset(row.step for _, row in read.rows), read.faults)
