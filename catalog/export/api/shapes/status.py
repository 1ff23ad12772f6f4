"""The shapes of what every file begins with: the status block, and who must be named."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field as PydanticField

from catalog.export.api.shapes.base import Maybe, Shape, Whole

State = Literal["fresh", "stale", "seed", "failed", "never"]


class SourceTime(Shape):
    """How fresh a source is."""

    fetched_at: str | None
    """When its main list was last good, UTC; null where it never was."""
    state: State
    """Its state."""
    records: Whole
    """How many entries it lists."""


class Credit(Shape):
    """Who must be named beside values of theirs, and on what terms the values may be passed on."""

    name: str
    """Whom to name."""
    url: str
    """Where to link."""
    licence: str
    """The licence; empty where none is stated."""
    licence_url: str
    """The licence's text; empty where none is stated."""
    text: str
    """A line to put beside the values."""


class Credited(Credit):
    """The same, with what it is asked for in one file."""

    fields: tuple[str, ...]
    """Keys of the file whose values come from there, in one entry at least."""


class Status(Shape):
    """What a catalog was made from."""

    snapshot: str
    """A version: it changes exactly when an answer behind the catalog does."""
    generated_at: str | None
    """The time of the newest answer, UTC; null where there is none."""
    as_of: Maybe[str] = None
    """The time of which it is the state, where that is not the newest answer's."""
    sources: Mapping[str, SourceTime]
    """Every source by its id."""
    attributions: Maybe[Mapping[str, Credited]] = None
    """Who must be named beside values of this file."""


class File(Shape):
    """What every file of the API begins with."""

    schema_: Annotated[str, PydanticField(alias="$schema")]
    """The address of the file's JSON Schema, relative to the file."""
    status: Status
    """What the catalog was made from."""
