"""The published database: whole, described to the last column, linked, and the same for the same catalog."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas
import pytest
from sqlite_utils import Database

from catalog.export.content import Content
from catalog.export.database import about_columns, about_tables, published_database
from catalog.export.tables.columns import EVERYWHERE, OWN
from catalog.export.tables.schema import DAYS, DECIMALS, FLAGS, NUMBER, NUMBERS, PUBLISHED, TIMES
from catalog.export.tables.views import VIEWS
from catalog.pricing.cheapest import comparable
from catalog.published_ids import PublishedIds
from catalog.store.tables import LOCAL_COLUMNS, PUBLIC
from scraper.attributes import ATTRIBUTES
from tests.whole import ATLAS, BASE

ISO = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"


@pytest.fixture(scope="module")
def published(whole: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(whole / "_site/catalog.db")) as connection:
        yield connection


@pytest.fixture(scope="module")
def store(whole: Path) -> Iterator[Database]:
    db = Database(whole / "data/catalog.db", execute_plugins=False)
    yield db
    db.close()


def columns_of(published: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in published.execute(f"pragma table_xinfo([{table}])")]


def names(published: sqlite3.Connection) -> list[str]:
    """Public tables and views: not the index of words, and not what begins with an underscore."""
    found = published.execute("select name from sqlite_master where type in ('table', 'view') order by name")
    return [name for (name,) in found if not name.startswith(("_", "models_fts", "sqlite_"))]


def test_every_table_and_view_and_every_column_of_it_is_described(published: sqlite3.Connection) -> None:
    about = dict(published.execute("select [table], one_row_is from _about"))
    assert list(about) == names(published) == sorted({*PUBLISHED, *VIEWS})
    told: dict[str, list[str]] = {}
    for table, column, text in published.execute("select [table], [column], about from _about_columns order by rowid"):
        assert text.strip().endswith("."), (table, column)
        told.setdefault(table, []).append(column)
    assert told == {name: columns_of(published, name) for name in names(published)}
    assert about == about_tables()
    assert {table: list(columns) for table, columns in about_columns().items()} == told


def test_a_description_stands_once_and_describes_a_column_that_is_there() -> None:
    known = {(table, column) for table, columns in about_columns().items() for column in columns}
    for table, own in OWN.items():
        assert {(table, column) for column in own} <= known, table
        assert [column for column, text in own.items() if text == EVERYWHERE.get(column)] == [], table
    texts = {text for columns in about_columns().values() for text in columns.values()}
    assert set(EVERYWHERE.values()) <= texts
    assert [column for own in OWN.values() for column, text in own.items() if text not in texts] == []
    assert about_columns()["offers"]["cache_read_usd_per_mtok"] == (
        "Cache read: Prompt tokens read from a cache. US dollars per 1M tokens, exact."
    )


def test_metadata_describes_the_same(whole: Path) -> None:
    told = json.loads((whole / "_site/metadata.json").read_text(encoding="utf-8"))["databases"]["catalog"]["tables"]
    assert {name: table["columns"] for name, table in told.items()} == about_columns()
    assert {name: table["description"] for name, table in told.items()} == about_tables()
    for name, table in told.items():
        for key in ("sort", "sort_desc", "label_column"):
            assert table.get(key) in (None, *table["columns"]), (name, key)
        for facet in table.get("facets", ()):
            assert (facet["array"] if isinstance(facet, dict) else facet) in table["columns"]


def test_what_others_rely_on_stands_as_it_did(published: sqlite3.Connection) -> None:
    for name, table in PUBLIC.items():
        kept = [column for column in table.columns if column not in LOCAL_COLUMNS.get(name, ())]
        assert columns_of(published, name)[: len(kept)] == kept
        types = {row[1]: row[2] for row in published.execute(f"pragma table_xinfo([{name}])")}
        assert {column: types[column] for column in kept} == {
            column: "INTEGER" if table.columns[column] is int else "TEXT" for column in kept
        }


def test_every_row_of_the_store_is_published(published: sqlite3.Connection, store: Database) -> None:
    for name, table in PUBLIC.items():
        kept = ", ".join(f"[{column}]" for column in table.columns if column not in LOCAL_COLUMNS.get(name, ()))
        rows = published.execute(f"select {kept} from {name}").fetchall()
        assert sorted(map(repr, rows)) == sorted(map(repr, store.execute(f"select {kept} from {name}").fetchall()))


def test_every_link_leads_to_a_row(published: sqlite3.Connection) -> None:
    assert published.execute("pragma foreign_key_check").fetchall() == []
    linked = {name: {row[2] for row in published.execute(f"pragma foreign_key_list({name})")} for name in PUBLISHED}
    assert {"models", "providers", "sources", "records", "offers"} <= linked["offers"]
    assert linked["claims"] == {"sources", "records"}
    assert linked["kin"] == {"models"}


def test_the_file_is_sound_and_its_index_of_words_is_whole(whole: Path, tmp_path: Path) -> None:
    copy = tmp_path / "catalog.db"
    copy.write_bytes((whole / "_site/catalog.db").read_bytes())
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
        db.execute("insert into models_fts (models_fts, rank) values ('integrity-check', 1)")
        db.commit()
        db.execute("vacuum")
        db.execute("insert into models_fts (models_fts, rank) values ('integrity-check', 1)")
        found = "select m.id from models_fts f join models m on m.rowid = f.rowid where models_fts match 'atlas'"
        assert (ATLAS,) in db.execute(found).fetchall()


def test_the_same_catalog_is_the_same_file(whole: Path, store: Database) -> None:
    kept = (whole / "_site/catalog.db").read_bytes()
    for _ in range(2):
        ids = PublishedIds(whole / "data/published.jsonl")
        assert b"".join(published_database(Content(store, BASE, ids=ids))) == kept


def test_numbers_are_those_of_the_exact_texts_and_nothing_where_there_is_none(published: sqlite3.Connection) -> None:
    compared = 0
    for table, columns in NUMBERS.items():
        for column in columns:
            for text, number in published.execute(f"select [{column}], [{column}{NUMBER}] from {table}"):
                exact = text is not None and text[0].isdigit()
                assert number == (float(text) if exact else None), (table, column, text)
                compared += exact
    assert compared > 100


def test_columns_are_what_they_are_declared_to_be(published: sqlite3.Connection) -> None:
    for name, table in PUBLISHED.items():
        for column in table.columns:
            wrong = "0"
            if column in TIMES:
                wrong = f"[{column}] not glob '{ISO}T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z'"
            elif column in DAYS:
                wrong = f"[{column}] not glob '{ISO}'"
            elif column in FLAGS.get(name, ()):
                wrong = f"[{column}] not in (0, 1)"
            elif column in DECIMALS.get(name, ()):
                wrong = f"[{column}] glob '*[^-0-9.]*' and [{column}] != 'dynamic'"
            assert published.execute(f"select [{column}] from {name} where {wrong} limit 1").fetchall() == [], column
    assert {column for columns in DECIMALS.values() for column in columns if column in ATTRIBUTES}


def test_the_first_comparable_offer_is_the_one_that_pages_call_cheapest(
    published: sqlite3.Connection, store: Database
) -> None:
    best = dict(published.execute("select model_id, offer from cheapest_offers"))
    told = {detail.id: comparable(detail.offers, detail.matches) for detail in Content(store, BASE).models}
    assert best == {model_id: offers[0]["id"] for model_id, offers in told.items() if offers}
    assert max(map(len, told.values())) > 1


def test_the_history_of_a_price_is_that_of_the_model_s_own_file(published: sqlite3.Connection, whole: Path) -> None:
    folder, compared = whole / "_site/api/v1/models", 0
    for (model_id,) in published.execute("select id from models where id glob 'acme/*' and id not glob '*[:=A-Z]*'"):
        told = json.loads((folder / f"{model_id}.json").read_text(encoding="utf-8"), parse_float=Decimal)["history"]
        rows = published.execute(
            "select field, since, until, value from history where model_id = ? order by 1, 2", [model_id]
        ).fetchall()
        expected = [
            (field, span["since"], span["until"], str(span["value"])) for field in sorted(told) for span in told[field]
        ]
        assert rows == expected
        compared += len(rows)
    assert compared > 40


def test_the_last_week_is_counted_from_the_newest_answer(whole: Path, tmp_path: Path) -> None:
    copy = tmp_path / "catalog.db"
    copy.write_bytes((whole / "_site/catalog.db").read_bytes())
    counted = []
    with closing(sqlite3.connect(copy)) as db:
        for newest, first in (
            ("2026-09-14T12:00:00Z", "2026-09-07T12:00:00Z"),
            ("2026-08-07T03:00:01Z", "2026-07-31T03:00:01Z"),
        ):
            db.execute("delete from snapshots where fetched_at > ?", [newest])
            last = "(select max(rowid) from snapshots where state = 'accepted')"
            db.execute(f"update snapshots set fetched_at = ? where rowid = {last}", [newest])
            rows = db.execute("select at from changes_last_week").fetchall()
            assert rows == db.execute("select at from changes where at >= ? order by at desc", [first]).fetchall()
            counted.append(len(rows))
    assert counted[0] == 0 < counted[1]


def test_the_crosswalk_is_that_of_the_api(published: sqlite3.Connection, whole: Path) -> None:
    told = json.loads((whole / "_site/api/v1/crosswalk.json").read_text(encoding="utf-8"))["crosswalk"]
    columns = list(PUBLISHED["crosswalk"].columns)
    rows = published.execute(f"select {', '.join(columns)} from crosswalk").fetchall()
    assert sorted(map(repr, rows)) == sorted(repr(tuple(row[column] for column in columns)) for row in told)
    assert len(rows) > 20


def test_views_answer_in_the_order_that_they_promise(published: sqlite3.Connection) -> None:
    prices = [row[0] for row in published.execute("select blended_usd_per_mtok_number from cheapest_offers")]
    assert prices == sorted(prices)
    newest = [
        released or (listed or "")[:10]
        for released, listed in published.execute("select released, listed_at from newest_models")
    ]
    assert newest == sorted(newest, reverse=True)
    ratios = published.execute(
        "select kind = 'fact', ratio is not null, -cast(ratio as real) from largest_disagreements"
    )
    told = [tuple(0 if part is None else part for part in row) for row in ratios]
    assert told == sorted(told)
    assert told
    assert {row[0] for row in published.execute("select id from source_health")} == {
        row[0] for row in published.execute("select id from sources")
    }


def test_sellers_and_labs_count_what_is_there(published: sqlite3.Connection) -> None:
    counted = dict(published.execute("select provider, count(*) from offers group by 1"))
    told = dict(published.execute("select id, offers from providers"))
    assert {id_: count for id_, count in told.items() if count} == counted
    listed = "select author, count(*), sum(status = 'active') from models group by 1 order by 1"
    assert published.execute("select id, models, listed from labs order by 1").fetchall() == (
        published.execute(listed).fetchall()
    )
    assert dict(published.execute("select id, name from providers"))["novita"] == "Novita"


def test_pandas_reads_prices_as_they_are_written(whole: Path, published: sqlite3.Connection) -> None:
    models: dict[str, Any] = {
        model["id"]: model
        for model in json.loads(
            (whole / "_site/api/v1/models/all.json").read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal
        )["models"]
    }
    frame = pandas.read_sql_query("select * from models where input_usd_per_mtok is not null", published)
    assert len(frame) > 10
    for row in frame.itertuples():
        assert Decimal(str(row.input_usd_per_mtok)) == models[str(row.id)]["input_usd_per_mtok"]


def test_what_sources_that_mean_ill_say_breaks_nothing(hostile: Path) -> None:
    with closing(sqlite3.connect(hostile / "_site/catalog.db")) as db:
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert db.execute("pragma foreign_key_check").fetchall() == []
        assert names(db) == sorted({*PUBLISHED, *VIEWS})
