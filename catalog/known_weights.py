"""Repositories of weights that models are known by: what each is to the model, and how surely."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from catalog.match.knowledge import Knowledge
from catalog.match.relation import LEVELS, Verdict, relate
from catalog.match.sides import LEADING, SURE, side
from catalog.names.parse import parse
from catalog.queries import KnownModel

DECLARED, NAMED = "declared-weights", "named-weights"
"""The model's own listing declares them; a record of the model names them."""


class Naming(NamedTuple):
    """That a record of a model names a repository of weights."""

    model_id: str
    repository: str
    level: str
    """How surely the record is one of the model."""


class Weights(NamedTuple):
    """A repository of weights of a model."""

    model_id: str
    repository: str
    relation: str
    level: str
    rule: str


def known_weights(models: Iterable[KnownModel], naming: Iterable[Naming], knowledge: Knowledge) -> Iterator[Weights]:
    """Every repository that leads to a model, under its old name too where it was renamed.

    Left out are those of a sibling that some record names, and those by which a listing contradicts its own id.
    One of several models is medium for each but the one that its name means.
    """
    own = {model.id: model.hugging_face_id for model in models if model.hugging_face_id}
    found: dict[str, list[Weights]] = defaultdict(list)
    for (model_id, name), levels in _named(own, naming, knowledge):
        declared = name.lower() == own.get(model_id, "").lower()
        if declared and side(model_id, knowledge.vocabulary, ids=[model_id], weights=[name]).doubted:
            continue
        relation = _by_name(model_id, name, knowledge).relation
        if declared and relation not in LEADING:
            relation = "same_release"
        if relation in LEADING:
            level = min(levels, key=LEVELS.index)
            found[name].append(Weights(model_id, name, relation, level, DECLARED if declared else NAMED))
    for bearers in found.values():
        yield from bearers if len(bearers) == 1 else _doubted(bearers, knowledge)


def _named(
    own: Mapping[str, str], naming: Iterable[Naming], knowledge: Knowledge
) -> list[tuple[tuple[str, str], set[str]]]:
    """By model and repository, each spelled in one way, how surely records that name it are of the model."""
    levels: dict[tuple[str, str], set[str]] = defaultdict(set)
    spelled: dict[str, str] = {}
    for one in (*(Naming(model_id, weights, LEVELS[0]) for model_id, weights in own.items()), *naming):
        for name in (one.repository, knowledge.crosswalk.renamed(one.repository)):
            levels[one.model_id, spelled.setdefault(name.lower(), name)].add(one.level)
    return sorted(levels.items())


def _doubted(bearers: Iterable[Weights], knowledge: Knowledge) -> list[Weights]:
    """A repository of several models: sure for the one that its name means, if that is one."""
    meant = [one.model_id for one in bearers if _means(_by_name(one.model_id, one.repository, knowledge))]
    return [one if [one.model_id] == meant else one._replace(level="medium") for one in bearers]


def _means(verdict: Verdict) -> bool:
    return verdict.relation == "same_release" and verdict.level in SURE


def _by_name(model_id: str, repository: str, knowledge: Knowledge) -> Verdict:
    """What the names say that weights are to a model."""
    vocabulary = knowledge.vocabulary
    name = parse(knowledge.crosswalk.renamed(repository), vocabulary, hub=True)
    return relate(name, parse(model_id, vocabulary), vocabulary)
