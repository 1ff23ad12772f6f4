"""An id that was ever published keeps an address, whatever is learned later of the record that stood for it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from catalog.published_ids import Line, PublishedIds
from tests.answers import envelope
from tests.atlas import Atlas, ten_models
from tests.catalog.test_corrected_catalog import ROOT, Checkout
from tests.conftest import NOW

SAME = """[[judgement]]
record = "mistral_pricing:Vox TTS"
relation = "same_release"
model = "acme/m4"
who = "ab"
on = 2026-07-30
why = "its maker says so"
url = "https://example.org/"
"""
FILE = "data/published.jsonl"
VOX = "mistralai/vox-tts"
DAY = "31 July 2026"
"""Of the newest answer."""


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout in which a maker's own page founds a model that no router lists."""
    checkout = Checkout(tmp_path)
    shutil.copytree(ROOT / "tests/fixtures/sources/mistral_pricing", tmp_path / "mistral_pricing")
    assert checkout.run("backfill", "mistral_pricing", "mistral_pricing").returncode == 0
    checkout.build()
    return checkout


@pytest.fixture
def atlas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Atlas:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    atlas = Atlas(tmp_path, monkeypatch)
    atlas.listen_to(None)
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    assert atlas.run("build").status == 0
    return atlas


def judge(checkout: Checkout, text: str) -> None:
    (checkout.folder / "data/curated/crosswalk.toml").write_text(text, encoding="utf-8")


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / FILE).read_text(encoding="utf-8").splitlines()]


def append(atlas: Atlas, *rows: dict[str, Any]) -> None:
    with (atlas.folder / FILE).open("a", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(row)}\n" for row in rows)


def test_an_id_whose_record_turns_out_to_be_another_model_leads_to_that_one(checkout: Checkout) -> None:
    assert {"acme/m4", VOX} <= {line["id"] for line in lines(checkout.folder)}
    judge(checkout, SAME)
    checkout.build()
    files = checkout.files()
    assert VOX not in [row["id"] for row in json.loads(files["api/v1/models/all.json"])["models"]]
    page = files[f"models/{VOX}/index.html"].decode()
    assert 'href="../../../models/acme/m4/"' in page
    assert f"from {DAY} until {DAY}, for the record Vox TTS of Mistral" in page
    for path in (f"api/v1/models/{VOX}.json", f"models/{VOX}/index.json"):
        assert json.loads(files[path])["renamed_to"] == "acme/m4"
    assert f"models/{VOX}/".encode() not in files["sitemap.xml"]
    assert b"models/acme/m4/" in files["sitemap.xml"]
    shown = checkout.run("show", VOX, "--json")
    assert json.loads(shown.stdout)["id"] == "acme/m4"
    assert "mistral_pricing:Vox TTS, which means acme/m4 now" in shown.stderr
    then = checkout.run("show", VOX, "--as-of", "2026-07-31", "--json")
    assert json.loads(then.stdout)["id"] == "acme/m4"
    assert "mistral_pricing:Vox TTS, which means acme/m4 now" in then.stderr
    (last,) = (line for line in lines(checkout.folder) if line.get("gone"))
    assert (last["id"], last["source"], last["record"]) == (VOX, "mistral_pricing", "Vox TTS")

    checkout.forget()
    checkout.build()
    assert checkout.files() == files


def test_an_id_that_is_a_model_again_is_one_again(checkout: Checkout) -> None:
    judge(checkout, SAME)
    checkout.build()
    judge(checkout, "")
    checkout.build()
    assert json.loads(checkout.files()[f"api/v1/models/{VOX}.json"])["fields"]
    assert [line.get("gone", False) for line in lines(checkout.folder) if line["id"] == VOX] == [False, True, False]


def test_without_the_file_only_what_was_forgotten_is_lost(checkout: Checkout) -> None:
    judge(checkout, SAME)
    checkout.build()
    (checkout.folder / FILE).unlink()
    checkout.build()
    assert {"acme/m4", VOX} & {line["id"] for line in lines(checkout.folder)} == {"acme/m4"}
    assert f"models/{VOX}/index.html" not in checkout.files()


def test_an_id_whose_record_means_no_model_any_more_says_what_it_was(atlas: Atlas) -> None:
    append(atlas, {"id": "acme/ghost", "source": "models_dev", "record": "acme/<ghost>", "on": "2026-07-01"})
    assert atlas.run("build").status == 0
    page = atlas.text("models/acme/ghost/index.html")
    assert "This id is no model of its own any more." in page
    assert "from 1 July 2026 until 30 July 2026, for the record acme/&lt;ghost&gt; of models.dev" in page
    assert atlas.json("api/v1/models/acme/ghost.json") == {
        "$schema": "../../schema/pointer.schema.json", "id": "acme/ghost", "renamed_to": None,
        "source": "models_dev", "record": "acme/<ghost>", "first_on": "2026-07-01", "gone_on": "2026-07-30",
    }  # fmt: skip
    shown = atlas.run("show", "acme/ghost")
    assert shown.status == 1
    assert "for models_dev:acme/<ghost>, which means no model now" in shown.err
    then = atlas.run("show", "acme/ghost", "--as-of", "2026-07-30")
    assert (then.status, then.out) == (1, "")
    assert "for models_dev:acme/<ghost>, which means no model now" in then.err


def test_an_id_that_came_up_for_another_record_says_what_it_stood_for(atlas: Atlas) -> None:
    kept = (atlas.folder / FILE).read_bytes()
    (atlas.folder / FILE).unlink()
    append(atlas, {"id": "acme/m1", "source": "openrouter", "record": "acme/m2", "on": "2026-07-01"})
    with (atlas.folder / FILE).open("ab") as file:
        file.write(kept)
    assert atlas.run("build").status == 0
    page = atlas.text("models/acme/m1/index.html")
    assert "Until 30 July 2026 this address stood for acme/m2 of OpenRouter API" in page
    assert 'href="../../../models/acme/m2/"' in page
    assert "this address stood for" not in atlas.text("models/acme/m2/index.html")


def test_a_line_that_was_torn_is_passed_over_and_the_next_one_begins_anew(atlas: Atlas) -> None:
    whole = (atlas.folder / FILE).read_bytes()
    (atlas.folder / FILE).write_bytes(whole[:-20])
    assert atlas.run("build").status == 0
    again = PublishedIds(atlas.folder / FILE).lines
    assert [line.id for line in again] == [f"acme/m{number}" for number in range(10)]
    assert (atlas.folder / FILE).read_bytes().startswith(whole[:-20] + b"\n")


@pytest.mark.parametrize(
    "text", ["", "\n\n", "[]\n", "3\n", '{"id": 3, "source": "s", "record": "r", "on": "x"}\n', "\xff"]
)
def test_what_is_no_line_of_the_file_is_no_id(tmp_path: Path, text: str) -> None:
    path = tmp_path / "published.jsonl"
    path.write_bytes(text.encode("latin-1"))
    assert PublishedIds(path).lines == []


def test_nothing_is_written_where_nothing_is_new(tmp_path: Path) -> None:
    ids = PublishedIds(tmp_path / "published.jsonl")
    new = ids.note({"a/b": ("s", "r\ud800")}, "2026-07-30")
    assert new == [Line("a/b", "s", "r\ud800", "2026-07-30")]
    assert not ids.path.exists()
    ids.write(new)
    again = PublishedIds(ids.path)
    assert again.lines == new
    assert again.note({"a/b": ("s", "r\ud800")}, "2026-08-30") == []


def test_what_failed_to_be_published_is_not_noted(atlas: Atlas) -> None:
    before = (atlas.folder / FILE).read_bytes()
    atlas.backfill(envelope(*ten_models(), *[{**row, "id": f"{row['id']}-new"} for row in ten_models()]), "2026-07-31")
    (atlas.folder / "_site/api/v1/models/all.json").unlink()  # now it is somebody else's folder
    assert atlas.run("build").status == 1
    assert (atlas.folder / FILE).read_bytes() == before


def test_another_id_of_a_model_has_an_address_in_the_api_too(atlas: Atlas) -> None:
    atlas.backfill(envelope(*ten_models(), {**ten_models()[0], "id": "acme/m0:free"}), "2026-07-31")
    assert atlas.run("build").status == 0
    schema = "../../schema/pointer.schema.json"
    told = {"$schema": schema, "id": "acme/m0:free", "renamed_to": "acme/m0", "relation": "offer_of"}
    assert atlas.json("api/v1/models/acme/m0=3Afree.json") == told
    assert "openrouter" in {line["source"] for line in lines(atlas.folder) if line["id"] == "acme/m0:free"}
