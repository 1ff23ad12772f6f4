"""The scripts: types, lint, and the pure modules on their own."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from catalog.pricing.conditions import Condition, Request, is_met

from .conftest import ROOT, Open

SCRIPTS = sorted((ROOT / "site").glob("*.js"))


@pytest.mark.parametrize(
    "check", [["check", "--check-js"], ["lint"], ["fmt", "--check", "--line-width", "110"]], ids=lambda args: args[0]
)
def test_the_scripts_pass_deno(check: list[str], tmp_path: Path) -> None:
    deno = shutil.which("deno", path=str(Path(sys.executable).parent)) or shutil.which("deno")
    if not deno:
        pytest.skip("no deno here: pip install deno")
    told = {**os.environ, "DENO_DIR": str(tmp_path), "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"}
    done = subprocess.run([deno, *check, *map(str, SCRIPTS)], capture_output=True, text=True, env=told, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def call(open_page: Open, module: str, body: str) -> Any:
    """Run a body of JavaScript with a module at hand as `m`, on a page without scripts of its own."""
    return open_page("404.html").evaluate(f"async () => {{ const m = await import('/assets/d1/{module}.js'); {body} }}")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("then", "told"),
    [
        ("2026-07-31T11:30:00Z", "less than an hour ago"),
        ("2026-07-31T11:00:00Z", "1 hour ago"),
        ("2026-07-30T12:00:00Z", "24 hours ago"),
        ("2026-04-09T12:00:00Z", "113 days ago"),
        ("2026-08-01T00:00:00Z", ""),
        ("x", ""),
    ],
)
def test_an_age_is_told_in_hours_then_days(open_page: Open, then: str, told: str) -> None:
    assert call(open_page, "ages", f"return m.age('{then}', Date.parse('2026-07-31T12:00:00Z'))") == told


WHENS = (
    {"utc_start": "10:00", "utc_end": "01:00"},
    {"utc_start": "10:00", "utc_end": "24:00", "weekdays": [1, 2, 3, 4, 5]},
    {"utc_start": "08:00", "utc_end": "08:00"},
    {"weekdays": [6, 7]},
    {"from": "2026-07-30", "until": "2026-08-01"},
)
"""Conditions of time in every form that a source gives them."""


@pytest.mark.browser
def test_the_script_finds_a_condition_met_exactly_where_the_catalog_does(open_page: Open) -> None:
    moments = [datetime(2026, 7, 29, tzinfo=UTC) + timedelta(minutes=59 * number) for number in range(170)]
    body = f"""
      const whens = {json.dumps(WHENS)}, moments = {json.dumps([moment.isoformat() for moment in moments])};
      return moments.map((moment) => whens.map((when) => m.met(when, Date.parse(moment))));
    """
    found = call(open_page, "hours", body)
    assert found == [[is_met(Condition(when, {}), moment, Request()) for when in WHENS] for moment in moments]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("when", "at", "told"),
    [
        (WHENS[0], "2026-07-31T12:00:30Z", "now, until 2026-08-01 01:00 UTC"),
        (WHENS[0], "2026-07-31T00:00:30Z", "now, until 01:00 UTC"),
        (WHENS[0], "2026-07-31T01:00:00Z", "not now, next at 10:00 UTC"),
        (WHENS[2], "2026-07-31T08:00:00Z", "now"),
        (WHENS[3], "2026-07-31T12:00:00Z", "not now, next at 2026-08-01 00:00 UTC"),
        (WHENS[4], "2026-09-01T12:00:00Z", "not now"),
    ],
    ids=str,
)
def test_a_condition_is_told_with_its_next_change(open_page: Open, when: dict[str, Any], at: str, told: str) -> None:
    assert call(open_page, "hours", f"return m.told({json.dumps(when)}, Date.parse('{at}'))") == told
