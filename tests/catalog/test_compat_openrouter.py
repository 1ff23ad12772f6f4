"""The file in OpenRouter's shape: read by our own reader, it gives the claims that it was written from."""

import json
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sqlite_utils import Database

from catalog.entries import Claimed
from catalog.export.compat._openrouter_entry import Values, entry_block, left_out
from catalog.export.compat.openrouter import OPENROUTER
from catalog.export.compat.written import Written
from catalog.export.content import Content
from catalog.values import json_pieces, to_json
from scraper.claims import place_of
from scraper.sources.openrouter import SOURCE
from tests.answers import envelope, model, snapshot
from tests.atlas import Atlas, ten_models
from tests.whole import BASE

Claims = dict[tuple[str, str], str]
"""By record and field, the value."""


def claims_of(answer: bytes) -> Claims:
    """What our own reader says of a list of models."""
    parsed = SOURCE.parse([snapshot(answer)])
    assert parsed.issues == ()
    observed = [SOURCE.observe(one) for one in parsed.scopes["models"]]
    return {(one.record, claim.field): claim.value for one in observed for claim in one.claims}


def published(content: Content) -> Claims:
    return {(id_, field): claim.value for id_, claims in content.listed.items() for field, claim in claims.items()}


@contextmanager
def opened(folder: Path) -> Iterator[Content]:
    db = Database(folder / "data/catalog.db")
    yield Content(db, BASE)
    db.close()


def leaf(document: Any, path: str) -> Any:
    """The value under a path with dots."""
    for key in path.split("."):
        document = document[key]
    return document


NAMING = {"id", "links.details", "alias_target.name"}


def untold(block: dict[str, Any], values: Container[str], path: str = "") -> Iterator[str]:
    """Paths of values that no claim stands behind."""
    for key, value in block.items():
        place = f"{path}{key}"
        if isinstance(value, dict) and place not in values:
            yield from untold(value, values, f"{place}.")
        elif place not in values and place not in NAMING and value not in (None, "", []):
            yield place


def text_of(written: Written) -> str:
    """Give the document as it is written."""
    return "".join(json_pieces(written.document))


def assert_it_comes_back(content: Content) -> Written:
    """The file gives the published claims, and tells whose each value is."""
    written = OPENROUTER.write(content)
    assert claims_of((text_of(written) + "\n").encode("utf-8", "replace")) == published(content)
    rows = {row["id"]: row for row in written.document["data"]}
    assert len(rows) == len(written.document["data"]) == written.document["total_count"] == len(written.entries)
    for entry in written.entries:
        assert entry.left_out == []
        assert list(untold(rows[entry.key], entry.values)) == []
        for path, claims in entry.values.items():
            assert leaf(rows[entry.key], path) is not None
            assert {claim.record for claim in claims} <= {entry.key, leaf(rows[entry.key], "id")} or "alias" in path
    return written


def test_a_whole_catalog_comes_back_from_its_file(whole: Path) -> None:
    with opened(whole) as content:
        written = assert_it_comes_back(content)
    assert json.loads((whole / "_site/api/compat/openrouter.json").read_text()) == json.loads(text_of(written))
    assert "acme/gone" not in {entry.key for entry in written.entries}


def test_what_means_ill_comes_back_as_well(hostile: Path) -> None:
    with opened(hostile) as content:
        assert_it_comes_back(content)
        told = claims_of((hostile / "_site/api/compat/openrouter.json").read_bytes())
        assert told == published(content)


def test_the_list_is_that_of_now_as_it_is_published_here(atlas: Atlas) -> None:
    alias = {"alias_target": {"slug": "acme/m1", "name": "anything"}}
    batch = [model(f"acme/m{number}:batch") for number in range(10)]
    many = [model(f"acme/more-{number}") for number in range(60)]
    rows = [*ten_models(), *many, model("acme/m1:free"), model("~acme/m-latest", **alias), model("acme/gone")]
    atlas.backfill(envelope(*rows, *batch), "2026-07-29")
    slip = {"prompt": "0.00042", "completion": "0.00125"}
    # A price a thousand times as high, one model that has gone, and all of a kind at once.
    rows = [model("acme/m0", pricing=slip), *rows[1:-1]]
    atlas.backfill(envelope(*rows), "2026-07-30")
    assert atlas.run("build", "--no-render").status == 3
    with opened(atlas.folder) as content:
        written = assert_it_comes_back(content)
    entries = {entry.key: entry for entry in written.entries}
    rows_told = {row["id"]: row for row in written.document["data"]}
    assert entries.keys() == {row["id"] for row in (*rows, *batch)}
    assert rows_told["acme/m0"]["pricing"] == {"prompt": "0.00000042", "completion": "0.00000125"}
    assert all(claim.held for claim in entries["acme/m0"].values["pricing.prompt"])
    assert rows_told["~acme/m-latest"]["alias_target"] == {"slug": "acme/m1", "name": "Acme: m1"}
    assert entries["~acme/m-latest"].values["alias_target.name"][0].record == "acme/m1"
    assert entries["acme/m1:free"] == entries["acme/m1:free"]._replace(
        model_id="acme/m1", offer="openrouter:acme/m1:free"
    )
    assert list(entries) == sorted(entries)


def test_a_corrected_flag_is_said_to_be_left_out() -> None:
    claims = said(model(supported_parameters=["tools"]))
    claims["supports_tools"] = claims["supports_tools"]._replace(value="false")
    values: Values = {}
    entry_block("acme/atlas-7b", claims, None, values)
    assert left_out(claims, values) == ["supports_tools"]


def test_an_unknown_key_is_kept_as_it_came_but_for_a_number() -> None:
    told: dict[str, Any] = {"rank": 5, "tags": ["a", 1], "is_new": True, "note": "5"}
    pricing = {"prompt": "0.1", "completion": "0.1", "page": "0.01"}
    row = entry_block("acme/atlas-7b", said(model(pricing=pricing, **told)), None, {})
    assert {key: row[key] for key in told} == {**told, "rank": "5"}
    assert row["pricing"] == pricing


def test_what_is_not_known_is_no_zero() -> None:
    row = entry_block("acme/bare", {}, None, {})
    assert row == {
        "id": "acme/bare", "canonical_slug": "", "hugging_face_id": None, "name": "", "description": "",
        "context_length": None, "architecture": {"modality": None, "instruct_type": None}, "pricing": {},
        "top_provider": {"context_length": None, "max_completion_tokens": None}, "per_request_limits": None,
        "default_parameters": None, "supported_voices": None, "knowledge_cutoff": None, "expiration_date": None,
        "links": {"details": "/api/v1/models/acme/bare/endpoints"},
    }  # fmt: skip
    assert claims_of(to_json(envelope(row)).encode()) == {}


ODD = st.sampled_from(["", " ", "0.1", "true", "null", "[1]", '{"a":1}', "~", "a/b", "\ud800", "\u202e", "x" * 2000])
TEXTS = ODD | st.text(max_size=8)
NUMBERS = st.integers(-5, 10**7) | st.decimals(-10, 10**6, allow_nan=False, places=9)
PRICES = st.sampled_from(["-1", "0", "0.00000042", "1e-7", "0.0000006000000000000001", "x", None]) | st.decimals(
    0, "0.09", places=21, allow_nan=False
).map(str)
ANY = st.recursive(
    st.none() | st.booleans() | TEXTS | NUMBERS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=5,
)
STRANGE = st.dictionaries(TEXTS.filter(lambda key: key not in ("id", "x")), ANY, max_size=2)
PRICED = ("prompt", "completion", "input_cache_read", "image", "audio", "request", "web_search")
CLOCKS = st.integers(0, 24).map(lambda hour: hour * 100) | st.sampled_from([1030, 2359])
OVERRIDES = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "min_prompt_tokens": st.integers(1, 10**7),
            "utc_start": CLOCKS,
            "utc_end": CLOCKS,
            "weekday": ANY,
            "prompt_tokens_above": ANY,
            "prompt": PRICES.filter(lambda price: price not in ("x", None)),
            "audio": PRICES.filter(lambda price: price not in ("x", None)),
        },
    ),
    max_size=3,
)


def with_strange(known: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the known keys, and some that nobody knows."""
    some = st.fixed_dictionaries({}, optional=known)
    return st.builds(lambda strange, told: {**strange, **told}, STRANGE, some)


ROWS = with_strange(
    {
        "canonical_slug": TEXTS,
        "hugging_face_id": TEXTS | st.none(),
        "name": TEXTS,
        "created": st.integers(-1, 2 * 10**9),
        "description": TEXTS | st.none(),
        "context_length": NUMBERS | st.none(),
        "architecture": with_strange(
            {
                "modality": TEXTS | st.none(),
                "input_modalities": st.lists(TEXTS | st.just("text"), max_size=3),
                "tokenizer": TEXTS | st.just("GPT"),
                "instruct_type": TEXTS | st.none(),
            }
        ),
        "pricing": with_strange(
            {**dict.fromkeys(PRICED, PRICES), "overrides": OVERRIDES, "discount": NUMBERS | st.none()}
        ),
        "top_provider": with_strange({"context_length": NUMBERS, "is_moderated": st.booleans() | st.none()}),
        "per_request_limits": ANY,
        "supported_parameters": st.lists(st.sampled_from(["tools", "reasoning", "seed", "new"]), max_size=4),
        "default_parameters": st.none() | st.dictionaries(st.sampled_from(["temperature", "top_k"]), ANY),
        "supported_voices": st.none() | st.lists(TEXTS, max_size=3),
        "knowledge_cutoff": st.sampled_from(["2025-03-31", "", None]),
        "expiration_date": st.sampled_from(["2026-12-24", None]),
        "alias_target": with_strange({"slug": TEXTS, "name": TEXTS}),
        "reasoning": with_strange(
            {
                "mandatory": st.booleans(),
                "supported_efforts": st.none() | st.lists(st.sampled_from(["high", "odd"])),
                "default_effort": st.sampled_from(["high", "odd", None]),
                "supports_max_tokens": st.booleans(),
            }
        ),
        "benchmarks": with_strange(
            {
                "artificial_analysis": with_strange({"coding_index": NUMBERS | st.none()}),
                "design_arena": st.lists(st.dictionaries(TEXTS, NUMBERS, max_size=2), max_size=2),
            }
        ),
    }
)


def said(row: Mapping[str, Any]) -> dict[str, Claimed]:
    """The claims of a row, as the store keeps them."""
    (parsed,) = SOURCE.parse([snapshot(to_json(envelope(row)).encode("utf-8", "replace"))]).scopes["models"]
    return {
        claim.field: Claimed(
            "openrouter", parsed.id, claim.field, claim.value, claim.original,
            place_of(parsed.pointer, claim.pointer), "0" * 64, "", "", False,
        )
        for claim in SOURCE.observe(parsed).claims
    }  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=150)
@given(ROWS)
def test_whatever_the_router_says_comes_back(told: dict[str, Any]) -> None:
    claims = said({**told, "id": "acme/atlas-7b:free"})
    values: Values = {}
    block = entry_block("acme/atlas-7b:free", claims, None, values)
    again = claims_of((to_json(envelope(block)) + "\n").encode())
    assert again == {("acme/atlas-7b:free", field): claim.value for field, claim in claims.items()}
    assert left_out(claims, values) == []


@pytest.fixture(scope="module")
def described(recordings: Path) -> Draft202012Validator:
    """The router's own description of its list."""
    yaml = import_module("yaml")
    text = (recordings / "openrouter/openapi/2026-08-22.yaml").read_text(encoding="utf-8")
    schemas = yaml.load(text, Loader=yaml.CSafeLoader)["components"]["schemas"]
    wanted = {"$ref": "#/components/schemas/ModelsListResponse", "components": {"schemas": schemas}}
    return Draft202012Validator(wanted)


@pytest.mark.recordings
def test_the_recorded_list_comes_back_in_the_shape_that_the_router_describes(
    recorded_content: Content, described: Draft202012Validator
) -> None:
    written = assert_it_comes_back(recorded_content)
    assert list(described.iter_errors(json.loads(text_of(written)))) == []
    assert len(written.entries) > 350
    broken = json.loads(text_of(written))
    broken["data"][0]["pricing"]["prompt"] = 0.42
    del broken["data"][1]["links"]
    assert len(list(described.iter_errors(broken))) == 2
