"""One change: when, of what, from which value to which, on whose side, shown by which answer."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from scraper.units import dumps

SOURCE = "source"
"""The side of the seller or publisher."""
ATLAS = "atlas"
"""Our side: a correction."""


class ChangeKind(StrEnum):
    """What sort of thing changed."""

    PRICE = "price"
    LIMIT = "limit"
    CAPABILITY = "capability"
    ADDED = "added"
    RETIRED = "retired"
    RETURNED = "returned"
    RENAMED = "renamed"
    REPOINTED = "repointed"


class Change(NamedTuple):
    """A row of `changes`, before it is known which model and sale it speaks of."""

    at: str
    kind: ChangeKind
    source: str
    record: str
    field: str | None = None
    old: str | None = None
    new: str | None = None
    by: str = SOURCE
    snapshot: str = ""
    """An answer of the same address, where the one at `at` is still to be found."""
    held: bool = False
    evidence: Mapping[str, Any] = {}

    @property
    def key(self) -> tuple[str, str]:
        """Source and record."""
        return self.source, self.record

    @property
    def order(self) -> tuple[str, str, str, str, str, str]:
        """By time, source and record, then kind and field: no two changes are alike in it."""
        return self.at, self.source, self.record, self.kind, self.field or "", self.by

    def as_row(self) -> dict[str, Any]:
        """The row, as far as the change itself knows it."""
        row = self._asdict()
        return {**row, "held": int(self.held), "evidence": dumps(self.evidence) if self.evidence else None}
