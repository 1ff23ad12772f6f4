"""Files that are carried over: never other ones than a build from nothing would make."""

import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from tests.answers import endpoint, endpoints_answer, envelope, model, provider
from tests.atlas import Atlas, ten_models

LIST, FOLDER = "data/carried.json", "data/folder.json"
GONE = model("acme/atlas-5b", description="It was here once.")


def night(day: str, *rows: dict[str, Any], **changes: Any) -> Callable[[Atlas], object]:
    """A step: the list of another day."""
    listed = {row["id"]: row for row in (*ten_models(**changes), model(), *rows)}
    return lambda atlas: atlas.backfill(envelope(*listed.values()), day)


def recorded(name: str, url: str, answer: Any) -> Callable[[Atlas], object]:
    """A step: an answer of another address."""

    def take(atlas: Atlas) -> None:
        folder = atlas.folder / "more" / name
        folder.mkdir(parents=True)
        (folder / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
        row = {"source": "openrouter", "url": url, "fetched_at": "2026-07-31T13:00:00Z", "file": "answer.json"}
        (folder / "index.jsonl").write_text(json.dumps(row), encoding="utf-8")
        assert atlas.run("backfill", "openrouter", str(folder)).status == 0

    return take


def edited(atlas: Atlas) -> None:
    """A step: somebody writes into a published page."""
    page = atlas.folder / "_site/models/acme/atlas-5b/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("once", "twice, or more often"), encoding="utf-8")


def lost(atlas: Atlas) -> None:
    """A step: a published page is deleted."""
    (atlas.folder / "_site/models/acme/atlas-5b/index.md").unlink()


API = "https://openrouter.ai/api/v1"
STEPS: dict[str, Callable[[Atlas], object]] = {
    "a night with another price": night("2026-07-31", model("acme/m3", pricing={"prompt": "0.000001"})),
    "a night with a price that a guard holds": night("2026-07-31", pricing={"prompt": "0", "completion": "0"}),
    "a night with another way to buy a model": night("2026-07-31", GONE, model("acme/atlas-5b:free")),
    "a night in which a model of the family has another name": night(
        "2026-07-31", model("acme/atlas-7b", name="Acme: Another Name")
    ),
    "a night in which two models have one name": night("2026-07-31", model("acme/twin", name=GONE["name"])),
    "an older day that comes late": night("2026-07-28", model("acme/atlas-5b", description="It was otherwise.")),
    "a seller by name": recorded("providers", f"{API}/providers", envelope(provider("novita", name="Novita Two"))),
    "a seller's price": recorded(
        "endpoints", f"{API}/models/acme/atlas-5b/endpoints", endpoints_answer("acme/atlas-5b", endpoint())
    ),
    "a page that was written into": edited,
    "a page that was deleted": lost,
    "nothing at all": lambda atlas: None,
}


@pytest.fixture
def published(atlas: Atlas) -> Atlas:
    """A catalog of two days, published."""
    night("2026-07-29", GONE)(atlas)
    night("2026-07-30")(atlas)
    assert atlas.run("build").status == 0
    assert (atlas.folder / LIST).exists()
    return atlas


def from_nothing(atlas: Atlas, *options: str) -> dict[str, bytes]:
    """What a build makes where nothing was published before."""
    shutil.copytree(atlas.folder / "data", atlas.folder / "fresh")
    (atlas.folder / "fresh/carried.json").unlink(missing_ok=True)
    assert atlas.run("build", "--data", "fresh", "--out", "fresh_site", *options).status in (0, 3)
    return atlas.files("fresh_site")


@pytest.mark.parametrize("step", STEPS)
def test_after_any_night_the_folder_is_what_a_build_from_nothing_makes(published: Atlas, step: str) -> None:
    STEPS[step](published)
    assert published.run("build").status in (0, 3)
    assert published.files() == from_nothing(published)


@pytest.mark.parametrize("options", [("--base-url", "https://example.org/x/"), ("--no-render",)])
def test_other_options_make_other_files(published: Atlas, options: tuple[str, ...]) -> None:
    night("2026-07-31", description="Another text.")(published)
    assert published.run("build", *options).status == 0
    assert published.run("build").status == 0
    assert published.files() == from_nothing(published)


def test_a_week_without_an_answer_is_told_on_every_page(published: Atlas) -> None:
    published.monkeypatch.setenv("SOURCE_DATE_EPOCH", "1786190400")  # 2026-08-08
    assert published.run("build").status == 0
    assert "was not asked lately" in published.text("models/acme/atlas-5b/index.html")
    assert published.files() == from_nothing(published)


def test_pages_of_models_that_did_not_change_are_not_made_again(
    published: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    night("2026-07-31")(published)
    made: list[str] = []
    count_pages(monkeypatch, made)
    assert published.run("build").status == 0
    assert "acme/m0" in made
    assert "acme/atlas-5b" not in made
    del made[:]
    assert published.run("build").status == 0
    assert made == []


def test_without_the_list_or_with_a_torn_one_everything_is_made(
    published: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    count_pages(monkeypatch, made)
    before = published.files()
    for text in (None, "", '{"key": "', '{"key": 1, "until": "", "groups": {}}', "[]"):
        path = published.folder / LIST
        path.unlink() if text is None else path.write_text(text, encoding="utf-8")
        (published.folder / FOLDER).unlink()  # with it there would be nothing to publish at all
        del made[:]
        assert published.run("build").status == 0
        assert "acme/atlas-5b" in made
        assert published.files() == before


def count_pages(monkeypatch: pytest.MonkeyPatch, made: list[str]) -> None:
    """Write down the id of every model whose page is made."""
    from catalog.render.model_page import ModelPages

    context = ModelPages.context

    def counted(self: ModelPages, detail: Any, page: Any) -> Any:
        made.append(detail.id)
        return context(self, detail, page)

    monkeypatch.setattr(ModelPages, "context", counted)
