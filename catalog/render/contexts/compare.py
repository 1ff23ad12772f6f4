"""The context of the page that lays models side by side."""

from dataclasses import dataclass

from catalog.render.contexts.page import Page

# ruff: noqa: D101  the docstrings of small rows would repeat their names


@dataclass(frozen=True, slots=True)
class ComparedModel:
    name: str
    href: str
    """Its page, relative."""


@dataclass(frozen=True, slots=True)
class ReadyComparison:
    """A comparison that is chosen by a rule, so that a page without any has something to begin with."""

    rule: str
    """`The newest of the three labs with the most models`."""
    href: str
    """`?id=a/b&id=c/d`."""
    models: tuple[ComparedModel, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    page: Page
    catalog: str
    """Relative address of the file with all models that the scripts read."""
    ready: tuple[ReadyComparison, ...]
