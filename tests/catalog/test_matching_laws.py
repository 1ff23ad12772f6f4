"""Laws that matching keeps whatever the rules say: spelling changes nothing, a number or a tier everything."""

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.matching.synthetic import names
from catalog.match.sides import LEADING, SURE, compare
from tests.catalog.respellings import (
    CASES,
    IDS,
    RESPELLINGS,
    VOCABULARY,
    fewer_digits,
    left_of,
    names_a_model,
    other_digits,
    other_tiers,
    record,
    right_of,
)

Changes = Callable[[str], Iterator[str]]
CHANGES: dict[str, Changes] = {
    "one digit changed or put in": other_digits,
    "one digit left out": fewer_digits,
    "one tier changed or left out": other_tiers,
}
SAME = ("same_release", "exact")
OWN = tuple(sorted({*IDS, *names(150), *(row["right_id"] for row in CASES if names_a_model(row["right_id"]))}))
"""Our own ids, those of the cases, and some that nobody made."""


def broken_by(respell: Callable[[str], str], ids: tuple[str, ...]) -> list[str]:
    """Names that a respelling changes: the two are to be the same, either way round."""
    wrong = []
    for name in ids:
        one, other = record(name), record(respell(name))
        there, back = compare(other, one, VOCABULARY), compare(one, other, VOCABULARY)
        if (there.relation, there.level) != SAME or (back.relation, back.level) != SAME:
            wrong.append(f"{respell(name)}: {there.relation} {there.level} by {there.rule}")
    return wrong


def joined_in_spite_of(change: Changes, ids: tuple[str, ...]) -> list[str]:
    """Changed names that are still taken for the release that they came from."""
    wrong = []
    for name in ids:
        for changed in change(name):
            verdict = compare(record(changed), record(name), VOCABULARY)
            if verdict.relation == "same_release" and verdict.level in SURE:
                wrong.append(f"{changed} = {name}: {verdict.level} by {verdict.rule}")
    return wrong


@pytest.mark.parametrize("how", sorted(RESPELLINGS))
def test_another_spelling_of_a_name_is_the_same_release(how: str) -> None:
    assert broken_by(RESPELLINGS[how], OWN) == []


@pytest.mark.parametrize("what", sorted(CHANGES))
def test_any_small_change_makes_another_release(what: str) -> None:
    assert joined_in_spite_of(CHANGES[what], OWN) == []


def test_the_same_release_is_so_from_both_sides() -> None:
    wrong = []
    for row in CASES:
        there, back = (compare(*pair, VOCABULARY) for pair in ((left_of(row), right_of(row)),
                                                               (right_of(row), left_of(row))))  # fmt: skip
        alike = (there.relation == "same_release", there.relation in LEADING, there.deviations == ())
        if alike != (back.relation == "same_release", back.relation in LEADING, back.deviations == ()):
            wrong.append((row["left_id"] or row["left_name"], row["right_id"], there[:3], back[:3]))
    assert wrong == []


def test_what_is_known_of_a_pair_does_not_hang_on_how_its_left_side_is_spelled() -> None:
    wrong = []
    for row in CASES:
        was = compare(left_of(row), right_of(row), VOCABULARY)
        for how in ("capitals", "a point as a dash", "dashes as low lines", "blanks around"):
            written = {**row, "left_id": RESPELLINGS[how](row["left_id"])}
            now = compare(left_of(written), right_of(row), VOCABULARY)
            if (now.relation, now.level) != (was.relation, was.level):
                wrong.append((written["left_id"], row["right_id"], was[:3], now[:3]))
    assert wrong == []


@pytest.mark.recordings
@pytest.mark.parametrize("how", sorted(RESPELLINGS))
def test_another_spelling_of_a_recorded_id_is_the_same_release(how: str, recordings: Path) -> None:
    assert broken_by(RESPELLINGS[how], recorded_ids(recordings)) == []


@pytest.mark.recordings
@pytest.mark.parametrize("what", sorted(CHANGES))
def test_a_changed_recorded_id_is_another_release(what: str, recordings: Path) -> None:
    assert joined_in_spite_of(CHANGES[what], recorded_ids(recordings)) == []


def recorded_ids(recordings: Path) -> tuple[str, ...]:
    """Every id of the newest recorded list of the router that names a model (`openrouter/auto` names none)."""
    newest = sorted((recordings / "openrouter/models").glob("*.json.gz"))[-1]
    ids = {model["id"] for model in json.loads(gzip.decompress(newest.read_bytes()))["data"]}
    return tuple(sorted(name for name in ids if names_a_model(name)))
