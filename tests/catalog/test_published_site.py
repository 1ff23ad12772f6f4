"""The published folder as a whole: every link leads somewhere, every page is itself, robots find all."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.answers import envelope, model
from tests.atlas import Atlas, routes, ten_models
from tests.crawl import broken_links, markup_errors, pages, twice
from tests.upstream import Upstream

HOSTILE = "<script>alert(1)</script>\u202e]]>&amp;"


@pytest.fixture
def site(atlas: Atlas, upstream: Upstream) -> Path:
    """A site with every kind of page: models, gone ones, variants, aliases, strange ids."""
    alias = model("~acme/latest", alias_target={"slug": "acme/m0", "name": "M"})
    strange = model("../../x", name=HOSTILE, description=HOSTILE)
    rows: list[dict[str, Any]] = [*ten_models(), model("acme/m0:free"), model("solo/s:free"), alias, strange]
    rows += [model("acme/twin-a", name="Twin"), model("acme/twin-b", name="Twin")]
    atlas.backfill(envelope(*rows, model("acme/gone")), "2026-07-30")
    upstream.routes.update(routes(*rows))
    atlas.listen_to(upstream)
    assert atlas.run("refresh", "openrouter", "--base-url", "https://atlas.example/a/b").status == 0
    return atlas.folder / "_site"


def test_no_link_is_broken(site: Path) -> None:
    (site / "404.html").unlink()  # its links begin at the path that the base URL names
    assert len(pages(site)) > 20
    assert broken_links(site) == []


def test_the_404_page_finds_its_style_under_the_published_path(site: Path) -> None:
    page = (site / "404.html").read_text(encoding="utf-8")
    addresses = re.findall(r'(?:href|src)="([^"#]*)"', page)
    assert addresses
    for address in addresses:
        if not address.startswith("https://atlas.example/a/b/"):
            assert address.startswith("/a/b/")
            path = site / address.removeprefix("/a/b/")
            assert (path / "index.html" if address.endswith("/") else path).is_file()


def test_titles_descriptions_and_canonical_links_are_unique(site: Path) -> None:
    assert twice(site, r"<title>([^<]*)</title>") == []
    assert twice(site, r'<meta name="description" content="([^"]*)"') == []
    assert twice(site, r'<link rel="canonical" href="([^"]*)"') == []


def test_every_page_is_sound_html(site: Path) -> None:
    assert [error for page in pages(site) for error in markup_errors(page)] == []


def test_the_sitemap_names_every_page_that_is_no_pointer_at_its_address(site: Path) -> None:
    tree = ElementTree.parse(site / "sitemap.xml")  # noqa: S314 - our own file
    named = {str(element.text) for element in tree.iter() if element.tag.endswith("loc")}
    texts = {page.relative_to(site).as_posix(): page.read_text(encoding="utf-8") for page in pages(site)}
    unlisted = {path for path, text in texts.items() if '<meta name="robots" content="noindex">' in text}
    canonical = {
        match[1]
        for path, text in texts.items()
        if path not in unlisted
        for match in re.finditer(r'<link rel="canonical" href="([^"]*)"', text)
    }
    assert named == canonical
    assert "https://atlas.example/a/b/models/acme/m0/" in named
    ways = ("models/acme/m0=3Afree", "models/solo/s=3Afree", "models/~acme/latest")
    assert unlisted >= {"404.html", f"{ways[0]}/index.html", f"{ways[2]}/index.html"}
    assert not [path for path in unlisted if (site / path).with_name("index.md").exists()]
    assert "Sitemap: https://atlas.example/a/b/sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")


def test_no_page_asks_for_anything_off_its_origin(site: Path) -> None:
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        assert re.findall(r'<(?:script|img|iframe)[^>]*src="(?:https?:)?//', text) == []
        assert "default-src 'none'" in text


def test_variants_aliases_and_models_that_are_gone_keep_an_address(site: Path) -> None:
    assert 'href="../../../models/acme/m0/"' in (site / "models/acme/m0=3Afree/index.html").read_text(encoding="utf-8")
    assert "acme/m0" in (site / "models/~acme/latest/index.html").read_text(encoding="utf-8")
    assert "no longer listed" in (site / "models/acme/gone/index.html").read_text(encoding="utf-8")


def test_hostile_text_is_inert_in_markdown_too(site: Path) -> None:
    text = (site / "models/.=2E/.=2E/x/index.md").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "\u202e" not in text
    assert r"&lt;script&gt;alert\(1\)&lt;/script&gt;" in text
