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
def test_a_query_is_reduced_to_letters_and_digits(open_page: Open) -> None:
    body = "return ['Claude 3.5', ' gpt-4o  MINI ', '---', '', 'Ünï/名'].map(m.words)"
    assert call(open_page, "table_filter", body) == [["claude", "35"], ["gpt4o", "mini"], [], [], ["ünï名"]]


@pytest.mark.browser
def test_sorting_puts_missing_values_last_and_keeps_ties_as_they_stood(open_page: Open) -> None:
    body = """
      const keys = [2, null, 1, 2, null, 0.5];
      return [m.order(keys, false), m.order(keys, true), m.order(['b10', 'B2', null, 'a'], false)];
    """
    assert call(open_page, "table_filter", body) == [[5, 2, 0, 3, 1, 4], [0, 3, 2, 5, 1, 4], [3, 1, 0, 2]]


@pytest.mark.browser
def test_facet_counts_leave_out_their_own_facet(open_page: Open) -> None:
    body = """
      const rows = [['a', ['x']], ['a', ['y']], ['b', ['x', 'y']]]
        .map(([lab, values]) => ({haystack: lab, values: [[lab], values]}));
      const pick = (every, ...values) => ({every, values: new Set(values)});
      const told = (s) => [s.shown, s.total, s.counts.map((c) => Object.fromEntries(c))];
      return [
        told(m.sift(rows, [], [pick(false, 'a'), pick(true, 'x')])),
        told(m.sift(rows, [], [pick(false), pick(true, 'x', 'y')])),
      ];
    """
    assert call(open_page, "table_filter", body) == [
        [[True, False, False], 1, [{"a": 1, "b": 1}, {"x": 1, "y": 1}]],
        [[False, False, True], 1, [{"b": 1}, {"x": 2, "y": 2}]],
    ]


KNOWN = """
  const start = {
    query: '', sort: 'listed', descending: true,
    picks: new Map([['lab', new Set()], ['status', new Set(['active'])]]),
  };
  const choices = new Map([['lab', new Set(['a', 'b,c', 'd'])], ['status', new Set(['active', 'retired'])]]);
  const known = {columns: ['listed', 'input'], choices, start};
"""
"""A page with two facets, one of them preselected, ordered by listing."""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("", ""),
        ("?q=a+b&sort=input", "?q=a+b&sort=input"),
        ("?sort=-input&lab=a&lab=b%2Cc", "?sort=-input&lab=a&lab=b%2Cc"),
        ("?status=", "?status="),
        ("?status=retired", "?status=retired"),
        ("?sort=listed", "?sort=listed"),
        ("?status=active", ""),
        ("?lab=a,d", "?lab=a&lab=d"),
        ("?sort=nonsense", ""),
        ("?lab=zz&status=", "?status="),
        ("?%E0%A4%A", ""),
        ("?utm_source=x", ""),
        ("?sort=", ""),
    ],
)
def test_an_address_comes_back_as_it_was_written_or_tidied(open_page: Open, given: str, written: str) -> None:
    body = f"{KNOWN} return m.write(m.read({given!r}, known).view, known)"
    assert call(open_page, "table_address", body) == written


@pytest.mark.browser
def test_what_an_address_cannot_mean_is_named(open_page: Open) -> None:
    body = f"{KNOWN} return m.read('?sort=nonsense&lab=zz&lab=a', known).unknown"
    assert call(open_page, "table_address", body) == ["sort “nonsense”", "lab “zz”"]


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
