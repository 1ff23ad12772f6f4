"""`audit`: what is published beside the answers it came from, as a user asks for it."""

import json
import sqlite3
from contextlib import closing
from decimal import Decimal
from typing import Any

import pytest
from sqlite_utils import Database

from catalog.audit.pointers import at, is_written, read_json
from catalog.audit.sample import sample
from scraper.claims import Observation
from scraper.source import Record
from scraper.sources import sources
from tests.answers import envelope, model
from tests.atlas import API, Atlas, Ran, routes, ten_models
from tests.upstream import Reply, Upstream

ALL = ("--sample", "100000")
OF_M3 = "where source = 'openrouter' and record = 'acme/m3'"
GONE = model("acme/gone", description="It was here once.")


@pytest.fixture
def built(atlas: Atlas) -> Atlas:
    """A folder with a catalog of two days: one model left after the first."""
    atlas.backfill(envelope(*ten_models(), GONE), "2026-07-30")
    atlas.backfill(envelope(*ten_models(context_length=64000)), "2026-07-31")
    assert atlas.run("build", "--no-render").status in (0, 3)
    return atlas


def audit(atlas: Atlas, *words: str, status: int = 0) -> dict[str, Any]:
    ran = atlas.run("audit", "--json", *words)
    assert (ran.status, ran.err) == (status, "")
    return dict(json.loads(ran.out))


def tamper(atlas: Atlas, sql: str) -> None:
    with closing(sqlite3.connect(atlas.folder / "data" / "catalog.db")) as connection, connection:
        assert connection.execute(sql).rowcount >= 1


def snapshots(atlas: Atlas) -> list[str]:
    """Hashes of the two days' answers, in their order."""
    sql = "select sha256 from snapshots where source = 'openrouter' and seed = 0 order by fetched_at"
    return [row[0] for row in atlas.rows(sql, "data/catalog.db")]


def test_everything_that_is_published_is_what_its_answer_says(built: Atlas) -> None:
    found = audit(built, *ALL)
    assert found["sampled"] == found["published"] == found["right"] > 100
    assert (found["accuracy"], found["faults"]) == (1.0, [])
    assert (found["wrong"], found["missing"], found["no_record"]) == (0, 0, 0)
    # Every answer here is JSON: what the reader says was looked up there too, where it is said of one place.
    assert found["by_place"] > 0.9 * found["sampled"]
    assert [row["source"] for row in found["sources"]] == ["openrouter"]


def test_it_says_so_to_people(built: Atlas) -> None:
    ran = built.run("audit", "--sample", "20", "--seed", "7")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[0].startswith("20 of ")
    assert "all: 20 of 20 right (100.00%)" in ran.out
    assert "openrouter: 20 of 20 right (100.00%)" in ran.out


def test_completeness_counts_the_active_models_alone(built: Atlas) -> None:
    found = audit(built, "--sample", "1")
    fill = {row["field"]: (row["models"], row["share"]) for row in found["completeness"]}
    assert found["active_models"] == 10
    assert fill["description"] == (10, 1.0)
    assert "retires_at" not in fill


def test_the_bundled_seed_is_read_again_too(atlas: Atlas) -> None:
    atlas.run("build", "--no-render")
    assert atlas.rows("select distinct seed from snapshots", "data/catalog.db") == [(1,)]
    found = audit(atlas, *ALL)
    assert found["right"] == found["sampled"] > 1000


def test_an_answer_of_several_pages_is_read_again_whole(atlas: Atlas, upstream: Upstream) -> None:
    rows = ten_models()

    def paged(asked: Any) -> Reply:
        first = "offset" not in asked.path
        following = "/api/v1/models?offset=5&limit=5" if first else None
        answer = envelope(*(rows[:5] if first else rows[5:]), total_count=10, links={"next": following})
        return Reply(json.dumps(answer).encode())

    upstream.routes.update({**routes(*rows), f"{API}/models": paged})
    atlas.backfill(envelope(*rows), "2026-07-30")
    atlas.listen_to(upstream)
    assert atlas.run("refresh", "openrouter", "--no-render").status == 0
    on_second = "snapshot in (select sha256 from snapshots where page = 2)"
    assert atlas.rows(f"select count(distinct record) from claims where {on_second}") == [(5,)]
    found = audit(atlas, *ALL)
    assert found["right"] == found["sampled"] > 0


def test_a_source_that_nobody_reads_any_more_is_told(built: Atlas) -> None:
    tamper(built, "update resolved set source = 'nobody' where model_id = 'acme/m3' and field = 'name'")
    (fault,) = audit(built, *ALL, status=3)["faults"]
    assert (fault["source"], fault["outcome"]) == ("nobody", "no such record")
    assert "no reader" in fault["detail"]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (f"update claims set value = '1' {OF_M3} and field = 'context_listed' and current = 1", "value"),
        (f"update claims set original = '64,000' {OF_M3} and field = 'context_listed' and current = 1", "original"),
        (f"update claims set pointer = '/data/0/name' {OF_M3} and field = 'context_listed' and current = 1", "pointer"),
        ("update resolved set value = '1' where model_id = 'acme/m3' and field = 'context_listed'", "published"),
        (f"update claims set field = 'nonsense' {OF_M3} and field = 'context_listed' and current = 1", "claim"),
    ],
)
def test_a_value_that_was_tampered_with_is_found_and_named(built: Atlas, change: str, part: str) -> None:
    tamper(built, change)
    found = audit(built, *ALL, status=3)
    (fault,) = found["faults"]
    assert (fault["id"], fault["field"], fault["source"]) == ("acme/m3", "context_listed", "openrouter")
    assert (fault["outcome"], fault["part"]) == ("wrong", part)
    assert found["accuracy"] < 1
    assert found["wrong"] == found["sources"][0]["wrong"] == 1


def test_a_wrong_price_of_an_offer_is_told_with_what_was_expected(built: Atlas) -> None:
    tamper(built, "update offers set input_usd_per_mtok = '0.41' where id = 'openrouter:acme/m3'")
    ran = built.run("audit", *ALL)
    assert ran.status == 3
    assert "offer openrouter:acme/m3, input_usd_per_mtok: wrong (published)" in ran.out
    assert "expected '0.42', found '0.41'" in ran.out
    assert "1 wrong" in ran.out


def test_a_reader_that_misquotes_is_caught_by_the_answer_itself(built: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    right = sources()["openrouter"].observe

    def wrong(record: Record) -> Observation:
        seen = right(record)
        claims = [c._replace(original="99") if c.field == "context_listed" else c for c in seen.claims]
        return seen._replace(claims=tuple(claims))

    monkeypatch.setattr(sources()["openrouter"], "observe", wrong)
    tamper(built, "update claims set original = '99' where field = 'context_listed'")
    parts = {(fault["field"], fault["part"]) for fault in audit(built, *ALL, status=3)["faults"]}
    assert parts == {("context_listed", "place")}


def test_a_snapshot_that_is_gone_is_told(built: Atlas) -> None:
    first, _ = snapshots(built)
    (built.folder / "data" / "archive" / "objects" / first[:2] / f"{first}.gz").unlink()
    found = audit(built, *ALL, status=3)
    assert found["missing"] == len(found["faults"]) > 0
    assert {(fault["id"], fault["outcome"]) for fault in found["faults"]} == {("acme/gone", "missing snapshot")}
    assert "fetch or backfill" in found["faults"][0]["detail"]


def test_a_snapshot_that_nobody_archived_is_told(built: Atlas) -> None:
    tamper(built, f"update claims set snapshot = 'abc' {OF_M3} and field = 'name' and current = 1")
    (fault,) = audit(built, *ALL, status=3)["faults"]
    assert (fault["field"], fault["outcome"], fault["snapshot"]) == ("name", "missing snapshot", "abc")


def test_a_record_that_its_snapshot_does_not_have_is_told(built: Atlas) -> None:
    _, second = snapshots(built)
    tamper(built, f"update claims set snapshot = '{second}', last_observed = '2026-08-01' where record = 'acme/gone'")
    faults = audit(built, *ALL, status=3)["faults"]
    assert {(fault["id"], fault["outcome"]) for fault in faults} == {("acme/gone", "no such record")}


def test_the_same_seed_draws_the_same_sample(built: Atlas) -> None:
    def drawn(*words: str) -> str:
        tampered: Ran = built.run("audit", "--sample", "40", *words)
        return tampered.out

    tamper(built, "update resolved set value = 'x'")
    assert drawn("--seed", "1") == drawn("--seed", "1")
    assert drawn("--seed", "1") != drawn("--seed", "2")
    # The day is the seed where none is given.
    assert drawn() == drawn("--seed", "20260801")


def test_without_a_catalog_there_is_nothing_to_audit(atlas: Atlas) -> None:
    ran = atlas.run("audit")
    assert (ran.status, ran.out) == (1, "")
    assert "there is no catalog yet" in ran.err
    assert not (atlas.folder / "data").exists()


def test_a_sample_of_nothing_is_wrong_usage(atlas: Atlas) -> None:
    assert atlas.run("audit", "--sample", "0").status == 2


@pytest.mark.parametrize(
    ("pointer", "found"),
    [("", {"a/b": [1, {"~": "x"}]}), ("/a~1b/0", Decimal(1)), ("/a~1b/1/~0", "x")],
)
def test_a_pointer_leads_to_its_place(pointer: str, found: Any) -> None:
    assert at(read_json(b'{"a/b": [1, {"~": "x"}]}'), pointer) == found


@pytest.mark.parametrize("pointer", ["/b", "/a/2", "/a/x", "/a/0/0", "/a/-1"])
def test_a_pointer_that_leads_nowhere_is_an_error(pointer: str) -> None:
    with pytest.raises(LookupError):
        at(read_json(b'{"a": [1, 2]}'), pointer)


@pytest.mark.parametrize(
    ("place", "original", "written"),
    [
        (b'"$0.42"', "$0.42", True),
        (b'"$0.42"', "0.42", False),
        (b'"Input: $1.75 / 1M tokens || Output: $14 / 1M tokens"', "$14 / 1M tokens", None),
        (b'"Input: $1.75 / 1M tokens || Output: $14 / 1M tokens"', "$1.75 / 1M tokens", None),
        (b'"Input: $1.75 / 1M tokens || Output: $14 / 1M tokens"', "$4 / 1M tokens", False),
        (b'"Input: $1.75 / 1M tokens || Output: $14 / 1M tokens"', "$1", False),
        (b'"Input: $1.75 / 1M tokens || Output: $14 / 1M tokens"', "1.75", False),
        (b'"Input: $1.75 / 1M tokens || Output: $14 / 1M tokens"', "75", False),
        (b'"Input: $1.75 / 1M tokens || Output: $14 / 1M tokens"', "Out", False),
        (b'"$14, $1,400"', "$14", None),
        (b'"$1,400"', "$1", False),
        (b'"$1,400"', "400", False),
        (b'"-4 / 1M tokens"', "4 / 1M tokens", False),
        (b'"\\uff1a$14/1M"', "$14", None),
        (b'"$14"', "", False),
        (b'""', "", True),
        (b"3e-07", "3E-7", True),
        (b"0.1", "0.10000000000000001", False),
        (b"true", "true", True),
        (b"true", "false", False),
        (b"true", "1", False),
        (b'["a", "b"]', '["a","b"]', True),
        (b'["a", "b"]', "a", True),
        (b'["a", "b"]', "without c", True),
        (b'["a", "b"]', "without b", False),
        (b'["a", "b"]', "said of all", None),
        (b'{"a": 1}', "said of all", None),
        (b'"\\ud83d"', "\ufffd", True),
    ],
)
def test_an_original_is_what_is_written_there(place: bytes, original: str, written: bool | None) -> None:
    assert is_written(read_json(place), original) is written


def test_a_sample_may_be_drawn_from_few_answers_alone(atlas: Atlas) -> None:
    for number, day in enumerate(("2026-07-27", "2026-07-28", "2026-07-29", "2026-07-30")):
        atlas.backfill(envelope(*ten_models(), *(model(f"acme/left{n}") for n in range(number, 4))), day)
    assert atlas.run("build", "--no-render").status == 0
    with closing(Database(atlas.folder / "data/catalog.db")) as db:
        everything = sample(db, 10_000, 7)
        of_two = sample(db, 10_000, 7, most_answers=2)
        assert of_two == sample(db, 10_000, 7, most_answers=2)
    assert len({value.claim.snapshot for value in everything if value.claim}) == 4
    assert len({value.claim.snapshot for value in of_two if value.claim}) == 2
    kept = {value.claim.snapshot for value in of_two if value.claim}
    assert set(of_two) == {value for value in everything if value.claim and value.claim.snapshot in kept}
