"""What several sources say of one release: who is believed, who only repeats, and what is disputed."""

from catalog.compare import same
from catalog.entries import Entry
from catalog.lineage import Lineage, constants
from catalog.offers import offers
from catalog.resolve import Resolved, Witnesses, models
from scraper.source import Constant, Copy, Publisher, PublisherKind
from tests.catalog.claims_of import by_key, entry, judge

ID = "acme/atlas"


def publisher(kind: PublisherKind, *copies: Copy, constants: tuple[Constant, ...] = ()) -> Publisher:
    return Publisher(
        name="P", url="https://p.example", kind=kind, licence="none", cannot_know="all", copies=copies,
        constants=constants,
    )  # fmt: skip


def copy(origin: str, *fields: str) -> Copy:
    return Copy(origin=origin, what="cards", evidence="same words", fields=fields)


PUBLISHERS = {
    "openrouter": publisher(PublisherKind.ROUTER),
    "huggingface": publisher(PublisherKind.HUB),
    "haimaker": publisher(PublisherKind.RESELLER, copy("huggingface", "licence", "context_native")),
    "ai302": publisher(PublisherKind.RESELLER),
    "modelslab": publisher(
        PublisherKind.RESELLER,
        constants=(Constant(field="open_weights", value="false", evidence="so on pages of open weights too"),),
    ),
}


def resolved(*others: Entry, **router: str) -> dict[str, Resolved]:
    entries = by_key(entry("openrouter", ID, "model", True, name="Atlas", **router), *others)
    kinds = {id_: found.kind for id_, found in PUBLISHERS.items()}
    witnesses = Witnesses(kinds, Lineage(PUBLISHERS), constants(entries, PUBLISHERS))
    (model,) = models(entries, judge(entries), {}, witnesses)
    return model.fields


def test_what_the_listing_does_not_say_comes_from_the_best_placed_source() -> None:
    fields = resolved(
        entry("ai302", ID, licence="MIT", input_usd_per_mtok="9"), entry("huggingface", ID, licence="Apache-2.0")
    )
    assert (fields["licence"].value, fields["licence"].rule, fields["licence"].disputed) == (
        "Apache-2.0",
        "precedence",
        True,
    )
    assert "input_usd_per_mtok" not in fields


def test_copies_are_shown_and_count_once() -> None:
    fields = resolved(
        entry("huggingface", ID, licence="Apache-2.0"), entry("haimaker", f"page:{ID}", "page", licence="apache 2.0")
    )
    licence = fields["licence"]
    assert (licence.agreeing, licence.origins, licence.disputed) == (2, 1, False)
    assert [claim.source for claim in licence.others] == ["haimaker"]


def test_the_listing_is_believed_before_pages_and_the_dispute_is_told() -> None:
    tools = resolved(entry("ai302", ID, supports_tools="true"), supports_tools="false")["supports_tools"]
    assert (tools.value, tools.rule, tools.disputed) == ("false", "own-record", True)


def test_a_record_that_names_its_upstream_is_no_witness_of_its_own() -> None:
    via = entry("ai302", ID, served_via="OpenRouter", supports_tools="true")
    pages = [via, entry("haimaker", f"page:{ID}", "page", supports_tools="true")]
    assert resolved(*pages)["supports_tools"].origins == 2
    assert Lineage(PUBLISHERS).origin(via, "supports_tools") == "openrouter"


def test_only_the_records_that_are_copied_are_another_s_words() -> None:
    dataset = publisher(
        PublisherKind.DATASET, Copy(origin="openrouter", what="its list", evidence="imported", records="openrouter/")
    )
    lineage = Lineage({**PUBLISHERS, "models_dev": dataset})
    assert lineage.origin(entry("models_dev", f"openrouter/{ID}", "offer"), "licence") == "openrouter"
    assert lineage.origin(entry("models_dev", f"novita-ai/{ID}", "offer"), "licence") == "models_dev"


def test_what_a_source_says_of_everything_has_no_weight() -> None:
    fields = resolved(
        entry("modelslab", f"page:{ID}", "page", open_weights="false"), entry("huggingface", ID, open_weights="true")
    )
    assert (fields["open_weights"].value, fields["open_weights"].disputed) == ("true", False)
    assert "open_weights" not in resolved(entry("modelslab", f"page:{ID}", "page", open_weights="false"))


def test_a_constant_is_found_by_counting_and_not_in_a_few_pages() -> None:
    few = by_key(*(entry("ai302", f"p{n}", "page", supports_tools="true") for n in range(4)))
    many = by_key(*(entry("ai302", f"p{n}", "page", supports_tools="true", name=f"P{n}") for n in range(5)))
    hub = by_key(*(entry("huggingface", f"h{n}", open_weights="true") for n in range(9)))
    assert constants(few, PUBLISHERS) == {("modelslab", "open_weights", "false")}
    assert ("ai302", "supports_tools", "true") in constants(many, PUBLISHERS)
    assert ("huggingface", "open_weights", "true") not in constants(hub, PUBLISHERS)


def test_a_doubtful_match_lends_a_fact_only_where_no_sure_one_does() -> None:
    doubtful = entry("haimaker", f"page:{ID}", "page", hugging_face_id="acme/Atlas-Base", context_native="131072")
    router = {"hugging_face_id": "acme/Atlas"}
    assert resolved(doubtful, **router)["context_native"].value == "131072"
    sure = entry("ai302", ID, context_native="128000")
    assert resolved(doubtful, sure, **router)["context_native"].value == "128000"
    assert resolved(doubtful, **router)["hugging_face_id"].disputed


def test_resellers_sell_on_their_own_account_and_what_data_sets_say_of_a_price_is_no_offer() -> None:
    entries = by_key(
        entry("openrouter", ID, input_usd_per_mtok="1", output_usd_per_mtok="2"),
        entry("ai302", "a#x", "offer", wire_id=ID, provider_slug="ai302", input_usd_per_mtok="1.1"),
        entry("ai302", "page:a", "page", wire_id=ID, input_usd_per_mtok="1.1"),
        entry("modelslab", f"page:{ID}", "page", input_usd_per_mtok="3"),
        entry("litellm", "x", "offer", wire_id=ID, provider_slug="novita", input_usd_per_mtok="4"),
    )
    found = offers(entries, judge(entries), frozenset({"ai302", "modelslab"}))
    assert [(o.provider, o.record, o.model_id) for o in found] == [
        ("openrouter", ID, ID),
        ("ai302", "a#x", ID),
        ("modelslab", f"page:{ID}", ID),
    ]


def test_values_that_differ_by_spelling_or_rounding_are_the_same() -> None:
    assert same("parameters_total", "424000000000", "423500000000")
    assert not same("parameters_total", "424000000000", "28000000000")
    assert same("licence", "Apache-2.0", "apache 2.0")
    assert same("languages", '["en","zh"]', '["zh","en"]')
    assert same("modalities_in", '["text","file"]', '["pdf","text"]')
    assert not same("modalities_in", '["text","file"]', '["image","text"]')
    assert same("knowledge_cutoff", "2025-03", "2025-03-31")
    assert not same("context_native", "131072", "131000")
