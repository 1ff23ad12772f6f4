"""The contexts of the smaller pages: disagreements, methodology, pointers, 404."""

from dataclasses import dataclass

from catalog.render.contexts.page import Page
from catalog.render.disputed import DisagreementRow, View

# ruff: noqa: D101  the docstrings of small rows would repeat their names


@dataclass(frozen=True, slots=True)
class DisagreementsPage:
    """Disagreements in one order, or those of one field or source."""

    page: Page
    heading: str
    order: str
    """`the largest first`."""
    views: tuple[View, ...]
    by_field: tuple[View, ...]
    by_source: tuple[View, ...]
    rows: tuple[DisagreementRow, ...]
    """The first of them."""
    count: int
    """How many there are."""
    doubts: tuple[str, ...]
    """What makes a conflict doubtful, where the page shows such; else empty."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    name: str
    label: str
    meaning: str
    known: str
    """`311 of 311`: of how many models it is known."""


@dataclass(frozen=True, slots=True)
class MethodologyPage:
    page: Page
    fields: tuple[FieldRow, ...]
    doubts: tuple[str, ...]
    """Why two prices that differ may be no conflict."""


@dataclass(frozen=True, slots=True)
class PointerPage:
    """A small page for an id that is not a model's own: it names the model and leads to it, or says what it was."""

    page: Page
    id: str
    meaning: str
    """`the free variant of`, `an alias of`."""
    target_id: str
    """Empty, as the two below, where it leads to no model."""
    target_name: str
    target_href: str
    told: str = ""
    """What an id was that is published no more; else empty."""


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    page: Page
