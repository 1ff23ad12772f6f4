"""Records of other sources meet the models: people first, then declared ids, then names, and names only where sure."""

import json
from pathlib import Path

import pytest

from catalog.entries import Entry
from catalog.lineage import Lineage
from catalog.match import judge as judging
from catalog.match.crosswalk import load_crosswalk
from catalog.match.judgement import Judgement
from catalog.resolve import Witnesses, models
from scraper.answers import parse_raw
from scraper.source import PublisherKind
from scraper.units import dumps
from tests.catalog.claims_of import KNOWLEDGE, by_key, entry, judge
from tests.catalog.test_crosswalk import judged as decided

BIG, SMALL, TEXT, THINKING = (
    "baidu/ernie-4.5-vl-424b-a47b", "baidu/ernie-4.5-vl-28b-a3b", "baidu/ernie-4.5-21b-a3b",
    "baidu/ernie-4.5-21b-a3b-thinking",
)  # fmt: skip
MODELS = (
    entry("openrouter", BIG, hugging_face_id="baidu/ERNIE-4.5-VL-424B-A47B-PT", name="Baidu: ERNIE 4.5 VL 424B A47B"),
    entry("openrouter", SMALL, hugging_face_id="baidu/ERNIE-4.5-VL-28B-A3B-PT"),
    entry("openrouter", TEXT, hugging_face_id="baidu/ERNIE-4.5-21B-A3B-PT"),
    entry("openrouter", THINKING),
    entry("openrouter", "anthropic/claude-sonnet-4.5"),
    entry("openrouter", "acme/atlas-2", hugging_face_id="acme/Atlas-3"),
    entry("openrouter", "acme/atlas-2:free", base_id="acme/atlas-2", variant="free"),
    entry("openrouter", "~acme/atlas-latest", alias_target="acme/atlas-2"),
)


def offer(wire_id: str, **claims: str) -> Entry:
    return entry("ai302", "sale", "offer", wire_id=wire_id, **claims)


def score(configuration: str, **claims: str) -> Entry:
    return entry("arena", "text/full/row", "score", configuration=configuration, **claims)


def card(repository: str) -> Entry:
    return entry("huggingface", repository)


def judged(record: Entry) -> Judgement:
    return judge(by_key(*MODELS, record))[record.source, record.record]


def after_people(folder: Path, rows: str, record: Entry) -> Judgement:
    (folder / "crosswalk.toml").write_text(rows, encoding="utf-8")
    knowledge = KNOWLEDGE._replace(crosswalk=load_crosswalk(folder))
    return judging.judge(by_key(*MODELS, record), knowledge)[record.source, record.record]


def test_a_person_is_heard_before_a_declared_id(tmp_path: Path) -> None:
    found = after_people(tmp_path, decided("ai302:sale", "same_release", SMALL), offer(BIG))
    assert (found.model_id, found.relation, found.level, found.rule) == (SMALL, "offer_of", "exact", "judgement")
    assert found.decided_by == "ab"
    assert found.why.note == "decided by ab on 2026-11-20: seen (https://example.org/)"


def test_a_person_s_word_on_a_name_holds_for_whoever_says_it(tmp_path: Path) -> None:
    found = after_people(tmp_path, decided("*:The Big ERNIE", "same_release", BIG), offer("x", name="the big ernie"))
    assert (found.model_id, found.rule) == (BIG, "judgement")


def test_a_judgement_on_a_model_that_is_not_there_decides_nothing(tmp_path: Path) -> None:
    found = after_people(tmp_path, decided("ai302:sale", "same_release", "baidu/nowhere"), offer(BIG))
    assert (found.model_id, found.rule) == (BIG, "declared-id")


@pytest.mark.parametrize(
    "record",
    [offer(BIG), offer("x", hugging_face_id="baidu/ERNIE-4.5-VL-424B-A47B-PT"), offer("ernie-4.5-vl-424b-a47b-fp8")],
    ids=["declared id", "declared weights", "name"],
)
def test_not_same_is_stronger_than_everything(tmp_path: Path, record: Entry) -> None:
    apart = decided("ai302:sale", "not_same", BIG)
    assert judged(record).model_id == BIG
    assert after_people(tmp_path, apart, record).model_id is None
    assert after_people(tmp_path, apart + decided("*:sale", "same_release", BIG), record).model_id is None
    assert after_people(tmp_path, apart + decided("ai302:sale", "same_release", SMALL), record).model_id == SMALL


def test_a_declared_id_is_heard_before_the_display_name() -> None:
    found = judged(offer(BIG, name="Baidu: ERNIE 4.5 VL 28B A3B"))
    assert (found.model_id, found.level, found.rule) == (BIG, "exact", "declared-id")


@pytest.mark.parametrize(
    ("record", "model", "relation", "level"),
    [
        (offer("ernie-4.5-vl-424b-a47b"), BIG, "offer_of", "exact"),
        (offer("ernie-4.5-vl-424b"), BIG, "offer_of", "high"),
        (offer("ernie-4.5-vl-424b-a47b-fp8"), BIG, "artifact_of", "high"),
        (offer("ernie-4.5-21b-a3b-thinking"), THINKING, "offer_of", "exact"),
        (card("baidu/ERNIE-4.5-VL-424B-A47B-Paddle"), BIG, "same_release", "exact"),
        (card("unsloth/ERNIE-4.5-21B-A3B-PT-GGUF"), TEXT, "artifact_of", "high"),
        (score("ernie-4.5-vl-424b-a47b", author_name="Baidu"), BIG, "config_of", "exact"),
        (score("claude-sonnet-4.5-high"), "anthropic/claude-sonnet-4.5", "config_of", "high"),
    ],
)  # fmt: skip
def test_a_name_leads_to_the_model_that_it_surely_means(record: Entry, model: str, relation: str, level: str) -> None:
    found = judged(record)
    assert (found.model_id, found.relation, found.level) == (model, relation, level)


@pytest.mark.parametrize(
    ("record", "level", "candidate"),
    [
        (offer("ernie-4.5-vl"), "low", SMALL),
        (offer("ernie-4.5-21b-latest"), "medium", TEXT),
        (score("claude-sonnet-4-5-20250929"), "medium", "anthropic/claude-sonnet-4.5"),
        (score("claude-sonnet-4-5-20250929-thinking-32k"), "medium", "anthropic/claude-sonnet-4.5"),
        (card("acme/Atlas-3"), "medium", "acme/atlas-2"),
        (offer("acme/atlas-3"), "medium", "acme/atlas-2"),
    ],
    ids=["no size", "a pointer", "a date", "a date and a way to run", "weights declared wrongly", "their slug"],
)
def test_what_is_not_sure_stays_apart_and_names_its_candidate(record: Entry, level: str, candidate: str) -> None:
    found = judged(record)
    assert (found.model_id, found.level) == (None, level)
    assert found.why.runner_up is not None
    assert found.why.runner_up.model_id == candidate


@pytest.mark.parametrize(
    ("record", "candidate", "why_not"),
    [
        (card("baidu/ERNIE-4.5-VL-424B-A47B-Base-PT"), BIG, "stage base != nothing"),
        (card("baidu/ERNIE-4.5-300B-A47B-PT"), TEXT, "size 300b != 21b"),
        (offer("anthropic/claude-sonnet-5"), "anthropic/claude-sonnet-4.5", "number 5 != 4.5"),
    ],
    ids=["base weights", "another size", "another number"],
)
def test_what_is_another_release_stays_apart_and_says_why(record: Entry, candidate: str, why_not: str) -> None:
    found = judged(record)
    assert (found.model_id, found.level) == (None, "none")
    assert found.why.runner_up is not None
    assert found.why.runner_up.model_id == candidate
    assert why_not in found.why.runner_up.why_not


def test_beside_a_sure_match_stands_the_next_best_and_why_it_lost() -> None:
    runner_up = judged(offer("ernie-4.5-vl-424b-a47b")).why.runner_up
    assert runner_up is not None
    assert (runner_up.model_id, runner_up.why_not) == (SMALL, ("active 47 != 3", "size 424b != 28b"))


@pytest.mark.parametrize("wire_id", ["~acme/atlas-latest", "acme/atlas-latest", "ACME/Atlas-Latest"])
def test_an_alias_leads_to_its_target_with_and_without_its_mark(wire_id: str) -> None:
    found = judged(offer(wire_id))
    assert (found.model_id, found.relation, found.level) == ("acme/atlas-2", "alias_of", "exact")


def test_a_variant_of_the_router_leads_to_its_model() -> None:
    found = judged(offer("acme/atlas-2:free"))
    assert (found.model_id, found.relation, found.level) == ("acme/atlas-2", "offer_of", "exact")


@pytest.mark.parametrize(
    ("record", "lends"),
    [
        (offer(BIG, licence="Apache-2.0"), True),
        (entry("huggingface", "baidu/ERNIE-4.5-VL-424B-A47B-PT", licence="Apache-2.0"), True),
        (offer("ernie-4.5-vl-424b-a47b-fp8", licence="Apache-2.0"), False),
        (offer("~acme/atlas-latest", licence="Apache-2.0"), False),
        (score("ernie-4.5-vl-424b-a47b", licence="Apache-2.0"), False),
        (entry("huggingface", "baidu/ERNIE-4.5-VL-424B-A47B-Base-PT", licence="Apache-2.0"), False),
    ],
    ids=["an offer", "its weights", "another format", "an alias", "a configuration", "the base weights"],
)
def test_facts_come_from_the_release_itself_alone(record: Entry, lends: bool) -> None:
    entries = by_key(*MODELS, record)
    kinds = {
        "openrouter": PublisherKind.ROUTER, "ai302": PublisherKind.RESELLER, "huggingface": PublisherKind.HUB,
        "arena": PublisherKind.LEADERBOARD,
    }  # fmt: skip
    found = models(entries, judge(entries), {}, Witnesses(kinds, Lineage({}), frozenset()))
    assert {model.id for model in found if "licence" in model.fields} == ({BIG} if lends else set())


def test_the_grounds_are_whole_as_json() -> None:
    why = judged(offer("ernie-4.5-vl-424b-a47b-fp8")).why
    told = json.loads(dumps(why.as_json()))
    assert told == parse_raw(dumps(why.as_json()))
    said = {item["field"]: (item["left"], item["right"], item["state"]) for item in told["fields"]}
    assert said["size"] == ("424b", "424b", "equal")
    assert said["author"] == ("", "baidu", "missing")
    assert said["quantization"] == ("fp8", "", "missing")
    assert told["runner_up"]["model_id"] == SMALL
    assert "size 424b != 28b" in told["runner_up"]["why_not"]
    assert told["note"].startswith("right in ")


def test_what_a_person_joins_all_the_same_is_told_with_what_contradicts_it(tmp_path: Path) -> None:
    row = decided("ai302:sale", "same_release", BIG, 'conflicts = ["stage"]')
    told = after_people(tmp_path, row, offer("x", hugging_face_id="baidu/ERNIE-4.5-VL-424B-A47B-Base-PT")).why.as_json()
    assert told["vetoes"] == ["stage contradicts"]
    assert {"field": "hugging_face_id", "state": "differ"}.items() <= told["fields"][-1].items()
    assert told["note"].startswith("decided by ab on 2026-11-20: seen")


@pytest.mark.parametrize(("price", "state"), [("1.0", "equal"), ("0.2", "near"), ("5.01", "far"), ("0", "far")])
def test_a_price_is_told_beside_a_match_and_decides_nothing(price: str, state: str) -> None:
    atlas = entry("openrouter", "acme/borea", input_usd_per_mtok="1")
    sale = offer("acme/borea", input_usd_per_mtok=price)
    found = judge(by_key(atlas, sale))["ai302", "sale"]
    assert (found.model_id, found.level, found.why.fields[-1]) == (
        "acme/borea", "exact", ("price", f"${price}", "$1", state),
    )  # fmt: skip


def test_a_record_that_nothing_is_near_to_has_no_grounds() -> None:
    found = judged(offer("borea-9"))
    assert (found.model_id, found.level, found.why.as_json()) == (None, "none", {"fields": []})
