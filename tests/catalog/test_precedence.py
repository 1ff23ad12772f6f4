"""Whose word on a fact is taken: the curated order, then independent agreement, then freshness; the rule is told."""

from pathlib import Path

import pytest

from catalog.entries import Entry
from catalog.lineage import Lineage
from catalog.match.curated_files import CuratedError
from catalog.precedence import ORDER, Precedence, load_precedence
from catalog.resolve import Resolved, Witnesses, models
from catalog.resources import resource
from scraper.source import Copy, Publisher, PublisherKind
from tests.catalog.claims_of import by_key, entry, judge

ATLAS = entry("openrouter", "acme/atlas-9", name="Acme: Atlas 9", canonical_slug="acme/atlas-9")
KINDS = {
    "openrouter": PublisherKind.ROUTER,
    "maker": PublisherKind.PROVIDER,
    **dict.fromkeys(("one", "two", "three", "copycat"), PublisherKind.DATASET),
}
ALL = [str(kind) for kind in ORDER]
SHIPPED = Precedence()


def publisher(source: str, *copies: Copy) -> Publisher:
    kind, url = KINDS[source], "https://x.example/"
    return Publisher(name=source, url=url, kind=kind, licence="MIT", cannot_know="nothing", copies=copies)


REPEATED = Copy(origin="two", what="all", evidence="its label", fields=frozenset())
LINEAGE = Lineage({source: publisher(source, *([REPEATED] if source == "copycat" else [])) for source in KINDS})


def says(source: str, value: str, seen: str = "2026-07-31") -> Entry:
    said = entry(source, "acme/atlas-9", context_native=value, openrouter_id="acme/atlas-9")
    return said._replace(claims={name: claim._replace(last_observed=seen) for name, claim in said.claims.items()})


def chosen(*entries: Entry, precedence: Precedence = SHIPPED) -> Resolved:
    known = by_key(ATLAS, *entries)
    (model,) = models(known, judge(known), {}, Witnesses(KINDS, LINEAGE, frozenset(), precedence))
    return model.fields["context_native"]


def decided(*entries: Entry) -> tuple[str, str]:
    found = chosen(*entries)
    return found.value, found.rule


def test_the_better_placed_publisher_goes_first_whatever_others_say() -> None:
    assert decided(says("one", "1000"), says("two", "1000"), says("maker", "2000")) == ("2000", "precedence")


def test_who_is_alone_has_it_by_precedence() -> None:
    assert decided(says("one", "1000")) == ("1000", "precedence")


def test_among_equals_more_independent_witnesses_win_and_a_copy_is_none() -> None:
    assert decided(says("one", "1000"), says("two", "2000"), says("three", "2000")) == ("2000", "agreement")
    assert decided(says("one", "1000"), says("two", "2000"), says("copycat", "2000"))[1] == "name"


def test_among_as_many_the_one_that_was_seen_last_wins() -> None:
    assert decided(says("one", "1000", "2026-06-01"), says("two", "2000", "2026-07-01")) == ("2000", "freshness")


def test_where_nothing_tells_them_apart_the_rule_says_so() -> None:
    assert decided(says("one", "1000"), says("two", "2000")) == ("1000", "name")
    assert decided(says("two", "2000"), says("one", "1000")) == ("1000", "name")


def test_a_field_may_have_an_order_of_its_own() -> None:
    turned = Precedence(ORDER, {"context_native": tuple(reversed(ORDER))})
    said = (says("one", "1000"), says("maker", "2000"))
    assert (chosen(*said).value, chosen(*said, precedence=turned).value) == ("2000", "1000")


def own(**claims: str) -> Entry:
    return entry("openrouter", "acme/atlas-9", name="Acme: Atlas 9", canonical_slug="acme/atlas-9", **claims)


@pytest.mark.parametrize(
    ("others", "value", "rule"),
    [
        ((says("maker", "2000"),), "2000", "precedence"),
        ((says("one", "2000"), says("two", "2000")), "1000", "own-record"),
        ((says("maker", "1000"),), "1000", "precedence"),
    ],
    ids=["the maker says otherwise", "datasets say otherwise", "the maker agrees"],
)
def test_the_record_that_stands_for_the_model_has_its_place_in_the_order_too(
    others: tuple[Entry, ...], value: str, rule: str
) -> None:
    known = by_key(own(context_native="1000"), *others)
    (model,) = models(known, judge(known), {}, Witnesses(KINDS, LINEAGE, frozenset(), SHIPPED))
    found = model.fields["context_native"]
    assert (found.value, found.rule) == (value, rule)


def test_what_a_seller_serves_is_its_own_whoever_says_otherwise() -> None:
    maker = entry("maker", "acme/atlas-9", context_listed="9", input_usd_per_mtok="9", openrouter_id="acme/atlas-9")
    known = by_key(own(context_listed="1000", input_usd_per_mtok="3"), maker)
    (model,) = models(known, judge(known), {}, Witnesses(KINDS, LINEAGE, frozenset(), SHIPPED))
    assert [model.fields[name].value for name in ("context_listed", "input_usd_per_mtok")] == ["1000", "3"]


def test_who_copies_is_named_and_counts_for_nothing() -> None:
    found = chosen(says("one", "1000"), says("two", "1000"), says("copycat", "1000"))
    assert found.uncounted == (("copycat", "acme/atlas-9", "two"),)
    assert (found.agreeing, found.origins) == (3, 2)


def test_the_shipped_order_names_every_kind_and_keeps_its_default() -> None:
    shipped = load_precedence(resource("data/curated"))
    assert shipped.default == ORDER
    assert all(sorted(order) == sorted(PublisherKind) for order in shipped.fields.values())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[default", "cannot be read"),
        ("[default]\norder = ['hub']\nwhy = 'x'\n", "default: order must name each of"),
        (f"[default]\norder = {ALL}\n", "default: why is missing"),
        (
            f"[default]\norder = {ALL}\nwhy = 'x'\n[fields.colour]\norder = {ALL}\nwhy = 'x'\n",
            "fields.colour: there is no such field",
        ),
        ("[default]\norder = [1, 2]\nwhy = 'x'\n", "default: order must name each of"),
        ("default = 3\n", "default: is no table"),
        ("fields = 3\n", "fields: is no table"),
    ],
    ids=["broken", "not all kinds", "no reason", "no such field", "no list", "no table", "no tables"],
)
def test_a_wrong_order_is_refused_by_name(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "precedence.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CuratedError, match=told):
        load_precedence(tmp_path)
