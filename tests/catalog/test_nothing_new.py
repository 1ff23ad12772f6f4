"""What a build leaves alone: everything where nothing is new, judgements where no name is."""

import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from catalog.store.basis import basis, is_made_from, note
from catalog.store.tables import open_file
from tests.answers import envelope, model
from tests.atlas import Atlas, ten_models

DATABASE = Path("data/catalog.db")
OF_A_RUN = ("data/runs/", "data/refresh.lock")
"""What every run writes: its report, and who is running."""


@pytest.fixture
def built(atlas: Atlas) -> Atlas:
    """Give a folder that was just built."""
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    assert atlas.run("build").status == 0
    return atlas


def files() -> dict[str, tuple[int, int]]:
    """Every file with its place on disk and its time."""
    found = [file for folder in ("_site", "data") for file in Path(folder).rglob("*") if file.is_file()]
    return {
        str(file): (file.stat().st_ino, file.stat().st_mtime_ns) for file in found if not str(file).startswith(OF_A_RUN)
    }


def rows(sql: str) -> list[tuple[Any, ...]]:
    """What the database says."""
    with closing(open_file(DATABASE)) as db:
        return db.execute(sql).fetchall()


def without_seconds(told: str) -> str:
    """What a run told, but for how long it took."""
    return re.sub(r"\d+ s$", "", told.strip())


def change(sql: str) -> None:
    """Write something into the database that no build would."""
    with closing(open_file(DATABASE)) as db, db.atomic():
        db.execute(sql)


def test_a_build_with_nothing_new_writes_no_file(built: Atlas) -> None:
    before = files()
    again = built.run("build")
    assert (again.status, "0 files new or changed" in again.err) == (0, True)
    assert files() == before


def test_a_build_with_nothing_new_says_what_the_one_before_said(built: Atlas) -> None:
    first, second = (built.run("build").err for _ in range(2))
    assert without_seconds(first) == without_seconds(second)
    assert ", 10 models, " in second


def test_what_was_derived_from_something_else_is_derived_again(built: Atlas) -> None:
    change("update models set name = 'Nobody says so'")
    assert built.run("build").status == 0
    assert rows("select distinct name = 'Nobody says so' from models") == [(1,)]
    change("update _meta set value = 'another program' where key = 'basis'")
    assert built.run("build").status == 0
    assert rows("select distinct name = 'Nobody says so' from models") == [(0,)]


def test_every_answer_and_every_fault_is_part_of_what_all_is_made_from(built: Atlas) -> None:
    with closing(open_file(DATABASE)) as db:
        told = [basis(db, "program", {}), basis(db, "another", {}), basis(db, "program", {"arena": "broken"})]
        db.execute("update snapshots set state = 'refused'")
        told.append(basis(db, "program", {}))
        note(db, told[0])
        assert (is_made_from(db, told[0]), is_made_from(db, told[1])) == (True, False)
    assert len(set(told)) == len(told)


def test_another_price_leaves_the_judgements_as_they_were_and_another_name_does_not(built: Atlas) -> None:
    change("update matches set decided_by = 'somebody'")
    dearer = [model(row["id"], pricing={"prompt": "0.0000005", "completion": "0.0000013"}) for row in ten_models()]
    built.backfill(envelope(*dearer), "2026-07-31")
    assert built.run("build").status == 0
    assert rows("select distinct decided_by from matches") == [("somebody",)]
    assert rows("select distinct value from standing where field = 'input_usd_per_mtok'") == [("0.5",)]
    built.backfill(envelope(*dearer, model("acme/newcomer")), "2026-08-01")
    assert built.run("build").status in (0, 3)
    assert rows("select distinct decided_by from matches") == [("rule",)]
