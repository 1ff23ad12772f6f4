"""The shapes of one model with everything that is known of it, and of ids that are no model's own."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field as PydanticField

from catalog.export.api.shapes.base import (
    Level,
    Listing,
    Maybe,
    Number,
    PriceState,
    Relation,
    Shape,
    Value,
    Whole,
    YesNo,
)
from catalog.export.api.shapes.disagreements import Disagreement
from catalog.export.api.shapes.models import Confidence
from catalog.export.api.shapes.offers import Offer
from catalog.export.api.shapes.past import Departure, History, Meaning, Stay
from catalog.export.api.shapes.receipts import Claim, Fields, Row


class Compared(Shape):
    """One field on which a record and the model were compared."""

    field: str
    """The attribute."""
    left: str
    """As the record says it."""
    right: str
    """As the model says it."""
    state: str
    """`equal`, `missing` (one side does not say it), `extra` (one says more), `differ`; of a price `near` or `far`."""


class RunnerUp(Shape):
    """The next best model."""

    model_id: str
    """The model."""
    why_not: tuple[str, ...]
    """What speaks against it."""


class Grounds(Shape):
    """The grounds of a judgement."""

    fields: tuple[Compared, ...]
    """What was compared."""
    vetoes: Maybe[tuple[str, ...]] = None
    """Differences that no release survives."""
    runner_up: Maybe[RunnerUp] = None
    """The next best model, and why it is not the one."""
    note: Maybe[str] = None
    """What a person wrote who decided it, or what the rule has to add."""


class Match(Shape):
    """A judgement: which record speaks of the model, in which relation, how surely, and why."""

    source: str
    """The source of the record."""
    record: str
    """The source's own id of it."""
    model_id: str
    """The model."""
    relation: Relation
    """What the record is to the model."""
    level: Level
    """How surely."""
    rule: str
    """The rule that decided."""
    evidence: Grounds
    """The grounds."""
    decided_by: str
    """`rule`, or who decided it."""
    snapshot: str
    """The SHA-256 of the answer in which the record stands."""
    pointer: str
    """The record's place in the answer."""
    url: str
    """The address that gave the answer."""
    fetched_at: str
    """When the record was last seen, UTC."""
    first_observed: str
    """When it was first seen, UTC."""


class Kin(Shape):
    """Another model of the family. No fact moves along it."""

    model_id: str
    """The model."""
    other_id: str
    """The other model."""
    relation: Relation | Literal["derived_to", "run_as", "sold_as", "packed_as"]
    """What the model is to the other one."""
    why: str
    """What tells them apart."""


class Artifact(Shape):
    """A repository of weights that records of the model name."""

    model_id: str
    """The model."""
    hugging_face_id: str
    relation: Relation
    """What the weights are to the model."""
    why: str
    """What their name says other than the model's."""
    said_by: str
    """The sources that name them."""
    records: tuple[tuple[str, str], ...]
    """The records that name them: source and record of each."""
    claims: tuple[Claim[str], ...]
    """What these say."""


class Score(Row):
    """A leaderboard's row: the rating of a configuration, a model as it was run."""

    source: str
    """The source that states it."""
    record: str
    """The source's own id of the row."""
    board: str
    category: str
    configuration: str
    model_id: str | None
    """The model that was run so."""
    setting: str
    """How the model was run, as the configuration's name says it; empty for a bare name."""
    level: Level
    """How surely the row is the model's."""
    rating: Number
    low: Number | None
    """The lower end of the rating's 95 % interval."""
    high: Number | None
    """The upper end of the rating's 95 % interval."""
    votes: Number | None
    rank: Whole | None
    style_control: YesNo | None
    published: str | None
    """The day that the board states."""
    observed_at: str
    """When it was last seen, UTC."""
    attribution: Maybe[str] = None
    """Who must be named beside it: a key of `attributions` in `fields.json`."""


class Correction(Shape):
    """What people corrected of what the model's records say."""

    source: str
    """The source that is wrong."""
    record: str
    """The source's own id of the thing spoken of."""
    field: str
    """The attribute."""
    who: str
    """Who corrected it."""
    on: str
    """On which day."""
    why: str
    """What is known, in words."""
    url: str
    """Where that can be seen."""
    upstream: Value
    """What the source says."""
    value: Value
    """What is published in its place; null where nothing is."""
    dropped: YesNo
    """Whether the claim was dropped."""


class Model(Shape):
    """One model with every claim behind its values, its offers, its matches and its past."""

    schema_: Annotated[Maybe[str], PydanticField(alias="$schema")] = None
    """The address of the file's JSON Schema, relative to the file."""
    as_of: Maybe[str] = None
    """The time of which it is the state, where that is not the newest answer's."""
    id: str
    """Author and slug; never reused."""
    name: str
    author: str
    """The lab, as the id begins."""
    status: Listing
    """Whether anybody lists it now."""
    source_type: str
    """Who speaks of it, in a word, such as `openrouter_and_arena`."""
    match_confidence: Confidence
    """How surely other sources' records were matched to it; `unmatched` where none was."""
    first_seen: str
    """When any of its records was first seen, UTC."""
    last_seen: str
    """When any of its records was last seen, UTC."""
    price_state: PriceState
    """Whether its price is known, free, varies, or is not known; of a retired model, not applicable."""
    fields: Fields
    """Its fields with every claim."""
    offers: tuple[Offer, ...]
    """Who sells it, and what each asks."""
    disagreements: tuple[Disagreement, ...]
    """What sources say against each other of its prices and facts."""
    matches: tuple[Match, ...]
    """The records that speak of it; rows of leaderboards stand in `scores`."""
    scores: tuple[Score, ...]
    """Its ratings."""
    meant: tuple[Meaning, ...]
    """What its id meant, where it was pointed to another release."""
    kin: tuple[Kin, ...]
    """Its family."""
    artifacts: tuple[Artifact, ...]
    """Its weights."""
    corrections: tuple[Correction, ...]
    """What people corrected."""
    listed: tuple[Stay, ...]
    """When it was listed."""
    history: History
    """Prices and limits that were published of it, the oldest first."""
    gone: Departure | None
    """How it left; null while it is listed."""
    raw: Maybe[Mapping[str, Any]] = None
    """The record that stands for it, as its source served it, by source: only beside its page."""


class Pointer(Shape):
    """An id that is no model's own: which model it leads to."""

    schema_: Annotated[str, PydanticField(alias="$schema")]
    """The address of the file's JSON Schema, relative to the file."""
    id: str
    """The id."""
    renamed_to: str
    """The model."""
    relation: Relation
    """What the id is to the model."""


class FormerId(Shape):
    """An id that was published once and is no model's any more."""

    schema_: Annotated[str, PydanticField(alias="$schema")]
    """The address of the file's JSON Schema, relative to the file."""
    id: str
    """The id."""
    renamed_to: str | None
    """What its record means now; null where it means none."""
    source: str
    """The source of the record that stood for it."""
    record: str
    """That record."""
    first_on: str
    """The day on which it was first published."""
    gone_on: str
    """The day since when it is not."""
