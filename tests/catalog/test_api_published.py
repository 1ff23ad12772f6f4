"""Every JSON file of the API is what its published schema and its shape say; one that is spoiled is refused by both."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from catalog.cli import main
from catalog.export.api.shapes.documents import SHAPES
from catalog.pricing.showing import offer_now
from catalog.values import to_json
from scraper.attributes import PRICES
from tests.conftest import NOW
from tests.published_api import File, files, refusal, unlike, validators
from tests.spoiled import short, spoiled
from tests.whole import ATLAS

KINDS = (
    "all", "slim", "model", "pointer", "offers", "providers", "labs", "sources", "fields", "changes", "disagreements",
)  # fmt: skip
"""Kinds of file of which the small catalog has one at least."""
CROSSWALK = {
    "model_id": "acme/m0", "source": "models_dev", "record": "acme/m0", "id": "acme/m0", "purl": None,
    "relation": "same_release", "level": "exact", "rule": "all equal",
}  # fmt: skip
ANSWER = {
    "source": "openrouter",
    "url": "https://a.example/",
    "fetched_at": "2026-07-31T12:00:00Z",
    "snapshot": "0" * 64,
}
READ = {"field": "input_usd_per_mtok", "record": "acme/m0", "answer": 0, "pointer": "/data/0", "original": "0.42"}
ENTRY = {"model_id": "acme/m0", "offer": None, "values": {"cost.input": [READ]}, "left_out": ["discount"]}
BY_HAND = {
    "crosswalk": {"crosswalk": [CROSSWALK]},
    "provenance": {
        "format": "litellm", "file": "litellm.json", "cannot_say": ["What varies."], "answers": [ANSWER],
        "entries": {"acme/m0": ENTRY}, "omitted": {"it has no price": ["openrouter:acme/m1"]},
    },
}  # fmt: skip
"""Files that are small enough to be written here."""


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
    head = {key: priced.document[key] for key in ("$schema", "status")}
    by_hand = {kind: File(kind, kind, {**head, **parts}) for kind, parts in BY_HAND.items()}
    return {**found, **by_hand, "model": model, "disagreements": priced}


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


@pytest.mark.parametrize("kind", [*KINDS, *BY_HAND])
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
    if kind not in ("labs", "providers", "provenance"):
        assert "another word" in tried


@pytest.mark.parametrize("asked", [[], ["--as-of", "2026-07-30"]])
def test_what_the_command_prints_of_a_model_has_the_shape_of_its_file(
    asked: list[str], whole: Path, schemas: dict[str, Draft202012Validator]
) -> None:
    told = CliRunner().invoke(main, ["show", ATLAS, "--json", "--data", str(whole / "data"), *asked])
    document = json.loads(told.stdout, parse_float=Decimal)
    assert refusal(File("show", "model", document), schemas["model"]) == ""
    assert ("as_of" in document) == bool(asked)


def test_prices_of_the_moment_have_their_shape_too(
    published: dict[str, File], schemas: dict[str, Draft202012Validator]
) -> None:
    night = [{"when": {"utc_start": "22:00", "utc_end": "06:00"}, "input_usd_per_mtok": "0.1"}]
    now = offer_now({**dict.fromkeys(PRICES), "input_usd_per_mtok": "0.42", "conditions": json.dumps(night)}, NOW)
    offer = {**published["model"].document["offers"][0], "now": json.loads(to_json(now), parse_float=Decimal)}
    assert now is not None
    assert (now["input_usd_per_mtok"], now["until"]) == (Decimal("0.1"), "2026-08-01T06:00:00Z")
    document = {**published["model"].document, "offers": [offer]}
    assert refusal(File("show", "model", document), schemas["model"]) == ""


@pytest.mark.parametrize("name", ["slim", "offers", "providers", "labs", "sources", "changes"])
def test_an_export_as_of_a_day_has_the_same_shape(
    name: str, whole: Path, schemas: dict[str, Draft202012Validator]
) -> None:
    told = CliRunner().invoke(main, ["export", name, "--as-of", "2026-07-30", "--data", str(whole / "data")])
    document = json.loads(told.stdout, parse_float=Decimal)
    assert refusal(File("export", name, document), schemas[name]) == ""
    assert document["status"]["as_of"] == "2026-07-30T23:59:59Z"
