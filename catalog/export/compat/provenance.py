"""The sidecar of a file in another catalog's format: the receipt of each of its values, and what it leaves out."""

from typing import Any

from catalog.entries import Claimed
from catalog.export.compat.format import Compat
from catalog.export.compat.written import Entry, Written
from catalog.queries import Addresses
from catalog.shelf import Shelf


def provenance(format_: Compat, written: Written, addresses: Addresses) -> dict[str, Any]:
    """By entry: its model, its sale, and for each value where it was read; answers stand once, in a list."""
    answers, entries = _Answers(addresses), Shelf[dict[str, Any]]()
    for entry in written.entries:
        entries[entry.key] = _entry(entry, answers)
    return {
        "format": format_.name,
        "file": format_.file,
        "cannot_say": list(format_.cannot_say),
        "answers": answers.told,
        "entries": entries,
        "omitted": {why: list(offers) for why, offers in written.omitted.items()},
    }


class _Answers:
    """Answers in the order in which they are first named."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses
        self._places: dict[tuple[str, ...], int] = {}
        self.told: list[dict[str, Any]] = []

    def place(self, claim: Claimed) -> int:
        key = (claim.source, claim.snapshot, claim.last_observed)
        if key not in self._places:
            self._places[key] = len(self.told)
            said = {"source": claim.source, "url": self._addresses.of(claim)}
            self.told.append({**said, "fetched_at": claim.last_observed, "snapshot": claim.snapshot})
        return self._places[key]


def _entry(entry: Entry, answers: _Answers) -> dict[str, Any]:
    return {
        "model_id": entry.model_id,
        "offer": entry.offer,
        "values": {name: [_said(claim, answers) for claim in claims] for name, claims in entry.values.items()},
        "left_out": list(entry.left_out),
    }


def _said(claim: Claimed, answers: _Answers) -> dict[str, Any]:
    """A claim by its place: the answer is a number, that of its place in `answers`."""
    return {
        "field": claim.field,
        "record": claim.record,
        "answer": answers.place(claim),
        "pointer": claim.pointer,
        "original": claim.original,
    }
