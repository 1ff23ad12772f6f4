"""The JSON of a published folder, held against the schemas that are published with it and against the shapes."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator
from pydantic import ValidationError

from catalog.export.api.shapes.documents import SHAPES


class File(NamedTuple):
    """A JSON file of the API."""

    path: str
    stem: str
    """The kind of file, as the name of its schema says it."""
    document: Any


def files(site: Path) -> Iterator[File]:
    """Every JSON file of the API, each with the schema that it names: one that is there, in the folder itself."""
    schemas = site / "api/v1/schema"
    for path in sorted(site.rglob("*.json")):
        name = path.relative_to(site).as_posix()
        if path.parent == schemas or not _has_shape(name):
            continue
        document = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        named = (path.parent / document["$schema"]).resolve()
        assert named.parent == schemas.resolve(), name
        assert named.is_file(), name
        yield File(name, named.name.removesuffix(".schema.json"), document)


def validators(site: Path) -> dict[str, Draft202012Validator]:
    """By kind of file, its published schema."""
    found = {}
    for path in sorted((site / "api/v1/schema").glob("*.schema.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        found[path.name.removesuffix(".schema.json")] = Draft202012Validator(schema)
    return found


def refusal(file: File, validator: Draft202012Validator | None) -> str:
    """What a schema or a shape has against a file; empty where it keeps to both. No validator asks the shape alone."""
    try:
        SHAPES[file.stem].validate_python(file.document)
    except ValidationError as error:
        return f"{file.path}: {error}"
    error = next(validator.iter_errors(file.document), None) if validator else None
    return f"{file.path}: {error.json_path}: {error.message[:200]}" if error else ""


def unlike(site: Path, models: int = 15) -> list[str]:
    """What is wrong with the files of a folder: all are held against their shapes.

    Against their schemas, which is slow, so many models are held, and everything that is none.
    """
    known, found = validators(site), list(files(site))
    every = max(1, sum(file.stem == "model" for file in found) // models)
    told = [
        refusal(file, known[file.stem] if file.stem != "model" or number % every == 0 else None)
        for number, file in enumerate(found)
    ]
    return [text for text in told if text]


def _has_shape(name: str) -> bool:
    if name.startswith("api/compat/"):
        return name.endswith(".provenance.json")
    return name.startswith(("api/v1/", "models/"))
