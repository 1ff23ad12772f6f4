"""The recorded days: nothing lost, nothing doubled, every number of the last day exact everywhere."""

import gzip
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from hashlib import sha256
from html import unescape
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from catalog.addresses import folder
from catalog.as_of.catalog import catalog_as_of
from catalog.as_of.moment import asked
from catalog.cli import main
from catalog.curated import load_curated
from catalog.resources import resource
from scraper.attributes import ATTRIBUTES, DYNAMIC, Kind
from scraper.snapshots import Archive
from scraper.sources import sources
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
PRICED = ("input_usd_per_mtok", "output_usd_per_mtok")
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
        self.data = work / "data"
        options = ["--data", str(self.data), "--out", str(self.out)]
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


def random_days(built: Built, count: int) -> list[tuple[dict[str, Any], str]]:
    """So many models as the raw list of a day has them, each with its day: always the same ones."""
    draw = Random(20260731)  # noqa: S311 - nothing secret: it must be repeatable
    chosen = [draw.choice(built.days) for _ in range(count)]
    models = [draw.choice([row for row in raw_list(day) if not row["id"].startswith("~")]) for day in chosen]
    return [(row, day.name[:10]) for row, day in zip(models, chosen, strict=True)]


def stated(row: dict[str, Any]) -> list[Decimal | None]:
    """The raw input and output price."""
    return [million(row["pricing"][key]) for key in ("prompt", "completion")]


def test_two_hundred_random_days_of_random_models_answer_with_the_raw_price_of_that_day(built: Built) -> None:
    """Where a guard held a price that day the last good one is the answer; the source's own stands beside it."""
    with closing(Database(sqlite3.connect(built.data / "catalog.db"), execute_plugins=False)) as db:
        every, archive = sources(), Archive(built.data / "archive")
        curated = load_curated(resource("data/curated"), set(every))
        held = 0
        for row, day in random_days(built, 200):
            model_id = row["id"].partition(":")[0]
            with closing(
                catalog_as_of(db, archive.snapshot, every.values(), curated, asked(day).moment, model_id)
            ) as then:
                sql = "select input_usd_per_mtok, output_usd_per_mtok from offers where provider = ? and wire_id = ?"
                (found,) = then.execute(sql, ["openrouter", row["id"]]).fetchall()
                sql = "select field, offered from held where record = ? and field in (?, ?)"
                offered = dict(then.execute(sql, [row["id"], *PRICED]).fetchall())
            held += bool(offered)
            said = [offered.get(name, price) for name, price in zip(PRICED, found, strict=True)]
            assert [None if price is None else Decimal(price) for price in said] == stated(row), (row["id"], day)
        assert held < 10


def test_show_as_of_a_day_tells_the_raw_price_of_that_day_and_where_it_stands(built: Built) -> None:
    for row, day in random_days(built, 8):
        model_id = row["id"].partition(":")[0]
        words = ["show", model_id, "--as-of", day, "--json", "--data", str(built.data)]
        ran = CliRunner().invoke(main, words)
        assert ran.exit_code == 0, ran.stderr
        document = json.loads(ran.stdout, parse_float=Decimal, parse_int=Decimal)
        (offer,) = [o for o in document["offers"] if (o["provider"], o["wire_id"]) == ("openrouter", row["id"])]
        assert [offer[name] for name in PRICED] == stated(row)
        (kept,) = [path for path in built.days if path.name.startswith(day)]
        assert offer["receipt"]["snapshot"] == sha256(gzip.decompress(kept.read_bytes())).hexdigest()
        assert offer["receipt"]["fetched_at"][:10] == document["as_of"][:10] == day
        told = offer["claims"]["input_usd_per_mtok"]
        assert told["original"] == row["pricing"]["prompt"]
        assert at_pointer(kept, told["pointer"]) == row["pricing"]["prompt"]


def at_pointer(path: Path, pointer: str) -> Any:
    found: Any = json.loads(gzip.decompress(path.read_bytes()))
    for part in pointer.split("/")[1:]:
        found = found[int(part)] if isinstance(found, list) else found[part]
    return found


def test_ernie_was_cheaper_in_december_2025(built: Built) -> None:
    known = {
        "2025-11-24": ("0.42", "1.25"), "2025-11-25": ("0.336", "1"), "2025-12-31": ("0.336", "1"),
        "2026-01-01": ("0.42", "1.25"),
    }  # fmt: skip
    for day, prices in known.items():
        words = ["show", "baidu/ernie-4.5-vl-424b-a47b", "--as-of", day, "--json", "--data", str(built.data)]
        document = json.loads(CliRunner().invoke(main, words).stdout, parse_float=str, parse_int=str)
        assert tuple(document["offers"][0][name] for name in PRICED) == prices


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


def test_the_tables_are_linked_and_duckdb_has_every_claim_of_them_to_the_last_digit(
    built: Built, tmp_path: Path
) -> None:
    assert built.db.execute("pragma foreign_key_check").fetchall() == []
    assert (built.data / "catalog.db").stat().st_size <= 40_000_000
    words = ["export", "parquet", "--data", str(built.data), "--out", str(tmp_path / "tables")]
    assert CliRunner().invoke(main, words).exit_code == 0
    duckdb.sql(f"create view claims as from read_parquet('{tmp_path}/tables/claims/**/*.parquet')")
    ((rows, numbers),) = duckdb.sql("select count(*), count(value_number) from claims").fetchall()
    assert built.db.execute("select count(*) from claims").fetchone()[0] == rows > 40_000
    prices = [name for name, one in ATTRIBUTES.items() if one.kind is Kind.PRICE]
    told = duckdb.execute(
        "select record, field, value, value_number from claims where list_contains(?, field) order by all", [prices]
    ).fetchall()
    marks = ", ".join("?" * len(prices))
    kept = built.db.execute(f"select record, field, value from claims where field in ({marks})", prices).fetchall()
    assert sorted(row[:3] for row in told) == sorted(map(tuple, kept))
    for record, field, text, number in told:
        assert number == (None if text == DYNAMIC else Decimal(text)), (record, field)
    assert numbers >= len([row for row in told if row[2] != DYNAMIC]) > 5_000
