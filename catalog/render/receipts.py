"""Receipts: the claims behind what a page shows, each with enough to look it up oneself."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import takewhile

from catalog.entries import Claimed
from catalog.guards.rules import RULES as RULED
from catalog.queries import Addresses, Row, Value
from catalog.render.formats import moment, said_value
from catalog.render.linked import Answer, Origin, Receipt, Told, of_the_web
from catalog.render.report import Reported, report_link
from catalog.resolve import RULES
from catalog.said import Said
from scraper.attributes import ATTRIBUTES

_LONGEST = 300
EVIDENCE = {
    "declared": "declared, in an answer that is made for programs",
    "listed": "listed on a page",
    "marketing": "marketing: praise on a page, the same for many models",
}
"""What stands behind a yes or no, in words."""
STANCES = {"chosen": "chosen", "agrees": "agrees", "otherwise": "says otherwise"}
MOST = 8
"""So many claims of one value a page shows."""


class Receipts:
    """Makes receipts: knows the names of sources and the addresses of answers."""

    def __init__(self, addresses: Addresses, names: Mapping[str, str], issues_url: str = "") -> None:
        self._addresses = addresses
        self._names = names
        self._issues_url = issues_url
        self._origins: dict[tuple[str, str, str], Origin] = {}

    def name(self, source: str) -> str:
        """What to call a source."""
        return self._names.get(source, source)

    def address(self, source: str, snapshot: str, fetched_at: str) -> str:
        """The address of an answer, where it is one of the web that anybody can open; else empty."""
        return of_the_web(self._addresses.at(source, snapshot, fetched_at))

    def origin(self, source: str, snapshot: str, fetched_at: str) -> Origin:
        """An answer of a source; each is made once, as thousands of receipts lead to it."""
        key = (source, snapshot, fetched_at)
        known = self._origins.get(key)
        if known is None:
            known = self._origins[key] = self._origin(*key)
        return known

    def _origin(self, source: str, snapshot: str, fetched_at: str) -> Origin:
        name, seen = self.name(source), moment(fetched_at)
        return Origin(
            anchor=f"answer-{sha256(f'{source} {snapshot} {fetched_at}'.encode()).hexdigest()[:12]}",
            source=name,
            url=self.address(source, snapshot, fetched_at),
            snapshot=snapshot,
            observed=seen,
            told=f"{name}, {seen.short}",
        )

    def report(self, model_id: str, claim: Claimed | None = None) -> str:
        """Where to report an error of a model, or of what a claim says of it; empty where nobody takes reports."""
        if not self._issues_url:
            return ""
        told = (
            None if claim is None else Reported(claim, said_value(claim.field, claim.value), self._addresses.of(claim))
        )
        return report_link(self._issues_url, model_id, told)

    def of_value(self, value: Value, model_id: str = "") -> tuple[Receipt, ...]:
        """The receipts of a resolved value: the chosen one with its rule, then those that say otherwise.

        Of many, the first `MOST`; all are in the JSON.
        """
        chosen, *others = ((value.stance(claim), claim) for claim in value.claims)
        others.sort(key=lambda one: one[0] != "otherwise")
        return tuple(self._of(value, stance, claim, model_id) for stance, claim in (chosen, *others[: MOST - 1]))

    def _of(self, value: Value, stance: str, claim: Claimed, model_id: str) -> Receipt:
        """The receipt of one claim of a value."""
        chosen = stance == "chosen"
        return self.of_claim(
            claim,
            RULES[value.rule] if chosen else "",
            value=said_value(claim.field, claim.value),
            stance=self._stance(value, stance, claim),
            report=self.report(model_id, claim) if chosen else "",
        )

    def _stance(self, value: Value, told: str, claim: Claimed) -> str:
        """What a claim is to the value, in words; with whom it copies, or that it says it of everything."""
        stance = STANCES[told]
        copied = value.uncounted.get((claim.source, claim.record)) if value.uncounted else None
        if copied is None:
            return stance
        return f"{stance}; a copy of {self.name(copied)}" if copied else f"{stance}; says it of everything alike"

    def of_claim(self, claim: Claimed, rule: str, *, value: str = "", stance: str = "", report: str = "") -> Receipt:
        """The receipt of one claim; of one among several also what it says and is to the others."""
        return Receipt(
            origin=self.origin(claim.source, claim.snapshot, claim.last_observed),
            original=shortened(claim.original),
            pointer=claim.pointer,
            since=moment(claim.first_observed),
            rule=rule,
            held=self._held(claim),
            evidence=EVIDENCE.get(claim.evidence, ""),
            corrected=told_correction(claim),
            corrected_url=claim.correction.url if claim.correction else "",
            value=value,
            stance=stance,
            report=report,
        )

    def staying(self, row: Row) -> str:
        """Why a sale is shown that its source lists no more; empty where it is listed."""
        change = self._addresses.staying(row["source"], row["record"])
        if change is None:
            return ""
        return f"Held since {moment(change.since).text}: no longer listed, but {RULED[change.rule]}"

    def _held(self, claim: Claimed) -> str:
        """Why a newer value does not stand in a claim's place; empty where there is none."""
        if not claim.held:
            return ""
        change = self._addresses.held(claim)
        if change is None:
            return "A newer value could not be read, so the last good one stays."
        offered = "nothing" if change.offered is None else shortened(change.offered)
        return f"Held since {moment(change.since).text}: the source now says {offered}, but {RULED[change.rule]}."

    def of_row(self, said: Said) -> tuple[Answer, ...]:
        """The receipts of an offer's or a rating's columns: each answer once, with all that it says."""
        found: dict[tuple[str, str, str, str], Said] = {}
        for column, claim in said.items():
            key = (claim.source, claim.snapshot, claim.last_observed, self._held(claim))
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
            origin=self.origin(claim.source, claim.snapshot, claim.last_observed),
            pointer=pointer,
            since=moment(since),
            held=self._held(claim),
            told=tuple(
                Told(
                    field=column,
                    label=ATTRIBUTES[claim.field].label.removesuffix(" price"),
                    original=shortened(claim.original),
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
            origin=self.origin(first["source"], first["snapshot"], first["last_seen"]),
            pointer=pointer,
            since=moment(since),
            held="",
            told=tuple(Told("record", row["record"], "", row["pointer"].removeprefix(pointer), None) for row in rows),
        )


def shortened(text: str) -> str:
    """A text as long as a receipt shows it."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def told_correction(claim: Claimed) -> str:
    """Who corrected a claim, when and why; empty where nobody did."""
    said = claim.correction
    return "" if said is None else f"{said.who}, {moment(said.on).text}: {said.why}"


def _shared(pointers: Sequence[str]) -> str:
    """What all pointers begin with, in whole steps."""
    steps = zip(*(pointer.split("/")[:-1] for pointer in pointers), strict=False)
    return "/".join(step[0] for step in takewhile(lambda step: len(set(step)) == 1, steps))
