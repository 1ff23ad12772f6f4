"""`catalog.open`: what a published folder says, as typed values from Python, each equal to its file."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import catalog
from catalog.addresses import api_file
from catalog.export.api.shapes.documents import SHAPES
from catalog.export.api.shapes.lookup import Answer
from catalog.export.api.shapes.model import Model
from catalog.reading import Catalog
from tests.atlas import Atlas
from tests.conftest import NOW
from tests.whole import ATLAS

ROOT = Path(__file__).parents[2]
DAY = "2026-07-29"
"""The first day of the small catalog."""


def document(file: Path) -> Any:
    """A JSON file, its numbers exact."""
    return json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)


def shape(site: Path, path: str, kind: str) -> Any:
    """A file of the API as its shape reads it."""
    return SHAPES[kind].validate_python(document(site / "api/v1" / path))


@pytest.fixture(scope="module", params=["whole", "hostile"])
def folder(request: pytest.FixtureRequest) -> Path:
    """A folder with a data folder and a published one."""
    found: Path = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module", params=["data", "_site", "_site/catalog.db"])
def read(folder: Path, request: pytest.FixtureRequest) -> Iterator[Catalog]:
    """A catalog, opened by each kind of path."""
    with catalog.open(folder / request.param) as found:
        yield found


def test_every_model_is_what_all_json_and_its_own_file_say(folder: Path, read: Catalog) -> None:
    models = read.models()
    assert models == shape(folder / "_site", "models/all.json", "all").models
    assert len(models) > 10
    for listed in models:
        told: Model = shape(folder / "_site", f"models/{api_file(listed.id)}", "model")
        assert read.model(listed.id) == told.model_copy(update={"schema_": None})


def test_offers_changes_and_status_are_what_their_files_say(folder: Path, read: Catalog) -> None:
    offers = shape(folder / "_site", "offers.json", "offers").offers
    assert read.offers() == offers
    for model_id in {offer.model_id for offer in offers if offer.model_id}:
        assert read.offers(model_id) == tuple(offer for offer in offers if offer.model_id == model_id)
    changes = shape(folder / "_site", "changes.json", "changes")
    assert read.changes() == changes.changes
    assert read.status == changes.status


def test_claims_are_those_behind_the_fields_each_with_its_receipt(folder: Path, read: Catalog) -> None:
    every = list(read.claims())
    with closing(sqlite3.connect(folder / "_site/catalog.db")) as db:
        said = db.execute("select source, record, field from standing order by 1, 2, 3").fetchall()
        dropped = db.execute("select source, record, field from corrections where value is null").fetchall()
    assert [(one.source, one.record, one.field) for one in every] == [key for key in said if key not in dropped]
    for narrowed in ({"field": "input_usd_per_mtok"}, {"source": "openrouter"}, {"field": "name", "source": "litellm"}):
        assert list(read.claims(**narrowed)) == [
            one for one in every if all(getattr(one, name) == value for name, value in narrowed.items())
        ]
    for model in (read.model(listed.id) for listed in read.models()[:20]):
        claims = {(one.source, one.record, one.field): one for one in read.claims(model.id)}
        assert {one.model_id for one in claims.values()} <= {model.id}
        for name, field in model.fields.items():
            if field.rule == "longest-text":  # an earlier claim: it does not stand any more
                continue
            chosen = field.claims[0]
            told = claims[chosen.source, chosen.record, name]
            assert (told.value, told.url, told.pointer, told.snapshot, told.first_observed) == (
                chosen.value, chosen.url, chosen.pointer, chosen.snapshot, chosen.first_observed,
            )  # fmt: skip


def test_an_id_that_is_no_models_own_leads_to_its_model(whole: Path) -> None:
    with catalog.open(whole / "_site") as read:
        assert read.model(f"{ATLAS}:free") == read.model(ATLAS)
        assert read.offers(f"{ATLAS}:free") == read.offers(ATLAS)
        with pytest.raises(catalog.UnknownModel) as caught:
            read.model("acme/atlas-7")
    assert ATLAS in caught.value.near
    assert caught.value.model_id == "acme/atlas-7"
    assert str(caught.value).startswith("no model 'acme/atlas-7'; near: ")


def test_an_id_that_was_published_once_leads_to_what_its_record_means_now(whole: Path, tmp_path: Path) -> None:
    data = shutil.copytree(whole / "data", tmp_path / "data")
    lines = [
        {"id": "acme/once", "source": "openrouter", "record": ATLAS, "on": "2026-07-29"},
        {"id": "acme/once", "source": "openrouter", "record": ATLAS, "on": "2026-07-30", "gone": True},
    ]
    with (data / "published.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(line)}\n" for line in lines)
    with catalog.open(data) as read:
        assert read.model("acme/once").id == ATLAS
        assert {one.model_id for one in read.claims("acme/once")} == {ATLAS}


def test_changes_begin_where_they_are_asked_for(whole: Path) -> None:
    with catalog.open(whole / "_site") as read:
        every = read.changes()
        days = Counter(change.at[:10] for change in every)
        assert len(days) > 1
        last = max(days)
        later = tuple(change for change in every if change.at >= last)
        assert read.changes(last) == read.changes(date.fromisoformat(last)) == later
        at = datetime.fromisoformat(every[-1].at)
        assert read.changes(at.astimezone(timezone(timedelta(hours=9)))) == tuple(
            change for change in every if change.at == every[-1].at
        )
        assert read.changes(at + timedelta(seconds=1)) == ()
        with pytest.raises(catalog.UnknownMoment, match="'soon' is no date such as 2025-12-15"):
            read.changes("soon")


def test_a_day_gives_the_catalog_as_it_stood(whole: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    exported = Atlas(tmp_path, monkeypatch).run("export", "models", "--as-of", DAY, "--data", str(whole / "data"))
    told = SHAPES["all"].validate_python(json.loads(exported.out, parse_float=Decimal))
    with catalog.open(whole / "data") as now, now.as_of(date.fromisoformat(DAY)) as then:
        assert then.models() == told.models != now.models()
        assert then.status.as_of == f"{DAY}T23:59:59Z"
        assert then.model(ATLAS).as_of == then.status.as_of
        assert (
            then.model(ATLAS).fields["context_listed"].value == 8000 != now.model(ATLAS).fields["context_listed"].value
        )
        assert then.model("acme/gone").status == "active"
        assert then.match("acme/gone").model_id == "acme/gone"
        assert all(change.at <= f"{DAY}T23:59:59Z" for change in then.changes())
        with pytest.raises(catalog.NoArchive):
            then.as_of(DAY)


def test_a_moment_of_which_nothing_is_known_is_an_error(whole: Path, tmp_path: Path) -> None:
    with catalog.open(whole / "data") as read:
        for moment, told in (
            ("2001-01-01", "nothing is known as of 2001-01-01T23:59:59Z: the first answer is of "),
            (NOW + timedelta(days=1), "is to come; it is 2026-08-01T03:00:00Z"),
            ("yesterday", "'yesterday' is no date"),
        ):
            with pytest.raises(catalog.UnknownMoment, match=told):
                read.as_of(moment)
    with catalog.open(whole / "_site") as read, pytest.raises(catalog.NoArchive, match="open the data folder"):
        read.as_of(DAY)
    data = shutil.copytree(whole / "data", tmp_path / "data", ignore=shutil.ignore_patterns("archive"))
    with catalog.open(data) as read, pytest.raises(catalog.NoArchive, match="cannot be read"):
        read.as_of(DAY)


@pytest.mark.parametrize("name", [ATLAS, "us.acme.atlas-7b", "Atlas 7B", "no such thing at all"])
def test_a_name_means_what_the_command_says(
    name: str, whole: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = Atlas(tmp_path, monkeypatch).run("match", name, "--json", "--data", str(whole / "data")).out
    with catalog.open(whole / "_site") as read:
        assert read.match(name) == Answer.model_validate_json(told)


def test_columns_that_only_the_published_tables_have_are_not_read(whole: Path, tmp_path: Path) -> None:
    file = shutil.copy(whole / "_site/catalog.db", tmp_path / "more.db")
    with closing(sqlite3.connect(file)) as db:
        for table in ("models", "offers", "scores", "matches", "disagreements"):
            db.execute(f"alter table {table} add column more text default 'x'")
            db.execute(f"alter table {table} add column made real generated always as (1.5) virtual")
        db.commit()
    with catalog.open(file) as more, catalog.open(whole / "data") as read:
        assert more.models() == read.models()
        assert more.offers() == read.offers()
        assert more.model(ATLAS) == read.model(ATLAS)
        assert more.status == read.status


def test_what_is_no_catalog_is_one_clear_error_each(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("not a database " * 1000, encoding="utf-8")
    for name, made in (("empty.db", ""), ("other.db", "create table sources (x)")):
        with closing(sqlite3.connect(tmp_path / name)) as db:
            db.executescript(made)
    old = shutil.copy(whole / "_site/catalog.db", tmp_path / "old.db")
    with closing(sqlite3.connect(old)) as db:
        db.executescript("alter table models rename column arena_rank to rank")
    for name, kind, told in (
        ("nothing", catalog.NoCatalog, "nothing: there is no catalog yet"),
        (".", catalog.NoCatalog, "catalog.db: there is no catalog yet"),
        ("text.db", catalog.NotACatalog, "text.db: file is not a database"),
        ("empty.db", catalog.NotACatalog, "empty.db: holds no catalog"),
        ("other.db", catalog.NotACatalog, "other.db: holds no catalog"),
        ("old.db", catalog.OtherVersion, "old.db: another version of the program made it: it has no models.arena_rank"),
    ):
        with pytest.raises(catalog.CatalogError, match=told) as caught:
            catalog.open(tmp_path / name)
        assert type(caught.value) is kind


def test_a_database_that_cannot_be_read_any_more_is_an_error_of_its_own(whole: Path, tmp_path: Path) -> None:
    closed = catalog.open(whole / "data")
    claims = closed.claims()
    closed.close()
    asks = (closed.models, closed.offers, closed.changes, lambda: closed.model(ATLAS), lambda: closed.status)
    for ask in (*asks, lambda: closed.match(ATLAS), lambda: closed.as_of(DAY), closed.claims, lambda: next(claims)):
        with pytest.raises(catalog.Unreadable, match="closed"):
            ask()
    damaged = shutil.copy(whole / "_site/catalog.db", tmp_path / "damaged.db")
    with damaged.open("r+b") as file:
        half = file.seek(damaged.stat().st_size // 2)
        file.write(b"\xff" * half)
    with catalog.open(damaged) as read, pytest.raises(catalog.Unreadable, match="malformed"):
        list(read.claims())
    (tmp_path / "folder.db").mkdir()
    (tmp_path / "folder.db/catalog.db").mkdir()
    with pytest.raises(catalog.Unreadable, match="is it ours to read, and no build"):
        catalog.open(tmp_path / "folder.db")


def test_importing_the_package_imports_nothing_that_is_heavy() -> None:
    script = "import sys, catalog; print(sorted({name.partition('.')[0] for name in sys.modules}))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert not {"pydantic", "sqlite_utils", "click", "bs4", "jinja2", "sqlite3"} & set(
        json.loads(ran.stdout.replace("'", '"'))
    )


def test_times_are_told_with_any_offset(whole: Path) -> None:
    with catalog.open(whole / "data") as read:
        at = datetime(2026, 7, 29, 23, 59, 59, tzinfo=UTC).astimezone(timezone(timedelta(hours=-5)))
        with read.as_of(at) as then, read.as_of(DAY) as same:
            assert then.models() == same.models()
