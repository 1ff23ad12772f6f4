"""A family is told from both sides, weights under their own names, ratings at the configuration that was rated."""

from typing import NamedTuple

import pytest

from catalog.entries import Entry
from catalog.match.kin import Artifact, Kin, artifacts, kin
from catalog.scores import Score, overall_ranks, scores
from tests.catalog.claims_of import KNOWLEDGE, by_key, entry, judge

BIG, SMALL, TEXT, PLAIN = (
    "baidu/ernie-4.5-vl-424b-a47b", "baidu/ernie-4.5-vl-28b-a3b", "baidu/ernie-4.5-300b-a47b",
    "baidu/ernie-4.5-21b-a3b",
)  # fmt: skip
SONNET = "anthropic/claude-sonnet-4.5"


class Weights(NamedTuple):
    """Weights as a test tells them."""

    id: str
    relation: str
    why: str
    said_by: str
    records: str


def listed(*ids: str) -> dict[str, Entry]:
    return {id_: entry("openrouter", id_) for id_ in ids}


def family(*ids: str) -> dict[tuple[str, str], Kin]:
    return {(one.model_id, one.other_id): one for one in kin(listed(*ids), KNOWLEDGE)}


def weights(*records: Entry) -> list[Weights]:
    entries = by_key(entry("openrouter", BIG, hugging_face_id="baidu/ERNIE-4.5-VL-424B-A47B-PT"), *records)
    found: list[Artifact] = list(artifacts(entries, judge(entries), KNOWLEDGE))
    assert {one.model_id for one in found} == {BIG}
    return [Weights(*one[1:]) for one in found]


def row(configuration: str, rank: str = "", record: str = "", **claims: str) -> Entry:
    said = {"board": "text", "category": "overall", "rating": "1400", "configuration": configuration, **claims}
    if rank:
        said["rank"] = rank
    return entry("arena", record or f"{said['board']}/{said['category']}/{configuration}", "score", **said)


def rated(*rows: Entry, models: tuple[str, ...] = (SONNET,)) -> list[Score]:
    entries = by_key(*listed(*models).values(), *rows)
    return list(scores(entries, judge(entries), KNOWLEDGE.vocabulary))


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (BIG, SMALL, "active 3, here 47; size 28b, here 424b"),
        (SMALL, BIG, "active 47, here 3; size 424b, here 28b"),
        (TEXT, PLAIN, "active 3, here 47; size 21b, here 300b"),
        (BIG, TEXT, "word none, here vl; size 300b, here 424b"),
        (PLAIN, f"{PLAIN}-thinking", "mode thinking, here none"),
        (f"{PLAIN}-thinking", PLAIN, "mode none, here thinking"),
        (PLAIN, f"{PLAIN}-base", "stage base, here none"),
    ],
)
def test_siblings_are_told_from_both_sides_with_what_is_different(one: str, other: str, told: str) -> None:
    found = family(BIG, SMALL, TEXT, PLAIN, f"{PLAIN}-thinking", f"{PLAIN}-base")
    assert found[one, other] == Kin(one, other, "sibling_of", told)


def test_a_model_is_no_kin_of_another_family_or_version_or_maker() -> None:
    found = family(BIG, "baidu/ernie-5.0", "baidu/unlimited-ocr", "acme/ernie-4.5-300b-a47b", "acme/atlas")
    assert found == {}


def test_every_pair_of_a_family_is_told_twice_and_in_order() -> None:
    found = list(kin(listed(TEXT, BIG, SMALL), KNOWLEDGE))
    assert len(found) == 6
    assert found == sorted(found)


def test_a_dated_name_is_a_snapshot_of_the_bare_one_which_is_its_alias() -> None:
    found = family("openai/gpt-4o", "openai/gpt-4o-2024-08-06")
    assert found["openai/gpt-4o-2024-08-06", "openai/gpt-4o"].relation == "snapshot_of"
    assert found["openai/gpt-4o", "openai/gpt-4o-2024-08-06"].relation == "alias_of"
    assert found["openai/gpt-4o-2024-08-06", "openai/gpt-4o"].why == "date none, here 2024-08-06"


def test_what_was_made_from_another_is_told_from_both_sides() -> None:
    found = family("deepseek/deepseek-r1", "deepseek/deepseek-r1-distill-llama-70b")
    assert {one.relation for one in found.values()} == {"derived_from", "derived_to"}
    assert all("distill llama" in one.why for one in found.values())


def test_weights_are_told_with_all_who_name_them() -> None:
    page = entry("modelslab", f"page:{BIG}", "page", hugging_face_id="baidu/ERNIE-4.5-VL-424B-A47B-PT")
    (told,) = weights(page)
    assert (told.id, told.relation) == ("baidu/ERNIE-4.5-VL-424B-A47B-PT", "same_release")
    assert (told.said_by, "format pt" in told.why) == ("modelslab, openrouter", True)


def test_the_base_weights_that_one_source_names_are_told_as_other_weights() -> None:
    page = entry("haimaker", f"page:{BIG}", "page", hugging_face_id="baidu/ERNIE-4.5-VL-424B-A47B-Base-PT")
    other, own = weights(page)
    assert other.id == "baidu/ERNIE-4.5-VL-424B-A47B-Base-PT"
    assert (other.relation, other.said_by) == ("sibling_of", "haimaker")
    assert "stage base" in other.why
    assert (own.relation, own.said_by) == ("same_release", "openrouter")
    assert own.records == f'[["openrouter","{BIG}"]]'


def test_a_hub_s_card_is_the_weights_and_one_that_is_gone_names_none() -> None:
    gone = entry("ai302", f"page:{BIG}", "page", False, hugging_face_id="baidu/Gone")
    found = weights(entry("huggingface", "baidu/ERNIE-4.5-VL-424B-A47B-Paddle"), gone)
    assert [one.id for one in found] == ["baidu/ERNIE-4.5-VL-424B-A47B-PT", "baidu/ERNIE-4.5-VL-424B-A47B-Paddle"]


@pytest.mark.parametrize(
    ("configuration", "setting"),
    [
        ("claude-sonnet-4.5", ""),
        ("claude-sonnet-4-5-thinking-32k", "thinking 32k"),
        ("claude-sonnet-4.5 (thinking)", "thinking"),
        ("claude-sonnet-4-5-high", "high"),
    ],
)
def test_a_rating_is_of_the_model_as_it_was_run(configuration: str, setting: str) -> None:
    (found,) = rated(row(configuration, "3", rating_low="1390", rating_high="1410", votes="12"))
    assert (found.model_id, found.setting, found.configuration) == (SONNET, setting, configuration)
    assert (found.rating, found.low, found.high, found.votes, found.rank) == ("1400", "1390", "1410", "12", 3)


def test_several_configurations_of_a_model_stay_several() -> None:
    found = rated(row("claude-sonnet-4.5", "5"), row("claude-sonnet-4-5-thinking-32k", "1"), row("claude-4.5-sonnet"))
    assert [one.model_id for one in found] == [SONNET] * 3
    assert len({one.configuration for one in found}) == 3
    assert overall_ranks(found) == {SONNET: 5}


@pytest.mark.parametrize(
    "rows",
    [
        (row("claude-sonnet-4-5-thinking-32k", "1"), row("claude-sonnet-4-5-high", "2")),
        (row("claude-sonnet-4.5", "1", category="coding"), row("claude-sonnet-4.5", "1", board="vision")),
        (row("claude-sonnet-4.5"),),
        (row("claude-sonnet-4-5-20250929", "1"),),
        (row("claude-sonnet-9", "1"),),
    ],
    ids=["other ways to run it", "other boards", "no rank", "not surely it", "another model"],
)
def test_no_other_rank_is_the_model_s_overall_rank(rows: tuple[Entry, ...]) -> None:
    assert overall_ranks(rated(*rows)) == {}


@pytest.mark.parametrize("reverse", [False, True])
def test_the_overall_rank_is_the_newest_and_the_best_of_one_day(reverse: bool) -> None:
    rows = [
        row("claude-sonnet-4.5", "1", "old", published_at="2026-03-01"),
        row("claude-sonnet-4.5", "9", "styled", published_at="2026-04-01", style_control="true"),
        row("claude-4-5-sonnet", "7", "plain", published_at="2026-04-01", style_control="false"),
    ]
    assert overall_ranks(rated(*(rows[::-1] if reverse else rows))) == {SONNET: 7}


def test_a_row_that_left_its_board_or_bears_no_rating_is_no_score() -> None:
    gone = row("claude-sonnet-4.5", "1")._replace(present=False)
    config = entry("arena", "config:x", "config", configuration="claude-sonnet-4.5")
    assert rated(gone, config) == []
    assert rated(entry("arena", "x", "score", configuration="claude-sonnet-4.5")) == []


def test_a_row_of_no_model_that_is_known_is_kept_and_tells_none() -> None:
    (found,) = rated(row("globe-mare", "3"))
    assert (found.model_id, found.level, found.configuration) == (None, "none", "globe-mare")
