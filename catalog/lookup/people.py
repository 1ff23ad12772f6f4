"""What people decided of records that are asked for: it goes before declared ids and before names."""

from collections.abc import Container
from datetime import date
from typing import NamedTuple

from catalog.lookup.lists import Wanted
from catalog.match.catalogue import Found
from catalog.match.crosswalk import Crosswalk
from catalog.match.judgement import Evidence
from catalog.match.relation import Verdict

RULE = "judgement"


class Settled(NamedTuple):
    """What is settled of a record before its name is looked at, and what settles it."""

    found: Found
    ground: Evidence


class People:
    """Human judgements as they stand on a day."""

    def __init__(self, crosswalk: Crosswalk, at: date) -> None:
        self._crosswalk = crosswalk
        self._at = at

    def settled(self, wanted: Wanted, known: Container[str]) -> Settled | None:
        """What people say that a record is, among the models that are known; None where they say nothing."""
        judged = self._crosswalk.judgement(wanted.source, wanted.side.key, _texts(wanted), self._at)
        if judged is None or judged.model not in known:
            return None
        ground = Evidence(RULE, f"{judged.why} ({judged.who}, {judged.on})", judged.model, "equal")
        return Settled(Found(judged.model, Verdict(judged.relation, "exact", RULE), ()), ground)

    def apart(self, wanted: Wanted) -> frozenset[str]:
        """The models that a record is not, people say."""
        return self._crosswalk.forbidden(wanted.source, wanted.side.key, _texts(wanted))

    def judged(self, left: Wanted, right: Wanted) -> Verdict | None:
        """What people say of a pair; None where they say nothing."""
        settled = self.settled(left, {right.side.key})
        if settled is not None:
            return settled.found.verdict
        if right.side.key in self.apart(left) or left.side.key in self.apart(right):
            return Verdict("different", "none", RULE)
        return None


def _texts(wanted: Wanted) -> tuple[str, ...]:
    names = (*wanted.side.all, *wanted.side.doubted)
    return tuple(name.text for name in names)
