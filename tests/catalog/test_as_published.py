"""Whether there is anything to publish: what a folder was made from, and whether it is there as it was written."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from catalog.as_published import FILE, is_as_published, note_published
from catalog.config import Config, load_config
from catalog.store.tables import open_file
from tests.answers import envelope
from tests.atlas import Atlas, ten_models

VERSION = "what the database holds"


@pytest.fixture
def db(atlas: Atlas) -> Iterator[Database]:
    """Give the database of a folder that was just published."""
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    atlas.run("build")
    with closing(open_file(Path("data/catalog.db"))) as found:
        note_published(found, config(), VERSION, render=True)
        yield found


def config(**options: str) -> Config:
    """Give the settings of a command in this folder."""
    return load_config(options, None)


def test_a_folder_that_nobody_touched_is_as_it_was_published(db: Database) -> None:
    assert is_as_published(db, config(), VERSION, render=True)


def test_another_database_another_setting_or_other_pages_are_something_to_publish(db: Database) -> None:
    assert not is_as_published(db, config(), "something else", render=True)
    assert not is_as_published(db, config(base_url="https://other.example/"), VERSION, render=True)
    assert not is_as_published(db, config(), VERSION, render=False)


def test_the_day_matters_only_where_a_page_tells_it(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    db.execute("update sources set state = 'stale' where id = 'openrouter'")
    note_published(db, config(), VERSION, render=True)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    assert not is_as_published(db, config(), VERSION, render=True)
    db.execute("update sources set state = 'fresh'")
    note_published(db, config(), VERSION, render=True)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1990000000")
    assert is_as_published(db, config(), VERSION, render=True)


@pytest.mark.parametrize(
    "done",
    [
        lambda: Path("_site/robots.txt").unlink(),
        lambda: Path("_site/robots.txt").write_text("all new", encoding="utf-8"),
        lambda: os.utime("_site/robots.txt", ns=(1, 1)),
        lambda: Path("_site/more.txt").write_text("of somebody else", encoding="utf-8"),
        lambda: Path("data", FILE).unlink(),
        lambda: Path("data", FILE).write_text("{", encoding="utf-8"),
        lambda: Path("data/published.jsonl").write_text("", encoding="utf-8"),
    ],
    ids=["lost", "edited", "touched", "another", "no list", "a torn list", "forgotten ids"],
)
def test_a_folder_that_somebody_touched_is_published_again(db: Database, done: Callable[[], object]) -> None:
    done()
    assert not is_as_published(db, config(), VERSION, render=True)
