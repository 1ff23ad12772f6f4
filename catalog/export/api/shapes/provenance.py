"""The shape of a sidecar: where each value of a file in another catalog's format was read."""

from collections.abc import Mapping

from catalog.export.api.shapes.base import Shape, Whole
from catalog.export.api.shapes.status import File


class Answer(Shape):
    """An answer that was read."""

    source: str
    """The source."""
    url: str
    """The address that gave it."""
    fetched_at: str
    """When it was last seen, UTC."""
    snapshot: str
    """Its SHA-256."""


class Read(Shape):
    """A claim behind a value."""

    field: str
    """The attribute."""
    record: str
    """The source's own id of the thing spoken of."""
    answer: Whole
    """The answer, by its place in `answers`, counted from 0."""
    pointer: str
    """The place in the answer."""
    original: str
    """The value as the answer writes it."""


class Entry(Shape):
    """What stands behind one entry of the file."""

    model_id: str | None
    """The model; null where it is of none."""
    offer: str | None
    """The offer that gives its prices; null where it has none."""
    values: Mapping[str, tuple[Read, ...]]
    """By the format's own name of a value, the claims that it was made from."""
    left_out: tuple[str, ...]
    """What is known of it and has no place in the format, by our own names."""


class Provenance(File):
    """The receipts of a file in another catalog's format."""

    format: str
    """The format's name."""
    file: str
    """The file, beside this one."""
    cannot_say: tuple[str, ...]
    """What is known here and has no place there."""
    answers: tuple[Answer, ...]
    """The answers that were read."""
    entries: Mapping[str, Entry]
    """By what an entry is found by in the file."""
    omitted: Mapping[str, tuple[str, ...]]
    """The ids of offers that have no entry, by why."""
