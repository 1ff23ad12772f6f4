"""A row of the corrections: the one claim that is wrong, what is right instead, and whose word that is."""

from typing import Annotated

from pydantic import AfterValidator, Strict, StringConstraints, ValidationInfo, field_validator, model_validator

from catalog.corrections.written import as_claimed
from catalog.entries import Correction, Key
from catalog.match.curated_rows import Address, Day, Row, Text
from scraper.attributes import ATTRIBUTES

Record = Annotated[str, StringConstraints(pattern=r"(?s)^[a-z][a-z0-9_]*:.+$")]


def _registered(field: str) -> str:
    if field not in ATTRIBUTES:
        raise ValueError("there is no such field")
    return field


class CorrectionRow(Row):
    """A claim that is known to be wrong, and what to put in its place."""

    record: Record
    """The source and its own id of the record, with a colon between."""
    field: Annotated[str, AfterValidator(_registered)]
    """The attribute that is claimed wrongly."""
    upstream: Text
    """The wrong value, exactly as the claim has it: another one is left alone."""
    value: str | None = None
    """What is right, written as claims are; None where the claim is dropped."""
    drop: Annotated[bool, Strict()] = False
    """Whether the claim is no claim at all, and nothing known to put in its place."""
    who: Text
    on: Day
    """The day on which it was decided."""
    why: Text
    url: Address
    """Where it can be seen what is right."""

    @field_validator("value")
    @classmethod
    def _can_be_claimed(cls, value: str | None, info: ValidationInfo) -> str | None:
        field = info.data.get("field")
        if value is not None and field is not None and as_claimed(field, value) != value:
            raise ValueError(f"is written {as_claimed(field, value)!a}")
        return value

    @model_validator(mode="after")
    def _says_one_thing(self) -> "CorrectionRow":
        if (self.value is None) is not self.drop:
            raise ValueError("either value or drop = true is needed, and not both")
        if self.value == self.upstream:
            raise ValueError("value and upstream are the same: it corrects nothing")
        return self

    @property
    def key(self) -> Key:
        """Source and record, as entries are found by."""
        source, _, record = self.record.partition(":")
        return source, record

    @property
    def correction(self) -> Correction:
        """What it puts in the place of the claim."""
        return Correction(self.upstream, self.value, self.who, self.on.isoformat(), self.why, self.url)

    @property
    def told(self) -> str:
        """The row in one line."""
        return f"{self.record} {self.field}"
