"""The shapes of sellers, labs, sources, attributes, and of what every source calls a model."""

from collections.abc import Mapping
from typing import Annotated, Literal

from catalog.export.api.shapes.attributes import ByAttribute
from catalog.export.api.shapes.base import Level, Number, Relation, Shape, Value, Whole
from catalog.export.api.shapes.receipts import Claim
from catalog.export.api.shapes.status import Credit, State
from catalog.provider_claims import FACTS
from scraper.attributes import Kind
from scraper.source import Evidence, PublisherKind

Outcome = Literal["good", "refused", "failed"]
"""What a look at a source gave."""


class PriceLevel(Shape):
    """How a seller's prices stand to what other sellers ask for the same models, as shares: 0.12 is 12 % above."""

    models: Whole
    """Of its models, those that others sell too: the figures are the middle over these."""
    cheapest: Whole
    """Of these, those that nobody sells for less."""
    over_cheapest: Number
    """Its lowest plain price over the lowest of any other seller, at three tokens in for one out."""
    over_middle: Number
    """The same over the seller in the middle of the others."""


class Provider(Shape):
    """A seller: who it is, as far as sources say so, and what it sells."""

    slug: str
    """Its short name, as offers have it."""
    name: str
    seller: str
    """One name for whoever stands behind it: some sellers have many slugs."""
    facts: Annotated[Mapping[str, Claim[Value]], ByAttribute(Claim, FACTS)]
    """What sources say of it, such as its country and the addresses of its policies, each with its receipt."""
    models: Whole
    """How many models it sells."""
    offers: Whole
    """How many offers of its stand."""
    unmatched: Whole
    """How many of these are matched to no model."""
    sources: tuple[str, ...]
    """The sources that state its offers."""
    level: PriceLevel | None
    """How its prices stand to others'; null where nobody else sells its models."""
    markup_input: Number | None
    """The middle of its input prices over the makers', as a share; null where none can be compared."""
    markup_output: Number | None
    """The middle of its output prices over the makers', as a share; null where none can be compared."""
    compared: Whole
    """How many of its offers are compared with a maker's."""
    oldest: str | None
    """When the offer was last seen that was seen longest ago, UTC; null where it has none."""
    newest: str | None
    """When any of its offers was last seen, UTC; null where it has none."""
    page: str | None
    """Its page, below the folder's root; null where it has none."""


class Lab(Shape):
    """A maker of models."""

    lab: str
    """Its id: the first part of its models' ids."""
    name: str
    """As most of its models call it; else its id."""
    listed: Whole
    """How many of its models are listed."""
    retired: Whole
    """How many are not any more."""
    models: tuple[str, ...]
    """The ids of its models, the newest first."""
    page: str
    """Its page, below the folder's root."""


class Copy(Shape):
    """Whom a source copies: a copy is no witness of its own."""

    origin: str
    """The source that is copied, or the name of a publisher that is none of ours."""
    what: str
    """What is copied."""
    evidence: str
    """How that is known."""
    fields: tuple[str, ...]
    """The attributes that are copied; none named means all."""
    records: str
    """How the ids of the copied records begin; empty means all."""


class Completeness(Shape):
    """Of how many records of one kind a source says what."""

    records: Whole
    """How many records of the kind it lists."""
    fields: Mapping[str, Whole]
    """By attribute, in how many of them it is known."""


class Source(Shape):
    """A source: who publishes it, on what terms, how it fares, how right and how complete it is."""

    id: str
    """Our id of it."""
    name: str
    url: str
    """Its home."""
    kind: PublisherKind
    """What stands behind it."""
    licence: str
    """Its licence or terms in a few words, as the publisher states them."""
    attribution: Credit | None
    """Who must be named beside its values; null where its terms ask for nothing that we know of."""
    cannot_know: str
    """What it is no witness of."""
    copies: tuple[Copy, ...]
    """From whom it has what it says."""
    evidence: Evidence
    """What stands behind its claims of what a model can do."""
    state: State
    """How it fares."""
    last_success: str | None
    """When its main list was last good, UTC."""
    records: Whole
    """How many entries it lists."""
    claims: Whole
    """How many claims of it are known, former ones among them."""
    held: Whole
    """How many of its values are the last good ones, a newer one being held or not read."""
    unreadable: Whole
    """How many of its values or records could not be read."""
    error: str | None
    """Its last failure in one line."""
    last_look: str | None
    """When its main list was last asked for, UTC."""
    last_outcome: Outcome | None
    """What that look gave."""
    nights_failed: Whole
    """How many nights with a look, the newest among them, gave nothing good."""
    looks: Mapping[str, Outcome]
    """The outcome of each day with a look, in the month before the newest answer of any source."""
    checked: Whole
    """How many of its published values were checked against its archived answers."""
    equal: Whole
    """How many of these were what the answer says."""
    accuracy: Number | None
    """The share of these, never rounded up; null where none was checked."""
    completeness: Mapping[str, Completeness]
    """By kind of record."""


class Attribute(Shape):
    """A field that claims may speak of: how to read it, and what it means."""

    name: str
    """The key, as it stands in every file and as a column."""
    kind: Kind
    """How to read it."""
    unit: str | None
    """What is counted: `USD`, `tokens`, `days`; null where it has no unit."""
    per: str | None
    """Of a price, what it is per."""
    label: str
    """What pages call it."""
    meaning: str
    """What it means."""
    attribution: str | None
    """Whose number it is wherever it is read, and who must be named: a key of `attributions`."""


class CrosswalkRow(Shape):
    """What one source calls a model."""

    model_id: str
    """The model."""
    source: str
    """The source."""
    record: str
    """The source's record."""
    id: str
    """The source's own id: the record without the kind of page that may stand before it."""
    purl: str | None
    """The package URL of weights, such as `pkg:huggingface/...`."""
    relation: Relation
    """What the record is to the model."""
    level: Level
    """How surely."""
    rule: str
    """The rule that decided."""
