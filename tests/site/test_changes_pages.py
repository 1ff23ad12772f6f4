"""The pages of changes: one a day, by kind, each row with the answer that shows it; past days stay as they are."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

import pytest
from jinja2 import Environment
from sqlite_utils import Database

from catalog.changes.change import ATLAS, SOURCE
from catalog.changes.events import Event, Step
from catalog.published_ids import PublishedIds
from catalog.queries import Addresses, Status
from catalog.render.changed import ChangesPage, DayPage
from catalog.render.changes_page import MOST, changes_pages
from catalog.render.environment import render
from catalog.render.event_names import EventNames
from catalog.render.pages import Site
from catalog.render.receipts import Receipts
from catalog.resources import resource

from .sample import BASE, HOSTILE, NOTICE, SHA, page
from .test_pages import parse, text_of

NEWEST = "2026-07-31T12:00:00Z"
LIST = "https://openrouter.ai/api/v1/models"
RISE = Step("price", "input_usd_per_mtok", "0.336", "0.42")
Pages = dict[str, ChangesPage | DayPage]


class Known(Addresses):
    """Knows the address of every answer."""

    def __init__(self, address: str = LIST) -> None:
        self.address = address

    def at(self, source: str, snapshot: str, fetched_at: str) -> str:
        return self.address


def event(at: str, *steps: Step, by: str = SOURCE, **more: str) -> Event:
    told = {"record": "a/m", "model_id": "a/m", "provider": "openrouter", "wire_id": "a/m", "snapshot": SHA, **more}
    return Event(f"{at}T12:00:00Z", "openrouter", by=by, steps=steps or (RISE,), **told)


def pages_of(told: Sequence[Event], address: str = LIST) -> Pages:
    names = EventNames(
        Receipts(Known(address), {"openrouter": "OpenRouter API"}), {"novita": "Novita"}, {"a/m": "Atlas"}
    )
    ordered = sorted(told, key=lambda one: one.at, reverse=True)
    return dict(changes_pages(ordered, names, lambda path, title, _: page(path.removesuffix("index.html"), title)))


def shown(templates: Environment, told: Sequence[Event], path: str, address: str = LIST) -> Element:
    return parse(render(templates, pages_of(told, address)[path]))


def section(document: Element, anchor: str) -> Element:
    return next(each for each in document.iter("section") if each.get("aria-labelledby") == anchor)


DAYS = [
    event("2026-07-29"),
    event("2026-07-31", RISE, Step("limit", "max_output", "16000", None), Step("added", "", None, None)),
    event("2026-07-31", Step("price", "input_usd_per_mtok", "1", "200", held=True), record="a/n", model_id=""),
]
DAY = "changes/2026-07-31/index.html"


def test_every_day_with_a_change_has_a_page_and_no_other_day() -> None:
    assert set(pages_of(DAYS)) == {
        "changes/index.html",
        *(f"changes/kinds/{kind}/index.html" for kind in ("added", "price", "limit")),
        "changes/2026-07-29/index.html",
        DAY,
    }


def test_a_day_tells_its_changes_by_kind_and_counts_them(templates: Environment) -> None:
    document = shown(templates, DAYS, DAY)
    assert text_of(next(document.iter("h1"))) == "Changes of 31 July 2026"
    kinds = next(each for each in document.iter("nav") if each.get("aria-label") == "Kinds of changes")
    assert text_of(kinds) == "Added 1 Prices 2 Limits 1"
    assert [link.get("href") for link in kinds.iter("a")] == ["#added", "#price", "#limit"]
    assert [text_of(each) for each in document.iter("h2")] == ["Added", "Prices", "Limits"]
    assert text_of(section(document, "limit")).endswith(
        "Max output not stated any more, was 16,000 tokens OpenRouter API 12:00 UTC, snapshot 9f2c41ab77d0"
    )


def test_a_row_says_who_sells_what_what_changed_and_which_answer_shows_it(templates: Environment) -> None:
    document = shown(templates, DAYS, DAY)
    row = section(document, "price").findall(".//tbody/tr")[0]
    assert text_of(row) == (
        "AtlasOpenRouter: a/m Input price $0.336 → $0.42 per 1M tokens, +25 %"
        " OpenRouter API 12:00 UTC, snapshot 9f2c41ab77d0"
    )
    assert [link.get("href") for link in row.iter("a")] == ["../../models/a/m/", LIST]
    assert next(row.iter("time")).get("datetime") == "2026-07-31T12:00:00Z"
    assert [code.get("title") for code in row.iter("code")] == [None, SHA]


def test_what_a_guard_held_is_marked_so(templates: Environment) -> None:
    rows = section(shown(templates, DAYS, DAY), "price").findall(".//tbody/tr")
    assert ["held" in [text_of(tag) for tag in row.iter("span")] for row in rows] == [False, True]


def test_a_correction_of_ours_stands_apart_from_what_sellers_changed(templates: Environment) -> None:
    why = {"who": "ab", "why": "the card says so", "url": "https://card.example/"}
    ours = event("2026-07-31", Step("price", "input_usd_per_mtok", "2", "1", evidence=why), by=ATLAS, snapshot="")
    document = shown(templates, [*DAYS, ours], DAY)
    assert len(section(document, "price").findall(".//tbody/tr")) == 2
    (row,) = section(document, "corrections").findall(".//tbody/tr")
    assert "our correction Input price $2.00 → $1.00 per 1M tokens, -50 % ab: the card says so" in text_of(row)
    assert text_of(row).endswith("in place of OpenRouter API 31 July 2026")
    assert "https://card.example/" in [link.get("href") for link in row.iter("a")]
    overview = shown(templates, [*DAYS, ours], "changes/index.html")
    assert [text_of(tag) for tag in section(overview, "2026-07-31").iter("span")] == ["held", "our correction"]


def test_the_newest_days_come_first_with_one_row_a_record(templates: Environment) -> None:
    document = shown(templates, DAYS, "changes/index.html")
    assert [text_of(each) for each in document.iter("h2")] == ["31 July 2026", "29 July 2026", "Every day"]
    rows = section(document, "2026-07-31").findall(".//tbody/tr")
    assert [text_of(row.find("td")) for row in rows] == [  # type: ignore[arg-type]
        "Added Input price $0.336 → $0.42 per 1M tokens, +25 % Max output not stated any more, was 16,000 tokens",
        "Input price $1.00 → $200.00 per 1M tokens, +19,900 % held",
    ]
    links = [link.get("href") for link in section(document, "2026-07-31").iter("a")]
    assert links[:4] == [f"../changes/2026-07-31/{part}" for part in ("", "#added", "#price", "#limit")]
    assert text_of(section(document, "days")) == "Every day July 2026: 31 4, 29 1"


def test_days_beside_each_other_lead_to_each_other(templates: Environment) -> None:
    told = [event("2025-12-31"), event("2026-07-29"), event("2026-07-31")]
    around = {
        path[8:18]: {link.get("rel"): link.get("href") for link in shown(templates, told, path).iter("a")}
        for path in pages_of(told)
        if path.startswith("changes/20")
    }
    assert [(found.get("prev"), found.get("next")) for _, found in sorted(around.items())] == [
        (None, "../2026-07-29/"),
        ("../2025-12-31/", "../2026-07-31/"),
        ("../2026-07-29/", None),
    ]


def test_the_page_of_a_past_day_changes_only_with_its_neighbours(templates: Environment) -> None:
    old = [event(f"2026-07-{day}") for day in (27, 28, 29)]
    before, after = pages_of(old), pages_of([*old, event("2026-07-30")])
    html = {path: render(templates, context) for path, context in after.items()}
    changed = {path for path in html if path not in before or render(templates, before[path]) != html[path]}
    assert {path[8:18] for path in changed if path.startswith("changes/20")} == {"2026-07-29", "2026-07-30"}


def test_a_day_says_nothing_of_how_fresh_values_are_today(templates: Environment) -> None:
    names = EventNames(Receipts(Known(), {}), {}, {})
    made = dict(
        changes_pages(DAYS[:1], names, lambda path, title, _: page(path.removesuffix("index.html"), title, NOTICE))
    )
    assert {path[8:-10]: context.page.notice is None for path, context in made.items()} == {
        "": False, "kinds/price/": False, "2026-07-29/": True,
    }  # fmt: skip


def test_many_rows_stand_on_the_page_of_their_day(templates: Environment) -> None:
    told = [event(day, record=f"a/{number}") for day in ("2026-07-30", "2026-07-31") for number in range(100)]
    found = pages_of([*told, event("2026-07-29")])
    overview, day = found["changes/index.html"], found["changes/2026-07-30/index.html"]
    assert isinstance(overview, ChangesPage)
    assert isinstance(day, DayPage)
    assert [(each.anchor, len(each.rows), each.more) for each in overview.days] == [
        ("2026-07-31", 100, 0), ("2026-07-30", MOST - 100, 200 - MOST),
    ]  # fmt: skip
    assert len(day.kinds[0].rows) == day.count == 100
    assert "50 more on the page of 30 July 2026." in text_of(parse(render(templates, overview)))


@pytest.mark.parametrize("address", ["javascript:alert(1)", ""])
def test_hostile_text_stays_text_and_no_address_is_no_link(templates: Environment, address: str) -> None:
    step = Step("renamed", "name", HOSTILE, HOSTILE + "2")
    told = [event("2026-07-31", step, record=HOSTILE, model_id="", wire_id=HOSTILE, provider="")]
    for path in ("changes/index.html", DAY):
        document = shown(templates, told, path, address)
        assert not [each for each in document.iter() if each.tag in ("img", "script") and not each.get("src")]
        row = document.findall(".//tbody/tr")[0]
        assert text_of(row).startswith(" ".join(HOSTILE.split()))
        assert list(row.iter("a")) == []


def test_without_a_change_there_is_one_page_that_says_so(templates: Environment) -> None:
    assert text_of(shown(templates, [], "changes/index.html")).count("There is none yet.") == 1
    assert len(pages_of([])) == 1


def test_titles_and_descriptions_are_unique(db: Database) -> None:
    site = Site(
        db, Status("", NEWEST, []), resource("templates"), resource("site"), BASE, datetime(2026, 8, 1, tzinfo=UTC),
        "", [], PublishedIds(None),
    )  # fmt: skip
    names = EventNames(site.receipts, {}, {})
    files = [file for file in site.files(DAYS, names) if file.path.startswith("changes/")]
    for pattern in (rb"<title>(.*?)</title>", rb'<meta name="description" content="(.*?)"'):
        found = [match[1] for file in files if (match := re.search(pattern, file.content))]
        assert len(found) == len(set(found)) == len(files) == 6
