"""Sources that mean ill: whatever they write is text on every page, in every file, and nothing else."""

import csv
import json
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest

from catalog.render.environment import UNPRINTABLE
from tests.crawl import broken_links, documents, markup_errors, pages
from tests.hostile import BAD, RUN


@pytest.fixture
def site(hostile: Path) -> Path:
    return hostile / "_site"


def texts(site: Path, pattern: str) -> dict[str, str]:
    return {file.relative_to(site).as_posix(): file.read_text(encoding="utf-8") for file in site.rglob(pattern)}


def test_what_they_say_is_published_at_all(site: Path) -> None:
    ids = {one["id"] for one in json.loads((site / "api/v1/models/all.json").read_text(encoding="utf-8"))["models"]}
    assert {f"acme/{name}" for name in BAD} <= ids
    page = (site / "models/acme/tags/index.html").read_text(encoding="utf-8")
    assert page.count("&lt;script&gt;window.hacked=1&lt;/script&gt;") > 4
    sold = (site / "models/acme/m0/index.html").read_text(encoding="utf-8")
    assert sold.count("onmouseover=window.hacked=1") > 0


def test_every_page_is_sound_and_holds_no_element_attribute_or_address_of_theirs(site: Path) -> None:
    assert [error for page in pages(site) for error in markup_errors(page)] == []
    assert [link for link in broken_links(site) if not link.startswith("404.html")] == []
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        assert not UNPRINTABLE.search(text), page
        for element in html5lib.parse(text, namespaceHTMLElements=False).iter():
            assert element.tag not in ("img", "iframe", "object", "embed", "base", "form") or page.name == "index.html"
            assert not [name for name in element.attrib if str(name).startswith("on")], page
            for name in ("href", "src", "action"):
                address = element.get(name, "")
                assert not re.match(r"\s*(javascript|data|vbscript):", address, re.IGNORECASE), (page, address)
            if element.tag == "script":
                assert element.get("src") or element.get("type") == "application/ld+json"


def test_what_pages_say_to_programs_can_be_read_and_ends_nowhere_early(site: Path) -> None:
    seen = set()
    for page in pages(site):
        for one in documents(page):
            seen.add(one.get("name"))
        for script in re.findall(r'ld\+json">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL):
            assert not set("<>&\u2028\u2029") & set(script), page
    assert BAD["tags"] in seen
    assert BAD["ends"] in seen
    assert BAD["long"] in seen


def test_every_json_file_can_be_read(site: Path) -> None:
    found = texts(site, "*.json")
    assert len(found) > 60
    for text in found.values():
        json.loads(text)
    told = json.loads(found["models/acme/ends/index.json"])
    assert told["fields"]["name"]["value"] == BAD["ends"]


def test_every_feed_and_list_of_pages_can_be_read(site: Path) -> None:
    files = [*site.rglob("*.atom"), site / "sitemap.xml"]
    assert len(files) > 30
    for file in files:
        text = file.read_bytes().decode("utf-8").replace("\r", "")
        assert not UNPRINTABLE.search(text), file
        for element in ElementTree.fromstring(text).iter():  # noqa: S314 - our own file
            assert element.get("href", "https:").startswith(("https:", "http:", "mailto:"))


def test_no_cell_of_a_table_is_a_formula(site: Path) -> None:
    for name in texts(site, "*.csv"):
        with (site / name).open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r", "|", "%"))], name
                assert not [cell for cell in row if cell.startswith("-") and not re.fullmatch(r"-[\d.]+", cell)], name


def test_no_text_is_markup_in_markdown_and_in_llms_txt(site: Path) -> None:
    for name, text in {**texts(site, "*.md"), **texts(site, "llms.txt")}.items():
        assert not re.search(r"<[a-zA-Z/!]", text), name
        assert not re.search(r"\]\((?!https://atlas\.example/a/b/)", text), name
        assert not UNPRINTABLE.search(text), name
        assert RUN not in text or name != "llms.txt"
        assert not re.search(r"^# (?!.*\n\n)", text[2:], re.MULTILINE), name


def test_titles_and_descriptions_are_short_however_long_a_name_is(site: Path) -> None:
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        (title,) = re.findall("<title>([^<]*)</title>", text)
        (description,) = re.findall('<meta name="description" content="([^"]*)"', text)
        assert len(unescape(title)) <= 200, page
        assert len(unescape(description)) <= 400, page
