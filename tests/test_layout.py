"""The house: one arrow between packages, no Python under site/, every source with its fixtures' tests."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from scraper.sources import find, sources

ROOT = Path(__file__).parent.parent
MODULES = sorted([*(ROOT / "scraper").rglob("*.py"), *(ROOT / "catalog").rglob("*.py")])
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "process", "data", "common", "misc"}
NETWORK = {"requests", "urllib3", "socket", "http.client", "urllib.request"}
FETCH = {"scraper/http.py", "scraper/transfer.py"}


def imports(path: Path) -> set[str]:
    """Modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_scraper_imports_nothing_of_the_catalog() -> None:
    wrong = [
        name(path) for path in (ROOT / "scraper").rglob("*.py") if any(m.startswith("catalog") for m in imports(path))
    ]
    assert wrong == []


def test_only_fetch_knows_the_network() -> None:
    wrong = [
        f"{name(path)}: {module}"
        for path in MODULES
        if name(path) not in FETCH
        for module in imports(path)
        if module.split(".")[0] in {"requests", "urllib3", "socket"} or module in NETWORK
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("done", "unasked"),
    [
        ("import catalog.commands; from scraper.sources import sources; sources()", ("requests", "tenacity")),
        (
            "from catalog.export.api.credits import credit_of; assert credit_of('litellm')",
            ("requests", "bs4", "scraper.sources.openrouter"),
        ),
    ],
    ids=["what a build imports", "whom to name for a value"],
)
def test_who_only_reads_imports_nothing_that_asks_servers(done: str, unasked: tuple[str, ...]) -> None:
    seen = f"{done}; import sys; print([name for name in {unasked!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", seen], capture_output=True, check=True, cwd=ROOT).stdout == b"[]\n"


def test_there_is_no_python_under_site() -> None:
    assert list((ROOT / "site").rglob("*.py")) == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_module_says_what_it_is_and_stays_one_thing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert len(text.splitlines()) <= 400
    assert path.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_function_is_longer_than_fifty_lines(path: Path) -> None:
    long = [
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert long == []


def test_every_source_module_is_a_source_that_says_who_it_is() -> None:
    modules = {path.stem for path in (ROOT / "scraper/sources").glob("[!_]*.py")}
    assert set(sources()) == modules
    assert find("nobody") is None
    for source in sources().values():
        assert find(source.id) is source
        assert source.publisher.licence
        assert source.publisher.cannot_know
        # A source of single pages has no list: its address says by which pattern they are found.
        assert source.reads(source.address) or "{" in source.address
        assert (ROOT / f"tests/scraper/test_{source.id}.py").exists()
        assert (ROOT / f"tests/fixtures/sources/{source.id}/expected.json").exists()


def test_ci_calls_what_people_call() -> None:
    assert "make check test" in (ROOT / ".ci/run").read_text(encoding="utf-8")
