"""How a record calls the model that it speaks of: all that its names are read from, taken apart once.

Many records call a model alike: five thousand sales and sixteen thousand ratings bear some ten thousand names.
"""

from typing import NamedTuple

from catalog.entries import Entry
from catalog.match.sides import Side, is_hub, side
from catalog.names.vocabulary import Vocabulary

CALLING = (
    "configuration", "wire_id", "openrouter_id", "canonical_slug", "hugging_face_id", "name", "author_name",
)  # fmt: skip
"""Fields by which a record says what it speaks of."""


class Called(NamedTuple):
    """What a record says of what it speaks of; None where it claims nothing."""

    source: str
    own_id: str
    configuration: str | None
    wire_id: str | None
    openrouter_id: str | None
    canonical_slug: str | None
    hugging_face_id: str | None
    name: str | None
    author_name: str | None

    @property
    def is_setting(self) -> bool:
        """Whether the record speaks of a model set up in some way: one is never joined by a bare id."""
        return self.configuration is not None

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text by which a person may have named the record."""
        return (*filter(None, self[2:8]), self.own_id)

    @property
    def names(self) -> "Names":
        """What it is compared by."""
        own = self.configuration or self.wire_id or self.own_id
        return Names(
            (self.openrouter_id or own, own, self.canonical_slug or ""), self.name or "", self.hugging_face_id or "",
            self.author_name or "", self.source if is_hub(self.source) else "",
        )  # fmt: skip


class Names(NamedTuple):
    """A record's ids, its display name, its weights, its author, and its source where that is a hub."""

    ids: tuple[str, ...]
    name: str
    weights: str
    author: str
    hub: str


class Sides:
    """Records as sides of a comparison; those that bear the same names are one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._made: dict[Names, Side] = {}

    def of(self, names: Names) -> Side:
        """The side that all records of these names are."""
        if names not in self._made:
            self._made[names] = side(
                names.ids[1], self._vocabulary, ids=names.ids, names=(names.name,), weights=(names.weights,),
                author=names.author, source=names.hub,
            )  # fmt: skip
        return self._made[names]


def called(entry: Entry) -> Called:
    """How a record calls what it speaks of."""
    said = map(entry.claims.get, CALLING)
    return Called(entry.source, entry.own_id, *[None if claim is None else claim.value for claim in said])
