"""Arena: exact ratings of configurations, each board in its own scope; what is not rated has no rank."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalog.backfill import address_of
from scraper.errors import FetchError, ShapeError
from scraper.http import Http, HttpSettings
from scraper.issues import IssueKind
from scraper.mirrors import Mirrors
from scraper.progress import Silent
from scraper.recordings import Recording, read_recordings
from scraper.snapshots import Archive, Sighting, Snapshot
from scraper.source import Parsed
from scraper.sources import sources
from scraper.sources._arena_addresses import BOARDS, CATALOG, CONFIGS, MAIN, SITE, rows_address
from tests.conftest import NOW
from tests.scraper.known import Nothing
from tests.scraper.price_pages import asked
from tests.upstream import Reply, Upstream

arena = sources()["arena"]
FIXTURES = Path(__file__).parent.parent / "fixtures/sources/arena"
VISION, TEXT, ROWS = f"{SITE}/vision", f"{SITE}/text", rows_address("text", 0)
Claims = dict[str, dict[str, str]]


def snapshot(body: Any, url: str = MAIN) -> Snapshot:
    content = body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else json.dumps(body).encode()
    return Snapshot(sighting=Sighting(source="arena", url=url, fetched_at=NOW, status=200), body=content)


def fixture(name: str) -> str:
    return (FIXTURES / name).read_text(encoding="utf-8")


def said(parsed: Parsed) -> Claims:
    """Every claim by record and field."""
    records = [record for found in parsed.scopes.values() for record in found]
    return {record.id: {claim.field: claim.value for claim in arena.observe(record).claims} for record in records}


def one(*pages: Snapshot) -> dict[str, str]:
    (claims,) = said(arena.parse(pages)).values()
    return claims


def troubles(*pages: Snapshot) -> set[tuple[IssueKind, str]]:
    parsed = arena.parse(pages)
    seen = [arena.observe(record) for records in parsed.scopes.values() for record in records]
    return {(issue.kind, issue.field) for issue in (*parsed.issues, *(i for o in seen for i in o.issues))}


def rated(rating: Any = 1200.5, low: Any = 1190.5, high: Any = 1210.5, **more: Any) -> dict[str, Any]:
    return {"full": {"acme-atlas": {"rating": rating, "rating_q025": low, "rating_q975": high, **more}}}


def extract(*rows: dict[str, Any], board: str = "text", **meta: Any) -> dict[str, Any]:
    usual = {"rank": 1, "model": "acme-atlas", "vendor": "Acme", "license": "proprietary"}
    usual.update({"score": 1504, "ci": 5, "votes": 16278})
    return {"meta": {"leaderboard": board, "last_updated": None, **meta}, "models": [{**usual, **row} for row in rows]}


def table(headings: str, *lines: str, more: str = "") -> str:
    """A page with a table; headings and cells are parted by bars."""
    top = "".join(f"<th>{text.strip()}</th>" for text in headings.split("|"))
    rows = "".join("<tr>" + "".join(f"<td>{c.strip()}</td>" for c in line.split("|")) + "</tr>" for line in lines)
    return f"<html lang='en'><body><h1>Board</h1>{more}<table><tr>{top}</tr>{rows}</table></body></html>"


def hub_rows(*rows: dict[str, Any], start: int = 0, total: int | None = None) -> dict[str, Any]:
    usual = {
        "model_name": "acme-atlas", "organization": "Acme", "license": "MIT", "rating": 1400.25,
        "rating_lower": 1390.25, "rating_upper": 1410.25, "variance": 2.5, "vote_count": 900, "rank": 1,
        "category": "overall", "leaderboard_publish_date": "2026-09-13",
    }  # fmt: skip
    listed = [{"row_idx": start + i, "row": {**usual, **row}, "truncated_cells": []} for i, row in enumerate(rows)]
    return {"features": [], "rows": listed, "num_rows_total": start + len(rows) if total is None else total}


def without(column: str) -> dict[str, Any]:
    answer = hub_rows({})
    del answer["rows"][0]["row"][column]
    return answer


def test_a_rating_keeps_every_digit() -> None:
    body = '{"full": {"acme-atlas": {"rating": 1234.32666316090221, "rating_q025": 1e3, "rating_q975": 1.3e+3}}}'
    found = one(snapshot(body))
    assert (found["rating"], found["rating_low"], found["rating_high"]) == ("1234.32666316090221", "1000", "1300")


def test_the_catalogue_gives_no_rank_so_none_is_claimed() -> None:
    assert not any("rank" in field for claims in said(arena.parse([snapshot(rated())])).values() for field in claims)


def test_a_name_with_blanks_brackets_and_slashes_stays_whole() -> None:
    name = "gemini-3-pro-image-preview-2k (nano-banana-pro) [web-search]/x:y"
    (claims,) = said(arena.parse([snapshot({"full": {name: rated()["full"]["acme-atlas"]}})])).values()
    assert claims["configuration"] == name


def test_style_control_is_what_the_file_says_and_unsaid_by_a_board() -> None:
    styled = snapshot(rated(), MAIN.replace(".json", "-style-control.json"))
    assert (one(snapshot(rated()))["style_control"], one(styled)["style_control"]) == ("false", "true")
    assert "style_control" not in one(snapshot(extract({}), TEXT))


def test_the_old_name_of_the_text_file_is_the_same_list() -> None:
    old = arena.parse([snapshot(rated(), f"{CATALOG}/leaderboard-data.json")])
    assert list(old.scopes) == list(arena.parse([snapshot(rated())]).scopes) == ["scores"]


def test_no_two_addresses_share_a_scope_or_an_id_but_the_renamed_ones() -> None:
    row = hub_rows({})
    places: list[tuple[str, Any]] = [
        *((f"{CATALOG}/leaderboard-{b}{s}.json", rated()) for b in ("text", "vision", "image") for s in _STYLES),
        *((f"{SITE}/{board}", extract({}, board=board)) for board in BOARDS),
        *((rows_address(config, 0), row) for config in CONFIGS),
    ]
    scopes: list[str] = []
    ids: list[str] = []
    for url, answer in places:
        parsed = arena.parse([snapshot(answer, url)])
        scopes += parsed.scopes
        ids += [record.id for records in parsed.scopes.values() for record in records]
    assert len(set(scopes)) == len(scopes) == len(places)
    assert len(set(ids)) == len(ids) == len(places)
    assert all(arena.counts(scope) for scope in scopes)


_STYLES = ("", "-style-control")


def test_only_the_text_catalogue_is_the_main_list() -> None:
    assert [url for url in (MAIN, TEXT, ROWS) if arena.is_main(url)] == [MAIN]


@pytest.mark.parametrize("told", [5, "5", "±5", "+5/-5", "-5/+5", "\u00b1 5"])
def test_an_interval_is_laid_around_the_score(told: Any) -> None:
    found = one(snapshot(extract({"ci": told}), TEXT))
    assert (found["rating_low"], found["rating"], found["rating_high"]) == ("1499", "1504", "1509")


@pytest.mark.parametrize("told", ["+5", "5/6", "+5/+6", "-5", "about 5", -5, [5], "5 %"])
def test_an_interval_that_cannot_be_read_is_none(told: Any) -> None:
    page = snapshot(extract({"ci": told}), TEXT)
    assert "rating_low" not in one(page) and "rating_high" not in one(page)
    assert (IssueKind.BAD_VALUE, "rating_low") in troubles(page)


@pytest.mark.parametrize("told", [None, "-", "N/A", ""])
def test_no_interval_is_no_claim_and_no_trouble(told: Any) -> None:
    page = snapshot(extract({"ci": told}), TEXT)
    assert "rating_low" not in one(page) and troubles(page) == set()


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"rank": 9007199254740991}, "rank"),
        ({"rank": 0}, "rank"),
        ({"rank": 1.5}, "rank"),
        ({"votes": -1}, "votes"),
        ({"votes": "16.3K"}, "votes"),
        ({"votes": True}, "votes"),
        ({"score": 0.53}, "rating"),
        ({"score": 150400}, "rating"),
        ({"score": "NaN"}, "rating"),
        ({"score": None}, "rating"),
        ({"score": "1 504"}, "rating"),
        ({"vendor": 7}, "author_name"),
    ],
)
def test_a_number_that_is_none_is_no_claim(row: dict[str, Any], field: str) -> None:
    page = snapshot(extract(row), TEXT)
    assert field not in one(page)
    assert (IssueKind.BAD_VALUE, field) in troubles(page)


def test_a_row_without_a_score_has_no_interval_either() -> None:
    assert not {"rating", "rating_low", "rating_high"} & set(one(snapshot(extract({"score": None}), TEXT)))


@pytest.mark.parametrize("ends", [(1210.5, 1190.5), (1201, 1210), (1190, 1200)])
def test_an_interval_that_is_not_around_its_rating_is_taken_back(ends: tuple[float, float]) -> None:
    page = snapshot(rated(1200.5, *ends))
    assert one(page)["rating"] == "1200.5"
    assert "rating_low" not in one(page) and "rating_high" not in one(page)
    assert troubles(page) == {(IssueKind.BAD_VALUE, "rating_low")}


def test_open_is_no_licence_but_open_weights() -> None:
    found = one(snapshot(extract({"license": "open"}), TEXT))
    assert found["open_weights"] == "true" and "licence" not in found
    assert "open_weights" not in one(snapshot(extract({"license": None}), TEXT))


def test_an_unknown_key_is_kept_and_reported() -> None:
    for page, field in ((snapshot(rated(battles=3)), "battles"), (snapshot(extract({"mood": "sunny"}), TEXT), "mood")):
        assert f"other.{field}" in one(page)
        assert (IssueKind.UNKNOWN_KEY, f"other.{field}") in troubles(page)


def test_the_day_of_publication_is_the_boards_not_the_extractors() -> None:
    page = snapshot(extract({}, last_updated="Apr 7, 2026", fetched_at="2026-04-14T04:32:21+00:00"), TEXT)
    assert one(page)["published_at"] == "2026-04-07"
    vague = snapshot(extract({}, last_updated="2 days ago"), TEXT)
    assert "published_at" not in one(vague) and (IssueKind.BAD_VALUE, "published_at") in troubles(vague)


def test_a_board_may_be_shorter_than_it_says_or_was() -> None:
    page = snapshot(extract(*({"model": f"m{i}"} for i in range(20)), model_count=60), TEXT)
    assert len(arena.parse([page]).scopes["scores:page/text/overall"]) == 20
    assert (IssueKind.UNKNOWN_VALUE, "model_count") in troubles(page)


@pytest.mark.parametrize(
    ("answer", "url", "told"),
    [
        (b"", MAIN, "an empty body"),
        ("<html><body>Just a moment...</body></html>", MAIN, "an HTML page"),
        ({"full": {}}, MAIN, "no ratings"),
        ({"full": [1]}, MAIN, "no category"),
        ({"a category": {}}, MAIN, "no category"),
        ({"error": {"code": 503, "message": "busy"}}, MAIN, "no ratings"),
        ('{"full": {"a": {"rating": 1000}, "a": {"rating": 1001}}}', MAIN, "twice"),
        ('{"full": {"a": {"rating": 1000}}, "full": {"b": {"rating": 1001}}}', MAIN, "twice"),
        ([{"name": "x"}], f"{CATALOG}/scatterplot-data.json", "no configurations"),
        ([{"model_api_name": "a"}, {"model_api_name": "a"}], f"{CATALOG}/scatterplot-data.json", "come twice"),
        ([], TEXT, "expected `meta`"),
        (extract(), TEXT, "expected `meta`"),
        ({"models": [{"model": "a"}]}, TEXT, "expected `meta`"),
        (extract({}, board="vision"), TEXT, "another board"),
        (extract({}, {}), TEXT, "come twice"),
        (extract({"model": None}), TEXT, "no rows"),
        ("rank,model,arena_score,votes\n1,a,1000,3\n", TEXT, "not one column 95_pct_ci"),
        ("rank,model,arena_score,arena_elo,95_pct_ci,votes\n1,a,1,1,1,3\n", TEXT, "arena_score or arena_elo"),
        ("rank,model,arena_score,95_pct_ci,votes,votes\n1,a,1000,+1/-1,3,3\n", TEXT, "a column comes twice"),
        ("rank,model,arena_score,95_pct_ci,votes\n", TEXT, "no rows"),
        ("rank,model,arena_score,95_pct_ci,votes\n1,a,1000,±3,3\n2,a,1100,±3,3\n", TEXT, "come twice"),
        ({"error": "The dataset does not exist."}, ROWS, "does not exist"),
        (hub_rows(), ROWS, "0 rows"),
        ({**hub_rows({}), "num_rows_total": None}, ROWS, "num_rows_total"),
        (hub_rows({}, total=300), ROWS, "a page is missing"),
        (hub_rows({}, {}), ROWS, "come twice"),
        (hub_rows({}, start=1), ROWS, "row 0 is missing"),
        (hub_rows({}, {"category": "b"}, {"model_name": "x"}, total=9), ROWS, "not ordered"),
        (hub_rows({"model": "x"}), ROWS, "more than one column"),
        ({**hub_rows({}), "rows": [{"row_idx": 0, "row": {}, "truncated_cells": ["rating"]}]}, ROWS, "cut"),
        *((without(column), ROWS, f"no column {column}") for column in ("rating_lower", "rank", "category")),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_what_we_know_is_refused_in_one_line(answer: Any, url: str, told: str) -> None:
    with pytest.raises(ShapeError) as refused:
        arena.parse([snapshot(answer, url)])
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_early_extract_and_an_early_csv_are_read_as_well() -> None:
    early = {"leaderboard": "text", "source": TEXT, "last_updated": "2026-03-19", "models": extract({})["models"]}
    found = one(snapshot(early, TEXT))
    assert (found["rating"], found["published_at"], troubles(snapshot(early, TEXT))) == ("1504", "2026-03-19", set())
    lines = snapshot(
        "rank,model,arena_elo,95_pct_ci,votes\n1,Atlas,1251,+4/-5,49786\n", "https://lmarena.ai/leaderboard/text"
    )
    assert (one(lines)["rating"], one(lines)["rating_low"]) == ("1251", "1246")


def test_one_unreadable_row_is_skipped_and_reported() -> None:
    page = snapshot({"full": {**rated()["full"], "broken": {"rating_q025": 1}, "": {"rating": 1000.0}}})
    parsed = arena.parse([page])
    assert len(parsed.scopes["scores"]) == 1
    assert [issue.kind for issue in parsed.issues] == [IssueKind.BAD_RECORD] * 2


# The page itself

PLAIN = "Rank | Model | Score | 95% CI | Votes | Organization | License"
LINE = "1 | acme-atlas (thinking) | 1,504 | ±5 | 16,278 | Acme | Proprietary"
MEANT = {
    "board": "vision", "category": "overall", "configuration": "acme-atlas (thinking)", "rank": "1",
    "rating": "1504", "rating_low": "1499", "rating_high": "1509", "votes": "16278", "author_name": "Acme",
    "licence": "Proprietary",
}  # fmt: skip


def _turned(headings: str, line: str) -> tuple[str, str]:
    return " | ".join(headings.split(" | ")[::-1]), " | ".join(line.split(" | ")[::-1])


@pytest.mark.parametrize(
    ("headings", "line"),
    [
        (PLAIN, LINE),
        _turned(PLAIN, LINE),
        (PLAIN.replace("Score", "Arena Score").replace("Rank", "Rank* (UB)").replace("CI", "CI (±)"), LINE),
        (PLAIN.replace("Score", "<span>Score</span> ↓").replace("Organization", "Org"), LINE),
        (PLAIN, LINE.replace("±5", "+5/-5")),
        (PLAIN, LINE.replace("±5", "+5/\u22125")),
        (PLAIN.replace("95% CI | ", ""), LINE.replace("| ±5 ", "").replace("1,504", "1504 ± 5")),
        (PLAIN.replace("95% CI | ", ""), LINE.replace("| ±5 ", "").replace("1,504", "<b>1504</b><span>±5</span>")),
        (PLAIN, LINE.replace("acme-atlas (thinking)", "<a href='/x'><span>acme-atlas (thinking)</span></a>")),
        (PLAIN, LINE.replace("acme-atlas (thinking)", "<a title='acme-atlas (thinking)'>acme-atl…</a><p>New</p>")),
        (PLAIN, LINE.replace("1 |", "#1 |")),
        (PLAIN, LINE.replace("acme-atlas (thinking)", "<a href='/acme'><img></a> <a>acme-atlas (thinking)</a>")),
        (
            "Rank | Model | Score | Votes",
            "1 | <a>acme-atlas (thinking)</a><i>Acme · Proprietary</i> | 1504±5 Preliminary | 16,278",
        ),
    ],
    ids=[
        "plain",
        "turned",
        "renamed",
        "sorted",
        "each-way",
        "minus",
        "beside",
        "spans",
        "link",
        "short",
        "hash",
        "icon",
        "cell",
    ],
)
def test_a_board_is_read_by_its_headings_wherever_they_stand(headings: str, line: str) -> None:
    assert one(snapshot(table(headings, line), VISION)) == MEANT


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("1 ◄─► 3", "1-3"),
        ("1 - 3", "1-3"),
        ("<span>1</span><svg></svg><span>16</span>", "1-16"),
        ("<span>12</span><span>9</span>", None),
        ("13", None),
        ("-", None),
    ],
)
def test_a_span_of_ranks_is_never_one_number(shown: str, meant: str | None) -> None:
    found = one(snapshot(table(f"{PLAIN} | Rank Spread", f"{LINE} | {shown}"), VISION))
    assert found == MEANT | ({"rank_spread": meant} if meant else {})


@pytest.mark.parametrize(
    "cell",
    [
        "<div>acme-atlas</div><div>Acme</div>",
        "acme-atlas · Acme",
        "<a>acme-atlas</a><a>acme-terra</a>",
        "<a>acme-atlas<br>Acme</a>",
        "",
    ],
)
def test_a_cell_that_may_be_two_things_names_no_configuration(cell: str) -> None:
    page = snapshot(table(PLAIN, LINE, LINE.replace("acme-atlas (thinking)", cell)), VISION)
    assert list(said(arena.parse([page]))) == ["page:vision/overall/unsaid/acme-atlas (thinking)"]
    assert (IssueKind.BAD_RECORD, "rating") in troubles(page)


@pytest.mark.parametrize(
    ("html", "told"),
    [
        (table(PLAIN.replace("Score", "Mood"), LINE), "expected one leaderboard, got 0"),
        (table(PLAIN.replace("Model", "Thing"), LINE), "expected one leaderboard, got 0"),
        (table(PLAIN.replace("Votes", "Mood"), LINE), "no column 'Votes'"),
        (table(PLAIN.replace("Rank", "Mood"), LINE), "no column 'Rank'"),
        (table(PLAIN.replace("95% CI", "Mood"), LINE), "no column '95% CI'"),
        (table(PLAIN.replace("License", "Rating"), LINE), "two columns that are 'Score'"),
        (table(PLAIN.replace("License", "Score"), LINE), "comes twice"),
        (table(PLAIN), "without rows"),
        (table(PLAIN, LINE, LINE), "come twice"),
        (table(PLAIN, LINE) + table(PLAIN, LINE), "expected one leaderboard, got 2"),
        ("<html><body><div id='__next'></div><script>self.rows=[]</script></body></html>", "empty page"),
        ("<html><body>Verify you are human</body></html>", "captcha"),
        (table(PLAIN, LINE).replace("lang='en'", "lang='de'"), "another language"),
    ],
)
def test_a_page_that_is_no_board_is_refused(html: str, told: str) -> None:
    with pytest.raises(ShapeError, match=re.escape(told)):
        arena.parse([snapshot(html, VISION)])


WRONG: list[Callable[[str], str]] = [
    lambda html: html.replace("1,504", "1,504 1,499"),
    lambda html: html.replace("1,504", "1.504.000"),
    lambda html: html.replace("1,504", "15,04"),
    lambda html: html.replace("1,504", "-"),
    lambda html: html.replace("±5", "±5 / ±7"),
    lambda html: html.replace("±5", "5%"),
    lambda html: html.replace("16,278", "16,278 / 20,000"),
    lambda html: html.replace("16,278", "16,27"),
    lambda html: html.replace("16,278", "16.3K"),
    lambda html: html.replace("<td>1</td>", "<td>1–3</td>"),  # noqa: RUF001
    lambda html: html.replace("<th>Votes</th>", "<th>Battles</th>"),
    lambda html: html.replace("<td>1,504</td><td>±5</td>", "<td>±5</td><td>1,504</td>"),
]


@pytest.mark.parametrize("change", WRONG)
def test_no_change_of_a_page_makes_a_wrong_number(change: Callable[[str], str]) -> None:
    good = table(PLAIN, LINE)
    assert change(good) != good
    try:
        found = one(snapshot(change(good), VISION))
    except ShapeError:
        return
    numbers = {"rank", "rating", "rating_low", "rating_high", "votes"}
    assert {field: value for field, value in found.items() if field in numbers and value != MEANT[field]} == {}
    assert numbers - set(found), "the broken number is still claimed"


def test_a_category_of_a_board_and_its_style_are_in_the_address() -> None:
    found = one(snapshot(table(PLAIN, LINE), f"{SITE}/text/overall-no-style-control"))
    assert (found["category"], found["style_control"]) == ("overall", "false")
    assert one(snapshot(table(PLAIN, LINE), f"{SITE}/text/creative-writing"))["category"] == "creative-writing"


# The dataset


def test_pages_of_the_dataset_are_one_answer_and_only_its_whole_category_counts() -> None:
    first = snapshot(hub_rows({}, {"model_name": "b", "rank": 2}, total=500), ROWS)
    second = snapshot(
        hub_rows({"model_name": "c", "rank": 3}, {"category": "chinese"}, start=2, total=500), rows_address("text", 2)
    )
    parsed = arena.parse([first, second])
    assert {scope: [(r.id, r.page) for r in records] for scope, records in parsed.scopes.items()} == {
        "scores:hf/text/overall": [
            ("hf:text/overall/raw/acme-atlas", 0), ("hf:text/overall/raw/b", 0), ("hf:text/overall/raw/c", 1),
        ]
    }  # fmt: skip
    with pytest.raises(ShapeError, match="row 2 is missing"):
        arena.parse([first, snapshot(second.body, rows_address("text", 3))])


def test_of_several_publications_the_newest_counts() -> None:
    parsed = arena.parse([
        snapshot(hub_rows({"leaderboard_publish_date": "2026-08-01", "rating": 1395}, {}, {"category": "x"}), ROWS)
    ])  # fmt: skip
    assert [claims["rating"] for claims in said(parsed).values()] == ["1400.25", "1400.25"]
    assert [issue.kind for issue in parsed.issues] == [IssueKind.IGNORED]


@pytest.mark.parametrize(
    ("url", "read"),
    [
        (MAIN, True),
        (f"{CATALOG}/leaderboard-data-style-control.json", True),
        (f"{CATALOG}/scatterplot-data.json", True),
        (TEXT, True),
        (f"{SITE}/text/coding", True),
        ("https://lmarena.ai/leaderboard/vision", True),
        (ROWS, True),
        (rows_address("agent", 0), False),
        (ROWS.replace("latest", "full"), False),
        (ROWS.replace("lmarena-ai", "somebody"), False),
        (f"{SITE}/_index", False),
        (SITE, False),
        ("https://lmarena.ai/leaderboard", False),
        ("https://arena.ai/", False),
        (f"{CATALOG}/leaderboard-agent.json", False),
        ("https://evil.example/leaderboard/text", False),
        ("https://arena.ai.evil.example/leaderboard/text", False),
    ],
)
def test_only_known_addresses_are_read(url: str, read: bool) -> None:
    assert arena.reads(url) is read
    if not read:
        with pytest.raises(ShapeError):
            arena.parse([snapshot(rated(), url)])


# Fetching


def path(url: str) -> str:
    return "/" + url.split("://")[1]


def answers() -> dict[str, Any]:
    """The main file, one board, one part of the dataset on two pages; the rest does not exist."""
    first = hub_rows(*({"model_name": f"m{i}"} for i in range(100)), total=300)
    second = hub_rows({}, {"category": "chinese"}, start=100, total=300)
    return {
        path(MAIN): rated(),
        path(VISION): Reply(table(PLAIN, LINE).encode()),
        path(ROWS): first,
        path(rows_address("text", 100)): second,
    }


def test_everything_is_asked_for_and_a_missing_address_is_no_failure(tmp_path: Path) -> None:
    seen, paths = asked(arena, tmp_path, answers())
    assert [sighting.url for sighting in seen if sighting.ok] == [MAIN, VISION, ROWS, rows_address("text", 100)]
    assert [(s.root, s.page) for s in seen if s.page > 1] == [(ROWS, 2)]
    assert [p for p in paths if "offset=200" in p] == [], "the overall category had ended"
    assert {path(f"{SITE}/{board}") for board in BOARDS} <= set(paths)
    assert "/arena.ai/robots.txt" in paths and "/raw.githubusercontent.com/robots.txt" not in paths


def _fetch(folder: Path, routes: dict[str, Any]) -> Iterator[Sighting]:
    with Upstream(routes) as upstream, Http(
        Archive(folder), HttpSettings(), mirrors=Mirrors(upstream.mirrors), clock=lambda: NOW,
        sleep=lambda _: None, progress=Silent(),
    ) as http:  # fmt: skip
        yield from arena.fetch(http, Nothing())


def test_without_the_main_file_there_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"leaderboard-text\.json"):
        list(_fetch(tmp_path, answers() | {path(MAIN): Reply(b"", 404)}))


def test_what_fails_beside_it_is_told_at_the_end(tmp_path: Path) -> None:
    routes = answers() | {path(VISION): Reply(b"no", 403), path(rows_address("text", 100)): Reply(b"no", 403)}
    seen: list[str] = []
    with pytest.raises(FetchError, match=r"boards: 1 of 10 failed.*vision.*offset=100"):
        seen.extend(sighting.url for sighting in _fetch(tmp_path, routes) if sighting.ok)
    found = Archive(tmp_path).sightings("arena")
    assert [s.url for s in found if s.ok and s.url != ROWS] == [MAIN]


# What was recorded


def recorded(folder: Path) -> list[tuple[Recording, Snapshot]]:
    """Every recording of the source at the address at which it is archived."""
    found = [r for r in read_recordings(folder / "arena") if isinstance(r, Recording)]
    return [(r, snapshot(r.body(), url)) for r in found if arena.reads(url := address_of(arena, r))]


def _catalogue(page: Snapshot) -> Iterator[dict[str, str]]:
    answer = json.loads(page.body, parse_float=Decimal)
    for category, rows in answer.items():
        for name, row in rows.items():
            yield {"category": "overall" if category == "full" else category, "configuration": name} | {
                field: f"{row[key].normalize():f}"
                for field, key in zip(("rating", "rating_low", "rating_high"), sorted(row), strict=True)
            }


def _board(page: Snapshot) -> Iterator[dict[str, str]]:
    for row in json.loads(page.body)["models"]:
        yield {"configuration": row["model"], "rank": str(row["rank"]), "rating": str(row["score"])} | {
            "rating_low": str(row["score"] - row["ci"]),
            "rating_high": str(row["score"] + row["ci"]),
            "votes": str(row["votes"]),
            "author_name": row["vendor"],
        }


def _lines(page: Snapshot) -> Iterator[dict[str, str]]:
    seen: set[str] = set()
    for row in csv.DictReader(io.StringIO(page.body.decode())):
        up, down = row["95_pct_ci"].split("/")
        if row["model"] in seen:
            continue  # one line of one day comes twice
        seen.add(row["model"])
        yield {"configuration": row["model"], "rank": row["rank"], "rank_style_control": row["rank_stylectrl"]} | {
            "rating": row["arena_score"],
            "rating_low": str(int(row["arena_score"]) + int(down)),
            "rating_high": str(int(row["arena_score"]) + int(up)),
            "votes": row["votes"],
            "author_name": row["organization"],
        }


def test_every_recorded_row_is_claimed_number_for_number(recordings: Path) -> None:
    rows = 0
    keys: set[Any] = set()
    for recording, page in recorded(recordings):
        key = (page.sighting.url, recording.fetched_at)
        assert key not in keys, "two answers of one address at one time"
        keys.add(key)
        parsed = arena.parse([page])
        assert {issue.kind for issue in parsed.issues} <= {IssueKind.IGNORED}, recording.path
        if recording.path.name == "scatterplot-data.json":
            continue
        is_catalogue = page.sighting.url.startswith(CATALOG)
        raw = list((_catalogue if is_catalogue else _lines if recording.path.suffix == ".csv" else _board)(page))
        found = list(said(parsed).values())
        assert [{field: claims[field] for field in row} for row, claims in zip(raw, found, strict=True)] == raw
        rows += len(raw)
    assert (len(keys), rows) == (358, 129_316)


def test_nothing_recorded_is_unreadable_or_unknown(recordings: Path) -> None:
    for recording, page in recorded(recordings):
        seen = [arena.observe(record) for records in arena.parse([page]).scopes.values() for record in records]
        assert [issue for observation in seen for issue in observation.issues] == [], recording.path


def test_the_indexes_and_the_start_page_are_not_read(recordings: Path) -> None:
    found = [r for r in read_recordings(recordings / "arena") if isinstance(r, Recording)]
    skipped = {r.path.name for r in found if not arena.reads(address_of(arena, r))}
    assert skipped == {"_index.json", "snapshot.json", "design_snapshot.json"}


def test_a_model_that_is_on_no_board_is_not_rated(recordings: Path) -> None:
    newest: dict[str, Snapshot] = {}
    for _, page in sorted(recorded(recordings), key=lambda pair: pair[0].fetched_at):
        newest[page.sighting.url] = page
    names = {claims["configuration"] for page in newest.values() for claims in said(arena.parse([page])).values()}
    assert any(name.startswith("ernie-5.0-preview") for name in names)
    assert [name for name in names if re.search(r"ernie[-_ ]?4[.-]?5[-_ ]?(?:vl|turbo-vl)", name, re.IGNORECASE)] == []
