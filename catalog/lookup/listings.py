"""The ids that a catalog lists or declares, each with the model that it leads to."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from catalog.lookup.lists import Wanted
from catalog.lookup.people import Settled
from catalog.match.catalogue import Found
from catalog.match.judgement import Evidence
from catalog.match.knowledge import Knowledge
from catalog.match.relation import Verdict
from catalog.match.sides import Side, side
from catalog.queries import KnownModel, Listed

DECLARED = (("hugging_face_id", "declared-weights"), ("canonical_slug", "declared-id"), ("id", "own-id"))
"""Fields by which a model is listed, with the rule that each is; what follows outweighs what stands before it."""


class Listings(NamedTuple):
    """Listed ids in small letters."""

    by_id: Mapping[str, Listed]

    def settled(self, wanted: Wanted) -> Settled | None:
        """The model under whose id a record goes; None where it bears no listed id, or those of two models."""
        found = [(name.text, listed) for name in wanted.side.ids if (listed := self.by_id.get(name.text.lower()))]
        if len({listed.model_id for _, listed in found}) != 1:
            return None
        text, listed = found[0]
        ground = Evidence(listed.field, text, listed.record, "equal")
        return Settled(Found(listed.model_id, Verdict(listed.relation, listed.level, listed.rule), ()), ground)


NO_LISTINGS = Listings({})


def model_sides(models: Iterable[KnownModel], knowledge: Knowledge, today: date) -> list[Side]:
    """Every model with every name that it declares, and the dated names that people know it by."""
    return [
        side(
            model.id,
            knowledge.vocabulary,
            ids=(model.id, model.canonical_slug, *knowledge.crosswalk.releases(model.id, today)),
            weights=(model.hugging_face_id,),
            names=(model.name,),
        )
        for model in models
    ]


def listings(models: Sequence[KnownModel], sides: Iterable[Side], listed: Iterable[Listed]) -> Listings:
    """What each id leads to; of two models with one slug or one set of weights, it leads to neither.

    An id that contradicts its model's own is left to the comparison of names.
    """
    doubted = {(known.key, name.text.lower()) for known in sides for name in known.doubted}
    found: dict[str, Listed | None] = {}
    for field, rule in DECLARED:
        found.update(_declared(models, field, rule, doubted))
    known = {model.id for model in models}
    found.update({item.record.lower(): item for item in listed if item.model_id in known})
    return Listings({text: item for text, item in found.items() if item is not None})


def _declared(
    models: Iterable[KnownModel], field: str, rule: str, doubted: Container[tuple[str, str]]
) -> dict[str, Listed | None]:
    declared: dict[str, Listed | None] = {}
    for model in models:
        text = str(getattr(model, field))
        key = text.lower()
        if key and (model.id, key) not in doubted:
            meant = Listed(text, model.id, "same_release", "exact", rule, field)
            declared[key] = None if key in declared else meant
    return declared
