"""Made-up accidents on real lists: a unit, a column, a zero, half a list; what would be published of them."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from benchmarks.guards.history import Day
from catalog.store.ingest import Ingest
from catalog.store.ledger import RecordState
from scraper.answers import load_json
from scraper.attributes import PRICES
from scraper.errors import ShapeError
from scraper.issues import IssueKind
from scraper.snapshots import Snapshot

TOKENS = ("prompt", "completion", "input_cache_read", "input_cache_write")
FIELDS = ("input_usd_per_mtok", "output_usd_per_mtok", "cache_read_usd_per_mtok", "cache_write_usd_per_mtok")
READ, WRITE = TOKENS[2:]
Pricing = dict[str, Any]


class Accident(NamedTuple):
    """One accident, and what became of it."""

    kind: str
    at: str
    records: int
    """In how many records."""
    passed: tuple[str, ...]
    """Wrong values that would be published, each in words; empty where all were held or the answer was refused."""


def happen(day: Day, kind: str, share: float, random: Random) -> Accident | None:
    """Spoil a share of a day's records (0: one of them) and ask the guards; None where nothing can be spoilt so."""
    answer = load_json(Snapshot(sighting=day.sighting, body=day.body))
    rows = answer["data"]
    at = f"{day.sighting.fetched_at:%Y-%m-%d}"
    if kind == "halved list":
        answer["data"] = random.sample(rows, len(rows) // 2)
        spoilt = len(rows) - len(answer["data"])
    else:
        states = day.ingest.ledger.states
        fit = [row for row in rows if _is_known(states.get(row["id"]), row["pricing"]) and _fits(kind, row["pricing"])]
        chosen = random.sample(fit, max(1, int(share * len(fit)))) if fit else []
        for row in chosen:
            SPOIL[kind](row["pricing"])
        spoilt = len(chosen)
    return Accident(kind, at, spoilt, _published(day, answer)) if spoilt else None


def _is_known(state: RecordState | None, pricing: Mapping[str, Any]) -> bool:
    """Whether each price of tokens in an answer had one before it: what was never published cannot be wrong anew."""
    if state is None:
        return False
    had = {
        name for name, field in zip(TOKENS, FIELDS, strict=True) if (c := state.claims.get(field)) and c.value != "0"
    }
    return all(name in had for name in TOKENS if Decimal(str(pricing.get(name, 0))))


def _fits(kind: str, pricing: Mapping[str, Any]) -> bool:
    """Whether a record has prices that the accident would change."""
    paid = all(Decimal(str(pricing.get(name, 0))) > 0 for name in TOKENS[:2])
    if kind == "swapped cache columns":
        return paid and Decimal(str(pricing.get(READ, 0))) > 0 and pricing.get(READ) != pricing.get(WRITE)
    if kind == "shifted column":
        return paid and pricing["prompt"] != pricing["completion"]
    return paid


def _thousandfold(pricing: Pricing) -> None:
    for name in TOKENS:
        if name in pricing:
            pricing[name] = format(Decimal(str(pricing[name])) * 1000, "f")


def _shifted(pricing: Pricing) -> None:
    """Each price stands where the one before it should."""
    present = [name for name in TOKENS if name in pricing]
    for name, giver in zip(present, [*present[1:], None], strict=True):
        if giver is None:
            del pricing[name]
        else:
            pricing[name] = pricing[giver]


def _swapped_cache(pricing: Pricing) -> None:
    read, write = pricing.pop(READ, None), pricing.pop(WRITE, None)
    pricing.update({name: value for name, value in ((READ, write), (WRITE, read)) if value is not None})


def _zeroed(pricing: Pricing) -> None:
    pricing.update({name: "0" for name in pricing if not isinstance(pricing[name], (list, dict))})


SPOIL: Mapping[str, Callable[[Pricing], None]] = {
    "x1000": _thousandfold,
    "shifted column": _shifted,
    "swapped cache columns": _swapped_cache,
    "zeroed": _zeroed,
}
KINDS = (*SPOIL, "halved list")


def _published(day: Day, answer: Any) -> tuple[str, ...]:
    """Prices that the spoilt answer would get published and the true one would not."""
    body = json.dumps(answer, default=str).encode()
    ingest: Ingest = day.ingest
    spoilt = Ingest(ingest.source, ingest.ledger, lambda seen: Snapshot(sighting=seen, body=body), None, ingest.guard)
    try:
        examined = spoilt.examine((day.sighting,))
    except ShapeError:
        return ()
    truth = _prices(day)
    wrong = []
    for scope, entries in examined.compared.items():
        for entry in entries:
            issues = entry.observed.issues if entry.observed else ()
            unreadable = {issue.field for issue in issues if issue.kind is IssueKind.BAD_VALUE}
            held = unreadable | examined.holds[scope].get(entry.record, {}).keys()
            said = {claim.field: claim.value for claim in entry.observed.claims} if entry.observed else {}
            true = truth.get(entry.record, {})
            wrong += [
                f"{entry.record} {name}: {true.get(name)} -> {said.get(name)}"
                for name in PRICES
                if entry.observed and said.get(name) != true.get(name) and name not in held
            ]
    return tuple(wrong)


def _prices(day: Day) -> dict[str, dict[str, str]]:
    """What the true answer says, by record and field."""
    found: dict[str, dict[str, str]] = {}
    for entries in day.examined.compared.values():
        for entry in entries:
            claims = (
                [(claim.field, claim.value) for claim in entry.observed.claims]
                if entry.observed
                else [(name, claim.value) for name, claim in entry.state.claims.items()]
                if entry.state
                else []
            )
            found[entry.record] = dict(claims)
    return found
