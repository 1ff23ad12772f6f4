"""The shapes of a model's past: what its id meant, when it was listed, what was published of it, how it left."""

from collections.abc import Mapping
from typing import Annotated, Generic, Literal

from catalog.export.api.shapes.attributes import ByAttribute
from catalog.export.api.shapes.base import Shape, T, Value
from catalog.export.api.shapes.receipts import Claim, Row
from catalog.history import FIELDS


class Meaning(Row):
    """A time in which the model's id meant one release: only ids that were pointed to another one have any."""

    source: str
    """The source of the id."""
    record: str
    """The id."""
    model_id: str
    """The model."""
    valid_from: str
    """Since when, UTC."""
    valid_to: str | None
    """Until when; null while it does."""
    release: str | None
    """The dated name that the router gave it, or where the alias led."""
    listed_at: str | None
    hugging_face_id: str | None
    rule: str
    """Why it began."""


class Stay(Shape):
    """A time in which the model's record was in its source's list without a break."""

    first_seen: str
    """UTC."""
    last_seen: str
    """UTC."""
    gone_at: str | None
    """The first answer without it; null while it is there."""


class Span(Claim[T], Generic[T], use_attribute_docstrings=True):
    """A time in which one value was published, with the claim behind it."""

    since: str
    """Since when, UTC."""
    until: str | None
    """Until when; null while it stands."""
    held_by: str | None
    """The guard by which it was published in place of what was said then."""


class Lead(Shape):
    """A model that may serve in place of one that is gone."""

    relation: Literal["renamed_to", "successor", "same_release", "alias_of", "snapshot_of", "newer"]
    """Why it may."""
    model_id: str | None
    """The model; null where what is named is none here."""
    name: str
    """Its name, or what its maker calls it."""
    claim: Claim[str] | None
    """Who names it; null where it follows from ids and dates."""


class Departure(Shape):
    """How the model left."""

    source: str
    """The source that listed it."""
    record: str
    """The source's own id of it."""
    last_seen: str
    """UTC."""
    gone_at: str | None
    """The first answer without it; null where its source still tells of it, as of something that has ended."""
    leads: tuple[Lead, ...]
    """What leads on from it."""


History = Annotated[Mapping[str, tuple[Span[Value], ...]], ByAttribute(Span, FIELDS, many=True)]
