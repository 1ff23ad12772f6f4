"""Everything that people decided, read once from the curated files."""

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from catalog.corrections import Corrections, load_corrections
from catalog.guards.accepted import Accepted, load_accepted
from catalog.match.knowledge import Knowledge, load_knowledge
from catalog.precedence import Precedence, load_precedence
from catalog.sellers import load_sellers


class Curated(NamedTuple):
    """What matching knows, whose word goes first, which names are one seller, what is real, what is wrong."""

    knowledge: Knowledge
    precedence: Precedence = Precedence()
    sellers: Mapping[str, str] = MappingProxyType({})
    accepted: Accepted = Accepted()
    corrections: Corrections = Corrections()


def load_curated(folder: Path, sources: Collection[str]) -> Curated:
    """Everything in a folder of curated files, of the sources that there are.

    Raises CuratedError, naming what has to be mended; a correction that cannot be used is a fault of its own.
    """
    precedence, sellers = load_precedence(folder), load_sellers(folder)
    corrections = load_corrections(folder, sources)
    accepted = load_accepted(folder)._replace(
        mended=frozenset((*row.key, row.field, row.upstream) for row in corrections.rows)
    )
    return Curated(load_knowledge(folder), precedence, sellers, accepted, corrections)
