"""Conditions, other currencies and the maker's price in words: every term that a source gives has its own."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalog.offers import offers
from catalog.render.price_words import native_words, other_words, over_words, when_words
from catalog.store.rows import offer_row
from catalog.values import to_json
from tests.catalog.claims_of import by_key, entry, judge

FIXTURES = Path(__file__).parents[1] / "fixtures/sources"
INVENTED = {"type", "size"}
"""Terms that a fixture has in order to be strange."""


def conditions_in(found: Any) -> Iterator[dict[str, Any]]:
    """Every condition that a source's expected claims have."""
    if isinstance(found, dict):
        if isinstance(found.get("conditions"), str):
            yield from (condition["when"] for condition in json.loads(found["conditions"]))
        for value in found.values():
            yield from conditions_in(value)


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/expected.json")), ids=lambda path: path.parent.name)
def test_every_condition_of_a_source_has_words(path: Path) -> None:
    for when in conditions_in(json.loads(path.read_text(encoding="utf-8"))):
        words = when_words(when)
        assert [term for term in when if f"{term} {to_json(when[term])}" in words and term not in INVENTED] == []


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"prompt_tokens_above": 200_000}, "prompts above 200,000 tokens (the whole request)"),
        (
            {"prompt_tokens_above": 200_000, "tier": "incremental"},
            "prompts above 200,000 tokens (only the tokens above)",
        ),
        ({"service": "batch", "prompt_tokens_above": 1}, "batch service, prompts above 1 tokens (the whole request)"),
        ({"service": "free"}, "free tier"),
        ({"utc_start": "10:00", "utc_end": "24:00"}, "daily 10:00-24:00 UTC"),
        ({"utc_start": "00:00", "utc_end": "01:00", "weekdays": [1, 2, 3, 4, 5]}, "00:00-01:00 UTC, Monday to Friday"),
        ({"weekdays": [2, 7]}, "Tuesdays, Sundays"),
        ({"from": "2026-06-01", "until": "2026-12-31"}, "from 1 June 2026, until 31 December 2026"),
        ({"service": "flex", "resolution": "4K"}, "flex service, at 4K"),
        ({"context": "long"}, "long context"),
        ({"prompt_tokens_above": 1, "tier": [1]}, "prompt_tokens_above 1, tier [1]"),
        ({"moon": "full"}, 'moon "full"'),
        ({"weekdays": [0]}, "weekdays [0]"),
        ({"from": "soon"}, 'from "soon"'),
        ({"prompt_tokens_above": "many"}, 'prompt_tokens_above "many"'),
        ({"utc_start": "10:00"}, 'utc_start "10:00"'),
        ({}, "always"),
    ],
    ids=str,
)
def test_a_condition_in_words(when: dict[str, Any], words: str) -> None:
    assert when_words(when) == words


def test_prices_in_another_currency_stand_as_stated() -> None:
    def stated(field: str, amount: str, currency: str, **more: Any) -> dict[str, Any]:
        return {"field": field, "amount": amount, "currency": currency, "per": "x", **more}

    assert native_words([stated("input_usd_per_mtok", "2", "CNY"), stated("output_usd_per_mtok", "8", "CNY")]) == [
        "¥2.00 input, ¥8.00 output per 1M tokens"
    ]
    batch = {"when": {"service": "batch"}}
    pages = [stated("page_usd_each", "0.002", "EUR"), stated("page_usd_each", "0.001", "EUR", **batch)]
    assert native_words(pages) == ["€0.0020 per page", "batch service: €0.0010 per page"]
    assert native_words([stated("audio_usd_per_minute", "0.1", "EUR")]) == ["€0.10 audio by the minute per minute"]
    assert native_words([stated("input_usd_per_mtok", "5", "JPY")]) == ["JPY 5.00 input per 1M tokens"]


def test_prices_in_other_units_stand_under_the_seller_s_own_name() -> None:
    told = {"Price per video": "0.2", "Generation": "1K$0.04 2K$0.06", "1 clip": Decimal("0.30"), "Storage": "0"}
    assert other_words(told) == [
        "Price per video: $0.20", "Generation: 1K$0.04 2K$0.06", "1 clip: $0.30", "Storage: free",
    ]  # fmt: skip


def test_a_share_over_another_price_in_words() -> None:
    shares = (Decimal("0.05"), Decimal("-0.2"), Decimal("0"), Decimal("0.0001"))
    assert [*map(over_words, shares)] == ["5 % above", "20 % below", "at", "0.01 % above"]


def test_what_is_sold_in_another_currency_or_unit_alone_is_an_offer_of_unknown_price() -> None:
    euros = '[{"field":"input_usd_per_mtok","amount":"0.1","currency":"EUR","per":"mtok"}]'
    told = {"native_prices": euros, "other_prices": '{"Price per video":"0.2"}'}
    records = [entry("acme_pricing", name, "offer", True, **{name: value}) for name, value in told.items()]
    entries = by_key(*records, entry("acme_pricing", "nothing", "offer", name="Nothing"))
    rows = [offer_row(offer) for offer in offers(entries, judge(entries), frozenset({"acme_pricing"}))]
    assert [(row["record"], row["price_state"], row[row["record"]]) for row in rows] == [
        ("native_prices", "unknown", euros),
        ("other_prices", "unknown", told["other_prices"]),
    ]


def test_a_page_s_dollars_are_an_offer_although_the_list_has_other_prices_alone() -> None:
    listing = entry("acme_pricing", "v", "listing", True, wire_id="v", other_prices='{"clip":"1"}')
    page = entry("acme_pricing", "page:v", "page", True, wire_id="v", input_usd_per_mtok="1")
    again = entry("acme_pricing", "page:w", "page", True, wire_id="v", other_prices='{"clip":"1"}')
    entries = by_key(listing, page, again)
    found = offers(entries, judge(entries), frozenset({"acme_pricing"}))
    assert [offer.record for offer in found] == ["v", "page:v"]


@pytest.mark.parametrize(
    ("when", "state"), [({"video_output_usd_per_second": "0.1"}, "known"), ({"input_usd_per_mtok": "0"}, "unknown")]
)
def test_prices_that_hold_only_sometimes_are_an_offer(when: dict[str, str], state: str) -> None:
    entries = by_key(
        entry("acme_pricing", "v", "offer", True, conditions=json.dumps([{"when": {"table": "x"}, **when}]))
    )
    (found,) = offers(entries, judge(entries), frozenset({"acme_pricing"}))
    assert (found.price_state, found.prices) == (state, {})
