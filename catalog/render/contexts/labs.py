"""The contexts of the pages of labs, and of the list of all models."""

from dataclasses import dataclass

from catalog.render.change_rows import ChangeRow
from catalog.render.contexts.page import Page

# ruff: noqa: D101  the docstrings of small rows would repeat their names


@dataclass(frozen=True, slots=True)
class LabRow:
    name: str
    """As most of its models call it; else its id."""
    lab: str
    """Its id: the first part of its models' ids."""
    href: str
    listed: str
    """How many of its models are listed, and below how many are not any more."""
    retired: str
    newest: str
    """The name of its newest model that is listed, or else of its newest one."""
    newest_href: str
    newest_on: str
    """`20 Jul 2026`; empty where no day is known."""
    prices: str
    """`$0.050 to $15.00`, `free to $2.00`, `$0.42`; `—` where none is known: input prices of listed models."""
    open_weights: str
    """`12 of 14` of which it is known; `—` where it is known of none."""
    sellers: str


@dataclass(frozen=True, slots=True)
class LabsPage:
    """Every lab."""

    page: Page
    rows: tuple[LabRow, ...]
    """Those with most listed models first."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A name with how many there are of it."""

    label: str
    href: str
    """Where it leads, or empty."""
    count: str


@dataclass(frozen=True, slots=True)
class LabModel:
    name: str
    id: str
    href: str
    family: str
    """`—` where none is known."""
    released: str
    """`20 Jul 2026`: released, else listed; `—` where neither is known."""
    context: str
    input: str
    """The list price: `$0.42`, `free`, `varies`, `—`; per 1M tokens."""
    output: str
    rating: str
    """`1432, #17`; `—` where it is not rated."""
    status: str
    """`active` or `retired`."""


@dataclass(frozen=True, slots=True)
class LabPage:
    """One lab: its models, who sells them, what changed."""

    page: Page
    name: str
    lab: str
    told: str
    """`53 models listed, 12 no longer.`"""
    explorer: str
    """Leads to its models in the explorer."""
    models: tuple[LabModel, ...]
    """The newest first, undated ones last."""
    families: tuple[Counted, ...]
    sellers: tuple[Counted, ...]
    """Who sells how many of its models."""
    changes: tuple[ChangeRow, ...]
    """The newest ones."""


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    href: str
    lab: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """The models under one letter."""

    letter: str
    """`A`, `0-9`, `Other`."""
    anchor: str
    models: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class AToZPage:
    """Every model, listed or not, by name."""

    page: Page
    count: int
    letters: tuple[Letter, ...]
