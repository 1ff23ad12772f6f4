"""The panel that tells who speaks of a model and why: every ground in words, and hostile text stays text."""

from collections import defaultdict
from dataclasses import replace
from html import unescape
from typing import Any

import html5lib
import pytest
from jinja2 import Environment
from sqlite_utils import Database

from catalog.match.judgement import Evidence, RunnerUp, Why
from catalog.queries import Addresses, ModelDetail, Row
from catalog.render.contexts import ModelPage
from catalog.render.environment import environment, render
from catalog.render.linked import MatchRow
from catalog.render.links import count_by_source, family, match_row, matches, near, ratings, weights
from catalog.render.receipts import Receipts
from catalog.resources import resource
from catalog.store.tables import PUBLIC
from scraper.units import dumps
from tests.site import sample

NAMES = {"openrouter": "OpenRouter API", "models_dev": "models.dev", "arena": "Arena"}
SOLD = Why(
    (Evidence("author", "", "acme", "missing"), Evidence("size", "9b", "9b", "equal"),
     Evidence("hugging_face_id", "acme/B", "acme/A", "differ")),
    runner_up=RunnerUp("acme/atlas-7b", ("size 9b != 7b", "stage base != nothing")),
    note="right in 5 of 5 labelled pairs (at least 64.9%)",
)  # fmt: skip


@pytest.fixture
def receipts(db: Database) -> Receipts:
    return Receipts(Addresses(db), NAMES)


@pytest.fixture(scope="module")
def templates() -> Environment:
    return environment(resource("templates"))


def match(why: Why = SOLD, **changes: str) -> Row:
    row = {"source": "models_dev", "record": "shop/atlas-9b", "model_id": "acme/atlas-9b", "relation": "offer_of",
           "level": "exact", "rule": "all equal", "evidence": dumps(why.as_json()), "decided_by": "rule"}  # fmt: skip
    return {**row, **changes}


def score(**columns: Any) -> Row:
    row = dict.fromkeys(PUBLIC["scores"].columns) | {
        "source": "arena", "board": "text", "category": "overall", "configuration": "atlas", "setting": "",
        "rating": "1437.61", "published": "2026-04-09",
    }  # fmt: skip
    return {**row, **columns}


WEIGHTS: Row = {"hugging_face_id": "acme/A", "relation": "sibling_of", "why": "", "claims": []}


def detail(**lists: list[Row]) -> ModelDetail:
    empty: dict[str, list[Row]] = {
        name: [] for name in ("offers", "matches", "near", "scores", "aliases", "kin", "artifacts", "disagreements")
    }
    return ModelDetail(row={"id": "acme/atlas-9b"}, fields={}, said=defaultdict(dict), raw="{}",
                       raw_record=("openrouter", "acme/atlas-9b"), **{**empty, **lists})  # fmt: skip


def panel(templates: Environment, **changes: Any) -> str:
    """The section of a page that tells who speaks of the model, as text."""
    page: ModelPage = replace(sample.MODEL, **changes)
    html = render(templates, page)
    html5lib.HTMLParser(strict=True).parse(html)
    return " ".join(
        unescape(html.partition('<section aria-labelledby="matches">')[2].partition("</section>")[0]).split()
    )


def test_a_judgement_is_told_in_words(receipts: Receipts) -> None:
    assert match_row(match(), receipts) == MatchRow(
        source="models.dev",
        record="shop/atlas-9b",
        relation="an offer of it",
        level="exact",
        rule="all equal",
        evidence=("author not said, here acme", "size 9b", "hugging face id acme/B, here acme/A"),
        note="right in 5 of 5 labelled pairs (at least 64.9%)",
        rival="acme/atlas-7b: size 9b != 7b; stage base != nothing",
    )


def test_an_answer_has_one_place_on_a_page_and_the_same_bytes_at_another_time_have_theirs(receipts: Receipts) -> None:
    first, again = (receipts.origin("openrouter", sample.SHA, "2026-07-31T12:00:00Z") for _ in range(2))
    later = receipts.origin("openrouter", sample.SHA, "2026-08-01T12:00:00Z")
    assert first == again
    assert (later.snapshot, later.told) == (first.snapshot, "OpenRouter API, 1 Aug 2026")
    assert later.anchor != first.anchor


def test_what_has_no_grounds_no_note_and_no_rival_says_none(receipts: Receipts) -> None:
    row = match_row(match(Why()), receipts)
    assert (row.evidence, row.note, row.rival) == ((), "", "")


def test_the_router_s_own_records_are_no_other_source(receipts: Receipts) -> None:
    own = match(source="openrouter", record="acme/atlas-9b")
    assert [row.source for row in matches(detail(matches=[own, match()]), receipts)] == ["models.dev"]


def test_records_are_counted_by_source_most_first(receipts: Receipts) -> None:
    found = matches(detail(matches=[match(source="arena"), match(), match()]), receipts)
    assert count_by_source(found) == "models.dev 2, Arena 1"


def test_the_panel_shows_each_record_with_its_grounds_and_the_next_best(
    templates: Environment, receipts: Receipts
) -> None:
    found = matches(detail(matches=[match()]), receipts)
    shown = panel(templates, matches=found, matches_count=1, matches_by_source=count_by_source(found), near=())
    assert "1 record of other sources mean this model <small>models.dev 1</small>" in shown
    assert '<b>models.dev</b> <code>shop/atlas-9b</code> <span class="tag">exact</span> an offer of it' in shown
    assert "all equal (author not said, here acme; size 9b; hugging face id acme/B, here acme/A)" in shown
    assert "ight in 5 of 5 labelled pairs (at least 64.9%)" in shown
    assert "Not acme/atlas-7b: size 9b != 7b; stage base != nothing" in shown
    assert "may mean it" not in shown


def test_a_record_that_was_not_joined_is_shown_as_doubtful(templates: Environment, receipts: Receipts) -> None:
    why = Why(runner_up=RunnerUp("acme/atlas-9b", ("date 2026-01-02 != nothing",)))
    rows = near(detail(near=[match(why, relation="snapshot_of", level="medium", rule="date missing")]), receipts)
    shown = panel(templates, matches=(), matches_count=0, near=rows, near_count=1)
    assert "1 record may mean it and was not joined" in shown
    assert '<span class="tag">medium</span> perhaps a dated release of it' in shown
    assert "date 2026-01-02 != nothing" in shown


def test_more_records_than_a_page_names_are_all_counted(templates: Environment, receipts: Receipts) -> None:
    found = matches(detail(matches=[match()] * 3), receipts)
    shown = panel(templates, matches=found[:1], matches_count=3, near=())
    assert "3 records of other sources mean this model" in shown
    assert 'All 3 are in the <a href="index.json">JSON</a>.' in shown


def test_a_page_of_which_nobody_else_speaks_has_no_panel(templates: Environment) -> None:
    assert panel(templates, matches=(), matches_count=0, near=()) == ""


def test_hostile_text_in_every_place_stays_text(templates: Environment, receipts: Receipts) -> None:
    bad = sample.HOSTILE
    why = Why((Evidence(bad, bad, bad, "differ"),), runner_up=RunnerUp(bad, (bad,)), note=bad)
    row = match(why, record=bad, level=bad, rule=bad)
    kin = family(detail(kin=[{"other_id": bad, "relation": "sibling_of", "why": bad}]), {bad: bad}, "../../../")
    named = weights(
        detail(
            artifacts=[{"hugging_face_id": bad, "relation": "sibling_of", "why": bad, "said_by": "arena", "claims": []}]
        ),
        receipts,
    )
    told = detail(matches=[row], near=[row])
    page = replace(
        sample.MODEL, matches=matches(told, receipts), matches_count=1, near=near(told, receipts), family=kin,
        weights=named, ratings=ratings(detail(scores=[score(board=bad, configuration=bad, setting=bad)]), receipts),
    )  # fmt: skip
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(render(templates, page))
    assert not [script for script in document.iter("script") if not script.get("src")]
    assert not [element for element in document.iter() if "onerror" in element.attrib]
    assert len(list(document.iter("img"))) == 0
    assert bad.lower() in "".join(document.itertext()).lower()
    assert not [link for link in document.iter("a") if "<" in str(link.get("href"))]


def test_a_family_is_linked_and_told_apart_siblings_last() -> None:
    rows: list[Row] = [
        {"other_id": "acme/atlas-7b", "relation": "sibling_of", "why": "size 7b, here 9b"},
        {"other_id": "acme/zeta", "relation": "derived_from", "why": ""},
    ]
    first, second = family(detail(kin=rows), {"acme/atlas-7b": "Atlas 7B"}, "../../../")
    assert (first.id, first.name, first.relation) == ("acme/zeta", "acme/zeta", "what it was made from")
    assert (second.name, second.href) == ("Atlas 7B", "../../../models/acme/atlas-7b/")
    assert (second.relation, second.why) == ("a sibling", "size 7b, here 9b")


@pytest.mark.parametrize(
    ("relation", "told", "contradicts"),
    [
        ("same_release", "weights of the model", False),
        ("artifact_of", "weights of the model", False),
        ("sibling_of", "a sibling", True),
        ("different", "another model", True),
    ],
)
def test_other_weights_are_marked(receipts: Receipts, relation: str, told: str, contradicts: bool) -> None:
    row = {**WEIGHTS, "relation": relation, "said_by": "arena, models_dev"}
    (found,) = weights(detail(artifacts=[row]), receipts)
    assert (found.relation, found.contradicts, found.said_by) == (told, contradicts, "Arena, models.dev")


def test_ratings_are_the_overall_rows_of_every_board_best_rank_first(receipts: Receipts) -> None:
    rows = [score(configuration="b"), score(configuration="a", rank=9, low="1430.4", high="1441.5", votes="12000"),
            score(configuration="c", rank=1, setting="thinking 32k", style_control="true"),
            score(configuration="d", category="coding", rank=1)]  # fmt: skip
    found = ratings(detail(scores=rows), receipts)
    assert [row.configuration for row in found] == ["c", "a", "b"]
    assert [row.setting for row in found] == ["thinking 32k", "as it comes", "as it comes"]
    assert (found[0].style, found[0].rank) == ("style allowed for", "#1")
    assert (found[1].interval, found[1].votes, found[1].rating) == ("1430 to 1442", "12,000", "1438")
    assert (found[2].rank, found[2].interval, found[2].votes, found[2].published) == ("", "", "", "9 April 2026")
