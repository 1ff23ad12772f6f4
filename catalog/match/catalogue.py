"""A whole catalogue to look a record up in: blocking by words, then the pairwise rules, then context.

Two names that lead to one model have the same words once authors and sellers are left out, so records
stand in buckets by that; a match is looked for there alone. Where there is none, records that share
rare words are compared too, to tell what is near and why it is not the one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from catalog.match.relation import Verdict, relate
from catalog.match.sides import LEADING, SURE, RuledOut, Side, closeness, compare, ruled_out
from catalog.names.parse import Name, Wording
from catalog.names.vocabulary import Vocabulary

NEAR = 5
"""So many records are compared where no bucket holds a match."""
SIBLINGS = 3
"""So many records that a number or a size rules out are compared to tell why a match is not one of them."""
CROWD = 400
"""A word that more records bear finds nothing near."""
MOST = 1 << 13
"""So many wordings are remembered with what they are looked up by: many names differ in the rest alone."""


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
        return next((candidate.key for candidate in self.candidates if candidate.key != self.key), None)


NOBODY = Found(None, Verdict("unknown", "none", "no candidate"), ())


class Catalogue:
    """Records by name, ready to be looked up."""

    def __init__(self, sides: Iterable[Side], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._sides = list(sides)
        self._names = [(*side.all, *side.doubted) for side in self._sides]
        self._by_key = {side.key: side for side in self._sides}
        self._buckets: dict[str, list[int]] = defaultdict(list)
        self._bearers: dict[str, list[int]] = defaultdict(list)
        for place, names in enumerate(self._names):
            for key in {key for name in names for key in self._bucket_keys(name) if key}:
                self._buckets[key].append(place)
            for word in {word for name in names for word in (*name.words, *_digits(name))}:
                self._bearers[word].append(place)

    def find(
        self,
        wanted: Side,
        most: int = 5,
        apart: Collection[str] = (),
        beside: int = NEAR,
        strangers: bool = True,
    ) -> Found:
        """The record that a side leads to, how surely, and what else there is; never one that a person set apart.

        Of records that are near and surely no match, only the `beside` nearest are told of; without `strangers`
        none where nothing leads.
        """
        alike = [place for place in self._alike(wanted) if self._sides[place].key not in apart]
        hopeful = [place for place in alike if not self._hopeless(wanted, place)]
        candidates = self._compared(wanted, hopeful)
        if not _leads(candidates):
            near = [place for place in self._near(wanted) if self._sides[place].key not in apart]
            near = [place for place in near if place not in hopeful]
            candidates += self._nearest(wanted, near, beside, strangers)
        elif len(candidates) == 1:
            candidates += self._nearest(wanted, self._siblings(wanted, set(alike) - set(hopeful)), beside)
        if not candidates:
            return NOBODY
        ranked = sorted(((self._rank(candidate), candidate) for candidate in candidates), key=itemgetter(0))
        best, *others = (candidate for _, candidate in ranked[:most])
        verdict = self._in_context([candidate for rank, candidate in ranked if rank[0] == ranked[0][0][0]])
        if verdict.relation not in LEADING:
            return Found(None, verdict, (best, *others))
        return Found(best.key, verdict, (best._replace(verdict=verdict), *others))

    def _siblings(self, wanted: Side, places: Iterable[int]) -> list[int]:
        """A few records of the same family that a number or a size rules out."""
        words = {word for name in wanted.all for word in name.words} - self._vocabulary.tiers
        own = [place for place in places if any(words & set(name.words) for name in self._sides[place].ids)]
        return sorted(own, key=lambda place: self._sides[place].key)[:SIBLINGS]

    def _compared(self, wanted: Side, places: Iterable[int]) -> list[Candidate]:
        sides = [self._sides[place] for place in places]
        return [Candidate(side.key, compare(wanted, side, self._vocabulary)) for side in sides]

    def _nearest(self, wanted: Side, places: Sequence[int], beside: int, strangers: bool = True) -> list[Candidate]:
        """A few records compared; of those that are ruled out only the nearest, for most are told to nobody."""
        if strangers and len(places) <= beside:
            return self._compared(wanted, places)
        ruled: list[tuple[tuple[int | str, ...], RuledOut]] = []
        open_: list[int] = []
        for place in places:
            side = self._sides[place]
            out = ruled_out(wanted, side, self._vocabulary)
            if out is None:
                open_.append(place)
            else:
                ruled.append(((out.said, *_spelling(out.left, out.right), *self._standing(side.key)), out))
        compared = self._compared(wanted, open_)
        if strangers or _leads(compared):
            told = sorted(ruled, key=itemgetter(0))[:beside]
            compared += [Candidate(str(rank[-1]), relate(out.left, out.right, self._vocabulary)) for rank, out in told]
        return compared

    def _hopeless(self, wanted: Side, place: int) -> bool:
        """Whether every name of the one contradicts every name of the other by a number or a size."""
        names = self._names[place]
        for one in wanted.all:
            for two in names:
                if one.atoms == two.atoms or not (_numbers_differ(one, two) or self._sizes_differ(one, two)):
                    return False
        return True

    def _sizes_differ(self, one: Name, two: Name) -> bool:
        if not one.sizes or not two.sizes or one.sizes == two.sizes:
            return False
        return not self._vocabulary.sizes.issuperset((*one.sizes, *two.sizes))

    def _rank(self, candidate: Candidate) -> tuple[tuple[int, ...], int, str]:
        """Sorts candidates: the closest first, then the one that declares more ids."""
        return _likeness(candidate.verdict), *self._standing(candidate.key)

    def _standing(self, key: str) -> tuple[int, str]:
        return -len(self._by_key[key].ids), key

    def _in_context(self, equals: Sequence[Candidate]) -> Verdict:
        """The verdict on the best candidate, given those that are as like: beside another one it is not sure."""
        verdict = equals[0].verdict
        leads = verdict.level in SURE and verdict.relation in LEADING
        if leads and len(equals) > 1 and not self._are_one(equals):
            return verdict._replace(level="medium", rule=f"{verdict.rule}; {len(equals)} alike")
        return verdict

    def _are_one(self, candidates: Sequence[Candidate]) -> bool:
        """Whether records that are as like one name are one: ids of before and after a renaming.

        Their own ids say the same, and they declare one repository of weights.
        """
        sides = [self._by_key[candidate.key] for candidate in candidates]
        weights = [{name.text.lower() for name in side.ids if name.hub} for side in sides]
        if not set.intersection(*weights):
            return False
        return all(not relate(sides[0].ids[0], side.ids[0], self._vocabulary).deviations for side in sides[1:])

    def _alike(self, wanted: Side) -> list[int]:
        """Places of records that have the words of the one asked for."""
        keys = {key for name in wanted.all for key in self._bucket_keys(name)}
        return sorted({place for key in keys for place in self._buckets.get(key, ())})

    def _near(self, wanted: Side) -> list[int]:
        """Places of the records that share a word with the one asked for; rare things count more."""
        shared: dict[int, int] = {}
        for word in {word for name in wanted.all for word in name.words} - self._vocabulary.tiers:
            bearers, weight = self._rarity(word)
            for place in bearers:
                shared[place] = shared.get(place, 0) + weight
        for digits in {digits for name in wanted.all for digits in _digits(name)}:
            bearers, weight = self._rarity(digits)
            for place in bearers:
                if place in shared:
                    shared[place] += weight
        least = min(sorted(shared.values(), reverse=True)[:NEAR], default=0)
        ranked = sorted((-count, self._sides[place].key, place) for place, count in shared.items() if count >= least)
        return [place for *_, place in ranked[:NEAR]]

    def _rarity(self, word: str) -> tuple[Sequence[int], int]:
        """Places of the records that bear a word, and how much it counts; of a crowd none."""
        bearers = self._bearers.get(word, ())
        return (bearers, 1 + CROWD // len(bearers)) if 0 < len(bearers) <= CROWD else ((), 0)

    def _bucket_keys(self, name: Name) -> tuple[str, ...]:
        """The words of a name, with and without those that only name an author, a seller or a size."""
        return _keys_of(name.wording, name.numbers[:1], self._vocabulary)


@lru_cache(maxsize=MOST)
def _keys_of(said: Wording, number: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The same for all names of these words, this author and this first number."""
    words, free = said.words, vocabulary.author_words.get(said.author, frozenset())
    kept = [word for word in words if word not in free]
    ways: list[Sequence[str]] = [words]
    if len(kept) < len(words):
        ways.append(kept)
    own = vocabulary.without_leading(words)
    if len(own) < len(words):
        ways.append(own)
    size = vocabulary.family(words, number).word
    if size in kept:
        ways.append([other for other in kept if other != size])
    return tuple(map(_joined, ways))


def _joined(words: Iterable[str]) -> str:
    """Words as one text in an order of their own: `code llama` and `codellama` are found alike."""
    return "".join(sorted("".join(words)))


def _numbers_differ(one: Name, two: Name) -> bool:
    """Whether two names share no number, not even one without its point."""
    left, right = one.counted, two.counted
    return bool(left and right) and left != right and set(left).isdisjoint(right) and one.figures != two.figures


def _leads(candidates: Iterable[Candidate]) -> bool:
    """Whether any candidate may be the one."""
    return any(candidate.verdict.relation in LEADING for candidate in candidates)


def _likeness(verdict: Verdict) -> tuple[int, ...]:
    """Sorts verdicts: the closest first; among equals the one that is spelled as the record asked for."""
    left, right = verdict.left, verdict.right
    if left is None or right is None:
        return (*closeness(verdict), 3, 1)
    return (*closeness(verdict), *_spelling(left, right))


def _spelling(left: Name, right: Name) -> tuple[int, int]:
    """How a name is spelled beside another: 0 to the letter, 1 but for marks, 2 otherwise; 1 for another author."""
    strangeness = 0 if left.slug == right.slug else 1 if left.spelled == right.spelled else 2
    return strangeness, int(left.author != right.author)


def _digits(name: Name) -> Iterator[str]:
    yield from (f"#{number}" for number in name.numbers)
    yield from (f"={size}" for size in name.sizes)
