"""A model's page: its order, the cheapest offer, requests to copy, receipts in place, texts of any length."""

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment
from playwright.sync_api import expect

from catalog.queries import ModelDetail
from catalog.render.environment import render
from catalog.render.markdown import markdown
from catalog.render.request import curl
from catalog.store.tables import PUBLIC

from . import sample
from .conftest import Open, violations

ORDER = (
    "At a glance", "Description", "Offers", "History", "What it can do", "Leaderboard ratings",
    "Cheaper at the same score", "Family and weights", "Other fields", "Identifiers & provenance",
    "Corrected by people", "Source semantics", "What sources say otherwise of its prices",
    "Who speaks of it, and why we think so", "Raw fields snapshot",
    "Answers that this page is read from",
)  # fmt: skip
ENDLESS = "W" * 2000


def soup_of(templates: Environment, context: Any) -> BeautifulSoup:
    return BeautifulSoup(render(templates, context), "html.parser")


def listed(id_: str, gives: str = '["text"]', kind: str = "list", source: str = "openrouter") -> ModelDetail:
    """A model that a source lists under an id."""
    row = dict.fromkeys(PUBLIC["models"].columns) | {"id": id_, "modalities_out": gives}
    offer = dict.fromkeys(PUBLIC["offers"].columns) | {"kind": kind}
    return ModelDetail(row, {}, [offer], {}, [], [], [], [], [], [], [], "{}", (source, id_))


def test_the_page_answers_what_it_is_where_it_is_cheapest_what_it_can_do_how_good_and_who_says_so(
    templates: Environment,
) -> None:
    soup = soup_of(templates, sample.MODEL)
    assert tuple(head.text for head in soup.select("h2")) == ORDER
    led = [str(link["href"])[1:] for link in soup.select(".jump a[href^='#']")]
    places = [str(head["id"]) for head in soup.select("h2") if head["id"] in led]
    assert places == led


def test_the_cheapest_offer_is_named_in_words_in_its_row_and_beside_the_list_price(templates: Environment) -> None:
    soup = soup_of(templates, sample.MODEL)
    assert [row.select("th a")[0].text for row in soup.select("tr:has(b.tag)")] == ["Tycho"]
    assert soup.select("tr:has(b.tag) th a")[0]["href"] == "../../../providers/tycho/"
    (beside,) = soup.select('.headline [data-best="output_usd_per_mtok"] a')
    assert (beside.text, beside["href"]) == ("cheapest offer: $1.00 at Tycho", "#offers")
    folded = soup.select("#offers ~ details table code")
    assert [code.text for code in folded] == [f"{sample.MODEL_ID}:free"]


def test_models_that_compare_lead_to_their_pages_with_score_and_price(templates: Environment) -> None:
    cheaper, similar = soup_of(templates, sample.MODEL).select("table.peers")
    rows = [[cell.text.strip() for cell in row.select("th, td")] for row in cheaper.select("tbody tr")]
    assert rows[0][0].endswith("this model")
    assert rows[1] == ["Brahe 1", "1440", "$0.25", "$0.10, $0.70 at OpenRouter"]
    assert [link["href"] for link in cheaper.select("a")] == ["../../../models/brahe/brahe-1/"]
    assert sample.HOSTILE in similar.text
    without = soup_of(templates, replace(sample.MODEL, compared=None))
    assert not without.select("#compares, [href='#compares']")


def test_the_markdown_twin_tells_what_it_can_do_its_ratings_and_what_is_cheaper() -> None:
    text = markdown(sample.MODEL)
    assert "| Input modalities | text, image |" in text
    assert "| kepler-4.5-vl-thinking-32k | text | style allowed for | \\#17 | 1437 |" in text
    assert "| cheaper | brahe/brahe-1 | 1440 |" in text
    assert "; cheapest; over the maker's price: in -20 %, out 0 % |" in text
    assert "<script" not in text
    assert next(part for part in text.split("\n## ") if part.startswith("Offers")).count("\n| ") == 5


def test_each_answer_stands_once_and_every_receipt_leads_to_one(templates: Environment) -> None:
    soup = soup_of(templates, sample.MODEL)
    links = "li.receipt > a[href^='#'], dl.receipt > div:first-child a[href^='#']"
    led = {str(link["href"]) for link in soup.select(links)}
    assert sorted(led) == sorted(f"#{answer['id']}" for answer in soup.select(".answers li"))
    assert len(led) > 1
    bare = replace(sample.RETIRED, headline=(), lifecycle=(), raw_answers=(), identifiers=(), origins=())
    assert not soup_of(templates, bare).select(".receipt, #answers, [href='#answers']")


@pytest.mark.parametrize("id_", ["acme/atlas", "a/it's", 'a/"; rm -rf ~; "', "a/$(id)`id`\\", "a/x\ny", "a/'\\''"])
def test_a_request_is_safe_in_a_shell_whatever_the_id(id_: str) -> None:
    script = f"curl() {{ printf '%s\\0' \"$@\"; }}\n{curl(listed(id_))}"
    told = subprocess.run(["/bin/sh", "-c", script], env={"OPENROUTER_API_KEY": "k"}, capture_output=True, check=True)
    address, *words, body, _ = told.stdout.decode().split("\0")
    assert address == "https://openrouter.ai/api/v1/chat/completions"
    assert words == ["-H", "Authorization: Bearer k", "-H", "Content-Type: application/json", "-d"]
    assert json.loads(body)["model"] == id_
    assert told.stderr == b""


def test_there_is_no_request_where_the_router_sells_no_text_of_it() -> None:
    assert curl(listed("a/b", gives='["image"]')) == ""
    assert curl(listed("a/b", kind="direct")) == ""
    assert curl(listed("a/b", source="litellm")) == ""
    assert curl(listed("a/gnp\u202egpj")) == ""


@pytest.mark.browser
def test_a_request_is_copied_with_one_press(open_page: Open) -> None:
    page = open_page(sample.MODEL_ADDRESS, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("Try it: a request in a shell").click()
    page.get_by_role("button", name="Copy curl").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == sample.MODEL.curl


@pytest.mark.browser
def test_a_link_to_the_json_is_copied_as_it_is_published(open_page: Open) -> None:
    page = open_page(sample.MODEL_ADDRESS, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link to JSON").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{sample.BASE}{sample.MODEL_ADDRESS}index.json"


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_a_receipt_opens_in_place_without_a_script_and_is_large_enough_to_touch(open_page: Open, width: int) -> None:
    page = open_page(sample.MODEL_ADDRESS, width=width, java_script_enabled=False)
    receipts = page.locator("details.evidence > summary:visible")
    assert receipts.count() > 8
    heights = receipts.evaluate_all("all => all.map((each) => each.getBoundingClientRect().height)")
    assert min(heights) >= 24
    first = page.locator(".headline .fact").first
    first.locator("summary").click()
    expect(first.get_by_text("speaks first")).to_be_visible()
    expect(first.get_by_role("link", name="OpenRouter API")).to_have_attribute(
        "href", "https://openrouter.ai/api/v1/models"
    )
    first.get_by_role("link", name="31 Jul 2026").click()
    answer = page.locator(".answers li:target")
    expect(answer).to_contain_text(sample.SHA)
    expect(answer.get_by_role("link", name="OpenRouter API")).to_have_attribute(
        "href", "https://openrouter.ai/api/v1/models"
    )


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_a_name_of_two_thousand_letters_stays_in_its_place(
    open_page: Open, site: Path, templates: Environment, width: int
) -> None:
    address = "models/endless/one/"
    offers = tuple(replace(offer, seller=ENDLESS, wire_id=ENDLESS, notes=(ENDLESS,)) for offer in sample.MODEL.offers)
    peer = replace(sample.MODEL.compared.own, name=ENDLESS, seller=ENDLESS) if sample.MODEL.compared else None
    compared = replace(sample.MODEL.compared, cheaper=(peer,)) if sample.MODEL.compared and peer else None
    context = replace(
        sample.MODEL, page=sample.page(address, ENDLESS), id=f"endless/{ENDLESS}", name=ENDLESS, lead=ENDLESS,
        author=ENDLESS, offers=offers, compared=compared, curl=ENDLESS, offers_told=ENDLESS,
    )  # fmt: skip
    (site / address).mkdir(parents=True, exist_ok=True)
    (site / address / "index.html").write_text(render(templates, context), encoding="utf-8")
    page = open_page(address, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing_where_all_is_unfolded(open_page: Open, width: int, scheme: str) -> None:
    page = open_page(sample.MODEL_ADDRESS, width=width, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    assert violations(page) == []


@pytest.mark.browser
def test_a_printed_answer_has_its_address(open_page: Open) -> None:
    page = open_page(sample.MODEL_ADDRESS)
    page.emulate_media(media="print")
    told = page.locator(".answers a").last.evaluate("link => getComputedStyle(link, '::after').content")
    assert re.search(r"https://openrouter\.ai/api/v1/models", told)
    expect(page.get_by_role("navigation", name="On this page")).to_be_hidden()
