"""302.AI: a list that must be whole, prices in 38 spellings, pages in any markup; the right price or none."""

import html
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalog.backfill import address_of
from scraper.claims import Observation
from scraper.errors import FetchError, ShapeError
from scraper.http import Http, HttpSettings
from scraper.mirrors import Mirrors
from scraper.progress import Silent
from scraper.recordings import Recording, read_recordings
from scraper.snapshots import Archive, Sighting, Snapshot
from scraper.source import Parsed, Record
from scraper.sources._ai302_prices import cell_parts
from scraper.sources._ai302_tiers import Span, span_of, tiers
from scraper.sources.ai302 import SOURCE, TABLES
from tests.conftest import NOW
from tests.scraper.known import Nothing
from tests.scraper.mutations import SAME, WRONG, Mutation, prices, wrong_prices
from tests.upstream import Reply, Upstream

FIXTURES = Path(__file__).parent.parent / "fixtures/sources/ai302"
LIST = SOURCE.address
DETAIL = "https://302.ai/en/product/detail/"


def snapshot(answer: Any, url: str = LIST) -> Snapshot:
    """An answer (bytes, a text, or something to be written as JSON) under an address."""
    text = answer if isinstance(answer, (str, bytes)) else json.dumps(answer)
    body = text if isinstance(text, bytes) else text.encode()
    return Snapshot(sighting=Sighting(source="ai302", url=url, fetched_at=NOW, status=200, sha256="0" * 64), body=body)


def fixture(name: str) -> str:
    return (FIXTURES / name).read_text(encoding="utf-8")


def page(name: str) -> Snapshot:
    return snapshot(fixture(name), f"{DETAIL}ppio-baidu-ernie-4-5-vl-424b-a47b")


def observed(parsed: Parsed) -> dict[str, Observation]:
    return {record.id: SOURCE.observe(record) for records in parsed.scopes.values() for record in records}


def claims(observation: Observation) -> dict[str, str]:
    return {claim.field: claim.value for claim in observation.claims}


def row(**changes: Any) -> dict[str, Any]:
    """A price row with today's keys."""
    base = {
        "name": "atlas-1", "rate": 1, "suffix": "1M tokens", "description": "", "input_price": 2, "output_price": 8,
        "is_multimodal": False, "context_length": 32000, "special_pricing": "", "file_support_type": 0,
        "platform_input_price": 2, "platform_output_price": 8,
    }  # fmt: skip
    return {**base, **changes}


def piece(**changes: Any) -> dict[str, Any]:
    """A price row that is not of tokens."""
    nothing = {"input_price": 0, "output_price": 0, "platform_input_price": 0, "platform_output_price": 0}
    return row(**{**nothing, "suffix": "call", "context_length": 0, **changes})


def product(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A product with the keys that are read."""
    base = {
        "id": 1, "name": "atlas-1", "description": "A made-up model.", "tag": "LLM", "brand": "Acme",
        "definition": [], "price_info": list(rows or [row()]), "created_time": "2026-08-01", "status": "published",
        "model_capabilities": {"function_call": True, "thinking": None, "image": False}, "alias_name": "atlas-1",
    }  # fmt: skip
    return {**base, **changes}


def answer(*products: dict[str, Any], total: int | None = None, **changes: Any) -> dict[str, Any]:
    """The list's envelope."""
    count = len(products)
    data = {"total_count": count if total is None else total, "returned_count": count, "products": list(products)}
    return {"code": 0, "msg": "ok", "data": {**data, **changes}}


def offers(*rows: dict[str, Any], **changes: Any) -> list[dict[str, str]]:
    """The claims of the offers of one product."""
    records = SOURCE.parse([snapshot(answer(product(*rows, **changes)))]).scopes["offers"]
    return [claims(SOURCE.observe(record)) for record in records]


def the_prices(claimed: dict[str, str]) -> dict[str, str]:
    wanted = ("other_prices", "price_text")
    return {field: value for field, value in claimed.items() if "_usd_" in field or field in wanted}


# Tokens


def test_what_302_charges_is_the_price_and_what_it_says_of_the_maker_stands_apart() -> None:
    (found,) = offers(row(rate=1.2, input_price=1.8, platform_input_price=2.16))
    assert (found["input_usd_per_mtok"], found["official_input_usd_per_mtok"], found["markup"]) == (
        "2.16",
        "1.8",
        "1.2",
    )


@pytest.mark.parametrize("unit", ["1M tokens", "1M Tokens", "1M token", "1m tokens ", "M tokens", "1 million tokens"])
def test_a_million_tokens_has_many_spellings(unit: str) -> None:
    (found,) = offers(row(suffix=unit))
    assert (found["input_usd_per_mtok"], found["output_usd_per_mtok"]) == ("2", "8")


@pytest.mark.parametrize(
    "unit", ["1K tokens", "[object Object]", "", "https://doc.302.ai/1", None, "M", "1M characters"]
)
def test_a_number_per_anything_else_is_no_price_of_tokens(unit: str | None) -> None:
    (found,) = offers(row(suffix=unit))
    assert "input_usd_per_mtok" not in found
    assert "official_input_usd_per_mtok" not in found


def test_nothing_and_nothing_is_no_price_of_0() -> None:
    (found,) = offers(row(input_price=0, output_price=0, platform_input_price=0, platform_output_price=0))
    assert the_prices(found) == {}


def test_a_cache_price_of_0_is_one_that_is_not_set() -> None:
    (found,) = offers(row(platform_cache_read_price=0.5, platform_cache_creation_price=0))
    assert found["cache_read_usd_per_mtok"] == "0.5"
    assert "cache_write_usd_per_mtok" not in found


def test_the_cache_price_of_a_description_is_a_note_and_no_price() -> None:
    (found,) = offers(row(description="Cache write: $3.75 /1M tokens,\nCache Read: $0.3 /1M tokens"))
    assert found["price_note"] == "Cache write: $3.75 /1M tokens, Cache Read: $0.3 /1M tokens"
    assert "cache_read_usd_per_mtok" not in found


@pytest.mark.parametrize("value", [-1, "free", True, 1e9, [1]])
def test_a_price_that_is_none_is_reported(value: Any) -> None:
    records = SOURCE.parse([snapshot(answer(product(row(platform_input_price=value))))]).scopes["offers"]
    seen = SOURCE.observe(records[0])
    assert "input_usd_per_mtok" not in claims(seen)
    assert [(issue.kind.value, issue.field) for issue in seen.issues] == [("bad_value", "input_usd_per_mtok")]


@pytest.mark.parametrize("length", [None, 0])
def test_a_context_that_is_not_set_is_unknown(length: int | None) -> None:
    (found,) = offers(row(context_length=length))
    assert "context_served" not in found


# Pieces and words


@pytest.mark.parametrize(
    ("tag", "suffix", "told", "charged", "meant"),
    [
        ("Video Generation", "Second", "$0.06/s", 0.06, {"video_output_usd_per_second": "0.06"}),
        ("Video Generation", "sec", "$0.03/sec", 0, {"video_output_usd_per_second": "0.03"}),
        ("Audio-Video Processing", "second", "$0.1/second", 0.1, {"other_prices": '{"second":"0.1"}'}),
        ("Image Generations", "picture", "$0.02/image", 0.02, {"image_output_usd_each": "0.02"}),
        ("Image Processing", "image", "$0.02/image", 0.02, {"other_prices": '{"image":"0.02"}'}),
        ("Tools API", "Call", "$0.1/call", 0.1, {"request_usd_each": "0.1"}),
        ("Tools API", "call", "$0/call", 0, {"request_usd_each": "0"}),
        ("Tools API", "call", "Free", 0, {"request_usd_each": "0"}),
        ("LLM", "free", "Free", 0, {"input_usd_per_mtok": "0", "output_usd_per_mtok": "0"}),
        ("LLM", "1M tokens", "Free", 0, {"input_usd_per_mtok": "0", "output_usd_per_mtok": "0"}),
        ("Data Processing", "page", "$0.01/page", 0.01, {"page_usd_each": "0.01"}),
        ("Audio-Video Processing", "1000 characters", "$0.3/1000 characters", 0.3, {"speech_usd_per_mchar": "300"}),
        ("RAG-related", "1M characters", "$0.02/1M characters", 0.02, {"other_prices": '{"1M characters":"0.02"}'}),
        ("Tools API", "Point", "$0.005/ point", 0.005, {"other_prices": '{"point":"0.005"}'}),
        ("Tools API", "min", "$0.015/min", 0.015, {"other_prices": '{"min":"0.015"}'}),
        ("Tools API", "call", "Refer to wavespeed", 0, {"price_text": "Refer to wavespeed"}),
        ("Tools API", "call", "Depends on the model", 0, {"price_text": "Depends on the model"}),
        ("Tools API", "1 Credits", "$0.15=1Credits", 0.15, {"price_text": "$0.15=1Credits"}),
        ("Tools API", "call", "", 0.4, {"request_usd_each": "0.4"}),
        ("Tools API", "call", "$0.1 - $0.4/call", 0, {"price_text": "$0.1 - $0.4/call"}),
        # What contradicts itself, or says not per what, is no number of ours.
        ("Tools API", "call", "$0.1/call", 0.05, {"price_text": "$0.1/call"}),
        ("Tools API", "call", "$0.2/s", 0.2, {"price_text": "$0.2/s"}),
        ("Tools API", "[object Object]", "$0.5", 0.5, {"price_text": "$0.5"}),
        ("Tools API", "https://doc.302.ai/1", "", 0.5, {}),
        ("Tools API", "", "", 0.5, {}),
        ("Tools API", "call", "Free", 0.5, {"price_text": "Free"}),
    ],
)  # fmt: skip
def test_a_price_text_is_read_whole_or_kept_as_words(
    tag: str, suffix: str, told: str, charged: float, meant: dict[str, str]
) -> None:
    (found,) = offers(piece(suffix=suffix, special_pricing=told, platform_output_price=charged), tag=tag)
    assert the_prices(found) == meant


# Tiers


@pytest.mark.parametrize(
    ("note", "span"),
    [
        ("<272K context length", Span(0, 272_000)),
        (">272K context length", Span(272_000, None)),
        ("≥ 200K tokens", Span(199_999, None)),
        ("Input the price of Token(0 to 32K)", Span(0, 32_000)),
        ("Input the price of Token (32K - 128K)", Span(32_000, 128_000)),
        ("Input length (32K, 128K]", Span(32_000, 128_000)),
        ("Enter the price for(128,256] k tokens", Span(128_000, 256_000)),
        ("4k < Input ≤ 64k", Span(4_000, 64_000)),
        ("input ≤ 4k and Output ≤ 4k", None),
        ("Price for input length [0, 32]k and output length [0, 0.2]k", None),
        ("128K context length", None),
        ("1080P", None),
        ("", None),
    ],
)
def test_a_tier_is_understood_whole_or_not_at_all(note: str, span: Span | None) -> None:
    assert span_of(note) == span


@pytest.mark.parametrize(
    "notes",
    [
        ["<272K", ">300K"],
        [">272K context length", ">272K context length"],
        ["<272K", "a better one"],
        ["(32K - 128K)", "(128K - 256K)"],
        ["Off-peak Pricing", "Peak Pricing"],
        ["Off-peak Pricing", "Peak Pricing (UTC+8: 09:00-12:00)"],
        ["Off-peak Pricing", "Peak Pricing (UTC: 01:00-04:00, weekdays)"],
        ["<272K"],
    ],
)
def test_tiers_with_gaps_or_words_are_rows_of_their_own(notes: list[str]) -> None:
    assert tiers(notes) is None
    assert all("conditions" not in found for found in offers(*(row(description=note) for note in notes)))


def test_rows_of_one_id_become_conditions_in_any_order() -> None:
    rows = [
        row(description="(128K - 200K)", platform_input_price=5),
        row(description="(0 to 32K)"),
        row(description="(32K - 128K)", platform_input_price=3, platform_cache_read_price=1),
    ]
    (found,) = offers(*rows)
    assert found["input_usd_per_mtok"] == "2"
    assert json.loads(found["conditions"]) == [
        {"when": {"prompt_tokens_above": 32_000}, "input_usd_per_mtok": "3", "output_usd_per_mtok": "8",
         "cache_read_usd_per_mtok": "1"},
        {"when": {"prompt_tokens_above": 128_000}, "input_usd_per_mtok": "5", "output_usd_per_mtok": "8"},
    ]  # fmt: skip


def test_a_count_in_an_id_does_not_depend_on_the_order() -> None:
    rows = [row(description="quick"), row(description="good", platform_input_price=9)]
    found = [
        {r.id: r.raw["description"] for r in SOURCE.parse([snapshot(answer(product(*order)))]).scopes["offers"]}
        for order in (rows, rows[::-1])
    ]
    assert found[0] == found[1] == {"atlas-1#atlas-1": "good", "atlas-1#atlas-1~2": "quick"}


# Who and what


@pytest.mark.parametrize(
    ("brand", "title", "author", "via"),
    [
        ("Acme \t", "Chat\uff08Talk\uff09", "Acme", None),
        ("PPIO", "Chat(PPIO)", None, "PPIO"),
        ("siliconflow ", "Chat", None, "SiliconFlow"),
        ("Acme", "Chat\uff08SiliconFlow\uff09", "Acme", "SiliconFlow"),
        ("Acme", "Chat (Image Analysis)", "Acme", None),
        ("302.AI", "Chat", None, None),
    ],
)
def test_a_reseller_as_brand_or_in_a_title_is_an_upstream_and_no_author(
    brand: str, title: str, author: str | None, via: str | None
) -> None:
    parsed = SOURCE.parse([snapshot(answer(product(brand=brand, definition=[{"title": title}])))])
    for seen in observed(parsed).values():
        found = claims(seen)
        assert (found.get("author_name"), found.get("served_via")) == (author, via)


def test_a_price_row_under_another_models_name_is_not_the_products_id() -> None:
    found = observed(SOURCE.parse([snapshot(answer(product(row(name="other-chat"), name="atlas-vision")))]))
    assert "wire_id" not in claims(found["atlas-1"])
    offer = claims(found["atlas-1#other-chat"])
    assert (offer["wire_id"], offer["name"], offer.get("author_name")) == ("other-chat", "atlas-vision", None)


def test_two_spellings_of_an_id_are_name_and_wire_id() -> None:
    found = claims(observed(SOURCE.parse([page("page.html")]))["page:ppio-baidu-ernie-4-5-vl-424b-a47b"])
    assert found["name"] == "baidu/ernie-4-5-vl-424b-a47b"
    assert found["wire_id"] == "baidu/ernie-4.5-vl-424b-a47b"


def test_an_ability_that_nobody_told_is_unknown() -> None:
    told = {"function_call": False, "thinking": None, "image": "", "audio": True}
    found = claims(observed(SOURCE.parse([snapshot(answer(product(model_capabilities=told)))]))["atlas-1"])
    assert found["supports_tools"] == "false"
    assert not {"supports_reasoning", "supports_vision"} & found.keys()
    assert found["modalities_in"] == '["text","audio"]'


def test_an_unknown_key_is_kept_and_reported() -> None:
    seen = observed(SOURCE.parse([snapshot(answer(product(row(discount=3), colour="red"), **{"more": 1}))]))
    assert claims(seen["atlas-1"])["other.colour"] == "red"
    assert claims(seen["atlas-1#atlas-1"])["other.discount"] == "3"
    assert SOURCE.parse([snapshot(answer(product(), more=1))]).issues[0].field == "more"


# The list is whole or refused


def numbered(count: int, first: int = 1) -> list[dict[str, Any]]:
    return [product(alias_name=f"atlas-{n}", id=n) for n in range(first, first + count)]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({"code": -1, "msg": "busy", "data": {}}, "busy"),
        (answer(*numbered(2), total=3), "2 products, but total_count says 3"),
        (answer(*numbered(2), returned_count=3), "returned_count 3"),
        (answer(total=0), "an empty list"),
        (answer(product(), product()), "ids come twice"),
        ([{"rows": []}], "none of products"),
        ({"code": 0, "data": []}, "expected a list"),
        (answer(*(product(row(platform_input_price=2_000_000), alias_name=f"a-{n}") for n in range(25))), "unit"),
    ],
)
def test_an_answer_that_is_not_whole_is_refused(bad: Any, why: str) -> None:
    with pytest.raises(ShapeError, match=why):
        SOURCE.parse([snapshot(bad)])


def test_pages_that_contradict_each_other_are_refused() -> None:
    first, second = answer(*numbered(2), total=4), answer(*numbered(2, 3), total=5)
    with pytest.raises(ShapeError, match="total_count changes"):
        SOURCE.parse([snapshot(first), snapshot(second)])
    with pytest.raises(ShapeError, match="a bare list among pages"):
        SOURCE.parse([snapshot(first), snapshot([product()])])


@pytest.mark.parametrize("broken", [product(alias_name="a b"), product(alias_name=None, id=None), "text"])
def test_one_broken_product_is_reported_and_the_others_stay(broken: Any) -> None:
    parsed = SOURCE.parse([snapshot(answer(product(alias_name="good"), broken))])
    assert [record.id for record in parsed.scopes["products"]] == ["good"]
    assert [issue.kind.value for issue in parsed.issues] == ["bad_record"]


# Pages


def as_lines(text: str, tag: str = "p") -> str:
    lines = "".join(f"<{tag}>{html.escape(line)}</{tag}>" for line in text.splitlines())
    return f"<html lang=en><body>{lines}</body></html>"


SHOWN = """acme/atlas-7-b
acme/atlas-7-b
A small one.
2026-03-02
LLM
Model capability: function_call
Input:
$0.2/1M tokens
Output:
$0.8/1M tokens
API Overview
It is small, and quantizes to 2 bits.
Core Capabilities
Best of all.
Playground
Log in to explore more features! Click to Log In
API Analytics
API Reference (1)
{reference}
Chat(PPIO)
POST
Stable
View Details
API Pricing
$
{pricing}
acme/atlas-7.b
-
32000
Input$0.25 / 1M tokens
Output$1 / 1M tokens
Input$0.2/ 1M tokens
Output$0.8/ 1M tokens
Original Price-20%"""
REFERENCE = "API DescriptionAPI EndpointRequest MethodStabilityParameter Description"
PRICING = "ModelDescriptionContextOfficial Price302.AI Price"


@pytest.mark.parametrize("tag", ["p", "div", "li", "h3"])
@pytest.mark.parametrize(
    "pricing", [PRICING, "Model\nDescription\nContext\nOfficial Price\n302.AI Price", f"{PRICING}Official Price Gap"]
)
def test_a_page_of_plain_lines_says_the_same_in_any_markup(tag: str, pricing: str) -> None:
    body = as_lines(SHOWN.format(reference=REFERENCE, pricing=pricing), tag)
    (seen,) = observed(SOURCE.parse([snapshot(body, f"{DETAIL}acme-atlas-7-b")])).values()
    assert claims(seen) == {
        "name": "acme/atlas-7-b", "description": "A small one.", "listed_at": "2026-03-02", "task": "LLM",
        "statements": '["It is small, and quantizes to 2 bits.","Best of all."]',
        "api_endpoints": '[{"title":"Chat(PPIO)","method":"POST","stability":"Stable"}]',
        "empty_sections": '["Playground","API Analytics"]', "supports_tools": "true", "served_via": "PPIO",
        "wire_id": "acme/atlas-7.b", "context_served": "32000", "markup": "0.8",
        "official_input_usd_per_mtok": "0.25", "official_output_usd_per_mtok": "1",
        "input_usd_per_mtok": "0.2", "output_usd_per_mtok": "0.8", "provider_slug": "ai302",
    }  # fmt: skip
    assert seen.issues == ()


@pytest.mark.parametrize(
    "markup",
    [
        "<dl><dt>Model</dt><dd>acme/atlas-7.b</dd><dt>Context</dt><dd>32000</dd><dt>Official Price</dt>"
        "<dd>Input$0.25 / 1M tokens<br>Output$1 / 1M tokens</dd><dt>302.AI Price</dt>"
        "<dd>Input$0.2 / 1M tokens<br>Output$0.8 / 1M tokens</dd></dl>",
        "<table><tr><th>Model</th><td>acme/atlas-7.b</td></tr><tr><th>302.AI Price</th>"
        "<td>Input$0.2 / 1M tokens Output$0.8 / 1M tokens</td></tr><tr><th>Official Price</th>"
        "<td>Input$0.25 / 1M tokens Output$1 / 1M tokens</td></tr><tr><th>Context</th><td>32000</td></tr></table>",
        "<p>Model: acme/atlas-7.b</p><p>Context: 32000</p><p>Official Price: Input $0.25 / 1M tokens Output $1 / 1M "
        "tokens</p><p>302.AI Price: Input $0.2 / 1M tokens Output $0.8 / 1M tokens</p>",
    ],
    ids=["definition list", "two columns", "text"],
)
def test_prices_as_labels_and_values_are_read_as_well(markup: str) -> None:
    body = f"<html lang=en><body><h1>a</h1><p>a</p><p>2026-03-02</p><h2>API Pricing</h2>{markup}</body></html>"
    found = claims(observed(SOURCE.parse([snapshot(body, f"{DETAIL}a")]))["page:a"])
    assert (found["wire_id"], found["context_served"]) == ("acme/atlas-7.b", "32000")
    assert (found["input_usd_per_mtok"], found["output_usd_per_mtok"]) == ("0.2", "0.8")
    assert (found["official_input_usd_per_mtok"], found["official_output_usd_per_mtok"]) == ("0.25", "1")


def test_the_top_and_the_table_must_not_contradict_each_other() -> None:
    body = as_lines(SHOWN.format(reference=REFERENCE, pricing=PRICING)).replace("$0.2/1M", "$0.3/1M")
    (seen,) = observed(SOURCE.parse([snapshot(body, f"{DETAIL}acme-atlas-7-b")])).values()
    assert "input_usd_per_mtok" not in claims(seen)
    assert claims(seen)["output_usd_per_mtok"] == "0.8"
    assert [issue.field for issue in seen.issues] == ["input_usd_per_mtok"]


@pytest.mark.parametrize(
    "lost",
    ["Input$0.2/ 1M tokens\nOutput$0.8/ 1M tokens\n", "32000\n", "Output$1 / 1M tokens\n"],
)
def test_where_cells_cannot_be_told_apart_the_table_has_no_price(lost: str) -> None:
    shown = SHOWN.format(reference=REFERENCE, pricing=PRICING).replace(lost, "").replace("$0.2/1M tokens", "-")
    (seen,) = observed(SOURCE.parse([snapshot(as_lines(shown), f"{DETAIL}acme-atlas-7-b")])).values()
    found = claims(seen)
    assert found.get("input_usd_per_mtok") in (None, "0.2")
    assert found.get("official_input_usd_per_mtok") in (None, "0.25")
    assert found.get("output_usd_per_mtok") in (None, "0.8")


def test_a_page_without_tables_says_so_and_has_the_price_of_its_top() -> None:
    shown = SHOWN.format(reference=REFERENCE, pricing=PRICING).partition("Chat(PPIO)")[0]
    (seen,) = observed(SOURCE.parse([snapshot(as_lines(shown + "API Pricing"), f"{DETAIL}a")])).values()
    assert claims(seen)["input_usd_per_mtok"] == "0.2"
    assert json.loads(claims(seen)["empty_sections"]) == ["Playground", "API Analytics", "API Reference", "API Pricing"]


def test_a_table_that_is_not_known_is_reported() -> None:
    shown = SHOWN.format(reference=REFERENCE, pricing="Name\nCost")
    parsed = SOURCE.parse([snapshot(as_lines(shown), f"{DETAIL}a")])
    assert [(issue.kind.value, issue.field) for issue in parsed.issues] == [("unknown_value", "API Pricing")]
    assert "wire_id" not in claims(observed(parsed)["page:a"])


def test_the_lowest_of_several_prices_is_nobodys_price() -> None:
    found = observed(SOURCE.parse([snapshot(fixture("roles.html"), f"{DETAIL}acme-9-4")]))
    assert not [field for field in claims(found["page:acme-9-4"]) if "_usd_" in field]
    assert claims(found["page:acme-9-4#acme-9.4-nano"])["input_usd_per_mtok"] == "0.2"


def test_a_table_whose_body_is_another_table_is_read_by_its_lines() -> None:
    body = fixture("page.html").replace(
        "<th>302.AI Price</th></tr></thead>\n<tbody>", "<th>302.AI Price</th></tr></table><table>"
    )
    assert body != fixture("page.html")
    good = prices(SOURCE, page("page.html"))
    assert prices(SOURCE, page("page.html"), body) == good


@pytest.mark.parametrize("name", ["page.html", "lines.html", "roles.html"])
@pytest.mark.parametrize("mutation", WRONG.values(), ids=WRONG)
def test_no_wrong_price_comes_of_a_bad_page(name: str, mutation: Mutation) -> None:
    good = page(name)
    changed = mutation(good.body.decode())
    assert changed != good.body.decode()
    assert wrong_prices(prices(SOURCE, good), prices(SOURCE, good, changed), allowed=()) == {}


@pytest.mark.parametrize("mutation", SAME.values(), ids=SAME)
def test_a_column_more_or_elsewhere_changes_no_price(mutation: Mutation) -> None:
    good = page("page.html")
    changed = mutation(good.body.decode())
    assert changed != good.body.decode()
    assert len(prices(SOURCE, good)) == 4
    assert prices(SOURCE, good, changed) == prices(SOURCE, good)


@pytest.mark.parametrize(
    "cell", ["Input$1 / 1M tokens Input$2 / 1M tokens", "about Input$1 / 1M tokens", "from 2 to 3 Output$1 / 1M tokens"]
)
def test_a_cell_with_a_label_twice_or_words_before_it_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"twice|words"):
        cell_parts(cell)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Input$0.4 / 1M input tokensOutput$1 / 1M", [("input", "$0.4 / 1M input tokens"), ("output", "$1 / 1M")]),
        ("Input: $2 / 1M tokens || Output: $8 / 1M", [("input", "$2 / 1M tokens"), ("output", "$8 / 1M")]),
        ("Cache Creation$3 / 1M tokens Cache Read-", [("cache creation", "$3 / 1M tokens"), ("cache read", "-")]),
        ("$0.06/s", [("", "$0.06/s")]),
    ],
)  # fmt: skip
def test_a_cell_is_read_by_its_labels(cell: str, parts: list[tuple[str, str]]) -> None:
    assert cell_parts(cell) == parts


# Fetching


@pytest.fixture
def upstream(monkeypatch: pytest.MonkeyPatch) -> Iterator[Upstream]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with Upstream() as running:
        yield running


def fetched(folder: Path, upstream: Upstream) -> list[Sighting]:
    with Http(
        Archive(folder), HttpSettings(), mirrors=Mirrors(upstream.mirrors),
        clock=lambda: NOW, sleep=lambda _: None, progress=Silent(),
    ) as http:  # fmt: skip
        return list(SOURCE.fetch(http, Nothing()))


def path(number: int) -> str:
    return "/" + LIST.replace("page=1", f"page={number}").removeprefix("https://")


def test_every_page_of_the_list_and_the_pages_of_language_models_are_fetched(
    tmp_path: Path, upstream: Upstream
) -> None:
    video = product(piece(suffix="second"), tag="Video Generation", alias_name="film")
    upstream.routes[path(1)] = answer(*numbered(2), total=4)
    upstream.routes[path(2)] = answer(*numbered(1, 3), video, total=4)
    for form in ("en/", ""):
        for n in (1, 2, 3):
            upstream.routes[f"/302.ai/{form}product/detail/atlas-{n}"] = fixture("page.html").encode()
    found = fetched(tmp_path, upstream)
    assert [(seen.page, seen.root) for seen in found[:2]] == [(1, None), (2, LIST)]
    assert found[0].fetched_at == found[1].fetched_at
    assert sorted(seen.url for seen in found[2:]) == [f"{DETAIL}atlas-{n}" for n in (1, 2, 3)]
    assert all(SOURCE.reads(seen.url) for seen in found)


def test_pages_are_asked_for_in_the_form_of_address_that_is_there(tmp_path: Path, upstream: Upstream) -> None:
    upstream.routes[path(1)] = answer(*numbered(2))
    for n in (1, 2):
        upstream.routes[f"/302.ai/product/detail/atlas-{n}"] = fixture("page.html").encode()
    found = fetched(tmp_path, upstream)
    assert [seen.url for seen in found[1:]] == [f"https://302.ai/product/detail/atlas-{n}" for n in (1, 2)]


def test_a_product_without_a_page_is_no_failure_and_one_that_fails_is(tmp_path: Path, upstream: Upstream) -> None:
    upstream.routes[path(1)] = answer(*numbered(3))
    upstream.routes["/302.ai/en/product/detail/atlas-1"] = fixture("page.html").encode()
    assert len([seen for seen in fetched(tmp_path, upstream) if seen.ok]) == 2
    upstream.routes["/302.ai/en/product/detail/atlas-2"] = Reply(status=500)
    with pytest.raises(FetchError, match="1 of 3 failed"):
        fetched(tmp_path / "again", upstream)


def test_an_alias_leads_nowhere_else(tmp_path: Path, upstream: Upstream) -> None:
    upstream.routes[path(1)] = answer(product(alias_name="../../@evil.example/x?y"))
    fetched(tmp_path, upstream)
    told = [asked for asked in upstream.paths() if "detail" in asked]
    assert told
    assert all(asked.endswith("/product/detail/..%2F..%2F%40evil.example%2Fx%3Fy") for asked in told)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (answer(*numbered(2), total=4), "repeats the first"),
        (answer(*numbered(2, 3), total=5), "says 5 products"),
        (answer(total=4), "an empty list"),
        ({"code": -1, "msg": "busy", "data": {}}, "busy"),
    ],
)
def test_a_list_that_does_not_go_on_is_not_asked_for_ever(
    tmp_path: Path, upstream: Upstream, second: Any, why: str
) -> None:
    upstream.routes[path(1)] = answer(*numbered(2), total=4)
    upstream.routes["/302.ai/api/cache/product-list"] = second
    with pytest.raises(ShapeError, match=why):
        fetched(tmp_path, upstream)
    assert len([asked for asked in upstream.paths() if "product-list" in asked]) == 2


def test_the_lists_of_apps_and_other_languages_are_not_read() -> None:
    assert SOURCE.reads(LIST)
    assert not SOURCE.reads(LIST.replace("category=api", "category=tool"))
    assert not SOURCE.reads(LIST.replace("lang=en", "lang=zh"))
    assert not SOURCE.reads("https://302.ai.evil.example/product/detail/a")
    assert not SOURCE.reads("https://models.dev (providers/302ai)")


# The recordings


def answers(recordings: Path) -> dict[str, Snapshot]:
    found = {}
    for recording in read_recordings(recordings / "ai302"):
        assert isinstance(recording, Recording)
        url = address_of(SOURCE, recording)
        if SOURCE.reads(url):
            found[url] = snapshot(recording.body(), url)
    return found


def test_the_recorded_products_are_claimed_price_for_price(recordings: Path) -> None:
    recorded = answers(recordings)
    assert set(recorded) == {LIST, TABLES}
    parsed = SOURCE.parse([recorded[LIST]])
    assert parsed.issues == ()
    assert {scope: len(records) for scope, records in parsed.scopes.items()} == {"products": 10, "offers": 17}
    seen = observed(parsed)
    assert [issue for observation in seen.values() for issue in observation.issues] == []
    raw = json.loads(recorded[LIST].body, parse_float=Decimal)
    wanted = sorted(
        Decimal(price[key])
        for entry in raw
        for price in entry["price_info"]
        for key in price
        if key.startswith("platform_") and price[key]
    )
    assert sorted(amounts(seen)) == wanted
    for observation in seen.values():
        for claim in observation.claims:
            if claim.pointer.startswith("/platform_") or claim.field.startswith("official_"):
                assert Decimal(claim.value) == Decimal(claim.original)


def amounts(seen: dict[str, Observation]) -> Iterator[Decimal]:
    """Every price above 0 that 302.AI charges, once a row: the windows of one peak price are one."""
    for observation in seen.values():
        found = claims(observation)
        told = {k: v for k, v in found.items() if "_usd_" in k and not k.startswith("official_")}
        yield from (Decimal(value) for value in told.values() if value != "0")
        for tier in {json.dumps({**entry, "when": {}}) for entry in json.loads(found.get("conditions", "[]"))}:
            yield from (Decimal(value) for key, value in json.loads(tier).items() if key != "when")


def test_the_recorded_tables_are_claimed_price_for_price(recordings: Path) -> None:
    recorded = answers(recordings)[TABLES]
    parsed = SOURCE.parse([recorded])
    assert [issue.detail for issue in parsed.issues] == ["35 of 52 rows of Chat-bot, OpenAI Model"]
    seen = observed(parsed)
    assert len(seen) == 33
    assert [issue for observation in seen.values() for issue in observation.issues] == []
    wanted = sorted(
        Decimal(part.split("$")[1].split()[0])
        for table in json.loads(recorded.body)
        for entry in table["rows"]
        for part in entry["302.AI"].split("||")
    )
    assert sorted(amounts(seen)) == wanted


def test_reading_is_fast_enough() -> None:
    rows = [product(row(platform_cache_read_price=0.5), alias_name=f"atlas-{n}") for n in range(500)]
    records: list[Record] = []
    for found in SOURCE.parse([snapshot(answer(*rows))]).scopes.values():
        records += found
    assert len(records) == 1000
    assert sum(len(SOURCE.observe(record).claims) for record in records) >= 10_000
