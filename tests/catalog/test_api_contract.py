"""`api/v1/` is a contract: its schemas are sound, say what each key means, and do not change."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from catalog.export.api.document import schema_address, schema_path
from catalog.export.api.schemas import schemas
from catalog.export.api.shapes.prices import Prices
from scraper.attributes import ATTRIBUTES, PRICES

FROZEN = Path(__file__).parent.parent / "fixtures/api/v1.json"
BROKEN = (
    "{} is not what api/v1 promised. A key, a word or a type that is taken away, renamed or narrowed breaks those who"
    " read it: it belongs into api/v2, beside v1. What is only added (CONTRIBUTING.md, 'Change what the API says')"
    " is frozen anew with MODELATLAS_WRITE_EXPECTED=1."
)
SCHEMAS = dict(schemas())


def promised(node: Any) -> Any:
    """A schema without what is only said of it: titles and descriptions."""
    if isinstance(node, list):
        return [promised(part) for part in node]
    if not isinstance(node, dict):
        return node
    prose = ("title", "description")
    return {key: promised(part) for key, part in node.items() if not (key in prose and isinstance(part, str))}


def digest(schema: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(promised(schema), sort_keys=True).encode()).hexdigest()


def test_no_schema_changes() -> None:
    now = {path: digest(schema) for path, schema in sorted(SCHEMAS.items())}
    if os.environ.get("MODELATLAS_WRITE_EXPECTED"):
        FROZEN.write_text(json.dumps(now, indent=2) + "\n", encoding="utf-8")
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    assert sorted(now) == sorted(frozen)
    changed = [path for path in now if now[path] != frozen[path]]
    assert not changed, BROKEN.format(", ".join(changed))


def test_words_may_change_and_promises_may_not() -> None:
    schema = SCHEMAS[schema_path("slim")]
    reworded = json.loads(json.dumps(schema).replace("The lab, as the id begins.", "Who made it."))
    assert reworded != schema
    assert digest(reworded) == digest(schema)
    narrowed = json.loads(json.dumps(schema).replace('"not_applicable"', '"none"'))
    assert digest(narrowed) != digest(schema)


@pytest.mark.parametrize("path", SCHEMAS)
def test_every_schema_is_sound_and_says_what_each_key_means(path: str) -> None:
    schema = SCHEMAS[path]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in json.dumps(schema)
    silent = [
        f"{name}.{key}"
        for name, part in {"": schema, **schema.get("$defs", {})}.items()
        for key, told in part.get("properties", {}).items()
        if not told.get("description")
    ]
    assert silent == []


def test_the_registry_describes_the_keys_that_are_attributes() -> None:
    price = SCHEMAS[schema_path("slim")]["$defs"]["SlimModel"]["properties"]["input_usd_per_mtok"]
    assert price["title"] == ATTRIBUTES["input_usd_per_mtok"].label
    assert price["description"].endswith("USD per 1M tokens.")
    assert tuple(Prices.model_fields) == PRICES


def test_a_schema_is_found_from_wherever_its_file_stands() -> None:
    assert schema_address("api/v1/offers.json", "offers") == "schema/offers.schema.json"
    assert schema_address("api/v1/models/all.json", "all") == "../schema/all.schema.json"
    assert schema_address("api/v1/models/a/b/c.json", "model") == "../../../schema/model.schema.json"
    assert schema_address("models/a/b/index.json", "model") == "../../../api/v1/schema/model.schema.json"
    assert schema_address("api/compat/x.provenance.json", "provenance") == "../v1/schema/provenance.schema.json"
