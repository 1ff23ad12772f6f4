"""Everything that people decided, read once from the curated files."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from catalog.guards.accepted import Accepted, load_accepted
from catalog.match.knowledge import Knowledge, load_knowledge
from catalog.precedence import Precedence, load_precedence
from catalog.sellers import load_sellers


class Curated(NamedTuple):
    """What matching knows, whose word goes first, which names mean one seller, which odd changes are real."""

    knowledge: Knowledge
    precedence: Precedence = Precedence()
    sellers: Mapping[str, str] = MappingProxyType({})
    accepted: Accepted = Accepted()


def load_curated(folder: Path) -> Curated:
    """Everything in a folder of curated files. Raises CuratedError, naming what has to be mended."""
    return Curated(load_knowledge(folder), load_precedence(folder), load_sellers(folder), load_accepted(folder))
