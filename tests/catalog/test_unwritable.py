"""Output that cannot be written: one line that names the place and what helps, and nothing half-written."""

import errno
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalog.cli import main
from catalog.export.formats import FORMATS
from catalog.unwritable import unwritable
from tests.answers import envelope
from tests.atlas import Atlas, Ran, ten_models
from tests.conftest import NOW

ROOT = Path(__file__).parents[2]
SMALL = 3_000
"""So many bytes a file may have where the disk is as good as full."""


def limited(most: int) -> Callable[[], None]:
    """Let a child write no file beyond a size: it meets the same error in the midst of a file as on a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, in which commands are run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def at_once(*words: str | Path) -> Ran:
    """A command within this process."""
    result = CliRunner().invoke(main, list(map(str, words)), catch_exceptions=False)
    return Ran(result.exit_code, result.stdout, result.stderr)


def run(words: list[str | Path], folder: Path, most: int | None = None, out: int = subprocess.PIPE) -> Ran:
    """A command in a process of its own; status, stdout and stderr."""
    ran = subprocess.run(
        [sys.executable, "-m", "catalog", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MODELATLAS_MIRRORS": "https://=http://127.0.0.1:9/"},
        stdout=out,
        stderr=subprocess.PIPE,
        check=False,
        preexec_fn=limited(most) if most else None,
    )
    return Ran(ran.returncode, (ran.stdout or b"").decode(), ran.stderr.decode())


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a small catalog, for reading only."""
    folder = tmp_path_factory.mktemp("small")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
        atlas = Atlas(folder, patch)
        atlas.listen_to(None)
        atlas.backfill(envelope(*ten_models()), "2026-07-30")
        assert atlas.run("build", "--no-render", "--quiet").status in (0, 3)
    return folder / "data"


def files(folder: Path) -> dict[Path, bytes]:
    """Every file of a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def left(folder: Path) -> list[str]:
    """What a folder holds."""
    return sorted(path.name for path in folder.iterdir())


def test_a_format_that_is_not_there_names_those_that_are(data: Path, here: Path) -> None:
    ran = at_once("export", "nonsense", "--data", data, "--out", "x")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "'nonsense'" in ran.err
    assert all(name in ran.err for name in FORMATS)
    assert left(here) == []


@pytest.mark.parametrize(
    ("out", "told"),
    [
        ("nowhere/models.json", "nowhere/models.json: cannot be written: No such file or directory: make the folder"),
        ("folder", "folder: cannot be written: Is a directory: name a file with --out"),
        ("file/models.json", "file/models.json: cannot be written: Not a directory: a file stands where a folder is"),
        ("x" * 300, "cannot be written: File name too long"),
        ("/dev/full", "/dev/full: cannot be written: No space left on device: make room there, or name another"),
    ],
)
def test_a_place_that_cannot_be_written_is_named_with_what_helps(out: str, told: str, data: Path, here: Path) -> None:
    (here / "folder").mkdir()
    (here / "file").write_text("mine", encoding="utf-8")
    ran = at_once("export", "models", "--data", data, "--out", out)
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert told in ran.err
    assert left(here) == ["file", "folder"]
    assert left(here / "folder") == []
    assert (here / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["models", "database"])
def test_a_full_disk_leaves_the_old_file_as_it_was(name: str, data: Path, tmp_path: Path) -> None:
    old = tmp_path / "export"
    old.write_text("of yesterday", encoding="utf-8")
    ran = run(["export", name, "--data", data, "--out", old], tmp_path, SMALL)
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert ran.err.startswith((f"{old}: cannot be written: File too large: ", f"{data / 'catalog.db'}: "))
    assert (left(tmp_path), old.read_text(encoding="utf-8")) == (["export"], "of yesterday")


def test_a_full_disk_behind_standard_output_is_told_once(data: Path, tmp_path: Path) -> None:
    for name in ("models", "changes-csv"):  # longer and shorter than what is written at once
        with Path("/dev/full").open("wb") as full:
            ran = run(["export", name, "--data", data], tmp_path, out=full.fileno())
        assert ran.status == 1
        assert ran.err == (
            "standard output: cannot be written: No space left on device: make room there, or name another place with"
            " --out\n"
        )


def test_who_reads_only_the_beginning_gets_it_without_a_word_of_complaint(data: Path, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ran = run(["export", "claims", "--data", data], tmp_path, out=writer)
    os.close(writer)
    assert (ran.status, ran.err) == (1, "")


def test_an_export_goes_to_a_device_or_through_a_link_and_replaces_neither(data: Path, here: Path) -> None:
    (here / "real.json").write_text("old", encoding="utf-8")
    (here / "link.json").symlink_to("real.json")
    assert at_once("export", "models", "--data", data, "--out", "link.json").status == 0
    assert (here / "link.json").is_symlink()
    plain = at_once("export", "models", "--data", data)
    assert (here / "real.json").read_text(encoding="utf-8") == plain.out != "old"
    assert at_once("export", "models", "--data", data, "--out", "/dev/null").status == 0
    assert Path("/dev/null").is_char_device()


def test_a_site_that_cannot_be_written_names_its_folder(
    data: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = shutil.copytree(data, here / "data")
    (here / "file").write_text("mine", encoding="utf-8")
    monkeypatch.setenv("MODELATLAS_MIRRORS", "https://=http://127.0.0.1:9/")
    for command in (["build"], ["refresh", "--offline"], ["build", "--as-of", "2026-07-30"]):
        ran = at_once(*command, "--quiet", "--data", ours, "--out", "file/site")
        assert ran.status == 1
        assert ran.err.splitlines()[-1] == (
            "nothing published: file/site: cannot be written: File exists: a file stands where a folder is needed; name"
            " another place with --out"
        )
    assert (left(here), (here / "file").read_text(encoding="utf-8")) == (["data", "file"], "mine")


def test_a_full_disk_leaves_the_old_site_whole(data: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    then: list[str | Path] = ["build", "--as-of", "2026-07-30", "--quiet", "--data", data, "--out", site]
    assert at_once(*then, "--no-render").status == 0
    before = files(site)
    ran = run(then, tmp_path, 30_000)
    assert (ran.status, ran.err) == (
        1,
        f"nothing published: {site}: cannot be written: File too large: no file may be that large there; name another"
        " place with --out\n",
    )
    assert (files(site), left(tmp_path)) == (before, ["site"])


def test_a_full_disk_under_the_data_leaves_site_and_data_whole(data: Path, tmp_path: Path) -> None:
    ours, site = shutil.copytree(data, tmp_path / "data"), tmp_path / "site"
    words: list[str | Path] = ["build", "--quiet", "--no-render", "--data", ours, "--out", site]
    assert at_once(*words).status in (0, 3)
    before = files(site)
    day = tmp_path / "2026-07-31.json"
    day.write_bytes(json.dumps(envelope(*ten_models())).encode())
    assert at_once("backfill", "openrouter", day, "--data", ours).status == 0
    ran = run(words, tmp_path, 50_000)
    assert ran.status == 1
    assert ran.err.splitlines()[-1].startswith(f"nothing published: {ours / 'catalog.db'}: ")
    assert "make room" in ran.err
    assert files(site) == before
    assert at_once(*words).status in (0, 3)
    assert files(site).keys() == before.keys()
    assert files(site) != before


def test_what_is_told_names_the_option_that_helps() -> None:
    read_only = OSError(errno.EROFS, "")
    assert unwritable("a", read_only) == (
        "a: cannot be written: Read-only file system: name a place with --out that you may write"
    )
    assert unwritable("a", read_only, "--data").endswith("with --data that you may write")
    assert unwritable("a", OSError("odd")) == "a: cannot be written: odd"
