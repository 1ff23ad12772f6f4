"""What a model can do keeps what stands behind it: declared by an API, listed on a page, or marketing."""

import pytest

from catalog.entries import Entry
from catalog.lineage import Lineage
from catalog.resolve import EVIDENCE, RULES, Resolved, Witnesses, models
from scraper.attributes import FLAGS
from scraper.source import Evidence, PublisherKind
from scraper.sources import sources
from tests.answers import envelope
from tests.atlas import Atlas, ten_models
from tests.catalog.claims_of import by_key, entry, judge

ATLAS = entry("openrouter", "acme/atlas-9", name="Acme: Atlas 9", canonical_slug="acme/atlas-9")
KINDS = {
    "openrouter": PublisherKind.ROUTER,
    "maker": PublisherKind.PROVIDER,
    **dict.fromkeys(("api", "page", "again", "praise"), PublisherKind.RESELLER),
}
STANDS_ON = {
    "api": Evidence.DECLARED, "page": Evidence.LISTED, "again": Evidence.LISTED, "praise": Evidence.MARKETING,
    "maker": Evidence.LISTED,
}  # fmt: skip


def says(source: str, value: str, field: str = "supports_vision") -> Entry:
    claims = {"openrouter_id": "acme/atlas-9", field: value}
    return entry(source, "acme/atlas-9", "model", True, **claims)


def chosen(*entries: Entry, field: str = "supports_vision") -> Resolved:
    known = by_key(ATLAS, *entries)
    witnesses = Witnesses(KINDS, Lineage({}), frozenset(), evidence=STANDS_ON)
    (model,) = models(known, judge(known), {}, witnesses)
    return model.fields[field]


def decided(*entries: Entry) -> tuple[str, str, str]:
    found = chosen(*entries)
    return found.value, found.claim.source, found.rule


def test_what_is_declared_goes_before_what_is_listed_and_that_before_marketing() -> None:
    assert decided(says("praise", "true"), says("page", "false")) == ("false", "page", "evidence")
    assert decided(says("api", "false"), says("page", "true"), says("again", "true")) == ("false", "api", "evidence")
    assert EVIDENCE == (Evidence.DECLARED, Evidence.LISTED, Evidence.MARKETING)
    assert "evidence" in RULES


def test_the_kind_of_publisher_goes_before_the_kind_of_evidence() -> None:
    assert decided(says("api", "false"), says("maker", "true")) == ("true", "maker", "precedence")


def test_what_is_no_yes_or_no_is_not_weighed_by_it() -> None:
    said = [says("api", "1000", "context_native"), says("page", "2000", "context_native")]
    assert chosen(*said, says("again", "2000", "context_native"), field="context_native").rule == "agreement"


@pytest.mark.parametrize(
    ("source", "evidence"),
    [("openrouter", "declared"), ("models_dev", "declared"), ("litellm", "declared"), ("huggingface", "declared"),
     ("ai302", "listed"), ("haimaker", "listed"), ("deepseek_pricing", "listed"), ("modelslab", "marketing")],
)  # fmt: skip
def test_each_source_says_what_stands_behind_its_word(source: str, evidence: str) -> None:
    assert sources()[source].publisher.evidence == evidence


def test_the_kind_of_evidence_is_told_in_json_and_on_the_page(atlas: Atlas) -> None:
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    assert atlas.run("build").status == 0
    fields = atlas.json("api/v1/models/acme/m3.json")["fields"]
    told = {name: claim.get("evidence") for name, field in fields.items() for claim in field["claims"]}
    assert {name for name, evidence in told.items() if evidence} == FLAGS & told.keys()
    assert (told["supports_tools"], told["name"]) == ("declared", None)
    page = atlas.text("models/acme/m3/index.html")
    assert page.count("<br>Evidence: declared, in an answer that is made for programs") == len(FLAGS & fields.keys())
    assert atlas.rows("select evidence from sources where id = 'modelslab'") == [("marketing",)]
