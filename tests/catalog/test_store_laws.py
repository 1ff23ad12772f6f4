"""Laws of the store, whatever sources say night after night."""

from contextlib import closing
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from catalog.store.database import open_database
from tests.answers import envelope, model
from tests.catalog.test_ledger import Nights, enter

TABLES = ("records", "claims", "presence", "held", "holds", "snapshots")
IDS = ("a/x", "a/y", "a/z:free", "b/x")
SAID = st.tuples(
    st.sampled_from(["0.000001", "0.0000011", "0.000002", "0.0001", "0", "NaN", "-1"]), st.sampled_from([None, 4096])
)  # fmt: skip
HISTORIES = st.lists(st.dictionaries(st.sampled_from(IDS), SAID), min_size=1, max_size=6)
LAWS = settings(
    max_examples=settings().max_examples // 5, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def rows_of(night: dict[str, tuple[str, int | None]]) -> list[dict[str, Any]]:
    """A list of models in which some say that."""
    said = [
        model(id_, pricing={"prompt": price, "completion": "0.000003"}, context_length=limit)
        for id_, (price, limit) in night.items()
    ]
    return [*said, *(model(f"other/m{number}") for number in range(20))]


def all_rows(db: Database, *left_out: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the store, without some columns."""
    found = {}
    for table in TABLES:
        names = [f"[{column.name}]" for column in db.table(table).columns if column.name not in left_out]
        found[table] = sorted(db.execute(f"select {', '.join(names)} from {table}").fetchall(), key=repr)
    return found


@LAWS
@given(HISTORIES, st.randoms(use_true_random=False))
def test_the_order_of_records_in_an_answer_says_nothing(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, Any]], random: Any
) -> None:
    listed = [rows_of(night) for night in history]
    shuffled = [random.sample(rows, len(rows)) for rows in listed]
    folder = tmp_path_factory.mktemp("order")
    with closing(open_database(folder / "one.db")) as one, closing(open_database(folder / "other.db")) as other:
        enter(one, Nights(*(envelope(*rows) for rows in listed)))
        enter(other, Nights(*(envelope(*rows) for rows in shuffled)))
        # Where in its answer a record stands is another place, which of those that cannot be read a refusal names
        # is another one, and that is all.
        places = ("pointer", "place", "bytes", "sha256", "snapshot", "error")
        assert all_rows(one, *places) == all_rows(other, *places)


@LAWS
@given(HISTORIES)
def test_the_intervals_of_a_claim_never_overlap_and_the_same_again_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, Any]]
) -> None:
    nights = Nights(*(envelope(*rows_of(night)) for night in history))
    with closing(open_database(tmp_path_factory.mktemp("again") / "one.db")) as db:
        enter(db, nights)
        before = all_rows(db)
        assert enter(db, nights) == 0
        assert all_rows(db) == before
        sql = "select source, record, field, first_observed, last_observed, current from claims order by 1, 2, 3, 4"
        rows = db.execute(sql).fetchall()
    for (*one, first, last, current), (*other, begins, _, _) in pairwise(rows):
        assert first <= last
        assert one != other or (last < begins and not current)


@LAWS
@given(HISTORIES)
def test_no_stay_of_a_record_overlaps_another_and_what_is_gone_left_after_it_was_seen(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, Any]]
) -> None:
    with closing(open_database(tmp_path_factory.mktemp("stays") / "one.db")) as db:
        enter(db, Nights(*(envelope(*rows_of(night)) for night in history)))
        rows = db.execute(
            "select source, record, first_seen, last_seen, gone_at from presence order by 1, 2, 3"
        ).fetchall()
    for (*one, first, last, gone), (*other, begins, _, _) in pairwise(rows):
        assert first <= last and (gone is None or last < gone)
        assert one != other or (gone is not None and gone <= begins)
