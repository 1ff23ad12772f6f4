"""A whole catalogue to look a record up in: blocking by rare words, then the pairwise rules, then context."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from catalog.match.relation import Verdict
from catalog.match.sides import LEADING, SURE, Side, closeness, compare
from catalog.names.parse import Name
from catalog.names.vocabulary import Vocabulary

MOST = 400
"""No block has more candidates than that: the rarest words of a name have fewer."""


class Candidate(NamedTuple):
    """A record of the catalogue beside the one asked for."""

    key: str
    verdict: Verdict


class Found(NamedTuple):
    """What a catalogue answers: the best candidate, if there is one, and the others in their order."""

    key: str | None
    verdict: Verdict
    candidates: tuple[Candidate, ...]

    @property
    def match(self) -> str | None:
        """The record that the one asked for leads to; None where that is not sure."""
        return self.key if self.verdict.relation in LEADING and self.verdict.level in SURE else None

    @property
    def runner_up(self) -> str | None:
        """The next best candidate; the best one itself where it is no match."""
        if self.match is None:
            return self.key
        return next((candidate.key for candidate in self.candidates[1:]), None)


NOBODY = Found(None, Verdict("unknown", "none", "no candidate"), ())


class Catalogue:
    """Records by name, ready to be looked up."""

    def __init__(self, sides: Iterable[Side], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._sides = list(sides)
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._blocks: dict[str, list[int]] = defaultdict(list)
        for place, item in enumerate(self._sides):
            for name in item.ids:
                self._exact[name.text.lower()].append(place)
            for key in {key for name in item.all for key in _keys(name)}:
                self._blocks[key].append(place)

    def find(self, wanted: Side, most: int = 5) -> Found:
        """The record that a side leads to, how surely, and what else there is."""
        candidates = [
            Candidate(self._sides[place].key, compare(wanted, self._sides[place], self._vocabulary))
            for place in self._places(wanted)
        ]
        if not candidates:
            return NOBODY
        candidates.sort(key=lambda candidate: (*closeness(candidate.verdict), candidate.key))
        best = candidates[0]
        verdict = self._in_context(best, candidates)
        if verdict.relation not in LEADING:
            return Found(None, verdict, tuple(candidates[:most]))
        return Found(best.key, verdict, (best._replace(verdict=verdict), *candidates[1:most]))

    def _in_context(self, best: Candidate, candidates: Sequence[Candidate]) -> Verdict:
        """The verdict on the best candidate, given all the others: beside an equal it is not sure."""
        verdict = best.verdict
        rivals = [c for c in candidates[1:] if c.verdict.relation in LEADING and c.key != best.key]
        equals = [c for c in rivals if closeness(c.verdict) == closeness(verdict)]
        if verdict.level in SURE and equals:
            return verdict._replace(level="medium", rule=f"{verdict.rule}; {len(equals) + 1} alike")
        return verdict

    def _places(self, wanted: Side) -> list[int]:
        """Places of records worth comparing: those that share the two rarest words of any name."""
        found: set[int] = set()
        for name in wanted.all:
            found.update(self._exact.get(name.text.lower(), ()))
            keys = sorted(_keys(name), key=lambda key: (len(self._blocks.get(key, ())), key))
            known = [key for key in keys if key in self._blocks]
            for key in known[:2]:
                block = self._blocks[key]
                if len(block) <= MOST:
                    found.update(block)
            if len(known) > 1:
                found.update(set(self._blocks[known[0]]) & set(self._blocks[known[1]]))
        return sorted(found)


def _keys(name: Name) -> Iterable[str]:
    """What a name is found by: its words, numbers and sizes."""
    yield from name.words
    yield from (f"#{number}" for number in name.numbers)
    yield from (f"={size}" for size in name.sizes)
    if len(name.words) > 1:
        yield "".join(name.words)


def rarest(names: Iterable[Name]) -> Counter[str]:
    """How many names bear each key: what blocking rests on."""
    return Counter(key for name in names for key in set(_keys(name)))
