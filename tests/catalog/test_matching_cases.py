"""Each case of `tests/fixtures/matching/cases.csv` has its relation and its level, and every rule has a case."""

from collections import Counter

import pytest

from benchmarks.matching.decisions import OWN, own_decisions
from catalog.match.relation import GAPS, LEVELS, RELATIONS, VETOES, Verdict
from catalog.match.sides import Side, compare, side
from tests.catalog.respellings import CASES, VOCABULARY, left_of, record, right_of


def verdict_of(row: dict[str, str]) -> Verdict:
    return compare(left_of(row), right_of(row), VOCABULARY)


def called(row: dict[str, str]) -> str:
    return f"{row['left_id'] or row['left_name']}|{row['right_id']}".encode("unicode_escape").decode()[:80]


@pytest.mark.parametrize("row", CASES, ids=called)
def test_a_pair_has_its_relation_and_its_level(row: dict[str, str]) -> None:
    verdict = verdict_of(row)
    assert verdict.relation in row["relation"].split("|"), f"{verdict.rule}; {row['why']}"
    assert verdict.level in row["level"].split("|"), f"{verdict.rule}; {row['why']}"


def test_every_case_says_why_once_and_in_known_words() -> None:
    assert [row for row in CASES if not row["why"]] == []
    pairs = Counter(tuple(list(row.values())[:6]) for row in CASES)
    assert [pair for pair, times in pairs.items() if times > 1] == []
    assert {word for row in CASES for word in row["relation"].split("|")} <= set(RELATIONS)
    assert {word for row in CASES for word in row["level"].split("|")} <= set(LEVELS)


def test_every_gap_and_every_veto_has_a_case() -> None:
    seen = {deviation.signature for row in CASES for deviation in verdict_of(row).deviations}
    assert sorted({*GAPS, *VETOES} - seen) == []


def test_every_relation_that_names_can_have_has_a_case() -> None:
    assert {word for row in CASES for word in row["relation"].split("|")} == set(RELATIONS)


def test_an_identifier_that_contradicts_its_own_record_leads_to_it_at_most_medium() -> None:
    mixed = side(
        "right", VOCABULARY, ids=["qwen/qwen-2.5-vl-7b-instruct", "qwen/qwen-2-vl-7b-instruct"], names=["Qwen2.5 VL 7B"]
    )
    assert verdict_of_ids("qwen/qwen-2.5-vl-7b-instruct", mixed)[:2] == ("same_release", "exact")
    relation, level, _ = verdict_of_ids("qwen/qwen-2-vl-7b-instruct", mixed)
    assert (relation, level) == ("same_release", "medium")


def test_any_further_identifier_of_a_record_leads_to_it() -> None:
    listed = side(
        "right",
        VOCABULARY,
        ids=["mistralai/mistral-large", "mistralai/mistral-large-2411"],
        weights=["mistralai/Mistral-Large-Instruct-2411"],
    )
    assert verdict_of_ids("mistral-large", listed)[:2] == ("same_release", "exact")
    assert verdict_of_ids("mistral-large-2411", listed)[:2] == ("same_release", "exact")
    assert verdict_of_ids("mistral-large-instruct-2411", listed)[:2] == ("same_release", "exact")
    assert verdict_of_ids("mistral-large-2407", listed)[1] not in ("exact", "high")


def verdict_of_ids(name: str, other: Side) -> tuple[str, str, str]:
    verdict = compare(record(name), other, VOCABULARY)
    return verdict.relation, verdict.level, verdict.rule


def test_the_decisions_on_the_cases_are_kept_and_up_to_date() -> None:
    kept = OWN.read_text(encoding="utf-8").splitlines()
    now = own_decisions().splitlines()
    told = "run `python -m benchmarks.matching --write-cases`, and look at the difference"
    assert kept == now, told
