"""What holds of every page of a published site, whatever kind of page it is: new kinds are held to it by themselves."""

import json
import re
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.crawl import broken_links, documents, kinds, markup_errors, pages, twice
from tests.whole import ATLAS, BASE

HEAD = re.compile(r'<(?:meta (?:name|property)|link rel)="([^"]*)"[^>]*? (?:content|href)="([^"]*)"')


@pytest.fixture
def site(whole: Path) -> Path:
    return whole / "_site"


def head(page: Path) -> dict[str, str]:
    """What the head of a page says of it, by name."""
    text = page.read_text(encoding="utf-8").partition("</head>")[0]
    title = re.findall("<title>([^<]*)</title>", text)
    return {name: unescape(value) for name, value in HEAD.findall(text)} | {"title": unescape(title[0])}


def told(site: Path, id_: str) -> dict[str, Any]:
    """What a model's page says of it."""
    (found,) = [one for one in documents(site / f"models/{id_}/index.html") if one["@type"] == "SoftwareApplication"]
    return found


def test_every_page_is_sound_html_and_every_link_leads_to_a_place(site: Path) -> None:
    assert len(kinds(site)) > 9
    assert [error for page in pages(site) for error in markup_errors(page)] == []
    assert [link for link in broken_links(site) if not link.startswith("404.html")] == []


def test_every_page_says_what_it_is_in_words_of_its_own(site: Path) -> None:
    for page in pages(site):
        said, path = head(page), page.relative_to(site).as_posix()
        assert "Model Atlas" in said["title"], path
        assert 8 < len(said["title"]) < 180, path
        assert len(said["description"]) < 500, path
        assert said["description"] not in said["title"], path
        assert said["canonical"] == said["og:url"] == BASE + path.removesuffix("index.html"), path
        assert (said["og:title"], said["og:description"]) == (said["title"], said["description"]), path
        assert said["og:site_name"] == "Model Atlas"
        if said.get("robots") != "noindex":
            assert len(said["description"]) > 30, path
    assert twice(site, r"<title>([^<]*)</title>") == []
    assert twice(site, r'<meta name="description" content="([^"]*)"') == []


def test_a_model_s_page_names_its_twins(site: Path) -> None:
    for page in pages(site):
        if page.with_name("index.md").exists():
            text = page.read_text(encoding="utf-8")
            assert '<link rel="alternate" type="text/markdown" href="index.md">' in text
            assert '<link rel="alternate" type="application/json" href="index.json">' in text
            assert page.with_name("index.json").exists()


def test_what_pages_say_to_programs_can_be_read_and_leads_to_addresses_of_this_site(site: Path) -> None:
    kind_of = {page.relative_to(site).as_posix(): [one["@type"] for one in documents(page)] for page in pages(site)}
    assert kind_of["index.html"] == ["Dataset"]
    assert kind_of[f"models/{ATLAS}/index.html"] == ["SoftwareApplication", "BreadcrumbList"]
    assert kind_of["methodology/index.html"] == ["BreadcrumbList"]
    assert kind_of["404.html"] == kind_of[f"models/{ATLAS}=3Afree/index.html"] == []
    for page in pages(site):
        for one in documents(page):
            assert one["@context"] == "https://schema.org"
            for crumb in one.get("itemListElement", ()):
                assert (site / crumb["item"].removeprefix(BASE) / "index.html").exists(), crumb
            assert one["@type"] != "BreadcrumbList" or one["itemListElement"][-1]["item"] == head(page)["canonical"]


def test_an_offer_says_its_seller_and_its_exact_price_per_million_tokens(site: Path) -> None:
    seen = 0
    for page in pages(site):
        if not page.with_name("index.md").exists():
            continue
        text = page.with_name("index.json").read_text(encoding="utf-8")
        sold = json.loads(text, parse_float=Decimal, parse_int=Decimal)["offers"]
        for offer in told(site, page.parent.relative_to(site / "models").as_posix()).get("offers", ()):
            if offer["availability"].endswith("Discontinued"):
                assert "priceSpecification" not in offer
                continue
            assert offer["seller"]["@type"] == "Organization" and offer["seller"]["name"]
            for price in offer["priceSpecification"]:
                seen += 1
                assert (price["unitText"], price["priceCurrency"]) == ("million tokens", "USD")
                field = f"{price['name'].lower()}_usd_per_mtok"
                amounts = [row.get(field) for row in sold] + [c.get(field) for r in sold for c in r["conditions"] or ()]
                assert Decimal(price["price"]) in amounts, page
    assert seen > 70


def test_a_model_names_each_seller_once(site: Path) -> None:
    for page in site.glob("models/*/*/index.md"):
        offers = told(site, page.parent.relative_to(site / "models").as_posix()).get("offers", ())
        sellers = [(one["seller"]["name"], one.get("offeredBy", {}).get("name")) for one in offers]
        assert len(sellers) == len(set(sellers))


def test_a_model_that_is_gone_is_discontinued_at_its_seller(site: Path) -> None:
    assert told(site, "acme/gone")["offers"] == [
        {
            "@type": "Offer",
            "availability": "https://schema.org/Discontinued",
            "seller": {"@type": "Organization", "name": "OpenRouter"},
        }
    ]


def test_the_data_set_names_files_that_are_there(site: Path) -> None:
    (found,) = documents(site / "index.html")
    assert found["temporalCoverage"].startswith("2025-08-06/2026-")
    assert {"Input price", "Output price", "Context window"} <= set(found["variableMeasured"])
    files = [one["contentUrl"].removeprefix(BASE) for one in found["distribution"]]
    assert {"api/v1/models/all.json", "catalog.db", "api/v1/changes.json", "feeds/changes.atom"} <= set(files)
    assert [path for path in files if not (site / path).is_file()] == []
    assert (site / found["license"].removeprefix(BASE) / "index.html").exists()


def test_llms_txt_has_its_form_and_names_every_page_under_the_root(site: Path) -> None:
    text = (site / "llms.txt").read_text(encoding="utf-8")
    title, blank, summary, *_ = text.split("\n")
    assert (title, blank) == ("# Model Atlas", "")
    assert summary.startswith("> ")
    links = re.findall(r"^- \[[^\]\n]+\]\(([^)\s]+)\): .+$", text, re.MULTILINE)
    assert len(links) == text.count("\n- ")
    paths = [link.removeprefix(BASE) for link in links]
    files = [site / path / "index.html" if not path or path.endswith("/") else site / path for path in paths]
    assert [file for file in files if not file.is_file()] == []
    assert {f"{page.parent.name}/" for page in site.glob("*/index.html")} <= set(paths)
    assert any(path.endswith("/index.md") for path in paths)
    headings = re.findall("^## (.*)$", text, re.MULTILINE)
    assert headings == ["Data", "One model", "Pages", "How to cite", "Optional"]


def test_robots_may_read_all(site: Path) -> None:
    assert (site / "robots.txt").read_text() == f"User-agent: *\nAllow: /\nSitemap: {BASE}sitemap.xml\n"
