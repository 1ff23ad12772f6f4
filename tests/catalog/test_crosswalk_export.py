"""The crosswalk as it is published and asked: every id of a model, once, leading back to it and to no other."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.entries import own_id
from catalog.lookup.spellings import spelled
from catalog.match.sides import LEADING
from catalog.purl import huggingface_purl, repository_of
from tests.answers import endpoint, endpoints_answer, envelope, model
from tests.atlas import Atlas, ten_models
from tests.conftest import NOW
from tests.crosswalk_laws import Asked, asked, lead_back, spellings
from tests.whole import ATLAS, of_models_dev

COLUMNS = ["model_id", "source", "record", "id", "purl", "relation", "level", "rule"]
Row = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog whose models are known by ids of all kinds, made once."""
    folder = tmp_path_factory.mktemp("crosswalk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
        atlas = Atlas(folder, patch)
        atlas.listen_to(None)
        atlas.backfill(envelope(*listed()), "2026-07-30")
        for source, answers in answers_of_others().items():
            assert atlas.run("backfill", source, str(recorded(folder / source, source, answers))).status in (0, 3)
        assert atlas.run("backfill", "models_dev", str(of_models_dev(folder))).status == 0
        assert atlas.run("build", "--no-render").status in (0, 3)
    return folder


def listed() -> list[Row]:
    """What the router lists."""
    return [
        *ten_models(hugging_face_id=None),
        model(ATLAS, canonical_slug="acme/atlas-7b-2026-01-02"),
        model(f"{ATLAS}:free", canonical_slug="acme/atlas-7b-2026-01-02"),
        model("~acme/atlas-latest", alias_target={"slug": ATLAS, "name": "Atlas"}, hugging_face_id=None),
        model("acme/globe-8b", hugging_face_id="acme/Globe-8B-FP8"),
        model("acme/globe-9b", hugging_face_id="acme/Globe-10B"),
        model("acme/sea", hugging_face_id="acme/Shared"),
        model("acme/lake", hugging_face_id="acme/shared"),
        model("acme/moon-2", canonical_slug="acme/moon-3", hugging_face_id=None),
    ]


def answers_of_others() -> dict[str, dict[str, Any]]:
    """What the router says of endpoints and a leaderboard of ways to run, by source and address."""
    api = "https://openrouter.ai/api/v1/models"
    rated = {"rating": 1200.5, "rating_q975": 1210.0, "rating_q025": 1190.0}
    board = {category: {"Atlas 7B": rated, "atlas-7b-high": rated} for category in ("full", "chinese", "english")}
    of_arena = "https://raw.githubusercontent.com/lmarena/arena-catalog/main/data"
    return {
        "openrouter": {
            f"{api}/{ATLAS}/endpoints": endpoints_answer(
                ATLAS, endpoint(model_id="the-house-name"), endpoint("far/fp8", model_id=ATLAS)
            ),
            f"{api}/acme/sea/endpoints": endpoints_answer("acme/sea", endpoint(model_id="water-1")),
            f"{api}/acme/lake/endpoints": endpoints_answer("acme/lake", endpoint(model_id="Water-1")),
            f"{api}/acme/m1/endpoints": endpoints_answer("acme/m1", endpoint(model_id="m2")),
        },
        "arena": {
            f"{of_arena}/leaderboard-vision.json": board,
            f"{of_arena}/leaderboard-vision-style-control.json": board,
        },
    }


def recorded(folder: Path, source: str, answers: dict[str, Any]) -> Path:
    """Answers as a folder of recordings."""
    folder.mkdir()
    index = []
    for number, (url, answer) in enumerate(answers.items()):
        (folder / f"{number}.json").write_text(json.dumps(answer), encoding="utf-8")
        row = {"source": source, "url": url, "fetched_at": "2026-07-30T13:00:00Z", "file": f"{number}.json"}
        index.append(json.dumps(row))
    (folder / "index.jsonl").write_text("\n".join(index), encoding="utf-8")
    return folder


@pytest.fixture
def atlas(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Atlas:
    return Atlas(folder, monkeypatch)


@pytest.fixture(scope="module")
def catalog(folder: Path) -> Asked:
    return asked(folder / "data/catalog.db")


def rows(folder: Path) -> list[Row]:
    found: list[Row] = json.loads((folder / "_site/api/v1/crosswalk.json").read_text(encoding="utf-8"))["crosswalk"]
    return found


def known_as(folder: Path, model_id: str) -> dict[tuple[str, str], tuple[str, str]]:
    """What a model is known by: relation and level by source and id."""
    return {
        (row["source"], row["id"]): (row["relation"], row["level"])
        for row in rows(folder)
        if row["model_id"] == model_id
    }


def judged(folder: Path) -> Iterator[tuple[str, ...]]:
    """Every record that leads to a model: source, record, kind, model, relation."""
    with closing(sqlite3.connect(folder / "_site/catalog.db")) as db:
        sql = (
            "select m.source, m.record, r.kind, m.model_id, m.relation from matches m join records r"
            " using (source, record) where m.model_id is not null"
        )
        yield from db.execute(sql).fetchall()


def test_a_model_is_known_by_the_ids_of_everybody_who_speaks_of_it(folder: Path) -> None:
    assert known_as(folder, ATLAS) == {
        ("openrouter", ATLAS): ("same_release", "exact"),
        ("openrouter", f"{ATLAS}:free"): ("offer_of", "exact"),
        ("openrouter", "~acme/atlas-latest"): ("alias_of", "exact"),
        ("openrouter", "acme/atlas-7b-2026-01-02"): ("same_release", "exact"),
        ("openrouter", "the-house-name"): ("offer_of", "exact"),
        ("huggingface", "acme/Atlas-7B"): ("same_release", "exact"),
        ("models_dev", "north/acme/Atlas-7B"): ("offer_of", "exact"),
        ("models_dev", "north/atlas-7b-fp8"): ("artifact_of", "high"),
        ("models_dev", "north/atlas-7b-2026-01-02"): ("offer_of", "exact"),
        ("arena", "Atlas 7B"): ("config_of", "exact"),
        ("arena", "atlas-7b-high"): ("config_of", "high"),
    }


def test_rows_of_a_leaderboard_of_one_configuration_are_one_id(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "_site/catalog.db")) as db:
        ((rated,),) = db.execute("select count(*) from scores where model_id = ?", [ATLAS]).fetchall()
    assert rated == 12
    assert len([row for row in rows(folder) if row["source"] == "arena"]) == 2


def test_weights_are_told_as_what_they_are_and_those_of_siblings_not_at_all(folder: Path) -> None:
    weights = {(row["model_id"], row["id"]): row for row in rows(folder) if row["source"] == "huggingface"}
    packed = weights["acme/globe-8b", "acme/Globe-8B-FP8"]
    assert (packed["relation"], packed["level"], packed["purl"]) == (
        "artifact_of", "exact", "pkg:huggingface/acme/Globe-8B-FP8",
    )  # fmt: skip
    assert ("acme/globe-9b", "acme/Globe-10B") not in weights
    shared = [(row["model_id"], row["level"]) for (_, id_), row in weights.items() if id_.lower() == "acme/shared"]
    assert shared == [("acme/lake", "medium"), ("acme/sea", "medium")]


def test_a_dated_name_that_contradicts_the_id_is_no_id_of_it(folder: Path) -> None:
    assert ("openrouter", "acme/moon-3") not in known_as(folder, "acme/moon-2")


@pytest.mark.parametrize("which", ["folder", "whole", "hostile"])
def test_every_record_that_leads_to_a_model_is_told_once(which: str, request: pytest.FixtureRequest) -> None:
    place: Path = request.getfixturevalue(which)
    found = rows(place)
    assert [list(row) for row in found] == [COLUMNS] * len(found)
    keys = [(row["model_id"], row["source"], row["id"], row["relation"]) for row in found]
    assert keys == sorted(set(keys))
    assert {row["relation"] for row in found} <= set(LEADING)
    models = json.loads((place / "_site/api/v1/models/all.json").read_text(encoding="utf-8"))["models"]
    assert {row["model_id"] for row in found} <= {one["id"] for one in models}
    told = {(row["source"], row["model_id"], row["relation"]) for row in found}
    by_record = {(row["source"], row["model_id"], row["record"]) for row in found}
    records = list(judged(place))
    assert len(records) > 10
    for source, record, kind, model_id, relation in records:
        assert (source, model_id, relation) in told or kind == "endpoint", record
        # Of rows of one configuration, and of two kinds of page of one id, one record is told.
        assert (
            (source, model_id, record) in by_record
            or kind in ("score", "endpoint", "config")
            or any(row["id"] == own_id(record) and row["source"] == source for row in found)
        ), record


@pytest.mark.parametrize("which", ["folder", "whole", "hostile"])
def test_the_table_says_what_the_document_says(which: str, request: pytest.FixtureRequest) -> None:
    place: Path = request.getfixturevalue(which)
    text = (place / "_site/api/v1/crosswalk.csv").read_bytes().decode()
    header, *lines = csv.reader(io.StringIO(text, newline=""))
    assert header == COLUMNS
    plain = [[cell[1:] if cell.startswith("'") else cell for cell in line] for line in lines]
    assert plain == [["" if value is None else value for value in row.values()] for row in rows(place)]
    assert not [cell for line in lines for cell in line if cell[:1] in ("=", "+", "-", "@", "%", "|", "\t", "\r", "\n")]


def test_the_table_is_a_list_to_look_up(atlas: Atlas, folder: Path) -> None:
    found = csv.DictReader(io.StringIO(atlas.run("match", "--csv", "_site/api/v1/crosswalk.csv").out, newline=""))
    told = [(row["id"], row["model_id"]) for row in rows(folder) if row["level"] != "medium"]
    assert [(row["id"], row["match"]) for row in found if row["match"]] == told


def test_a_record_goes_by_its_name_without_the_kind_of_page(whole: Path) -> None:
    assert ("anthropic_pricing", "Claude Opus 9.1") in known_as(whole, "anthropic/opus-9.1")


def test_a_document_bears_its_schema_and_the_state_of_the_catalog(folder: Path) -> None:
    told = json.loads((folder / "_site/api/v1/crosswalk.json").read_text(encoding="utf-8"))
    assert list(told) == ["$schema", "status", "crosswalk"]
    assert told["$schema"] == "schema/crosswalk.schema.json"
    assert told["status"] == json.loads((folder / "_site/api/v1/models/all.json").read_text(encoding="utf-8"))["status"]


@pytest.mark.parametrize("which", ["folder", "whole", "hostile"])
@pytest.mark.parametrize("with_source", [True, False])
def test_every_id_leads_back_to_its_model_and_to_no_other(
    which: str, with_source: bool, request: pytest.FixtureRequest
) -> None:
    place: Path = request.getfixturevalue(which)
    catalog = asked(place / "data/catalog.db")
    counted = lead_back(catalog, with_source)
    assert counted["back"] > 0.7 * len(catalog.known)


def test_an_id_says_in_other_spellings_whose_it_is(catalog: Asked) -> None:
    for one in catalog.known:
        for text in spellings(one) if one.level != "medium" else ():
            found = catalog.find(text)
            assert (found.match, found.verdict.level) == (one.model_id, one.level), text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("https://openrouter.ai/api/v1/models/acme/atlas-7b/endpoints", ("openrouter", ATLAS)),
        ("https://openrouter.ai/models/acme/atlas-7b%3Afree", ("openrouter", f"{ATLAS}:free")),
        ("HTTPS://www.HuggingFace.co/acme/Atlas-7B/", ("huggingface", "acme/Atlas-7B")),
        ("https://hf.co/acme/Atlas-7B", ("huggingface", "acme/Atlas-7B")),
        ("https://huggingface.co/api/models/acme/Atlas-7B", ("huggingface", "acme/Atlas-7B")),
        ("huggingface:acme/Atlas-7B", ("huggingface", "acme/Atlas-7B")),
        ("https://huggingface.co/datasets/acme/Atlas-7B", None),
        ("https://huggingface.co/acme", None),
        ("https://openrouter.ai/", None),
        ("https://evil.example/huggingface.co/acme/Atlas-7B", None),
        ("hf:acme", None),
        (ATLAS, None),
    ],
)
def test_an_address_is_read_for_the_id_in_it(text: str, meant: tuple[str, str] | None) -> None:
    assert spelled(text) == meant


def test_an_id_that_sellers_use_for_two_models_leads_to_neither(catalog: Asked) -> None:
    assert catalog.bearers("water-1") == {"acme/lake", "acme/sea"}
    assert catalog.find("water-1").match is None
    assert catalog.find("acme/Shared").match is None
    assert catalog.find("pkg:huggingface/acme/Shared").match is None


def test_a_seller_s_word_that_reads_as_another_model_is_not_sure_without_its_source(catalog: Asked) -> None:
    alone = catalog.find("m2")
    assert (alone.match, alone.key, alone.verdict.level) == (None, "acme/m2", "medium")
    assert catalog.find("m2", "openrouter").match == "acme/m1"


def test_who_makes_it_outweighs_who_sells_under_the_id(atlas: Atlas) -> None:
    assert ask(atlas, "the-house-name")["model_id"] == ATLAS
    assert ask(atlas, "the-house-name", "--author", "globe")["model_id"] is None


def ask(atlas: Atlas, *words: str) -> Row:
    ran = atlas.run("match", *words, "--json")
    assert (ran.status, ran.err) == (0, "")
    return dict(json.loads(ran.out))


def test_match_tells_every_id_of_the_model(atlas: Atlas, folder: Path) -> None:
    told = ask(atlas, "pkg:huggingface/acme/Atlas-7B@main?x=y")
    assert (told["model_id"], told["relation"], told["level"], told["rule"]) == (
        ATLAS, "same_release", "exact", "known-id",
    )  # fmt: skip
    assert told["evidence"][0] == {
        "field": "id", "left": "acme/Atlas-7B", "state": "equal",
        "right": "huggingface:acme/Atlas-7B is acme/atlas-7b (declared-weights)",
    }  # fmt: skip
    wanted = ("source", "id", "relation", "level", "purl")
    assert told["ids"] == [{name: row[name] for name in wanted} for row in rows(folder) if row["model_id"] == ATLAS]
    assert ask(atlas, "nothing-that-anybody-knows")["ids"] == []


def test_match_tells_people_the_ids_of_the_first_sources(atlas: Atlas) -> None:
    out = atlas.run("match", "Atlas 7B").out
    assert out.endswith(
        "known as (11 ids, all of them with --json):\n  openrouter   acme/atlas-7b\n"
        "  huggingface  pkg:huggingface/acme/Atlas-7B\n  models_dev   north/acme/Atlas-7B\n  arena        Atlas 7B\n"
    )
    assert "known as" not in atlas.run("match", "nothing-that-anybody-knows").out


def test_what_people_are_told_moves_no_cursor(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    atlas = Atlas(hostile, monkeypatch)
    for name in ("acme/broken", "acme/lines", "acme/turned", "acme/long"):
        lines = atlas.run("match", name).out.split("\n")
        assert any(line.startswith("known as (") for line in lines)
        assert [line for line in lines if not line.isprintable() or len(line) > 1_500] == []


def test_a_list_says_whose_ids_it_has(atlas: Atlas, folder: Path) -> None:
    table = folder / "ours.csv"
    table.write_text(
        "id,source\nm2,openrouter\nm2,\nhf:acme/Atlas-7B,\nnorth/atlas-7b-fp8,models_dev\n", encoding="utf-8"
    )
    found = atlas.run("match", "--csv", str(table)).out.splitlines()[1:]
    assert [line.split(",")[:4] for line in found] == [
        ["m2", "acme/m1", "exact", "offer_of"],
        ["m2", "", "medium", "same_release"],
        ["hf:acme/Atlas-7B", ATLAS, "exact", "same_release"],
        ["north/atlas-7b-fp8", ATLAS, "high", "artifact_of"],
    ]


def test_the_ids_that_a_page_shows_are_those_of_the_crosswalk(whole: Path) -> None:
    shown = 0
    for page in sorted((whole / "_site/models").rglob("index.md")):
        _, _, part = page.read_text(encoding="utf-8").partition("## Identifiers\n")
        told = [line.removeprefix("- ").partition(": ") for line in part.partition("\n## ")[0].splitlines() if line]
        ids = [(label, id_.replace("\\", "")) for label, _, id_ in told if label not in ("Name", "Primary ID")]
        for label, id_ in ids:
            source = "huggingface" if label == "Hugging Face ID" else "openrouter"
            assert (source, id_) in known_as(whole, {label: id_ for label, _, id_ in told}["Primary ID"]), (page, label)
            shown += 1
    assert shown > 20


def test_an_id_that_was_published_once_is_known_still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    atlas = Atlas(tmp_path, monkeypatch)
    atlas.listen_to(None)
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    assert atlas.run("build", "--no-render").status == 0
    with (tmp_path / "data/published.jsonl").open("a", encoding="utf-8") as file:
        line = {"id": "acme/once", "source": "openrouter", "record": "acme/m4", "on": "2026-07-01"}
        file.write(json.dumps(line) + "\n" + json.dumps({**line, "on": "2026-07-02", "gone": True}) + "\n")
    assert atlas.run("build", "--no-render").status == 0
    once = {
        "model_id": "acme/m4", "source": "atlas", "record": "acme/once", "id": "acme/once", "purl": None,
        "relation": "same_release", "level": "exact", "rule": "former-id",
    }  # fmt: skip
    assert [row for row in rows(tmp_path) if row["source"] == "atlas"] == [once]
    assert json.loads(atlas.run("export", "crosswalk").out) == json.loads(
        (tmp_path / "_site/api/v1/crosswalk.json").read_text(encoding="utf-8")
    )
    assert ask(atlas, "acme/once")["model_id"] == "acme/m4"


part = st.text(st.characters(), min_size=1).filter(lambda text: "/" not in text)


@given(part, part)
def test_a_package_url_leads_back_to_any_repository(namespace: str, name: str) -> None:
    purl = huggingface_purl(f"{namespace}/{name}")
    assert purl is not None
    assert purl.isascii()
    assert not set(purl.removeprefix("pkg:huggingface/")) & set(" @?#\"'<>&\\=+")
    assert repository_of(purl) == f"{namespace}/{name}"
    assert repository_of(f"{purl}@0a1b?repository_url=https://x.example/#a/b") == f"{namespace}/{name}"


@given(st.text(st.characters()))
def test_any_text_is_a_package_url_of_a_repository_or_of_none(text: str) -> None:
    found = repository_of(text)
    assert found is None or huggingface_purl(found) is not None


@pytest.mark.parametrize(
    ("repository", "purl"),
    [
        ("microsoft/deberta-v3-base", "pkg:huggingface/microsoft/deberta-v3-base"),
        ("Qwen/Qwen2.5-7B_x~1", "pkg:huggingface/Qwen/Qwen2.5-7B_x~1"),
        ("a b/c%d", "pkg:huggingface/a%20b/c%25d"),
        ("ü/é", "pkg:huggingface/%C3%BC/%C3%A9"),
        ("gpt2", None),
        ("a/b/c", None),
        ("a/", None),
        ("", None),
    ],
)
def test_a_repository_has_the_package_url_of_the_specification(repository: str, purl: str | None) -> None:
    assert huggingface_purl(repository) == purl


@pytest.mark.parametrize(
    ("text", "repository"),
    [
        ("pkg:HuggingFace/Org/Name", "Org/Name"),
        ("PKG://huggingface/Org/Name", "Org/Name"),
        ("pkg:huggingface/Org/Name@ABC", "Org/Name"),
        ("pkg:huggingface/Org", None),
        ("pkg:huggingface/a/b/c", None),
        ("pkg:pypi/Org/Name", None),
        ("pkg:huggingface/%FF/x", None),
        ("Org/Name", None),
    ],
)
def test_a_package_url_is_read_as_the_specification_has_it(text: str, repository: str | None) -> None:
    assert repository_of(text) == repository
