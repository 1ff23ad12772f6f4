"""The shapes of judgements: which records, models and weights are what to a model, and why."""

from typing import Literal

from catalog.export.api.shapes.base import Level, Maybe, Relation, Shape
from catalog.export.api.shapes.receipts import Claim


class Compared(Shape):
    """One field on which a record and the model were compared."""

    field: str
    """The attribute."""
    left: str
    """As the record says it."""
    right: str
    """As the model says it."""
    state: str
    """`equal`, `missing` (one side does not say it), `extra` (one says more), `differ`; of a price `near` or `far`."""


class RunnerUp(Shape):
    """The next best model."""

    model_id: str
    """The model."""
    why_not: tuple[str, ...]
    """What speaks against it."""


class Grounds(Shape):
    """The grounds of a judgement."""

    fields: tuple[Compared, ...]
    """What was compared."""
    vetoes: Maybe[tuple[str, ...]] = None
    """Differences that no release survives."""
    runner_up: Maybe[RunnerUp] = None
    """The next best model, and why it is not the one."""
    note: Maybe[str] = None
    """What a person wrote who decided it, or what the rule has to add."""


class Match(Shape):
    """A judgement: which record speaks of the model, in which relation, how surely, and why."""

    source: str
    """The source of the record."""
    record: str
    """The source's own id of it."""
    model_id: str
    """The model."""
    relation: Relation
    """What the record is to the model."""
    level: Level
    """How surely."""
    rule: str
    """The rule that decided."""
    evidence: Grounds
    """The grounds."""
    decided_by: str
    """`rule`, or who decided it."""
    snapshot: str
    """The SHA-256 of the answer in which the record stands."""
    pointer: str
    """The record's place in the answer."""
    url: str
    """The address that gave the answer."""
    fetched_at: str
    """When the record was last seen, UTC."""
    first_observed: str
    """When it was first seen, UTC."""


class Kin(Shape):
    """Another model of the family. No fact moves along it."""

    model_id: str
    """The model."""
    other_id: str
    """The other model."""
    relation: Relation | Literal["derived_to", "run_as", "sold_as", "packed_as"]
    """What the model is to the other one."""
    why: str
    """What tells them apart."""


class Artifact(Shape):
    """A repository of weights that records of the model name."""

    model_id: str
    """The model."""
    hugging_face_id: str
    relation: Relation
    """What the weights are to the model."""
    why: str
    """What their name says other than the model's."""
    said_by: str
    """The sources that name them."""
    records: tuple[tuple[str, str], ...]
    """The records that name them: source and record of each."""
    claims: tuple[Claim[str], ...]
    """What these say."""
