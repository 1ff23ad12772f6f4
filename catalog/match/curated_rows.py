"""Rows of the curated files on identity: what people judged, where names point, what was renamed.

`from` and `until` are days; the last one belongs to the time.
"""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, model_validator

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


class Row(BaseModel):
    """What every row keeps to."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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

    @property
    def always(self) -> bool:
        """Whether it holds without a beginning and an end."""
        return self.since is None and self.until is None

    def holds(self, at: date) -> bool:
        """Whether it is so on a day."""
        return (self.since or date.min) <= at <= (self.until or date.max)

    @property
    def turns(self) -> tuple[date, ...]:
        """The first day on which it holds, and the first one on which it does so no more, where there are such."""
        over = self.until + timedelta(days=1) if self.until and self.until < date.max else None
        return tuple(day for day in (self.since, over) if day is not None)

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
