"""Pictures of models: drawn where they are asked for, once, whatever a name is made of; else there are none."""

import io
import re
import sys

import pytest

from catalog.render import pages
from catalog.render.cards import SITE, Card, Cards, draw
from tests.answers import envelope, model
from tests.atlas import Atlas, ten_models
from tests.hostile import BAD

Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
NAMED = re.compile(r'<meta property="og:image" content="http://localhost:8000/(cards/[0-9a-f]{20}\.png)">')


@pytest.fixture
def pictured(atlas: Atlas) -> Atlas:
    """A folder that asks for pictures, with one day taken in."""
    settings = atlas.folder / "modelatlas.toml"
    settings.write_text(f"og_images = true\n{settings.read_text(encoding='utf-8')}", encoding="utf-8")
    atlas.backfill(envelope(*ten_models(), model("acme/gone")), "2026-07-29")
    return atlas


def built(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Build; gives the titles of the cards that were drawn."""
    drawn: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(pages, "draw", lambda card: (drawn.append(card.title), draw(card))[1])
        assert atlas.run("build").status in (0, 3)
    return sorted(drawn)


def test_every_page_names_a_picture_that_is_there_and_says_what_is_on_it(pictured: Atlas) -> None:
    assert pictured.run("build").status == 0
    site = pictured.folder / "_site"
    named = {}
    for page in site.rglob("*.html"):
        (named[page.relative_to(site).as_posix()],) = NAMED.findall(page.read_text(encoding="utf-8"))
    assert set(named.values()) == {path.relative_to(site).as_posix() for path in site.glob("cards/*")}
    assert len(set(named.values())) == 12
    assert named["index.html"] == named["sources/index.html"] != named["models/acme/m1/index.html"]
    with Image.open(site / named["models/acme/m1/index.html"]) as image:
        assert (image.size, image.mode, image.format) == ((1200, 630), "P", "PNG")
    text = pictured.text("models/acme/m1/index.html")
    assert "m1. Context 123K; Input / 1M tokens $0.42; Output / 1M tokens $1.25" in text
    assert '<meta name="twitter:card" content="summary_large_image">' in text


def test_only_what_changed_is_drawn_again(pictured: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(built(pictured, monkeypatch)) == 12
    assert built(pictured, monkeypatch) == []
    dear = model("acme/m3", pricing={"prompt": "0.000001", "completion": "0.000002"})
    rows = {row["id"]: row for row in (*ten_models(), dear)}
    pictured.backfill(envelope(*rows.values()), "2026-07-30")
    assert built(pictured, monkeypatch) == ["Acme: gone", "Acme: m3"]
    assert pictured.run("build", "--out", "fresh").status == 0
    assert pictured.files("fresh") == pictured.files()


def test_a_picture_that_is_torn_or_gone_is_drawn_again(pictured: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    built(pictured, monkeypatch)
    before = pictured.files()
    first, second, *_ = sorted((pictured.folder / "_site/cards").iterdir())
    first.write_bytes(first.read_bytes()[:300])
    second.unlink()
    assert len(built(pictured, monkeypatch)) == 2
    assert pictured.files() == before


def test_without_pillow_there_are_none_and_a_word_says_so(pictured: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "PIL", None)
        ran = pictured.run("build")
    assert ran.status == 0
    assert "og_images: no pictures: Pillow is missing" in ran.out + ran.err
    assert not (pictured.folder / "_site/cards").exists()
    text = pictured.text("models/acme/m1/index.html")
    assert "og:image" not in text
    assert '<meta name="twitter:card" content="summary">' in text
    assert pictured.run("build").status == 0
    assert "og:image" in pictured.text("models/acme/m1/index.html")


def test_nobody_has_pictures_who_does_not_ask(atlas: Atlas) -> None:
    atlas.backfill(envelope(*ten_models()), "2026-07-29")
    assert atlas.run("build").status == 0
    assert not (atlas.folder / "_site/cards").exists()


@pytest.mark.parametrize("text", [*BAD.values(), "通义千问", "", " ", "word " * 400], ids=ascii)
def test_any_text_can_be_drawn_and_always_comes_out_the_same(text: str) -> None:
    card = Card(text, "acme/x", (("Context", text[:20]), ("Input", "$1.00")))
    drawn = draw(card)
    assert drawn == draw(card)
    with Image.open(io.BytesIO(drawn)) as image:
        right = image.convert("L").crop((1160, 0, 1200, 630)).getextrema()
    assert right[0] > 230, "it leaves the picture"


def test_what_the_font_cannot_write_gives_way_to_the_id() -> None:
    assert draw(Card("通义千问", "qwen/q")) == draw(Card("qwen/q", "qwen/q"))
    assert draw(Card("通 Q 2.5 Max", "qwen/q")) == draw(Card("Q 2.5 Max", "qwen/q"))
    assert len(draw(SITE)) < 20_000


def test_a_card_is_named_for_what_is_on_it_and_what_draws_it() -> None:
    cards = Cards(True, "https://x.example/")
    assert cards.path(SITE) != cards.path(SITE._replace(title="x"))
    other = Cards(True, "https://x.example/")
    other.by = "another"
    assert cards.path(SITE) != other.path(SITE)
