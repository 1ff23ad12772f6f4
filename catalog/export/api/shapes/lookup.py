"""The shape of an answer to a name: which model it means, and why."""

from catalog.export.api.shapes.base import Level, Relation, Shape
from catalog.export.api.shapes.model import Compared


class Candidate(Shape):
    """A model that is near to the name and is not what it means."""

    model_id: str
    """The model."""
    level: Level
    """How surely it is meant."""
    relation: Relation
    """What the name would be to it."""
    why_not: tuple[str, ...]
    """What speaks against it."""


class KnownAs(Shape):
    """An id by which a source knows the model."""

    source: str
    """The source."""
    id: str
    """Its own id of it."""
    relation: Relation
    """What it is to the model."""
    level: Level
    """How surely."""
    purl: str | None
    """The package URL of weights."""


class Answer(Shape):
    """What a name or id means, as `modelatlas match --json` tells it."""

    query: str
    """The name that was asked for."""
    model_id: str | None
    """The model; None where it is not sure, or none is meant."""
    level: Level
    """How surely."""
    relation: Relation
    """What the name is to the model."""
    rule: str
    """The rule that decided."""
    evidence: tuple[Compared, ...]
    """What was compared."""
    vetoes: tuple[str, ...]
    """Differences that no release survives."""
    candidates: tuple[Candidate, ...]
    """Other models, the nearest first."""
    ids: tuple[KnownAs, ...]
    """Every id by which somebody knows the model, by source."""
