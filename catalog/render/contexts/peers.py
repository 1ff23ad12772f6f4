"""What a model page shows of models of the same score: cheaper ones, and the nearest of other labs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Peer:
    """A model with its score and the price of its cheapest offer."""

    id: str
    name: str
    path: str
    """Its page, below the site's root."""
    rating: str
    """`1437`."""
    interval: str
    """`1432 to 1441`; empty where the board tells none."""
    blended: str
    """`$0.63`: three tokens in to one out."""
    input: str
    output: str
    seller: str
    """Who asks that price."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A model among those of the same list of scores."""

    listing: str
    """`text, style allowed for`: the list all the scores are of."""
    own: Peer
    cheaper: tuple[Peer, ...]
    """Those that score no less, or whose interval overlaps, at a lower price: the cheapest first."""
    cheaper_count: int
    similar: tuple[Peer, ...]
    """Those of other labs whose interval overlaps: the nearest price first."""
