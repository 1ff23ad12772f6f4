"""Packs: many bodies in one file, read back as they were, whoever packed them and whenever."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper.packs import INDEX, PackError, Packs, contents, packed, put, remove
from scraper.snapshots import Archive, ArchiveError, Sighting

NIGHTS = [b"".join(b"%d %d\n" % (row, row * night) for row in range(2000)) for night in range(1, 9)]
"""Answers of which much is the same."""
LOOKED = Sighting(
    source="example", url="https://api.example/list", fetched_at=datetime(2026, 8, 1, tzinfo=UTC), status=200
)
NAME = "example-2026-07-01"


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "archive/packs").mkdir(parents=True)
    return tmp_path / "archive/packs"


def pack(folder: Path, bodies: list[bytes], name: str = NAME) -> Path:
    content = packed(bodies, sum(map(len, bodies)))
    return put(folder, name, content, [(digest(body), len(body)) for body in bodies])


def test_every_body_comes_back_in_any_order(folder: Path) -> None:
    pack(folder, NIGHTS)
    archive = Archive(folder.parent)
    for body in (*NIGHTS, *reversed(NIGHTS)):
        assert archive.body(digest(body)) == body
        assert archive.has(digest(body))
    assert not archive.has(digest(b"another"))


def test_the_same_bodies_make_the_same_pack(folder: Path) -> None:
    one = pack(folder, NIGHTS)
    before = one.read_bytes(), one.with_suffix(".xz").read_bytes()
    again = pack(folder, NIGHTS)
    assert (again.read_bytes(), again.with_suffix(".xz").read_bytes()) == before


def test_a_body_is_told_by_what_differs_from_the_one_before(folder: Path) -> None:
    first = len(packed(NIGHTS[:1], len(NIGHTS[0])))
    noise = hashlib.shake_256(b"an answer that cannot be compressed").digest(1_000_000)
    twice = [noise + b"monday", noise + b"tuesday"]
    assert len(packed(twice, sum(map(len, twice)))) < 1_010_000
    assert first < len(NIGHTS[0])


def test_a_body_that_was_packed_meanwhile_is_found(folder: Path) -> None:
    archive = Archive(folder.parent)
    pack(folder, NIGHTS[:1])
    assert archive.body(digest(NIGHTS[0])) == NIGHTS[0]
    pack(folder, NIGHTS[1:], "example-2026-07-02")
    assert archive.body(digest(NIGHTS[5])) == NIGHTS[5]


def test_a_body_that_comes_again_is_not_stored_beside_its_pack(folder: Path) -> None:
    pack(folder, NIGHTS)
    seen = Archive(folder.parent).save(LOOKED, NIGHTS[3])
    assert seen.sha256 == digest(NIGHTS[3])
    assert list(folder.parent.rglob("*.gz")) == []


def test_a_damaged_pack_loses_only_what_follows_the_damage(folder: Path) -> None:
    noise = [hashlib.shake_256(b"%d" % night).digest(3_000_000) for night in range(3)]
    path = pack(folder, noise).with_suffix(".xz")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 1_000_000])
    archive = Archive(folder.parent)
    assert archive.body(digest(noise[0])) == noise[0]
    with pytest.raises(ArchiveError, match=f"{NAME}.xz: damaged: {digest(noise[2])} is not whole in it; put it back"):
        archive.body(digest(noise[2]))


@pytest.mark.parametrize("damage", ["gone", "junk"])
def test_damage_names_the_file_and_the_remedy(folder: Path, damage: str) -> None:
    index = pack(folder, NIGHTS)
    if damage == "gone":
        index.with_suffix(".xz").unlink()
    else:
        index.with_suffix(".xz").write_bytes(b"junk")
    with pytest.raises(ArchiveError, match=f"{NAME}.xz.*backfill"):
        Archive(folder.parent).body(digest(NIGHTS[0]))


def test_an_index_that_is_none_hides_no_other_pack(folder: Path) -> None:
    pack(folder, NIGHTS[:4])
    bad = pack(folder, NIGHTS[4:], "example-2026-07-02")
    bad.write_text("zz 0 1\n", encoding="ascii")
    archive = Archive(folder.parent)
    assert archive.body(digest(NIGHTS[0])) == NIGHTS[0]
    with pytest.raises(ArchiveError, match=f"07-02{INDEX}: damaged"):
        archive.body(digest(NIGHTS[6]))
    with pytest.raises(PackError):
        contents(bad)


def test_a_pack_without_its_index_is_none(folder: Path) -> None:
    index = pack(folder, NIGHTS)
    index.unlink()
    assert not Packs(folder).indexes()
    assert not Archive(folder.parent).has(digest(NIGHTS[0]))
    index = pack(folder, NIGHTS)
    remove(index)
    assert list(folder.iterdir()) == []
