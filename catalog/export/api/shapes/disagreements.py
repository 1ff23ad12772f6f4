"""The shapes of what sources say against each other."""

from typing import Literal, TypeAlias

from catalog.export.api.shapes.base import Number, Shape, Value

Doubt = Literal["unit", "currency", "terms", "rounding", "time"]


class Said(Shape):
    """What one source says of a fact."""

    source: str
    """The source that says it."""
    record: str
    """The source's own id of the thing spoken of."""
    value: Value
    """The value in our units."""
    since: str
    """Since when it says so, UTC."""
    last: str
    """When it was last seen to say so, UTC."""
    original: str
    """The value as the answer writes it."""
    snapshot: str
    """The answer's SHA-256."""
    pointer: str
    """Its place in the answer."""
    url: str
    """The address that gave the answer."""


class PriceSaid(Said):
    """What one source says of a price."""

    value: Number
    """The price in our units."""


class _Disputed(Shape):
    """What every disagreement tells."""

    model_id: str | None
    """The model; null where the offer is matched to none."""
    provider: str
    """Of a price, the seller."""
    wire_id: str
    """Of a price, the id under which it is sold."""
    field: str
    """The attribute."""
    ratio: Number | None
    """The largest value over the smallest; null where they are no numbers, or one is 0."""
    newest: str
    """Since when the last of them says so, UTC."""
    doubt: Doubt | None
    """Why it may be no conflict: `doubts` of `disagreements.json` says what each means."""


class FactDisagreement(_Disputed):
    """A fact of one release that is told in two ways."""

    kind: Literal["fact"]
    """A fact of a release, or the price of one offer."""
    said: tuple[Said, ...]
    """Who says what."""


class PriceDisagreement(_Disputed):
    """A price of one offer that is told in two ways."""

    kind: Literal["price"]
    """A fact of a release, or the price of one offer."""
    said: tuple[PriceSaid, ...]
    """Who says what."""


Disagreement: TypeAlias = PriceDisagreement | FactDisagreement
