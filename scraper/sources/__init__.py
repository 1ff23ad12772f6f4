"""The sources that are read: one module each, found by being in this folder."""

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache

from scraper.source import Source


@cache
def sources() -> dict[str, Source]:
    """Every source by its id. A module here is a source unless its name begins with an underscore."""
    found = [_of(module) for module in _modules()]
    return {source.id: source for source in sorted(found, key=lambda source: source.id)}


def find(id_: str) -> Source | None:
    """The source of that id, without a look at the others; None where nobody reads it."""
    return _of(id_) if id_ in _modules() else None


@cache
def _modules() -> frozenset[str]:
    """The sources' modules: each bears its source's id."""
    names = (module.name for module in pkgutil.iter_modules(__path__))
    return frozenset(name for name in names if not name.startswith("_"))


def _of(module: str) -> Source:
    source: Source = importlib.import_module(f"{__name__}.{module}").SOURCE
    return source


def in_turn(chosen: Iterable[Source]) -> list[Source]:
    """The sources in the order in which they are fetched: one that asks another comes after it."""
    return sorted(chosen, key=lambda source: (bool(source.asks), source.id))
