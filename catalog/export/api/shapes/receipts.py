"""The shapes of receipts: which answer says a value, at which place, in which words."""

from collections.abc import Mapping
from typing import Annotated, Generic, Literal

from catalog.export.api.shapes.attributes import ByAttribute, Typed
from catalog.export.api.shapes.base import Maybe, Shape, T, Value, YesNo
from scraper.source import Evidence


class HeldChange(Typed, Generic[T]):
    """A newer value that a guard holds: the source says it, and it is not published yet."""

    offered: T | None
    """What the source says now; null where it says nothing any more."""
    rule: str
    """The guard's rule."""
    since: str
    """Since when it is held, UTC."""


class Corrected(Typed, Generic[T]):
    """What people put in the place of a value that is known to be wrong, and why."""

    upstream: T
    """What the source itself says."""
    who: str
    """Who corrected it."""
    on: str
    """On which day."""
    why: str
    """What is known, in words."""
    url: str
    """Where that can be seen."""


class Receipt(Shape):
    """The answer that a row was read from."""

    url: str
    """The address that gave the answer."""
    fetched_at: str
    """When it was last seen to say so, UTC."""
    first_observed: str
    """Since when it says so, UTC."""
    snapshot: str
    """The answer's SHA-256."""
    held: YesNo
    """Whether this is the last good value, and a newer one is held or could not be read."""
    held_change: Maybe[HeldChange[Value]] = None
    """The newer value, where a guard holds one."""


class Claim(Typed, Generic[T]):
    """A value with its whole receipt."""

    source: str
    """The source that says it."""
    record: str
    """The source's own id of the thing spoken of."""
    value: T
    """The value in our units."""
    original: str
    """The value as the answer writes it."""
    pointer: str
    """Its place in the answer."""
    url: str
    """The address that gave the answer."""
    fetched_at: str
    """When it was last seen to say so, UTC."""
    first_observed: str
    """Since when it says so, UTC."""
    snapshot: str
    """The answer's SHA-256."""
    held: YesNo
    """Whether this is the last good value, and a newer one is held or could not be read."""
    held_change: Maybe[HeldChange[T]] = None
    """The newer value, where a guard holds one."""
    evidence: Maybe[Evidence] = None
    """Of a yes or no, what stands behind it."""
    corrected: Maybe[Corrected[T]] = None
    """Of a value that people corrected, whose word it is and why."""


class FieldClaim(Claim[T], Generic[T], use_attribute_docstrings=True):
    """A claim of a model's field, and what it is to the value that was chosen."""

    stance: Literal["chosen", "agrees", "otherwise"]
    """What it is to the chosen value."""
    counted: YesNo
    """Whether it is a witness of its own: a copy is none, nor is what a source says of everything alike."""


class Field(Typed, Generic[T]):
    """A field of a model: the value chosen, by which rule, and every claim of it."""

    value: T
    """The chosen value; null for a price that varies."""
    source: str
    """The source of the chosen claim."""
    rule: str
    """The rule that chose it; the methodology page says what each means."""
    disputed: YesNo
    """Whether a witness of its own says otherwise."""
    claims: tuple[FieldClaim[T], ...]
    """Every claim of it, the chosen one first."""
    attribution: Maybe[str] = None
    """Who must be named beside the value: a key of `attributions` in `fields.json`."""


class Backed(Shape):
    """Where a row's column was read: what is not here is as in the row's `receipt`."""

    field: Maybe[str] = None
    """The attribute that was read, where it bears another name than the column."""
    original: str
    """The value as the answer writes it."""
    pointer: str
    """Its place in the answer."""
    url: Maybe[str] = None
    """The address that gave the answer."""
    fetched_at: Maybe[str] = None
    """When it was last seen to say so, UTC."""
    first_observed: Maybe[str] = None
    """Since when it says so, UTC."""
    snapshot: Maybe[str] = None
    """The answer's SHA-256."""
    held: Maybe[YesNo] = None
    """Whether this is the last good value, and a newer one is held or could not be read."""
    held_change: Maybe[HeldChange[Value]] = None
    """The newer value, where a guard holds one."""
    evidence: Maybe[Evidence] = None
    """Of a yes or no, what stands behind it."""
    corrected: Maybe[Corrected[Value]] = None
    """Of a value that people corrected, whose word it is and why."""


class Row(Shape):
    """A row that was read from one answer."""

    receipt: Receipt | None
    """The answer; null where no claim stands behind the row."""
    claims: Mapping[str, Backed]
    """By column, its place in the answer; what is not here is our own word."""


Fields = Annotated[Mapping[str, Field[Value]], ByAttribute(Field)]
"""By attribute, in the order of the registry."""
