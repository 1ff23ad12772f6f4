"""What all shapes are built of: exact numbers, keys that may be absent, values typed by their attribute."""

from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetJsonSchemaHandler, Strict, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

T = TypeVar("T")


def _exact(value: Any) -> Any:
    """A number that lost no digit on its way: a float may have."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("is no exact number: read JSON with parse_float=Decimal")
    return Decimal(value)


class _Told:
    """Marks a key that may be absent: where it is there, it is not null."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema without null."""
        schema = handler(core)
        kinds = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
        if not kinds:
            return schema
        return kinds[0] if len(kinds) == 1 else {**schema, "anyOf": kinds}


def _told(value: Any) -> Any:
    if value is None:
        raise ValueError("is absent where nothing is known, and never null")
    return value


Maybe = Annotated[T | None, BeforeValidator(_told), _Told()]
"""A key that may be absent, and is never null: None says that it is."""
Number = Annotated[Decimal, BeforeValidator(_exact), WithJsonSchema({"type": "number"})]
"""An exact number."""
Price = Number | None
"""A price in US dollars; null where the seller says that it varies, or where none is known."""
Whole = Annotated[int, Strict()]
"""A count, or tokens."""
YesNo = Annotated[bool, Strict()]
Value = Annotated[
    Any, WithJsonSchema({"type": ["number", "string", "boolean", "array", "object", "null"]})
]  # fmt: skip
"""A value of any attribute: a number, a text, yes or no, a list, an object; null for a price that varies."""
Listing = Literal["active", "retired"]
PriceState = Literal["known", "free", "dynamic", "unknown", "not_applicable"]
Level = Literal["exact", "high", "medium", "low", "none"]
"""How surely a record is matched, the surest first."""
Relation = Literal[
    "same_release", "alias_of", "snapshot_of", "artifact_of", "config_of", "offer_of", "derived_from", "sibling_of",
    "different", "unknown",
]  # fmt: skip
"""What a record is to a model."""


class Shape(BaseModel):
    """What every shape keeps to: no key that is not named, nothing changed after it was read."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, protected_namespaces=())
