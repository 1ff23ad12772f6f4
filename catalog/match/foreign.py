"""Records of other sources, joined to the models: by what people decided, by declared ids, then by their names.

The first layer that decides wins. A name leads to a model only where the match is sure; where it is
not, the record stays apart and its grounds name the model that it may mean.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from catalog.entries import Entry
from catalog.match.catalogue import Candidate, Catalogue, Found
from catalog.match.crosswalk import Judged
from catalog.match.declared import OFFERS, Declared, is_setting
from catalog.match.evidence import differences, grounds
from catalog.match.judgement import Evidence, Judgement, RunnerUp, Why
from catalog.match.knowledge import Knowledge
from catalog.match.sides import LEADING, Side, side
from catalog.names.vocabulary import Vocabulary
from scraper.attributes import DYNAMIC

PRICE = "input_usd_per_mtok"
FAR = 5
"""Prices that are further apart than so many times are seldom of one model."""
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


class Foreign:
    """The models of a catalog, ready for the records of other sources.

    `listed` are the router's other ids: variants and aliases, each with its model and relation.
    """

    def __init__(
        self, models: Mapping[str, Entry], listed: Mapping[str, tuple[str, str]], knowledge: Knowledge
    ) -> None:
        self._knowledge = knowledge
        sides = {id_: model_side(id_, entry, knowledge) for id_, entry in models.items()}
        doubted = {(id_, name.text.lower()) for id_, known in sides.items() for name in known.doubted}
        self._models = models
        self._declared = Declared(models, listed, doubted, knowledge.crosswalk.renamed)
        self._catalogue = Catalogue(sides.values(), knowledge.vocabulary)
        self._settled: dict[tuple[object, ...], Settled] = {}

    def judge(self, entry: Entry) -> Judgement:
        """The model that a record speaks of."""
        settled = self._decided(entry) or self._by_id(entry) or self._by_name(entry)
        relation = as_kind(entry, settled.relation)
        why = self._with_price(settled, entry)
        return Judgement(entry.source, entry.record, *settled._replace(relation=relation, why=why))

    def _with_price(self, settled: Settled, entry: Entry) -> Why:
        """The grounds with how the record's price lies to the model's: it decides nothing, and tells a person much."""
        if settled.model_id is None:
            return settled.why
        price = compare_prices(entry, self._models[settled.model_id])
        return settled.why._replace(fields=(*settled.why.fields, price)) if price else settled.why

    def _decided(self, entry: Entry) -> Settled | None:
        names = tuple(_texts(entry))
        said_on = date.fromisoformat(entry.last_seen[:10])
        judged = self._knowledge.crosswalk.judgement(entry.source, entry.record, names, said_on)
        if judged is None or judged.model not in self._models:
            return None
        why = _by_person(judged, entry, self._models[judged.model])
        return Settled(judged.model, judged.relation, "exact", "judgement", why, judged.who)

    def _by_id(self, entry: Entry) -> Settled | None:
        found = self._declared.model_of(entry)
        if found.model_id is None or found.model_id in self._apart(entry):
            return None
        return Settled(*found)

    def _by_name(self, entry: Entry) -> Settled:
        apart = self._apart(entry)
        key = (*names_of(entry), tuple(sorted(apart)))
        if key not in self._settled:
            found = self._catalogue.find(entry_side(entry, self._knowledge.vocabulary), apart=apart)
            self._settled[key] = _settled(found, self._knowledge)
        return self._settled[key]

    def _apart(self, entry: Entry) -> frozenset[str]:
        return self._knowledge.crosswalk.forbidden(entry.source, entry.record, tuple(_texts(entry)))


def model_side(id_: str, entry: Entry, knowledge: Knowledge) -> Side:
    """A model with every identifier that its listing declares, and the dated names that people know it by."""
    said_on = date.fromisoformat(entry.last_seen[:10])
    return side(
        id_,
        knowledge.vocabulary,
        ids=(id_, entry.value("canonical_slug") or "", *knowledge.crosswalk.releases(id_, said_on)),
        names=(entry.value("name") or "",),
        weights=(entry.value("hugging_face_id") or "",),
    )


def entry_side(entry: Entry, vocabulary: Vocabulary) -> Side:
    """A record with every name that it bears."""
    ids, names, weights, author, source = names_of(entry)
    return side(entry.record, vocabulary, ids=ids, names=names, weights=weights, author=author, source=source)


def names_of(entry: Entry) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str, str]:
    """A record's ids, display names and weights, its author, and its source: all that its names are read from."""
    own = entry.value("configuration") or entry.value("wire_id") or entry.own_id
    return (
        (entry.value("openrouter_id") or own, own, entry.value("canonical_slug") or ""),
        (entry.value("name") or "",),
        (entry.value("hugging_face_id") or "",),
        entry.value("author_name") or "",
        entry.source,
    )


def _texts(entry: Entry) -> Iterator[str]:
    """Every text by which a person may have named a record."""
    for field in ("configuration", "wire_id", "openrouter_id", "canonical_slug", "hugging_face_id", "name"):
        value = entry.value(field)
        if value:
            yield value
    yield entry.own_id


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
    return Evidence("price", f"${theirs}", f"${ours}", state)


def _by_person(judged: Judged, entry: Entry, model: Entry) -> Why:
    """Who decided, when and why; and in what the record contradicts the model all the same."""
    link = f" ({judged.url})" if judged.url else ""
    note = f"decided by {judged.who} on {judged.on}: {judged.why}{link}"
    fields = [Evidence("judgement", entry.own_id, judged.model, "equal")]
    theirs, ours = entry.value("hugging_face_id"), model.value("hugging_face_id")
    if theirs and ours and theirs.lower() != ours.lower():
        fields.append(Evidence("hugging_face_id", theirs, ours, "differ"))
    vetoes = tuple(f"{field} contradicts" for field in judged.conflicts)
    return Why(tuple(fields), vetoes, note=note)


def as_kind(entry: Entry, relation: str) -> str:
    """A relation as a record of its kind has it: a sale is an offer, a leaderboard's row a configuration."""
    if relation != "same_release":
        return relation
    if entry.kind in OFFERS:
        return "offer_of"
    return "config_of" if is_setting(entry) else relation
