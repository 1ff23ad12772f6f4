"""What holds of every rendered page, without a browser."""

import gzip
import importlib
import inspect
import itertools
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, UndefinedError, nodes
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from catalog.render import change_rows, changed, contexts
from catalog.render.assets import Assets
from catalog.render.environment import TEMPLATES, PageContext, environment, render
from catalog.render.explorer_page import SERVED

from . import sample
from .explorer_sample import MODELS

ROOT = Path(__file__).parents[2]
EVERY = {**sample.PAGES, **sample.EMPTY_PAGES}
every_page = pytest.mark.parametrize("context", EVERY.values(), ids=lambda context: type(context).__name__)


def parse(html: str) -> Element:
    """Parse as a browser would, refusing what a browser would have to mend."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    document: Element = parser.parse(html)
    return document


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@every_page
def test_a_page_is_valid_html(templates: Environment, context: PageContext) -> None:
    parse(render(templates, context))


@every_page
def test_a_page_has_no_inline_script_style_or_handler(templates: Environment, context: PageContext) -> None:
    document = parse(render(templates, context))
    for element in document.iter():
        assert element.tag != "style"
        inert = element.get("type") == "application/ld+json"
        assert element.tag != "script" or inert or (element.get("src") and not text_of(element))
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if str(name).startswith("on")]
        assert not str(element.get("href", "")).startswith("javascript:")


@every_page
def test_a_page_forbids_what_it_does_not_need(templates: Environment, context: PageContext) -> None:
    document = parse(render(templates, context))
    policies = [element for element in document.iter("meta") if element.get("http-equiv") == "Content-Security-Policy"]
    assert [policy.get("content") for policy in policies] == [
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
        " base-uri 'none'; form-action 'none'"
    ]
    assert not [element for element in document.iter("meta") if element.get("http-equiv") == "refresh"]


@every_page
def test_a_page_says_what_it_is(templates: Environment, context: PageContext) -> None:
    document = parse(render(templates, context))
    assert document.get("lang") == "en"
    assert len(list(document.iter("h1"))) == 1
    assert len(list(document.iter("main"))) == 1
    assert next(document.iter("title")).text
    viewport = next(
        str(element.get("content")) for element in document.iter("meta") if element.get("name") == "viewport"
    )
    assert "user-scalable" not in viewport
    assert "maximum-scale" not in viewport
    levels = [int(element.tag[1]) for element in document.iter() if re.fullmatch("h[1-6]", str(element.tag))]
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


@every_page
def test_ids_on_a_page_are_unique_and_references_lead_to_one(templates: Environment, context: PageContext) -> None:
    document = parse(render(templates, context))
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in document.iter():
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            if element.get(name):
                assert element.get(name) in ids
        if str(element.get("href", "")).startswith("#"):
            assert str(element.get("href"))[1:] in ids


@every_page
def test_every_time_is_for_machines_too(templates: Environment, context: PageContext) -> None:
    for time in parse(render(templates, context)).iter("time"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", time.get("datetime", ""))


@every_page
def test_a_page_reads_the_same_every_time(templates: Environment, context: PageContext) -> None:
    assert render(templates, context) == render(templates, context)


@every_page
def test_a_notice_is_shown_where_values_are_not_fresh(templates: Environment, context: PageContext) -> None:
    shown = render(templates, replace(context, page=replace(context.page, notice=sample.NOTICE)))
    assert "openrouter.ai could not be reached" in shown
    assert '<time datetime="2026-07-31T12:00:00Z" data-age>31 July 2026</time>' in shown
    quiet = render(templates, replace(context, page=replace(context.page, notice=None)))
    assert "could not be reached." not in quiet.split("<main")[0]


@every_page
def test_a_page_is_what_code_of_jinjas_own_makes_of_it(templates: Environment, context: PageContext) -> None:
    its_own = templates.overlay(cache_size=50)
    its_own.code_generator_class = CodeGenerator
    its_own.loader = FileSystemLoader(ROOT / "templates")
    assert templates.compile("{{ a.b }}", raw=True) != its_own.compile("{{ a.b }}", raw=True)
    assert render(templates, context) == render(its_own, context)


@pytest.mark.parametrize("text", ["<b>", "R&D", 'a "b"', "it's", ">", "plain", Markup("<i>ours</i>"), 7, None, True])
def test_what_stands_in_a_template_is_escaped_as_markupsafe_does(templates: Environment, text: object) -> None:
    assert templates.from_string("{{ text }}").render(text=text) == str(escape(text))


@every_page
def test_no_stray_template_syntax_is_left(templates: Environment, context: PageContext) -> None:
    html = render(templates, context)
    assert not re.search(r"\{\{|\}\}|\{%|%\}|\{#", html)
    assert "Undefined" not in html
    assert "Markup(" not in html


def test_hostile_text_stays_text(templates: Environment) -> None:
    for context in sample.PAGES.values():
        html = render(templates, context)
        assert "<script>window" not in html
        assert "<img" not in html
        html.encode("utf-8")
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", html)
    document = parse(render(templates, sample.HOSTILE_MODEL))
    assert text_of(next(document.iter("h1"))).startswith(sample.HOSTILE[:40])


def test_an_address_that_is_not_of_the_web_is_not_a_link(templates: Environment) -> None:
    for context in sample.PAGES.values():
        for element in parse(render(templates, context)).iter("a"):
            assert urlsplit(element.get("href", "")).scheme in {"", "http", "https"}


def test_links_between_pages_lead_somewhere(templates: Environment, site: Path) -> None:
    assert site.is_dir()
    held = {each.page for each in MODELS} | {"a-z/"} | set(sample.PAGES)
    twins = {address + name for address in held for name in ("index.json", "index.md")}
    for address, context in sample.PAGES.items():
        for element in parse(render(templates, context)).iter():
            href = element.get("href") or element.get("src")
            if not href or urlsplit(href).scheme:
                continue
            target = urlsplit(urljoin("http://x/" + address, href)).path[1:]
            assert target in held or target in twins or (site / target).is_file(), (
                f"{address or 'index'} links to {href}"
            )


def test_a_missing_variable_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text("{{ page.title }}{{ forgotten }}", encoding="utf-8")
    with pytest.raises(UndefinedError, match="forgotten"):
        render(environment(tmp_path), sample.PAGES["404.html"])


def test_every_kind_of_page_has_a_template_and_every_template_a_kind() -> None:
    files = {file.name for file in (ROOT / "templates").glob("*.html") if not file.name.startswith("_")}
    assert set(TEMPLATES.values()) == files - {"base.html"}


def context_classes() -> Iterator[type]:
    parts = [
        importlib.import_module(f"{contexts.__name__}.{part.name}") for part in pkgutil.iter_modules(contexts.__path__)
    ]
    for module in (change_rows, changed, *parts):
        for _, each in inspect.getmembers(module, inspect.isclass):
            if is_dataclass(each) and each.__module__ == module.__name__:
                yield each


def names_in(templates: Environment) -> set[str]:
    """Every variable and attribute that some template reads."""
    found: set[str] = set()
    for file in (ROOT / "templates").glob("*.html"):
        tree = templates.parse(file.read_text(encoding="utf-8"))
        found |= {node.attr for node in tree.find_all(nodes.Getattr)}
        found |= {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    return found


def test_every_field_of_a_context_is_shown_by_some_template(templates: Environment) -> None:
    shown = names_in(templates)
    unused = [
        f"{each.__name__}.{field.name}"
        for each in context_classes()
        for field in fields(each)
        if field.name not in shown
    ]
    assert unused == []


def test_every_context_is_documented() -> None:
    modules = {inspect.getmodule(each) for each in context_classes()}
    assert len(modules) > 4
    assert [module for module in modules if not inspect.getdoc(module)] == []
    assert {each.__name__ for each in context_classes()} >= {each.__name__ for each in TEMPLATES}


def tables(document: Element) -> list[list[list[str]]]:
    return [
        [[text_of(cell) for cell in row if cell.tag in {"th", "td"}] for row in table.iter("tr")]
        for table in document.iter("table")
    ]


def facts_of(document: Element) -> dict[str, str]:
    """Each `dt` and the `dd` beside it."""
    found: dict[str, str] = {}
    for group in document.iter("div"):
        terms, values = group.findall("dt"), group.findall("dd")
        if terms and values:
            found.setdefault(text_of(terms[0]), text_of(values[0]))
    return found


def test_a_model_page_has_every_section_of_the_reference(templates: Environment) -> None:
    html = render(templates, sample.MODEL)
    document = parse(html)
    heads = [text_of(element) for element in document.iter("h2")]
    assert {"Identifiers & provenance", "Source semantics", "Description", "Raw fields snapshot", "Offers"} <= set(
        heads
    )
    assert "← Back to explorer" in html
    assert "Methodology &amp; data sources</a>" in html
    facts = facts_of(document)
    assert facts["Match confidence"].startswith("unmatched")
    assert facts["Source type"].startswith("openrouter_only")
    assert facts["Context window"] == "123K 123,000 tokens"
    assert facts["Arena overall rank"] == "not rated"
    assert facts["Input price"] == "$0.42 / 1M"
    assert facts["Output price"] == "$1.25 / 1M"
    assert facts["Primary ID"] == facts["OpenRouter ID"] == sample.MODEL_ID
    assert facts["Canonical slug"] == f"{sample.MODEL_ID}-2026-06-30"
    assert facts["Hugging Face ID"] == "kepler/Kepler-4.5-VL"


def test_every_fact_shows_its_receipt(templates: Environment) -> None:
    document = parse(render(templates, sample.MODEL))
    group = next(
        each for each in document.iter("div") if [text_of(term) for term in each.findall("dt")] == ["Context window"]
    )
    told = text_of(group)
    for part in (
        "OpenRouter API, 31 Jul 2026",
        "123000",
        "/data/12/x",
        "30 June 2026",
        "speaks first",
    ):
        assert part in told
    source, led = (link.get("href", "") for link in group.iter("a"))
    assert source == "https://openrouter.ai/api/v1/models"
    answer = next(each for each in document.iter("li") if each.get("id") == led.removeprefix("#"))
    assert [link.get("href") for link in answer.iter("a")] == ["https://openrouter.ai/api/v1/models"]
    assert [time.get("datetime") for time in answer.iter("time")] == [sample.NOW.iso]
    assert [code.text for code in answer.iter("code")] == [sample.SHA]


def test_a_value_that_is_held_says_so(templates: Environment) -> None:
    document = parse(render(templates, sample.MODEL))
    group = next(
        each for each in document.iter("div") if [text_of(term) for term in each.findall("dt")] == ["Output price"]
    )
    assert "held" in text_of(next(group.iter("summary")))
    assert "Held since 3 May 2025: the source now says" in text_of(group)


def test_offers_spell_out_their_conditions(templates: Environment) -> None:
    offers, others, *_ = tables(parse(render(templates, sample.MODEL)))
    tycho = next(line for line in offers if line[0].startswith("Tycho"))
    assert tycho[0] == "Tycho cheapestendpoint, via OpenRouter"
    assert tycho[1:6] == [sample.MODEL_ID, "$0.336", "$1.00", "123K", "16K"]
    assert tycho[6] == "in -20 %, out 0 %"
    assert "prompts above 200,000 tokens: Input $0.84, Output $2.50" in tycho[7]
    assert "Web search $0.005 per search" in tycho[7]
    assert "20 % discount applied" in tycho[7]
    free = next(line for line in others if line[1].endswith(":free"))
    assert free[2:4] == ["free", "free"]
    unknown = next(line for line in offers if line[1] == "x")
    assert unknown[2:4] == ["—", "varies per image"]


def test_a_retired_model_says_that_it_is_no_longer_listed(templates: Environment) -> None:
    assert "This model is no longer listed at OpenRouter API: last seen 6 June 2026" in text_of(
        parse(render(templates, sample.RETIRED))
    )
    assert "no longer listed" not in render(templates, sample.MODEL)


def test_a_model_without_description_or_offers_says_so(templates: Environment) -> None:
    html = render(templates, sample.RETIRED)
    assert "No description in the sources we hold." in html
    assert "No seller in the sources we hold offers it." in html


def test_the_explorer_has_the_newest_rows_without_a_script(templates: Environment) -> None:
    document = parse(render(templates, sample.PAGES[""]))
    heads, *rows = tables(document)[0]
    assert [each.removesuffix("per 1M") for each in heads if each] == [
        "Model", "Contexttokens", "Max outputtokens", "Input", "Output", "Blended3:1:0", "Listed",
    ]  # fmt: skip
    assert len(rows) == SERVED < len(MODELS)
    assert [each for each in rows[0] if each] == [
        f"Kepler: Kepler 4.5 VL 42B A4B{sample.MODEL_ID}",
        "123K", "16K", "$0.42", "$0.42", "$0.42", "2026-07-20",
    ]  # fmt: skip
    assert not [row for row in rows if "Brahe" in row[1]]


def test_the_style_keeps_within_its_budget() -> None:
    files = Assets(ROOT / "site").files
    assert len(gzip.compress(files["style.css"], 9)) <= 6_700


def test_the_scripts_that_the_explorer_begins_with_keep_within_their_budget() -> None:
    files = Assets(ROOT / "site").files
    wanted, found = ["explorer.js"], dict[str, bytes]()
    while wanted:
        name = wanted.pop()
        found[name] = files[name]
        wanted += set(re.findall(r'from"\./(\w+\.js)"', files[name].decode())) - set(found)
    assert len(found) > 8
    assert sum(len(gzip.compress(content, 9)) for content in found.values()) <= 16_600


def test_all_scripts_together_keep_within_what_they_are_today() -> None:
    files = Assets(ROOT / "site").files
    assert sum(len(gzip.compress(content, 9)) for path, content in files.items() if path.endswith(".js")) <= 32_100


def test_no_python_lives_in_site_and_no_asset_names_another_origin() -> None:
    assert list((ROOT / "site").rglob("*.py")) == []
    for path, content in Assets(ROOT / "site").files.items():
        addresses = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s\"')]*", content.decode())
        assert [each for each in addresses if "www.w3.org" not in each] == [], path


def test_the_published_sheet_holds_all_its_parts_and_scripts_say_no_comments() -> None:
    files = Assets(ROOT / "site").files
    assert not [path for path in files if path.startswith("style/")]
    sheet = files["style.css"].decode()
    assert "@import" not in sheet and "/*" not in sheet
    parts = sorted(part.stem for part in (ROOT / "site" / "style").glob("*.css"))
    assert parts == sorted(re.findall(r'"style/(\w+)\.css"', (ROOT / "site" / "style.css").read_text(encoding="utf-8")))
    assert not [path for path, content in files.items() if path.endswith(".js") and b"@typedef" in content]
