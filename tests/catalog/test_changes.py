"""Changes as data: what was said before and after, what came and went, and what is no change at all."""

import csv
import io
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from benchmarks.history.__main__ import compare, published
from benchmarks.history.count import events
from catalog.changes.command import from_time
from catalog.changes.fields import KIND_OF, alike
from catalog.changes.reading import changes
from catalog.changes.telling import line
from catalog.corrections import CorrectionRow, Corrections
from catalog.curated import Curated
from catalog.export.api.changes import change_block, changes_csv
from catalog.offers import sold_on_pages
from catalog.queries import Addresses
from catalog.store.database import ingest_source, open_database
from catalog.store.derive import derive
from scraper.snapshots import Sighting, Snapshot
from scraper.sources import sources
from scraper.sources._openrouter_answers import MODELS
from tests.answers import endpoint, endpoints_answer, envelope, model, snapshot
from tests.atlas import Atlas, ten_models
from tests.catalog.claims_of import KNOWLEDGE, by_key, entry
from tests.conftest import NOW

openrouter = sources()["openrouter"]
ATLAS = "acme/atlas-7b"
START = date(2026, 7, 1)
CURATED = Curated(KNOWLEDGE)
BORN = 1741300903
"""When the models were listed that tests do not change, but for a second each."""


class Days:
    """Answers of successive days, kept in memory; None is a day without any."""

    def __init__(self, *answers: Any, url: str | None = None) -> None:
        self.bodies: dict[str, Snapshot] = {}
        self.sightings: list[Sighting] = []
        for number, answer in enumerate(answers):
            if answer is not None:
                self.add(answer, f"{number:064}", START + timedelta(days=number), url)

    def add(self, answer: Any, key: str, day: date, url: str | None = None) -> None:
        """One answer of a day at noon."""
        found = snapshot(answer, url or MODELS)
        at = found.sighting.fetched_at.replace(month=day.month, day=day.day)
        self.bodies[key] = found
        self.sightings.append(found.sighting.model_copy(update={"sha256": key, "fetched_at": at}))

    def load(self, sighting: Sighting) -> Snapshot:
        """The answer of a sighting."""
        return Snapshot(sighting=sighting, body=self.bodies[sighting.sha256 or ""].body)


def enter(db: Database, days: Days, curated: Curated = CURATED, guarded: bool = True) -> list[dict[str, Any]]:
    """The changes that days of answers come to."""
    with db.atomic():
        accepted = curated.accepted if guarded else None
        ingest_source(db, openrouter, days.sightings, days.load, None, accepted)
        derive(db, [openrouter], curated, NOW)
    assert db.execute("select distinct state, error from snapshots").fetchall() == [("accepted", "")]
    return changes(db)


def told(rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Day, kind, field, old and new of changes of the one model that tests change."""
    return [
        (row["at"][8:10], row["kind"], row["field"], row["old"], row["new"]) for row in rows if row["record"] == ATLAS
    ]


def listed(*rows: dict[str, Any]) -> dict[str, Any]:
    """A list in which only the given models are of interest."""
    return envelope(*rows, *(model(f"other/m{n}", canonical_slug=f"other/m{n}-1", created=BORN + n) for n in range(30)))


def priced(prompt: str, **more: str) -> dict[str, Any]:
    return model(pricing={"prompt": prompt, "completion": "0.00000125", **more})


def test_another_price_is_a_change_with_both_values_and_the_answer_that_shows_it(db: Database) -> None:
    (row,) = enter(db, Days(listed(priced("0.00000042")), listed(priced("0.000000336"))))
    assert row == {
        "at": "2026-07-02T12:00:00Z", "kind": "price", "model_id": ATLAS, "provider": "openrouter",
        "field": "input_usd_per_mtok", "old": "0.42", "new": "0.336", "source": "openrouter", "record": ATLAS,
        "wire_id": ATLAS, "by": "source", "held": False, "learned_on": "2026-07-02", "snapshot": f"{1:064}",
        "evidence": None,
    }  # fmt: skip


def test_the_same_price_written_otherwise_is_no_change(db: Database) -> None:
    assert enter(db, Days(listed(priced("0.00000042")), listed(priced("4.2e-7")), listed(priced("0.000000420")))) == []


def test_days_without_an_answer_are_no_change(db: Database) -> None:
    days = Days(
        listed(priced("0.00000042")), None, None, listed(priced("0.00000042")), None, listed(priced("0.0000004"))
    )
    assert told(enter(db, days)) == [("06", "price", "input_usd_per_mtok", "0.42", "0.4")]


def test_limits_and_abilities_have_their_kinds(db: Database) -> None:
    after = model(context_length=131072, supported_parameters=["tools", "seed"])
    assert told(enter(db, Days(listed(model()), listed(after)))) == [
        ("02", "capability", "supported_parameters", '["max_tokens","tools"]', '["tools","seed"]'),
        ("02", "limit", "context_listed", "123000", "131072"),
    ]


def test_a_list_in_another_order_is_no_change(db: Database) -> None:
    after = model(supported_parameters=["tools", "max_tokens"])
    assert enter(db, Days(listed(model()), listed(after))) == []
    assert not alike("supported_parameters", '["a","b"]', '["a","c"]')
    assert not alike("supported_parameters", '["a","a"]', '["a","b"]')


def test_descriptions_and_dates_are_no_changes(db: Database) -> None:
    after = model(description="Another one.", knowledge_cutoff="2026-01-31")
    assert enter(db, Days(listed(model()), listed(after))) == []


def test_a_price_that_begins_or_ends_is_told_with_nothing_on_the_other_side(db: Database) -> None:
    # Some said it before: it is no new key of the source.
    other = model(
        "acme/other", created=BORN - 1, pricing={"prompt": "0", "completion": "0", "input_cache_read": "0.0000001"}
    )
    said, unsaid = listed(priced("1e-7", input_cache_read="1e-8"), other), listed(priced("1e-7"), other)
    assert told(enter(db, Days(unsaid, said, unsaid, said))) == [
        ("02", "price", "cache_read_usd_per_mtok", None, "0.01"),
        ("03", "price", "cache_read_usd_per_mtok", "0.01", None),
        ("04", "price", "cache_read_usd_per_mtok", None, "0.01"),
    ]


def test_a_price_that_varies_stays_a_word(db: Database) -> None:
    rows = enter(db, Days(listed(priced("0.0000001")), listed(priced("-1"))), guarded=False)
    assert told(rows) == [("02", "price", "input_usd_per_mtok", "0.1", "dynamic")]
    assert change_block(rows[0], Addresses(db))["new"] == "dynamic"


def test_what_comes_and_goes_is_added_retired_and_returned(db: Database) -> None:
    without, there = listed(), listed(model())
    rows = enter(db, Days(without, there, without, None, there))
    assert told(rows) == [
        ("02", "added", None, None, None), ("03", "retired", None, None, None), ("05", "returned", None, None, None)
    ]  # fmt: skip
    assert rows[2]["evidence"] == {"gone_since": "2026-07-03T12:00:00Z"}


def test_the_first_answer_of_a_list_adds_nothing(db: Database) -> None:
    assert enter(db, Days(listed(model()))) == []


def test_a_record_that_comes_back_with_other_values_changed_no_price(db: Database) -> None:
    rows = enter(db, Days(listed(priced("0.00000042")), listed(), listed(priced("0.0000005"))))
    assert [row["kind"] for row in rows] == ["retired", "returned"]
    assert rows[1]["evidence"]["differs"] == {"input_usd_per_mtok": ["0.42", "0.5"]}
    assert change_block(rows[1], Addresses(db))["evidence"]["differs"]["input_usd_per_mtok"][1] == Decimal("0.5")


def test_a_value_that_a_guard_held_is_told_and_marked(db: Database) -> None:
    rows = enter(db, Days(*(listed(priced(price)) for price in ("0.0000004", "0.0004", "0.0000004"))))
    assert [(row["old"], row["new"], row["held"]) for row in rows] == [("0.4", "400", True), ("400", "0.4", True)]
    guard = rows[0]["evidence"]["guard"]
    assert guard["published"] == "0.4"
    assert guard["rule"]


def test_what_follows_a_held_value_says_what_was_published_before(db: Database) -> None:
    rows = enter(db, Days(*(listed(priced(price)) for price in ("0.0000004", "0.0004", "0.0000005"))))
    assert [(row["old"], row["new"], row["held"]) for row in rows] == [("0.4", "400", True), ("400", "0.5", False)]
    assert rows[1]["evidence"] == {"published_before": "0.4"}


def test_a_group_that_vanishes_at_once_is_marked_as_held(db: Database) -> None:
    free = {"pricing": {"prompt": "0", "completion": "0"}}
    acme = [model(f"acme/m{n}:free", created=BORN - n, **free) for n in range(10)]
    other = model("acme/gone", created=BORN - 20)
    stayed = [model(f"acme/s{n}", created=BORN - 30 - n) for n in range(20)]
    rows = enter(db, Days(listed(*acme, *stayed, other), listed(*stayed), listed(*acme, *stayed)))
    held = {(row["kind"], row["held"]) for row in rows if row["record"] != "acme/gone"}
    assert held == {("retired", True), ("returned", True)}
    assert [row["held"] for row in rows if row["record"] == "acme/gone"] == [False]


def test_a_field_that_a_source_begins_to_say_of_all_is_no_change_of_theirs(db: Database) -> None:
    before = {name: said for name, said in model().items() if name != "supported_parameters"}
    others = [{**before, "id": f"other/m{n}"} for n in range(12)]
    after = [{**model(), "id": f"other/m{n}"} for n in range(12)]
    assert enter(db, Days(envelope(*others), envelope(*after))) == []
    rule = "select distinct records, [of], step, rule from drift where field = 'supported_parameters'"
    assert db.execute(rule).fetchall() == [(12, 12, "begins", "new-field")]


@pytest.mark.parametrize(("sayers", "left_out"), [(9, False), (12, True), (30, True)])
def test_many_that_cease_at_once_are_the_sources_doing(db: Database, sayers: int, left_out: bool) -> None:
    said = [model(f"a/m{n}", created=BORN - n, pricing={"prompt": "1e-7", "completion": "1e-7", "request": "0"})
            for n in range(sayers)]  # fmt: skip
    ceased = [{**row, "pricing": {"prompt": "1e-7", "completion": "1e-7"}} for row in said]
    rows = enter(db, Days(listed(*said), listed(*ceased)))
    assert len(rows) == (0 if left_out else sayers)
    assert db.execute("select sum(records), max(rule) from drift").fetchone() == (
        (sayers, "most-records") if left_out else (None, None)
    )


@pytest.mark.parametrize(
    ("zeros", "others", "left_out"), [(11, 0, True), (11, 11, True), (10, 11, False), (9, 0, False)]
)
def test_zeros_that_are_left_out_in_a_wave_are_no_changes(
    db: Database, zeros: int, others: int, left_out: bool
) -> None:
    def row(number: int, **more: str) -> dict[str, Any]:
        return model(f"a/m{number}", created=BORN - number, pricing={"prompt": "1e-7", "completion": "1e-7", **more})

    said = [row(n, request="0" if n < zeros else "0.005") for n in range(60)]
    some = [row(n) if n < zeros + others else said[n] for n in range(60)]
    rows = enter(db, Days(listed(*said), listed(*some)))
    assert len(rows) == (0 if left_out else zeros + others)
    drift = db.execute("select field, records, [of], rule from drift").fetchall()
    assert drift == ([("request_usd_each", zeros + others, 60, "zeros")] if left_out else [])


def test_a_step_between_two_values_is_never_left_out(db: Database) -> None:
    before, after = (
        envelope(*(model(f"a/m{n}", created=BORN - n, context_length=length) for n in range(30)))
        for length in (123000, 124000)
    )
    assert len([row for row in enter(db, Days(before, after)) if row["field"] == "context_listed"]) == 30


def test_another_name_is_a_rename(db: Database) -> None:
    rows = enter(db, Days(listed(model(name="Acme: Atlas")), listed(model(name="Acme: Atlas 7B"))))
    assert told(rows) == [("02", "renamed", "name", "Acme: Atlas", "Acme: Atlas 7B")]


def test_an_id_that_goes_while_another_of_the_same_release_comes_is_renamed(db: Database) -> None:
    old, new = model("acme/old", canonical_slug="acme/x-1"), model(ATLAS, canonical_slug="acme/x-1")
    rows = enter(db, Days(listed(old), listed(new)))
    assert told(rows) == [("02", "added", None, None, None), ("02", "renamed", "id", "acme/old", ATLAS)]
    assert [row["evidence"] for row in rows if row["kind"] == "retired"] == [{"renamed_to": ATLAS}]
    assert [row["evidence"] for row in rows if row["kind"] == "added"] == [{"renamed_from": "acme/old"}]
    assert rows[1]["evidence"]["agreeing"]["canonical_slug"] == "acme/x-1"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"id": f"{ATLAS}:free"}, {}),  # another sale of the same model
        ({"canonical_slug": "acme/x-1"}, {"canonical_slug": "acme/x-2"}),
        ({"hugging_face_id": "acme/X"}, {}),
        ({"canonical_slug": None, "name": "A", "description": "A", "hugging_face_id": None},
         {"canonical_slug": None, "name": "B", "description": "B", "hugging_face_id": None}),  # one minute alone
    ],
)  # fmt: skip
def test_two_that_may_be_two_are_not_called_a_rename(
    db: Database, before: dict[str, Any], after: dict[str, Any]
) -> None:
    old = {**model("acme/old", canonical_slug="acme/x"), **before}
    rows = enter(db, Days(listed(old), listed({**model(ATLAS, canonical_slug="acme/x"), **after})))
    assert [row["kind"] for row in rows if row["field"] == "id"] == []
    assert sorted(row["kind"] for row in rows) == ["added", "retired"]


def test_two_that_came_alike_are_renamed_to_neither(db: Database) -> None:
    old = model("acme/old", canonical_slug="acme/x")
    new = [model(id_, canonical_slug="acme/x", name="N", description="N") for id_ in ("acme/b", "acme/c")]
    assert [row for row in enter(db, Days(listed(old), listed(*new))) if row["kind"] == "renamed"] == []


def test_an_id_that_means_another_release_is_repointed(db: Database) -> None:
    after = model(
        created=1761300903, hugging_face_id="acme/Atlas-8B", canonical_slug="acme/atlas-8b", context_length=9000
    )
    rows = enter(db, Days(listed(model()), listed(after)))
    assert told(rows) == [
        ("02", "limit", "context_listed", "123000", "9000"),
        ("02", "repointed", "listed_at", "2025-06-30T16:28:23Z", "2025-10-24T10:15:03Z"),
    ]
    assert rows[0]["evidence"] == {"repointed": "listed_at"}
    assert rows[1]["evidence"]["moved"]["hugging_face_id"] == ["acme/Atlas-7B", "acme/Atlas-8B"]


def test_an_endpoint_speaks_of_its_seller_and_of_the_id_that_it_is_sold_under(db: Database) -> None:
    url = f"https://openrouter.ai/api/v1/models/{ATLAS}/endpoints"
    days = Days(listed(model()))
    for day, rows in enumerate(([endpoint()], [endpoint(), endpoint("acme")], [endpoint("acme")]), start=2):
        days.add(endpoints_answer(ATLAS, *rows), f"e{day}", date(2026, 7, day), url)
    found = enter(db, days)
    assert [(row["at"][8:10], row["kind"], row["provider"], row["wire_id"], row["model_id"]) for row in found] == [
        ("03", "added", "acme", ATLAS, ATLAS),
        ("04", "retired", "novita", ATLAS, ATLAS),
    ]
    assert found[0]["snapshot"] == "e3"


def test_a_correction_of_ours_is_told_as_ours_from_the_day_on_which_it_was_written(db: Database) -> None:
    said = {
        "record": f"openrouter:{ATLAS}", "who": "ab", "on": date(2026, 7, 5), "why": "a typing error",
        "url": "https://example.org/card",
    }  # fmt: skip
    rows = (
        CorrectionRow.model_validate({**said, "field": "input_usd_per_mtok", "upstream": "0.42", "value": "4.2"}),
        CorrectionRow.model_validate({**said, "field": "max_output", "upstream": "16000", "drop": True}),
        CorrectionRow.model_validate({**said, "field": "knowledge_cutoff", "upstream": "2025-03-31", "drop": True}),
    )
    found = enter(
        db, Days(listed(priced("0.0000005")), listed(model())), CURATED._replace(corrections=Corrections(rows))
    )
    assert [(row["at"][:10], row["by"], row["field"], row["old"], row["new"]) for row in found] == [
        ("2026-07-02", "source", "input_usd_per_mtok", "0.5", "0.42"),
        ("2026-07-05", "atlas", "max_output", "16000", None),
        ("2026-07-05", "atlas", "input_usd_per_mtok", "0.42", "4.2"),
    ]
    assert found[1]["evidence"] == {"who": "ab", "why": "a typing error", "url": "https://example.org/card"}
    assert "corrected by us" in line(found[1])


def test_a_correction_that_upstream_took_up_is_told_still_and_readers_had_the_value_before(db: Database) -> None:
    said = {
        "record": f"openrouter:{ATLAS}", "field": "input_usd_per_mtok", "upstream": "0.42", "value": "0.5",
        "who": "ab", "on": date(2026, 7, 4), "why": "a typing error", "url": "https://example.org/card",
    }  # fmt: skip
    curated = CURATED._replace(corrections=Corrections((CorrectionRow.model_validate(said),)))
    prices = ("0.00000042", "0.0000006", "0.00000042", None, "0.0000005")
    rows = enter(db, Days(*(price and listed(priced(price)) for price in prices)), curated)
    assert [(row["at"][8:10], row["by"], row["old"], row["new"]) for row in rows] == [
        ("02", "source", "0.42", "0.6"),
        ("03", "source", "0.6", "0.42"),
        ("04", "atlas", "0.42", "0.5"),
        ("05", "source", "0.42", "0.5"),
    ]
    assert [row["evidence"] for row in rows if row["by"] == "source"] == [None, None, {"published_before": "0.5"}]


def test_a_page_is_a_sale_only_where_no_list_states_its_price() -> None:
    entries = by_key(
        entry("shop", "a", "listing", wire_id="a", input_usd_per_mtok="1"),
        entry("shop", "page:a", "page", wire_id="a", input_usd_per_mtok="1"),
        entry("shop", "page:b", "page", wire_id="b", present=False, input_usd_per_mtok="1"),
        entry("shop", "page:c", "page", wire_id="c"),
        entry("blog", "page:b", "page", wire_id="b", input_usd_per_mtok="1"),
    )
    assert sold_on_pages(entries, frozenset({"shop"})) == {("shop", "page:b")}


def test_every_field_of_a_price_has_a_kind_and_nothing_personal_has() -> None:
    assert KIND_OF["cache_read_usd_per_mtok"] == KIND_OF["conditions"] == "price"
    assert KIND_OF["max_input"] == "limit"
    assert not KIND_OF.keys() & {"description", "usage_rank", "rating", "official_input_usd_per_mtok", "is_deprecated"}


PRICES = ("0.000001", "0.000002", "-1", "0", "0.00000042")
HISTORIES = st.lists(
    st.dictionaries(st.sampled_from(["a/x", "a/y", "a/z"]), st.tuples(*[st.sampled_from(PRICES)] * 2)),
    min_size=1, max_size=6,
)  # fmt: skip


def answered(history: Sequence[Mapping[str, tuple[str, str]]]) -> Iterator[dict[str, Any]]:
    """Lists in which some ids come, go and change their prices."""
    for day in history:
        yield listed(
            *(model(id_, pricing={"prompt": prices[0], "completion": prices[1]}) for id_, prices in day.items())
        )


@settings(max_examples=25, deadline=None)
@given(HISTORIES)
def test_changes_are_those_that_a_count_of_its_own_finds(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, tuple[str, str]]]
) -> None:
    path = tmp_path_factory.mktemp("counted") / "catalog.db"
    answers = list(answered(history))
    with closing(open_database(path)) as db:
        enter(db, Days(*answers), guarded=False)
    days = [f"2026-07-{number:02}T12:00:00Z" for number in range(1, len(answers) + 1)]
    counted = events(
        [(at, {row["id"]: row for row in answer["data"]}) for at, answer in zip(days, answers, strict=True)]
    )
    assert compare(counted, published(path))


def test_recordings_in_any_order_give_the_same_changes(atlas: Atlas) -> None:
    days = {
        f"2026-07-{number:02}": envelope(*ten_models(context_length=length)[: 10 - number % 2])
        for number, length in ((20, 1000), (21, 2000), (22, 2000), (24, 3000))
    }
    order = list(days)
    random.Random(7).shuffle(order)  # noqa: S311 - it must be repeatable
    assert order != list(days)
    for day in order:
        atlas.backfill(days[day], day)
        atlas.run("build", "--no-render")
    by_and_by = atlas.json("api/v1/changes.json")["changes"]
    (atlas.folder / "data/catalog.db").unlink()
    atlas.run("build", "--no-render")
    assert atlas.json("api/v1/changes.json")["changes"] == by_and_by
    assert {change["kind"] for change in by_and_by} == {"limit", "retired", "returned"}


@pytest.fixture
def changed(atlas: Atlas) -> Atlas:
    """A catalog of two days: a price fell, an id came whose name a spreadsheet would run."""
    later = [*ten_models()[1:], model("acme/new", created=BORN)]
    first = model("acme/m0", pricing={"prompt": "0.000000336", "completion": "0.00000125"}, name="=cmd|'/c calc'!A1")
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    atlas.backfill(envelope(first, *later), "2026-07-31")
    assert atlas.run("build", "--no-render", "--quiet").status == 0
    return atlas


def test_the_command_tells_a_line_a_change_the_newest_first(changed: Atlas) -> None:
    lines = changed.run("changes").out.splitlines()
    assert "2026-07-31 acme/m0 input price 0.42 -> 0.336 USD per 1M tokens (-20 %), openrouter" in lines
    assert any(line.startswith("2026-07-31 acme/new added") for line in lines)
    assert [line[:10] for line in lines] == sorted((line[:10] for line in lines), reverse=True)


def test_the_command_gives_typed_values_with_the_answers_address(changed: Atlas) -> None:
    found = json.loads(changed.run("changes", "--model", "acme/m0", "--json").out, parse_float=Decimal)
    (price,) = [change for change in found if change["kind"] == "price"]
    assert (price["old"], price["new"]) == (Decimal("0.42"), Decimal("0.336"))
    assert price["url"] == "https://openrouter.ai/api/v1/models"
    assert price["learned_on"] == "2026-08-01"  # the day on which the recording was taken in
    assert {change["model_id"] for change in found} == {"acme/m0"}


def test_the_command_begins_where_it_is_told(changed: Atlas) -> None:
    assert json.loads(changed.run("changes", "--since", "2026-08-01", "--json").out) == []
    assert json.loads(changed.run("changes", "--since", "2026-07-31", "--json").out)
    assert json.loads(changed.run("changes", "--since", "2026-07-31T12:00:01Z", "--json").out) == []
    assert from_time("2026-07-31T14:00:00+02:00") == "2026-07-31T12:00:00Z"


def test_an_unknown_model_is_an_error_that_names_near_ids(changed: Atlas) -> None:
    ran = changed.run("changes", "--model", "acme/m00", "--json")
    assert (ran.status, ran.out) == (1, "")
    assert "acme/m0" in ran.err


def test_a_catalog_of_an_earlier_version_is_told_as_one(changed: Atlas) -> None:
    with closing(Database(changed.folder / "data/catalog.db", execute_plugins=False)) as db:
        db.table("changes").drop()
    ran = changed.run("changes")
    assert (ran.status, ran.out) == (1, "")
    assert "modelatlas build" in ran.err


def test_a_day_that_is_none_is_wrong_usage(changed: Atlas) -> None:
    assert changed.run("changes", "--since", "yesterday").status == 2


def test_the_exports_tell_the_same_and_no_cell_is_a_formula(changed: Atlas) -> None:
    told = changed.json("api/v1/changes.json")
    rows = list(csv.DictReader(io.StringIO(changed.text("api/v1/changes.csv"))))
    assert list(rows[0])[:7] == ["at", "kind", "model_id", "provider", "field", "old", "new"]
    assert [row["at"] for row in rows] == [change["at"] for change in told["changes"]]
    assert told["status"]["sources"]["openrouter"]["state"]
    (renamed,) = [row for row in rows if row["kind"] == "renamed"]
    assert renamed["new"] == "'=cmd|'/c calc'!A1"


def test_a_terminal_gets_no_control_characters(db: Database) -> None:
    rows = enter(db, Days(listed(model()), listed(model(name="Acme \x1b[2J"))))
    assert "\x1b" not in line(rows[0])
    assert "\x1b" in "".join(changes_csv(rows, Addresses(db)))


def test_the_published_database_holds_changes_and_drift(changed: Atlas, tmp_path: Path) -> None:
    assert changed.rows("select count(*) from changes where kind = 'price'") == [(1,)]
    assert changed.rows("select count(*) from drift") == [(0,)]
