"""What the project is built from: few dependencies, each used; exact versions for CI; no secret in any file."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONSTRAINTS = (ROOT / ".ci/constraints.txt").read_text(encoding="utf-8")
FOLDERS = (
    ".ci",
    ".github",
    "benchmarks",
    "catalog",
    "data/curated",
    "data/seed",
    "docs",
    "scraper",
    "site",
    "templates",
    "tests",
)
CALLED = (
    "Makefile", ".ci/run", ".pre-commit-config.yaml", "pyproject.toml", "tests/conftest.py",
    "tests/catalog/test_datasette.py",
)  # fmt: skip
"""Where a tool that nobody imports is called."""


def name_of(requirement: str) -> str:
    """The package that a requirement names, as an index writes it."""
    return re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def imported(*folders: str) -> set[str]:
    """Packages whose modules are imported below some folders."""
    known = packages_distributions()
    found: set[str] = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            for module in modules:
                found.update(name.lower().replace("_", "-") for name in known.get(module.split(".")[0], ()))
    return found


def tracked() -> Iterator[tuple[str, str]]:
    """Every text of the repository, by its path."""
    roots = [path for path in ROOT.iterdir() if path.is_file()]
    for path in sorted([*roots, *(file for folder in FOLDERS for file in (ROOT / folder).rglob("*"))]):
        if path.is_file() and "__pycache__" not in path.parts and path.name != ".git":
            yield path.relative_to(ROOT).as_posix(), path.read_bytes().decode(errors="replace")


def test_every_dependency_is_imported() -> None:
    used = imported("scraper", "catalog")
    assert {name_of(one) for one in PROJECT["dependencies"]} <= used
    extras = {name_of(one) for extra in ("og", "parquet") for one in PROJECT["optional-dependencies"][extra]}
    assert extras <= used


def test_every_tool_of_developers_is_imported_or_called() -> None:
    used = imported("scraper", "catalog", "tests", "benchmarks")
    calls = "\n".join((ROOT / path).read_text(encoding="utf-8") for path in CALLED)
    for tool in map(name_of, PROJECT["optional-dependencies"]["dev"]):
        stubs = tool.removeprefix("types-")
        assert tool in used or (stubs != tool and stubs in used) or re.search(rf"\b{tool}\b", calls), tool


def test_dependencies_have_no_upper_bound() -> None:
    lists = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    assert [one for requirements in lists for one in requirements if re.search(r"<|==|~=|@", one)] == []


def test_the_lock_is_exact_and_has_every_dependency() -> None:
    lines = [line for line in CONSTRAINTS.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9a-z.]*", line)] == []
    locked = {name_of(line) for line in lines}
    assert len(locked) == len(lines)
    everything = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"], "hatchling", "editables"]
    assert {name_of(one) for one in everything} <= locked


def test_ci_installs_what_is_locked() -> None:
    run = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "PIP_CONSTRAINT=$PWD/.ci/constraints.txt" in run
    assert run.index("PIP_CONSTRAINT") < run.index("make check test")


SECRETS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a key of a cloud": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b",
    "a token of a forge": r"\bgh[pousr]_[0-9A-Za-z]{36}|\bgithub_pat_[0-9A-Za-z_]{22,}|\bglpat-[0-9A-Za-z_-]{20}",
    "a key of a model's seller": r"\bsk-(?:ant-|or-v1-|proj-)?[0-9A-Za-z]{24,}|\bhf_[A-Za-z]{34}\b",
    "a token of a chat": r"\bxox[abprs]-[0-9A-Za-z-]{10,}|hooks\.slack\.com/services/T[0-9A-Z]+/",
    "a signed token": r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.",
}
"""What keys look like."""

# Put together here, so that this file does not hold what it forbids.
PLACES = {
    "a package registry": "|".join(
        rf"\b{re.escape('.'.join(parts))}\b"
        for parts in (
            ("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs", "org"), ("registry", "yarnpkg", "com"),
            ("deb", "debian", "org"), ("archive", "ubuntu", "com"), ("proxy", "golang", "org"),
        )
    ),
    "a folder of one machine": r"(?<![\w.~-])/(?:" + "|".join(("root", "work", "Users", "home")) + r")/[a-z.]",
}  # fmt: skip
"""What is right on one machine only."""


@pytest.mark.parametrize("what", [*SECRETS, *PLACES])
def test_the_repository_holds_no_secret_and_no_place_of_one_machine(what: str) -> None:
    pattern = re.compile({**SECRETS, **PLACES}[what])
    found = [f"{path}: {hit[0]}" for path, text in tracked() for hit in [pattern.search(text)] if hit]
    assert found == []


def test_what_is_looked_for_would_be_found() -> None:
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ"
    for what, example in (
        ("a private key", "-----BEGIN " + "RSA PRIVATE KEY-----"),
        ("a token of a forge", "ghp_" + letters),
        ("a key of a model's seller", "sk-or-v1-" + letters),
        ("a package registry", "https://" + "files.python" + "hosted.org/x"),
        ("a folder of one machine", "cd /ro" + "ot/x"),
    ):
        assert re.search({**SECRETS, **PLACES}[what], example), what
