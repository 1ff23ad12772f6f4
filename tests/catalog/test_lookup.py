"""`match NAME`: a foreign name asked of a built catalog, as a user asks it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from catalog.lookup.listings import listings, model_sides
from catalog.lookup.lists import Wanted
from catalog.lookup.people import People
from catalog.match.crosswalk import load_crosswalk
from catalog.match.knowledge import Knowledge, load_knowledge
from catalog.match.sides import side
from catalog.queries import KnownModel, Listed
from catalog.resources import resource
from tests.answers import envelope, model
from tests.atlas import Atlas, Ran
from tests.conftest import NOW

ERNIE = "baidu/ernie-4.5-vl-424b-a47b"
WEIGHTS = "baidu/ERNIE-4.5-VL-424B-A47B-PT"


def listed() -> list[dict[str, Any]]:
    """A small list in which names are near to each other."""
    return [
        model(ERNIE, name="Baidu: ERNIE 4.5 VL 424B A47B ", hugging_face_id=WEIGHTS),
        model(f"{ERNIE}:free", canonical_slug=ERNIE, hugging_face_id=WEIGHTS),
        model("openai/gpt-4o", hugging_face_id=None),
        model("openai/gpt-4o-2024-08-06", hugging_face_id=None),
        model("openai/gpt-4o-mini", hugging_face_id=None),
        model("anthropic/claude-opus-4.1", canonical_slug="anthropic/claude-4.1-opus-20250805", hugging_face_id=None),
        model("anthropic/claude-opus-4", hugging_face_id=None),
        model("~anthropic/claude-opus-latest", alias_target={"slug": "anthropic/claude-opus-4.1", "name": "O"}),
        *(model(f"acme/m{number}", hugging_face_id="acme/shared") for number in range(4)),
    ]


@pytest.fixture
def built(atlas: Atlas) -> Atlas:
    """A folder with a catalog."""
    atlas.backfill(envelope(*listed()), "2026-07-30")
    assert atlas.run("build", "--no-render").status in (0, 3)
    return atlas


def ask(atlas: Atlas, *words: str) -> dict[str, Any]:
    ran = atlas.run("match", *words, "--json")
    assert (ran.status, ran.err) == (0, "")
    return dict(json.loads(ran.out))


@pytest.mark.parametrize(
    ("name", "meant", "relation", "level"),
    [
        (ERNIE, ERNIE, "same_release", "exact"),
        (WEIGHTS, ERNIE, "same_release", "exact"),
        (f"{ERNIE}:free", ERNIE, "offer_of", "exact"),
        ("~anthropic/claude-opus-latest", "anthropic/claude-opus-4.1", "alias_of", "exact"),
        ("anthropic/claude-4.1-opus-20250805", "anthropic/claude-opus-4.1", "same_release", "exact"),
        ("OpenAI/GPT-4o", "openai/gpt-4o", "same_release", "exact"),
    ],
)
def test_every_id_that_the_catalog_lists_or_declares_is_found_exactly(
    built: Atlas, name: str, meant: str, relation: str, level: str
) -> None:
    answer = ask(built, name)
    assert (answer["model_id"], answer["relation"], answer["level"]) == (meant, relation, level)
    assert answer["query"] == name
    assert answer["evidence"][0]["state"] == "equal"


def test_a_display_name_is_found_with_everything_that_it_says(built: Atlas) -> None:
    answer = ask(built, "ERNIE 4.5 VL 424B A47B")
    assert (answer["model_id"], answer["relation"], answer["vetoes"]) == (ERNIE, "same_release", [])
    said = {item["field"]: (item["left"], item["right"], item["state"]) for item in answer["evidence"]}
    assert said["number"] == ("4.5", "4.5", "equal")
    assert said["size"] == ("424b", "424b", "equal")
    assert said["author"] == ("", "baidu", "missing")


def test_a_sibling_is_no_match_and_the_veto_says_why(built: Atlas) -> None:
    answer = ask(built, "ERNIE 4.5 VL 28B A3B", "--author", "baidu")
    assert (answer["model_id"], answer["level"], answer["relation"]) == (None, "none", "sibling_of")
    assert "size 28b != 424b" in answer["vetoes"]
    (nearest, *_) = answer["candidates"]
    assert (nearest["model_id"], nearest["level"], nearest["relation"]) == (ERNIE, "none", "sibling_of")
    assert "size 28b != 424b" in nearest["why_not"]
    assert {"field": "size", "left": "28b", "right": "424b", "state": "differ"} in answer["evidence"]


def test_the_author_that_is_given_counts_where_the_name_has_none(built: Atlas) -> None:
    assert ask(built, "claude-opus-4.1", "--author", "anthropic")["model_id"] == "anthropic/claude-opus-4.1"
    assert ask(built, "claude-opus-4.1", "--author", "google")["model_id"] is None


def test_a_host_s_wire_id_leads_to_its_model(built: Atlas) -> None:
    assert ask(built, "us.anthropic.claude-opus-4-1-20250805-v1:0")["model_id"] == "anthropic/claude-opus-4.1"


def test_what_is_no_name_is_answered_and_leads_nowhere(built: Atlas) -> None:
    for name in (
        "",
        "   ",
        "🤖",
        "12345",
        "4.5",
        "a" * 1000,
        "שלום עולם",
        "مرحبا",
        "\x07\n",
        "no-such-thing",
        "/",
        ":",
    ):
        answer = ask(built, name)
        assert (answer["model_id"], answer["level"]) == (None, "none"), name
        assert answer["query"] == name
    assert ask(built, "gpt\udcff")["query"] == "gpt?"


def test_people_read_the_same_in_lines(built: Atlas) -> None:
    ran = built.run("match", "ernie-4.5-vl-424b-a47b")
    assert ran.out.startswith(f"ernie-4.5-vl-424b-a47b is {ERNIE}\nsame_release (the same release), exact; rule: ")
    assert "  equal   size: 424b | 424b\n" in ran.out
    ran = built.run("match", "gpt-4o-2024-08-06")
    assert "\nother candidates:\n" in ran.out
    assert "openai/gpt-4o: date 2024-08-06 != nothing" in ran.out
    ran = built.run("match", "x" * 1000)
    assert ran.out.startswith("x" * 99 + "… is no model that is known here\nunknown (not known), none")


def test_an_id_of_two_models_is_no_declared_id_of_either(built: Atlas) -> None:
    assert ask(built, "acme/shared")["model_id"] is None


def test_without_a_catalog_nothing_is_answered(atlas: Atlas) -> None:
    ran = atlas.run("match", "gpt-4o")
    assert (ran.status, ran.out) == (1, "")
    assert "there is no catalog yet" in ran.err
    Path("data").mkdir()
    Path("data/catalog.db").write_bytes(b"no database" * 100)
    ran = atlas.run("match", "gpt-4o")
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (1, "", 1)


@pytest.mark.parametrize(
    "words",
    [
        (), ("gpt-4o", "--csv", "a.csv"), ("gpt-4o", "--pairs", "a.csv"), ("--csv", "a.csv", "--pairs", "a.csv"),
        ("gpt-4o", "--against", "a.csv"), ("--pairs", "a.csv", "--against", "b.csv"), ("--against", "b.csv"),
        ("--csv", "a.csv", "--json"), ("--pairs", "a.csv", "--json"), ("--csv", "a.csv", "--author", "x"),
        ("--csv", "-", "--against", "-"), ("gpt-4o", "claude"),
    ],
)  # fmt: skip
def test_options_that_contradict_each_other_are_wrong_usage(atlas: Atlas, words: tuple[str, ...]) -> None:
    ran = atlas.run("match", *words)
    assert (ran.status, ran.out) == (2, "")
    assert "Error: " in ran.err


def knowing(folder: Path, judgement: str) -> Knowledge:
    """What is known, with one judgement of a person."""
    for file in resource("data/curated").glob("*.toml"):
        if file.name not in ("crosswalk.toml", "aliases.toml"):
            shutil.copy(file, folder)
    (folder / "crosswalk.toml").write_text(
        f'[[judgement]]\n{judgement}\nwho = "ab"\non = 2026-07-01\nwhy = "read it"\nurl = "https://x.example/"\n',
        encoding="utf-8",
    )
    return load_knowledge(folder)._replace(crosswalk=load_crosswalk(folder))


def test_what_a_person_decided_goes_before_names_and_ids(tmp_path: Path) -> None:
    knowledge = knowing(tmp_path, 'record = "*:house model"\nrelation = "alias_of"\nmodel = "acme/m1"')
    people = People(knowledge.crosswalk, NOW.date())
    wanted = Wanted(side("House Model", knowledge.vocabulary, ids=["House Model"]))
    settled = people.settled(wanted, {"acme/m1"})
    assert settled is not None
    assert (settled.found.match, settled.found.verdict.relation, settled.found.verdict.level) == (
        "acme/m1", "alias_of", "exact",
    )  # fmt: skip
    assert settled.ground.left == "read it (ab, 2026-07-01)"
    assert people.settled(wanted, {"acme/m2"}) is None


def test_what_a_person_kept_apart_stays_apart(tmp_path: Path) -> None:
    knowledge = knowing(tmp_path, 'record = "shop:gpt-4o"\nrelation = "not_same"\nmodel = "openai/gpt-4o"')
    people = People(knowledge.crosswalk, NOW.date())
    one, other = (
        Wanted(side(id_, knowledge.vocabulary, ids=[id_]), source)
        for id_, source in (("gpt-4o", "shop"), ("openai/gpt-4o", ""))
    )
    told = people.judged(one, other)
    assert told is not None
    assert (told.relation, told.level, told.rule) == ("different", "none", "judgement")
    assert people.judged(one._replace(source="elsewhere"), other) is None


def test_a_slug_that_contradicts_its_model_s_own_id_proves_nothing() -> None:
    models = [KnownModel("qwen/qwen-2.5-vl-7b-instruct", "", "qwen/qwen-2-vl-7b-instruct", "")]
    known = listings(models, model_sides(models, load_knowledge(resource("data/curated")), NOW.date()), [])
    assert set(known.by_id) == {"qwen/qwen-2.5-vl-7b-instruct"}


def test_an_id_that_leads_to_an_unknown_model_is_left_out() -> None:
    gone = Listed("~acme/latest", "acme/gone", "alias_of", "exact", "declared-alias")
    assert listings([], [], [gone]).by_id == {}


def test_the_catalog_is_asked_for_a_list_too(built: Atlas) -> None:
    Path("ours.csv").write_text(f"id\n{ERNIE}:free\ngpt-4o\nnothing of it\n{WEIGHTS}\n", encoding="utf-8")
    ran: Ran = built.run("match", "--csv", "ours.csv")
    assert (ran.status, ran.err) == (0, "")
    header, *rows = [line.split(",") for line in ran.out.splitlines()]
    assert header == ["id", "match", "level", "relation", "rule", "runner_up"]
    assert [row[:4] for row in rows] == [
        [f"{ERNIE}:free", ERNIE, "exact", "offer_of"],
        ["gpt-4o", "openai/gpt-4o", "exact", "same_release"],
        ["nothing of it", "", "none", "unknown"],
        [WEIGHTS, ERNIE, "exact", "same_release"],
    ]
