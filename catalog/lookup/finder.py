"""A record looked up: by what people decided, by the ids that are listed and known, by its names."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from catalog.known_ids import KnownId
from catalog.lookup.known import Known
from catalog.lookup.listings import NO_LISTINGS, Listings
from catalog.lookup.lists import Wanted
from catalog.lookup.people import People, Settled
from catalog.match.catalogue import Candidate, Catalogue, Found
from catalog.match.evidence import grounds
from catalog.match.judgement import Evidence
from catalog.match.knowledge import Knowledge
from catalog.match.sides import Side, compare


class Answer(NamedTuple):
    """What a record leads to, with the grounds."""

    found: Found
    evidence: tuple[Evidence, ...]
    """Every field that was compared of the best candidate."""

    @property
    def others(self) -> tuple[Candidate, ...]:
        """Every candidate that is not the match, the nearest first; none for a name that says too little."""
        return tuple(c for c in self.found.candidates if c.key != self.found.match and _says(c))


class Finder:
    """Records of one list, or the models of a catalog, ready to be asked for."""

    def __init__(
        self,
        sides: Iterable[Side],
        knowledge: Knowledge,
        people: People,
        listed: Listings = NO_LISTINGS,
        known: Iterable[KnownId] = (),
    ) -> None:
        sides = list(sides)
        self._sides = {side.key: side for side in sides}
        self._catalogue = Catalogue(sides, knowledge.vocabulary)
        self._knowledge = knowledge
        self._people = people
        self._listed = listed
        self._known = Known(one for one in known if one.model_id in self._sides)

    def find(self, wanted: Wanted) -> Found:
        """The record that another one leads to, how surely, and what else there is."""
        return self.answer(wanted).found

    def answer(self, wanted: Wanted) -> Answer:
        """The same with its grounds."""
        apart = self._people.apart(wanted)
        by_name = self._allowed(self._catalogue.find(wanted.side, apart=apart))
        settled = self._settled(wanted, apart) or self._known.by_bearers(wanted, by_name, apart)
        if settled is None:
            by_name, against = self._known.bounded(wanted, by_name)
            return Answer(by_name, (*against, *_compared(by_name)))
        found = self._beside(settled.found, wanted, by_name)
        return Answer(found, (settled.ground, *_compared(found)))

    def known_as(self, model_id: str | None) -> Sequence[KnownId]:
        """Every id by which somebody knows a model, the surest and closest first."""
        return self._known.of_model(model_id)

    def _settled(self, wanted: Wanted, apart: frozenset[str]) -> Settled | None:
        decided = self._people.settled(wanted, self._sides) or self._known.by_source(wanted, apart)
        if decided is not None:
            return decided
        listed = self._listed.settled(wanted)
        return None if listed is None or listed.found.key in apart else listed

    def _allowed(self, found: Found) -> Found:
        """What was found by name, no surer than its rule has proved to be."""
        level = self._knowledge.allowed(found.verdict)
        return found._replace(verdict=found.verdict._replace(level=level))

    def _beside(self, settled: Found, wanted: Wanted, by_name: Found) -> Found:
        """What is settled before the candidates that names alone would have given, with what the names say."""
        key = settled.key or ""
        names = compare(wanted.side, self._sides[key], self._knowledge.vocabulary)
        verdict = settled.verdict._replace(deviations=names.deviations, left=names.left, right=names.right)
        others = (candidate for candidate in by_name.candidates if candidate.key != key)
        return Found(key, verdict, (Candidate(key, verdict), *others))


def _compared(found: Found) -> tuple[Evidence, ...]:
    return grounds(found.candidates[0].verdict) if found.candidates and _says(found.candidates[0]) else ()


def _says(candidate: Candidate) -> bool:
    return candidate.verdict.relation != "unknown"
