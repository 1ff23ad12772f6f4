"""Ids by which other sources know a sale, and what sources say of providers."""

import pytest
from sqlite_utils import Database

from catalog.export.compat.formats import written
from catalog.export.compat.priced import LACKING, sorted_out
from catalog.export.content import Content
from catalog.provider_claims import provider_claims
from catalog.wire_ids import wire_ids

MODEL = "acme/atlas-7"
SELLERS = {"acme": "acme", "acme-ai": "acme", "other": "other"}
AT = "2026-07-30T12:00:00Z"


@pytest.fixture
def known(db: Database) -> Database:
    """A seller's page that names a model in words, and four lists that call it by ids."""
    _record(db, "acme_pricing", "Atlas 7", provider_slug="acme", input_usd_per_mtok="1", output_usd_per_mtok="2")
    _record(db, "models_dev", "acme-ai/atlas-7", provider_slug="acme-ai", wire_id="atlas-7")
    _record(db, "litellm", "atlas-7-2026", provider_slug="Acme", wire_id="atlas-7-2026")
    _record(db, "litellm", "other/atlas-7", provider_slug="other", wire_id="atlas-7-other")
    _record(db, "litellm", "atlas-7-turbo", "high", provider_slug="acme", wire_id="atlas-7-turbo")
    _record(db, "genai_prices", "acme/atlas-7:free", "exact", "config_of", provider_slug="acme", wire_id="atlas-7:free")
    _record(db, "genai_prices", "acme/gone", present=0, provider_slug="acme", wire_id="atlas-7-gone")
    prices = {"price_state": "known", "input_usd_per_mtok": "1", "output_usd_per_mtok": "2"}
    sale = {"model_id": MODEL, "provider": "acme", "wire_id": "Atlas 7", "source": "acme_pricing", "record": "Atlas 7"}
    db.table("offers").insert({"id": "acme_pricing:Atlas 7", "kind": "direct", **sale, **prices})
    answer = {"source": "acme_pricing", "url": "https://acme.example", "fetched_at": AT, "sha256": "a"}
    db.table("snapshots").insert({**answer, "state": "accepted"})
    return db


def _record(
    db: Database, source: str, record: str, level: str = "exact", relation: str = "offer_of", present: int = 1,
    **claims: str,
) -> None:  # fmt: skip
    kind = "provider" if record.startswith("provider:") else "offer"
    db.table("records").insert({"source": source, "record": record, "kind": kind, "present": present})
    db.table("matches").insert(
        {"source": source, "record": record, "model_id": MODEL, "relation": relation, "level": level}
    )
    for field, value in claims.items():
        db.table("claims").insert(
            {"source": source, "record": record, "field": field, "value": value, "original": value, "pointer": "",
             "snapshot": "a", "first_observed": AT, "last_observed": AT, "current": 1, "held": 0}
        )  # fmt: skip


def test_ids_are_those_of_sure_offers_of_that_very_seller(known: Database) -> None:
    found = wire_ids(known, {MODEL}, SELLERS)
    assert {sale: sorted(ids) for sale, ids in found.items()} == {
        ("acme", MODEL): ["atlas-7", "atlas-7-2026"],
        ("other", MODEL): ["atlas-7-other"],
    }
    assert found["acme", MODEL]["atlas-7"].source == "models_dev"
    assert wire_ids(known, {"acme/atlas-8"}, SELLERS) == {}


def test_a_sale_that_is_named_in_words_is_found_by_the_ids_of_others(
    known: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Content, "sellers", SELLERS)
    content = Content(known, "https://atlas.example/")
    names = [f"acme/{id_}" for id_ in ("Atlas 7", "atlas-7-2026", "atlas-7")]
    entries = {entry.key: entry for entry in written(content, "litellm").entries}
    assert list(entries) == names
    assert {entry.offer for entry in entries.values()} == {"acme_pricing:Atlas 7"}
    (claim,) = [one for one in entries["acme/atlas-7"].values["litellm_provider"] if one.field == "wire_id"]
    assert (claim.source, claim.record) == ("models_dev", "acme-ai/atlas-7")
    ((model,),) = [one["models"] for one in written(content, "genai-prices").document]
    assert (model["id"], model["match"]) == (
        "Atlas-7",
        {"or": [{"equals": "Atlas 7"}, {"equals": "atlas-7-2026"}, {"equals": "atlas-7"}]},
    )


def test_a_seller_that_states_its_ids_or_sells_twice_has_no_others(
    known: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Content, "sellers", SELLERS)
    (row,) = known.query("select * from offers")
    known.table("offers").insert({**row, "id": "acme_pricing:Atlas 7 long", "wire_id": "Atlas 7 long"})
    assert [dict(sale.others) for sale in sorted_out(Content(known, ""))[0]] == [{}, {}]
    known.table("offers").delete("acme_pricing:Atlas 7 long")
    assert [len(sale.others) for sale in sorted_out(Content(known, ""))[0]] == [2]
    (claim,) = known.query("select * from claims where record = 'Atlas 7' and field = 'provider_slug'")
    known.table("claims").insert({**claim, "field": "wire_id", "value": "Atlas 7"})
    assert [dict(sale.others) for sale in sorted_out(Content(known, ""))[0]] == [{}]


def test_a_provider_is_one_under_all_its_names_and_the_router_speaks_first(db: Database) -> None:
    _record(db, "genai_prices", "provider:acme", provider_slug="acme", provider_name="Acme", api_pattern="a")
    _record(db, "openrouter", "provider:acme-ai", provider_slug="acme-ai", provider_name="Acme AI")
    _record(db, "openrouter", "acme/atlas-7", provider_slug="acme", provider_name="no provider's record")
    found = provider_claims(db, SELLERS)["acme"]
    assert [claim.value for claim in found["provider_name"]] == ["Acme AI", "Acme"]
    assert [claim.value for claim in found["api_pattern"]] == ["a"]


def test_a_sale_of_no_model_lacks_no_side(known: Database) -> None:
    (row,) = known.query("select * from offers")
    told = {"id": "acme_pricing:Draw", "model_id": None, "wire_id": "Draw", "image_output_usd_each": "1"}
    known.table("offers").insert({**row, **told, "input_usd_per_mtok": None, "output_usd_per_mtok": None})
    known.table("offers").insert({**row, "id": "acme_pricing:Talk", "model_id": None, "wire_id": "Talk"})
    known.table("offers").insert({**row, "id": "other:7", "provider": "other", "output_usd_per_mtok": None})
    sales, omitted = sorted_out(Content(known, ""))
    assert [sale.row["wire_id"] for sale in sales] == ["Atlas 7", "Draw", "Talk"]
    assert omitted == {LACKING: ("other:7",)}
