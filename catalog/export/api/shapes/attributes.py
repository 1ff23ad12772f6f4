"""Shapes whose values are typed by the attribute that they are of: a price is a number, a licence a text."""

from collections.abc import Mapping, Sequence
from types import GenericAlias
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from catalog.export.api.shapes.base import Number, Price, Shape, Value, Whole, YesNo
from scraper.attributes import ATTRIBUTES, Kind

TYPES: Mapping[Kind, Any] = {
    Kind.TEXT: str,
    Kind.DECIMAL: Number,
    Kind.PRICE: Price,
    Kind.TOKENS: Whole,
    Kind.DATE: str,
    Kind.FLAG: YesNo,
    Kind.LIST: tuple[str, ...],
    Kind.JSON: Value,
}
"""What a value of each kind is."""


class Typed(Shape):
    """A shape that is made for each kind of value.

    What is made for a kind has the words of the shape itself: Pydantic would look for them at every caller, which is
    half of all that importing the catalog takes. A shape that is built on one of these says
    `use_attribute_docstrings=True` for words of its own.
    """

    @classmethod
    def __pydantic_init_subclass__(cls, **_kwargs: Any) -> None:
        """Have no further words looked for."""
        cls.model_config["use_attribute_docstrings"] = False

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Such as `PriceClaim`: the name in schemas."""
        kinds = [kind for kind, type_ in TYPES.items() if type_ == params[0]]
        return f"{kinds[0].name.capitalize()}{cls.__name__}" if kinds else super().model_parametrized_name(params)


class ByAttribute:
    """Marks a mapping from attributes to a shape: each value is read as its attribute means it."""

    def __init__(self, shape: Any, only: Sequence[str] = (), many: bool = False) -> None:
        """`only` are the attributes that there may be, where not all; `many` says that each has a list."""
        self._attributes = [ATTRIBUTES[name] for name in only or ATTRIBUTES]
        made = {kind: shape[type_] for kind, type_ in TYPES.items()}
        self._shapes = {kind: GenericAlias(tuple, (one, ...)) for kind, one in made.items()} if many else made

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Reads each value by the shape of its attribute's kind."""
        kinds = dict.fromkeys(attribute.kind for attribute in self._attributes)
        by_kind = {kind: handler.generate_schema(self._shapes[kind]) for kind in kinds}
        fields = {
            attribute.name: core_schema.typed_dict_field(by_kind[attribute.kind], required=False)
            for attribute in self._attributes
        }
        return core_schema.typed_dict_schema(fields, extra_behavior="forbid")

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """An object with the attributes' names as keys."""
        return {**handler(core), "additionalProperties": False}
