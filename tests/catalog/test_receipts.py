"""Every value on every page and in all JSON leads to a claim, its answer, address and time; nothing goes without."""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from catalog.as_of.catalog import catalog_as_of
from catalog.curated import load_curated
from catalog.details import details, only
from catalog.resources import resource
from scraper.snapshots import Archive
from scraper.sources import sources
from tests.receipts import Walk, model_pages
from tests.whole import ATLAS

PAGE = f"models/{ATLAS}/index.html"


@pytest.fixture
def built(whole: Path) -> Path:
    """A folder with a catalog made of the fixtures of every source, and its site."""
    return whole


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """A copy of the site that a test may spoil."""
    return Path(shutil.copytree(built / "_site", tmp_path / "site"))


def walked(site: Path, pages: Iterable[Path]) -> Walk:
    walk = Walk(site)
    walk.all_json()
    for page in pages:
        walk.page(page)
    return walk


def test_every_value_of_every_page_and_all_json_leads_to_what_its_answer_says(built: Path) -> None:
    site = built / "_site"
    walk = walked(site, model_pages(site))
    walk.pages_of_changes()
    walk.pages_of_lists()
    walk.reread(built / "data")
    assert walk.faults == []
    assert walk.counts["pages of changes"] > 5
    assert walk.counts["labs"] == walk.counts["a-z"] > 70
    assert walk.counts["providers"] > 70
    assert len(list(model_pages(site))) > 70
    assert walk.counts["values"] > 3_000
    assert walk.counts["reread"] > 700
    assert walk.counts["changes"] > 3
    kinds = {claim.source for claim in walk.met}
    assert kinds >= {"openrouter", "huggingface", "arena", "models_dev", "mistral_pricing", "openai_pricing"}


def test_prices_limits_ratings_ranks_and_weights_each_have_a_receipt_of_their_own(built: Path) -> None:
    told = json.loads((built / "_site/models" / ATLAS / "index.json").read_text(encoding="utf-8"))
    (listed, *_) = told["offers"]
    assert {"input_usd_per_mtok", "output_usd_per_mtok", "context_served", "max_output"} <= listed["claims"].keys()
    assert listed["claims"]["context_served"]["pointer"].endswith("/top_provider/context_length")
    assert set(listed["receipt"]) == {"url", "fetched_at", "first_observed", "snapshot", "held"}
    rated = {row["configuration"]: row for row in told["scores"]}
    assert {"rating", "low", "high", "votes", "rank", "published"} <= rated["Atlas 7B"]["claims"].keys()
    assert [claim["original"] for row in told["artifacts"] for claim in row["claims"]] == [
        "acme-labs/Atlas-7B", "acme/Atlas-7B", "acme/Atlas-7B",
    ]  # fmt: skip
    page = (built / "_site" / PAGE).read_text(encoding="utf-8")
    rank = page.partition('data-field="arena_rank"')[2].partition("</details>")[0]
    assert "#2" in rank and "as written <code>2</code>" in rank


def spoil_page(old: str, new: str) -> Callable[[Path], None]:
    def spoil(site: Path) -> None:
        text = (site / PAGE).read_text(encoding="utf-8")
        assert re.search(old, text, re.S)
        (site / PAGE).write_text(re.sub(old, new, text, count=1, flags=re.S), encoding="utf-8")

    return spoil


def spoil_database(sql: str) -> Callable[[Path], None]:
    def spoil(site: Path) -> None:
        with closing(sqlite3.connect(site / "catalog.db")) as db, db:
            assert db.execute(sql).rowcount >= 1

    return spoil


def spoil_json(path: str, change: Callable[[dict[str, object]], object]) -> Callable[[Path], None]:
    def spoil(site: Path) -> None:
        document = json.loads((site / path).read_text(encoding="utf-8"))
        change(document["offers"][0] if "offers" in document else document["models"][0])
        (site / path).write_text(json.dumps(document), encoding="utf-8")

    return spoil


OF_ATLAS = f"where source = 'openrouter' and record = '{ATLAS}'"


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (spoil_database(f"delete from claims {OF_ATLAS} and field = 'max_output'"), "max_output: no such claim"),
        (spoil_database(f"update claims set original = '9' {OF_ATLAS} and field = 'context_listed'"), "not what the"),
        (spoil_database(f"delete from claims {OF_ATLAS} and value = '8000'"), "context_listed: nobody says 8000"),
        (spoil_database("delete from snapshots where source = 'openrouter'"), "is not what the claim says"),
        (spoil_page('<dd class="value" ', '<dd class="value" title="x" data-field="knowledge_cutoff">May</dd>\\g<0>'),
         "knowledge_cutoff 'May'"),
        (spoil_page('<td class="terms">', "\\g<0><ul><li>Image <b>$1.00</b></li></ul>"), "'$1.00' is shown and names"),
        (spoil_page('data-field="max_output">16K', 'data-field="max_output">17K'), "the claim is '16000'"),
        (spoil_page('(as written <code>)[^<]', r"\1~"), "is no claim of an answer that we hold"),
        (spoil_page('(<small>sha256 <code>)[^<]', r"\1~"), "is no claim of an answer that we hold"),
        (spoil_page('<div data-of="output_usd_per_mtok">.*?</div>', ""), "output_usd_per_mtok '$1.25' has no receipt"),
        (spoil_json(f"models/{ATLAS}/index.json", lambda offer: offer.update(reasoning_usd_per_mtok=3)),
         "reasoning_usd_per_mtok: no receipt"),
        (spoil_page('data-past="max_output">16,000', 'data-past="max_output">17,000'), "max_output was not '17,000'"),
        (spoil_page(r'(class="past">.*?<a href="https://openrouter.ai/)', r"\1x"), "are not backed by"),
        (spoil_database("delete from presence where source = 'openrouter'"), "is no stay of a record"),
        (spoil_json("api/v1/models/all.json", lambda row: row.update(max_output=1)), "max_output: 1 has no receipt"),
        (spoil_json("api/v1/models/all.json", lambda row: row.update(elo=1)), "elo: 1 has no receipt"),
    ],
)  # fmt: skip
def test_a_value_without_a_sound_receipt_is_found(site: Path, spoil: Callable[[Path], None], told: str) -> None:
    spoil(site)
    faults = walked(site, [site / PAGE]).faults
    assert any(told in fault for fault in faults), faults[:5]


def test_an_answer_that_says_otherwise_is_found(built: Path, site: Path) -> None:
    sql = f"update claims set value = '77', original = '77' {OF_ATLAS} and field = 'context_listed' and current = 1"
    spoil_database(sql)(site)
    walk = Walk(site)
    walk.met = {claim for claim in walk.claims if claim.record == ATLAS and claim.source == "openrouter"}
    walk.reread(built / "data")
    assert [fault.partition(": ")[0] for fault in walk.faults] == [f"openrouter {ATLAS} context_listed"]


@pytest.mark.parametrize(
    "spoiled", [('datetime="2026-07-30T12', 'datetime="2026-07-30T11'), ('title="[0-9a-f]', 'title="x')]
)
def test_a_row_of_changes_that_the_json_does_not_tell_is_found(site: Path, spoiled: tuple[str, str]) -> None:
    page = site / "changes/2026-07-30/index.html"
    text = page.read_text(encoding="utf-8")
    assert re.search(spoiled[0], text)
    page.write_text(re.sub(*spoiled, text, count=1), encoding="utf-8")
    walk = Walk(site)
    walk.pages_of_changes()
    assert len(walk.faults) == 2
    assert all("is told in one place only" in fault for fault in walk.faults)


@pytest.mark.parametrize(
    ("path", "pattern", "other"),
    [
        ("labs/acme/index.html", r'(data-label="Input">)\$0.42', r"\1$0.43"),
        ("providers/openrouter/index.html", r'(data-label="Output">)\$1.25', r"\1$1.26"),
        ("providers/openrouter/index.html", r"(?s)<tbody>\n<tr>.*?</tr>", "<tbody>"),
        ("a-z/index.html", r'(<li><a href="\.\./models/)', r"\1x"),
    ],
)
def test_a_list_that_shows_what_is_not_in_the_catalog_is_found(site: Path, path: str, pattern: str, other: str) -> None:
    page = site / path
    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(pattern, other, text, count=1), encoding="utf-8")
    walk = Walk(site)
    walk.pages_of_lists()
    assert any("is told in one place only" in fault for fault in walk.faults)


@pytest.mark.parametrize("moment", ["2026-07-29T23:59:59+00:00", "2026-07-31T23:59:59+00:00"])
def test_one_model_as_of_a_day_has_all_that_the_whole_catalog_of_that_day_has_of_it(built: Path, moment: str) -> None:
    load = Archive(built / "data/archive").snapshot
    known, at = sources(), datetime.fromisoformat(moment)
    curated = load_curated(resource("data/curated"), set(known))
    with (
        closing(Database(built / "data/catalog.db", execute_plugins=False)) as db,
        closing(catalog_as_of(db, load, known.values(), curated, at)) as whole,
    ):
        found = list(details(whole))
        for detail in found:
            with closing(catalog_as_of(db, load, known.values(), curated, at, detail.id)) as one:
                assert list(details(one, only(detail.id))) == [detail]
    assert len(found) > 10
