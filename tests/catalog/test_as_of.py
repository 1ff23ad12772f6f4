"""The catalog as it stood: the same as one that was built then, for every table and every field."""

import json
import shutil
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from catalog.as_of.catalog import catalog_as_of
from catalog.as_of.concerning import concerning, model_meant
from catalog.as_of.judgements import COLUMNS as MATCH
from catalog.as_of.judgements import judgements
from catalog.curated import Curated
from catalog.details import details, only
from catalog.guards import NOTHING_ACCEPTED
from catalog.store.database import RECORD_COLUMNS, ingest_source, insert_rows
from catalog.store.derive import derive
from catalog.store.ledger import ClaimRow, StayRow
from catalog.store.tables import PUBLIC, create
from scraper.snapshots import Sighting, Snapshot
from scraper.sources import sources
from scraper.sources._openrouter_answers import MODELS
from scraper.units import dumps
from tests.answers import endpoint, endpoints_answer, envelope, model, snapshot
from tests.atlas import Atlas
from tests.catalog.claims_of import KNOWLEDGE, by_key, entry
from tests.conftest import NOW
from tests.receipts import Walk, model_pages

START = datetime(2026, 7, 1, 12, tzinfo=UTC)
CURATED = Curated(KNOWLEDGE)
openrouter = sources()["openrouter"]
TODAYS = frozenset({"kin", "accuracy"})
"""What models are to each other is told as it is known today; the audit is of a build."""


class History:
    """Answers of successive days, some of them none, and a database of all of them."""

    def __init__(self, *days: Mapping[str, Any]) -> None:
        self.bodies: dict[str, bytes] = {}
        self.sightings: list[Sighting] = []
        for number, answers in enumerate(days):
            for second, (url, answer) in enumerate(answers.items()):
                self._add(snapshot(answer, url, START + timedelta(days=number, seconds=second)))

    def _add(self, found: Snapshot) -> None:
        digest = f"{len(self.bodies):064}"
        digest = next((known for known, body in self.bodies.items() if body == found.body), digest)
        self.bodies[digest] = found.body
        self.sightings.append(found.sighting.model_copy(update={"sha256": digest}))

    def load(self, sighting: Sighting) -> Snapshot:
        return Snapshot(sighting=sighting, body=self.bodies[sighting.sha256 or ""])

    def built(self, until: datetime = START + timedelta(days=999)) -> Database:
        """A catalog made of the answers up to a time alone."""
        db = Database(memory=True, execute_plugins=False)
        with db.atomic():
            create(db)
            seen = [sighting for sighting in self.sightings if sighting.fetched_at <= until]
            ingest_source(db, openrouter, seen, self.load, None, NOTHING_ACCEPTED)
            derive(db, [openrouter], CURATED, until)
        return db

    def as_of(self, db: Database, moment: datetime, model_id: str | None = None) -> Database:
        """The catalog at a time, from one that knows all answers."""
        return catalog_as_of(db, self.load, [openrouter], CURATED, moment, model_id)


def tables(db: Database) -> dict[str, list[Any]]:
    """Every row of every table, each table in one order."""
    found = {}
    for name, table in PUBLIC.items():
        if name not in TODAYS:
            columns = ", ".join(f"[{column}]" for column in table.columns)
            found[name] = sorted(db.execute(f"select {columns} from {name}").fetchall(), key=repr)
    return found


def of_a_day(number: int) -> datetime:
    return START + timedelta(days=number, hours=6)


def others() -> list[dict[str, Any]]:
    return [model(f"acme/m{number}") for number in range(9)]


def listed(*rows: Mapping[str, Any]) -> dict[str, Any]:
    """A day's list: the rows, among others that never change."""
    return {MODELS: envelope(*rows, *others())}


def priced(prompt: str, id_: str = "acme/atlas", **more: Any) -> dict[str, Any]:
    return model(id_, pricing={"prompt": prompt, "completion": "0.00000125"}, **more)


CHEAP, DEAR, BAD, SLIPPED = "0.00000042", "0.0000005", "NaN", "0.0000000042"
OTHER_KINDS = ("thinking", "nitro", "exacto", "beta")
HISTORIES = {
    "a price that moves and moves back": [listed(priced(p)) for p in (CHEAP, DEAR, DEAR, CHEAP)],
    "a record that leaves and returns": [
        listed(priced(CHEAP)), listed(), listed(), listed(priced(CHEAP)), listed(), listed(priced(DEAR)),
    ],
    "days without an answer": [listed(priced(CHEAP)), {}, {}, listed(priced(CHEAP)), {}, listed(priced(DEAR)), {}],
    "a value that cannot be read for days": [listed(priced(p)) for p in (CHEAP, CHEAP, BAD, BAD, CHEAP, BAD, DEAR)],
    "a value that cannot be read when its record returns": [
        listed(priced(CHEAP)), listed(), listed(priced(BAD)), listed(priced(CHEAP)), listed(),
    ],
    "a change that a guard holds and lets go": [listed(priced(p)) for p in (CHEAP, SLIPPED, SLIPPED, CHEAP, SLIPPED)],
    "a change that one guard holds after another": [listed(priced(p)) for p in (CHEAP, SLIPPED, "0", "0", CHEAP)],
    "a held record that leaves": [listed(priced(CHEAP)), listed(priced(SLIPPED)), listed(), listed(priced(DEAR))],
    "all ids of a variant that vanish": [
        listed(*(model(f"acme/m{n}:{kind}") for kind in (*OTHER_KINDS, *kinds) for n in range(10)))
        for kinds in (["free"], [], [], ["free"])
    ],
    "another way to write the same": [listed(priced("0.00000042")), listed(priced("4.2e-7")), listed(priced(CHEAP))],
    "another place in the list": [listed(priced(CHEAP)), {MODELS: envelope(*others(), priced(CHEAP))}],
    "an id that is pointed to another release": [
        listed(priced(CHEAP, created=1751300903)), listed(priced(DEAR, created=1761300903, hugging_face_id="acme/new")),
        listed(priced(DEAR, created=1761300903, hugging_face_id="acme/new")),
    ],
    "endpoints of their own": [
        {**listed(priced(CHEAP)), f"{MODELS}/acme/atlas/endpoints": endpoints_answer("acme/atlas", *rows)}
        for rows in ([endpoint()], [endpoint(), endpoint("phala")], [endpoint("phala")])
    ],
    "an answer that is refused": [listed(priced(CHEAP)), {MODELS: envelope(priced(DEAR))}, listed(priced(DEAR))],
    "the address of the list moves": [
        listed(priced(CHEAP)), {f"{MODELS}?output_modalities=all": envelope(priced(DEAR), *others())},
        {f"{MODELS}?output_modalities=all": envelope(priced(CHEAP), *others())}, listed(priced(DEAR)),
    ],
}  # fmt: skip


def test_guards_hold_in_these_histories_what_they_are_named_for() -> None:
    with closing(History(*HISTORIES["all ids of a variant that vanish"]).built()) as db:
        assert db.execute("select count(*) from holds where field = 'present'").fetchone() == (10,)
    with closing(History(*HISTORIES["a change that a guard holds and lets go"]).built()) as db:
        assert db.execute("select (select count(*) from holds), (select count(*) from held)").fetchone() == (1, 1)


@pytest.mark.parametrize("days", HISTORIES.values(), ids=HISTORIES.keys())
def test_as_of_a_day_it_is_what_a_build_of_that_day_was(days: list[dict[str, Any]]) -> None:
    history = History(*days)
    with closing(history.built()) as db:
        for number in range(2 * len(days)):
            moment = START + timedelta(hours=12 * number)
            with closing(history.built(moment)) as built, closing(history.as_of(db, moment)) as then:
                assert tables(then) == tables(built)


STATES = st.one_of(
    st.none(),
    st.builds(
        priced, st.sampled_from([CHEAP, DEAR, BAD, SLIPPED, "0"]), context_length=st.sampled_from([1000, 2000, -1])
    ),
)
DAYS = st.lists(st.one_of(st.just({}), st.tuples(STATES, STATES)), min_size=2, max_size=7)


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(0, 6))
def test_as_of_any_day_of_any_history_it_is_what_a_build_of_that_day_was(days: list[Any], number: int) -> None:
    answers = []
    for states in days:
        rows = [{**state, "id": f"acme/{name}"} for name, state in zip("ab", states, strict=False) if state]
        answers.append(listed(*rows) if states else {})
    history, moment = History(*answers), of_a_day(min(number, len(days) - 1))
    with (
        closing(history.built()) as db,
        closing(history.built(moment)) as built,
        closing(history.as_of(db, moment)) as then,
    ):
        assert tables(then) == tables(built)


@pytest.mark.parametrize("days", HISTORIES.values(), ids=HISTORIES.keys())
def test_as_of_now_it_is_the_catalog_itself(days: list[dict[str, Any]]) -> None:
    history = History(*days)
    with closing(history.built()) as db, closing(history.as_of(db, START + timedelta(days=999))) as then:
        assert tables(then) == tables(db)


@pytest.mark.parametrize("days", HISTORIES.values(), ids=HISTORIES.keys())
def test_what_is_shown_of_one_model_is_what_the_whole_catalog_of_that_day_says_of_it(
    days: list[dict[str, Any]],
) -> None:
    history = History(*days)
    with closing(history.built()) as db:
        for number in range(len(days)):
            with closing(history.as_of(db, of_a_day(number))) as whole:
                for detail in filter(lambda detail: detail.id in ("acme/atlas", "acme/m0"), details(whole)):
                    with closing(history.as_of(db, of_a_day(number), detail.id)) as one:
                        assert list(details(one)) == [detail]


def test_an_alias_leads_where_it_led_then() -> None:
    def day(target: str) -> dict[str, Any]:
        alias = model("~acme/latest", alias_target={"slug": target, "name": "L"})
        return listed(alias, priced(CHEAP, "acme/old"), priced(DEAR, "acme/new"))

    history = History(day("acme/old"), day("acme/new"))
    with closing(history.built()) as db:
        for number, led_to in enumerate(("acme/old", "acme/new")):
            with closing(history.as_of(db, of_a_day(number), led_to)) as then:
                sql = "select model_id from matches where record = '~acme/latest'"
                assert then.execute(sql).fetchall() == [(led_to,)]
        with closing(history.as_of(db, of_a_day(1), "acme/old")) as then:
            assert then.execute("select record from matches where model_id = 'acme/old'").fetchall() == [("acme/old",)]
        assert [model_meant(db, "~acme/latest", f"2026-07-0{day}T13:00:00Z") for day in (1, 2)] == [
            "acme/old",
            "acme/new",
        ]
        assert model_meant(db, "acme/old", "2026-07-01T13:00:00Z") == "acme/old"


def test_an_alias_that_led_nowhere_then_does_not_lead_where_it_leads_now() -> None:
    def day(target: str) -> dict[str, Any]:
        return listed(model("~acme/latest", alias_target={"slug": target, "name": "L"}), priced(CHEAP))

    history = History(day("acme/unlisted"), day("acme/atlas"))
    with closing(history.built()) as db, closing(history.as_of(db, of_a_day(0))) as then:
        sql = "select model_id, rule from matches where record = '~acme/latest'"
        assert then.execute(sql).fetchall() == [(None, "undeclared-alias")]


def test_what_models_are_to_each_other_is_told_of_those_that_were_known() -> None:
    history = History(listed(priced(CHEAP)), listed(priced(CHEAP), priced(DEAR, "acme/atlas-mini")))
    with closing(history.built()) as db:
        for asked_for in ("acme/atlas", None):
            for number, others_ in enumerate(([], ["acme/atlas-mini"])):
                with closing(history.as_of(db, of_a_day(number), asked_for)) as then:
                    (detail,) = details(then, only("acme/atlas"))
                    assert [kin["other_id"] for kin in detail.kin] == others_


def test_others_are_matched_as_today_but_not_to_what_a_model_or_its_id_was_not_yet(db: Database) -> None:
    entries = by_key(
        entry("openrouter", "acme/moved"), entry("openrouter", "acme/same"),
        *(entry("models_dev", record) for record in ("acme/moved", "acme/same", "acme/later", "acme/founded", "who")),
    )  # fmt: skip
    why = dumps({"fields": [], "runner_up": {"model_id": "acme/a", "why_not": ["size"]}, "note": "noted"})
    for record in ("acme/moved", "acme/same", "acme/later", "acme/founded"):
        rule = "founding-record" if record == "acme/founded" else "declared-id"
        insert_rows(db, "matches", MATCH, [("models_dev", record, record, "offer_of", "exact", rule, why, "rule")])
    insert_rows(db, "matches", MATCH, [("models_dev", "who", None, "unknown", "none", "no candidate", why, "rule")])
    moves = [("openrouter", "acme/moved", "2026-07-20T00:00:00Z", None)]
    insert_rows(db, "aliases", ("source", "record", "valid_from", "valid_to"), moves)
    then = judgements(db, entries, "2026-07-19T23:59:59Z")
    assert sorted(record for source, record in then if source == "models_dev") == ["acme/founded", "acme/same", "who"]
    assert dumps(then["models_dev", "who"].why.as_json()) == why
    assert ("models_dev", "acme/moved") in judgements(db, entries, "2026-07-20T00:00:00Z")


def put(db: Database, source: str, record: str, kind: str, model_id: str | None = None, **claims: str) -> None:
    """Enter a record as a store would have it after one answer."""
    at = "2026-07-01T12:00:00Z"
    insert_rows(db, "records", RECORD_COLUMNS, [(source, record, kind, "s", "", at, at, 1, "h", "/0", "{}", "[]")])
    insert_rows(db, "presence", StayRow._fields, [StayRow(source, record, at, at, None)])
    rows = [ClaimRow(source, record, f, v, v, "/0", "h", at, at, 1, 0, "", None) for f, v in sorted(claims.items())]
    insert_rows(db, "claims", ClaimRow._fields, rows)
    if model_id:
        why = dumps({"fields": []})
        insert_rows(
            db, "matches", MATCH, [(source, record, model_id, "same_release", "exact", "declared-id", why, "rule")]
        )


def test_what_is_said_of_everything_alike_has_no_weight_for_one_model_either(db: Database) -> None:
    put(db, "openrouter", "acme/atlas", "model", "acme/atlas", name="Atlas")
    put(db, "huggingface", "acme/Atlas", "model", "acme/atlas", open_weights="true")
    for number in range(6):
        put(db, "ai302", f"r{number}", "listing", None if number else "acme/atlas", open_weights="false")
    for asked_for in ("acme/atlas", None):
        with closing(catalog_as_of(db, never, sources().values(), CURATED, of_a_day(0), asked_for)) as then:
            sql = "select value, disputed from resolved where field = 'open_weights'"
            assert then.execute(sql).fetchall() == [("true", 0)]


def test_what_is_sold_under_the_same_id_concerns_a_model_whoever_sells_it(db: Database) -> None:
    put(db, "openrouter", "acme/atlas", "model", "acme/atlas")
    put(db, "litellm", "acme/atlas-9", "offer", "acme/atlas", wire_id="Atlas-9")
    put(db, "models_dev", "acme/atlas-9-latest", "offer", wire_id="atlas-9")
    put(db, "genai_prices", "router:acme", "offer", wire_id="ACME/atlas")
    put(db, "haimaker", "page:acme/atlas", "page", "acme/atlas")
    put(db, "haimaker", "acme/atlas", "listing")
    put(db, "haimaker", "acme/other", "listing", wire_id="other")
    found = concerning(db, "acme/atlas", "2026-07-02T00:00:00Z")
    known = set(db.execute("select source, record from records").fetchall())
    assert known - found == {("haimaker", "acme/other")}


def never(sighting: Sighting) -> Snapshot:
    raise AssertionError(f"{sighting.url} is not asked for")


DAYS_OF = {
    "2026-07-01": [priced(CHEAP)],
    "2026-07-02": [priced(DEAR), priced(CHEAP, "acme/fresh")],
    "2026-07-03": [priced(DEAR)],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three recorded days: a price moves on the second, a model comes on it and goes on the third."""
    folder = tmp_path_factory.mktemp("three_days")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
        atlas = Atlas(folder, patched)
        for day, rows in DAYS_OF.items():
            atlas.backfill(envelope(*rows, *others()), day)
        assert atlas.run("build", "--quiet").status in (0, 3)
    return folder


@pytest.fixture
def three_days(atlas: Atlas, made: Path) -> Atlas:
    """Those three days, to work on."""
    shutil.copytree(made, atlas.folder, dirs_exist_ok=True)
    return atlas


def shown(atlas: Atlas, *words: str) -> Any:
    ran = atlas.run("show", *words, "--json")
    assert (ran.status, ran.err) == (0, "")
    return json.loads(ran.out, parse_float=str, parse_int=str)


@pytest.mark.parametrize(
    ("moment", "price"),
    [
        ("2026-07-01", "0.42"),
        ("2026-07-02", "0.5"),
        ("2026-07-02T11:59:59Z", "0.42"),
        ("2026-07-02T12:00:00Z", "0.5"),
        ("2026-07-02T13:59:59+02:00", "0.42"),
        ("2026-07-02T12:00", "0.5"),
    ],
)
def test_a_date_is_the_end_of_its_day_and_a_timestamp_is_taken_as_it_stands(
    three_days: Atlas, moment: str, price: str
) -> None:
    document = shown(three_days, "acme/atlas", "--as-of", moment)
    assert document["offers"][0]["input_usd_per_mtok"] == price
    field = document["fields"]["input_usd_per_mtok"]
    assert (field["value"], field["claims"][0]["value"]) == (price, price)
    assert document["as_of"] >= field["claims"][0]["fetched_at"]


def test_a_model_that_is_gone_now_is_active_as_of_a_day_on_which_it_was_listed(three_days: Atlas) -> None:
    states = {day: shown(three_days, "acme/fresh", "--as-of", day)["status"] for day in ("2026-07-02", "2026-07-03")}
    assert states == {"2026-07-02": "active", "2026-07-03": "retired"}
    people = three_days.run("show", "acme/fresh", "--as-of", "2026-07-02").out
    assert people.startswith("as of 2026-07-02T23:59:59Z\nAcme: fresh")
    assert "days ago" not in people


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("acme/fresh", "2026-07-01"), 1, "not known as of 2026-07-01T23:59:59Z; it is known since 2026-07-02T12:"),
        (("acme/fresj", "2026-07-02"), 1, "no model 'acme/fresj'; near: acme/fresh"),
        (("acme/atlas", "2020-01-01"), 1, "as of 2020-01-01T23:59:59Z: the first answer is of 2026-07-01T12:"),
        (("acme/atlas", "2026-08-02"), 2, "--as-of 2026-08-02T23:59:59Z: that is to come; it is 2026-08-01T03:00:00Z"),
        (("acme/atlas", "2026-08-01T03:00:01Z"), 2, "that is to come"),
        (("acme/atlas", "yesterday"), 2, "'yesterday' is no date such as 2025-12-15, and no timestamp"),
        (("acme/atlas", "2026-02-30"), 2, "is no date"),
        (("acme/atlas", "0001-01-01T00:00:00+23:00"), 2, "is no date"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_one_line_and_nothing_on_stdout(
    three_days: Atlas, words: tuple[str, str], status: int, told: str
) -> None:
    ran = three_days.run("show", words[0], "--as-of", words[1], "--json")
    assert (ran.status, ran.out) == (status, "")
    assert told in ran.err
    assert status == 2 or len(ran.err.splitlines()) == 1


def test_today_may_be_asked_for_before_it_is_over(three_days: Atlas) -> None:
    document = shown(three_days, "acme/atlas", "--as-of", "2026-08-01")
    del document["as_of"]
    assert document == shown(three_days, "acme/atlas")


def test_the_order_in_which_recordings_came_in_does_not_matter(three_days: Atlas) -> None:
    told = shown(three_days, "acme/atlas", "--as-of", "2026-07-02")
    for path in three_days.folder.glob("data/**/*"):
        if path.is_file():
            path.unlink()
    for day in ("2026-07-03", "2026-07-01", "2026-07-02"):
        three_days.backfill(envelope(*DAYS_OF[day], *others()), day)
        three_days.run("build", "--quiet", "--no-render")
    assert shown(three_days, "acme/atlas", "--as-of", "2026-07-02") == told


def test_a_catalog_that_other_readers_made_is_not_cut(three_days: Atlas) -> None:
    with closing(Database(three_days.folder / "data/catalog.db")) as db, db.atomic():
        db.execute("update _meta set value = 'others' where key = 'readers'")
    ran = three_days.run("show", "acme/atlas", "--as-of", "2026-07-02")
    assert (ran.status, ran.out) == (1, "")
    assert "another version of the program made it; run `modelatlas build`" in ran.err


def test_an_answer_that_is_no_more_in_the_archive_is_told(three_days: Atlas) -> None:
    for path in three_days.folder.glob("data/archive/objects/*/*.gz"):
        path.unlink()
    ran = three_days.run("show", "acme/atlas", "--as-of", "2026-07-02")
    assert (ran.status, ran.out) == (1, "")
    assert "the answers of that time cannot be read: " in ran.err


def test_exports_are_the_published_files(three_days: Atlas) -> None:
    files = {"models": "api/v1/models/all.json", "disagreements": "api/v1/disagreements.json", "database": "catalog.db"}
    for name, path in files.items():
        assert three_days.run("export", name, "--out", "exported").status == 0
        assert (three_days.folder / "exported").read_bytes() == three_days.files()[path]
    assert three_days.run("export", "models").out == three_days.text("api/v1/models/all.json")
    lines = [json.loads(line) for line in three_days.run("export", "claims").out.splitlines()]
    files_of_models = [three_days.json(f"api/v1/models/{line['id']}.json") for line in lines]
    assert [{"$schema": "../../schema/model.schema.json", **line} for line in lines] == files_of_models
    assert len(lines) == 11


def test_an_exported_file_is_replaced_as_a_whole(three_days: Atlas) -> None:
    old = three_days.folder / "old.json"
    old.write_text("old", encoding="utf-8")
    (three_days.folder / "models.json").hardlink_to(old)
    assert three_days.run("export", "models", "--out", "models.json").status == 0
    assert old.read_text(encoding="utf-8") == "old"


def test_an_export_as_of_a_day_holds_that_day_and_says_so(three_days: Atlas) -> None:
    ran = three_days.run("export", "models", "--as-of", "2026-07-01")
    document = json.loads(ran.out, parse_float=str)
    assert document["status"]["as_of"] == "2026-07-01T23:59:59Z"
    assert document["status"]["generated_at"][:10] == "2026-07-01"
    prices = {model["id"]: model["input_usd_per_mtok"] for model in document["models"]}
    assert prices["acme/atlas"] == "0.42"
    assert "acme/fresh" not in prices
    assert three_days.run("export", "database", "--as-of", "2026-07-01", "--out", "then.db").status == 0
    assert three_days.rows("select input_usd_per_mtok from models where id = 'acme/atlas'", "then.db") == [("0.42",)]


def test_without_a_format_those_there_are_are_listed_and_another_one_is_wrong_usage(three_days: Atlas) -> None:
    listed_ = [line.partition(":")[0] for line in three_days.run("export").out.splitlines()]
    ran = three_days.run("export", "yaml")
    assert (ran.status, ran.out, ran.err) == (2, "", f"no format 'yaml': there are {', '.join(listed_)}\n")
    ran = three_days.run("export", "database")
    assert (ran.status, ran.out) == (2, "")


def test_a_file_that_cannot_be_written_leaves_the_old_one(three_days: Atlas) -> None:
    assert three_days.run("export", "models", "--out", "nowhere/models.json").status == 1
    (three_days.folder / "taken").mkdir()
    assert three_days.run("export", "models", "--out", "taken").status == 1
    assert [path.name for path in three_days.folder.iterdir() if ".new-" in path.name] == []


def test_an_explorer_as_of_a_day_is_a_folder_of_its_own_whose_every_page_says_so(three_days: Atlas) -> None:
    before = three_days.files()
    assert three_days.run("build", "--as-of", "2026-07-02").status == 2
    assert three_days.run("build", "--as-of", "2026-07-02", "--out", "july").status == 0
    assert three_days.files() == before
    made = three_days.files("july")
    pages = [content.decode() for path, content in made.items() if path.endswith(".html")]
    assert len(pages) > 11
    assert all("An earlier state of the catalog" in page and "2 July 2026" in page for page in pages)
    assert json.loads(made["api/v1/models/all.json"])["status"]["as_of"] == "2026-07-02T23:59:59Z"
    assert "models/acme/fresh/index.html" in made
    assert three_days.run("build", "--as-of", "2026-07-02", "--out", "july").status == 0
    assert three_days.files("july") == made


def test_a_past_explorer_has_a_receipt_for_every_value(three_days: Atlas) -> None:
    assert three_days.run("build", "--as-of", "2026-07-02", "--out", "july").status == 0
    site = three_days.folder / "july"
    walk = Walk(site)
    walk.all_json()
    for page in model_pages(site):
        walk.page(page)
    walk.reread(three_days.folder / "data")
    assert walk.faults == []
    assert walk.counts["values"] > 100
