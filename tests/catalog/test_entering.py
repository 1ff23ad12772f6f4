"""A catalog that is begun anew is read by two processes, and is the one that a single process reads."""

import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest
from sqlite_utils import Database

from catalog import entering
from catalog.entering import Entering
from catalog.side_by_side import Turns, apart
from catalog.store.ledger import Ledger
from catalog.store.tables import PRIVATE, PUBLIC
from scraper.source import Source
from tests.answers import envelope
from tests.atlas import Atlas, ten_models

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process does all")

PAGE = Path(__file__).parents[1] / "fixtures/sources/deepseek_pricing/promotion.html"
ONE = Entering.one


def test_items_are_taken_once_each_by_whoever_comes_first() -> None:
    def taken(seconds: float) -> list[str]:
        mine = []
        for item in turns:
            time.sleep(seconds)
            mine.append(item)
        return mine

    with Turns([str(number) for number in range(20)]) as turns:
        with apart(lambda _: taken(0.005), lambda _: None, turns.handle) as others:
            here, there = taken(0.01), others()
        assert list(turns) == []
    assert sorted([*here, *there], key=int) == [str(number) for number in range(20)]
    assert here and there
    assert here == sorted(here, key=int)


@pytest.fixture
def two_sources(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> Atlas:
    """An archive with answers of two sources, each of which another process reads where there are two cores."""
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    Path("recorded/2026-07-29.html").write_bytes(PAGE.read_bytes())
    assert atlas.run("backfill", "deepseek_pricing", "recorded/2026-07-29.html").status == 0
    monkeypatch.setattr(entering, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(Entering, "one", in_company)
    cores(monkeypatch, 2)
    return atlas


def in_company(self: Entering, db: Database, source: Source) -> Any:
    """Enter a source of the archive once two processes have begun with one each; who is alone waits for nobody."""
    if source.id not in ("openrouter", "deepseek_pricing") or entering.cores() < 2:
        return ONE(self, db, source)
    Path("read-by").mkdir(exist_ok=True)
    Path("read-by", str(os.getpid())).touch()
    deadline = time.monotonic() + 20
    while len(list(Path("read-by").iterdir())) < 2:
        assert time.monotonic() < deadline, "nobody else reads"
        time.sleep(0.001)
    return ONE(self, db, source)


def cores(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Let as many processes work at a time."""
    monkeypatch.setattr(entering, "cores", lambda: count)


def everything() -> dict[str, list[Any]]:
    """All rows of the store in their order, by table; only which source was looked at first says nothing."""
    with closing(sqlite3.connect("data/catalog.db")) as db:
        found = {table: list(db.execute(f"select * from {table}")) for table in {**PUBLIC, **PRIVATE}}
    return {**found, "snapshots": sorted(found["snapshots"], key=itemgetter(0))}


def test_what_two_processes_read_is_what_one_reads(two_sources: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for count in (2, 1):
        cores(monkeypatch, count)
        assert two_sources.run("build").status == 0
        sums = {file: file.read_bytes() for file in Path("_site").rglob("*") if file.is_file()}
        found.append((everything(), sums))
        for made in ("_site", "data/catalog.db", "data/carried.json"):
            shutil.rmtree(made) if Path(made).is_dir() else Path(made).unlink()
    assert found[0] == found[1]
    assert {row[0] for row in found[0][0]["claims"]} >= {"openrouter", "deepseek_pricing"}


def test_what_was_read_by_another_process_is_not_read_again(two_sources: Atlas) -> None:
    assert two_sources.run("build").status == 0
    before = everything()
    shutil.rmtree("read-by")
    two_sources.monkeypatch.setattr(Entering, "one", ONE)
    ran = two_sources.run("build", "--verbose")
    assert "deepseek_pricing: 0 answers entered" in ran.err
    assert "openrouter: 0 answers entered" in ran.err
    assert everything() == before


@pytest.mark.parametrize("source", ["openrouter", "deepseek_pricing"])
def test_a_reader_that_breaks_down_in_either_process_stops_nobody_else(
    two_sources: Atlas, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    """Half of what it entered is undone, in the database of either process."""
    enter = Ledger.enter

    def halfway(ledger: Ledger, *rest: Any) -> None:
        enter(ledger, *rest)
        if ledger.source == source:
            raise KeyError("half of it is entered")

    monkeypatch.setattr(Ledger, "enter", halfway)
    ran = two_sources.run("build")
    assert f"{source}: " in next(line for line in ran.err.splitlines() if "half of it is entered" in line)
    claimed = {row[0] for row in everything()["claims"]}
    assert source not in claimed
    assert claimed & {"openrouter", "deepseek_pricing"}


def no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("trouble", [no_room, interrupted])
@pytest.mark.parametrize("source", ["openrouter", "deepseek_pricing"])
def test_what_is_of_the_whole_run_ends_it_wherever_it_happens_and_leaves_nothing(
    two_sources: Atlas, monkeypatch: pytest.MonkeyPatch, source: str, trouble: Callable[..., None]
) -> None:
    def troubled(self: Entering, db: Database, found: Source) -> Any:
        entered = in_company(self, db, found)
        if found.id == source:
            trouble()
        return entered

    monkeypatch.setenv("TMPDIR", str(two_sources.folder / "scratch"))
    monkeypatch.setattr("tempfile.tempdir", None)
    Path("scratch").mkdir()
    assert gettempdir() == str(two_sources.folder / "scratch")
    monkeypatch.setattr(Entering, "one", troubled)
    assert two_sources.run("build").status == 1
    assert not list(Path("data").glob("catalog.db*"))
    assert not list(Path("scratch").iterdir())
