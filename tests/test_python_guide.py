"""What docs/python.md shows is so: its examples run, are typed, and it names every error."""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import catalog

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs/python.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.M | re.S)
EXAMPLES = doctest.DocTestParser().get_doctest("\n".join(BLOCKS), {}, "docs/python.md", None, 0)


def test_every_example_gives_what_is_shown(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(whole)
    assert len(BLOCKS) == GUIDE.count("```") / 2
    assert all(block.startswith(">>> ") for block in BLOCKS)
    told: list[str] = []
    failed, tried = doctest.DocTestRunner().run(EXAMPLES, out=told.append)
    assert (failed, tried > 20) == (0, True), "".join(told)


def test_a_users_script_is_checked_by_strict_types(tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.py", tmp_path / "wrong.py"
    right.write_text("".join(example.source for example in EXAMPLES.examples), encoding="utf-8")
    wrong.write_text('import catalog\n\ncatalog.open("data").model("a").offers[0].price\n', encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "--config-file", os.devnull]
    ran = subprocess.run(
        [*command, "--cache-dir", ROOT / ".mypy_cache/guide", "right.py", "wrong.py"],
        capture_output=True, text=True, check=False, cwd=tmp_path, env={**os.environ, "MYPYPATH": str(ROOT)},
    )  # fmt: skip
    assert ran.stdout.splitlines()[:-1] == ['wrong.py:3: error: "Offer" has no attribute "price"  [attr-defined]']


def test_the_package_says_that_it_is_typed() -> None:
    for package in ("catalog", "scraper"):
        assert (ROOT / package / "py.typed").exists()
    assert "py.typed" in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_every_error_is_named_with_what_it_means() -> None:
    errors = {name for name in catalog.__all__ if name not in ("open", "CatalogError")}
    assert set(re.findall(r"^\| `(\w+)` \| ", GUIDE, re.M)) == errors
    assert all(issubclass(getattr(catalog, name), catalog.CatalogError) for name in errors)
