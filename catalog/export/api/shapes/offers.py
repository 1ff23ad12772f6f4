"""The shape of an offer: one seller's sale of a model under one id."""

from collections.abc import Mapping

from catalog.export.api.shapes.base import Maybe, Number, PriceState, Value, Whole
from catalog.export.api.shapes.prices import Condition, NativePrice, Prices, PricesNow
from catalog.export.api.shapes.receipts import Row


class Offer(Row, Prices):
    """A seller's sale of a model under one id, as it stands."""

    id: str
    """Source and record: it is the same as long as the offer is there."""
    model_id: str | None
    """The model; null where it is matched to none."""
    provider: str
    """The seller's slug."""
    via: str | None
    """The router through which it is sold; null where it is sold directly, or by the router itself."""
    wire_id: str
    """The id that a request names."""
    source: str
    """The source that states it."""
    record: str
    """The source's own id of it."""
    kind: str
    """`list` is the router's own price, `endpoint` a seller's at the router, `direct` a seller's own page; else
    `alias`, or the variant, such as `free`."""
    tag: str | None
    """The router's short name of the endpoint: seller, precision, tier."""
    price_state: PriceState
    """Whether its price is known, free, varies, or is not known."""
    discount: Number | None
    """The share taken off the seller's own price, already in the prices."""
    maker_offer: str | None
    """The offer of the model's maker that it is compared with."""
    maker_observed_at: str | None
    """When that one was last seen, UTC."""
    markup_input: Number | None
    """Its input price over the maker's, as a share: 0.05 is 5 % above."""
    markup_output: Number | None
    """Its output price over the maker's, as a share."""
    conditions: tuple[Condition, ...]
    """Prices that hold only sometimes."""
    native_prices: tuple[NativePrice, ...] | None
    """Prices in another currency, as stated; nothing is converted."""
    other_prices: Mapping[str, Value] | tuple[Value, ...] | None
    """Prices in units that have no field, as stated, by the source's key."""
    price_text: str | None
    """A price that is no number, as stated."""
    price_note: str | None
    """What the seller writes beside a price."""
    context_served: Whole | None
    """The context length that the seller serves, in tokens."""
    max_input: Whole | None
    """The most tokens that a prompt may have."""
    max_output: Whole | None
    """The most tokens that an answer may have."""
    quantization: str | None
    """The number format that the seller declares."""
    observed_at: str
    """When it was last seen, UTC."""
    valid_from: str
    """Since when its prices are what they are, UTC."""
    valid_to: str | None
    """Until when they were; null while they stand."""
    attribution: Maybe[str] = None
    """Who must be named beside it: a key of `attributions` in `fields.json`."""
    now: Maybe[PricesNow] = None
    """Its prices at the moment of asking: only `show` gives them."""
