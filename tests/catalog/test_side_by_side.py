"""Parts of one task in processes of their own: what they come to, and that none outlives what it works for."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from catalog import model_files, side_by_side
from catalog.details import Ids
from catalog.model_files import shared_out
from catalog.staging import PublishError
from tests.answers import envelope, model
from tests.atlas import Atlas, ten_models

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process does all")

together = side_by_side.side_by_side


def begun_late(number: int) -> Callable[[], tuple[int, int]]:
    """A part that ends the sooner, the later it comes."""

    def part() -> tuple[int, int]:
        time.sleep(0.2 / number)
        return number, os.getpid()

    return part


def test_parts_are_done_in_processes_of_their_own_and_give_their_results_in_order() -> None:
    with together([begun_late(number) for number in (1, 2, 3)]) as parts:
        done = list(parts)
    assert [number for number, _ in done] == [1, 2, 3]
    assert len({os.getpid(), *(pid for _, pid in done)}) == 4


def test_parts_leave_a_core_to_the_process_that_began_them() -> None:
    here = os.nice(0)
    with together([lambda: os.nice(0), lambda: os.nice(0)]) as parts:
        assert all(there > here for there in parts)
    with together([lambda: os.nice(0)]) as alone:
        assert list(alone) == [here]


def test_a_part_that_is_alone_is_done_here_once_it_is_asked_for() -> None:
    asked: list[int] = []
    with together([lambda: asked.append(os.getpid())]) as parts:
        assert not asked
        assert list(parts) == [None]
    assert asked == [os.getpid()]


def test_a_result_may_be_larger_than_a_pipe() -> None:
    with together([lambda: b"x" * 5_000_000, lambda: b"y"]) as parts:
        assert [len(part) for part in parts] == [5_000_000, 1]


def test_what_a_part_raises_is_raised_here_and_tells_where() -> None:
    def fails() -> None:
        raise PublishError("_site: no room")

    with pytest.raises(PublishError, match="_site: no room") as raised, together([fails, fails]) as parts:
        list(parts)
    assert "in fails" in "".join(raised.value.__notes__)


def test_a_part_that_the_system_ends_is_told() -> None:
    def is_killed() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(side_by_side.PartLost, match="ended without a word"), together([is_killed, int]) as parts:
        list(parts)


def is_alive(pid: int) -> bool:
    """Whether a process is there; one that has ended and that nobody waited for is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_who_is_still_at_work_is_ended_where_nobody_waits_for_it_any_more(tmp_path: Path) -> None:
    def works_for_long() -> None:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(60)

    with pytest.raises(PublishError), together([works_for_long, works_for_long]):
        while len(pids := [int(one.name) for one in tmp_path.iterdir()]) < 2:
            time.sleep(0.01)
        raise PublishError("something else failed")
    assert not any(map(is_alive, pids))


WORKS = """
    import fcntl, os, sys, time
    from pathlib import Path
    from catalog.side_by_side import side_by_side

    folder = Path(sys.argv[1])
    lock = (folder / "lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)

    def works_for_long():
        (folder / f"{os.getpid()}.pid").touch()
        time.sleep(60)

    with side_by_side([works_for_long, works_for_long]) as parts:
        list(parts)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_where_the_parent_is_stopped_its_parts_end_and_hold_no_lock(tmp_path: Path, how: signal.Signals) -> None:
    parent = subprocess.Popen([sys.executable, "-c", dedent(WORKS), tmp_path], stderr=subprocess.DEVNULL)
    while len(pids := [int(one.stem) for one in tmp_path.glob("*.pid")]) < 2:
        assert parent.poll() is None
        time.sleep(0.01)
    parent.send_signal(how)
    assert parent.wait(20) != 0
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    deadline = time.monotonic() + 20
    while any(map(is_alive, pids)):
        assert time.monotonic() < deadline
        time.sleep(0.01)


NESTED = """
    import os, sys, time
    from pathlib import Path
    from catalog.side_by_side import apart, halves

    def works_for_long(_):
        Path(sys.argv[1], f"{os.getpid()}.pid").touch()
        time.sleep(60)

    with apart(lambda _: halves(works_for_long, "ab")) as waited:
        waited()
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_where_the_parent_is_stopped_the_parts_of_its_parts_end_too(tmp_path: Path, how: signal.Signals) -> None:
    parent = subprocess.Popen([sys.executable, "-c", dedent(NESTED), tmp_path], stderr=subprocess.DEVNULL)
    while len(pids := [int(one.stem) for one in tmp_path.glob("*.pid")]) < 2:
        assert parent.poll() is None
        time.sleep(0.01)
    parent.send_signal(how)
    assert parent.wait(20) != 0
    deadline = time.monotonic() + 20
    while any(map(is_alive, pids)):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_part_that_is_done_apart_gives_its_result_and_tells_on_the_way() -> None:
    told: list[str] = []

    def part(tell: Callable[[str], None]) -> tuple[int, bytes]:
        tell("half done")
        tell("done")
        return os.getpid(), b"x" * 5_000_000

    with side_by_side.apart(part, told.append) as waited:
        pid, made = waited()
    assert pid != os.getpid()
    assert len(made) == 5_000_000
    assert told == ["half done", "done"]


def test_what_is_raised_apart_is_raised_here_after_what_was_told() -> None:
    told: list[str] = []

    def part(tell: Callable[[str], None]) -> None:
        tell("so far, so good")
        raise PublishError("_site: no room")

    with pytest.raises(PublishError, match="_site: no room"), side_by_side.apart(part, told.append) as waited:
        waited()
    assert told == ["so far, so good"]


def test_a_part_apart_that_the_system_ends_is_told() -> None:
    def is_killed(tell: Callable[[str], None]) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with side_by_side.apart(is_killed) as waited, pytest.raises(side_by_side.PartLost, match="ended without a word"):
        waited()


def test_one_half_is_made_here_and_the_other_in_a_process_of_its_own_in_the_order_of_all() -> None:
    made = side_by_side.halves(lambda number: (number, os.getpid()), range(5))
    assert [number for number, _ in made] == [0, 1, 2, 3, 4]
    assert [pid == os.getpid() for _, pid in made] == [True, True, False, False, False]
    assert side_by_side.halves(str, []) == []


@pytest.mark.parametrize("bad", [0, 4])
def test_what_making_one_of_a_half_raises_is_raised_here(bad: int) -> None:
    def fails(number: int) -> int:
        if number == bad:
            raise PublishError(f"{number}: no room")
        return number

    with pytest.raises(PublishError, match=f"{bad}: no room"):
        side_by_side.halves(fails, range(5))


HALF_DONE = """
    import sys, time
    from pathlib import Path
    from catalog.side_by_side import apart

    def half_done(tell):
        made = Path(sys.argv[1], "half")
        made.touch()
        try:
            time.sleep(60)
        finally:
            made.unlink()

    with apart(half_done) as waited:
        waited()
"""


def test_who_is_interrupted_lets_a_part_apart_undo_what_is_half_done(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", dedent(HALF_DONE), tmp_path], stderr=subprocess.DEVNULL)
    while not (tmp_path / "half").exists():
        assert parent.poll() is None
        time.sleep(0.01)
    parent.send_signal(signal.SIGINT)
    assert parent.wait(20) != 0
    assert not (tmp_path / "half").exists()


def test_an_interrupted_build_leaves_no_database_in_the_making(atlas: Atlas) -> None:
    atlas.backfill(envelope(*ten_models()), "2026-07-01")
    making = atlas.folder / "data/catalog.db.new"
    build = subprocess.Popen([sys.executable, "-m", "catalog", "build"], stderr=subprocess.DEVNULL)
    while not making.exists():
        assert build.poll() is None
        time.sleep(0.001)
    build.send_signal(signal.SIGINT)
    assert build.wait(20) != 0
    assert not list((atlas.folder / "data").glob("catalog.db*"))


def published() -> dict[str, bytes]:
    """Every file of the published folder, and the list of what it was made from but for the times in it."""
    found = {str(file): file.read_bytes() for file in Path("_site").rglob("*") if file.is_file()}
    groups = json.loads(Path("data/carried.json").read_bytes())["groups"]
    told = {group: (inputs, [path for path, *_ in files]) for group, (inputs, files) in groups.items()}
    return {**found, "carried": json.dumps(told).encode()}


def test_a_folder_is_the_same_whether_its_models_are_made_in_one_process_or_side_by_side(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    monkeypatch.setattr(model_files, "WORTH_A_PROCESS", 2)
    made = []
    for cores in (1, 3):
        monkeypatch.setattr(model_files, "cores", lambda cores=cores: cores)
        assert ", 10 models, " in atlas.run("build").err
        made.append(published())
        shutil.rmtree("_site")
        Path("data/carried.json").unlink()
    assert made[0] == made[1]
    assert atlas.run("build").status == 0
    atlas.backfill(envelope(*ten_models(), model("acme/new")), "2026-07-31")
    assert ", 11 models, " in atlas.run("build").err
    assert (Path("_site/models/acme/new/index.html").exists(), len(published())) > (True, len(made[0]))


def test_a_fault_in_a_process_of_its_own_leaves_the_old_folder(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    monkeypatch.setattr(model_files, "WORTH_A_PROCESS", 2)
    monkeypatch.setattr(model_files, "cores", lambda: 2)
    assert atlas.run("build").status == 0
    before = published()
    atlas.backfill(envelope(*ten_models(), model("acme/new")), "2026-07-31")

    def fails(*_: object) -> None:
        raise PublishError("_site: no room")

    with monkeypatch.context() as broken:
        broken.setattr(model_files, "one_model", fails)
        ran = atlas.run("build")
    assert (ran.status, "_site: no room" in ran.err) == (1, True)
    assert published() == before
    assert not list(Path().glob("*_site.*"))
    assert atlas.run("build").status == 0
    assert "_site/models/acme/new/index.html" in published()


def test_ids_are_shared_out_evenly_and_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "WORTH_A_PROCESS", 2)
    assert shared_out([], 4) == []
    assert shared_out(["a"], 4) == [Ids("a", "a")]
    assert shared_out(["a", "b", "c", "d", "e"], 4) == [Ids("a", "b"), Ids("c", "e")]
    assert shared_out(["a", "b", "c", "d"], 1) == [Ids("a", "d")]
