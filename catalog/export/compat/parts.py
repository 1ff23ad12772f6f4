"""Keys of an entry, each with the claims that it was made from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from catalog.entries import Claimed


class Part(NamedTuple):
    """A key of an entry with its claims; none where the name is our own."""

    key: str
    value: Any
    claims: Sequence[Claimed | None] = ()


def values(parts: Iterable[Part]) -> dict[str, list[Claimed]]:
    """The claims behind every value, by its path with dots."""
    return {
        path: [claim for claim in part.claims if claim is not None]
        for part in parts
        if any(part.claims)
        for path, _ in leaves(part.value, part.key)
    }


def leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every value in a value of JSON that is no list or object, by its path with dots."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{path}.{number}")
    else:
        yield path, value
