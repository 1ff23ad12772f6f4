"""Corrections as a whole process: a checkout with its own curated files, built by its own command line."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.answers import envelope
from tests.atlas import ten_models

ROOT = Path(__file__).parents[2]
FOLDERS = ("catalog", "scraper", "templates", "site", "data")
VALUE = """[[correction]]
record = "openrouter:acme/m3"
field = "context_listed"
upstream = "123000"
value = "131072"
who = "ab"
on = 2026-07-30
why = "the maker's <card> says so"
url = "https://example.org/card"
"""
DROPPED = (
    VALUE.replace("context_listed", "max_output").replace("123000", "16000").replace('value = "131072"', "drop = true")
)
PRICE = VALUE.replace("context_listed", "input_usd_per_mtok").replace("123000", "0.42").replace("131072", "4.2")


class Checkout:
    """A copy of the project in which commands are run as processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in FOLDERS:
            built = ("archive", "catalog.db*", "*.lock", "carried.json", "published.jsonl")
            ignored = shutil.ignore_patterns("__pycache__", *built)
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        shutil.copy(ROOT / "pyproject.toml", folder)
        self.correct("")
        (folder / "2026-07-30.json").write_text(json.dumps(envelope(*ten_models())), encoding="utf-8")
        assert self.run("backfill", "openrouter", "2026-07-30.json").returncode == 0

    def correct(self, text: str) -> None:
        """Write the file of corrections."""
        (self.folder / "data/curated/corrections.toml").write_text(text, encoding="utf-8")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the checkout."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        env = {**kept, "SOURCE_DATE_EPOCH": "1785553200"}  # 2026-08-01, 03:00
        return subprocess.run(
            [sys.executable, "-m", "catalog", *words],
            cwd=self.folder,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )

    def build(self, status: int = 0) -> str:
        """Build; gives what was said on the terminal."""
        ran = self.run("build", "--base-url", "https://example.org/")
        assert ran.returncode == status, ran.stderr
        return ran.stderr

    def forget(self) -> None:
        """Delete all that can be derived again."""
        (self.folder / "data/catalog.db").unlink()
        shutil.rmtree(self.folder / "_site")

    def files(self) -> dict[str, bytes]:
        """Every published file."""
        root = self.folder / "_site"
        return {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}

    def model(self) -> Any:
        """What is published of the corrected model."""
        return json.loads((self.folder / "_site/api/v1/models/acme/m3.json").read_text(encoding="utf-8"))

    def page(self) -> str:
        """Its page."""
        return (self.folder / "_site/models/acme/m3/index.html").read_text(encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout with ten models in its archive, and no corrections."""
    return Checkout(tmp_path)


def test_bad_rows_are_refused_by_name_and_line_and_the_rest_goes_on(checkout: Checkout) -> None:
    other = VALUE.replace("acme/m3", "acme/m4")
    bad = [
        VALUE.replace("acme/m3", "acme/m5").replace("why = ", "wy = "),
        VALUE.replace("acme/m3", "acme/m6").replace("context_listed", "context_lenght"),
        other, other.replace("131072", "128000"),
    ]  # fmt: skip
    checkout.correct(VALUE + "".join(bad))
    told = checkout.build(status=3)
    for line in (
        "refused: corrections.toml: correction 2, line 10 (openrouter:acme/m5): why: is missing",
        "refused: corrections.toml: correction 2, line 10 (openrouter:acme/m5): wy: there is no such key",
        "refused: corrections.toml: correction 3, line 19 (openrouter:acme/m6): field: there is no such field",
        "refused: corrections.toml: correction 4, line 28 (openrouter:acme/m4): field: is corrected 2 times",
        "refused: corrections.toml: correction 5, line 37 (openrouter:acme/m4): field: is corrected 2 times",
    ):
        assert line in told
    assert told.count("nothing is published from it") == 5
    listed = json.loads((checkout.folder / "_site/api/v1/models/all.json").read_text(encoding="utf-8"))["models"]
    lengths = {row["id"]: row["context_length"] for row in listed}
    assert lengths == {f"acme/m{number}": 123_000 for number in range(10)} | {"acme/m3": 131_072}


def test_a_file_that_is_no_toml_is_refused_and_the_catalog_is_published(checkout: Checkout) -> None:
    checkout.correct(VALUE + "[[correction\n")
    told = checkout.build(status=3)
    assert "refused: corrections.toml: cannot be read: " in told
    assert "line 10" in told
    assert checkout.model()["fields"]["context_listed"]["value"] == 123_000


def test_a_corrected_value_is_told_with_what_the_source_says(checkout: Checkout) -> None:
    checkout.correct(VALUE + PRICE)
    assert "corrections.toml" not in checkout.build()
    model = checkout.model()
    field = model["fields"]["context_listed"]
    assert (field["value"], field["rule"], field["source"]) == (131_072, "corrected", "openrouter")
    (claim,) = field["claims"]
    assert (claim["value"], claim["original"]) == (131_072, "123000")
    assert claim["corrected"] == {
        "upstream": 123_000, "who": "ab", "on": "2026-07-30", "why": "the maker's <card> says so",
        "url": "https://example.org/card",
    }  # fmt: skip
    assert model["offers"][0]["input_usd_per_mtok"] == model["fields"]["input_usd_per_mtok"]["value"] == 4.2
    people = checkout.run("show", "acme/m3", "context_listed").stdout.splitlines()
    assert "131072" in people and any(line.startswith("rule corrected: people corrected") for line in people)
    assert people.count("    corrected by ab, 2026-07-30: the maker's <card> says so https://example.org/card") == 1
    assert "  openrouter acme/m3: 123000 is 131072" in people
    page = checkout.page()
    assert "<br>Corrected: " in page
    assert (
        '<a href="https://example.org/card" rel="noreferrer">ab, 30 July 2026: the maker&#39;s &lt;card&gt; says'
        in page
    )
    assert "131,072 tokens" in page
    assert "OpenRouter API says 123000; here 131072" in page
    shown = checkout.run("show", "acme/m3").stdout
    assert "corrected by ab, 30 July 2026: the maker's <card> says so; the source says 123000" in shown
    assert checkout.run("audit", "--sample", "10000").returncode == 0


def test_a_dropped_claim_is_no_value_and_is_told_as_dropped(checkout: Checkout) -> None:
    checkout.build()
    assert checkout.model()["fields"]["max_output"]["value"] == 16_000
    checkout.correct(DROPPED)
    checkout.build()
    model = checkout.model()
    assert "max_output" not in model["fields"]
    assert [offer["max_output"] for offer in model["offers"]] == [None]
    (dropped,) = model["corrections"]
    assert (dropped["source"], dropped["record"], dropped["field"]) == ("openrouter", "acme/m3", "max_output")
    assert (dropped["upstream"], dropped["value"], dropped["dropped"], dropped["who"]) == (16_000, None, True, "ab")
    assert "OpenRouter API says 16000; here left out" in checkout.page()


def test_what_upstream_no_longer_needs_is_told_and_nothing_is_changed(checkout: Checkout) -> None:
    checkout.correct(VALUE.replace("123000", "4096") + PRICE.replace("acme/m3", "acme/m33"))
    told = checkout.build()
    assert "corrections.toml: openrouter:acme/m3 context_listed: no longer needed: upstream says 123000" in told
    assert "corrections.toml: openrouter:acme/m33 input_usd_per_mtok: no longer needed: there is no such record" in told
    assert checkout.model()["fields"]["context_listed"]["value"] == 123_000


def test_a_catalog_made_anew_is_the_one_that_was_made_step_by_step(checkout: Checkout) -> None:
    checkout.build()
    before = checkout.files()
    checkout.correct(VALUE + DROPPED + PRICE)
    checkout.build()
    corrected = checkout.files()
    assert corrected != before
    checkout.forget()
    checkout.build()
    assert checkout.files() == corrected
    checkout.correct("")
    checkout.build()
    assert checkout.files() == before
