"""The sources that are read: one module each, found by being in this folder."""

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache

from scraper.source import Source


@cache
def sources() -> dict[str, Source]:
    """Every source by its id. A module here is a source unless its name begins with an underscore."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}").SOURCE
        for module in pkgutil.iter_modules(__path__)
        if not module.name.startswith("_")
    ]
    return {source.id: source for source in sorted(found, key=lambda source: source.id)}


def in_turn(chosen: Iterable[Source]) -> list[Source]:
    """The sources in the order in which they are fetched: one that asks another comes after it."""
    return sorted(chosen, key=lambda source: (bool(source.asks), source.id))
