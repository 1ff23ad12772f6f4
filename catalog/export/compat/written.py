"""What an exporter in another catalog's format gives: the document, and behind each value of it our claims."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from catalog.entries import Claimed


class Entry(NamedTuple):
    """One entry of the document: which model and which sale it is, and the claims behind its values."""

    key: str
    """What the entry is found by in the document, in the document's own terms."""
    model_id: str | None
    offer: str | None
    """The id of the sale that gives its prices (`offers.id`); None where it has none."""
    values: Mapping[str, Sequence[Claimed]]
    """By the format's own name of a value (a path with dots where it is nested), the claims that it was made from."""
    left_out: Sequence[str] = ()
    """What is known of it and has no place in the format, by our own field names."""


class Written(NamedTuple):
    """A document in another catalog's format, and what stands behind it."""

    document: Any
    """Ready for JSON in pieces; numbers exact."""
    entries: Collection[Entry]
    omitted: Mapping[str, Sequence[str]] = MappingProxyType({})
    """Ids of offers that have no entry, by why: the format demands what is not known of them, or has no word for it."""
