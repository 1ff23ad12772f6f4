"""What matching knows beforehand: a rule's measured precision may lower its level, and a broken file is one line."""

import shutil
from pathlib import Path

import pytest

from catalog.match.crosswalk import Crosswalk
from catalog.match.curated_files import CuratedError
from catalog.match.knowledge import ENOUGH, Knowledge, Measured, load_knowledge, load_precision
from catalog.match.relation import Verdict
from catalog.resources import resource
from tests.catalog.claims_of import KNOWLEDGE

RULE = "date missing"


def knowing(right: int, of: int, low95: float) -> Knowledge:
    return Knowledge(KNOWLEDGE.vocabulary, Crosswalk(), {RULE: Measured(right, of, low95)})


def verdict(level: str, rule: str = RULE) -> Verdict:
    return Verdict("same_release", level, rule)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the curated files, to be broken."""
    return Path(shutil.copytree(resource("data/curated"), tmp_path / "curated"))


@pytest.mark.parametrize(
    ("right", "of", "low95", "given", "allowed"),
    [
        (3, 3, 0.53, "exact", "exact"),
        (2, 3, 0.2, "exact", "medium"),
        (199, 199, 0.97, "exact", "exact"),
        (198, 199, 0.97, "exact", "high"),
        (198, 199, 0.97, "high", "high"),
        (0, 5, 0.0, "high", "medium"),
    ],
)
def test_few_cases_may_not_contradict_a_level(right: int, of: int, low95: float, given: str, allowed: str) -> None:
    assert of < ENOUGH
    assert knowing(right, of, low95).allowed(verdict(given)) == allowed


@pytest.mark.parametrize(
    ("right", "of", "low95", "given", "allowed"),
    [
        (2000, 2000, 0.9986, "exact", "exact"),
        (200, 200, 0.9867, "exact", "high"),
        (1999, 2000, 0.995, "exact", "exact"),
        (1990, 2000, 0.9949, "exact", "high"),
        (1950, 2000, 0.97, "high", "high"),
        (1930, 2000, 0.9699, "high", "medium"),
        (0, 2000, 0.0, "exact", "medium"),
    ],
)
def test_with_enough_cases_the_lower_bound_counts(right: int, of: int, low95: float, given: str, allowed: str) -> None:
    assert of >= ENOUGH
    assert knowing(right, of, low95).allowed(verdict(given)) == allowed


@pytest.mark.parametrize("level", ["medium", "low", "none"])
def test_a_level_is_never_raised_and_what_joins_nothing_is_left_alone(level: str) -> None:
    assert knowing(2000, 2000, 0.9986).allowed(verdict(level)) == level
    assert knowing(0, 2000, 0.0).allowed(verdict(level)) == level


def test_a_rule_that_was_never_measured_keeps_its_level_and_says_nothing() -> None:
    known = knowing(0, 2000, 0.0)
    assert known.allowed(verdict("exact", "all equal")) == "exact"
    assert known.note(verdict("exact", "all equal")) == ""


def test_the_measurement_is_told_in_words() -> None:
    told = knowing(1242, 1243, 0.9978).note(verdict("exact"))
    assert told == "right in 1,242 of 1,243 labelled pairs (at least 99.8%)"


def test_the_shipped_measurements_are_counts_with_bounds() -> None:
    assert KNOWLEDGE.precision
    for rule, measured in KNOWLEDGE.precision.items():
        assert 0 <= measured.right <= measured.of, rule
        assert 0 <= measured.low95 <= 1, rule
        assert measured.low95 <= measured.right / measured.of, rule


def test_without_measurements_there_are_none(folder: Path) -> None:
    (folder / "precision.toml").unlink()
    assert load_precision(folder) == {}
    assert load_knowledge(folder).allowed(verdict("exact")) == "exact"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("crosswalk.toml", "[[judgement"),
        ("crosswalk.toml", "judgement = 3"),
        ("crosswalk.toml", '[[judgement]]\nrecord = "ai302:x"\n'),
        ("aliases.toml", "alias = [3]"),
    ],
)
def test_a_broken_file_on_identity_is_one_line_that_names_it(folder: Path, file: str, text: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(CuratedError) as raised:
        load_knowledge(folder)
    assert str(raised.value).startswith(f"{file}: ")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("vocabulary.toml", "[stage"),
        ("vocabulary.toml", "[stage]\nbase = 3\n"),
        ("families.toml", '[[family]]\nbare = "base"\n'),
        ("families.toml", '[[family]]\nwords = ["a"]\nfrom = "soon"\n'),
        ("precision.toml", '[rules."all equal"]\nright = 1\n'),
        ("precision.toml", "[rules]\nx = 3\n"),
    ],
)
def test_broken_words_families_and_measurements_are_one_line(folder: Path, file: str, text: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(CuratedError) as raised:
        load_knowledge(folder)
    assert str(folder) in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("file", ["vocabulary.toml", "authors.toml", "families.toml"])
def test_a_file_that_is_gone_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(CuratedError, match=file):
        load_knowledge(folder)
