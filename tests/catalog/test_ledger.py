"""The ledger: what was claimed from when to when, in the order of the answers' time."""

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from catalog.store.database import ingest_source, open_database
from catalog.store.ingest import Baseline
from scraper.snapshots import Sighting, Snapshot
from scraper.sources import sources
from scraper.sources._openrouter_answers import MODELS
from tests.answers import envelope, model, snapshot

openrouter = sources()["openrouter"]
START = datetime(2026, 7, 1, 12, tzinfo=UTC)


class Nights:
    """Answers of successive nights, kept in memory."""

    def __init__(self, *answers: Any, start: datetime = START) -> None:
        self.snapshots: dict[str, Snapshot] = {}
        self.sightings: list[Sighting] = []
        for number, answer in enumerate(answers):
            found = snapshot(answer, at=start + timedelta(days=number))
            key = f"{number:064}"
            self.snapshots[key] = found
            self.sightings.append(found.sighting.model_copy(update={"sha256": key}))

    def load(self, sighting: Sighting) -> Snapshot:
        body = self.snapshots[sighting.sha256 or ""].body
        return Snapshot(sighting=sighting, body=body)


def enter(db: Database, nights: Nights, sightings: Sequence[Sighting] | None = None) -> int:
    with db.atomic():
        seen = nights.sightings if sightings is None else sightings
        return len(ingest_source(db, openrouter, seen, nights.load, None))


def priced(prompt: str, id_: str = "acme/atlas-7b") -> dict[str, Any]:
    return model(id_, pricing={"prompt": prompt, "completion": "0.00000125"})


def intervals(db: Database, field: str = "input_usd_per_mtok") -> list[tuple[str, str, str, int]]:
    sql = "select value, first_observed, last_observed, current from claims where field = ? order by first_observed"
    return [(value, first[8:10], last[8:10], current) for value, first, last, current in db.execute(sql, [field])]


def test_a_claim_seen_again_is_one_row_observed_later(db: Database) -> None:
    enter(db, Nights(envelope(priced("0.00000042")), envelope(priced("0.00000042")), envelope(priced("0.00000042"))))
    assert intervals(db) == [("0.42", "01", "03", 1)]


def test_another_value_closes_a_claim_and_opens_one(db: Database) -> None:
    enter(db, Nights(envelope(priced("0.00000042")), envelope(priced("0.00000033")), envelope(priced("0.00000042"))))
    assert intervals(db) == [("0.42", "01", "01", 0), ("0.33", "02", "02", 0), ("0.42", "03", "03", 1)]


def test_a_record_that_leaves_keeps_what_it_said_last(db: Database) -> None:
    enter(db, Nights(envelope(priced("0.00000042"), *_others()), envelope(*_others())))
    assert intervals(db)[0] == ("0.42", "01", "01", 1)
    assert db.execute("select present from records where record = 'acme/atlas-7b'").fetchone() == (0,)


def test_a_record_that_returns_opens_new_claims(db: Database) -> None:
    both, others = envelope(priced("0.00000042"), *_others()), envelope(*_others())
    enter(db, Nights(both, others, both))
    mine = "select first_observed, last_observed from claims where record = ? and field = ? order by 1"
    rows = db.execute(mine, ["acme/atlas-7b", "input_usd_per_mtok"]).fetchall()
    assert [(first[8:10], last[8:10]) for first, last in rows] == [("01", "01"), ("03", "03")]


def test_a_claim_ends_with_the_first_answer_that_does_not_say_it(db: Database) -> None:
    cut = {**priced("0.00000033"), "knowledge_cutoff": None}
    enter(db, Nights(envelope(priced("0.00000042")), envelope(priced("0.00000042")), envelope(cut)))
    assert ends(db, "input_usd_per_mtok") == [("0.42", "03"), ("0.33", None)]
    assert ends(db, "knowledge_cutoff") == [("2025-03-31", "03")]


def test_days_without_an_answer_end_nothing(db: Database) -> None:
    nights = Nights(*(envelope(priced("0.00000042")) for _ in range(5)))
    enter(db, nights, [nights.sightings[0], nights.sightings[4]])
    assert intervals(db) == [("0.42", "01", "05", 1)]
    assert ends(db, "input_usd_per_mtok") == [("0.42", None)]


def test_a_record_has_a_stay_for_each_time_in_its_list(db: Database) -> None:
    both, others = envelope(priced("0.00000042"), *_others()), envelope(*_others())
    nights = Nights(both, both, others, others, both)
    enter(db, nights, nights.sightings[:4])
    assert stays(db) == [("01", "02", "03")]
    assert ends(db, "input_usd_per_mtok", "acme/atlas-7b") == [("0.42", "03")]
    enter(db, nights)
    assert stays(db) == [("01", "02", "03"), ("05", "05", None)]
    assert ends(db, "input_usd_per_mtok", "acme/atlas-7b") == [("0.42", "03"), ("0.42", None)]


def test_what_a_guard_held_for_a_time_is_remembered(db: Database) -> None:
    nights = Nights(*(envelope(priced(price), *_others()) for price in ("0.00000042", "0", "0", "0.00000042")))
    enter(db, nights)
    mine = "select field, since, until, kept, offered, rule from holds"
    days = [(name, since[8:10], until[8:10], *rest) for name, since, until, *rest in db.execute(mine)]
    assert days == [("input_usd_per_mtok", "02", "04", "0.42", "0", "fell-to-zero")]
    assert db.execute("select count(*) from held").fetchone() == (0,)


def test_an_answer_says_when_it_was_so_and_when_it_was_learned(db: Database) -> None:
    nights = Nights(envelope(model()), envelope(model()))
    taken = nights.sightings[0].model_copy(update={"learned_on": date(2026, 11, 21)})
    enter(db, nights, [taken, nights.sightings[1]])
    assert db.execute("select fetched_at, learned_on from snapshots order by fetched_at").fetchall() == [
        ("2026-07-01T12:00:00Z", "2026-11-21"),
        ("2026-07-02T12:00:00Z", "2026-07-02"),
    ]


def test_a_value_that_cannot_be_read_leaves_the_last_good_one_held(db: Database) -> None:
    enter(db, Nights(envelope(priced("0.00000042"), *_others()), envelope(priced("NaN"), *_others())))
    held = db.execute("select value, last_observed, held from claims where held = 1").fetchall()
    assert held == [("0.42", "2026-07-01T12:00:00Z", 1)]


def test_a_held_value_says_when_it_was_last_read_however_many_runs_later(db: Database) -> None:
    bad = envelope(priced("free of charge"), *_others())
    nights = Nights(envelope(priced("0.00000042"), *_others()), bad, bad)
    for run in (1, 2, 3):
        enter(db, nights, nights.sightings[:run])
    (held,) = db.execute("select value, last_observed, snapshot, pointer from claims where held = 1").fetchall()
    assert held == ("0.42", "2026-07-01T12:00:00Z", f"{0:064}", "/data/0/pricing/prompt")


def test_a_record_that_says_the_same_in_another_order_says_nothing_new(db: Database) -> None:
    said = priced("0.00000042")
    nights = Nights(envelope(said), envelope(dict(reversed(said.items()))))
    enter(db, nights, nights.sightings[:1])
    before = db.execute("select raw from records").fetchall()
    enter(db, nights)
    assert intervals(db) == [("0.42", "01", "02", 1)]
    assert db.execute("select raw from records").fetchall() == before


def test_a_held_value_is_released_when_it_can_be_read_again(db: Database) -> None:
    nights = Nights(*(envelope(priced(price), *_others()) for price in ("0.00000042", "NaN", "0.00000042")))
    enter(db, nights)
    assert intervals_of(db, "acme/atlas-7b") == [("0.42", "01", "03", 1)]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"<html>", "an HTML page"),
        (envelope(*(model(f"a/m{n}") for n in range(5))), "5 records, 10 in the last good answer"),
        (envelope(*(priced("NaN", f"a/m{n}") for n in range(10))), "10 of 10 records cannot be read"),
    ],
)
def test_an_unsound_answer_is_refused_and_changes_nothing(db: Database, answer: Any, told: str) -> None:
    good = envelope(*(model(f"a/m{n}") for n in range(10)))
    enter(db, Nights(good))
    before = _dump(db, "claims")
    enter(db, Nights(good, answer))
    assert _dump(db, "claims") == before
    state, error = db.execute("select state, error from snapshots order by rowid desc limit 1").fetchone()
    assert state == "refused"
    assert told in error
    assert MODELS in error


def test_a_first_answer_is_measured_against_the_seed(db: Database) -> None:
    nights = Nights(envelope(*(model(f"a/m{n}") for n in range(5))))
    with db.atomic():
        ingest_source(db, openrouter, nights.sightings, nights.load, Baseline({"models": 10}, START))
    assert db.execute("select state from snapshots").fetchall() == [("refused",)]


def test_a_recording_older_than_the_seed_is_not_measured_against_it(db: Database) -> None:
    nights = Nights(envelope(*(model(f"a/m{n}") for n in range(5))))
    with db.atomic():
        ingest_source(db, openrouter, nights.sightings, nights.load, Baseline({"models": 10}, START + timedelta(1)))
    assert db.execute("select state from snapshots").fetchall() == [("accepted",)]


def test_what_is_ingested_is_not_ingested_again(db: Database) -> None:
    nights = Nights(envelope(priced("0.00000042")), envelope(priced("0.00000033")))
    assert enter(db, nights, nights.sightings[:1]) == 1
    assert enter(db, nights) == 1
    assert enter(db, nights) == 0


histories = st.lists(
    st.dictionaries(st.sampled_from(["a/x", "a/y", "a/z"]), st.sampled_from(["0.000001", "0.000002", "NaN", "0"])),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_import_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, str]], random: Any
) -> None:
    listed = [[*(priced(price, id_) for id_, price in night.items()), *_others()] for night in history]
    nights = Nights(*(envelope(*rows) for rows in listed))
    folder = tmp_path_factory.mktemp("order")
    shuffled = random.sample(nights.sightings, len(nights.sightings))
    with closing(open_database(folder / "one.db")) as at_once, closing(open_database(folder / "other.db")) as by_and_by:
        enter(at_once, nights)
        known: list[Sighting] = []
        for sighting in shuffled:
            known = sorted([*known, sighting], key=lambda seen: seen.fetched_at)
            enter(by_and_by, nights, known)
        for table in ("snapshots", "records", "claims", "presence", "held", "holds"):
            assert _dump(at_once, table) == _dump(by_and_by, table)


def intervals_of(db: Database, record: str) -> list[tuple[str, str, str, int]]:
    sql = (
        "select value, first_observed, last_observed, current from claims"
        " where field = 'input_usd_per_mtok' and record = ? order by first_observed"
    )
    return [(value, first[8:10], last[8:10], current) for value, first, last, current in db.execute(sql, [record])]


def ends(db: Database, field: str, record: str = "acme/atlas-7b") -> list[tuple[str, str | None]]:
    sql = "select value, ended_at from claims where field = ? and record = ? order by first_observed"
    return [(value, end and end[8:10]) for value, end in db.execute(sql, [field, record])]


def stays(db: Database, record: str = "acme/atlas-7b") -> list[tuple[str, str, str | None]]:
    rows = db.execute("select first_seen, last_seen, gone_at from presence where record = ? order by 1", [record])
    return [(first[8:10], last[8:10], gone and gone[8:10]) for first, last, gone in rows]


def _others() -> list[dict[str, Any]]:
    return [model(f"other/m{n}") for n in range(30)]


def _dump(db: Database, table: str) -> list[Any]:
    return sorted(db.execute(f"select * from {table}").fetchall(), key=repr)
