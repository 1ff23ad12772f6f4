"""What may happen to time: a day taken in twice, out of order, half, from the future, or by a clock that runs back."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.answers import envelope, model
from tests.atlas import Atlas, routes, ten_models
from tests.upstream import Upstream

DAYS = ("2026-07-25", "2026-07-26", "2026-07-28", "2026-07-29")


def night(number: int) -> dict[str, Any]:
    """A list in which each night something moves: a price, a model that leaves, returns, is new."""
    price = ("0.00000042", "0.000000336", "0.000000336", "0.00000042")[number]
    leaver = [] if number == 1 else [model("acme/leaver")]
    return envelope(
        *ten_models(pricing={"prompt": price, "completion": "0.00000125"}), *leaver, model(f"acme/n{number}")
    )


@pytest.fixture
def recorded(atlas: Atlas) -> Path:
    """The nights as files that bear their days."""
    folder = atlas.folder / "recorded"
    folder.mkdir()
    for number, day in enumerate(DAYS):
        (folder / f"{day}.json").write_text(json.dumps(night(number)), encoding="utf-8")
    return folder


def built(atlas: Atlas, *paths: Path, data: str = "data") -> dict[str, list[str]]:
    """Both databases, dumped, after the recordings were taken in, in that order, and built."""
    for path in paths:
        assert atlas.run("backfill", "openrouter", str(path), "--data", data).status == 0
    assert atlas.run("build", "--data", data, "--out", f"{data}_site", "--no-render").status == 0
    return {file: dump(atlas.folder / file) for file in (f"{data}/catalog.db", f"{data}_site/catalog.db")}


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


def test_days_taken_in_in_any_order_give_the_same_databases(atlas: Atlas, recorded: Path) -> None:
    files = [recorded / f"{day}.json" for day in DAYS]
    in_order = built(atlas, *files, data="one")
    shuffled = built(atlas, files[2], files[0], files[3], files[1], data="other")
    assert list(in_order.values()) == list(shuffled.values())


def test_a_day_that_comes_late_slots_in_where_it_belongs(atlas: Atlas, recorded: Path) -> None:
    files = [recorded / f"{day}.json" for day in DAYS]
    in_order = built(atlas, *files, data="one")
    built(atlas, files[0], files[3], data="other")
    assert list(built(atlas, files[1], files[2], data="other").values()) == list(in_order.values())


def test_a_day_taken_in_twice_is_taken_once(atlas: Atlas, recorded: Path) -> None:
    once = built(atlas, recorded, data="one")
    again = atlas.run("backfill", "openrouter", str(recorded), "--data", "one")
    assert "0 answers taken, 4 already there" in again.err
    assert built(atlas, data="one") == once


def test_two_answers_of_one_time_are_refused_and_the_first_stays(atlas: Atlas, recorded: Path) -> None:
    before = built(atlas, recorded, data="one")
    (recorded / "again").mkdir()
    other = recorded / "again" / f"{DAYS[1]}.json"
    other.write_text(json.dumps(night(0)), encoding="utf-8")
    ran = atlas.run("backfill", "openrouter", str(other), "--data", "one")
    assert ran.status == 1
    assert f"again/{DAYS[1]}.json: another answer of https://openrouter.ai/api/v1/models" in ran.err
    assert "has this very time already" in ran.err
    assert built(atlas, data="one") == before


def test_a_recording_from_the_future_is_refused(atlas: Atlas, recorded: Path) -> None:
    before = built(atlas, recorded, data="one")
    (recorded / "2999-01-01.json").write_text(json.dumps(night(0)), encoding="utf-8")
    ran = atlas.run("backfill", "openrouter", str(recorded), "--data", "one")
    assert ran.status == 3
    assert "2999-01-01.json: of 2999-01-01, which is still to come: is the date right?" in ran.err
    assert built(atlas, data="one") == before


def test_a_clock_that_runs_back_fetches_nothing(
    atlas: Atlas, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    upstream.routes.update(routes(*ten_models()))
    atlas.listen_to(upstream)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1785672000")
    assert atlas.run("refresh", "openrouter").status == 0
    before, asked = dump(atlas.folder / "_site/catalog.db"), len(upstream.asked)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1785585600")
    ran = atlas.run("refresh", "openrouter")
    assert ran.status == 3
    assert "fetched on 2026-08-02T12:00:00Z, but the clock says 2026-08-01T12:00:00Z: set the clock right" in ran.err
    assert len(upstream.asked) == asked
    assert dump(atlas.folder / "_site/catalog.db") == before


def test_a_recording_of_today_does_not_stop_the_fetch_of_today(
    atlas: Atlas, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recordings bear noon where the hour is not known: that is no clock that ran back."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1785405600")  # ten in the morning of 30 July
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    upstream.routes.update(routes(*ten_models()))
    atlas.listen_to(upstream)
    assert atlas.run("refresh", "openrouter").status == 0


def test_days_half_taken_in_are_completed_by_the_next_run(atlas: Atlas, recorded: Path) -> None:
    whole = built(atlas, recorded, data="one")
    many = atlas.folder / "many"
    many.mkdir()
    for day in range(1, 29):
        (many / f"2026-06-{day:02}.json").write_text(json.dumps(night(day % 4)), encoding="utf-8")
    all_of_them = built(atlas, many, recorded, data="two")
    for number in range(4):
        killed(atlas.folder, many, taken=3 + 5 * number)
    again = atlas.run("backfill", "openrouter", str(many), "--data", "three")
    assert again.status == 0
    assert list(built(atlas, recorded, data="three").values()) == list(all_of_them.values())
    assert whole != all_of_them


def killed(folder: Path, recordings: Path, taken: int) -> None:
    """Take recordings in, in a process of its own, and kill it once so many are there."""
    command = [sys.executable, "-m", "catalog", "backfill", "openrouter", str(recordings), "--data", "three"]
    process = subprocess.Popen(
        command, cwd=folder, env={"PYTHONPATH": str(Path(__file__).parents[2]), "SOURCE_DATE_EPOCH": "1785553200"}
    )
    index = folder / "three/archive/openrouter.jsonl"
    while process.poll() is None:
        if index.exists() and len(index.read_bytes().splitlines()) >= taken:
            process.send_signal(signal.SIGKILL)
            process.wait()
        time.sleep(0.001)
    assert process.returncode == -signal.SIGKILL
