"""Models that the router does not list: made where a maker says so or two sources agree, under an id of their own."""

import pytest

from catalog.entries import Entry, Key
from catalog.lineage import Lineage
from catalog.match import judge as judging
from catalog.match.judgement import Judgement
from catalog.resolve import Model, Witnesses, models
from scraper.source import PublisherKind
from tests.catalog.claims_of import KNOWLEDGE, by_key, entry

KINDS = {
    "openrouter": PublisherKind.ROUTER, "ai302": PublisherKind.RESELLER, "modelslab": PublisherKind.RESELLER,
    "models_dev": PublisherKind.DATASET, "litellm": PublisherKind.DATASET, "openai_pricing": PublisherKind.PROVIDER,
    "azure_pricing": PublisherKind.PROVIDER, "bedrock_pricing": PublisherKind.PROVIDER,
    "huggingface": PublisherKind.HUB, "arena": PublisherKind.LEADERBOARD,
}  # fmt: skip
ROUTER = (entry("openrouter", "qwen/qwen-9"), entry("openrouter", "acme/atlas-2"))
FAMILY = (
    "ernie-4.5-vl-424b-a47b", "ernie-4.5-300b-a47b", "ernie-4.5-vl-28b-a3b", "ernie-4.5-21b-a3b",
    "ernie-4.5-21b-a3b-base", "ernie-4.5-21b-a3b-thinking",
)  # fmt: skip


def offer(source: str, wire_id: str, **claims: str) -> Entry:
    return entry(source, f"sale of {wire_id.replace('/', ' ')}", "offer", wire_id=wire_id, **claims)


def twice(wire_id: str, **claims: str) -> tuple[Entry, Entry]:
    return offer("litellm", wire_id, **claims), offer("models_dev", wire_id, **claims)


def by_openai(wire_id: str, kind: str = "offer", **claims: str) -> Entry:
    record = wire_id if kind == "offer" else f"{kind}:{wire_id}"
    return entry("openai_pricing", record, kind, wire_id=wire_id, author_name="OpenAI", **claims)


def judged(*records: Entry) -> dict[Key, Judgement]:
    return judging.judge(by_key(*ROUTER, *records), KNOWLEDGE, KINDS)


def made(*records: Entry) -> dict[str, Model]:
    entries = by_key(*ROUTER, *records)
    witnesses = Witnesses(KINDS, Lineage({}), frozenset())
    found = models(entries, judging.judge(entries, KNOWLEDGE, KINDS), {}, witnesses)
    return {model.id: model for model in found if model.main.source != "openrouter"}


def spoken_of(record: Entry, *others: Entry) -> tuple[str | None, str, str]:
    found = judged(*others, record)[record.source, record.record]
    return found.model_id, found.relation, found.level


def test_two_sources_that_say_one_name_make_a_model() -> None:
    one, other = offer("litellm", "openai/gpt-99-zeta"), offer("modelslab", "gpt-99-zeta", author_name="OpenAI")
    assert list(made(one, other)) == ["openai/gpt-99-zeta"]
    assert spoken_of(one, other) == spoken_of(other, one) == ("openai/gpt-99-zeta", "offer_of", "exact")
    note = judged(one, other)["modelslab", other.record].why.note
    assert note == "not listed by the router; named alike by litellm"


@pytest.mark.parametrize(
    "records",
    [
        (offer("ai302", "openai/gpt-99"),),
        (offer("models_dev", "openai/gpt-99"),),
        (offer("ai302", "openai/gpt-99"), entry("ai302", "page:openai/gpt-99", "page")),
        twice("nobody/gpt-99"),
        twice("zeta-99"),
        twice("openai/auto"),
        (entry("arena", "row", "score", configuration="gpt-99", author_name="OpenAI"),),
        (entry("azure_pricing", "GPT-99", "lifecycle", author_name="OpenAI", name="GPT-99"),),
    ],
    ids=[
        "one reseller", "one dataset", "one source twice", "an unknown maker", "no maker", "a word for any model",
        "a leaderboard", "a seller who is not the maker",
    ],
)  # fmt: skip
def test_what_one_alone_says_or_nobody_made_is_no_model(records: tuple[Entry, ...]) -> None:
    assert made(*records) == {}


def test_the_maker_s_own_page_is_enough_and_its_price_is_the_model_s() -> None:
    (model,) = made(by_openai("gpt-99", input_usd_per_mtok="3", name="GPT-99")).values()
    assert (model.id, model.active) == ("openai/gpt-99", True)
    price = model.fields["input_usd_per_mtok"]
    assert (price.value, price.rule, price.claim.source) == ("3", "maker-record", "openai_pricing")


def test_what_a_data_set_says_of_a_price_is_not_the_model_s() -> None:
    (model,) = made(*twice("openai/gpt-99", input_usd_per_mtok="3", context_served="9", licence="MIT")).values()
    assert {"input_usd_per_mtok", "context_served"}.isdisjoint(model.fields)
    assert (model.fields["licence"].value, model.fields["licence"].rule) == ("MIT", "founding-record")


def test_the_maker_stands_before_whoever_else_names_the_model() -> None:
    (model,) = made(*twice("openai/gpt-99", licence="MIT"), by_openai("gpt-99", input_usd_per_mtok="3")).values()
    assert (model.main.source, model.fields["input_usd_per_mtok"].value) == ("openai_pricing", "3")
    assert (model.fields["licence"].value, model.fields["licence"].rule) == ("MIT", "precedence")


VARIANTS = [
    ("openai/gpt-99-fp8", "artifact_of"), ("openai/gpt-99-gguf", "artifact_of"), ("openai/gpt-99:free", "offer_of"),
    ("openai/gpt-99-high", "config_of"),
]  # fmt: skip


@pytest.mark.parametrize(("wire_id", "relation"), VARIANTS)
def test_a_variant_makes_no_model_and_belongs_to_one_that_others_made(wire_id: str, relation: str) -> None:
    assert made(*twice(wire_id)) == {}
    variant = offer("ai302", wire_id)
    assert list(made(*twice("openai/gpt-99"), *twice(wire_id))) == ["openai/gpt-99"]
    assert spoken_of(variant, *twice("openai/gpt-99")) == ("openai/gpt-99", relation, "high")


def test_a_name_that_points_to_the_latest_makes_no_model_and_is_told_to_be_near() -> None:
    latest = offer("ai302", "openai/gpt-99-latest")
    assert made(*twice("openai/gpt-99-latest")) == {}
    assert spoken_of(latest, *twice("openai/gpt-99")) == (None, "alias_of", "medium")


def test_a_leaderboard_s_row_is_a_configuration_of_a_new_model_too() -> None:
    bare = entry("arena", "bare", "score", configuration="gpt-99", author_name="OpenAI")
    hard = entry("arena", "hard", "score", configuration="gpt-99-high", author_name="OpenAI")
    assert spoken_of(bare, *twice("openai/gpt-99")) == ("openai/gpt-99", "config_of", "exact")
    assert spoken_of(hard, *twice("openai/gpt-99")) == ("openai/gpt-99", "config_of", "high")


@pytest.mark.parametrize(
    ("names", "model"),
    [
        (("alibaba/qwen-zeta-9b", "Qwen/Qwen-Zeta-9B"), "qwen/qwen-zeta-9b"),
        (("bedrock.claude-zeta-9", "anthropic/claude-zeta-9"), "anthropic/claude-zeta-9"),
        (("anthropic.claude-zeta-9-v1:0", "anthropic.claude-zeta-9-v1:0"), "anthropic/claude-zeta-9"),
        (("openai/GPT 99 Zeta", "openai/gpt-99_zeta"), "openai/gpt-99-zeta"),
    ],
    ids=["the router's name of the author", "a host before the name", "an author and a build", "blanks"],
)
def test_the_id_is_the_author_s_and_bears_nothing_of_a_host(names: tuple[str, str], model: str) -> None:
    assert list(made(offer("litellm", names[0]), offer("models_dev", names[1]))) == [model]


@pytest.mark.parametrize("listed", ["openai/gpt-99", "openai/GPT-99", "openai/gpt-99:free", "openai/gpt-9-9"])
@pytest.mark.parametrize("present", [True, False], ids=["listed", "gone"])
def test_no_id_is_made_that_the_router_has(listed: str, present: bool) -> None:
    base, _, variant = listed.partition(":")
    claims = {"base_id": base, "variant": variant} if variant else {}
    router = entry("openrouter", listed, "model", present, **claims)
    for name in ("openai/gpt-99", "openai/gpt-9.9", "gpt-99-fp8"):
        ids = [id_.lower() for id_ in made(router, *twice(name), by_openai(name))]
        assert base.lower() not in ids


def test_a_model_whose_maker_says_that_it_ended_is_retired() -> None:
    past, future = by_openai("gpt-99", "lifecycle", retires_at="2026-07-01"), {"retires_at": "2026-09-01"}
    assert not made(past)["openai/gpt-99"].active
    assert not made(past, *twice("openai/gpt-99"))["openai/gpt-99"].active
    assert made(by_openai("gpt-99", "lifecycle", **future))["openai/gpt-99"].active
    assert made(past, by_openai("gpt-99", input_usd_per_mtok="3"))["openai/gpt-99"].active


def test_every_member_of_a_family_is_a_model_of_its_own() -> None:
    sold = [record for name in FAMILY for record in twice(f"baidu/{name}")]
    assert sorted(made(*sold)) == sorted(f"baidu/{name}" for name in FAMILY)
    weights = entry("huggingface", "baidu/ERNIE-4.5-21B-A3B-Base-PT")
    assert spoken_of(weights, *sold) == ("baidu/ernie-4.5-21b-a3b-base", "same_release", "exact")
    paddle = entry("huggingface", "baidu/ERNIE-4.5-VL-28B-A3B-Paddle")
    assert spoken_of(paddle, *sold) == ("baidu/ernie-4.5-vl-28b-a3b", "same_release", "exact")


def test_without_the_kinds_of_the_sources_nothing_is_made() -> None:
    found = judging.judge(by_key(*twice("openai/gpt-99")), KNOWLEDGE)
    assert {judgement.model_id for judgement in found.values()} == {None}
