"""Changes in words: units once, a move that is never rounded away, what came into a list and what went."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.changes.change import ATLAS, SOURCE, ChangeKind
from catalog.changes.events import KINDS, Event, Step
from catalog.render.change_words import HEADINGS, LONGEST, event_lines, percent_moved
from scraper.attributes import ATTRIBUTES

TIERS = '[{{"when":{{"prompt_tokens_above":200000}},"input_usd_per_mtok":"{}","output_usd_per_mtok":"{}"}}]'
OVER = "Conditions: prompts above 200,000 tokens (the whole request): "


def told(kind: str, field: str, old: str | None, new: str | None, **evidence: Any) -> list[tuple[str, str]]:
    """Lines with their notes."""
    step = Step(kind, field, old, new, evidence=evidence)
    event = Event("2026-01-01T00:00:00Z", "s", "r", SOURCE, "", "", "", "", (step,))
    return [(line.text, line.note) for line in event_lines(event)]


@pytest.mark.parametrize(
    ("field", "old", "new", "words"),
    [
        ("input_usd_per_mtok", "0.336", "0.42", "Input price $0.336 → $0.42 per 1M tokens, +25 %"),
        ("input_usd_per_mtok", "0.42", "0.336", "Input price $0.42 → $0.336 per 1M tokens, -20 %"),
        ("input_usd_per_mtok", "0.42", "0", "Input price $0.42 per 1M tokens → free"),
        ("input_usd_per_mtok", "0", "0.42", "Input price free → $0.42 per 1M tokens"),
        ("input_usd_per_mtok", "dynamic", "0.42", "Input price varies → $0.42 per 1M tokens"),
        ("input_usd_per_mtok", None, "dynamic", "Input price varies, not stated before"),
        ("image_usd_each", None, "0.001", "Image input $0.0010 per image, not stated before"),
        ("image_usd_each", "0.001", None, "Image input not stated any more, was $0.0010 per image"),
        ("context_listed", "128000", "131072", "Context window 128,000 → 131,072 tokens"),
        ("max_output", None, "16000", "Max output 16,000 tokens, not stated before"),
        ("max_output", "16000", None, "Max output not stated any more, was 16,000 tokens"),
        ("supports_tools", "false", "true", "Tool calls no → yes"),
        (
            "supported_parameters", '["seed","stop"]', '["stop","tools","top_k"]',
            "Supported parameters now with tools, top_k; now without seed",
        ),
        ("supported_parameters", None, '["stop"]', "Supported parameters now with stop"),
        ("conditions", TIERS.format("1", "2"), TIERS.format("1.5", "2"), f"{OVER}Input price $1.00 → $1.50 per 1M"),
        ("conditions", TIERS.format("1", "2"), None, f"{OVER}not stated any more"),
        ("conditions", "[]", TIERS.format("1", "2"), f"{OVER}Input price $1.00 per 1M tokens, not stated before; Outp"),
        ("expires_at", "2026-01-31", "2026-02-28", "Expires 31 January 2026 → 28 February 2026"),
        ("id", "a/old", "a/new", "ID a/old → a/new"),
        ("name", "A", "B", "Name A → B"),
    ],
)  # fmt: skip
def test_a_field_is_told_in_its_own_words(field: str, old: str | None, new: str | None, words: str) -> None:
    ((text, note),) = told("price", field, old, new)
    assert text.startswith(words)
    assert text == words or len(words) > 60
    assert note == ""


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        ("3", "2.5", "-16.7 %"), ("1", "10", "+900 %"), ("1", "0.00001", "-99.9 %"), ("100", "100.0456", "+0.046 %"),
        ("1", "123.4567", "+12,200 %"), ("0", "1", ""), ("1", "1", ""),
    ],
)  # fmt: skip
def test_how_far_a_price_moved(old: str, new: str, moved: str) -> None:
    assert percent_moved(Decimal(old), Decimal(new)) == moved


@given(*[st.decimals("0.000001", 10_000, places=6)] * 2)
def test_a_move_is_told_with_its_sign_and_never_as_nothing_or_as_all(old: Decimal, new: Decimal) -> None:
    moved = percent_moved(old, new)
    if old == new:
        assert moved == ""
    else:
        assert moved[0] == ("+" if new > old else "-")
        assert Decimal(moved.removesuffix(" %").replace(",", "")) not in (0, -100)


def test_a_record_that_came_back_says_since_when_it_was_gone_and_what_it_says_otherwise() -> None:
    differs = {"input_usd_per_mtok": ["4.2", "5"]}
    assert told("returned", "", None, None, gone_since="2025-12-31T12:00:00Z", differs=differs) == [
        ("Listed again", "gone since 31 December 2025"),
        ("Input price $4.20 → $5.00 per 1M tokens, +19 %", ""),
    ]


def test_what_was_renamed_or_means_another_release_says_so() -> None:
    assert told("added", "", None, None, renamed_from="a/old") == [("Added", "before it was a/old")]
    assert told("retired", "", None, None, renamed_to="a/new") == [("No longer listed", "it is a/new now")]
    assert told("renamed", "id", "a/old", "a/new", agreeing={"name": "A", "canonical_slug": "a/x"}) == [
        ("ID a/old → a/new", "the same: canonical slug, name")
    ]
    moved = {"hugging_face_id": ["a/X", "a/Y"]}
    assert told("repointed", "listed_at", "2026-01-01", "2026-02-01", rule="created-moved", moved=moved) == [
        ("It means another release now: Listed 1 January 2026 → 1 February 2026", "Hugging Face ID a/X → a/Y")
    ]


def test_what_was_held_says_from_when_to_when_and_why() -> None:
    guard = {"rule": "out-of-scale", "since": "2026-01-01T00:00:00Z", "until": "2026-01-03T00:00:00Z", "published": "1"}
    ((_, note),) = told("price", "input_usd_per_mtok", "1", "200", guard=guard)
    assert note == "from 1 January 2026 to 3 January 2026: it moved a hundredfold or more at once"
    ((_, note),) = told("price", "input_usd_per_mtok", "200", "2", published_before="1")
    assert note == "until then $1.00 was published"


def test_what_we_drop_is_left_out_and_stated_still() -> None:
    dropped = Step("price", "input_usd_per_mtok", "3200", None)
    (line,) = event_lines(Event("2026-01-01T00:00:00Z", "s", "r", ATLAS, "", "", "", "", (dropped,)))
    assert line.text == "Input price left out, was $3,200.00 per 1M tokens"


@pytest.mark.parametrize("field", sorted(ATTRIBUTES))
def test_a_value_of_another_shape_than_its_fields_stands_as_it_came(field: str) -> None:
    for old, new in (("?", "[1]"), (None, "{}"), ("null", None), ('{"when":3}', "9" * 1000)):
        ((text, _),) = told("price", field, old, new)
        assert text.startswith(ATTRIBUTES[field].label)
        assert len(text) <= LONGEST


def test_every_kind_of_change_has_its_place_and_its_heading() -> None:
    assert set(KINDS) == set(ChangeKind) == set(HEADINGS)
