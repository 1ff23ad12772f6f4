"""Whatever a source may write, nothing breaks, and what says nothing is joined to nothing."""

from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalog.match.catalogue import Catalogue
from catalog.match.relation import relate
from catalog.match.sides import LEADING, SURE, Side, closeness, compare, ruled_out, side
from catalog.names.parse import parse
from tests.catalog.respellings import IDS, VOCABULARY, record

STEADY = settings(derandomize=True, deadline=None, max_examples=200)
"""The same texts in every run."""
CATALOGUE = Catalogue((record(name) for name in IDS), VOCABULARY)
PIECES = (
    "gpt", "claude", "qwen3", "ernie", "llama", "opus", "mini", "pro", "instruct", "base", "thinking", "free", "fp8",
    "4", "4.5", "2507", "2025-08-07", "v1", "8b", "424b", "a47b", "8x7b", "latest", "preview", "openai", "baidu", "us",
    "-", "-", "-", ".", "_", " ", "/", ":", "@", "(", ")", "~", "+", "مرحبا", "模型", "🙂", "\u202e", "\x00", "²", "Ⅳ",
)  # fmt: skip
NAMES = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=60)
BAD = {
    "empty": "", "blanks": " \t\n", "emoji": "🙂🚀🙂", "digits": "424", "date": "2025-08-07", "marks": "-/:._@",
    "a size": "424b", "digits of another writing": "٤٢٤", "right to left": "نموذج كبير", "turned": "\u202e5-tpg",
    "a thousand letters": "x" * 1000, "a thousand digits": "4" * 1000, "a thousand marks": "-" * 1000,
    "two authors": "openai/anthropic/claude-opus-4.1", "a maker alone": "openai/", "a region alone": "us.",
    "a variant alone": ":free", "a null": "\x00", "a tier alone": "mini", "a stage alone": "instruct",
}  # fmt: skip


def leads(one: Side, other: Side) -> bool:
    verdict = compare(one, other, VOCABULARY)
    return verdict.relation in LEADING and verdict.level in SURE


@STEADY
@given(NAMES)
@example("a" * 5000)
@example("1-" * 2500)
@example("".join(map(chr, range(256))))
def test_any_text_is_read_and_looked_up(text: str) -> None:
    name = parse(text, VOCABULARY)
    assert name == parse(text, VOCABULARY)
    found = CATALOGUE.find(record(text))
    assert found.match is None or found.match in IDS


@STEADY
@given(NAMES, NAMES)
def test_any_two_texts_are_compared_and_the_same_release_is_so_from_both_sides(one: str, other: str) -> None:
    there, back = (compare(record(a), record(b), VOCABULARY) for a, b in ((one, other), (other, one)))
    assert (there.relation == "same_release") == (back.relation == "same_release")
    assert (there.relation in LEADING) == (back.relation in LEADING)


@STEADY
@given(NAMES)
def test_a_name_is_itself_or_says_too_little(text: str) -> None:
    verdict = compare(record(text), record(text), VOCABULARY)
    assert verdict[:2] in (("same_release", "exact"), ("unknown", "none"))


@STEADY
@given(st.sampled_from(IDS), st.randoms(use_true_random=False))
def test_a_name_with_any_of_its_letters_in_another_case_is_the_same(name: str, random: Random) -> None:
    mixed = "".join(random.choice((char.upper(), char.lower())) for char in name)
    verdict = compare(record(mixed), record(name), VOCABULARY)
    assert verdict[:2] == ("same_release", "exact")


@pytest.mark.parametrize("name", sorted(BAD))
def test_what_says_nothing_is_joined_to_nothing(name: str) -> None:
    bad = record(BAD[name], key="bad")
    assert CATALOGUE.find(bad).match is None
    assert not any(leads(bad, record(other)) or leads(record(other), bad) for other in IDS)


@pytest.mark.parametrize("name", sorted(BAD))
def test_what_says_nothing_in_a_list_is_found_by_nothing(name: str) -> None:
    catalogue = Catalogue([record(BAD[name], key="bad")], VOCABULARY)
    assert [other for other in IDS if catalogue.find(record(other)).match] == []


def test_an_id_decides_where_it_is_the_name_of_another_record() -> None:
    wanted = side("x", VOCABULARY, ids=["x-ai/grok-4-fast-non-reasoning"], names=["GPT-5.2 Pro"])
    assert CATALOGUE.find(wanted).match == "x-ai/grok-4-fast-non-reasoning"
    named = side("y", VOCABULARY, ids=["openai/gpt-9"], names=["anthropic/claude-opus-4.1"])
    assert CATALOGUE.find(named).match is None


def test_a_record_without_any_name_is_nobody_s() -> None:
    nobody = side("x", VOCABULARY)
    assert CATALOGUE.find(nobody).match is None
    assert compare(nobody, nobody, VOCABULARY).relation == "unknown"
    assert not leads(nobody, record("openai/gpt-5.2-pro"))


SIDES = st.lists(NAMES, min_size=1, max_size=3).map(lambda texts: side(texts[0], VOCABULARY, ids=texts))


@STEADY
@given(SIDES, SIDES)
def test_what_is_ruled_out_is_no_match_and_its_nearest_names_tell_why(one: Side, other: Side) -> None:
    out = ruled_out(one, other, VOCABULARY)
    if out is not None:
        verdict = compare(one, other, VOCABULARY)
        assert verdict.relation not in LEADING
        assert verdict == relate(out.left, out.right, VOCABULARY)
        assert closeness(verdict)[-1] == out.said


@STEADY
@given(SIDES)
def test_one_rival_is_the_nearest_of_all(wanted: Side) -> None:
    one, all_ = (CATALOGUE.find(wanted, beside=beside) for beside in (1, 5))
    assert (one.match, one.verdict, one.runner_up) == (all_.match, all_.verdict, all_.runner_up)
    assert one.candidates[:1] == all_.candidates[:1]
