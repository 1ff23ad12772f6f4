"""`prune`: a smaller archive, and the very same catalog built from it."""

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.answers import model
from tests.atlas import Atlas, a_folder, ten_models

DAYS = [f"2026-{month:02}-{day:02}" for month in (3, 4, 6) for day in (2, 9, 16, 23)]
NOISE = hashlib.shake_256(b"a text that is the same every night").hexdigest(2000)
REFUSED = "2026-03-16"


def priced(number: int) -> list[dict[str, Any]]:
    pricing = {"prompt": f"0.0000004{number:02}", "completion": "0.00000125"}
    return ten_models(pricing=pricing, description=NOISE)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three months of answers, one of them refused long ago, and one of this week."""
    odd = [model(f"odd/{row}", description="x" * 500) for row in range(3)]
    days = [(day, odd if day == REFUSED else priced(number)) for number, day in enumerate(DAYS)]
    return a_folder(tmp_path_factory, [*days, ("2026-07-31", priced(50))])


@pytest.fixture
def years(made: Path, atlas: Atlas) -> Atlas:
    """The same to work with."""
    shutil.copytree(made, atlas.folder, dirs_exist_ok=True)
    return atlas


def rebuilt(atlas: Atlas) -> dict[str, bytes]:
    """What is published when database and folder are made anew."""
    for path in ("_site", "data/catalog.db", "data/carried.json"):
        shutil.rmtree(path) if Path(path).is_dir() else Path(path).unlink()
    ran = atlas.run("build")
    assert ran.status == 0, ran.err
    return atlas.files()


def singles() -> int:
    return len(list(Path("data/archive/objects").rglob("*.gz")))


def size() -> int:
    return sum(path.stat().st_size for path in Path("data/archive").rglob("*") if path.is_file())


def test_months_that_are_over_are_packed_and_the_catalog_is_the_same(years: Atlas) -> None:
    before, large = years.files(), size()
    as_of = ("show", "acme/m0", "--as-of", "2026-04-10", "--json")
    then = years.run(*as_of)
    assert then.status == 0
    ran = years.run("prune")
    assert ran.status == 0
    assert "bodies packed: 12" in ran.err
    assert singles() == 1
    packs = sorted(path.name for path in Path("data/archive/packs").iterdir())
    assert packs == [f"openrouter-2026-0{month}-01.{end}" for month in (3, 4, 6) for end in ("index", "xz")]
    assert size() < large / 2
    assert rebuilt(years) == before
    assert years.run("audit").status == 0
    assert years.run(*as_of) == then


def test_nothing_is_done_twice(years: Atlas) -> None:
    years.run("prune")
    archive = years.files("data/archive")
    ran = years.run("prune")
    assert (ran.status, ran.err) == (0, f"data/archive: {size():,} bytes\n")
    assert years.files("data/archive") == archive


def test_a_dry_run_tells_and_changes_nothing(years: Atlas) -> None:
    archive = years.files("data/archive")
    told = years.run("prune", "--dry-run")
    assert "bodies packed: 12" in told.err
    assert "would be freed" in told.err
    assert years.files("data/archive") == archive
    years.run("prune")
    assert f"data/archive: {size() - len('2') - 1:,} bytes then" in told.err  # without the number of the layout


def test_a_refused_answer_goes_last_and_what_is_told_of_it_stays(years: Atlas) -> None:
    before = years.files()
    years.run("prune")
    packed = size()
    ran = years.run("prune", "--keep", str(packed - 10))
    assert ran.status == 0, ran.err
    assert "bodies of refused answers: 1" in ran.err
    lines = Path("data/archive/openrouter.jsonl").read_text(encoding="utf-8").splitlines()
    marked = [json.loads(line) for line in lines if "pruned" in line]
    assert [line["fetched_at"][:10] for line in marked] == [REFUSED]
    assert "3 records, 10 in the last good answer" in marked[0]["pruned"]
    assert rebuilt(years) == before


def test_what_does_not_fit_is_told_and_nothing_more_is_deleted(years: Atlas) -> None:
    before = years.files()
    ran = years.run("prune", "--keep", "1K")
    assert ran.status == 3
    assert f"{size() - 1024:,} bytes more than the 1,024 of --keep; history needs all of it" in ran.err
    assert f"give --keep {size()} or more" in ran.err
    assert years.run("prune", "--keep", str(size())).status == 0
    assert rebuilt(years) == before


def test_what_killed_runs_left_goes_and_what_is_named_stays(years: Atlas) -> None:
    objects = Path("data/archive/objects")
    (objects / "ab").mkdir(exist_ok=True)
    (objects / "ab/.new-half").write_bytes(b"half")
    (objects / "ab" / f"{'ab' * 32}.gz").write_bytes(b"a body whose sighting was never written")
    (Path("data/archive/packs")).mkdir()
    Path("data/archive/packs/openrouter-2026-01-01.xz").write_bytes(b"half a pack")
    before = years.files()
    ran = years.run("prune")
    assert "left by killed runs: 2" in ran.err
    assert "bodies that no sighting names, or a pack has too: 1" in ran.err
    assert rebuilt(years) == before


def test_without_a_catalog_no_body_is_taken_for_one_that_nobody_names(years: Atlas) -> None:
    Path("data/archive/openrouter.jsonl").rename("kept.jsonl")
    held = singles()
    assert years.run("prune").status == 0  # the catalog names them still
    assert singles() == held
    Path("data/catalog.db").unlink()
    assert years.run("prune", "--keep", "1").status == 3
    assert singles() == held


def test_a_line_that_cannot_be_read_keeps_every_body_that_it_may_name(years: Atlas) -> None:
    path = Path("data/archive/openrouter.jsonl")
    path.write_text(
        path.read_text(encoding="utf-8").replace('"page"', '"page"').replace('"status":200', '"status":"x"', 1)
    )
    before = singles()
    Path("data/catalog.db").write_bytes(b"")
    years.run("prune")
    assert singles() + 12 - 1 >= before


def test_a_list_keeps_what_a_newer_version_wrote_into_it(years: Atlas) -> None:
    path = Path("data/archive/openrouter.jsonl")
    path.write_text(
        path.read_text(encoding="utf-8").replace('{"source"', '{"later":{"a":1},"source"'), encoding="utf-8"
    )
    years.run("prune", "--keep", "1")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert sum("pruned" in line for line in lines) == 1
    assert all(line["later"] == {"a": 1} for line in lines)


def test_an_archive_of_a_newer_version_is_left_alone(years: Atlas) -> None:
    Path("data/archive/format").write_text("3\n", encoding="ascii")
    archive = years.files("data/archive")
    for words in (("prune",), ("build",), ("fetch", "openrouter")):
        ran = years.run(*words)
        assert ran.status == 1
        assert "a newer version of the program wrote it (format 3, this one knows 2): upgrade modelatlas" in ran.err
    assert years.files("data/archive") == archive


def test_a_prune_waits_for_no_refresh(atlas: Atlas) -> None:
    Path("data").mkdir()
    with FileLock("data/refresh.lock"):
        assert atlas.run("prune").status == 4


@pytest.mark.parametrize("size", ["much", "-1", "5X", "1e3"])
def test_a_size_that_is_none_is_wrong_usage(atlas: Atlas, size: str) -> None:
    assert atlas.run("prune", f"--keep={size}").status == 2


def test_killed_at_any_moment_the_archive_is_whole(years: Atlas) -> None:
    before = years.files()
    command = [sys.executable, "-c", "from catalog.cli import main; main()", "prune", "--keep", "1"]
    for wait in (0.45, 0.55, 0.6, 0.65, 0.7, 0.8):
        running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert years.run("prune", "--keep", "1").status == 3
    assert list(Path("data/archive").rglob(".new-*")) == []
    assert rebuilt(years) == before
