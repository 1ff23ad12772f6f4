"""The recorded days: nothing lost, nothing doubled, every number of the last day exact everywhere."""

import gzip
import json
import re
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from catalog.addresses import folder
from catalog.cli import main
from tests.crawl import broken_links, pages, twice

pytestmark = pytest.mark.recordings

PER_MTOK = {
    "prompt": "input_usd_per_mtok",
    "completion": "output_usd_per_mtok",
    "input_cache_read": "cache_read_usd_per_mtok",
    "input_cache_write": "cache_write_usd_per_mtok",
    "input_cache_write_1h": "cache_write_1h_usd_per_mtok",
    "internal_reasoning": "reasoning_usd_per_mtok",
    "image_token": "image_usd_per_mtok",
    "audio": "audio_usd_per_mtok",
    "audio_output": "audio_output_usd_per_mtok",
    "input_audio_cache": "audio_cache_read_usd_per_mtok",
}
EACH = {
    "image": "image_usd_each",
    "image_output": "image_output_usd_each",
    "request": "request_usd_each",
    "web_search": "web_search_usd_each",
}


class Built:
    """The catalog of every recorded day, and the raw list of the last one."""

    def __init__(self, work: Path, recordings: Path) -> None:
        self.out = work / "_site"
        options = ["--data", str(work / "data"), "--out", str(self.out)]
        filled = CliRunner().invoke(main, ["backfill", "openrouter", str(recordings / "openrouter"), *options])
        assert filled.exit_code == 0
        self.told = filled.stderr
        assert CliRunner().invoke(main, ["build", *options]).exit_code == 0
        self.days = sorted((recordings / "openrouter/models").glob("*.json.gz"))
        self.raw = raw_list(self.days[-1])
        self.db = sqlite3.connect(self.out / "catalog.db")
        self.db.row_factory = sqlite3.Row
        offers = self.db.execute("select * from offers where provider = 'openrouter'").fetchall()
        self.offers = {row["wire_id"]: row for row in offers}
        assert len(self.offers) == len(offers)


def raw_list(path: Path) -> list[dict[str, Any]]:
    answer = json.loads(gzip.decompress(path.read_bytes()), parse_float=Decimal)
    rows: list[dict[str, Any]] = answer["data"]
    return rows


@pytest.fixture(scope="module")
def built(recordings: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    made = Built(tmp_path_factory.mktemp("recorded"), recordings)
    yield made
    made.db.close()


def million(text: str) -> Decimal | None:
    """A raw price per token as one per million; None where it is dynamic."""
    price = Decimal(text)
    return None if price < 0 else price * 10**6


def test_every_day_is_accepted_and_every_skipped_file_is_told(built: Built) -> None:
    states = built.db.execute("select state, count(*) from snapshots group by 1 order by 1").fetchall()
    others = 6  # providers, the bundle of endpoints, two nights of intact rankings, two of usage
    assert [tuple(row) for row in states] == [("accepted", len(built.days) + others), ("refused", 2)]
    assert len(built.days) == 634
    refused = built.db.execute("select fetched_at, error from snapshots where state = 'refused' order by 1").fetchall()
    assert [(row[0][:10], "11 of 11 sections are empty: models" in row[1]) for row in refused] == [
        ("2026-05-17", True),
        ("2026-05-18", True),
    ]
    skipped = [line for line in built.told.splitlines() if line.startswith("skipped: ")]
    assert len(skipped) == 9
    assert f"{len(built.days) + others + 2} answers taken, 0 already there, 9 skipped, 0 not usable" in built.told


def test_every_id_of_the_last_day_is_one_offer_and_none_is_doubled(built: Built) -> None:
    assert sorted(built.offers) == sorted(row["id"] for row in built.raw)
    own = {row["id"].partition(":")[0] for row in built.raw if not row["id"].startswith("~")}
    active = [row["id"] for row in built.db.execute("select id from models where status = 'active'")]
    assert sorted(active) == sorted(own)


@pytest.mark.parametrize("key", [*PER_MTOK, *EACH])
def test_every_price_of_the_last_day_is_exact_in_the_database(built: Built, key: str) -> None:
    for row in built.raw:
        stored = built.offers[row["id"]][PER_MTOK.get(key) or EACH[key]]
        written = row["pricing"].get(key)
        if written is None or Decimal(written) < 0:
            assert stored is None
        else:
            assert Decimal(stored) == (million(written) if key in PER_MTOK else Decimal(written))
            assert "E" not in stored


def test_every_limit_of_the_last_day_is_exact(built: Built) -> None:
    for row in built.raw:
        offer = built.offers[row["id"]]
        assert offer["max_output"] == row["top_provider"]["max_completion_tokens"]
        assert offer["context_served"] == (row["top_provider"]["context_length"] or row["context_length"])
        model = built.db.execute("select * from models where id = ?", [row["id"]]).fetchone()
        if model is not None:
            assert (model["context_listed"], model["max_output"]) == (row["context_length"], offer["max_output"])


def test_free_dynamic_and_known_are_what_the_raw_list_says(built: Built) -> None:
    for row in built.raw:
        prices = {key: Decimal(value) for key, value in row["pricing"].items() if isinstance(value, str)}
        state = "known"
        if prices["prompt"] < 0 or prices["completion"] < 0:
            state = "dynamic"
        elif not any(prices.values()):
            state = "free"
        assert built.offers[row["id"]]["price_state"] == state, row["id"]


def test_conditions_are_what_the_raw_overrides_say(built: Built) -> None:
    seen = 0
    for row in built.raw:
        stored = json.loads(built.offers[row["id"]]["conditions"] or "[]")
        overrides = row["pricing"].get("overrides", [])
        assert len(stored) == len(overrides)
        for condition, override in zip(stored, overrides, strict=True):
            seen += 1
            assert condition["when"] == {"prompt_tokens_above": override["min_prompt_tokens"]}
            for key, name in PER_MTOK.items():
                assert (name in condition) is (key in override)
                if key in override:
                    assert Decimal(condition[name]) == million(override[key])
    assert seen > 40


def test_every_price_and_limit_is_exact_in_json(built: Built) -> None:
    text = (built.out / "api/v1/models/all.json").read_text(encoding="utf-8")
    models = {row["id"]: row for row in json.loads(text, parse_float=Decimal)["models"]}
    for row in built.raw:
        if row["id"] not in models:
            continue
        found = models[row["id"]]
        assert found["context_length"] == row["context_length"]
        for key, name in (("prompt", "input_usd_per_mtok"), ("completion", "output_usd_per_mtok")):
            assert found[name] == million(row["pricing"][key])
        one = (built.out / f"api/v1/models/{folder(row['id'])}.json").read_text(encoding="utf-8")
        price = json.loads(one, parse_float=Decimal)["fields"]["input_usd_per_mtok"]
        assert price["claims"][0]["original"] == row["pricing"]["prompt"]


def test_every_price_and_limit_is_exact_on_the_page(built: Built) -> None:
    for row in built.raw:
        path = built.out / "models" / folder(row["id"]) / "index.html"
        page = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))))
        if row["id"].startswith("~") or ":" in row["id"]:
            assert row["id"] in page
            continue
        assert f"{row['context_length']:,} tokens" in page
        for key, label in (("prompt", "Input price"), ("completion", "Output price")):
            shown = re.search(rf"{label} (varies|free|\$[\d,.]+)", page)
            assert shown is not None, row["id"]
            price = million(row["pricing"][key])
            if price is None:
                assert shown[1] == "varies"
            elif price == 0:
                assert shown[1] == "free"
            else:
                assert Decimal(shown[1].strip("$").replace(",", "")) == price


def test_no_link_is_broken_and_no_two_pages_are_the_same(built: Built) -> None:
    assert len(pages(built.out)) > 900
    assert [link for link in broken_links(built.out) if not link.startswith("404.html")] == []
    assert twice(built.out, r"<title>([^<]*)</title>") == []
    assert twice(built.out, r'<meta name="description" content="([^"]*)"') == []


def test_no_price_that_is_not_zero_shows_as_zero(built: Built) -> None:
    for path in built.out.rglob("index.html"):
        for shown in re.findall(r"\$([\d,]+\.\d+)", path.read_text(encoding="utf-8")):
            assert Decimal(shown.replace(",", "")) != 0, path


def test_a_random_day_of_the_past_is_in_the_intervals(built: Built) -> None:
    for day in built.days[:: len(built.days) // 12]:
        at = f"{day.name[:10]}T12:00:00Z"
        sql = (
            "select record, original from claims where field = 'input_usd_per_mtok' and source = 'openrouter'"
            " and first_observed <= ? and last_observed >= ? and record not like '%#%'"
        )
        held = {row["record"]: row["original"] for row in built.db.execute(sql, [at, at])}
        assert held == {row["id"]: row["pricing"]["prompt"] for row in raw_list(day)}


def test_ernie_reads_as_the_reference_page_should_have(built: Built) -> None:
    page = (built.out / "models/baidu/ernie-4.5-vl-424b-a47b/index.html").read_text(encoding="utf-8")
    for wanted in (
        "Back to explorer", "Match confidence", "unmatched", "Source type", "openrouter_only", "Context window", "123K",
        "123,000 tokens", "Arena overall rank", "not rated", "$0.42 / 1M", "$1.25 / 1M", "Primary ID", "OpenRouter ID",
        "Canonical slug", "Source semantics", "Methodology", "heterogeneous MoE architecture", "4-bit/8-bit",
        "Raw fields snapshot", "&#34;PPM&#34;",
    ):  # fmt: skip
        assert wanted in page, wanted
    assert "$0.000" not in page
