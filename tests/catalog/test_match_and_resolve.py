"""From records to models and offers: by what ids declare, with nothing borrowed or lost."""

from collections.abc import Iterable
from typing import Any

import pytest

from catalog.entries import Claimed, Entry, Key
from catalog.lineage import Lineage
from catalog.offers import offers, price_state
from catalog.resolve import Model, Witnesses, models
from scraper.source import PublisherKind
from scraper.sources import sources
from tests.answers import endpoint, model, record
from tests.catalog.claims_of import judge

openrouter = sources()["openrouter"]
NOBODY = Witnesses({"openrouter": PublisherKind.ROUTER}, Lineage({}), frozenset())


def entry(row: dict[str, Any], present: bool = True, last_seen: str = "2026-07-31T12:00:00Z") -> Entry:
    kind = "endpoint" if "tag" in row else "model"
    found = record(row, kind)
    if kind == "endpoint":
        found = found._replace(id=f"{row['model_id']}#{row['tag']}")
    observed = openrouter.observe(found)
    claims = {
        claim.field: Claimed("openrouter", observed.record, *claim[:3], claim.pointer, "s", "f", last_seen, False)
        for claim in observed.claims
    }
    return Entry("openrouter", observed.record, kind, observed.url, "f", last_seen, present, claims)


def by_key(rows: Iterable[Entry]) -> dict[Key, Entry]:
    return {(row.source, row.record): row for row in rows}


def judged(*rows: Entry) -> dict[str, tuple[str | None, str, str]]:
    return {j.record: (j.model_id, j.relation, j.level) for j in judge(by_key(rows)).values()}


def found(*rows: Entry) -> dict[str, Model]:
    entries = by_key(rows)
    return {item.id: item for item in models(entries, judge(entries), {}, NOBODY)}


def test_ids_say_what_they_are() -> None:
    alias = model("~acme/atlas-latest", alias_target={"slug": "acme/atlas", "name": "Atlas"})
    assert judged(
        entry(model("acme/atlas")),
        entry(model("acme/atlas:free")),
        entry(model("acme/atlas:thinking")),
        entry(alias),
        entry(model("~acme/other-latest")),
        entry(endpoint(model_id="acme/atlas")),
        entry(endpoint(model_id="acme/unlisted")),
    ) == {
        "acme/atlas": ("acme/atlas", "same_release", "exact"),
        "acme/atlas:free": ("acme/atlas", "offer_of", "exact"),
        "acme/atlas:thinking": ("acme/atlas", "config_of", "exact"),
        "~acme/atlas-latest": ("acme/atlas", "alias_of", "exact"),
        "~acme/other-latest": (None, "unknown", "none"),
        "acme/atlas#novita/fp16": ("acme/atlas", "offer_of", "exact"),
        "acme/unlisted#novita/fp16": (None, "unknown", "none"),
    }


def test_variants_and_aliases_make_no_model_of_their_own() -> None:
    alias = model("~acme/atlas-latest", alias_target={"slug": "acme/atlas", "name": "Atlas"})
    assert list(found(entry(model("acme/atlas")), entry(model("acme/atlas:free")), entry(alias))) == ["acme/atlas"]


def test_a_model_of_which_only_a_variant_is_listed_is_named_without_it() -> None:
    row = model("acme/atlas:free", name="Acme: Atlas (free)", pricing={"prompt": "0", "completion": "0"})
    atlas = found(entry(row))["acme/atlas"]
    assert atlas.fields["name"].value == "Acme: Atlas"
    assert atlas.fields["name"].rule == "variant-record"
    assert atlas.fields["name"].claim.value == "Acme: Atlas (free)"


def test_a_listed_variant_stands_for_a_model_whose_own_record_is_gone() -> None:
    gone = entry(model("acme/atlas"), present=False, last_seen="2026-05-01T12:00:00Z")
    atlas = found(gone, entry(model("acme/atlas:free", context_length=8192)))["acme/atlas"]
    assert atlas.active
    assert atlas.fields["context_listed"].value == "8192"


def test_a_model_that_is_gone_keeps_what_was_said_last() -> None:
    atlas = found(entry(model("acme/atlas"), present=False))["acme/atlas"]
    assert not atlas.active
    assert atlas.fields["input_usd_per_mtok"].rule == "last-record"


def test_a_cut_off_description_does_not_replace_the_whole_one() -> None:
    whole = "Atlas reads maps, in all languages, and draws them too."
    row = entry(model("acme/atlas", description="Atlas reads maps, in all..."))
    old = row.claims["description"]._replace(value=whole, first_observed="e")
    other = old._replace(value="Quite another text that is a good deal longer than the one which is there now.")
    entries = by_key([row])
    (atlas,) = models(entries, judge(entries), {("openrouter", "acme/atlas"): [other, old]}, NOBODY)
    assert (atlas.fields["description"].value, atlas.fields["description"].rule) == (whole, "longest-text")


@pytest.mark.parametrize(
    ("prices", "state"),
    [
        ({"input_usd_per_mtok": "0.42", "output_usd_per_mtok": "1.25"}, "known"),
        ({"input_usd_per_mtok": "0", "output_usd_per_mtok": "0"}, "free"),
        ({"input_usd_per_mtok": "0", "output_usd_per_mtok": "0", "image_usd_each": "0"}, "free"),
        ({"input_usd_per_mtok": "0", "output_usd_per_mtok": "0", "request_usd_each": "0.005"}, "known"),
        ({"input_usd_per_mtok": "0", "output_usd_per_mtok": "1.25"}, "known"),
        ({"input_usd_per_mtok": "dynamic", "output_usd_per_mtok": "dynamic"}, "dynamic"),
        ({"input_usd_per_mtok": "0"}, "known"),
        ({"request_usd_each": "0.01"}, "known"),
        ({}, "unknown"),
    ],
)
def test_free_is_a_claim_and_unknown_is_none(prices: dict[str, str | None], state: str) -> None:
    assert price_state(prices) == state


def test_every_listing_and_endpoint_is_one_offer() -> None:
    entries = by_key(
        [
            entry(model("acme/atlas")),
            entry(model("acme/atlas:free", pricing={"prompt": "0", "completion": "0"})),
            entry(endpoint(model_id="acme/atlas")),
            entry(model("acme/gone"), present=False),
            entry(endpoint(model_id="acme/gone")),
        ]
    )
    standing = list(offers(entries, judge(entries)))
    assert [(o.model_id, o.provider, o.via, o.wire_id, o.kind) for o in standing] == [
        ("acme/atlas", "openrouter", None, "acme/atlas", "list"),
        ("acme/atlas", "openrouter", None, "acme/atlas:free", "free"),
        ("acme/atlas", "novita", "openrouter", "acme/atlas", "endpoint"),
    ]
