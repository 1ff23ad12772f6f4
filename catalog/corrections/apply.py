"""Corrections beside what upstream says: applied where it still says the wrong thing, and complained of elsewhere.

The receipt of a corrected claim keeps what upstream wrote and where. A record that is no longer listed
still counts with what it said last, so its correction stays needed. A source of which the catalog
holds nothing at all is not asked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from catalog.corrections.row import CorrectionRow
from catalog.entries import Claimed, Correction, Entry, Key
from catalog.match.curated_files import Fault

FILE = "corrections.toml"
APPLIED = "applied"
"""The state of a correction that has something to correct."""


class Applied(NamedTuple):
    """What became of a correction."""

    row: CorrectionRow
    unneeded: str = ""
    """Why it has nothing to correct any more; empty where it was applied."""

    def __str__(self) -> str:
        return f"{FILE}: {self.row.told}: {self.unneeded or APPLIED}"

    def as_row(self) -> dict[str, Any]:
        """A row of the table `corrections`."""
        source, record = self.row.key
        said = self.row.correction._asdict()
        return {"source": source, "record": record, "field": self.row.field, **said, "state": self.unneeded or APPLIED}


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
        return "no longer needed: there is no such record"
    said = entry.value(row.field)
    if said == row.upstream:
        return ""
    return f"no longer needed: upstream says {'nothing' if said is None else said:.80}"


def corrected(claim: Claimed, correction: Correction) -> Claimed | None:
    """A claim as people corrected it; None where it is dropped. Another value than the wrong one is left alone."""
    if claim.value != correction.upstream:
        return claim
    return None if correction.value is None else claim._replace(value=correction.value, correction=correction)


def corrected_histories(
    histories: Mapping[Key, Sequence[Claimed]], field: str, outcomes: Iterable[Applied]
) -> dict[Key, list[Claimed]]:
    """All that was ever claimed of a field, with the same corrections as what is claimed now."""
    found = {key: list(claims) for key, claims in histories.items()}
    for row in (outcome.row for outcome in outcomes if not outcome.unneeded and outcome.row.field == field):
        said = [corrected(claim, row.correction) for claim in found.get(row.key, ())]
        found[row.key] = [claim for claim in said if claim is not None]
    return found


def _corrected(entry: Entry, row: CorrectionRow) -> Entry:
    """An entry of its own with the claim replaced or left out."""
    said = corrected(entry.claims[row.field], row.correction)
    if said is not None:
        return entry._replace(claims={**entry.claims, row.field: said})
    return entry._replace(claims={field: claim for field, claim in entry.claims.items() if field != row.field})
