"""A whole catalog of several sources, from the command line: each link between records is there with its reasons."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from catalog.store.tables import PUBLIC
from tests.answers import envelope, model
from tests.atlas import Atlas, ten_models
from tests.conftest import NOW
from tests.crawl import broken_links, markup_errors
from tests.whole import ATLAS, FIXTURES, of_arena, of_models_dev


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a built catalog and its site, made once."""
    folder = tmp_path_factory.mktemp("linked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
        atlas = Atlas(folder, patch)
        atlas.listen_to(None)
        alias = model("~acme/atlas-latest", alias_target={"slug": ATLAS, "name": "Atlas"})
        sizes = model("acme/atlas-70b", hugging_face_id="acme/Atlas-70B")
        atlas.backfill(
            envelope(*ten_models(hugging_face_id=None), model(ATLAS), model(f"{ATLAS}:free"), alias, sizes),
            "2026-07-30",
        )
        for source in ("arena", "openai_pricing"):
            shutil.copytree(FIXTURES / source, folder / source)
        of_arena(folder / "arena")
        for source in ("arena", "openai_pricing"):
            assert atlas.run("backfill", source, source).status in (0, 3)
        assert atlas.run("backfill", "models_dev", str(of_models_dev(folder))).status == 0
        assert atlas.run("build").status in (0, 3)
    return folder


@pytest.fixture
def built(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Atlas:
    return Atlas(folder, monkeypatch)


def shown(built: Atlas, id_: str) -> dict[str, Any]:
    ran = built.run("show", id_, "--json")
    assert (ran.status, ran.err) == (0, "")
    return dict(json.loads(ran.out))


def test_show_tells_who_speaks_of_a_model_and_why(built: Atlas) -> None:
    matches = {(row["source"], row["record"]): row for row in shown(built, ATLAS)["matches"]}
    sold = matches["models_dev", "north/acme/Atlas-7B"]
    assert (sold["relation"], sold["level"], sold["rule"]) == ("offer_of", "exact", "declared-id")
    assert sold["evidence"]["fields"][0] == {
        "field": "wire_id", "left": "acme/Atlas-7B", "right": ATLAS, "state": "equal",
    }  # fmt: skip
    packed = matches["models_dev", "north/atlas-7b-fp8"]
    assert (packed["relation"], packed["level"]) == ("artifact_of", "high")
    assert {"field": "quantization", "left": "fp8", "right": "", "state": "missing"} in packed["evidence"]["fields"]
    assert packed["evidence"]["note"].startswith("right in ")
    assert ("models_dev", "north/atlas-7b-2026-01-02") not in matches
    assert ("arena", "config:acme-atlas-7b") not in matches


def test_show_tells_ratings_family_and_weights(built: Atlas) -> None:
    told = shown(built, ATLAS)
    assert {row["source"] for row in told["scores"]} == {"arena"}
    settings = {row["configuration"]: (row["setting"], row["rank"]) for row in told["scores"]}
    assert settings == {"Atlas 7B": ("", 2), "atlas-7b-high": ("high", 1)}
    assert built.rows(f"select arena_rank from models where id = '{ATLAS}'") == [(2,)]
    assert {"model_id": ATLAS, "other_id": "acme/atlas-70b", "relation": "sibling_of"}.items() <= told["kin"][0].items()
    assert "size 70b, here 7b" in told["kin"][0]["why"]
    assert [row["hugging_face_id"] for row in told["artifacts"]] == ["acme/Atlas-7B"]


def test_a_model_that_only_its_maker_lists_is_shown_like_any_other(built: Atlas) -> None:
    told = shown(built, "openai/atlas-9-pro")
    assert (told["status"], told["source_type"]) == ("active", "openai_pricing_only")
    assert told["fields"]["input_usd_per_mtok"]["rule"] == "maker-record"
    assert (built.folder / "_site/models/openai/atlas-9-pro/index.html").is_file()


@pytest.mark.parametrize(
    ("name", "meant", "relation", "level"),
    [
        ("Atlas 7B", ATLAS, "same_release", "exact"),
        ("acme/Atlas-7B-GGUF", ATLAS, "artifact_of", "high"),
        ("~acme/atlas-latest", ATLAS, "alias_of", "exact"),
        (f"{ATLAS}:free", ATLAS, "offer_of", "exact"),
        ("acme/atlas-7b-base", None, "sibling_of", "none"),
    ],
)
def test_a_foreign_name_is_found_or_told_apart(
    built: Atlas, name: str, meant: str | None, relation: str, level: str
) -> None:
    answer = json.loads(built.run("match", name, "--json").out)
    assert (answer["model_id"], answer["relation"], answer["level"]) == (meant, relation, level)


def test_every_link_is_in_the_published_database_and_documented(built: Atlas) -> None:
    about = dict(built.rows('select "table", one_row_is from _about'))
    for table in ("matches", "scores", "kin", "aliases", "artifacts"):
        assert about[table] == PUBLIC[table].about
        columns = [row[1] for row in built.rows(f"pragma table_info({table})")]
        assert columns == list(PUBLIC[table].columns)
    for table in ("matches", "scores", "kin", "artifacts"):
        assert built.rows(f"select count(*) from {table}") > [(0,)], table


def test_the_database_holds_the_grounds_of_every_judgement(built: Atlas) -> None:
    for level, model_id, text in built.rows("select level, model_id, evidence from matches"):
        evidence = json.loads(text)
        assert "fields" in evidence
        if level in ("medium", "low"):
            assert evidence["runner_up"]["model_id"] or model_id
    dated = built.rows("select model_id, level, relation, evidence from matches where record like '%2026-01-02'")
    ((model_id, level, relation, evidence),) = dated
    assert (model_id, level, relation) == (None, "medium", "snapshot_of")
    assert json.loads(evidence)["runner_up"]["model_id"] == ATLAS


def test_no_link_of_the_database_leads_nowhere(built: Atlas) -> None:
    for table, column in (
        ("matches", "model_id"), ("scores", "model_id"), ("artifacts", "model_id"), ("kin", "model_id"),
        ("kin", "other_id"),
    ):  # fmt: skip
        lost = f"select {column} from {table} where {column} is not null and {column} not in (select id from models)"
        assert built.rows(lost) == []
    pairs = set(built.rows("select model_id, other_id from kin"))
    assert pairs == {(other, one) for one, other in pairs}


def test_the_page_says_who_speaks_of_the_model(built: Atlas) -> None:
    page = built.text(f"models/{ATLAS}/index.html")
    assert '<h2 id="matches">Who speaks of it, and why we think so</h2>' in page
    assert "<b>models.dev</b> <code>north/atlas-7b-fp8</code>" in page
    assert "north/atlas-7b-2026-01-02" in page.partition("may mean it")[2]
    assert "Leaderboard ratings" in page
    assert "Family and weights" in page
    assert "size 70b, here 7b" in page
    assert markup_errors(built.folder / f"_site/models/{ATLAS}/index.html") == []


def test_no_link_of_the_site_is_broken(built: Atlas) -> None:
    (built.folder / "_site/404.html").unlink(missing_ok=True)  # its links begin at the path of the base URL
    assert broken_links(built.folder / "_site") == []
