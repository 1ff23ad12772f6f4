"""Records of other sources are joined by the ids they declare, and by nothing that only sounds alike."""

import pytest

from catalog.entries import Entry
from tests.catalog.claims_of import by_key, entry, judge

ERNIE = entry(
    "openrouter", "baidu/ernie-4.5-vl-424b-a47b", canonical_slug="baidu/ernie-4.5-vl-424b-a47b",
    hugging_face_id="baidu/ERNIE-4.5-VL-424B-A47B-PT", name="Baidu: ERNIE 4.5 VL 424B A47B",
)  # fmt: skip
SMALL = entry("openrouter", "baidu/ernie-4.5-vl-28b-a3b", hugging_face_id="baidu/ERNIE-4.5-VL-28B-A3B-PT")


def judged(other: Entry, *more: Entry) -> tuple[str | None, str, str, str]:
    found = judge(by_key(ERNIE, SMALL, *more, other))[other.source, other.record]
    return found.model_id, found.relation, found.level, found.rule


@pytest.mark.parametrize(
    "other",
    [
        entry("ai302", "x#baidu/ernie-4.5-vl-424b-a47b", "offer", wire_id="baidu/ernie-4.5-vl-424b-a47b"),
        entry("models_dev", "novita-ai/x", "offer", wire_id="baidu/ERNIE-4.5-VL-424B-A47B"),
        entry("litellm", "openrouter/x", "offer", openrouter_id="baidu/ernie-4.5-vl-424b-a47b"),
    ],
    ids=["wire id", "other case", "router's id"],
)
def test_an_equal_id_is_exact(other: Entry) -> None:
    assert judged(other) == (ERNIE.record, "offer_of", "exact", "declared-id")


@pytest.mark.parametrize(
    "other",
    [
        entry("modelslab", "page:baidu/baidu-ernie-4.5-vl-424b-a47b", "page"),
        entry("ai302", "ernie", "model", wire_id="ernie-4-5-vl-424b-a47b", author_name="Baidu"),
        entry("other", "baidu/ernie-4-5-vl-424b-a47b", "model"),
    ],
    ids=["author twice", "author apart", "dashes"],
)
def test_an_id_that_differs_by_punctuation_alone_says_the_same(other: Entry) -> None:
    assert judged(other) == (ERNIE.record, "same_release", "exact", "all equal")


def test_weights_that_are_named_are_exact_and_weights_that_differ_are_medium() -> None:
    card = entry("huggingface", "baidu/ERNIE-4.5-VL-424B-A47B-PT")
    assert judged(card) == (ERNIE.record, "same_release", "exact", "declared-weights")
    page = entry("modelslab", f"page:{ERNIE.record}", "page", hugging_face_id="baidu/ERNIE-4.5-VL-424B-A47B-Base-PT")
    assert judged(page) == (ERNIE.record, "same_release", "medium", "declared-id-other-weights")


@pytest.mark.parametrize(
    "other",
    [
        entry("modelslab", "page:baidu/ernie-4.5-vl-42b-a47b", "page"),
        entry("modelslab", "page:openai/ernie-4.5-vl-424b-a47b", "page"),
        entry("arena", "text/full/ernie-5.0-preview", "score", configuration="ernie-5.0-preview"),
        entry("huggingface", "baidu/ERNIE-4.5-VL-424B-A47B-Base-PT"),
    ],
    ids=["another size", "another author", "a leaderboard's near name", "the base weights"],
)
def test_a_near_name_joins_nothing(other: Entry) -> None:
    assert judged(other)[0] is None


def test_the_small_sibling_stays_apart() -> None:
    page = entry("openrouter_page", SMALL.record, "page", name="Baidu: ERNIE 4.5 VL 28B A3B")
    assert judged(page)[0] == SMALL.record


def test_two_models_with_one_spelling_are_joined_by_neither() -> None:
    dotted, dashed = entry("openrouter", "acme/atlas-1.5"), entry("openrouter", "acme/atlas-1-5")
    assert judged(entry("other", "acme/atlas_1_5"), dotted, dashed)[0] is None
    assert judged(entry("other", "acme/atlas-1-5"), dotted, dashed)[:3] == ("acme/atlas-1-5", "same_release", "exact")


def test_providers_are_no_models() -> None:
    provider = entry("models_dev", "provider:novita", "provider")
    assert (provider.source, provider.record) not in judge(by_key(ERNIE, provider))
