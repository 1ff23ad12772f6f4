"""Laws of whole catalogues: siblings and order change nothing, and nothing is lost by looking in few places."""

from collections.abc import Iterable
from random import Random

import pytest

from benchmarks.matching.synthetic import names, respelled
from catalog.match.catalogue import Catalogue, Found
from catalog.match.relation import relate
from catalog.match.sides import LEADING, SURE, Side, closeness, compare, ruled_out
from tests.catalog.respellings import (
    CASES,
    IDS,
    RESPELLINGS,
    VOCABULARY,
    left_of,
    other_digits,
    other_tiers,
    record,
)

LISTED = tuple(record(name) for name in IDS)
QUERIES = (*LISTED, *(left_of(row) for row in CASES))
MADE = tuple(names(260))


def catalogue_of(sides: Iterable[Side]) -> Catalogue:
    return Catalogue(sides, VOCABULARY)


def told(found: Found) -> tuple[object, ...]:
    """What matters of an answer."""
    return found.match, found.key, found.verdict.relation, found.verdict.level


@pytest.mark.parametrize("how", sorted(RESPELLINGS))
def test_every_record_finds_itself_however_it_is_spelled(how: str) -> None:
    catalogue = catalogue_of(LISTED)
    for name in IDS:
        found = catalogue.find(record(RESPELLINGS[how](name)))
        assert (found.match, found.verdict.relation, found.verdict.level) == (name, "same_release", "exact"), name


def test_more_siblings_never_change_an_exact_match() -> None:
    siblings = {changed for name in IDS for change in (other_digits, other_tiers) for changed in change(name)}
    few, many = catalogue_of(LISTED), catalogue_of([*LISTED, *(record(name) for name in sorted(siblings - {*IDS}))])
    for query in QUERIES:
        before = few.find(query)
        if before.match and before.verdict.level == "exact":
            after = many.find(query)
            assert (after.match, after.verdict.relation, after.verdict.level) == (before.match, *before.verdict[:2])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_the_records_never_changes_an_answer(seed: int) -> None:
    shuffled = list(LISTED)
    Random(seed).shuffle(shuffled)  # noqa: S311
    one, other = catalogue_of(LISTED), catalogue_of(shuffled)
    for query in QUERIES:
        assert told(one.find(query)) == told(other.find(query)), query.key


def test_an_answer_is_the_same_each_time() -> None:
    catalogue = catalogue_of(LISTED)
    assert [told(catalogue.find(query)) for query in QUERIES] == [told(catalogue.find(query)) for query in QUERIES]


@pytest.mark.parametrize("which", ["our own", "made up"])
def test_blocking_loses_nothing_that_comparing_with_every_record_finds(which: str) -> None:
    listed, queries = (LISTED, QUERIES) if which == "our own" else made_up()
    catalogue = catalogue_of(listed)
    lost = [query.all[:1] for query in queries if not is_complete(catalogue.find(query), query, listed)]
    assert lost == []


def is_complete(found: Found, query: Side, listed: Iterable[Side]) -> bool:
    """Whether an answer is the best that there is among all records; beside an equal there is none."""
    verdicts = {side.key: compare(query, side, VOCABULARY) for side in listed}
    sure = {key: v for key, v in verdicts.items() if v.relation in LEADING and v.level in SURE}
    if not sure:
        return found.match is None
    best = min(map(closeness, sure.values()))
    equals = {key for key, verdict in sure.items() if closeness(verdict) == best}
    return found.key in equals and (found.match is not None or len(equals) > 1)


def made_up() -> tuple[tuple[Side, ...], list[Side]]:
    """A list of models that nobody made, and records of them, of their siblings, and of others."""
    random = Random(5)  # noqa: S311
    near = [changed for name in MADE[:20] for changed in other_digits(name)]
    wanted = [*(respelled(name, random) for name in MADE), *random.sample(near, 60), *names(40, seed=99)]
    return tuple(record(name) for name in MADE), [record(name) for name in wanted]


def test_a_model_that_is_not_in_the_list_stays_new() -> None:
    catalogue = catalogue_of(LISTED)
    answers = {name: catalogue.find(record(name), apart={name}) for name in IDS}
    wrong = {name: found.match for name, found in answers.items() if found.verdict.relation == "same_release"}
    assert {name: match for name, match in wrong.items() if match} == {}


def test_a_record_set_apart_is_never_found() -> None:
    catalogue = catalogue_of(LISTED)
    for name in IDS:
        found = catalogue.find(record(name), apart={name})
        assert found.match != name
        assert name not in {candidate.key for candidate in found.candidates}


def nearest(found: Found) -> tuple[object, ...]:
    """What is told of an answer where one rival is told: what it leads to, and the best record that it does not."""
    rival = next((candidate for candidate in found.candidates if candidate.key != found.match), None)
    return found.key, found.match, found.verdict, rival


@pytest.mark.parametrize("which", ["our own", "made up"])
def test_of_records_that_are_ruled_out_the_nearest_is_told_as_if_all_were_compared(which: str) -> None:
    listed, queries = (LISTED, QUERIES) if which == "our own" else made_up()
    catalogue = catalogue_of(listed)
    for query in queries:
        one, all_ = (catalogue.find(query, apart={query.key}, beside=most) for most in (1, 5))
        assert nearest(one) == nearest(all_), query.key
        assert nearest(catalogue.find(query, beside=1)) == nearest(catalogue.find(query)), query.key


def test_without_strangers_the_same_is_found_and_what_leads_nowhere_is_told_nothing_surer() -> None:
    catalogue = catalogue_of(LISTED)
    for query in QUERIES:
        full, bare = (catalogue.find(query, apart={query.key}, beside=1, strangers=told) for told in (True, False))
        if full.verdict.relation in LEADING:
            assert nearest(bare) == nearest(full), query.key
        else:
            assert (bare.match, bare.verdict.level) == (None, "none"), query.key


def test_what_is_ruled_out_leads_nowhere_and_is_as_far_apart_as_it_is_told() -> None:
    pairs = [(query, side) for query in QUERIES for side in LISTED]
    for query, side in pairs:
        out = ruled_out(query, side, VOCABULARY)
        if out is not None:
            verdict = compare(query, side, VOCABULARY)
            assert verdict == relate(out.left, out.right, VOCABULARY)
            assert (verdict.relation in LEADING, verdict.level, closeness(verdict)[-1]) == (False, "none", out.said)
