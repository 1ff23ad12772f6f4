"""Labs, sellers, all models and the data as they are published: complete, safe in any name, and the same again."""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from catalog.addresses import identifier
from catalog.labs import lab_name
from catalog.queries import Addresses
from catalog.render.contexts import ProviderPage
from catalog.render.data_page import is_public
from catalog.render.provider_pages import provider_pages
from catalog.render.receipts import Receipts
from tests.answers import endpoint, endpoints_answer, envelope, model
from tests.atlas import Atlas, ten_models
from tests.conftest import NOW
from tests.crawl import broken_links, markup_errors, pages
from tests.receipts import Walk
from tests.site.sample import page

HOSTILE = "<img src=x onerror=alert(1)>\u202e: ]]>"
SELLERS = ("novita", "..", "index.html", "A:b", "deep")
TWICE = {"prompt": "0.00000084", "completion": "0.0000025", "discount": 0}


URL = "https://openrouter.ai/api/v1/models/acme/m0/endpoints"
BASE = ("--base-url", "https://atlas.example/a/b")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    """A site with labs and sellers of all kinds of names; of two days, so that a model is gone."""
    folder = tmp_path_factory.mktemp("lists")
    odd = [model("../x", name=HOSTILE), model("index.html/m"), model("A~b/m"), model("solo/free:free")]
    sold = [endpoint(f"{slug}/fp16", **({"pricing": TWICE} if slug == "deep" else {})) for slug in SELLERS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
        atlas = Atlas(folder, patch)
        atlas.backfill(
            envelope(*ten_models(context_length=8000), *odd, model("acme/gone", created=1782836903)), "2026-07-30"
        )
        atlas.backfill(envelope(*ten_models(), *odd), "2026-07-31")
        (folder / "more").mkdir()
        (folder / "more/answer.json").write_text(json.dumps(endpoints_answer("acme/m0", *sold)), encoding="utf-8")
        row = {"source": "openrouter", "url": URL, "fetched_at": "2026-07-31T13:00:00Z", "file": "answer.json"}
        (folder / "more/index.jsonl").write_text(json.dumps(row), encoding="utf-8")
        assert atlas.run("backfill", "openrouter", "more").status == 0
        assert atlas.run("build", *BASE).status in (0, 3)
        yield atlas


@pytest.fixture(scope="module")
def site(built: Atlas) -> Path:
    """The published folder: tests read it and leave it as it is."""
    return built.folder / "_site"


def soup(site: Path, path: str) -> Tag:
    return BeautifulSoup((site / path).read_text(encoding="utf-8"), "html.parser")


def rows(site: Path, sql: str) -> set[str]:
    with closing(sqlite3.connect(site / "catalog.db")) as db:
        return {row[0] for row in db.execute(sql)}


def folders(site: Path, kind: str) -> set[str]:
    found = (page.parent.relative_to(site / kind).as_posix() for page in (site / kind).glob("*/**/index.html"))
    return {identifier(path) for path in found}


def test_every_lab_and_every_seller_with_an_offer_has_a_page_and_nobody_else(site: Path) -> None:
    assert folders(site, "labs") == rows(site, "select author from models") >= {"acme", "..", "index.html", "A~b"}
    assert folders(site, "providers") == rows(site, "select provider from offers") >= {"openrouter", *SELLERS}
    assert not (site / "labs/index.html").is_dir()
    assert "<h1>Labs</h1>" in (site / "labs/index.html").read_text(encoding="utf-8")


def test_all_links_lead_somewhere_and_all_markup_is_sound(site: Path) -> None:
    # The links of the page of what is not there begin at the path that the base URL names.
    assert [link for link in broken_links(site) if not link.startswith("404.html")] == []
    assert [error for page in pages(site) for error in markup_errors(page)] == []
    assert not [page for page in pages(site) if "<img" in page.read_text(encoding="utf-8")]


def test_every_value_is_the_models_or_the_offers_own(site: Path) -> None:
    walk = Walk(site)
    walk.pages_of_lists()
    assert walk.faults == []
    assert walk.counts["providers"] == 19


def test_nothing_is_written_again_where_nothing_changed(built: Atlas) -> None:
    before = built.files()
    ran = built.run("build", *BASE)
    assert " 0 files new or changed" in ran.err + ran.out
    assert built.files() == before


def test_a_lab_tells_its_models_its_sellers_and_its_changes(site: Path) -> None:
    page = soup(site, "labs/acme/index.html")
    told = page.select_one(".intro p")
    assert told is not None and "acme: 10 models listed, 1 no longer." in told.text
    gone = next(row for row in page.select("#models + table tbody tr") if "acme/gone" in row.text)
    assert "retired" in gone.text
    sellers = page.select("section[aria-labelledby=sellers] a")
    assert [str(a["href"]) for a in sellers[:2]] == ["../../providers/openrouter/", "../../providers/.=2E/"]
    changes = page.select("section[aria-labelledby=changes] tbody tr")
    assert 0 < len(changes) <= 10
    assert any("8,000 → 123,000" in row.text for row in changes)
    assert 'href="../../feeds/labs/acme.atom"' in (site / "labs/acme/index.html").read_text(encoding="utf-8")
    feed = (site / "feeds/labs/acme.atom").read_text(encoding="utf-8")
    assert "https://atlas.example/a/b/labs/acme/" in feed


def test_the_newest_model_of_a_lab_is_one_that_is_listed(site: Path) -> None:
    labs = {row.select("th code")[0].text: row for row in soup(site, "labs/index.html").select("tbody tr")}
    newest = labs["acme"].select("td[data-label=Newest] a")[0]
    assert (newest.text, newest["href"]) == ("m0", "../models/acme/m0/")
    assert [td.text.strip() for td in labs["acme"].select("td.n")] == ["10", "1", "$0.42", "—", "6"]


def test_a_seller_tells_its_price_level_with_how_it_comes_about(site: Path) -> None:
    figures = {
        dt.text: [dd.text for dd in dt.find_next_siblings("dd")]
        for dt in soup(site, "providers/deep/index.html").select(".told-figures dt")
    }
    assert figures["Price level"][0] == "100 % above the cheapest other seller's price"
    assert "over 1 model that others sell too" in figures["Price level"][1]
    assert "For 0 of them nobody asks less." in figures["Price level"][1]
    assert figures["Mark-up"][0] == "—"
    index = next(row for row in soup(site, "providers/index.html").select("tbody tr") if "deep" in row.text)
    assert [td.text.strip() for td in index.select("td")][:4] == ["1", "1", "100 % above over 1 model", "100 % above"]


def test_the_list_of_all_models_leads_to_each_letter_and_marks_what_is_gone(site: Path) -> None:
    page = soup(site, "a-z/index.html")
    anchors = {str(a["href"])[1:] for a in page.select(".letters a")}
    assert anchors == {str(head["id"]) for head in page.select("main h2")}
    assert [it.text.split() for it in page.select(".names li") if "retired" in it.text] == [
        ["gone", "acme,", "retired"]
    ]


def test_the_page_of_the_data_counts_what_is_published_and_its_examples_run(site: Path) -> None:
    page = soup(site, "data/index.html")
    counts = {dt.select("code")[0].text: dt.select("small")[0].text for dt in page.select("#tables + dl dt")}
    with closing(sqlite3.connect(site / "catalog.db")) as db:
        for table, rows_told in counts.items():
            (count,) = db.execute(f"select count(*) from [{table}]").fetchone()
            assert rows_told == f"{count:,} rows"
            columns = {row[1] for row in db.execute(f"pragma table_info([{table}])")}
            (group,) = [each for each in page.select("#tables + dl > div") if each.select("dt code")[0].text == table]
            assert {code.text for code in group.select("dd code")} == columns
        assert {"models", "offers", "standing"} <= set(counts)
        assert len(db.execute(page.select("#sql")[0].text).fetchall()) == 10
    script = page.select("#python")[0].text.replace("openai/gpt-4o", "acme/m0")
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=site, check=True)
    assert "novita acme/m0 0.42 1.25 2026-07-31T13:00:00Z" in ran.stdout


def test_every_file_that_the_page_of_the_data_names_is_there(site: Path) -> None:
    for code in soup(site, "data/index.html").select("#files + dl dt code"):
        path = code.text.replace("AUTHOR/MODEL", "acme/m0").replace("KIND", "model")
        assert (site / path).is_file(), path


@pytest.mark.parametrize(
    ("base", "public"),
    [
        ("https://atlas.example/a/b/", True),
        ("https://user.github.io/x/", True),
        ("https://8.8.8.8/", True),
        ("http://atlas.example/", False),
        ("http://localhost:8000/", False),
        ("https://localhost/", False),
        ("https://127.0.0.1/", False),
        ("https://192.168.0.4/", False),
        ("https://[::1]/", False),
        ("https://box.local/", False),
        ("https://atlas/", False),
    ],
)
def test_datasette_lite_is_offered_where_it_can_read_the_file(base: str, public: bool) -> None:
    assert is_public(base) is public


def test_the_link_to_datasette_lite_names_the_published_database(site: Path, built: Atlas) -> None:
    lite = "https://lite.datasette.io/?url=https%3A%2F%2Fatlas.example%2Fa%2Fb%2Fcatalog.db"
    assert lite in unescape((site / "data/index.html").read_text(encoding="utf-8"))
    assert built.run("build", "--out", "_local").status in (0, 3)
    assert "lite.datasette" not in (built.folder / "_local/data/index.html").read_text(encoding="utf-8")


def test_the_sources_page_tells_every_correction_with_its_reason(site: Path) -> None:
    page = (site / "sources/index.html").read_text(encoding="utf-8")
    assert re.search(r"Last look: <time datetime=\"2026-07-31T13", page)
    with closing(sqlite3.connect(site / "catalog.db")) as db:
        for record, why in db.execute("select record, why from corrections"):
            assert record in page and why in page


@pytest.mark.parametrize(
    ("lab", "names", "called"),
    [
        ("openai", ["OpenAI: GPT-4", "OpenAI: o1", "whisper"], "OpenAI"),
        ("meta-llama", ["Meta: Llama 3"], "Meta"),
        ("cognitivecomputations", ["Venice: Uncensored"], "cognitivecomputations"),
        ("ibm-granite", ["IBM: Granite", "IBM: Granite 2"], "IBM"),
        ("acme", ["atlas", "m0"], "acme"),
        ("acme", ["x" * 81 + ": m", "x" * 81 + ": n"], "acme"),
        ("acme", [": m"], "acme"),
    ],
)
def test_a_lab_is_called_what_its_models_names_say_surely(lab: str, names: list[str], called: str) -> None:
    assert lab_name(lab, names) == called


SOLD = {
    "id": "openrouter:1", "model_id": "a/m", "provider": "studio", "via": "openrouter", "wire_id": "a/m",
    "source": "openrouter", "kind": "endpoint", "tag": "studio", "quantization": None, "relation": "offer_of",
    "level": "exact", "price_state": "known", "conditions": None, "context_served": 8000,
    "input_usd_per_mtok": "2", "output_usd_per_mtok": "2", "observed_at": "2026-07-31T12:00:00Z",
}  # fmt: skip


class Nowhere(Addresses):
    """Knows no answer."""

    def __init__(self) -> None:
        pass


@pytest.mark.parametrize(
    ("over", "told"),
    [
        ([("maker", "0.1", "0.1"), ("maker", "0.3", "0"), ("maker", "0.2", "0")], "input 20 % above, output at"),
        ([("maker", "0.05", "0.05")], "5 % above"),
        ([("maker", "-0.05", None)], "input 5 % below"),
        ([("maker", "0", "0"), ("the maker's page", "9", "9")], "at"),
        ([("the maker's page", "9", "9")], "—"),
        ([(None, None, None)], "—"),
    ],
)
def test_a_mark_up_is_the_middle_over_other_makers(over: list[tuple[str | None, ...]], told: str) -> None:
    offers = [{**SOLD, "maker": maker, "markup_input": in_, "markup_output": out} for maker, in_, out in over]
    one = {"studio": "studio", "the maker's page": "studio"}
    names, receipts = {"studio": "Studio"}, Receipts(Nowhere(), {})
    made = dict(provider_pages(offers, names, one, {"a/m": "M"}, receipts, lambda path, *_: page(path, "")))
    seller = made["providers/studio/index.html"]
    assert isinstance(seller, ProviderPage)
    (found,) = [figure.text for figure in seller.figures if figure.label == "Mark-up"]
    assert found.removesuffix(" the makers' own prices") == told
