"""The archive: every body once, every sighting noted, damage told with its remedy."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper.snapshots import Archive, ArchiveError, Sighting

AT = datetime(2026, 8, 1, 3, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def looked(hour: int = 3, url: str = "https://api.example/list") -> Sighting:
    return Sighting(source="example", url=url, fetched_at=AT.replace(hour=hour), status=200)


def files(archive: Archive) -> list[Path]:
    return sorted((archive.folder / "objects").rglob("*.gz"))


def test_an_unchanged_body_is_stored_once_and_seen_twice(archive: Archive) -> None:
    archive.save(looked(3), b"body")
    written = files(archive)[0].stat().st_mtime_ns
    archive.save(looked(4), b"body")
    assert len(files(archive)) == 1
    assert files(archive)[0].stat().st_mtime_ns == written
    assert [sighting.fetched_at.hour for sighting in archive.sightings("example")] == [3, 4]


def test_bodies_may_be_kept_at_once_the_same_one_too(archive: Archive) -> None:
    bodies = [b"%d" % (number % 40) for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda body: archive.kept(looked(), body), bodies))
    assert [archive.snapshot(sighting).body for sighting in seen] == bodies
    assert len(files(archive)) == 40
    assert archive.sightings("example") == []


def test_a_body_comes_back_as_it_was(archive: Archive) -> None:
    body = bytes(range(256)) * 10
    seen = archive.save(looked(), body)
    assert archive.snapshot(seen).body == body
    assert seen.bytes == len(body)


def test_the_same_body_is_the_same_file_in_any_archive(archive: Archive, tmp_path: Path) -> None:
    other = Archive(tmp_path / "other")
    archive.save(looked(3), b"body")
    other.save(looked(9), b"body")
    assert files(archive)[0].read_bytes() == files(other)[0].read_bytes()


def test_sightings_come_in_the_order_of_their_time(archive: Archive) -> None:
    for hour in (5, 1, 3):
        archive.save(looked(hour), b"body")
    assert [sighting.fetched_at.hour for sighting in archive.sightings("example")] == [1, 3, 5]


def test_a_torn_last_line_loses_only_itself(archive: Archive) -> None:
    archive.save(looked(1), b"one")
    path = archive.folder / "example.jsonl"
    path.write_bytes(path.read_bytes() + b'{"source": "example", "url": "https://ap')
    archive.save(looked(2), b"two")
    assert [sighting.fetched_at.hour for sighting in archive.sightings("example")] == [1, 2]


@pytest.mark.parametrize(
    ("damage", "told"),
    [(lambda path: path.unlink(), "missing"), (lambda path: path.write_bytes(b"junk"), "damaged"),
     (lambda path: path.write_bytes(path.read_bytes()[:-5]), "damaged"),
     (lambda path: path.write_bytes(gzip.compress(b"other")), "does not match its name")],
)  # fmt: skip
def test_a_damaged_body_is_told_with_its_file_and_remedy(archive: Archive, damage: object, told: str) -> None:
    assert callable(damage)
    seen = archive.save(looked(), b"body" * 100)
    damage(files(archive)[0])
    with pytest.raises(ArchiveError, match=told) as error:
        archive.snapshot(seen)
    assert str(files(archive)[0] if files(archive) else archive.folder) in str(error.value)
    assert "again" in str(error.value)


def test_no_half_written_body_is_left_behind(archive: Archive) -> None:
    archive.save(looked(), b"body")
    assert list((archive.folder / "objects").rglob(".new-*")) == []


def test_a_line_torn_within_a_letter_loses_only_itself(archive: Archive) -> None:
    archive.save(looked(1), b"one")
    path = archive.folder / "example.jsonl"
    path.write_bytes(path.read_bytes() + '{"source": "example", "error": "é'.encode()[:-1])
    assert [sighting.fetched_at.hour for sighting in archive.sightings("example")] == [1]
    archive.save(looked(2), b"two")
    assert [sighting.fetched_at.hour for sighting in archive.sightings("example")] == [1, 2]


@pytest.mark.parametrize("letter", ["\u2028", "\u0085", "\x1c", "\r", "\n"])
def test_an_odd_letter_does_not_tear_a_line(archive: Archive, letter: str) -> None:
    seen = looked().model_copy(update={"error": f"one{letter}two"})
    archive.note([seen])
    assert archive.sightings("example") == [seen]


def test_headers_that_may_carry_keys_never_reach_the_disk(archive: Archive) -> None:
    headers = {"etag": '"1"', "set-cookie": "secret", "authorization": "secret"}
    seen = archive.save(looked(3).model_copy(update={"headers": headers}), b"body")
    archive.note([looked(4).model_copy(update={"headers": headers})])
    assert seen.headers == {"etag": '"1"'}
    assert b"secret" not in (archive.folder / "example.jsonl").read_bytes()
    assert [sighting.headers for sighting in archive.sightings("example")] == [{"etag": '"1"'}] * 2


def test_a_failed_look_is_noted_without_a_body(archive: Archive) -> None:
    failed = looked().model_copy(update={"status": 503, "error": "HTTP 503, 3 tries"})
    archive.note([failed])
    (seen,) = archive.sightings("example")
    assert (seen, seen.ok) == (failed, False)
    assert files(archive) == []
    with pytest.raises(ArchiveError, match="has no body"):
        archive.snapshot(seen)


def test_each_source_has_its_own_list(archive: Archive) -> None:
    archive.note([looked(), looked().model_copy(update={"source": "other"})])
    assert len(archive.sightings("example")) == len(archive.sightings("other")) == 1
    assert archive.sightings("never") == []


def test_whether_a_body_is_there_can_be_asked(archive: Archive) -> None:
    seen = archive.save(looked(), b"body")
    assert archive.has(seen.sha256 or "")
    files(archive)[0].unlink()
    assert not archive.has(seen.sha256 or "")


def test_a_lost_body_is_stored_when_it_comes_again(archive: Archive) -> None:
    archive.save(looked(1), b"body")
    files(archive)[0].unlink()
    assert archive.snapshot(archive.save(looked(2), b"body")).body == b"body"


def test_an_empty_body_is_a_body(archive: Archive) -> None:
    seen = archive.save(looked(), b"")
    assert (seen.ok, seen.bytes, archive.snapshot(seen).body) == (True, 0, b"")
