"""The grounds of a comparison: every field that either name says, equal ones too."""

import pytest

from catalog.match.evidence import differences, evidence, grounds
from catalog.match.relation import Verdict, relate
from catalog.names.parse import parse
from catalog.names.vocabulary import load_vocabulary
from catalog.resources import resource

VOCABULARY = load_vocabulary(resource("data/curated"))


def compared(left: str, right: str) -> dict[str, tuple[str, str, str]]:
    verdict = relate(parse(left, VOCABULARY), parse(right, VOCABULARY), VOCABULARY)
    return {item.field: (item.left, item.right, item.state) for item in grounds(verdict)}


def test_equal_fields_are_told_as_well_as_those_that_differ() -> None:
    assert compared("baidu/ernie-4.5-vl-28b-a3b", "baidu/ernie-4.5-vl-424b-a47b") == {
        "author": ("baidu", "baidu", "equal"),
        "word": ("ernie vl", "ernie vl", "equal"),
        "number": ("4.5", "4.5", "equal"),
        "size": ("28b", "424b", "differ"),
        "active": ("3", "47", "differ"),
    }


@pytest.mark.parametrize(
    ("left", "right", "field", "told"),
    [
        ("openai/gpt-4o-2024-08-06", "openai/gpt-4o", "date", ("2024-08-06", "", "missing")),
        ("gpt-4o", "openai/gpt-4o", "author", ("", "openai", "missing")),
        ("openai/gpt-4o:free", "openai/gpt-4o", "offer", ("free", "", "missing")),
        ("anthropic/claude-opus-latest", "anthropic/claude-opus", "pointer", ("latest", "", "missing")),
        ("mistral-7b-instruct-v0.3", "mistral-7b-instruct", "revision", ("0.3", "", "missing")),
        ("mistral-7b-instruct-v0.3", "mistral-7b-instruct-v0.3", "number", ("0.3", "0.3", "equal")),
    ],
)
def test_each_field_has_its_values_and_its_state(left: str, right: str, field: str, told: tuple[str, str, str]) -> None:
    assert compared(left, right)[field] == told


def test_dates_that_may_be_read_twice_are_shown_so() -> None:
    assert compared("kimi-k2-0905", "kimi-k2-0905")["date"][2] == "equal"
    assert "09-05" in compared("kimi-k2-0905", "kimi-k2-0905")["date"][0]


def test_names_that_say_nothing_give_no_evidence() -> None:
    empty = parse("", VOCABULARY)
    assert evidence(empty, empty, ()) == ()
    assert grounds(Verdict("unknown", "none", "no candidate")) == ()


def test_what_keeps_names_apart_is_told_with_the_vetoes_first_and_once() -> None:
    verdict = relate(*(parse(name, VOCABULARY) for name in ("acme/atlas-7b", "acme/atlas-70b-chat")), VOCABULARY)
    told = differences(verdict)
    assert told[: len(verdict.vetoes)] == verdict.vetoes
    assert len(told) == len(set(told))
    assert "size 7b != 70b" in told
