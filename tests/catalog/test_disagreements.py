"""What sources say against each other: prices of one offer, and facts of one release."""

from decimal import Decimal
from pathlib import Path

import pytest

from catalog.disagreements import Disagreement, fact_disagreements, price_disagreements
from catalog.entries import Entry
from catalog.lineage import Lineage
from catalog.match.curated_files import CuratedError
from catalog.resolve import Witnesses, models
from catalog.resources import resource
from catalog.sellers import load_sellers
from scraper.source import Copy, Publisher, PublisherKind
from tests.catalog.claims_of import by_key, entry, judge

ATLAS = entry("openrouter", "acme/atlas-9", name="Acme: Atlas 9", input_usd_per_mtok="3", context_native="1000")
SELLERS = {"acme": "acme", "acme-ai": "acme", "openrouter": "openrouter"}


def publisher(name: str, *copies: Copy) -> Publisher:
    return Publisher(
        name=name,
        url="https://x.example/",
        kind=PublisherKind.DATASET,
        licence="MIT",
        cannot_know="nothing",
        copies=copies,
    )


REPEATED = Copy(origin="litellm", what="prices", evidence="its label", fields=frozenset({"input_usd_per_mtok"}))
LINEAGE = Lineage(
    {
        "litellm": publisher("LiteLLM"),
        "models_dev": publisher("models.dev"),
        "copycat": publisher("Copycat", REPEATED),
        "other": publisher("Other"),
    }
)


def offer(source: str, price: str, provider: str = "acme", wire_id: str | None = "atlas-9", **more: str) -> Entry:
    said = {"provider_slug": provider, "input_usd_per_mtok": price, "author_name": "Acme", **more}
    if wire_id:
        said["wire_id"] = wire_id
    return entry(source, f"{provider}/{wire_id or more.get('name', '')}", "offer", **said)


def told(*entries: Entry) -> list[Disagreement]:
    known = by_key(ATLAS, *entries)
    return list(price_disagreements(known, judge(known), SELLERS, LINEAGE))


def test_two_prices_of_one_offer_are_told_with_who_says_them_and_how_far_apart_they_are() -> None:
    (found,) = told(offer("litellm", "3"), offer("models_dev", "30", provider="acme-ai"))
    assert (found.model_id, found.provider, found.wire_id) == ("acme/atlas-9", "acme", "atlas-9")
    assert (found.field, found.ratio, found.newest) == ("input_usd_per_mtok", Decimal(10), "2026-07-01")
    assert [(one.source, one.value) for one in found.said] == [("litellm", "3"), ("models_dev", "30")]


@pytest.mark.parametrize(
    "other",
    [
        offer("models_dev", "3"),
        offer("models_dev", "3.0"),
        offer("models_dev", "30", wire_id="atlas-9-mini"),
        offer("models_dev", "30", provider="elsewhere"),
        offer("models_dev", "dynamic"),
        offer("copycat", "30"),
    ],
    ids=["the same", "the same, spelled otherwise", "another id", "another seller", "no price", "a copy"],
)
def test_what_does_not_differ_on_one_offer_is_no_disagreement(other: Entry) -> None:
    assert told(offer("litellm", "3"), other) == []


def test_a_page_that_sells_the_model_under_no_id_is_laid_beside_the_plain_offer_alone() -> None:
    page = offer("models_dev", "30", wire_id=None, name="Atlas 9")
    assert [found.wire_id for found in told(offer("litellm", "3"), page)] == ["atlas-9"]
    assert told(offer("litellm", "3", wire_id="atlas-9:batch"), page) == []


def test_a_price_of_zero_has_no_ratio() -> None:
    (found,) = told(offer("litellm", "0"), offer("models_dev", "3"))
    assert (found.ratio, found.doubt) == (None, "")


def seen(record: Entry, first: str, last: str) -> Entry:
    claims = {name: c._replace(first_observed=first, last_observed=last) for name, c in record.claims.items()}
    return record._replace(claims=claims)


def both(one: str, other: str, **more: str) -> dict[str, str]:
    return {"input_usd_per_mtok": one, "output_usd_per_mtok": other, **more}


LONG_PROMPTS = '[{"when": {"prompt_tokens_above": 200000}, "input_usd_per_mtok": "6"}]'
FROM_NEXT_YEAR = '[{"when": {"from": "2027-01-01"}, "input_usd_per_mtok": "6"}]'
NIGHT = '[{"when": {"utc_start": "16:30", "utc_end": "00:30"}, "input_usd_per_mtok": "6"}]'


@pytest.mark.parametrize(
    ("one", "other", "doubt"),
    [
        (both("3", "15"), both("6", "14"), ""),
        (both("3", "15", image_usd_per_mtok="6"), both("6", "14"), "unit"),
        (both("3", "15"), both("0.003", "0.015"), "unit"),
        (both("3", "15"), both("21.6", "108"), "currency"),
        (both("3", "15"), both("21.6", "15"), ""),
        (both("3", "15", conditions=LONG_PROMPTS), both("6", "14"), "terms"),
        (both("3", "15", conditions=NIGHT), both("6", "14"), "terms"),
        (both("3", "15", conditions=FROM_NEXT_YEAR), both("6", "14"), ""),
        (both("0.125", "15"), both("0.13", "14"), "rounding"),
        (both("0.001", "15"), both("0", "14"), ""),
    ],
    ids=[
        "plain",
        "tokens of images",
        "per thousand",
        "yuan",
        "one price alone",
        "long prompts",
        "by night",
        "from a day on",
        "cents",
        "free",
    ],
)
def test_a_difference_that_may_be_none_is_told_with_the_reason(
    one: dict[str, str], other: dict[str, str], doubt: str
) -> None:
    first = offer("litellm", one.pop("input_usd_per_mtok"), **one)
    found = told(first, offer("models_dev", other.pop("input_usd_per_mtok"), **other))
    assert [each.doubt for each in found if each.field == "input_usd_per_mtok"] == [doubt]


def test_values_seen_far_apart_may_both_have_been_true() -> None:
    june = seen(offer("litellm", "3"), "2026-01-01", "2026-06-12")
    assert [d.doubt for d in told(june, seen(offer("models_dev", "30"), "2026-07-12", "2026-08-01"))] == [""]
    assert [d.doubt for d in told(june, seen(offer("models_dev", "30"), "2026-07-13", "2026-08-01"))] == ["time"]
    assert [d.doubt for d in told(june, seen(offer("models_dev", "30"), "2025-01-01", "2026-08-01"))] == [""]


def test_the_ratio_is_that_of_the_widest_conflict_and_not_of_a_doubtful_one() -> None:
    old = seen(offer("other", "300"), "2025-01-01", "2025-01-01")
    (found,) = told(offer("litellm", "3"), offer("models_dev", "6"), old)
    assert (found.ratio, found.doubt) == (Decimal(2), "")
    assert [one.value for one in found.said] == ["3", "6", "300"]


def test_each_side_is_told_with_its_times_and_its_place_in_the_answer() -> None:
    (found,) = told(offer("litellm", "3"), offer("models_dev", "30"))
    one = found.said[0]
    assert (one.since, one.last, one.original) == ("2026-07-01", "2026-07-31", "3")
    assert (one.snapshot, one.pointer) == ("s", "/input_usd_per_mtok")


def test_a_fact_is_told_once_a_source_and_value() -> None:
    others = [
        entry("models_dev", f"m{n}", "model", canonical_slug="acme/atlas-9", context_native=value)
        for n, value in enumerate(("2000", "2000"))
    ]
    known = by_key(ATLAS, *others)
    kinds = {"openrouter": PublisherKind.ROUTER, "models_dev": PublisherKind.DATASET}
    found = models(known, judge(known), {}, Witnesses(kinds, LINEAGE, frozenset()))
    (row,) = fact_disagreements(found)
    assert (row.kind, row.model_id, row.field) == ("fact", "acme/atlas-9", "context_native")
    assert [(one.source, one.value) for one in row.said] == [("openrouter", "1000"), ("models_dev", "2000")]


def test_a_source_that_says_two_things_itself_is_no_second_witness() -> None:
    others = [
        entry("models_dev", f"m{n}", "model", canonical_slug="acme/atlas-9", knowledge_cutoff=value)
        for n, value in enumerate(("2025-01", "2025-06"))
    ]
    known = by_key(ATLAS, *others)
    kinds = {"openrouter": PublisherKind.ROUTER, "models_dev": PublisherKind.DATASET}
    (model,) = models(known, judge(known), {}, Witnesses(kinds, LINEAGE, frozenset()))
    assert not model.fields["knowledge_cutoff"].disputed
    assert list(fact_disagreements([model])) == []


def test_who_says_it_both_ways_is_no_witness_against_it() -> None:
    others = [
        entry("models_dev", f"m{n}", "model", canonical_slug="acme/atlas-9", context_native=value)
        for n, value in enumerate(("1000", "2000"))
    ]
    known = by_key(ATLAS, *others)
    kinds = {"openrouter": PublisherKind.ROUTER, "models_dev": PublisherKind.DATASET}
    (model,) = models(known, judge(known), {}, Witnesses(kinds, LINEAGE, frozenset()))
    assert not model.fields["context_native"].disputed


def test_the_shipped_sellers_are_each_one() -> None:
    sellers = load_sellers(resource("data/curated"))
    assert sellers["together_ai"] == sellers["togetherai"] == "together"
    assert sellers["bedrock"] != sellers["azure"]


@pytest.mark.parametrize(
    "text",
    ["[sellers", "", '[sellers]\na = ["x"]\nb = ["x"]\n', "sellers = 3\n", '[sellers]\na = "x"\n'],
    ids=["broken", "empty", "two", "no table", "no list"],
)
def test_a_broken_list_of_sellers_is_told_with_its_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "sellers.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CuratedError, match=r"sellers\.toml: "):
        load_sellers(tmp_path)
