"""The shapes of changes: of prices, which are numbers, and of everything else."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, WithJsonSchema

from catalog.export.api.shapes.base import Number, Shape, Value, YesNo
from scraper.attributes import PRICES

_NUMBERS = (*PRICES, "discount")


def _price(field: str) -> str:
    if field not in _NUMBERS:
        raise ValueError("is no price that is a number")
    return field


PriceField = Annotated[str, AfterValidator(_price), WithJsonSchema({"enum": list(_NUMBERS)})]
TermsField = Literal["conditions", "native_prices", "other_prices", "price_text"]


class _Changed(Shape):
    """What every change tells."""

    at: str
    """The first answer that shows it, UTC."""
    source: str
    """The source whose record changed."""
    model_id: str | None
    """The model; null where the record is matched to none."""
    provider: str | None
    """Of an offer, the seller."""
    wire_id: str | None
    """Of an offer, the id under which it is sold."""
    record: str
    """The source's own id of what changed."""
    by: Literal["source", "atlas"]
    """Whose change it is: the publisher's, or a correction of ours."""
    held: YesNo
    """Whether a guard kept it from being published then."""
    learned_on: str | None
    """The day on which this catalog learned it, where that is later."""
    snapshot: str | None
    """The SHA-256 of the answer that shows it."""
    url: str | None
    """The address that gave the answer."""
    evidence: Mapping[str, Value] | None
    """What is known beside it, such as the guard that held it."""


class PriceChange(_Changed):
    """A change of a price."""

    kind: Literal["price"]
    """What sort of thing changed."""
    field: PriceField
    """The attribute."""
    old: Number | Literal["dynamic"] | None
    """What was said before; null where nothing was."""
    new: Number | Literal["dynamic"] | None
    """What is said since; null where nothing is."""


class TermsChange(_Changed):
    """A change of prices that hold sometimes, or that are stated in words or in other units."""

    kind: Literal["price"]
    """What sort of thing changed."""
    field: TermsField
    """The attribute."""
    old: Value
    """What was said before; null where nothing was."""
    new: Value
    """What is said since; null where nothing is."""


class OtherChange(_Changed):
    """A change of a limit, an ability or a name, or that a record came or went."""

    kind: Literal["limit", "capability", "added", "retired", "returned", "renamed", "repointed"]
    """What sort of thing changed."""
    field: str | None
    """The attribute; null where the record itself came or went."""
    old: Value
    """What was said before; null where nothing was."""
    new: Value
    """What is said since; null where nothing is."""


Change: TypeAlias = PriceChange | TermsChange | OtherChange
