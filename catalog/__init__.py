"""From claims to a catalog: match, resolve, store, and publish as data and pages.

`catalog.open(path)` reads a catalog from Python: docs/python.md.
"""

from os import PathLike
from typing import TYPE_CHECKING

from catalog.errors import (
    CatalogError,
    NoArchive,
    NoCatalog,
    NotACatalog,
    OtherVersion,
    UnknownModel,
    UnknownMoment,
    Unreadable,
)

if TYPE_CHECKING:
    from catalog.reading import Catalog

__all__ = [
    "CatalogError",
    "NoArchive",
    "NoCatalog",
    "NotACatalog",
    "OtherVersion",
    "UnknownModel",
    "UnknownMoment",
    "Unreadable",
    "open",
]


def open(path: str | PathLike[str]) -> "Catalog":  # noqa: A001 - as it reads best: catalog.open(path)
    """A catalog for reading: of a data folder, of a published folder, or of a `catalog.db`.

    Raises NoCatalog, NotACatalog, OtherVersion or Unreadable.
    """
    from catalog.reading import opened  # not before it is asked for: the command line starts without it

    return opened(path)
