"""The shapes of prices: an offer's, and those that hold only sometimes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import create_model

from catalog.export.api.shapes.base import Maybe, Number, Price, Shape, Value


class Prices(Shape):
    """Every price that the registry knows, as `scraper/attributes.py` describes each."""

    input_usd_per_mtok: Price
    output_usd_per_mtok: Price
    cache_read_usd_per_mtok: Price
    cache_write_usd_per_mtok: Price
    cache_write_1h_usd_per_mtok: Price
    cache_storage_usd_per_mtok_hour: Price
    reasoning_usd_per_mtok: Price
    image_usd_per_mtok: Price
    image_output_usd_per_mtok: Price
    image_cache_read_usd_per_mtok: Price
    video_usd_per_mtok: Price
    image_usd_each: Price
    image_output_usd_each: Price
    audio_usd_per_mtok: Price
    audio_output_usd_per_mtok: Price
    audio_cache_read_usd_per_mtok: Price
    request_usd_each: Price
    web_search_usd_each: Price
    video_output_usd_per_second: Price
    audio_usd_per_minute: Price
    speech_usd_per_mchar: Price
    page_usd_each: Price


if TYPE_CHECKING:
    SomePrices = Prices
    ListedPrices = Prices
else:
    _rest = [name for name in Prices.model_fields if name not in ("input_usd_per_mtok", "output_usd_per_mtok")]
    # They have no words of their own, for which Pydantic would look at every caller.
    _wordless = {"use_attribute_docstrings": False}
    SomePrices = create_model(
        "SomePrices",
        __base__=Shape,
        __cls_kwargs__=_wordless,
        **dict.fromkeys(Prices.model_fields, (Price, None)),
    )
    ListedPrices = create_model(
        "ListedPrices",
        __base__=Shape,
        __cls_kwargs__=_wordless,
        input_usd_per_mtok=(Price, ...),
        output_usd_per_mtok=(Price, ...),
        **dict.fromkeys(_rest, (Maybe[Number], None)),
    )


class Condition(SomePrices, use_attribute_docstrings=True):
    """Prices that hold only sometimes; those that are not here stay as they were, null ones vary then."""

    when: Mapping[str, Value]
    """When they hold: all terms must be met, such as `prompt_tokens_above`, `service`, `utc_start`, `until`."""


class PricesNow(SomePrices, use_attribute_docstrings=True):
    """What a plain request costs at one moment, of an offer whose prices depend on the time."""

    at: str
    """The moment, UTC."""
    holding: tuple[Mapping[str, Value], ...]
    """Terms of the conditions that are met."""
    undecided: tuple[Mapping[str, Value], ...]
    """Terms of those that may be met and cannot be judged."""
    until: str | None
    """When the prices change next, UTC; null where that is not known."""


class NativePrice(Shape):
    """A price in another currency than the dollar, as stated."""

    field: str
    """The price that it is, by the field's name in dollars."""
    amount: Number
    """How much."""
    currency: str
    """ISO 4217."""
    per: str
    """What it is per: `mtok` is a million tokens."""
    when: Maybe[Mapping[str, Value]] = None
    """When it holds, where that is not always."""
