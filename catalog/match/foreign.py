"""Records of other sources, joined to the models: by what people decided, by declared ids, then by their names.

The first layer that decides wins. A name leads to a model only where the match is sure; where it is
not, the record stays apart and its grounds name the model that it may mean.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol, TypeVar

from catalog.entries import Entry
from catalog.match.called import Called, Names, Sides
from catalog.match.catalogue import Candidate, Catalogue, Found
from catalog.match.crosswalk import Judged
from catalog.match.declared import OFFERS, Declared
from catalog.match.evidence import differences, grounds
from catalog.match.judgement import Evidence, Judgement, RunnerUp, Why
from catalog.match.knowledge import Knowledge
from catalog.match.sides import LEADING, Side, side
from scraper.attributes import DYNAMIC

A = TypeVar("A")
B = TypeVar("B")

PRICE = "input_usd_per_mtok"
PRICE_STANDS = "price"
"""The ground that tells how two prices lie to each other."""
FAR = 5
"""Prices that are further apart than so many times are seldom of one model."""
RIVALS = 1
"""So many models that a record surely does not mean are told beside the one that it may mean."""
MEDIUM = frozenset({"medium", "low"})
"""Levels at which a model is named and nothing is joined."""


class Settled(NamedTuple):
    """What was decided of a record."""

    model_id: str | None
    relation: str
    level: str
    rule: str
    why: Why
    decided_by: str = "rule"


class Asked(NamedTuple):
    """What is left to tell by names alone, and the models that people say it is not."""

    names: Names
    apart: frozenset[str]


class Each(Protocol):
    """`map`, or what does the same side by side."""

    def __call__(self, make: Callable[[A], B], of: Sequence[A], /) -> Iterable[B]:
        """What is made of each, in their order."""
        ...


class Foreign:
    """The models of a catalog, ready for the records of other sources.

    `listed` are the router's other ids: variants and aliases, each with its model and relation. Without `strangers`
    a record that leads to no model is not told which one is the nearest.
    """

    def __init__(
        self,
        models: Mapping[str, Entry],
        listed: Mapping[str, tuple[str, str]],
        knowledge: Knowledge,
        sides: Sides,
        strangers: bool = True,
    ) -> None:
        self._knowledge = knowledge
        known = {id_: model_side(id_, entry, knowledge) for id_, entry in models.items()}
        doubted = {(id_, name.text.lower()) for id_, own in known.items() for name in own.doubted}
        self._models = models
        self._declared = Declared(models, listed, doubted, knowledge.crosswalk.renamed)
        self._catalogue = Catalogue(known.values(), knowledge.vocabulary)
        self._sides = sides
        self._strangers = strangers

    def judge(self, records: Sequence[tuple[Entry, Called]], each: Each = map) -> list[Judgement]:
        """The models that records speak of, each with what it calls itself; those that bear the same names are one."""
        told = [self._told(entry, said) for entry, said in records]
        asked = list(dict.fromkeys(one for one in told if isinstance(one, Asked)))
        named = dict(zip(asked, each(self._by_name, asked), strict=True))
        return [
            _judgement(entry, said, named[one] if isinstance(one, Asked) else one)
            for (entry, said), one in zip(records, told, strict=True)
        ]

    def _told(self, entry: Entry, said: Called) -> Settled | Asked:
        """What people or an id say of a record; where they do not, what its names are to be asked for."""
        apart, settled = self._by_people(entry, said)
        return settled or self._by_id(entry, said, apart) or Asked(said.names, apart)

    def _by_people(self, entry: Entry, said: Called) -> tuple[frozenset[str], Settled | None]:
        """The models that people say a record is not, and what they decided of it, if they did."""
        crosswalk, texts = self._knowledge.crosswalk, said.texts
        if not crosswalk.speaks_of(entry.record, texts):
            return frozenset(), None
        apart = crosswalk.forbidden(entry.source, entry.record, texts)
        judged = crosswalk.judgement(entry.source, entry.record, texts, seen_on(entry))
        if judged is None or judged.model not in self._models:
            return apart, None
        why = _by_person(judged, said, self._models[judged.model])
        return apart, Settled(judged.model, judged.relation, "exact", "judgement", why, judged.who)

    def _by_id(self, entry: Entry, said: Called, apart: Collection[str]) -> Settled | None:
        found = self._declared.model_of(entry.kind, said)
        return None if found.model_id is None or found.model_id in apart else Settled(*found)

    def _by_name(self, asked: Asked) -> Settled:
        wanted = self._sides.of(asked.names)
        found = self._catalogue.find(wanted, apart=asked.apart, beside=RIVALS, strangers=self._strangers)
        return _settled(found, self._knowledge)


def model_side(id_: str, entry: Entry, knowledge: Knowledge) -> Side:
    """A model with every identifier that its listing declares, and the dated names that people know it by."""
    return side(
        id_,
        knowledge.vocabulary,
        ids=(id_, entry.value("canonical_slug") or "", *knowledge.crosswalk.releases(id_, seen_on(entry))),
        names=(entry.value("name") or "",),
        weights=(entry.value("hugging_face_id") or "",),
    )


def seen_on(entry: Entry) -> date:
    """The day of which people's judgements of a record are asked."""
    return date.fromisoformat(entry.last_seen[:10])


def _judgement(entry: Entry, said: Called, settled: Settled) -> Judgement:
    if settled.relation == "same_release":
        settled = settled._replace(relation=own_relation(entry.kind, said))
    return Judgement(entry.source, entry.record, *settled)


def _settled(found: Found, knowledge: Knowledge) -> Settled:
    """A lookup as a decision, with the grounds and the runner-up."""
    verdict = found.verdict
    level = knowledge.allowed(verdict)
    sure = found.match is not None and level not in MEDIUM
    best = found.candidates[0] if found.candidates else None
    rival = next((c for c in found.candidates if c.key != found.match), None) if sure else best
    why = Why(
        grounds(verdict) if sure else (), verdict.vetoes, _runner_up(rival, found.candidates), knowledge.note(verdict)
    )
    if sure:
        return Settled(found.match, verdict.relation, level, verdict.rule, why)
    relation = verdict.relation if verdict.relation in LEADING else "unknown"
    return Settled(None, relation, level, verdict.rule, why)


def _runner_up(candidate: Candidate | None, candidates: tuple[Candidate, ...]) -> RunnerUp | None:
    if candidate is None:
        return None
    alike = [c.key for c in candidates if c.verdict.rule == candidate.verdict.rule and c.key != candidate.key]
    why_not = differences(candidate.verdict) or tuple(f"it is as like {key}" for key in alike[:1])
    why_not = why_not or (candidate.verdict.rule,)
    return RunnerUp(candidate.key, why_not)


def compare_prices(entry: Entry, model: Entry) -> Evidence | None:
    """How two input prices lie to each other: `equal`, `near`, or `far` beyond fivefold; None where one is not known.

    Of two models by one maker 39 % are as far apart, of two offers of one model 2 %.
    """
    theirs, ours = entry.value(PRICE), model.value(PRICE)
    if theirs is None or ours is None or DYNAMIC in (theirs, ours):
        return None
    low, high = sorted((Decimal(theirs), Decimal(ours)))
    state = "equal" if low == high else "near" if high <= FAR * low else "far"
    return Evidence(PRICE_STANDS, f"${theirs}", f"${ours}", state)


def _by_person(judged: Judged, said: Called, model: Entry) -> Why:
    """Who decided, when and why; and in what the record contradicts the model all the same."""
    link = f" ({judged.url})" if judged.url else ""
    note = f"decided by {judged.who} on {judged.on}: {judged.why}{link}"
    fields = [Evidence("judgement", said.own_id, judged.model, "equal")]
    theirs, ours = said.hugging_face_id, model.value("hugging_face_id")
    if theirs and ours and theirs.lower() != ours.lower():
        fields.append(Evidence("hugging_face_id", theirs, ours, "differ"))
    vetoes = tuple(f"{field} contradicts" for field in judged.conflicts)
    return Why(tuple(fields), vetoes, note=note)


def own_relation(kind: str, said: Called) -> str:
    """What a record that speaks of just a model is to it: a sale an offer, a leaderboard's row a configuration."""
    if kind in OFFERS:
        return "offer_of"
    return "config_of" if said.is_setting else "same_release"
