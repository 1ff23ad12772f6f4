"""Broken and hostile answers of every source: refused, or read in part; never a crash."""

import json
import random
from typing import Any

import pytest

from scraper.errors import ShapeError
from scraper.snapshots import Snapshot
from scraper.source import Source
from tests.scraper.test_sources import READ, answers

ODD: list[Any] = [
    None,
    True,
    -1,
    0,
    1.5,
    10**30,
    "",
    "x",
    "\ud800",
    "<script>",
    [],
    [None],
    {},
    {"a": 1},
    "../../x",
    "$1 - $2",
]
SEEDS = range(40)


def changed(value: Any, chance: random.Random, rate: float) -> Any:
    """A JSON value with some of its parts replaced, left out or renamed."""
    if chance.random() < rate:
        return chance.choice(ODD)
    if isinstance(value, dict):
        kept = {key: changed(part, chance, rate) for key, part in value.items() if chance.random() > rate}
        return {(f"{key}_" if chance.random() < rate / 4 else key): part for key, part in kept.items()}
    return [changed(part, chance, rate) for part in value] if isinstance(value, list) else value


def mangled(body: bytes, chance: random.Random) -> bytes:
    """A body with a part cut out, doubled, or overwritten."""
    text = body.decode("utf-8", "replace")
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.randrange(1, 400))
    middle = chance.choice(["", text[start:end] * 2, "<td>", "</table>", "\x00", '"', "$9", "\n", "|", "{{", "&#0;"])
    return (text[:start] + middle + text[end:]).encode("utf-8", "replace")


def variants(body: bytes, seed: int) -> bytes:
    """Another body made of a good one."""
    chance = random.Random(seed)  # noqa: S311 - the same for every run, no secret
    try:
        answer = json.loads(body)
    except ValueError:
        return mangled(body, chance)
    if seed % 3 == 0:
        return mangled(body, chance)
    return json.dumps(changed(answer, chance, chance.choice([0.01, 0.05, 0.2]))).encode()


@pytest.mark.parametrize("source", READ, ids=lambda source: source.id)
def test_a_broken_answer_is_refused_or_read_in_part(source: Source) -> None:
    for name, pages in answers(source):
        for seed in SEEDS:
            broken = [Snapshot(sighting=page.sighting, body=variants(page.body, seed)) for page in pages]
            try:
                parsed = source.parse(broken)
            except ShapeError:
                continue
            for record in (record for records in parsed.scopes.values() for record in records):
                try:
                    source.observe(record)
                except Exception as error:
                    raise AssertionError(f"{name}, seed {seed}: {record.id}: {error!r}") from error
