"""What one source's newest answer tells another: which addresses are worth asking."""

import json
from datetime import UTC, datetime
from pathlib import Path

from scraper.archived import Archived
from scraper.snapshots import Archive, Sighting
from scraper.sources import in_turn, sources
from tests.answers import envelope, model

MODELS = "https://openrouter.ai/api/v1/models"


def keep(archive: Archive, day: int, answer: bytes, page: int = 1) -> None:
    at = datetime(2026, 8, day, tzinfo=UTC)
    url = MODELS if page == 1 else f"{MODELS}?offset={page}"
    root = None if page == 1 else MODELS
    archive.save(Sighting(source="openrouter", url=url, fetched_at=at, status=200, page=page, root=root), answer)


def answer(*names: str) -> bytes:
    return json.dumps(envelope(*(model(name, hugging_face_id=f"hub/{name[-1]}") for name in names))).encode()


def test_ids_and_values_come_from_the_newest_good_answer(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    keep(archive, 1, answer("acme/old"))
    keep(archive, 2, answer("acme/b", "acme/a", "acme/aa"))
    keep(archive, 3, b"<html>busy</html>")
    known = Archived(archive, sources())
    assert known.records("openrouter") == ["acme/a", "acme/aa", "acme/b"]
    assert known.values("openrouter", "hugging_face_id") == ["hub/a", "hub/b"]


def test_ids_that_left_lately_are_known_by_a_list_a_week(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    keep(archive, 1, answer("acme/long-gone"))
    keep(archive, 10, answer("acme/gone", "acme/here"))
    keep(archive, 20, answer("acme/here"))
    known = Archived(archive, sources())
    assert known.gone("openrouter", 15) == ["acme/gone"]
    assert known.gone("openrouter", 90) == ["acme/gone", "acme/long-gone"]
    assert Archived(Archive(tmp_path / "none"), sources()).gone("openrouter", 90) == []


def test_nothing_is_known_of_a_source_that_never_answered(tmp_path: Path) -> None:
    assert Archived(Archive(tmp_path), sources()).records("openrouter") == []


def test_a_source_that_asks_another_is_fetched_after_it() -> None:
    turns = [source.id for source in in_turn(sources().values())]
    assert all(turns.index(asked) < turns.index(s.id) for s in sources().values() for asked in s.asks)
