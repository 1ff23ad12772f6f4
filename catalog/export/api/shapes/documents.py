"""The shapes of whole files, by the stem of their schema's name."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from catalog.export.api.shapes.catalogs import Attribute, CrosswalkRow, Lab, Provider, Source
from catalog.export.api.shapes.changes import Change
from catalog.export.api.shapes.disagreements import Disagreement
from catalog.export.api.shapes.model import FormerId, Model, Pointer
from catalog.export.api.shapes.models import ListedModel, SlimModel
from catalog.export.api.shapes.offers import Offer
from catalog.export.api.shapes.provenance import Provenance
from catalog.export.api.shapes.status import Credit, File


class AllModels(File):
    """Every model with its resolved values."""

    models: tuple[ListedModel, ...]
    """By id."""


class SlimModels(File):
    """Every model in the few fields that most tools need."""

    models: tuple[SlimModel, ...]
    """By id."""


class Offers(File):
    """Every offer, those of no model too."""

    offers: tuple[Offer, ...]
    """By id."""


class Providers(File):
    """Every seller."""

    providers: tuple[Provider, ...]
    """Those with most models first."""


class Labs(File):
    """Every maker of models."""

    labs: tuple[Lab, ...]
    """Those with most listed models first."""


class Sources(File):
    """Every source."""

    sources: tuple[Source, ...]
    """The router first, then by id."""


class Attributes(File):
    """Every field that claims may speak of, and who must be named beside which values."""

    attributions: Mapping[str, Credit]
    """Who must be named, by the key that fields, offers and scores bear."""
    fields: tuple[Attribute, ...]
    """In the order in which pages show them."""


class Changes(File):
    """Every change that was seen."""

    changes: tuple[Change, ...]
    """The oldest first."""


class Disagreements(File):
    """What sources say against each other."""

    doubts: Mapping[str, str]
    """Why two values that differ may be no conflict, by the word that `doubt` has."""
    disagreements: tuple[Disagreement, ...]
    """Conflicts before what may be none."""


class Crosswalk(File):
    """What every source calls each model."""

    crosswalk: tuple[CrosswalkRow, ...]
    """By model, source and record."""


SHAPES: Mapping[str, TypeAdapter[Any]] = {
    "all": TypeAdapter(AllModels),
    "slim": TypeAdapter(SlimModels),
    "model": TypeAdapter(Model),
    "pointer": TypeAdapter(Pointer | FormerId),
    "offers": TypeAdapter(Offers),
    "providers": TypeAdapter(Providers),
    "labs": TypeAdapter(Labs),
    "sources": TypeAdapter(Sources),
    "fields": TypeAdapter(Attributes),
    "changes": TypeAdapter(Changes),
    "disagreements": TypeAdapter(Disagreements),
    "crosswalk": TypeAdapter(Crosswalk),
    "provenance": TypeAdapter(Provenance),
}
"""Every kind of file."""
