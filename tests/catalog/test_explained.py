"""`show ID FIELD`: one field of a model at length, and nothing of it that `show ID` does not tell."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from catalog.cli import main
from catalog.explained import explained, fields_of, lines
from catalog.export.api.fields import all_fields
from catalog.export.api.model import one_model
from catalog.export.content import Content
from scraper.attributes import ATTRIBUTES
from tests.whole import ATLAS

PRICE = "input_usd_per_mtok"


@pytest.fixture
def documents(content: Content) -> list[dict[str, Any]]:
    """What `show --json` prints of every model."""
    return [one_model(detail, content.addresses) for detail in content.models]


def ask(whole: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["show", *words, "--data", str(whole / "data")], catch_exceptions=False)


def test_a_field_is_told_with_every_claim_that_the_model_has_of_it(documents: list[dict[str, Any]]) -> None:
    told_of = 0
    for document in documents:
        for field in fields_of(document):
            told = explained(document, field)
            assert told is not None
            shown = "\n".join(lines(told))
            claims = document["fields"].get(field, {"claims": []})["claims"]
            for claim in claims:
                for part in ("source", "record", "url", "pointer", "snapshot", "first_observed", "fetched_at"):
                    assert claim[part] in shown
            assert [claim for block in told["fields"].values() for claim in block["claims"]] == claims
            told_of += len(claims)
    assert told_of > 500


def test_every_offer_that_says_a_field_is_told_with_its_receipt(documents: list[dict[str, Any]]) -> None:
    selling = 0
    for document in documents:
        told = explained(document, PRICE) or {"offers": []}
        sold = [offer for offer in document["offers"] if PRICE in offer["claims"]]
        assert [(one["id"], one[PRICE]) for one in told["offers"]] == [(one["id"], one[PRICE]) for one in sold]
        assert all(one["receipt"] and list(one["claims"]) == [PRICE] for one in told["offers"])
        selling += len(sold)
    assert selling > 30


def test_people_read_what_it_means_and_why_the_value_stands(whole: Path) -> None:
    shown = ask(whole, ATLAS, PRICE).stdout.splitlines()
    assert shown[0].startswith("Input price of ") and shown[0].endswith(f" ({ATLAS}): {PRICE}")
    assert shown[1] == f"{ATTRIBUTES[PRICE].meaning} USD per 1M tokens"
    assert shown[3] == "rule own-record: the record under the model's own id says so"
    assert any(line.startswith("    https://openrouter.ai/api/v1/models /data/") for line in shown)
    assert {"offers:", "history:"} <= set(shown)


def test_for_tools_it_is_a_part_of_what_the_model_s_document_says(whole: Path) -> None:
    model, told = (json.loads(ask(whole, ATLAS, *words, "--json").stdout) for words in ((), (PRICE,)))
    assert told["fields"][PRICE].pop("rule_means") == "the record under the model's own id says so"
    assert told["fields"] == {PRICE: model["fields"][PRICE]}
    (listed,) = (row for row in all_fields()["fields"] if row["name"] == PRICE)
    assert told["about"] == listed
    assert told["history"] == {PRICE: model["history"][PRICE]}
    assert (told["id"], told["name"]) == (model["id"], model["name"])


def test_as_of_a_day_it_tells_what_was_said_then(whole: Path) -> None:
    asked = ("context_listed", "--as-of", "2026-07-29")
    assert json.loads(ask(whole, ATLAS, *asked, "--json").stdout)["fields"]["context_listed"]["value"] == 8000
    assert ask(whole, ATLAS, *asked).stdout.startswith("as of 2026-07-29T23:59:59Z\nContext")


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("input_usd_per_mtoken", f"nobody says 'input_usd_per_mtoken' of {ATLAS}; near: input_usd_per_mtok"),
        ("INPUT_USD_PER_MTOK", "near: input_usd_per_mtok"),
        ("zzz", f"nobody says 'zzz' of {ATLAS}\n"),
    ],
)
def test_of_a_field_that_nobody_speaks_of_it_names_those_that_are_near(whole: Path, field: str, told: str) -> None:
    ran = ask(whole, ATLAS, field, "--json")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert told in ran.stderr
