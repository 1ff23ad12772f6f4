"""Ids by which sources know the models of a catalog, ready to be asked for.

With its source an id is decided by the record that bears it. Without, it is read as a name, and the records
that bear it speak where names leave it open; where both say something else, nothing is sure.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from catalog.known_ids import KnownId
from catalog.lookup.lists import Wanted
from catalog.lookup.people import Settled
from catalog.lookup.spellings import Spelled, spelled
from catalog.match.catalogue import Found
from catalog.match.judgement import Evidence
from catalog.match.relation import LEVELS, Verdict
from catalog.match.sides import LEADING, SURE

RULE = "known-id"
AGAINST = "known for another model"


class Bounded(NamedTuple):
    """What names say of an id, no surer than those who know it, and the record that speaks against it."""

    found: Found
    against: tuple[Evidence, ...] = ()


class Known:
    """Every known id of the models of a catalog."""

    def __init__(self, known: Iterable[KnownId] = ()) -> None:
        self._by_source: dict[Spelled, list[KnownId]] = defaultdict(list)
        self._by_id: dict[str, list[KnownId]] = defaultdict(list)
        self._by_model: dict[str, list[KnownId]] = defaultdict(list)
        for one in sorted(known, key=_closest):
            for text in {one.id.lower(), one.record.lower()}:
                self._by_source[Spelled(one.source, text)].append(one)
            self._by_id[one.id.lower()].append(one)
            self._by_model[one.model_id].append(one)

    def of_model(self, model_id: str | None) -> Sequence[KnownId]:
        """Every id of a model, the surest and closest first."""
        return self._by_model.get(model_id or "", ())

    def by_source(self, wanted: Wanted, apart: Collection[str]) -> Settled | None:
        """What an id means at its source; None where nobody says whose it is, or it means no one model surely there."""
        texts = [name.text for name in wanted.side.ids]
        asked = [Spelled(wanted.source, text) for text in texts[:1] if wanted.source]
        for one in (*asked, *filter(None, map(spelled, texts))):
            bearers = self._by_source.get(one._replace(id=one.id.lower()), ())
            as_written = [known for known in bearers if one.id in (known.id, known.record)]
            settled = _settled(one.id, as_written or bearers, apart)
            if settled is not None and settled.found.match is not None:
                return settled
        return None

    def by_bearers(self, wanted: Wanted, by_name: Found, apart: Collection[str]) -> Settled | None:
        """What one model's records say of an id that names leave open, or read otherwise though it bears a seller.

        Where somebody says who makes it, names know more than the id.
        """
        bearers = [] if wanted.author else self._bearers(wanted)
        if by_name.match in {one.model_id for one in bearers}:
            return None
        if by_name.match is not None:
            bearers = [one for one in bearers if "/" in one.id and "#" not in one.record]
        return _settled(bearers[0].id, bearers, apart) if bearers else None

    def bounded(self, wanted: Wanted, by_name: Found) -> Bounded:
        """What names say, no surer than those who know the id so; medium where they know it for another model."""
        bearers = self._bearers(wanted)
        if by_name.match is None or not bearers:
            return Bounded(by_name)
        verdict = by_name.verdict
        agreeing = next((one for one in bearers if one.model_id == by_name.match), None)
        if agreeing is not None:
            level = max(verdict.level, agreeing.level, key=LEVELS.index)
            return Bounded(by_name._replace(verdict=verdict._replace(level=level)))
        doubtful = verdict._replace(level="medium", rule=f"{verdict.rule}; {AGAINST}")
        best, *others = by_name.candidates
        candidates = (best._replace(verdict=doubtful), *others)
        return Bounded(Found(by_name.key, doubtful, candidates), (_ground(bearers[0].id, bearers[0], "differ"),))

    def _bearers(self, wanted: Wanted) -> list[KnownId]:
        """Those who bear any id of a record, the surest and closest first."""
        texts = [name.text for name in wanted.side.ids]
        texts += [one.id for one in map(spelled, texts) if one is not None]
        return sorted((one for text in texts for one in self._by_id.get(text.lower(), ())), key=_closest)


def _closest(one: KnownId) -> tuple[object, ...]:
    return LEVELS.index(one.level), LEADING.index(one.relation), len(one.id), one


def _settled(text: str, bearers: Iterable[KnownId], apart: Collection[str]) -> Settled | None:
    """The model of those that bear an id, where it is one; the sure ones outweigh the others."""
    allowed = [one for one in bearers if one.model_id not in apart]
    meant = [one for one in allowed if one.level in SURE] or allowed
    if len({one.model_id for one in meant}) != 1:
        return None
    best = meant[0]
    found = Found(best.model_id, Verdict(best.relation, best.level, RULE), ())
    return Settled(found, _ground(text, best, "equal"))


def _ground(text: str, one: KnownId, state: str) -> Evidence:
    """Who knows the model so."""
    return Evidence("id", text, f"{one.source}:{one.record} is {one.model_id} ({one.rule})", state)
