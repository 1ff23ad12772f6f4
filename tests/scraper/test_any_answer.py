"""Whatever is made of a good answer: records with exact values, issues that are told; or a ShapeError, nothing else."""

import copy
import json
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scraper.attributes import ATTRIBUTES, DYNAMIC, Kind
from scraper.errors import ShapeError
from scraper.snapshots import Snapshot
from scraper.source import Source
from tests.scraper.test_sources import READ, answers

BODIES = {source.id: [pages[0] for _, pages in answers(source)] for source in READ}
"""The first page of every good answer, by source."""
ODD: list[Any] = [
    None, True, -1, 0, 1.5, 10**400, "", "$0", "-$5", "1,5", "1e999", "NaN", "\ud800", "\x00", "<b>", [], [[]], {},
    {"": None}, "9" * 5000, "../..", "=1+1", "2199-12-31", "0000-00-00", "١٢٣",
]  # fmt: skip
PIECES = [
    "",
    "<",
    "</td>",
    "<td>",
    "|",
    "\n",
    "\n\n",
    "$",
    "$7,777",
    "{",
    "}",
    '"',
    "\\",
    "\x00",
    "&#0;",
    "]]>",
    "<table>",
    "~~",
    "# ",
]
SLOWEST = 5.0
"""Seconds for one small answer, whatever was made of it: a pattern that backtracks takes minutes."""


def places(node: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Every place in a JSON value, as its holder and its key."""
    keys = node.keys() if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        found.append((node, key))
        places(node[key], found)
    return found


def spoil(holder: Any, key: Any, how: str, other: Any) -> None:
    """Change one place of a JSON value."""
    if how == "drop":
        del holder[key]
    elif how == "double" and isinstance(holder, list):
        holder.insert(key, copy.deepcopy(holder[key]))
    elif how == "rename" and isinstance(holder, dict):
        holder[f"{key}_"] = holder.pop(key)
    elif how == "retype":
        holder[key] = [holder[key]] if isinstance(holder[key], (int, float, str)) else str(holder[key])
    else:
        holder[key] = other


@st.composite
def spoiled(draw: st.DrawFn, source: Source) -> Snapshot:
    """A good answer of a source with a few things done to it, or bytes of another source's within it."""
    page: Snapshot = draw(st.sampled_from(BODIES[source.id]))
    body = page.body
    times = draw(st.integers(1, 4))
    try:
        answer = json.loads(body)
    except ValueError:
        for _ in range(times):
            body = _cut(draw, body)
        return page.model_copy(update={"body": body})
    for _ in range(times):
        found = places(answer, [])
        if not found:
            break
        holder, key = found[draw(st.integers(0, len(found) - 1))]
        how = draw(st.sampled_from(["drop", "double", "rename", "retype", "odd", "swap"]))
        elsewhere, at = found[draw(st.integers(0, len(found) - 1))]
        spoil(holder, key, how, copy.deepcopy(elsewhere[at] if how == "swap" else draw(st.sampled_from(ODD))))
    body = json.dumps(answer).encode()
    return page.model_copy(update={"body": _cut(draw, body) if draw(st.integers(0, 9)) == 0 else body})


def _cut(draw: st.DrawFn, body: bytes) -> bytes:
    """A body with a stretch of it dropped, doubled, or in its place a piece of mark-up or of another source's page."""
    start = draw(st.integers(0, len(body)))
    end = min(len(body), start + draw(st.sampled_from([0, 1, 10, 200, 5000])))
    other = draw(st.sampled_from(sorted(BODIES)))
    stretch = draw(st.sampled_from([b"", body[start:end] * 2, BODIES[other][0].body[start : start + 500], None]))
    middle = draw(st.sampled_from(PIECES)).encode() if stretch is None else stretch
    return body[:start] + middle + body[end:]


def is_exact(field: str, value: str) -> bool:
    """Whether a claim's value is of its field's kind: no float's exponent, nothing that is not finite."""
    kind = ATTRIBUTES[field].kind if field in ATTRIBUTES else Kind.TEXT
    if kind not in (Kind.PRICE, Kind.DECIMAL, Kind.TOKENS):
        return isinstance(value, str)
    if kind is Kind.PRICE and value == DYNAMIC:
        return True
    amount = Decimal(value)
    return amount.is_finite() and "E" not in value.upper() and (kind is not Kind.PRICE or amount >= 0)


@pytest.mark.parametrize("source", READ, ids=lambda source: source.id)
@settings(
    max_examples=settings().max_examples // 8, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_whatever_is_made_of_an_answer_it_is_refused_or_read_exactly(source: Source, data: st.DataObject) -> None:
    page = data.draw(spoiled(source))
    began = time.perf_counter()
    try:
        parsed = source.parse([page])
    except ShapeError:
        parsed = None
    for records in parsed.scopes.values() if parsed else ():
        for record in records:
            seen = source.observe(record)
            assert [claim for claim in seen.claims if not is_exact(claim.field, claim.value)] == []
            assert seen.record == record.id
    assert time.perf_counter() - began < SLOWEST
