"""Corrections beside what upstream says: applied where it still says the wrong thing, and complained of elsewhere.

The receipt of a corrected claim keeps what upstream wrote and where. A record that is no longer listed
still counts with what it said last, so its correction stays needed. A source of which the catalog
holds nothing at all is not asked.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from catalog.corrections.row import CorrectionRow
from catalog.entries import Entry, Key
from catalog.match.curated_files import Fault

FILE = "corrections.toml"


class Applied(NamedTuple):
    """What became of a correction."""

    row: CorrectionRow
    unneeded: str = ""
    """Why it has nothing to correct any more; empty where it was applied."""

    def __str__(self) -> str:
        return f"{FILE}: {self.row.told}: {self.unneeded or 'applied'}"


class Corrections(NamedTuple):
    """The corrections that can be used, and what is wrong with the others."""

    rows: tuple[CorrectionRow, ...] = ()
    faults: tuple[Fault, ...] = ()

    def apply(self, entries: Mapping[Key, Entry]) -> tuple[dict[Key, Entry], list[Applied]]:
        """The entries with their claims corrected, and what became of each correction."""
        corrected, outcomes = dict(entries), list(self._outcomes(entries))
        for row in (outcome.row for outcome in outcomes if not outcome.unneeded):
            corrected[row.key] = _corrected(corrected[row.key], row)
        return corrected, outcomes

    def _outcomes(self, entries: Mapping[Key, Entry]) -> Iterator[Applied]:
        sources = {source for source, _ in entries}
        for row in self.rows:
            if row.key[0] in sources:
                yield Applied(row, _unneeded(entries.get(row.key), row))


def _unneeded(entry: Entry | None, row: CorrectionRow) -> str:
    """Why a correction has nothing to correct; empty where upstream still says the wrong value."""
    if entry is None:
        return "no longer needed: the record is gone"
    said = entry.value(row.field)
    if said == row.upstream:
        return ""
    return f"no longer needed: upstream says {'nothing' if said is None else said:.80}"


def _corrected(entry: Entry, row: CorrectionRow) -> Entry:
    """An entry of its own with the claim replaced or left out."""
    claims = dict(entry.claims)
    claim = claims.pop(row.field)
    if row.value is None:
        return entry._replace(claims=claims)
    return entry._replace(claims={**entry.claims, row.field: claim._replace(value=row.value)})
