"""The context of the page for people who want the data."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.render.contexts.page import Page
from catalog.render.linked import Moment

# ruff: noqa: D101  the docstrings of small rows would repeat their names


@dataclass(frozen=True, slots=True)
class PublishedFile:
    path: str
    """Below the site's root; parts in capitals stand for a model or a lab."""
    href: str
    """Where it is; empty where there are many of the kind."""
    meaning: str


@dataclass(frozen=True, slots=True)
class FormatRow:
    """A format of another catalog."""

    file: str
    about: str
    cannot_say: tuple[str, ...]
    """What is known here and has no place there, each in a sentence."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table of the published database."""

    name: str
    rows: str
    """How many; empty where only the published file knows."""
    meaning: str
    columns: Mapping[str, str]
    """What each says."""


@dataclass(frozen=True, slots=True)
class TermsRow:
    """On what terms a source gives what it says."""

    name: str
    url: str
    """http or https only; else empty."""
    terms: str


@dataclass(frozen=True, slots=True)
class DataPage:
    """What is published for programs, and how to take it."""

    page: Page
    base: str
    """The absolute address of the site's root, ending in a slash."""
    newest: Moment
    """When the newest answer came."""
    files: tuple[PublishedFile, ...]
    formats: tuple[FormatRow, ...]
    tables: tuple[TableRow, ...]
    terms: tuple[TermsRow, ...]
    lite: str
    """Opens the database in a browser; empty where the site is not public."""
