"""Guards: which changes look like an accident and are held, which are news, and what a person may accept."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from catalog.guards import RULES, Accepted
from catalog.guards.accepted import FILE, Step, load_accepted
from catalog.guards.crowd import lost_columns, lost_groups
from catalog.guards.limits import date_holds, limit_holds
from catalog.guards.prices import Change, new_price_holds, price_holds
from catalog.match.curated_lint import lint
from catalog.resources import resource
from catalog.standing import Standing
from catalog.store.database import ingest_source, open_database
from scraper.sources import sources
from tests.answers import envelope, model
from tests.atlas import Atlas, routes, ten_models
from tests.catalog.test_ledger import Nights
from tests.catalog.test_refresh import start
from tests.conftest import NOW
from tests.upstream import Upstream

openrouter = sources()["openrouter"]
SHORT = {
    "in": "input_usd_per_mtok", "out": "output_usd_per_mtok", "read": "cache_read_usd_per_mtok",
    "write": "cache_write_usd_per_mtok", "image": "image_usd_each",
}  # fmt: skip


def prices(**told: str) -> dict[str, str]:
    return {SHORT.get(name, name): value for name, value in told.items()}


def held(before: dict[str, str], after: dict[str, str], *, free: bool = False, factor: int = 100) -> dict[str, str]:
    names = {name: short for short, name in SHORT.items()}
    found = price_holds(Change(before, after, free, Decimal(factor)))
    return {names.get(name, name): rule for name, rule in found.items()}


ATLAS = prices(**{"in": "0.42"}, out="1.25", read="0.04", write="0.5")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"in": "0.42"}, {"in": "420"}, {"in": "out-of-scale"}),
        ({"in": "0.42"}, {"in": "0.00042"}, {"in": "out-of-scale"}),
        ({"in": "2", "out": "2"}, {"in": "0.03", "out": "0.06"}, {}),
        ({"in": "0.42"}, {"in": "0"}, {"in": "fell-to-zero"}),
        ({"in": "0.42", "image": "0.001"}, {"in": "0.42", "image": "0"}, {}),
        ({"in": "0", "out": "0"}, {"in": "1", "out": "2"}, {}),
        ({"in": "0.42", "out": "1.25"}, {"in": "4.2", "out": "12.5"}, {"in": "decimal-slip", "out": "decimal-slip"}),
        ({"in": "0.1", "out": "0.2"}, {"in": "0.5", "out": "1"}, {}),
        ({"in": "0.42"}, {"in": "dynamic"}, {"in": "turned-dynamic"}),
        ({"in": "0.42", "out": "1.25"}, {"in": "1.25", "out": "0.42"}, {"in": "columns-moved", "out": "columns-moved"}),
        ({"in": "0.42", "out": "1.25"}, {"in": "1.25"}, {"in": "columns-moved", "out": "half-gone"}),
        ({"in": "0.42", "out": "1.25", "read": "0.04"}, {"out": "0.42", "read": "1.25"},
         {"in": "half-gone", "out": "columns-moved", "read": "columns-moved"}),
        ({"in": "0.42", "out": "1.25", "read": "0.04"}, {"in": "1.25", "out": "0.04"},
         {"in": "columns-moved", "out": "columns-moved", "read": "with-it"}),
        ({"in": "3", "read": "0.3", "write": "3.75"}, {"in": "3", "read": "3.75", "write": "0.3"},
         {"read": "columns-moved", "write": "columns-moved"}),
        ({"in": "3", "read": "0.3"}, {"in": "3", "write": "0.3"}, {"read": "with-it", "write": "columns-moved"}),
        ({"in": "0.22", "read": "0.12"}, {"in": "0.12"}, {}),
        ({"in": "0.7", "out": "1"}, {"in": "1", "out": "1.5"}, {}),
        ({"in": "1.5", "out": "2.25"}, {"in": "1.5", "out": "0.7"}, {"out": "output-below-input"}),
        ({"in": "1.5", "out": "2.25"}, {"in": "1.5", "out": "1.125"}, {}),
        ({"in": "0.02", "out": "0.06"}, {"in": "0.48", "out": "0.03"}, {"in": "output-below-input", "out": "with-it"}),
        ({"in": "3", "read": "0.3", "write": "0"}, {"in": "3", "write": "0.31"},
         {"read": "with-it", "write": "columns-moved"}),
        ({"in": "0.45", "out": "2.25"}, {"in": "0.45", "out": "0.44"}, {}),
        ({"in": "3", "out": "1"}, {"in": "4", "out": "1"}, {}),
        ({"in": "0.42", "read": "0.04"}, {"in": "0.42", "read": "0.5"}, {"read": "cache-above-input"}),
        ({"in": "0.42", "image": "0.001"}, {"in": "0.42", "image": "0.000001"}, {"image": "out-of-scale"}),
        ({"in": "0.42", "image": "0.001"}, {"in": "0.5", "image": "0.000001"}, {"image": "out-of-scale"}),
    ],
)  # fmt: skip
def test_a_slip_of_a_price_is_held_and_a_new_price_is_not(
    before: dict[str, str], after: dict[str, str], expected: dict[str, str]
) -> None:
    assert held(prices(**before), prices(**after)) == expected


def test_beside_a_price_that_cannot_be_read_another_one_is_news_unless_it_took_its_place() -> None:
    before, unreadable = prices(**{"in": "0.42"}, out="1.25"), frozenset({SHORT["out"]})
    for amount, expected in (("0.5", {}), ("1.25", {SHORT["in"]: "columns-moved"})):
        change = Change(before, prices(**{"in": amount}), free=False, factor=Decimal(100), unreadable=unreadable)
        assert price_holds(change) == expected


@pytest.mark.parametrize(("amount", "rules"), [("0.00000075", 1), ("42000", 1), ("0.001", 0), ("600", 0), ("0", 0)])
def test_a_first_price_in_another_unit_is_held(amount: str, rules: int) -> None:
    assert len(new_price_holds({}, prices(**{"in": amount}, out="1", read="0.0001"))) == rules
    assert new_price_holds(prices(**{"in": "1"}), prices(**{"in": amount})) == {}


def test_a_price_may_fall_to_nothing_under_an_id_that_says_so() -> None:
    assert held(ATLAS, prices(**{"in": "0"}, out="0"), free=True) == {}


def test_a_twofold_price_is_held_where_a_source_does_not_move_so() -> None:
    assert held(prices(**{"in": "1"}), prices(**{"in": "2"}), factor=2) == {"in": "jumped"}
    assert held(prices(**{"in": "2"}), prices(**{"in": "1.01"}), factor=2) == {}


@pytest.mark.parametrize("amount", ["2.5", "0.0025"])
def test_a_price_inside_a_condition_is_held_like_any_other(amount: str) -> None:
    def tiers(price: str) -> dict[str, str]:
        told = [{"when": {"prompt_tokens_above": 200000}, "input_usd_per_mtok": price}]
        return prices(conditions=json.dumps(told), **{"in": "1.25"})

    other = "2500" if amount == "2.5" else "0.0000025"
    assert held(tiers(amount), tiers(other)) == {"conditions": "out-of-scale"}
    assert held(tiers("2.5"), tiers("2")) == {}


AMOUNTS = st.decimals("0.001", "500", places=3)


@given(AMOUNTS, AMOUNTS, st.sampled_from([Decimal(1000), Decimal("0.001"), Decimal(0)]))
def test_no_price_is_thousandfold_off_or_zero_unnoticed(input_: Decimal, output: Decimal, factor: Decimal) -> None:
    before = prices(**{"in": str(input_)}, out=str(output))
    for name in ("in", "out"):
        after = {**before, SHORT[name]: format(Decimal(before[SHORT[name]]) * factor, "f")}
        assert name in held(before, after)


@given(st.dictionaries(st.sampled_from(sorted(SHORT)), AMOUNTS.map(str)))
def test_what_is_said_again_is_never_held(told: dict[str, str]) -> None:
    assert held(prices(**told), prices(**told)) == {}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"context_listed": "131072"}, {"context_listed": "131"}, {"context_listed": "out-of-scale"}),
        ({"context_listed": "131072"}, {"context_listed": "4096"}, {}),
        ({"context_listed": "8192", "max_output": "4096"}, {"context_listed": "8192", "max_output": "16000"},
         {"max_output": "output-above-context"}),
        ({"context_listed": "9000", "max_output": "8192"}, {"context_listed": "8000", "max_output": "8192"},
         {"context_listed": "output-above-context"}),
        ({"context_listed": "8192", "max_output": "16000"}, {"context_listed": "8192", "max_output": "17000"}, {}),
        ({}, {"context_listed": "8192", "max_output": "16000"}, {}),
    ],
)  # fmt: skip
def test_limits_that_cannot_be_are_held(
    before: dict[str, str], after: dict[str, str], expected: dict[str, str]
) -> None:
    assert limit_holds(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"released_at": "1970-01-01"}, {"released_at"}),
        ({}, {"released_at": "2026-05-01", "retires_at": "2026-04-01"}, {"retires_at"}),
        ({}, {"released_at": "2026-05-01", "retires_at": "2026-05-01"}, set()),
        ({"released_at": "1970-01-01"}, {"released_at": "1970-01-01"}, set()),
    ],
)
def test_a_date_before_the_model_existed_is_held(
    before: dict[str, str], after: dict[str, str], expected: set[str]
) -> None:
    assert set(date_holds(before, after, NOW)) == expected


def test_a_date_further_ahead_than_it_can_be_is_held() -> None:
    said = {
        "released_at": "2027-08-30",
        "listed_at": "2027-08-01T00:00:00Z",
        "retires_at": "2099-12-31",
        "expires_at": "2199-12-31",
    }
    assert date_holds({}, said, NOW) == dict.fromkeys(("released_at", "expires_at"), "too-far-ahead")
    assert date_holds(said, said, NOW) == {}


def test_a_field_that_most_records_lose_at_once_is_a_lost_column() -> None:
    full, empty = {"name": "a", "licence": "MIT"}, {"name": "a"}
    assert lost_columns([(full, empty)] * 15, lambda: [full] * 10) == {"licence"}
    assert lost_columns([(full, empty)] * 15, lambda: [full] * 20) == set()
    assert lost_columns([(full, empty)] * 5, lambda: []) == set()
    dated = {"name": "a", "published_at": "2026-04-09"}
    assert lost_columns([(dated, empty)] * 30, lambda: []) == set(), "a day does not outlive its answer"
    assert lost_columns([({"request_usd_each": "0"}, {})] * 30, lambda: []) == set(), "a 0 left out is no loss"


def test_ids_of_one_variant_that_all_vanish_are_a_lost_group() -> None:
    gone = {f"a/m{n}:batch": {"variant": "batch"} for n in range(10)}
    assert lost_groups(gone, [{"variant": "free"}]) == gone.keys()
    assert lost_groups(gone, [{"variant": "batch"}]) == set()
    assert lost_groups({"a/m0:batch": {"variant": "batch"}}, []) == set()


def atlas(prompt: str, completion: str = "0.00000125", id_: str = "acme/atlas-7b", **told: Any) -> dict[str, Any]:
    return model(id_, pricing={"prompt": prompt, "completion": completion}, **told)


OTHERS = tuple(model(f"acme/other-{number}") for number in range(9))


def enter(db: Database, nights: Nights, accepted: Accepted | None = Accepted()) -> None:  # noqa: B008 - it is frozen
    with db.atomic():
        ingest_source(db, openrouter, nights.sightings, nights.load, None, accepted)


def published(db: Database, field: str = "input_usd_per_mtok", record: str = "acme/atlas-7b") -> tuple[Any, ...]:
    sql = "select value, held from standing where record = ? and field = ?"
    found: tuple[Any, ...] | None = db.execute(sql, [record, field]).fetchone()
    return found or ()


def night(*rows: dict[str, Any]) -> Any:
    return envelope(*rows, *OTHERS)


def test_what_is_held_is_published_as_it_was_and_kept_as_it_was_said(db: Database) -> None:
    enter(db, Nights(night(atlas("0.00000042")), night(atlas("0.00042"))))
    assert published(db) == ("0.42", 1)
    said = "select value, current from claims where field = 'input_usd_per_mtok' and record = 'acme/atlas-7b'"
    assert db.execute(f"{said} order by first_observed").fetchall() == [("0.42", 0), ("420", 1)]
    row = db.execute("select record, field, kept, offered, rule, since from held").fetchall()
    assert row == [("acme/atlas-7b", "input_usd_per_mtok", "0.42", "420", "out-of-scale", "2026-07-02T12:00:00Z")]


def test_records_read_model_by_model_say_what_each_says_by_itself_held_or_not(db: Database) -> None:
    enter(db, Nights(night(atlas("0.00000042")), night(atlas("0.00042"))))
    records, standing = "select record as model_id, source, record from records", Standing(db)
    ids = sorted(record for (record,) in db.execute("select record from records").fetchall())
    for fields in ((), ("input_usd_per_mtok", "name")):
        by_model = standing.by_model(records, fields=fields)
        for id_ in ids:
            alone = standing.read(("openrouter", id_))
            expected = {field: alone[field] for field in alone if not fields or field in fields}
            assert by_model.of(id_) == {("openrouter", id_): expected}
            if fields:
                assert standing.few(records, (), fields)["openrouter", id_] == expected
    assert standing.read(("openrouter", "acme/atlas-7b"))["input_usd_per_mtok"].value == "0.42"


@pytest.mark.parametrize(("then", "expected"), [("0.00000042", "0.42"), ("0.00000045", "0.45")])
def test_a_hold_ends_when_the_source_takes_it_back_or_says_something_credible(
    db: Database, then: str, expected: str
) -> None:
    enter(db, Nights(*(night(atlas(price)) for price in ("0.00000042", "0.00042", then))))
    assert published(db) == (expected, 0)
    assert db.execute("select count(*) from held").fetchone() == (0,)


def test_a_hold_keeps_its_beginning_while_the_rest_of_the_record_changes(db: Database) -> None:
    rows = [
        atlas("0.00000042"),
        atlas("0.00042"),
        atlas("0.00042", name="Atlas: renamed"),
        atlas("0.0042", name="Atlas"),
    ]
    enter(db, Nights(*map(night, rows)))
    assert published(db) == ("0.42", 1)
    assert published(db, "name") == ("Atlas", 0)
    assert db.execute("select offered, since from held").fetchall() == [("4200", "2026-07-02T12:00:00Z")]


def test_night_by_night_is_the_same_as_all_at_once(db: Database, tmp_path: Path) -> None:
    nights = Nights(*(night(atlas(price)) for price in ("0.00000042", "0.00042", "0.0042", "0.00042", "0.00000040")))
    for last in range(1, 5):
        with db.atomic():
            ingest_source(db, openrouter, nights.sightings[:last], nights.load, None)
    whole = open_database(tmp_path / "whole.db")
    with whole.atomic():
        ingest_source(whole, openrouter, nights.sightings[:4], nights.load, None)
    for table in ("claims", "held", "records"):
        sql = f"select * from {table} order by 1, 2, 3, 7"
        assert db.execute(sql).fetchall() == whole.execute(sql).fetchall()
    assert published(db) == ("0.42", 1)
    whole.close()


def test_what_a_person_accepted_is_published_and_what_was_taken_back_is_held_again(db: Database) -> None:
    nights = Nights(night(atlas("0.00000042")), night(atlas("0.00042")))
    step = Step("openrouter", "acme/atlas-7b", "input_usd_per_mtok", "0.42", "420")
    enter(db, nights)
    enter(db, nights, Accepted(frozenset({step})))
    assert published(db) == ("420", 0)
    enter(db, nights, Accepted(frozenset({step._replace(new="4200")})))
    assert published(db) == ("0.42", 1), "another step is not accepted"
    enter(db, nights)
    assert published(db) == ("0.42", 1)


def test_what_people_correct_need_not_be_held(db: Database) -> None:
    nights = Nights(night(atlas("0.00000042")), night(atlas("0.00042")))
    mended = frozenset({("openrouter", "acme/atlas-7b", "input_usd_per_mtok", "420")})
    enter(db, nights, Accepted(mended=mended))
    assert published(db) == ("420", 0), "the correction puts what is right in its place"
    enter(db, nights)
    assert published(db) == ("0.42", 1)


def test_a_new_record_in_an_answer_where_all_prices_jump_gets_no_price(db: Database) -> None:
    def list_of(factor: str, *more: dict[str, Any]) -> Any:
        rows = [atlas(f"0.000000{factor}", "0.00009", f"acme/m{number}") for number in range(10)]
        return envelope(*rows, *more)

    enter(db, Nights(list_of("2"), list_of("4", atlas("0.000004", id_="acme/new"))))
    assert published(db, record="acme/m3") == ("0.2", 1)
    assert published(db, record="acme/new") == ()
    assert published(db, "name", "acme/new")[1] == 0
    rules = db.execute("select distinct rule from held where record in ('acme/m3', 'acme/new')").fetchall()
    assert rules == [("many-at-once",)]


def test_after_a_long_gap_many_prices_may_have_moved(db: Database) -> None:
    rows = [[atlas(price, "0.00009", f"acme/m{n}") for n in range(10)] for price in ("0.0000002", "0.0000004")]
    nights = Nights(*(envelope(*each) for each in rows))
    nights.sightings[1] = nights.sightings[1].model_copy(
        update={"fetched_at": nights.sightings[1].fetched_at + timedelta(days=30)}
    )
    enter(db, nights)
    assert published(db, record="acme/m3") == ("0.4", 0)


def test_ids_that_vanish_as_a_group_stay_published(db: Database) -> None:
    batch = [atlas("0.0000002", id_=f"acme/m{number}:batch") for number in range(10)]
    many = [model(f"acme/more-{number}") for number in range(60)]
    enter(db, Nights(envelope(*many, *batch), envelope(*many)))
    assert db.execute("select count(*), min(rule) from held where field = 'present'").fetchone() == (10, "group-gone")
    assert db.execute("select sum(present) from records where record like '%:batch'").fetchone() == (0,)
    enter(db, Nights(envelope(*many, *batch), envelope(*many), envelope(*many, *batch)))
    assert db.execute("select count(*) from held").fetchone() == (0,)


def test_a_sale_that_stays_published_says_why(atlas: Atlas) -> None:
    batch = [model(f"acme/m{number}:batch") for number in range(10)]
    listed = [model(f"acme/m{number}") for number in range(60)]
    atlas.backfill(envelope(*listed, *batch), "2026-07-30")
    atlas.backfill(envelope(*listed), "2026-07-31")
    assert atlas.run("build").status == 3
    assert atlas.rows("select count(*) from offers where kind = 'batch'") == [(10,)]
    page = (atlas.folder / "_site/models/acme/m3/index.html").read_text(encoding="utf-8")
    assert "Held since 31 July 2026: no longer listed, but all ids of this variant vanished at once" in page


def test_without_guards_everything_is_published(db: Database) -> None:
    enter(db, Nights(night(atlas("0.00000042")), night(atlas("0.00042"))), None)
    assert published(db) == ("420", 0)


ROW = """[[accepted]]
record = "openrouter:acme/atlas-7b"
field = "input_usd_per_mtok"
old = "0.42"
new = "420"
who = "ab"
on = 2026-08-01
why = "announced"
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("field = ", "feild = ", "field: is missing|feild: there is no such key ('input_usd_per_mtok')"),
        ('"input_usd_per_mtok"', '"price"', "field: there is no such field ('price')"),
        ('new = "420"', 'new = "0.42"', "old and new are the same: there is nothing to accept"),
        ("openrouter:acme", "acme", "record: String should match pattern"),
        ('why = "announced"', "", "why: is missing"),
        ('old = "0.42"', "old = 0.42", "old: Input should be a valid string (0.42)"),
    ],
)
def test_a_bad_row_accepts_nothing_and_the_others_hold(tmp_path: Path, old: str, new: str, told: str) -> None:
    other = ROW.replace("atlas-7b", "atlas-8b")
    (tmp_path / FILE).write_text(other + ROW.replace(old, new), encoding="utf-8")
    found = load_accepted(tmp_path)
    assert {step.record for step in found.steps} == {"acme/atlas-8b"}
    for fault, expected in zip(map(str, found.faults), told.split("|"), strict=True):
        assert fault.startswith(f"{FILE}: accepted 2, line 9 (")
        assert f"): {expected}" in fault
    findings = lint(tmp_path, datetime(2026, 11, 21, tzinfo=UTC).date(), sources())
    assert {finding.file for finding in findings} == {FILE}


def test_the_file_that_is_shipped_is_clean_and_every_rule_is_told() -> None:
    found = load_accepted(resource("data/curated"))
    assert found.faults == ()
    assert found.steps
    assert all(text and not text.endswith(".") for text in RULES.values())


def test_a_held_price_is_told_everywhere_and_accepted_by_hand(atlas: Atlas, tmp_path: Path) -> None:
    curated = tmp_path / "curated"
    curated.mkdir()
    for day, price in (("2026-07-30", "0.00000042"), ("2026-07-31", "0.00042")):
        row = model("acme/atlas-7b", pricing={"prompt": price, "completion": "0.00000125"})
        atlas.backfill(night(row), day)
    built = atlas.run("build")
    assert built.status == 3
    assert "openrouter: 1 values held at their last good state; `modelatlas accept openrouter` lists" in built.err
    assert atlas.rows("select input_usd_per_mtok from offers where wire_id = 'acme/atlas-7b'") == [("0.42",)]
    (source,) = [row for row in json.loads(atlas.run("sources", "--json").out) if row["id"] == "openrouter"]
    assert source["held"] == 1
    shown = json.loads(atlas.run("show", "acme/atlas-7b", "--json").out)["fields"]["input_usd_per_mtok"]
    assert (shown["value"], shown["claims"][0]["held"]) == (0.42, True)
    assert shown["claims"][0]["held_change"]["offered"] == 420
    why = "the source now says 420, but it moved a hundredfold or more at once"
    assert f"    held since 2026-07-31T12:00:00Z: {why}" in atlas.run("show", "acme/atlas-7b", "input_usd_per_mtok").out
    page = (atlas.folder / "_site/models/acme/atlas-7b/index.html").read_text(encoding="utf-8")
    assert "Held since 31 July 2026: the source now says 420, but it moved a hundredfold or more at once." in page
    listed = "acme/atlas-7b: input_usd_per_mtok: 0.42 -&gt; 420; held since 2026-07-31"
    assert listed in (atlas.folder / "_site/sources/index.html").read_text(encoding="utf-8")

    told = atlas.run("accept")
    assert "openrouter:acme/atlas-7b input_usd_per_mtok: 0.42 -> 420" in told.out
    asked = ("accept", "openrouter:acme/atlas-7b", "--why", "announced", "--who", "ab", "--curated", str(curated))
    assert atlas.run(*asked, "--rule", "jumped").status == 2
    assert not (curated / FILE).exists()
    assert atlas.run(*asked).status == 0
    assert load_accepted(curated).steps == {Step("openrouter", "acme/atlas-7b", "input_usd_per_mtok", "0.42", "420")}
    assert atlas.run(*asked).status == 0
    assert len(load_accepted(curated).steps) == 1


@pytest.mark.parametrize(
    ("accident", "rule"),
    [
        ({"prompt": "0.00042", "completion": "0.00125"}, "out-of-scale"),
        ({"prompt": "0", "completion": "0"}, "fell-to-zero"),
        ({"prompt": "0.00000125", "completion": "0.00000042"}, "columns-moved"),
        ({"prompt": "-1", "completion": "-1"}, "turned-dynamic"),
    ],
    ids=["x1000", "zeroed", "swapped", "like a router's"],
)
def test_an_accident_of_the_night_is_kept_out_and_the_rest_is_published(
    atlas: Atlas, upstream: Upstream, accident: dict[str, str], rule: str
) -> None:
    start(atlas, upstream)
    rows = ten_models()
    rows[3] = model("acme/m3", pricing=accident)
    rows[4] = model("acme/m4", pricing={"prompt": "0.0000005", "completion": "0.000002"})
    upstream.routes.update(routes(*rows))
    ran = atlas.run("refresh", "openrouter")
    assert ran.status == 3
    shown = {row["id"]: row for row in atlas.json("api/v1/models/all.json")["models"]}
    assert (shown["acme/m3"]["input_usd_per_mtok"], shown["acme/m3"]["output_usd_per_mtok"]) == (0.42, 1.25)
    assert (shown["acme/m4"]["input_usd_per_mtok"], shown["acme/m4"]["output_usd_per_mtok"]) == (0.5, 2)
    held_rows = atlas.rows("select distinct record, rule from held")
    assert held_rows == [("acme/m3", rule)]
    assert atlas.run("build").status == 3, "it stays held until somebody looks"
    upstream.routes.update(routes(*ten_models()))
    assert atlas.run("refresh", "openrouter").status == 0
    assert atlas.rows("select count(*) from held") == [(0,)]
