"""The recipes of docs/operations/ and the workflows: what they call is there, and they do what they say."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from filelock import FileLock

from catalog.cli import main

ROOT = Path(__file__).parent.parent
RECIPES = ROOT / "docs/operations"
WORKFLOWS = ROOT / ".github/workflows"
PROGRAM, STATE = "/opt/modelatlas", "/var/lib/modelatlas"
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [ROOT / "docs/operations.md", ROOT / "SECURITY.md", *RECIPES.iterdir(), *WORKFLOWS.iterdir()]
}
UNITS = ("modelatlas.service", "modelatlas.timer")
OFFLINE = '[mirrors]\n"https://" = "http://127.0.0.1:9/"\n[http]\nattempts = 1\n'


def calls(text: str) -> Iterator[list[str]]:
    """The words after `modelatlas` wherever it is called, up to where the shell or the sentence goes on."""
    of_a_call = r"(?:^|[\s`/])(?<!-u )(?<!--tag )modelatlas ((?:[a-z]|--)[^`\n|;&#<>]*)"
    for line in re.findall(of_a_call, text.replace("\\\n", " "), re.M):
        yield shlex.split(line)


def unit(name: str) -> dict[str, list[str]]:
    """A unit file's keys with all their values; a line that is none is a failure."""
    found: dict[str, list[str]] = {}
    for line in (RECIPES / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith(("#", "[")):
            key, equals, value = line.partition("=")
            assert equals, line
            found.setdefault(key, []).append(value)
    return found


def steps(workflow: str) -> dict[str, str]:
    """The commands of a workflow by the names of their steps."""
    jobs = yaml.safe_load((WORKFLOWS / workflow).read_text(encoding="utf-8"))["jobs"].values()
    return {step.get("name", step["run"]): step["run"] for job in jobs for step in job["steps"] if "run" in step}


@pytest.fixture
def command(tmp_path: Path) -> Path:
    """`modelatlas` of this checkout, as a file that needs no environment; it leaves the pages out, to be quick."""
    script = tmp_path / "bin/modelatlas"
    script.parent.mkdir()
    start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from catalog.cli import main; main()"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -c {shlex.quote(start)} "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return script


@pytest.mark.parametrize("path", TEXTS)
def test_every_call_is_one_that_the_program_knows(path: str) -> None:
    for words in calls(TEXTS[path]):
        if not words[0].startswith("--"):
            assert words[0] in main.commands, words
            main.commands[words[0]].make_context(words[0], words[1:])


def test_calls_are_found_and_a_wrong_one_would_fail() -> None:
    assert [words[0] for words in calls(TEXTS["docs/operations/crontab"])] == ["refresh"]
    assert ["build"] in list(calls(TEXTS["docs/operations.md"]))
    with pytest.raises(click.UsageError):
        main.commands["refresh"].make_context("refresh", ["--loud"])


@pytest.mark.parametrize("path", TEXTS)
def test_every_path_and_target_in_a_recipe_exists(path: str) -> None:
    text = TEXTS[path]
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert link.startswith("https://") or ((ROOT / path).parent / link).exists(), link
    for named in re.findall(rf"{PROGRAM}/((?!\.venv|bin)[\w./-]+\w)", text):
        assert (ROOT / named).exists(), named
    for named in re.findall(r"(?:\s|`|--file )((?:docs|\.ci|\.github)/[\w./-]+\w)", text):
        assert (ROOT / named).exists(), named
    for copied in re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.M):
        assert all((ROOT / name).exists() for name in copied.split()), copied
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"\bmake ([a-z]+)`", text)) <= targets


def cron_line() -> tuple[str, str]:
    """When and what, of the one line that is neither comment nor variable."""
    lines = (RECIPES / "crontab").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line and not re.match(r"#|[A-Z]+=", line)]
    match = re.fullmatch(r"(\d+ \d+ \* \* \*) +(.*)", line)
    assert match is not None
    return match[1], match[2]


def cron(line: str, folder: Path, command: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a line as cron does: `sh -c`, from the home folder, with next to nothing in the environment."""
    placed = line.replace(f"{PROGRAM}/.venv/bin/modelatlas", str(command)).replace(STATE, str(folder))
    bare = {"HOME": str(folder.parent), "LOGNAME": "modelatlas", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        ["/bin/sh", "-c", placed], cwd=folder.parent, env=bare, capture_output=True, timeout=60, check=False
    )


def test_the_line_of_the_crontab_publishes_and_says_only_what_a_person_should_see(
    tmp_path: Path, command: Path
) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    (folder / "modelatlas.toml").write_text(f'base_url = "https://example.org/atlas/"\n{OFFLINE}', encoding="utf-8")
    _, line = cron_line()
    assert "%" not in line  # cron takes it for the end of a line
    ran = cron(line, folder, command)
    assert (ran.returncode, ran.stdout) == (3, b"")
    assert b"Connection refused" in ran.stderr
    assert b"https://example.org/atlas/" in (folder / "_site/feeds/models.atom").read_bytes()
    with FileLock(folder / "data/refresh.lock"):
        ran = cron(line, folder, command)
    assert (ran.returncode, ran.stdout, ran.stderr) == (4, b"", b"")


@pytest.mark.parametrize("name", UNITS)
def test_units_name_what_is_there(name: str) -> None:
    keys = unit(name)
    if name.endswith(".timer"):
        assert keys["Persistent"] == ["true"]
        assert keys["WantedBy"] == ["timers.target"]
        return
    (start,) = keys["ExecStart"]
    assert start.split()[0] == f"{PROGRAM}/.venv/bin/modelatlas"
    assert keys["WorkingDirectory"] == keys["ReadWritePaths"] == [STATE]
    assert keys["StateDirectory"] == [STATE.removeprefix("/var/lib/")]
    for key, value in (("ProtectSystem", "strict"), ("NoNewPrivileges", "yes"), ("PrivateTmp", "yes")):
        assert keys[key] == [value]
    assert keys["SuccessExitStatus"] == ["3 4"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path, command: Path) -> None:
    for name in UNITS:
        text = (RECIPES / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(f"{PROGRAM}/.venv/bin/modelatlas", str(command)), encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *UNITS], cwd=tmp_path, capture_output=True, timeout=60, check=False
    )
    ours = [line for line in told.stderr.decode().splitlines() if "modelatlas" in line]
    assert (told.returncode, ours) == (0, [])


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.yml")), ids=lambda path: path.name)
def test_workflows_take_no_more_than_they_need(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    workflow: dict[Any, Any] = yaml.safe_load(text)
    assert {True, "jobs", "permissions", "concurrency"} <= set(workflow)  # YAML reads the key `on` as true
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 120
        assert job.get("permissions", {}).get("contents") != "write" or not any(
            "install" in step.get("run", "") for step in job["steps"]
        )
        for step in job["steps"]:
            assert "uses" not in step or re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
            # What others write (names of branches, titles) would be run as a command.
            assert "${{" not in step.get("run", "")
    assert all(re.search(r"# v\d+\.\d+\.\d+$", line) for line in text.splitlines() if "uses:" in line)


def test_the_checks_on_github_are_those_of_ci_and_make() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    commands = list(steps("check.yml").values())
    assert "bash .ci/run" in commands
    assert {word for run in commands for word in re.findall(r"^make (\w+)", run)} <= targets


@pytest.mark.skipif(not shutil.which("git"), reason="git is not here")
def test_the_nightly_workflow_keeps_every_answer_in_its_branch(tmp_path: Path, command: Path) -> None:
    origin, jobs = tmp_path / "origin.git", steps("refresh.yml")
    environment = {
        "PATH": f"{command.parent}:{os.environ['PATH']}", "HOME": str(tmp_path), "GITHUB_REPOSITORY": "acme/atlas",
        "GITHUB_REPOSITORY_OWNER": "acme", "LC_ALL": "C.UTF-8",
    }  # fmt: skip

    def shell(folder: Path, script: str) -> str:
        words = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
        ran = subprocess.run(words, cwd=folder, env=environment, capture_output=True, timeout=60, check=False)
        assert ran.returncode == 0, ran.stderr.decode()
        return ran.stdout.decode()

    shell(tmp_path, "git init -q --bare -b main origin.git && git clone -q origin.git seeded 2>/dev/null")
    named = "git -c user.name=a -c user.email=a@localhost"
    (tmp_path / "seeded/modelatlas.toml").write_text(OFFLINE, encoding="utf-8")
    shell(tmp_path / "seeded", f"git add . && {named} commit -qm x && git push -q origin HEAD:main")

    def night(number: int, *between: str) -> Path:
        for job in ("refresh", "keep"):
            shell(tmp_path, f"git clone -q --depth=1 --branch main file://{origin} {job}-{number}")
        runner = tmp_path / f"refresh-{number}"
        for script in (jobs["bring the archive"], *between, jobs["pack what is new in the archive"]):
            shell(runner, script)
        shutil.copy(runner / "night.bundle", tmp_path / f"keep-{number}")
        shell(tmp_path / f"keep-{number}", jobs["push the archive"])
        return runner

    first = night(1, jobs["refresh"])
    assert "https://acme.github.io/atlas/" in (first / "_site/feeds/models.atom").read_text(encoding="utf-8")
    kept = shell(origin, "git ls-tree -r --name-only archive").split()
    assert "published.jsonl" in kept
    assert "archive/openrouter.jsonl" in kept
    assert not [path for path in kept if not path.startswith(("archive/", "published.jsonl"))]
    lines = len((first / "state/archive/openrouter.jsonl").read_text(encoding="utf-8").splitlines())
    second = night(2, "echo '{}' >>state/archive/openrouter.jsonl")
    assert len((second / "state/archive/openrouter.jsonl").read_text(encoding="utf-8").splitlines()) == lines + 1
    assert shell(origin, "git rev-list --count archive").strip() == "2"
    # The packed night is what is new alone, however long the history.
    assert (second / "night.bundle").stat().st_size < 2_000
