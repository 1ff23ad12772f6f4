"""The explorer's engine in a real browser: it finds, counts and orders what a naive reference does."""

import json
import random
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from catalog.pricing.conditions import Condition
from catalog.pricing.cost import Usage, cost
from catalog.render.formats import price
from tests.conftest import NOW

from . import explorer_reference as reference
from .conftest import Open
from .explorer_rows import data_of, plain_rows, queries

pytestmark = pytest.mark.browser

QUERIES = 300
PRICED = ("input_usd_per_mtok", "output_usd_per_mtok", "cache_read_usd_per_mtok", "request_usd_each")


@cache
def rows() -> list[dict[str, Any]]:
    """Give the catalog that is asked."""
    return plain_rows()


def ask(open_page: Open, body: str, told: Any = None) -> Any:
    """Run a body of JavaScript with the engine's modules, the catalog and what is told at hand."""
    script = f"""async ([data, question]) => {{
      const told = JSON.parse(question);
      const [catalogs, address, filter, prices] = await Promise.all(
        ["catalog", "address", "filter", "prices"].map((name) => import(`/assets/d1/${{name}}.js`)));
      const catalog = catalogs.decode(JSON.parse(data));
      const answer = () => {{ {body} }};
      return JSON.stringify(answer());
    }}"""
    # As one text: an answer of a hundred thousand values takes its time otherwise.
    return json.loads(open_page("404.html").evaluate(script, [data_of(rows()), json.dumps(told)]))


SIFTED = """
  const told_of = (view) => JSON.stringify(
    view, (_, part) => part instanceof Map || part instanceof Set ? [...part].sort() : part === Infinity ? "-" : part);
  return told.map((asked) => {
    const {view, unknown} = address.read(asked, catalog);
    const {rows, counts, spans} = filter.sift(catalog, view);
    return {
      unknown,
      ids: [...rows].map((row) => catalog.ids[row]),
      counts: Object.fromEntries([...counts].map(([facet, words]) => [facet, [...words]])),
      spans: Object.fromEntries([...spans].map(([key, values]) => [key, [...values].sort((a, b) => a - b)])),
      again: told_of(address.read(address.write(view), catalog).view) === told_of(view),
    };
  });
"""


def test_three_hundred_random_queries_give_what_the_reference_gives(open_page: Open) -> None:
    asked = queries(rows(), QUERIES)
    told = ask(open_page, SIFTED, [query.address() for query in asked])
    some = 0
    for turn, (query, found) in enumerate(zip(asked, told, strict=True)):
        address = query.address()
        assert found["unknown"] == [], address
        assert found["ids"] == reference.answer(rows(), query), address
        # Facets and ranges that narrow nothing all count the same rows: one of each in turn is enough.
        for facet in {*query.picks, [*reference.FACETS][turn % len(reference.FACETS)]}:
            counted = {word: number for word, number in found["counts"][facet] if number}
            assert counted == reference.counts(rows(), query, facet), (address, facet)
        for name in {*query.ranges, [*reference.RANGES][turn % len(reference.RANGES)]}:
            assert found["spans"][reference.RANGES[name]] == reference.span(rows(), query, name), (address, name)
        assert found["again"], address
        some += bool(found["ids"])
    # Queries that nothing fits prove little: most find something.
    assert some > QUERIES * 0.6


def test_every_number_reads_exactly_as_it_was_told(open_page: Open) -> None:
    told = ask(
        open_page,
        """return catalog.ids.map((id, row) => [id, Object.fromEntries(
             [...catalog.numbers.keys()].map((key) => [key, catalog.exact(key, row)]))]);""",
    )
    by_id = {row["id"]: row for row in rows()}
    for id_, numbers in told:
        for key, text in numbers.items():
            number = by_id[id_][key]
            assert text == ("" if number is None else plain(number)), (id_, key)


def plain(number: Any) -> str:
    """Write a number without exponent or trailing zeros."""
    text = format(number, "f") if not isinstance(number, int) else str(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


ADDRESSES = [
    ("", "", []),
    ("?q=a+b&sort=input", "?q=a+b&sort=input", []),
    ("?sort=-input_usd_per_mtok", "?sort=-input", []),
    ("?sort=-listed", "", []),
    ("?sort=listed_at", "?sort=listed", []),
    ("?status=", "?status=", []),
    ("?status=active", "", []),
    ("?provider=a,b", "?provider=a,b", []),
    ("?in=text,image", "?in=text&in=image", []),
    ("?sort=nonsense", "", ["sort “nonsense”"]),
    ("?sort=monthly", "", ["sort “monthly”"]),
    ("?sort=monthly&use=1,2,0,3", "?sort=monthly&use=1,2,0,3", []),
    ("?sort=sources", "", ["sort “sources”"]),
    ("?sort=__proto__", "", ["sort “__proto__”"]),
    ("?lab=zz&status=", "?status=", ["lab “zz”"]),
    ("?lab=dot&lab=zz", "?lab=dot", ["lab “zz”"]),
    ("?status=nonsense", "", ["status “nonsense”"]),
    ("?ratio=1:1:0", "?ratio=1:1:0", []),
    ("?ratio=1:2", "?ratio=1:2:0", []),
    ("?ratio=3:1:0", "", []),
    ("?ratio=0.5:1:0", "?ratio=0.5:1:0", []),
    ("?ratio=0:0:0", "", ["ratio “0:0:0”"]),
    ("?ratio=a", "", ["ratio “a”"]),
    ("?ratio=1", "", ["ratio “1”"]),
    ("?ratio=1:-1:0", "", ["ratio “1:-1:0”"]),
    ("?ratio=1:1:1:1", "", ["ratio “1:1:1:1”"]),
    ("?ratio=Infinity:1:0", "", ["ratio “Infinity:1:0”"]),
    ("?ratio=1e9:1:0", "", ["ratio “1e9:1:0”"]),
    ("?ratio=99999999999:1:0", "", ["ratio “99999999999:1:0”"]),
    ("?input=0.1..5", "?input=0.1..5", []),
    ("?input=..5&context=128000..", "?input=..5&context=128000..", []),
    ("?input=0..&output=..", "", []),
    ("?input=0.0000001..", "?input=0.0000001..", []),
    ("?input=-1..5", "", ["input “-1..5”"]),
    ("?input=5..1", "", ["input “5..1”"]),
    ("?input=5", "", ["input “5”"]),
    ("?input=a..b", "", ["input “a..b”"]),
    ("?input=1..2..3", "", ["input “1..2..3”"]),
    ("?context=1e400..", "", ["context “1e400..”"]),
    ("?context=999999999999999..", "?context=999999999999999..", []),
    ("?context=9999999999999999999999..", "", ["context “9999999999999999999999..”"]),
    ("?unit=1K", "?unit=1K", []),
    ("?unit=1M", "", []),
    ("?unit=1G", "", ["unit “1G”"]),
    ("?use=1000,500,200,10", "?use=1000,500,200,10", []),
    ("?use=1000,500,2000,10", "", ["use “1000,500,2000,10”"]),
    ("?use=1,2,3", "", ["use “1,2,3”"]),
    ("?use=1.5,0,0,1", "", ["use “1.5,0,0,1”"]),
    ("?cols=input,output_usd_per_mtok,input", "?cols=input,output", []),
    ("?cols=nothing,input", "?cols=input", ["cols “nothing”"]),
    ("?compare=dot/claude-3.5&compare=dot/claude-3-5", "?compare=dot/claude-3.5&compare=dot/claude-3-5", []),
    ("?compare=case/gpt&compare=case/gpt", "?compare=case/gpt", []),
    ("?compare=gone/away", "", ["compare “gone/away”"]),
    ("?chart=arena_rating", "?chart=arena_rating", []),
    ("?chart=input", "", ["chart “input”"]),
    ("?utm_source=x&sort=", "", []),
    ("?%E0%A4%A", "", []),
]
"""What is asked, how it is written again, and what is left out of it."""


def test_an_address_comes_back_tidied_and_what_it_cannot_mean_is_named(open_page: Open) -> None:
    body = """return told.map((asked) => {
      const {view, unknown} = address.read(asked, catalog);
      return [asked, address.write(view), unknown];
    })"""
    told = ask(open_page, body, [asked for asked, _, _ in ADDRESSES])
    assert [tuple(each) for each in told] == ADDRESSES


def test_of_seven_compared_models_the_seventh_is_left_out_and_named(open_page: Open) -> None:
    ids = [row["id"] for row in rows()[:7]]
    body = "const {view, unknown} = address.read(told, catalog); return [view.compare, unknown];"
    asked = "?" + "&".join(f"compare={id_}" for id_ in ids)
    assert ask(open_page, body, asked) == [ids[:6], [f"compare “{ids[6]}”"]]


AMOUNTS: list[tuple[str | float, str, str]] = [
    ("0.42", "1M", "$0.42"),
    ("0.05", "1M", "$0.050"),
    ("10", "1M", "$10.00"),
    ("1234567.5", "1M", "$1,234,567.50"),
    ("0.0000023", "1M", "$0.0000023"),
    ("0.1250", "1M", "$0.125"),
    ("0", "1M", "free"),
    ("0.000", "1K", "free"),
    ("", "1M", "—"),
    ("15", "1K", "$0.015"),
    ("0.4", "1K", "$0.00040"),
    ("1500", "1K", "$1.50"),
    (0.1525, "1M", "$0.152"),
    (12.345678, "1M", "$12.35"),
    (0.000000123456, "1M", "$0.000000123"),
    (0.0000000001, "1K", "$0.00000000000010"),
    (0, "1M", "free"),
]
"""An amount, the unit in which it is asked for, and how it reads."""


def test_a_price_reads_as_pages_write_it_and_never_as_zero(open_page: Open) -> None:
    body = "return told.map(([amount, unit]) => [amount, unit, prices.money(amount, unit)])"
    told = ask(open_page, body, [[amount, unit] for amount, unit, _ in AMOUNTS])
    assert [tuple(each) for each in told] == AMOUNTS


def test_exact_prices_read_as_pages_write_them(open_page: Open) -> None:
    draw = random.Random(11)  # noqa: S311  nothing secret is drawn
    texts = [str(draw.randint(0, 10 ** draw.randint(0, 9))) for _ in range(100)]
    texts += [format(Decimal(draw.randint(1, 10**6)).scaleb(-draw.randint(0, 14)), "f") for _ in range(300)]
    told = ask(open_page, "return told.map((text) => prices.money(text))", texts)
    assert told == [price(text) for text in texts]


def test_a_month_costs_what_the_catalog_says_of_its_calls(open_page: Open) -> None:
    asked = [(100, 500, 0, 1000), (200_001, 4000, 100_000, 7), (1000, 0, 1000, 1), (1001, 1, 1, 1)]
    body = """return told.map(([input, output, cached, calls]) =>
      [...prices.monthly(catalog, {input, output, cached, calls})].map((usd, row) => [catalog.ids[row], usd]));"""
    for (tokens_in, out, cached, calls), found in zip(asked, ask(open_page, body, asked), strict=True):
        told = {id_: usd for id_, usd in found if usd is not None}
        for row in rows():
            base = {name: row[name] for name in PRICED if row[name] is not None}
            tiers = [
                Condition({"prompt_tokens_above": tier[0]}, dict(zip(PRICED, tier[1:], strict=False)))
                for tier in row["tiers"]
            ]
            usd = cost(base, tiers, NOW, Usage(tokens_in, out, cached)).usd
            if usd is not None:
                assert told[row["id"]] == pytest.approx(float(usd * calls), rel=1e-11), row["id"]


def test_an_unknown_price_varies_where_its_seller_says_so(open_page: Open) -> None:
    body = "return [prices.money('', '1M', 'dynamic'), prices.money(NaN), prices.money('1', '1M', 'dynamic')]"
    assert ask(open_page, body) == ["varies", "—", "$1.00"]


def test_the_file_holds_texts_where_a_double_cannot_hold_the_number() -> None:
    told = json.loads(data_of(rows()))
    texts = {number for column in told["numbers"].values() for number in column if isinstance(number, str)}
    assert texts == {"0.12345678901234567890123", "1.00000000000000000001", "123456789012345678"}
