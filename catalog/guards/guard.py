"""The guard of one source: an answer beside what was last published of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from catalog.guards.accepted import Accepted
from catalog.guards.crowd import Pair, jumping, lost_columns, lost_groups, price_changes
from catalog.guards.limits import date_holds, limit_holds
from catalog.guards.prices import OF_AN_OFFER, Change, Claims, new_price_holds, price_holds, stated_holds
from catalog.guards.rules import HUNDREDFOLD, OVERNIGHT_DAYS, Holds
from catalog.store.ledger import PRESENT, Entry, Ledger, RecordState
from scraper.issues import IssueKind


class Pairing(NamedTuple):
    """A record that says something else than before: what was last published of it, and what it says now."""

    id: str
    before: Claims
    after: Claims
    unreadable: frozenset[str]
    """Fields whose value cannot be read: the ledger keeps the last good one by itself."""
    state: RecordState | None
    gap_days: float
    """Since it was last seen."""

    @property
    def claims(self) -> Pair:
        """Before and after."""
        return self.before, self.after

    @property
    def readable(self) -> Claims:
        """After, but what cannot be read as it was."""
        return {**{name: self.before[name] for name in self.unreadable & self.before.keys()}, **self.after}

    @property
    def known(self) -> frozenset[str]:
        """Fields that are held already and said again."""
        state = self.state
        if state is None or not state.kept:
            return frozenset()
        said = {name: claim.value for name, claim in state.claims.items()}
        return frozenset(name for name in state.kept if said.get(name) == self.after.get(name))

    @property
    def still(self) -> Holds:
        """What is held and cannot be read any more: the held value may not come out for that."""
        return (
            {name: self.state.kept[name].rule for name in self.unreadable & self.state.kept.keys()}
            if self.state
            else {}
        )


class Guard(NamedTuple):
    """Decides which changes of a source's answer are held."""

    source: str
    factor: Decimal
    """An overnight price that moves so many times is held."""
    accepted: Accepted = Accepted()
    by_hand: bool = False
    """Whether people type its rows: then a first price may be in another unit too."""

    def holds(self, ledger: Ledger, scope: str, entries: Sequence[Entry], at: datetime) -> dict[str, Holds]:
        """What is held of an answer's scope, by record and field; PRESENT where a record's absence is."""
        pairs: dict[str, Pairing] = {}
        found: dict[str, Holds] = {}
        for pair in (_pairing(entry, at) for entry in entries if entry.observed is not None):
            own = self._of_record(pair, at)
            if own:
                found[pair.id] = own
            # Of what is new and not held nothing is kept: a first answer is nothing else.
            if own or pair.before:
                pairs[pair.id] = pair
        for pair, held in self._of_crowd(entries, pairs, at):
            pairs[pair.id], found[pair.id] = pair, {**held, **found.get(pair.id, {})}
        for id_ in self._vanished(ledger, scope, entries):
            found[id_] = {PRESENT: "group-gone"}
        allowed = {id_: self._not_accepted(ledger.states.get(id_), pairs.get(id_), held) for id_, held in found.items()}
        return {id_: held for id_, held in allowed.items() if held}

    def _of_record(self, pair: Pairing, at: datetime) -> dict[str, str]:
        first = new_price_holds(pair.before, pair.after) if self.by_hand else {}
        if not pair.before:
            return {**first, **date_holds({}, pair.after, at)}
        factor = self.factor if pair.gap_days <= OVERNIGHT_DAYS else HUNDREDFOLD
        change = Change(pair.before, pair.after, self._says_free(pair), factor, pair.unreadable, pair.known)
        held = {
            **price_holds(change),
            **stated_holds(pair.before, pair.after),
            **first,
            **limit_holds(pair.before, pair.readable),
            **date_holds(pair.before, pair.readable, at),
        }
        return {**{name: rule for name, rule in held.items() if name not in pair.unreadable}, **pair.still}

    def _says_free(self, pair: Pairing) -> bool:
        """Whether the id itself says that it is free, or is the source's own, whose price varies."""
        author, _, slug = pair.id.partition("/")
        free = slug == "free" or pair.id.endswith(":free") or pair.after.get("variant") == "free"
        return free or author == self.source

    def _of_crowd(
        self, entries: Sequence[Entry], pairs: Mapping[str, Pairing], at: datetime
    ) -> Iterator[tuple[Pairing, Holds]]:
        known = {id_: pair for id_, pair in pairs.items() if pair.before}
        recent = {id_: pair.claims for id_, pair in known.items() if pair.gap_days <= OVERNIGHT_DAYS}

        def unchanged() -> Iterator[Claims]:
            return (_published(entry.state) for entry in entries if entry.observed is None)

        jumped = jumping(recent, unchanged)
        if jumped:
            # A record that is new in such an answer has its prices from the same hand.
            told = [_pairing(entry, at) for entry in entries if entry.observed is not None]
            for pair in told:
                if pair.id in jumped or (not pair.before and pair.after.keys() & OF_AN_OFFER):
                    yield pair, dict.fromkeys(price_changes(pair.claims) - pair.unreadable, "many-at-once")
        lost = lost_columns((pair.claims for pair in known.values()), unchanged)
        for pair in known.values() if lost else ():
            gone = (lost & pair.before.keys()) - pair.after.keys() - pair.unreadable
            yield pair, {name: "column-gone" for name in gone if pair.before[name] != "0"}

    def _vanished(self, ledger: Ledger, scope: str, entries: Sequence[Entry]) -> set[str]:
        listed = {entry.record for entry in entries}
        gone = ledger.scopes.get(scope, set()) - listed
        if not gone:
            return set()
        stayed = (_published(entry.state) for entry in entries if entry.state is not None)
        return lost_groups({id_: _published(ledger.states[id_]) for id_ in gone}, stayed)

    def _not_accepted(self, state: RecordState | None, pair: Pairing | None, held: Holds) -> Holds:
        """What nobody accepted."""
        if pair is None:
            id_, before, after = state.id if state else "", {PRESENT: "true"}, {PRESENT: "false"}
        else:
            id_, before, after = pair.id, dict(pair.before), dict(pair.after)
        return {
            name: rule
            for name, rule in held.items()
            if not self.accepted.allows(self.source, id_, name, before.get(name), after.get(name))
        }


def _pairing(entry: Entry, at: datetime) -> Pairing:
    state, observed = entry.state, entry.observed
    claims = observed.claims if observed is not None else ()
    issues = observed.issues if observed is not None else ()
    after = {claim.field: claim.value for claim in claims}
    unreadable = frozenset(issue.field for issue in issues if issue.kind is IssueKind.BAD_VALUE) - after.keys()
    if state is None:
        return Pairing(entry.record, {}, after, unreadable, None, 0)
    gap = (at - datetime.fromisoformat(state.seen.at)) / timedelta(days=1)
    return Pairing(entry.record, _published(state), after, unreadable, state, gap)


def _published(state: RecordState | None) -> dict[str, str]:
    """What is published of a record: what it says, but the last good value where one is held."""
    if state is None:
        return {}
    claims = {name: claim.value for name, claim in state.claims.items()}
    for name, kept in state.kept.items():
        claims.pop(name, None)
        if kept.value is not None:
            claims[name] = kept.value
    return claims
