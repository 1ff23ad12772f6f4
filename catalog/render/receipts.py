"""Receipts: the claims behind what a page shows, each with enough to look it up oneself."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from catalog.compare import same
from catalog.entries import Claimed
from catalog.queries import Addresses, Row, Value
from catalog.render.contexts import Receipt
from catalog.render.formats import moment
from catalog.render.linked import Answer, Told
from catalog.resolve import RULES
from catalog.said import Said
from scraper.attributes import ATTRIBUTES

_LONGEST = 300
MOST = 8
"""So many claims of one value a page shows."""


class Receipts:
    """Makes receipts: knows the names of sources and the addresses of answers."""

    def __init__(self, addresses: Addresses, sources: Mapping[str, Row]) -> None:
        self._addresses = addresses
        self._names = {id_: str(row["name"]) for id_, row in sources.items()}

    def name(self, source: str) -> str:
        """What to call a source."""
        return self._names[source]

    def of_value(self, value: Value) -> tuple[Receipt, ...]:
        """The receipts of a resolved value: the chosen one with its rule, then those that say otherwise.

        Of many, the first `MOST`; all are in the JSON.
        """
        others = sorted(value.claims[1:], key=lambda claim: same(value.field, claim.value, value.value))
        shown = (value.chosen, *others)[:MOST]
        return tuple(self.of_claim(claim, RULES[value.rule] if claim == value.chosen else "") for claim in shown)

    def of_claim(self, claim: Claimed, rule: str) -> Receipt:
        """The receipt of one claim."""
        address = self._addresses.of(claim)
        return Receipt(
            source=self.name(claim.source),
            url=_of_the_web(address),
            original=_short(claim.original),
            pointer=claim.pointer,
            snapshot=claim.snapshot,
            observed=moment(claim.last_observed),
            since=moment(claim.first_observed),
            rule=rule,
            held=claim.held,
        )

    def of_row(self, said: Said) -> tuple[Answer, ...]:
        """The receipts of an offer's or a rating's columns: each answer once, with all that it says."""
        found: dict[tuple[str, str, str, bool], Said] = {}
        for column, claim in said.items():
            key = (claim.source, claim.snapshot, claim.last_observed, claim.held)
            found.setdefault(key, {})[column] = claim
        return tuple(map(self._answer, found.values()))

    def of_records(self, rows: Iterable[Row]) -> tuple[Answer, ...]:
        """The answers in which records stand, each once; a row tells a record, its snapshot, place and times."""
        found: dict[tuple[str, str, str], list[Row]] = {}
        for row in rows:
            found.setdefault((row["source"], row["snapshot"], row["last_seen"]), []).append(row)
        return tuple(self._standing(group) for group in found.values())

    def _answer(self, said: Said) -> Answer:
        claim = next(iter(said.values()))
        since = Counter(claim.first_observed for claim in said.values()).most_common(1)[0][0]
        pointer = _shared([claim.pointer for claim in said.values()])
        return Answer(
            source=self.name(claim.source),
            url=_of_the_web(self._addresses.of(claim)),
            snapshot=claim.snapshot,
            pointer=pointer,
            observed=moment(claim.last_observed),
            since=moment(since),
            held=claim.held,
            told=tuple(
                Told(
                    field=column,
                    label=ATTRIBUTES[claim.field].label.removesuffix(" price"),
                    original=_short(claim.original),
                    pointer=claim.pointer.removeprefix(pointer),
                    since=None if claim.first_observed == since else moment(claim.first_observed),
                )
                for column, claim in said.items()
            ),
        )

    def _standing(self, rows: Sequence[Row]) -> Answer:
        first = rows[0]
        since = min(row["first_seen"] for row in rows)
        pointer = _shared([row["pointer"] for row in rows])
        return Answer(
            source=self.name(first["source"]),
            url=_of_the_web(self._addresses.at(first["source"], first["snapshot"], first["last_seen"])),
            snapshot=first["snapshot"],
            pointer=pointer,
            observed=moment(first["last_seen"]),
            since=moment(since),
            held=False,
            told=tuple(Told("record", row["record"], "", row["pointer"].removeprefix(pointer), None) for row in rows),
        )


def _of_the_web(address: str) -> str:
    return address if address.startswith(("https://", "http://")) and "{" not in address else ""


def _short(original: str) -> str:
    return original if len(original) <= _LONGEST else original[: _LONGEST - 1] + "…"


def _shared(pointers: Sequence[str]) -> str:
    """What all pointers begin with, in whole steps."""
    steps = zip(*(pointer.split("/")[:-1] for pointer in pointers), strict=False)
    return "/".join(step[0] for step in takewhile(lambda step: len(set(step)) == 1, steps))
