"""What the models of one family are to each other, and which weights each of them has.

Nothing here moves a fact from one model to another: these are links to follow.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from catalog.entries import Entry, Key
from catalog.match.foreign import model_side
from catalog.match.judgement import Judgement
from catalog.match.knowledge import Knowledge
from catalog.match.relation import Verdict, relate
from catalog.match.sides import VARYING, Side, compare
from catalog.names.parse import parse
from scraper.units import dumps

OPPOSITE = {
    "alias_of": "snapshot_of", "snapshot_of": "alias_of", "derived_from": "derived_to", "config_of": "run_as",
    "offer_of": "sold_as", "artifact_of": "packed_as",
}  # fmt: skip
"""A relation seen from the other side, where that has a name of its own."""
VARIANTS = frozenset({"derived_from", "config_of", "offer_of", "artifact_of"})
"""Relations of a variant to the plain model: which of two is the variant is told by who says more."""


class Kin(NamedTuple):
    """That a model is something to another one."""

    model_id: str
    other_id: str
    relation: str
    """What the model is to the other: `snapshot_of`, `derived_from`; `run_as` where the other is a way to run it."""
    why: str
    """What tells them apart: `size 28b, here 424b`."""


class Artifact(NamedTuple):
    """Weights that a record names for a model."""

    model_id: str
    hugging_face_id: str
    relation: str
    """`same_release` or `artifact_of` where the name agrees with the model's; else what it is to it."""
    why: str
    """What the name of the weights says other than the model's."""
    said_by: str
    """Sources, in one text."""
    records: str
    """The records that name them, as JSON: source and record of each."""


def kin(models: Mapping[str, Entry], knowledge: Knowledge) -> Iterator[Kin]:
    """Every pair of models of one family and version, from both sides, by id."""
    families: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for id_, entry in models.items():
        families[_family(model_side(id_, entry, knowledge))].append(id_)
    found: list[Kin] = []
    for members in families.values():
        if len(members) > 1:  # the names of one family are held at a time
            sides = [model_side(id_, models[id_], knowledge) for id_ in members]
            for one, other in combinations(sides, 2):
                found += _both_ways(one, other, compare(one, other, knowledge.vocabulary))
    yield from sorted(found)


def artifacts(
    entries: Mapping[Key, Entry], judged: Mapping[Key, Judgement], knowledge: Knowledge
) -> Iterator[Artifact]:
    """Every repository of weights that records of a model name, by model and repository, each once in one case."""
    said: dict[tuple[str, str], set[Key]] = defaultdict(set)
    spelled: dict[str, str] = {}
    vocabulary = knowledge.vocabulary
    for key, judgement in judged.items():
        weights = entries[key].value("hugging_face_id") or _own_weights(entries[key])
        if judgement.model_id is not None and weights and entries[key].present:
            name = knowledge.crosswalk.renamed(weights)
            said[judgement.model_id, spelled.setdefault(name.lower(), name)].add(key)
    for (model_id, weights), keys in sorted(said.items()):
        verdict = relate(parse(weights, vocabulary, hub=True), parse(model_id, vocabulary), vocabulary)
        sources = ", ".join(sorted({source for source, _ in keys}))
        yield Artifact(model_id, weights, verdict.relation, _told(verdict), sources, dumps(sorted(keys)))


def _both_ways(one: Side, other: Side, verdict: Verdict) -> Iterable[Kin]:
    if verdict.relation in ("different", "unknown"):
        return
    relation = verdict.relation
    if relation in VARIANTS and _says_less(verdict):
        relation = OPPOSITE[relation]
    pairs = [(d.field, d.left or "none", d.right or "none") for d in verdict.deviations]
    backwards = {**OPPOSITE, **{there: back for back, there in OPPOSITE.items()}}.get(relation, relation)
    yield Kin(one.key, other.key, relation, "; ".join(f"{f} {right}, here {left}" for f, left, right in pairs))
    yield Kin(other.key, one.key, backwards, "; ".join(f"{f} {left}, here {right}" for f, left, right in pairs))


def _says_less(verdict: Verdict) -> bool:
    """Whether it is the right one that says more, and so is the variant."""
    extra = [d for d in verdict.deviations if d.field in (*VARYING, "word")]
    return sum(bool(d.right and not d.left) for d in extra) > sum(bool(d.left and not d.right) for d in extra)


def _family(side: Side) -> tuple[str, ...]:
    """Author, first word and first number of a model's id: `baidu`, `ernie`, `4.5`."""
    own = side.ids[0]
    return own.author, *own.words[:1], *own.numbers[:1]


def _own_weights(entry: Entry) -> str:
    return entry.own_id if entry.source == "huggingface" and "/" in entry.own_id else ""


def _told(verdict: Verdict) -> str:
    """What a name says other than the model's own: `stage base, here none`."""
    return "; ".join(f"{d.field} {d.left or 'none'}, here {d.right or 'none'}" for d in verdict.deviations)
