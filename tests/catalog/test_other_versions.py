"""A database of another version, a damaged one, one of somebody else; and an archive that lost something."""

import gzip
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from catalog.store.database import SCHEMA, open_database
from tests.answers import envelope
from tests.atlas import Atlas, a_folder, routes, ten_models
from tests.upstream import Upstream

SHAPES = Path(__file__).parent.parent / "fixtures/store_shapes"
RELEASED = [(path, int(path.stem.partition("-")[0])) for path in sorted(SHAPES.glob("*.sql"))]
"""Each shape that was released, and its number: at first they had none, which is 0."""
RELEASED.append((SHAPES / "1.sql", 0))
DATABASE = Path("data/catalog.db")
OTHER = "data/catalog.db: another version of the program made it"


def priced(number: int) -> list[dict[str, Any]]:
    return ten_models(pricing={"prompt": f"0.0000004{number}", "completion": "0.00000125"})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three days and a catalog of them."""
    return a_folder(tmp_path_factory, [(f"2026-07-{28 + number}", priced(number)) for number in (1, 2, 3)])


@pytest.fixture
def three(made: Path, atlas: Atlas) -> Atlas:
    """The same to work with."""
    shutil.copytree(made, atlas.folder, dirs_exist_ok=True)
    return atlas


def rows(sql: str, path: Path = DATABASE) -> list[Any]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def write(sql: str, path: Path = DATABASE) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(sql)


def bodies() -> list[Path]:
    """The files of all bodies, in the order of their time."""
    lines = Path("data/archive/openrouter.jsonl").read_text(encoding="utf-8").splitlines()
    digests = [json.loads(line)["sha256"] for line in lines]
    return [Path(f"data/archive/objects/{digest[:2]}/{digest}.gz") for digest in digests]


def of_another_version() -> None:
    write("update _meta set value = 'others' where key = 'readers'")


def of_shape(shape: Path, number: int) -> None:
    """The catalog that is there as a program of that shape had it: the same answers in the columns of then."""
    old = Path("old.db")
    write(shape.read_text(encoding="utf-8"), old)
    with closing(sqlite3.connect(old)) as db:
        db.execute("attach database 'data/catalog.db' as today")
        for table in ("snapshots", "records", "claims"):
            columns = ", ".join(f"[{row[1]}]" for row in db.execute(f"pragma main.table_info({table})"))
            db.execute(f"insert into main.{table} ({columns}) select {columns} from today.{table}")
        db.execute("insert into _meta values ('readers', 'of then')")
        db.execute(f"pragma user_version = {number}")
        db.commit()
    old.replace(DATABASE)


def test_todays_shape_has_its_number(tmp_path: Path) -> None:
    """Another shape than the last released one needs a number of its own: raise SCHEMA, and keep the old file."""
    sql = "select sql from sqlite_master where sql is not null and name not like 'sqlite_%'"
    with closing(open_database(tmp_path / "catalog.db")) as db:
        shape = "".join(f"{row[0]};\n" for row in db.execute(sql).fetchall())
    file = SHAPES / f"{SCHEMA}.sql"
    if os.environ.get("MODELATLAS_WRITE_EXPECTED"):
        file.write_text(shape, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == shape


@pytest.mark.parametrize(("shape", "number"), RELEASED, ids=[f"{path.stem} as {number}" for path, number in RELEASED])
def test_every_released_shape_is_derived_anew(three: Atlas, shape: Path, number: int) -> None:
    before, made = three.files(), DATABASE.read_bytes()
    of_shape(shape, number)
    ran = three.run("build")
    assert ran.status == 0
    assert f"{OTHER}; derived anew from the archive" in ran.err
    assert three.files() == before
    assert DATABASE.read_bytes() == made
    assert rows("pragma user_version") == [(SCHEMA,)]


@pytest.mark.parametrize(("shape", "number"), RELEASED, ids=[f"{path.stem} as {number}" for path, number in RELEASED])
def test_no_shape_is_replaced_by_one_that_knows_less(three: Atlas, shape: Path, number: int) -> None:
    of_shape(shape, number)
    bodies()[1].unlink()
    before, published = DATABASE.read_bytes(), three.files()
    ran = three.run("build")
    assert ran.status == 1
    assert f"{OTHER}, and 1 answers that it was made from are no longer in the archive, such as" in ran.err
    assert "put them back from a copy or backfill them, or delete the database" in ran.err
    assert DATABASE.read_bytes() == before
    assert three.files() == published
    shutil.rmtree("data/archive/objects")  # the remedy: backfill them
    Path("data/archive/openrouter.jsonl").unlink()
    three.run("backfill", "openrouter", "recorded")
    assert three.run("build").status == 0
    assert three.files() == published


def test_a_lost_list_of_answers_is_as_bad_as_lost_answers(three: Atlas) -> None:
    of_another_version()
    Path("data/archive/openrouter.jsonl").unlink()
    ran = three.run("build")
    assert ran.status == 1
    assert "such as openrouter: its list of answers no longer names" in ran.err
    assert len(rows("select 1 from snapshots")) == 3


def test_a_newer_database_is_refused_and_left_alone(three: Atlas) -> None:
    write(f"pragma user_version = {SCHEMA + 1}")
    before, published = DATABASE.read_bytes(), three.files()
    for words in (("build",), ("refresh", "--offline")):
        ran = three.run(*words)
        assert ran.status == 1
        assert "data/catalog.db: a newer version of the program made it: upgrade modelatlas, or name" in ran.err
    assert DATABASE.read_bytes() == before
    assert three.files() == published


def test_somebody_elses_database_is_left_alone(three: Atlas) -> None:
    DATABASE.unlink()
    write("create table letters (text)")
    before = DATABASE.read_bytes()
    ran = three.run("build")
    assert ran.status == 1
    assert "data/catalog.db: is no catalog of ours: move it away" in ran.err
    assert DATABASE.read_bytes() == before


def _no_sqlite(path: Path) -> None:
    path.write_bytes(b"no database" * 500)


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-90_000])


def _flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in range(16_384, len(content), 16_384):
        content[place : place + 64] = bytes(byte ^ 0xFF for byte in content[place : place + 64])
    path.write_bytes(content)


def _flipped_beyond_the_schema(path: Path) -> None:
    root = rows("select rootpage from sqlite_master where name = 'claims'", path)[0][0]
    content = bytearray(path.read_bytes())
    content[(root - 1) * 16_384 : (root - 1) * 16_384 + 100] = b"\xff" * 100
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [_no_sqlite, _cut_short, _flipped, _flipped_beyond_the_schema])
def test_a_damaged_database_is_derived_anew_and_kept_aside(three: Atlas, damage: Any) -> None:
    before, made = three.files(), DATABASE.read_bytes()
    for _ in range(2):
        damage(DATABASE)
        damaged = DATABASE.read_bytes()
        three.backfill(envelope(*priced(3)), "2026-07-31")
        ran = three.run("build")
        assert ran.status == 0
        told = "data/catalog.db: damaged; derived anew from the archive, and the damaged file kept as"
        assert ran.err.count(told) == 1, ran.err
        assert Path("data/catalog.db.damaged").read_bytes()[100:] == damaged[100:]  # the header counts writes
        assert three.files() == before
        assert DATABASE.read_bytes() == made
    assert sorted(path.name for path in Path("data").glob("catalog.db*")) == ["catalog.db", "catalog.db.damaged"]


def test_an_error_while_it_is_derived_anew_leaves_the_old_file(three: Atlas) -> None:
    of_another_version()
    before = DATABASE.read_bytes()
    command = [sys.executable, "-c", "from catalog.cli import main; main()", "build"]
    for wait in (0.5, 0.7, 0.9):
        running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert DATABASE.read_bytes() == before or rows("pragma integrity_check") == [("ok",)]
    assert three.run("build").status == 0
    assert sorted(path.name for path in Path("data").glob("catalog.db*")) == ["catalog.db"]


def test_a_damaged_new_answer_fails_alone_and_is_read_when_it_is_whole_again(three: Atlas) -> None:
    three.backfill(envelope(*priced(5)), "2026-08-01")
    newest = bodies()[-1]
    whole = newest.read_bytes()
    newest.write_bytes(gzip.compress(b"junk"))
    ran = three.run("build")
    assert ran.status == 3
    assert f"{newest}: does not match its name; delete it and fetch or backfill again" in ran.err
    assert json.loads(three.run("sources", "--json").out)[0]["state"] == "failed"
    assert rows("select distinct input_usd_per_mtok from offers") == [("0.43",)]
    assert three.run("build").status == 3  # it is told until it is mended
    newest.write_bytes(whole)
    assert three.run("build").status == 0
    assert rows("select distinct input_usd_per_mtok from offers") == [("0.45",)]


def test_a_damaged_body_that_comes_again_is_mended(three: Atlas) -> None:
    newest = bodies()[-1]
    whole = newest.read_bytes()
    newest.write_bytes(b"junk")
    three.backfill(envelope(*priced(3)), "2026-08-01")
    assert newest.read_bytes() == whole


def test_a_damaged_old_answer_stops_nothing_that_is_known(three: Atlas, upstream: Upstream) -> None:
    bodies()[0].write_bytes(b"junk")
    assert three.run("build").status == 0
    upstream.routes.update(routes(*priced(7)))
    three.listen_to(upstream)
    assert three.run("refresh", "openrouter").status == 0
    assert ("0.47",) in rows("select distinct input_usd_per_mtok from offers where via is null")


def test_a_source_is_not_derived_anew_to_less_than_is_known(three: Atlas) -> None:
    bodies()[0].write_bytes(b"junk")
    known = len(rows("select 1 from claims"))
    three.backfill(envelope(*priced(9)), "2026-07-20")  # an older day: the source would be read from its first answer
    ran = three.run("build")
    assert ran.status == 3
    assert "openrouter: 1 answers that it was made from are no longer in the archive, such as data/archive" in ran.err
    assert len(rows("select 1 from claims")) == known
    assert rows("select distinct input_usd_per_mtok from offers") == [("0.43",)]
    bodies()[0].unlink()
    three.backfill(envelope(*priced(1)), "2026-08-01")  # the body comes again
    assert three.run("build").status == 0
    assert rows("select distinct input_usd_per_mtok from offers") == [("0.41",)]


def test_without_a_database_what_cannot_be_read_is_told_and_the_rest_published(three: Atlas) -> None:
    bodies()[1].unlink()
    DATABASE.unlink()
    ran = three.run("build")
    assert ran.status == 3
    assert "missing; fetch or backfill its source again" in ran.err
    assert rows("select state from snapshots order by fetched_at") == [("accepted",), ("failed",), ("accepted",)]
    assert rows("select distinct input_usd_per_mtok from offers") == [("0.43",)]


def test_lines_that_are_none_lose_no_answer(three: Atlas) -> None:
    before = three.files()
    path = Path("data/archive/openrouter.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    bad = [b"123", b'{"source": 5}', b"[" * 100_000, b'"\xff"', b"{}", b"null", b"\0" * 50, lines[0][:70], b"", b"}{"]
    path.write_bytes(b"".join([lines[0], *(line + b"\n" for line in bad), *lines[1:]]))
    assert three.run("build").status == 0
    assert three.files() == before


def test_a_damaged_line_of_an_answer_that_is_known_is_told(three: Atlas) -> None:
    path = Path("data/archive/openrouter.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], lines[1].replace(b'"status":200', b'"status":2x0'), lines[2]]))
    three.backfill(envelope(*priced(6)), "2026-08-01")
    ran = three.run("build")
    assert ran.status == 3
    assert "openrouter: 1 answers that the catalog knows are not in the archive's list" in ran.err
    assert rows("select count(*) from snapshots") == [(4,)]
    assert rows("select distinct input_usd_per_mtok from offers") == [("0.46",)]


def test_lines_of_a_newer_version_are_read_as_far_as_they_are_known(three: Atlas) -> None:
    before = three.files()
    for name in ("data/archive/openrouter.jsonl", "data/published.jsonl"):
        path = Path(name)
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("{", '{"later":[1],'), encoding="utf-8")
    DATABASE.unlink()
    assert three.run("build").status == 0
    assert three.files() == before
    assert "later" in Path("data/published.jsonl").read_text(encoding="utf-8")


def test_the_number_and_the_program_are_in_the_file(db: Database) -> None:
    assert db.execute("pragma user_version").fetchone() == (SCHEMA,)
    assert db.execute("select value from _meta where key = 'program'").fetchone()[0]
