"""`doctor`: a line for each thing, the remedy with each fault, nothing changed."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.atlas import Atlas, a_folder, ten_models

CHECKS = {"versions", "settings", "clock", "disk", "permissions", "lock", "archive", "database", "curated", "published"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog of four days, three of them in a month that is over."""
    days = [(f"2026-06-0{day}", ten_models(context_length=100_000 + day)) for day in (1, 2, 3)]
    days.append(("2026-07-31", ten_models(context_length=200_000)))
    return a_folder(tmp_path_factory, days)


@pytest.fixture
def sound(made: Path, atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> Atlas:
    """The same, with today's clock."""
    shutil.copytree(made, atlas.folder, dirs_exist_ok=True)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    return atlas


def found(atlas: Atlas, check: str, state: str) -> list[dict[str, Any]]:
    """What the doctor says of one thing."""
    told = json.loads(atlas.run("doctor", "--json").out)
    return [finding for finding in told if (finding["check"], finding["state"]) == (check, state)]


def fault(atlas: Atlas, check: str) -> str:
    """The one fault that there is, with its remedy; it is the only one, and the exit status says so."""
    ran = atlas.run("doctor")
    assert ran.status == 3
    lines = [line for line in ran.out.splitlines() if line.startswith("fault")]
    assert len(lines) == 1, ran.out
    assert lines[0].startswith(f"fault {check}: ")
    assert found(atlas, check, "fault")[0]["remedy"]
    return lines[0]


def body(number: int = -1) -> Path:
    lines = Path("data/archive/openrouter.jsonl").read_text(encoding="utf-8").splitlines()
    digest = json.loads(lines[number])["sha256"]
    return Path(f"data/archive/objects/{digest[:2]}/{digest}.gz")


def test_where_all_is_well_every_check_says_so_and_nothing_is_changed(sound: Atlas) -> None:
    before = sound.files(".")
    ran = sound.run("doctor", "--base-url", "https://example.org/")
    assert ran.status == 0, ran.out
    assert {line.split()[1].rstrip(":") for line in ran.out.splitlines()} == CHECKS
    # What people decided of models that are not in this catalog is worth a note.
    assert {line.split()[0] for line in ran.out.splitlines() if "curated" not in line} == {"ok"}
    assert sound.files(".") == before


def test_before_the_first_run_there_are_notes_and_no_faults(atlas: Atlas) -> None:
    ran = atlas.run("doctor")
    assert ran.status == 0, ran.out
    assert "note  database: data/catalog.db: not made yet; `modelatlas build` makes it" in ran.out
    assert "note  published: _site: nothing published yet" in ran.out
    assert "note  settings: base_url is http://localhost:8000/; set --base-url before publishing" in ran.out
    assert not Path("data").exists()


@pytest.mark.parametrize("epoch", ["1", "253402300799"])
def test_a_clock_that_is_wrong_is_a_fault(sound: Atlas, epoch: str) -> None:
    sound.monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert "set the clock right" in fault(sound, "clock")
    assert found(sound, "clock", "note")[0]["what"].startswith("SOURCE_DATE_EPOCH")


def test_an_answer_from_the_future_is_a_fault_of_the_clock(sound: Atlas) -> None:
    path = Path("data/archive/openrouter.jsonl")
    line = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    line.update(fetched_at="2098-01-01T00:00:00Z", learned_on=None)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    assert "an answer was fetched on 2098-01-01T00:00:00Z; set the clock right" in fault(sound, "clock")


def test_no_room_on_the_disk_is_a_fault(sound: Atlas) -> None:
    with Path("data/catalog.db").open("r+b") as file:
        file.truncate(2**42)  # a hole: it takes no room, but a build would
    ran = sound.run("doctor")
    assert ran.status == 3
    assert "bytes free, a build needs 8,79" in ran.out


def test_a_file_where_a_folder_is_needed_is_a_fault(sound: Atlas) -> None:
    Path("taken").write_text("", encoding="utf-8")
    ran = sound.run("doctor", "--out", "taken/_site")
    assert ran.status == 3
    assert "fault permissions: taken: cannot be written: Not a directory" in ran.out


def test_who_holds_the_lock_is_told(sound: Atlas) -> None:
    with FileLock("data/refresh.lock"):
        told = found(sound, "lock", "note")
    assert "holds it since" in told[0]["what"]
    assert not found(sound, "lock", "note")


def test_a_damaged_body_is_a_fault(sound: Atlas) -> None:
    body().write_bytes(b"junk")
    assert f"1 damaged files, such as {body()}; put it back from a copy" in fault(sound, "archive")


def test_a_missing_body_is_a_fault(sound: Atlas) -> None:
    body().unlink()
    assert "1 answers whose bodies are missing, such as https://openrouter.ai" in fault(sound, "archive")


def test_a_damaged_pack_is_a_fault(sound: Atlas) -> None:
    assert sound.run("prune").status == 0
    pack = Path("data/archive/packs/openrouter-2026-06-01.xz")
    assert not found(sound, "archive", "fault")
    pack.write_bytes(pack.read_bytes()[:-900])
    assert f"such as {pack}" in fault(sound, "archive")


def test_a_line_that_is_none_is_a_fault_and_a_torn_one_is_not(sound: Atlas) -> None:
    path = Path("data/archive/openrouter.jsonl")
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:100])
    assert sound.run("doctor").status == 0
    path.write_bytes(whole + b'{"source":5}\n')
    assert "such as openrouter.jsonl line 5: source: Input should be a valid string" in fault(sound, "archive")


def test_what_killed_runs_left_is_a_note(sound: Atlas) -> None:
    Path("data/archive/objects/.new-x").write_bytes(b"")
    Path("_site.new-x").mkdir()
    Path("data/catalog.db.new").write_bytes(b"")
    assert sound.run("doctor").status == 0
    assert found(sound, "archive", "note")[0]["remedy"] == "`modelatlas prune` deletes them"
    assert "_site.new-x" in found(sound, "published", "note")[0]["what"]
    assert "catalog.db.new" in found(sound, "database", "note")[0]["what"]


def test_a_damaged_database_is_a_fault(sound: Atlas) -> None:
    Path("data/catalog.db").write_bytes(b"no database" * 1000)
    assert "`modelatlas build` derives it anew" in fault(sound, "database")


def test_answers_that_are_not_entered_yet_are_a_note(sound: Atlas) -> None:
    sound.monkeypatch.setenv("SOURCE_DATE_EPOCH", "1785553200")
    sound.backfill({"data": ten_models()}, "2026-07-30")
    assert "1 answers are not entered yet" in found(sound, "database", "note")[0]["what"]


def test_answers_that_only_the_database_knows_are_a_fault(sound: Atlas) -> None:
    path = Path("data/archive/openrouter.jsonl")
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    assert "1 answers that the archive no longer lists" in fault(sound, "database")


def test_a_changed_file_of_the_published_folder_is_a_fault(sound: Atlas) -> None:
    Path("_site/catalog.db").write_bytes(b"another")
    assert "files are not what _site/SHA256SUMS says, such as catalog.db; delete the folder" in fault(
        sound, "published"
    )


def test_a_folder_that_is_not_ours_is_a_fault(sound: Atlas) -> None:
    Path("mine").mkdir()
    Path("mine/letter").write_text("", encoding="utf-8")
    ran = sound.run("doctor", "--out", "mine")
    assert (ran.status, "mine: is not a folder that Model Atlas published; name another one" in ran.out) == (3, True)


def test_a_setting_that_is_none_is_wrong_usage(sound: Atlas) -> None:
    Path("modelatlas.toml").write_text("[http]\nspeed = 9\n", encoding="utf-8")
    ran = sound.run("doctor")
    assert ran.status == 2
    assert "http.speed: Extra inputs are not permitted" in ran.err
