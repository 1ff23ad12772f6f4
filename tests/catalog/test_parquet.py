"""The tables as folders of Parquet and CSV, read by a real DuckDB and pandas.

Texts and counts are compared with `catalog.db` cell by cell; numbers with the exact texts beside them and with
`all.json`, as decimals, never as floating point. Times are compared as text, to the second.
"""

import csv
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from catalog.export.content import Content
from catalog.export.folders import rows
from catalog.export.folders.arrow import Shape
from catalog.export.folders.csv_files import csv_files
from catalog.export.folders.filling import MARK
from catalog.export.folders.parquet import parquet_files
from catalog.export.tables.schema import DAYS, FLAGS, NUMBER, PUBLISHED, TIMES
from catalog.published_ids import PublishedIds
from catalog.staging import PublishError, filled
from scraper.attributes import ATTRIBUTES, DYNAMIC, Kind
from tests.answers import envelope
from tests.atlas import Atlas, ten_models
from tests.whole import BASE

NUMBERS = {one.name for one in ATTRIBUTES.values() if one.kind in (Kind.PRICE, Kind.DECIMAL, Kind.TOKENS)}
DAYS_LISTED = {"2026-07-28": "0.00000042", "2026-07-29": "0.0000003", "2026-07-30": "0.00000041999999999999"}
"""What a token costs by the list of each day."""


@pytest.fixture(scope="module")
def store(whole: Path) -> Iterator[Database]:
    db = Database(whole / "data/catalog.db", execute_plugins=False)
    yield db
    db.close()


@pytest.fixture(scope="module")
def folder(store: Database, whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every table as Parquet."""
    out = tmp_path_factory.mktemp("parquet")
    parquet_files(content(store, whole), out)
    return out


def content(store: Database, whole: Path) -> Content:
    """The catalog as it is published."""
    return Content(store, BASE, ids=PublishedIds(whole / "data/published.jsonl"))


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def read(folder: Path, table: str) -> str:
    """The words by which DuckDB reads a table."""
    return f"read_parquet('{folder}/{table}/**/*.parquet', hive_partitioning = true)"


def as_text(table: str, column: str) -> str:
    """A column in DuckDB as the database writes it."""
    if column in FLAGS.get(table, ()):
        return f'cast("{column}" as int)'
    if column in TIMES:
        return f"strftime(make_timestamp(epoch_us(\"{column}\")), '%Y-%m-%dT%H:%M:%SZ')"
    return f"strftime(\"{column}\", '%Y-%m-%d')" if column in DAYS else f'"{column}"'


@pytest.mark.parametrize("table", PUBLISHED)
def test_duckdb_reads_every_cell_as_the_database_has_it(folder: Path, whole: Path, table: str) -> None:
    columns = list(PUBLISHED[table].columns)
    told = ", ".join(as_text(table, column) for column in columns)
    found = duckdb.sql(f"select {told} from {read(folder, table)}").fetchall()
    with closing(sqlite3.connect(whole / "_site/catalog.db")) as db:
        kept = db.execute(f"select {', '.join(f'[{column}]' for column in columns)} from {table}").fetchall()
    assert sorted(map(repr, found)) == sorted(map(repr, kept))


def test_claims_stand_by_source_and_year_and_their_files_do_not_repeat_it(folder: Path, whole: Path) -> None:
    counted = duckdb.sql(f"select source, year, count(*) from {read(folder, 'claims')} group by all").fetchall()
    with closing(sqlite3.connect(whole / "_site/catalog.db")) as db:
        years = "select source, cast(substr(first_observed, 1, 4) as int), count(*) from claims group by 1, 2"
        assert sorted(counted) == sorted(db.execute(years).fetchall())
    one = folder / "claims/source=openrouter/year=2026/part-0.parquet"
    assert one.is_file()
    assert not {"source", "year"} & set(pyarrow.parquet.read_schema(one).names)
    assert len({source for source, *_ in counted}) > 15


def test_numbers_are_the_exact_texts_to_the_last_digit(folder: Path) -> None:
    compared = 0
    for table in PUBLISHED:
        for column in Shape(table).schema.names:
            exact = column.removesuffix(NUMBER)
            if column != exact:
                field = "field" if "field" in PUBLISHED[table].columns else "''"
                sql = f'select {field}, "{exact}", "{column}" from {read(folder, table)}'
                for name, text, number in duckdb.sql(sql).fetchall():
                    if text is None or text == DYNAMIC or (name and name not in NUMBERS):
                        assert number is None, (table, column, text)
                    else:
                        assert number == Decimal(text), (table, column, text)
                        compared += 1
    assert compared > 5_000


def test_prices_of_every_model_are_those_of_all_json(folder: Path, whole: Path) -> None:
    text = (whole / "_site/api/v1/models/all.json").read_text(encoding="utf-8")
    models = {one["id"]: one for one in json.loads(text, parse_float=Decimal, parse_int=Decimal)["models"]}
    sql = (
        "select id, input_usd_per_mtok, input_usd_per_mtok_number, output_usd_per_mtok, output_usd_per_mtok_number"
        f" from {read(folder, 'models')}"
    )
    found = duckdb.sql(sql).fetchall()
    assert {row[0] for row in found} == set(models)
    for id_, input_, input_number, output, output_number in found:
        for name, exact, number in (("input", input_, input_number), ("output", output, output_number)):
            price = models[id_][f"{name}_usd_per_mtok"]
            assert (exact, number) == ((None, None) if price is None else (str(price), price)), id_


def test_types_are_those_of_what_a_column_says(folder: Path) -> None:
    types, looks = (
        dict(duckdb.sql(f"select column_name, column_type from (describe from {read(folder, table)})").fetchall())
        for table in ("claims", "snapshots")
    )
    assert types["first_observed"] == "TIMESTAMP WITH TIME ZONE"
    assert (types["current"], types["value"], types["value_number"]) == ("BOOLEAN", "VARCHAR", "DECIMAL(38,20)")
    assert (looks["bytes"], looks["seed"], looks["learned_on"]) == ("BIGINT", "BOOLEAN", "DATE")
    kept = pyarrow.parquet.ParquetFile(folder / "offers/part-0.parquet").metadata.row_group(0).column(0)
    assert kept.compression == "ZSTD"


@settings(max_examples=40, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=20, max_value=10**30, min_value=-(10**30)))
def test_a_decimal_that_does_not_fit_stays_a_text_and_is_never_rounded(price: Decimal) -> None:
    for text in (format(price, "f"), format(price, "f") + "1", DYNAMIC, "1e3", "", None):
        row = dict.fromkeys(PUBLISHED["offers"].columns) | {"input_usd_per_mtok": text}
        (told,) = Shape("offers").batch([tuple(row.values())]).to_pylist()
        assert told["input_usd_per_mtok"] == text
        number = told["input_usd_per_mtok_number"]
        assert number is None or number == Decimal(str(text))
        if text == format(price, "f") and abs(price) < 10**18:
            assert number is not None


def test_the_same_catalog_is_the_same_files_and_a_few_rows_at_a_time_are_the_same_rows(
    store: Database, whole: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "again").mkdir()
    parquet_files(content(store, whole), tmp_path / "again")
    assert files(tmp_path / "again") == files(folder)
    monkeypatch.setattr(rows, "BATCH", 97)
    (tmp_path / "few").mkdir()
    parquet_files(content(store, whole), tmp_path / "few")
    for table in ("claims", "matches"):
        few, whole_ = (pyarrow.parquet.read_table(out / table) for out in (tmp_path / "few", folder))
        assert few.equals(whole_)
    few_file = tmp_path / "few/matches/part-0.parquet"
    assert pyarrow.parquet.ParquetFile(few_file).metadata.row_group(0).num_rows == 97


def test_csv_has_the_same_rows(store: Database, whole: Path, tmp_path: Path) -> None:
    counts = csv_files(content(store, whole), tmp_path)
    assert set(counts) == set(PUBLISHED)
    with closing(sqlite3.connect(whole / "_site/catalog.db")) as db:
        for table in PUBLISHED:
            with (tmp_path / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                told = list(csv.DictReader(file))
            columns = list(PUBLISHED[table].columns)
            kept = db.execute(f"select {', '.join(f'[{column}]' for column in columns)} from {table}").fetchall()
            assert counts[table] == len(told) == len(kept)
            plain = [["" if cell is None else str(cell) for cell in row] for row in kept]
            assert sorted([cell.removeprefix("'") for cell in row.values()] for row in told) == sorted(
                [cell.removeprefix("'") for cell in row] for row in plain
            )


# The command


@pytest.fixture
def atlas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Atlas:
    """Three days of a list whose prices move."""
    atlas = Atlas(tmp_path, monkeypatch)
    atlas.listen_to(None)
    for day, price in DAYS_LISTED.items():
        atlas.backfill(envelope(*ten_models(pricing={"prompt": price, "completion": "0.00000125"})), day)
    assert atlas.run("build", "--no-render").status == 0
    return atlas


def test_what_a_source_said_on_a_day_is_what_show_tells_of_that_day(atlas: Atlas) -> None:
    assert atlas.run("export", "parquet", "--out", "tables").status == 0
    sql = f"""
        select value, cast(value_number as varchar) from {read(atlas.folder / "tables", "claims")}
        where source = ? and record = ? and field = ? and first_observed <= cast(? as timestamptz)
            and (ended_at is null or ended_at > cast(? as timestamptz))
    """
    said = {}
    for day in (*DAYS_LISTED, "2026-07-31"):
        moment = f"{day} 23:59:59+00"
        answer = duckdb.execute(sql, ["openrouter", "acme/m0", "input_usd_per_mtok", moment, moment]).fetchall()
        shown = json.loads(atlas.run("show", "acme/m0", "--as-of", day, "--json").out, parse_float=Decimal)
        ((value, number),) = answer
        assert Decimal(value) == Decimal(number) == shown["fields"]["input_usd_per_mtok"]["value"]
        (listed,) = [offer for offer in shown["offers"] if offer["source"] == "openrouter"]
        assert value == str(listed["input_usd_per_mtok"])
        said[day] = value
    assert list(said.values()) == ["0.42", "0.3", "0.41999999999999", "0.41999999999999"]


def test_the_database_of_an_earlier_day_is_linked_too(atlas: Atlas) -> None:
    assert atlas.run("export", "database", "--as-of", "2026-07-29", "--out", "past.db").status == 0
    assert atlas.rows("pragma foreign_key_check", "past.db") == []
    now, then = (
        atlas.rows("select max(since), count(*) from history", name) for name in ("_site/catalog.db", "past.db")
    )
    assert then[0] < now[0]


@pytest.mark.parametrize("name", ["parquet", "csv"])
def test_a_folder_is_swapped_in_whole_and_says_what_it_holds(atlas: Atlas, name: str) -> None:
    assert atlas.run("export", name).status == 2
    assert atlas.run("export", name, "--out", "tables").status == 0
    first = atlas.files("tables")
    told = json.loads(first[MARK])
    assert told["tables"]["models"]["rows"] == 10
    assert told["status"]["generated_at"].startswith("2026-07-30")
    (atlas.folder / "tables/models.old").write_text("left over", encoding="utf-8")
    assert atlas.run("export", name, "--out", "tables").status == 0
    assert atlas.files("tables") == first
    assert [path.name for path in atlas.folder.iterdir() if path.name.startswith("tables")] == ["tables"]


def test_a_folder_of_somebody_else_is_refused_and_left_as_it_is(atlas: Atlas) -> None:
    (atlas.folder / "thesis").mkdir()
    (atlas.folder / "thesis/chapter.txt").write_text("years of work", encoding="utf-8")
    ran = atlas.run("export", "parquet", "--out", "thesis")
    assert (ran.status, ran.out) == (1, "")
    assert "thesis: is not a folder that Model Atlas published" in ran.err
    assert atlas.files("thesis") == {"chapter.txt": b"years of work"}
    published = atlas.files()
    assert atlas.run("export", "parquet", "--out", "_site").status == 1
    assert atlas.files() == published


@pytest.mark.parametrize("name", ["parquet", "csv"])
def test_what_cannot_be_written_leaves_the_old_folder_and_one_line(atlas: Atlas, name: str) -> None:
    assert atlas.run("export", name, "--out", "tables").status == 0
    before = atlas.files("tables")
    limited = (  # no file may grow beyond 4 kB, as on a disk that is nearly full
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));from catalog.cli import main; main()"
    )
    words = [sys.executable, "-c", limited, "export", name, "--out", "tables"]
    ran = subprocess.run(words, capture_output=True, text=True, check=False, cwd=atlas.folder)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("tables: cannot be written: ")
    assert ran.stderr.count("\n") == 1
    assert atlas.files("tables") == before
    assert [path.name for path in atlas.folder.iterdir() if path.name.startswith("tables")] == ["tables"]
    below = atlas.run("export", name, "--out", "modelatlas.toml/tables")
    assert (below.status, below.err.count("\n")) == (1, 1)


def test_without_the_extra_one_line_names_it(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "catalog.export.folders.arrow", raising=False)
    ran = atlas.run("export", "parquet", "--out", "tables")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "parquet: pyarrow is missing; `pip install 'modelatlas[parquet]'` brings it\n"
    assert not (atlas.folder / "tables").exists()
    assert atlas.run("export", "csv", "--out", "tables").status == 0


def test_what_breaks_off_leaves_the_old_folder(tmp_path: Path) -> None:
    def fill(word: str, fails: bool = False) -> None:
        with filled(tmp_path / "out", "mark") as folder:
            (folder / "mark").write_text(word, encoding="utf-8")
            if fails:
                raise OSError("disk full")

    fill("old")
    with pytest.raises(PublishError, match="out: cannot be written: disk full"):
        fill("new", fails=True)
    assert files(tmp_path) == {"out/mark": b"old"}
    fill("new")
    assert files(tmp_path) == {"out/mark": b"new"}


def test_hostile_texts_travel_as_they_are(hostile: Path, tmp_path: Path) -> None:
    db = Database(hostile / "data/catalog.db", execute_plugins=False)
    try:
        counts: Any = parquet_files(Content(db, BASE), tmp_path)
        kept = db.execute(
            "select id, name, description from (select m.*, r.value as description from models m"
            " left join resolved r on r.model_id = m.id and r.field = 'description')"
        ).fetchall()
    finally:
        db.close()
    found = duckdb.sql(f"select id, name, description from {read(tmp_path, 'models')}").fetchall()
    assert sorted(map(repr, found)) == sorted(map(repr, kept))
    assert counts["models"] == len(kept) > 0
    assert {path.name for path in (tmp_path / "claims").iterdir()} <= {
        f"source={path.stem}" for path in (Path(__file__).parents[2] / "scraper/sources").glob("[!_]*.py")
    }
