"""The file in llm-prices' shape: one price a model, each to the last digit that of the sale it names."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from catalog.export.compat.facts import Facts
from catalog.export.compat.llm_prices import LLM_PRICES, NO_PRICE, OTHERS, PRICED, TWICE, VENDORS
from catalog.export.compat.priced import sorted_out
from catalog.export.compat.written import Written
from catalog.export.content import Content
from catalog.values import json_pieces
from tests.answers import envelope, model
from tests.atlas import Atlas, ten_models
from tests.whole import BASE

Row = dict[str, Any]


@contextmanager
def opened(folder: Path) -> Iterator[Content]:
    db = Database(folder / "data/catalog.db")
    yield Content(db, BASE)
    db.close()


def read(written: Written) -> list[Row]:
    """The rows as a strict reader has them, in the shape that llm-prices describes."""
    document = json.loads("".join(json_pieces(written.document)), parse_float=Decimal)
    assert document.keys() == {"updated_at", "prices"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", document["updated_at"])
    rows: list[Row] = document["prices"]
    for row in rows:
        assert list(row) == ["id", "vendor", "name", "input", "output", "input_cached"]
        assert all(isinstance(row[key], str) and row[key] for key in ("id", "vendor", "name"))
        assert all(isinstance(row[key], int | Decimal) and row[key] >= 0 for key in ("input", "output"))
        assert row["input_cached"] is None or row["input_cached"] >= 0
    assert len({row["id"] for row in rows}) == len(rows)
    return rows


def assert_it_is_all_true(content: Content) -> Written:
    written = LLM_PRICES.write(content)
    rows = {row["id"]: row for row in read(written)}
    offers = {one.row["id"]: one for one in content.offers}
    assert list(rows) == [entry.key for entry in written.entries]
    for entry in written.entries:
        assert entry.offer is not None
        offered, row = offers[entry.offer], rows[entry.key]
        conditions = json.loads(offered.row["conditions"] or "[]")
        assert row["vendor"] == VENDORS.get(offered.row["provider"], "openrouter")
        for key, field in PRICED.items():
            stated = None if offered.row[field] is None else Decimal(offered.row[field])
            sometimes = {Decimal(one[field]) for one in conditions if field in one}
            changes = entry.key != offered.row["wire_id"] or any("from" in one["when"] for one in conditions)
            assert row[key] == stated or (changes and row[key] in sometimes)
            if row[key] is None:
                assert key not in entry.values
                continue
            (claim,) = entry.values[key]
            assert claim.record == offered.row["record"]
            assert claim.field == "conditions" or Decimal(claim.value) == row[key]
        if "name" in entry.values:
            assert row["name"].startswith(entry.values["name"][0].value)
        for claim in entry.values.get("id", ()):
            assert entry.key.startswith(claim.value)
    sold = {one.row["id"] for one in content.offers if one.row["via"] is None}
    omitted = [id_ for ids in written.omitted.values() for id_ in ids]
    assert sorted([*{entry.offer for entry in written.entries}, *omitted], key=str) == sorted(sold)
    assert written.omitted.keys() - {NO_PRICE, OTHERS, TWICE} <= sorted_out(content)[1].keys()
    stand = {entry.model_id for entry in written.entries}
    listed = {one.row["id"]: one.row for one in content.offers if one.row["kind"] == "list"}
    assert all(listed[id_]["model_id"] in stand for id_ in written.omitted.get(OTHERS, ()) if id_ in listed)
    return written


def test_a_whole_catalog_has_one_price_a_model(whole: Path) -> None:
    with opened(whole) as content:
        written = assert_it_is_all_true(content)
        facts = Facts(content)
        plain = {one.row["id"]: one.row["model_id"] for one in content.offers if facts.is_plain(one.row)}
    assert json.loads((whole / "_site/api/compat/llm-prices.json").read_text()) == json.loads(
        "".join(json_pieces(written.document))
    )
    sellers: dict[str, set[str]] = {}
    for entry in written.entries:
        if entry.offer in plain:
            sellers.setdefault(plain[entry.offer], set()).add(str(entry.offer).partition(":")[0])
    assert sellers
    assert all(len(found) == 1 for found in sellers.values())


def test_what_means_ill_is_a_text_with_a_price(hostile: Path) -> None:
    with opened(hostile) as content:
        assert len(assert_it_is_all_true(content).entries) > 5


def test_sizes_are_rows_and_what_has_no_price_is_none(atlas: Atlas) -> None:
    pricing = {
        "prompt": "0.0000012500000000000001", "completion": "0.00001", "input_cache_read": "0.000000125",
        "overrides": [
            {"min_prompt_tokens": 200000, "prompt": "0.0000025", "completion": "0.000015"},
            {"min_prompt_tokens": 131072, "prompt": "0.000002"},
        ],
    }  # fmt: skip
    dynamic = {"prompt": "-1", "completion": "-1"}
    rows = [model("acme/tiers", pricing=pricing), model("acme/free:free"), model("acme/any", pricing=dynamic)]
    atlas.backfill(envelope(*ten_models(), *rows), "2026-07-30")
    assert atlas.run("build", "--no-render").status == 0
    with opened(atlas.folder) as content:
        written = assert_it_is_all_true(content)
    told = {row["id"]: row for row in read(written) if row["id"].startswith("acme/tiers")}
    cached = Decimal("0.125")
    assert [tuple(row.values()) for row in told.values()] == [
        ("acme/tiers", "openrouter", "Acme: tiers ≤131072", Decimal("1.2500000000000001"), 10, cached),
        ("acme/tiers-131072", "openrouter", "Acme: tiers >131072", 2, 10, cached),
        ("acme/tiers-200k", "openrouter", "Acme: tiers >200k", Decimal("2.5"), 15, cached),
    ]
    assert written.omitted == {OTHERS: ["openrouter:acme/free:free"], "the price varies": ["openrouter:acme/any"]}
    assert written.document["updated_at"] == "2026-07-30"


def test_an_empty_catalog_has_no_rows(db: Database) -> None:
    empty = LLM_PRICES.write(Content(db, BASE))
    assert "".join(json_pieces(empty.document)) == '{"updated_at":"","prices":[]}'


@pytest.mark.recordings
def test_recorded_prices_are_what_llm_prices_says_itself(recorded_content: Content, recordings: Path) -> None:
    rows = {row["id"]: row for row in read(assert_it_is_all_true(recorded_content))}
    theirs = {}
    for path in sorted((recordings / "llm_prices").glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        for one in told["models"]:
            (now,) = [price for price in one["price_history"] if price["to_date"] is None] or [None]
            theirs[one["id"]] = {"vendor": told["vendor"], "name": one["name"], **(now or {})}
    both = [id_ for id_ in rows if id_ in theirs and "input" in theirs[id_]]
    assert len(both) > 20
    assert all(rows[id_]["vendor"] == theirs[id_]["vendor"] for id_ in both)
    alike = [id_ for id_ in both if all(rows[id_][key] == theirs[id_][key] for key in ("input", "output"))]
    assert len(alike) > 20
    assert {"gemini-2.5-pro", "gemini-2.5-pro-200k"} <= set(alike)
    assert rows["gemini-2.5-pro"]["name"] == theirs["gemini-2.5-pro"]["name"]
