"""Records of other sources, joined to models by the ids that they declare.

An id that a record declares (its own, a router's, the weights') is compared with those of the models:
equal is exact; where a declared weights' id contradicts the model's, it is medium.
"""

import re
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from typing import NamedTuple

from catalog.entries import Entry
from catalog.match.called import Called
from catalog.match.judgement import Evidence, Why, declared

OFFERS = frozenset({"offer", "listing"})
"""Kinds of records that speak of a sale."""
UNSPOKEN = frozenset({"provider"})
"""Kinds of records that speak of no model."""

_PUNCTUATION = re.compile(r"[\s._/]+")


class Found(NamedTuple):
    """The model that a record speaks of, in which relation, how surely, by which rule, and why."""

    model_id: str | None
    relation: str
    level: str
    rule: str
    why: Why


NOTHING = Found(None, "unknown", "none", "no-declared-id", Why())


class Declared:
    """The ids of the models of a catalog, ready to be asked.

    `listed` are further ids with the model and the relation of each; `doubted` ids of a model contradict its own;
    `renamed` gives the name that a repository of weights bears now.
    """

    def __init__(
        self,
        models: Mapping[str, Entry],
        listed: Mapping[str, tuple[str, str]],
        doubted: Container[tuple[str, str]] = frozenset(),
        renamed: Callable[[str], str] = str,
    ) -> None:
        self._models = models
        self._renamed = renamed
        # Some write an alias without the router's mark.
        self._listed = {id_.lower().removeprefix("~"): found for id_, found in listed.items()}
        self._by_id: dict[str, set[str]] = {}
        self._by_weights: dict[str, set[str]] = {}
        for id_, entry in models.items():
            _add(self._by_id, id_.lower(), id_)
            for index, field in ((self._by_id, "canonical_slug"), (self._by_weights, "hugging_face_id")):
                value = entry.value(field)
                if value and (id_, value.lower()) not in doubted:
                    _add(index, (renamed(value) if field == "hugging_face_id" else value).lower(), id_)

    def model_of(self, kind: str, said: Called) -> Found:
        """The model that a record of another source speaks of."""
        if said.is_setting:
            return NOTHING
        relation = "offer_of" if kind in OFFERS else "same_release"
        found = self._by_name(said, relation)
        return self._by_declared_weights(said, relation) if found.model_id is None else self._checked(said, found)

    def _by_name(self, said: Called, relation: str) -> Found:
        for kind, name in _names(said):
            key = name.lower()
            model = _only(self._by_id.get(key))
            if model is not None:
                return Found(model, relation, "exact", "declared-id", declared(kind, name, model))
            if key.removeprefix("~") in self._listed:
                model, variant_of = self._listed[key.removeprefix("~")]
                return Found(model, variant_of, "exact", "declared-id", declared(kind, name))
        return NOTHING

    def _by_declared_weights(self, said: Called, relation: str) -> Found:
        for kind, name in _weights(said):
            model = _only(self._by_weights.get(self._renamed(name).lower()))
            if model is not None:
                return Found(model, relation, "exact", "declared-weights", declared(kind, name))
        return NOTHING

    def _checked(self, said: Called, found: Found) -> Found:
        """Medium where the record names other weights than the model does."""
        model = self._models[found.model_id or ""]
        ours, theirs = model.value("hugging_face_id"), said.hugging_face_id
        if ours and theirs and self._renamed(ours).lower() != self._renamed(theirs).lower():
            against = Evidence("hugging_face_id", theirs, ours, "differ")
            why = found.why._replace(fields=(*found.why.fields, against))
            return found._replace(level="medium", rule="declared-id-other-weights", why=why)
        return found


def _names(said: Called) -> Iterator[tuple[str, str]]:
    """Ids of the shape author/slug that a record declares, the plainest first."""
    for kind, value in (("openrouter_id", said.openrouter_id), ("canonical_slug", said.canonical_slug)):
        if value and "/" in value:
            yield kind, value
    if said.wire_id and "/" in said.wire_id:
        yield "wire_id", said.wire_id
    elif said.wire_id and said.author_name:
        yield "wire_id", f"{_PUNCTUATION.sub('-', said.author_name.lower())}/{said.wire_id}"
    if "/" in said.own_id and "#" not in said.own_id:
        yield "record", said.own_id


def _weights(said: Called) -> Iterator[tuple[str, str]]:
    if said.hugging_face_id:
        yield "hugging_face_id", said.hugging_face_id
    if said.source == "huggingface":
        yield "record", said.own_id


def _add(index: dict[str, set[str]], key: str, id_: str) -> None:
    index.setdefault(key, set()).add(id_)


def _only(found: Collection[str] | None) -> str | None:
    return next(iter(found)) if found and len(found) == 1 else None
