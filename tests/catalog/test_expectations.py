"""What holds for every source: expectations refuse an answer, single pages have a state together."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlite_utils import Database

from catalog.curated import Curated
from catalog.health import Health, health
from catalog.store.database import ingest_source
from catalog.store.derive import derive
from catalog.store.ingest import Outcome
from scraper.snapshots import Snapshot
from tests.catalog.claims_of import KNOWLEDGE
from tests.catalog.shelf import Shelf, looks

NIGHT = datetime(2026, 8, 1, 3, 0, tzinfo=UTC)
GOOD = b"a 1\nb 2\nc 3"


def enter(db: Database, source: Shelf, *nights: tuple[tuple[str, bytes | int], ...]) -> list[Outcome]:
    sightings, bodies = [], dict[str, bytes]()
    for number, answers in enumerate(nights):
        seen, found = looks(*answers, at=NIGHT + timedelta(days=number))
        sightings += seen
        bodies.update(found)
    entered = ingest_source(
        db, source, sightings, lambda seen: Snapshot(sighting=seen, body=bodies[seen.sha256 or ""]), None
    )
    return entered


def state(db: Database, source: Shelf, now: datetime = NIGHT) -> Health:
    (found,) = derive(db, [source], Curated(KNOWLEDGE), now)
    return found


@pytest.mark.parametrize(
    ("source", "answer", "told"),
    [
        (Shelf("all", min_records=4), GOOD, "3 records, expected at least 4"),
        (
            Shelf("all", fill={"input_usd_per_mtok": 0.9}),
            b"a 1\nb\nc 3",
            "input_usd_per_mtok in 2 of 3 records, expected at least 90%",
        ),
        (
            Shelf("all", median_input_usd_per_mtok=(Decimal("0.01"), Decimal(50))),
            b"a 1000\nb 2000\nc 3000",
            "middle input price 2000 USD/1M, expected 0.01 to 50: has a unit changed?",
        ),
    ],
    ids=["too few", "too empty", "a thousandfold off"],
)
def test_an_answer_below_its_expectations_is_refused_as_a_whole(
    db: Database, source: Shelf, answer: bytes, told: str
) -> None:
    (outcome,) = enter(db, source, (("x", answer),))
    assert (outcome.state, told in outcome.error) == ("refused", True)
    assert db.execute("select count(*) from claims").fetchone()[0] == 0


def test_an_answer_as_expected_is_taken(db: Database) -> None:
    bounds = (Decimal("0.01"), Decimal(50))
    source = Shelf("all", min_records=3, fill={"input_usd_per_mtok": 1}, median_input_usd_per_mtok=bounds)
    assert [outcome.state for outcome in enter(db, source, (("x", GOOD),))] == ["accepted"]


def test_single_pages_have_one_state_and_count_together(db: Database) -> None:
    source = Shelf()
    enter(db, source, (("x", b"a 1\nb 2"), ("y", b"c 3"), ("z", 404)))
    found = state(db, source)
    assert (found.state, found.records, found.error, found.sound) == ("fresh", 3, "", True)
    assert found.warnings == ("1 addresses do not exist, such as https://shelf.example/z",)


def test_a_page_that_fails_is_told_and_the_others_are_fresh(db: Database) -> None:
    source = Shelf()
    enter(db, source, (("x", b"a 1"), ("y", 500)))
    found = state(db, source)
    assert (found.state, found.sound, "shelf.example/y" in found.error) == ("fresh", False, True)


@pytest.mark.parametrize("status", [404, 500])
def test_a_night_on_which_no_page_answers_is_a_failure(db: Database, status: int) -> None:
    source = Shelf()
    enter(db, source, (("x", b"a 1"), ("y", b"b 2")), (("x", status), ("y", status)))
    found = state(db, source, NIGHT + timedelta(days=1))
    assert (found.state, found.records, found.sound) == ("failed", 2, False)


def test_a_source_that_was_never_asked_has_done_nothing_wrong(db: Database) -> None:
    found = health(db, Shelf(), NIGHT)
    assert (found.state, found.sound) == ("never", True)


def test_what_a_reader_leaves_out_is_in_the_issues(db: Database) -> None:
    source = Shelf()
    enter(db, source, (("x", b"a 1\n# cheap"),))
    state(db, source)
    rows = db.execute("select kind, field, detail, url from issues").fetchall()
    assert rows == [("ignored", "lines", "'# cheap' is a remark", "https://shelf.example/x")]
