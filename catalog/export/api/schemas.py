"""JSON Schemas of every kind of file, made from the shapes.

They have no `$id`: the folder works from any address, and a schema is found by where it stands. Keys that
bear the name of an attribute are described by the registry.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from catalog.export.api.document import schema_path
from catalog.values import to_json
from scraper.attributes import ATTRIBUTES, Attribute

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema with its path below the published folder."""
    # A build that finds nothing new writes none, and making the shapes takes a fifth of what starting it does.
    from catalog.export.api.shapes.documents import SHAPES

    for stem, shape in SHAPES.items():
        yield schema_path(stem), schema(stem, shape)


@cache
def schema_files() -> tuple[tuple[str, bytes], ...]:
    """Every schema as its file: it follows from the program alone, and is made once."""
    return tuple((path, (to_json(schema, indent=2) + "\n").encode()) for path, schema in schemas())


def schema(stem: str, shape: TypeAdapter[Any]) -> dict[str, Any]:
    """The schema of one kind of file."""
    made = shape.json_schema(schema_generator=_Plain)
    names = {key: str(found.pop("title", key)) for key, found in made.get("$defs", {}).items()}
    told: dict[str, Any] = _told(_renamed(made, {f"#/$defs/{key}": f"#/$defs/{name}" for key, name in names.items()}))
    if names:
        told["$defs"] = {name: told["$defs"][key] for key, name in sorted(names.items(), key=lambda item: item[1])}
    return {"$schema": DIALECT, **told, "title": f"Model Atlas, {stem}"}


class _Plain(GenerateJsonSchema):
    """Schemas without titles made of names, and without defaults that say nothing."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def default_schema(self, schema: Any) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])


def _renamed(node: Any, references: dict[str, str]) -> Any:
    """The same with other names for what is referred to."""
    if isinstance(node, list):
        return [_renamed(part, references) for part in node]
    if not isinstance(node, dict):
        return node
    return {
        key: references.get(part, part) if key == "$ref" and isinstance(part, str) else _renamed(part, references)
        for key, part in node.items()
    }


def _told(node: Any) -> Any:
    """The same with what the registry says of the keys that are attributes."""
    if isinstance(node, list):
        return [_told(part) for part in node]
    if not isinstance(node, dict):
        return node
    told = {key: _told(part) for key, part in node.items()}
    if isinstance(node.get("properties"), dict):
        told["properties"] = {name: {**_described(name), **part} for name, part in told["properties"].items()}
    return told


def _described(name: str) -> dict[str, str]:
    attribute = ATTRIBUTES.get(name)
    return {} if attribute is None else {"title": attribute.label, "description": _meaning(attribute)}


def _meaning(attribute: Attribute) -> str:
    """What an attribute means, and of a price what it is per."""
    return f"{attribute.meaning} {attribute.unit} per {attribute.per}." if attribute.per else attribute.meaning
