"""Every JSON file of the API is what its published schema and its shape say; one that is spoiled is refused by both."""

from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from catalog.export.api.shapes.documents import SHAPES
from tests.published_api import File, files, refusal, unlike, validators
from tests.spoiled import short, spoiled
from tests.whole import ATLAS

KINDS = (
    "all", "slim", "model", "pointer", "offers", "providers", "labs", "sources", "fields", "changes", "disagreements",
)  # fmt: skip
"""Kinds of file of which the small catalog has one at least."""


@pytest.fixture(scope="module")
def published(whole: Path) -> dict[str, File]:
    """Of each kind of file of a small catalog of every source, the last one; of models the one with most to tell.

    No price is disputed there: one is made of a fact.
    """
    found = {file.stem: file for file in files(whole / "_site")}
    model = next(file for file in files(whole / "_site") if file.document.get("id") == ATLAS)
    disputed = found["disagreements"]
    (first, *_) = disputed.document["disagreements"]
    said = [{**one, "value": Decimal("0.42")} for one in first["said"]]
    price = {**first, "kind": "price", "field": "input_usd_per_mtok", "said": said}
    priced = disputed._replace(document={**disputed.document, "disagreements": [price, first]})
    return {**found, "model": model, "disagreements": priced}


@pytest.fixture(scope="module")
def schemas(whole: Path) -> dict[str, Draft202012Validator]:
    """The published schemas, by kind of file."""
    return validators(whole / "_site")


@pytest.mark.parametrize("catalog", ["whole", "hostile"])
def test_every_file_is_what_its_schema_and_its_shape_say(catalog: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(catalog) / "_site"
    assert unlike(site) == []


def test_there_is_a_file_of_each_kind(published: dict[str, File]) -> None:
    assert set(KINDS) <= set(published)


@pytest.mark.parametrize("kind", KINDS)
def test_a_spoiled_file_is_refused_by_schema_and_shape(
    kind: str, published: dict[str, File], schemas: dict[str, Draft202012Validator]
) -> None:
    document = short(published[kind].document)
    assert refusal(published[kind]._replace(document=document), schemas[kind]) == ""
    tried = set()
    for what, wrong in spoiled(document, kind):
        tried.add(what.partition(":")[0])
        assert not schemas[kind].is_valid(wrong), what
        with pytest.raises(ValidationError):
            SHAPES[kind].validate_python(wrong)
            pytest.fail(what)
    assert {"a key more", "a key less"} <= tried
    if kind in ("all", "slim", "offers", "model", "changes", "disagreements"):
        assert "a price as text" in tried
    if kind not in ("labs", "providers"):
        assert "another word" in tried
