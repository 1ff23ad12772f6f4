"""The shapes of a model where all are listed: a row of `all.json`, and the few fields of `slim.json`."""

from typing import Literal

from catalog.export.api.shapes.base import Level, Listing, Maybe, Price, PriceState, Shape, Whole, YesNo
from catalog.export.api.shapes.prices import Condition, ListedPrices

Confidence = Level | Literal["unmatched"]


class SlimModel(Shape):
    """A model in the few fields that most tools need."""

    id: str
    """Author and slug; never reused."""
    name: str
    author: str
    """The lab, as the id begins."""
    status: Listing
    """Whether anybody lists it now."""
    context_length: Whole | None
    """The context length that the router lists, in tokens."""
    max_output: Whole | None
    input_usd_per_mtok: Price
    output_usd_per_mtok: Price
    cache_read_usd_per_mtok: Price
    cache_write_usd_per_mtok: Price
    price_state: PriceState
    """Whether its price is known, free, varies, or is not known; of a retired model, not applicable."""
    modalities_in: tuple[str, ...]
    modalities_out: tuple[str, ...]


class ListedModel(ListedPrices, use_attribute_docstrings=True):
    """A model with its resolved values. Prices are those of one listing, that of its own id: not the cheapest."""

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
    context_length: Whole | None
    """The context length that the router lists, in tokens."""
    max_output: Whole | None
    price_state: PriceState
    """Whether its price is known, free, varies, or is not known; of a retired model, not applicable."""
    modalities_in: tuple[str, ...]
    modalities_out: tuple[str, ...]
    arena_rank: Whole | None
    """The overall rank of its bare configuration on the text leaderboard; null where it is not rated."""
    first_seen: str
    """When any of its records was first seen, UTC."""
    last_seen: str
    """When any of its records was last seen, UTC."""
    page: str
    """Its page, below the folder's root."""
    canonical_slug: Maybe[str] = None
    hugging_face_id: Maybe[str] = None
    listed_at: Maybe[str] = None
    knowledge_cutoff: Maybe[str] = None
    expires_at: Maybe[str] = None
    tokenizer: Maybe[str] = None
    supported_parameters: Maybe[tuple[str, ...]] = None
    reasoning_efforts: Maybe[tuple[str, ...]] = None
    is_moderated: Maybe[YesNo] = None
    conditions: Maybe[tuple[Condition, ...]] = None
