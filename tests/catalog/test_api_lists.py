"""The lists of the API beside models and offers: complete, equal to the database, and with whom to credit."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from catalog.addresses import api_file, identifier
from catalog.cli import main
from catalog.export.api.credits import credit_of
from catalog.provider_claims import FACTS
from scraper.attributes import ATTRIBUTES, PRICES
from scraper.attribution import PASSED_ON, Attribution
from scraper.sources import sources
from tests.published_api import files
from tests.whole import ATLAS


@pytest.fixture(scope="module")
def site(whole: Path) -> Path:
    """A published catalog of every source."""
    return whole / "_site"


@pytest.fixture(scope="module")
def db(site: Path) -> Iterator[sqlite3.Connection]:
    """Its published database."""
    with closing(sqlite3.connect(site / "catalog.db")) as opened:
        yield opened


def api(site: Path, name: str) -> Any:
    return json.loads((site / f"api/v1/{name}.json").read_text(encoding="utf-8"), parse_float=Decimal)


def test_the_slim_list_says_of_each_model_what_the_whole_one_says(site: Path) -> None:
    listed, slim = api(site, "models/all")["models"], api(site, "models/slim")["models"]
    assert [{key: model.get(key) for key in few} for model, few in zip(listed, slim, strict=True)] == slim
    assert {"input_usd_per_mtok", "cache_read_usd_per_mtok", "context_length", "modalities_in"} <= set(slim[0])
    assert Decimal("0.42") in {model["input_usd_per_mtok"] for model in slim}


def test_no_model_takes_the_place_of_a_list() -> None:
    for id_ in ("all", "slim"):
        assert api_file(id_) != f"{id_}.json"
        assert identifier(api_file(id_).removesuffix(".json")) == id_


def test_every_offer_of_the_database_is_listed_with_where_it_was_read(site: Path, db: sqlite3.Connection) -> None:
    offers = api(site, "offers")["offers"]
    assert [offer["id"] for offer in offers] == [row[0] for row in db.execute("select id from offers order by id")]
    assert any(offer["model_id"] is None for offer in offers)
    snapshots = {row[0] for row in db.execute("select sha256 from snapshots where state = 'accepted'")}
    assert {offer["receipt"]["snapshot"] for offer in offers} <= snapshots
    for offer in offers:
        assert {name for name in PRICES if offer[name] is not None} <= set(offer["claims"])


def test_an_offer_stands_in_the_list_as_in_its_model_s_file(site: Path) -> None:
    listed = {offer["id"]: offer for offer in api(site, "offers")["offers"]}
    own = api(site, f"models/{ATLAS}")["offers"]
    assert own
    assert [listed[offer["id"]] for offer in own] == own


def test_every_seller_is_listed_with_its_counts_and_its_page(site: Path, db: sqlite3.Connection) -> None:
    listed = {row["slug"]: row for row in api(site, "providers")["providers"]}
    counts = dict(db.execute("select provider, count(*) from offers group by 1").fetchall())
    models = dict(db.execute("select provider, count(distinct model_id) from offers group by 1").fetchall())
    assert {slug: row["offers"] for slug, row in listed.items() if row["offers"]} == counts
    assert {slug: row["models"] for slug, row in listed.items() if row["offers"]} == models
    for row in listed.values():
        assert (row["page"] is not None) == (row["offers"] > 0)
        assert row["page"] is None or (site / row["page"] / "index.html").is_file()


def test_what_is_said_of_a_seller_has_its_receipt(site: Path, db: sqlite3.Connection) -> None:
    told = [(name, claim) for row in api(site, "providers")["providers"] for name, claim in row["facts"].items()]
    assert {"headquarters", "docs_url"} <= {name for name, _ in told} <= set(FACTS)
    for name, claim in told:
        sql = "select original from claims where source = ? and record = ? and field = ? and current = 1"
        assert (claim["original"],) in db.execute(sql, [claim["source"], claim["record"], name]).fetchall()


def test_every_lab_is_listed_with_its_models(site: Path, db: sqlite3.Connection) -> None:
    labs = api(site, "labs")["labs"]
    authors = dict(db.execute("select author, count(*) from models group by 1").fetchall())
    assert {row["lab"]: len(row["models"]) for row in labs} == authors
    active = Counter(row[0] for row in db.execute("select author from models where status = 'active'"))
    assert {row["lab"]: row["listed"] for row in labs if row["listed"]} == active
    assert all(row["listed"] + row["retired"] == len(row["models"]) for row in labs)
    assert all((site / row["page"] / "index.html").is_file() for row in labs)


def test_sources_are_those_that_the_command_prints(whole: Path, site: Path) -> None:
    printed = CliRunner().invoke(main, ["sources", "--json", "--data", str(whole / "data")])
    listed = api(site, "sources")["sources"]
    assert json.loads(printed.stdout, parse_float=Decimal) == listed
    assert {row["id"] for row in listed} == set(sources())
    for row in listed:
        publisher = sources()[row["id"]].publisher
        assert (row["licence"], row["cannot_know"]) == (publisher.licence, publisher.cannot_know)
        assert (row["attribution"] is None) == (publisher.attribution is None)


def test_the_registry_knows_every_field_that_is_published(site: Path) -> None:
    fields = {row["name"]: row for row in api(site, "fields")["fields"]}
    assert list(fields) == list(ATTRIBUTES)
    used = {name for file in files(site) if file.stem == "model" for name in file.document["fields"]}
    assert used <= set(fields)
    price, context = fields["input_usd_per_mtok"], fields["context_listed"]
    assert (price["kind"], price["unit"], price["per"]) == ("price", "USD", "1M tokens")
    assert (context["kind"], context["unit"], context["per"]) == ("tokens", "tokens", None)
    assert fields["supports_tools"]["unit"] is None


def test_values_of_those_who_ask_for_it_bear_the_key_of_whom_to_name(site: Path) -> None:
    known = api(site, "fields")["attributions"]
    asked = {id_ for id_, source in sources().items() if source.publisher.attribution} | set(PASSED_ON)
    assert set(known) == asked
    for file in (file for file in files(site) if file.stem == "model"):
        for name, field in file.document["fields"].items():
            assert field.get("attribution", "") == credit_of(field["source"], name)
        for row in (*file.document["offers"], *file.document["scores"]):
            assert row.get("attribution") == (row["source"] if row["source"] in asked else None)


def test_numbers_that_a_source_passes_on_are_credited_to_whose_they_are() -> None:
    assert credit_of("openrouter", "aa_coding_index") == "artificial_analysis"
    assert credit_of("openrouter", "design_arena") == "design_arena"
    assert credit_of("openrouter", "input_usd_per_mtok") == ""
    assert credit_of("arena") == "arena"
    assert all(key in PASSED_ON for one in ATTRIBUTES.values() if (key := one.attribution))


def test_the_lists_of_all_models_name_whom_to_credit_for_which_keys(site: Path) -> None:
    told = api(site, "models/all")["status"]["attributions"]
    assert told["arena"]["fields"] == ["arena_rank"]
    assert "CC BY 4.0" in told["arena"]["text"]
    assert "arena" not in api(site, "models/slim")["status"].get("attributions", {})
    keys = {key for model in api(site, "models/all")["models"] for key in model}
    assert all(set(one["fields"]) <= keys for one in told.values())


def test_a_line_of_credit_says_who_where_and_on_what_terms() -> None:
    assert Attribution("A", "https://a.example/", "MIT").text == "A (https://a.example/), MIT"
    assert Attribution("A", "https://a.example/").text == "A (https://a.example/)"
