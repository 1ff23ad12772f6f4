"""Runs that are killed, torn in the midst of a write, or out of room: all is whole, and the next run makes up for it.

`python -m benchmarks.kills` does the same at every kind of step and at 200 random moments.
"""

import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import nights
from benchmarks.kills import SCENES, Kills, kinds
from benchmarks.stopping import Runs, Stop
from scraper.unfinished import beside, clear, held, write_whole

SCENE = {scene.name: scene for scene in SCENES}
AT_STEPS = [
    ("refresh", "open data/archive/.*", "torn"),
    ("build", "os.link _site", "kill"),
    ("build", "sql COMMIT", "torn"),
    ("backfill", "os.rename data/archive/objects", "kill"),
    ("export models", "os.rename models.json", "kill"),
    ("review", "os.rename curated", "kill"),
]


@pytest.fixture(scope="module")
def kills(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kills]:
    """One upstream, and one catalog that each run starts from a copy of."""
    with nights.upstream(7) as upstream, Runs() as runs:
        made = Kills(tmp_path_factory.mktemp("kills"), runs, upstream)
        made.prepare(2)
        yield made


@pytest.mark.parametrize(("name", "at", "way"), AT_STEPS)
def test_a_run_that_is_stopped_at_a_step_leaves_all_whole(kills: Kills, name: str, at: str, way: str) -> None:
    steps = [numbers[-1] for kind, numbers in kinds(kills.steps(SCENE[name])).items() if kind.startswith(at)]
    stopped, wrong = kills.stop(SCENE[name], Stop(steps[0], way))
    assert stopped
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "how"), [("refresh", signal.SIGKILL), ("build", signal.SIGTERM), ("export models", signal.SIGINT)]
)
def test_a_run_that_is_killed_at_some_moment_leaves_all_whole(kills: Kills, name: str, how: signal.Signals) -> None:
    moment = random.Random(name).uniform(0.1, 0.9) * kills.seconds(SCENE[name])  # noqa: S311 - no secret
    assert kills.stop(SCENE[name], Stop(after_seconds=moment, signal=how))[1] == []


def test_what_is_in_the_making_is_not_taken_for_what_was_left(tmp_path: Path) -> None:
    (tmp_path / "x.new-old").mkdir()
    (tmp_path / "x.new-older").write_bytes(b"half")
    (tmp_path / "xx.new-mine").mkdir()
    with beside(tmp_path / "x") as folder:
        (folder / "half").write_bytes(b"half")
        clear(tmp_path, "x.new-")
        assert sorted(tmp_path.iterdir()) == [folder, tmp_path / "xx.new-mine"]
    assert sorted(tmp_path.iterdir()) == [tmp_path / "xx.new-mine"]


def test_a_name_with_brackets_is_a_name_and_no_pattern(tmp_path: Path) -> None:
    (tmp_path / "x1.new-mine").mkdir()
    (tmp_path / "x[1].new-old").mkdir()
    with beside(tmp_path / "x[1]"):
        assert (tmp_path / "x1.new-mine").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["x1.new-mine"]


def test_a_file_is_replaced_as_a_whole_with_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.write_bytes(b"old")
    with target.open("rb") as reader, held(target):
        write_whole(target, b"new", 0o640)
        assert reader.read() == b"old"
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"new", 0o640)
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize(("name", "at"), [("fetch", "open data/archive/.new-"), ("backfill", "fsync")])
def test_a_full_disk_under_the_archive_is_told_with_what_helps(
    kills: Kills, tmp_path: Path, name: str, at: str
) -> None:
    scene = SCENE[name]
    step = next(number for number, told in enumerate(kills.steps(scene), 1) if told.startswith(at))
    folder = shutil.copytree(kills.folders[scene.base], tmp_path / "run")
    ran = kills.run(folder, scene.words, Stop(step, "full"))
    verb = {"fetch": "nothing fetched", "backfill": "nothing more taken"}[name]
    assert (ran.status, ran.err) == (
        1,
        f"{verb}: data: cannot be written: No space left on device: make room there, or name another place with"
        " --data\n",
    )
