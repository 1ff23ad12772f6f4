"""What a catalog tells of the past: prices and limits over time, what guards held, what people corrected, who left."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlite_utils import Database

from catalog.departure import Known, departure
from catalog.departure import known as read_known
from catalog.entries import Claimed
from catalog.guards.holds import Hold
from catalog.history import Histories, Span, stayed
from catalog.render.price_changes import changed, percentage
from catalog.store.tables import create, open_file
from tests.answers import envelope, model
from tests.atlas import Atlas, ten_models
from tests.conftest import NOW

ERNIE = "baidu/ernie-4.5-vl-424b-a47b"
SMALL = "baidu/ernie-4.5-vl-28b-a3b"


@pytest.fixture
def atlas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Atlas:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    atlas = Atlas(tmp_path, monkeypatch)
    atlas.listen_to(None)
    return atlas


def priced(id_: str, prompt: str, completion: str, **changes: Any) -> dict[str, Any]:
    return model(id_, pricing={"prompt": prompt, "completion": completion}, hugging_face_id=None, **changes)


def days(atlas: Atlas, **answers: list[dict[str, Any]]) -> None:
    """Take lists of models as recordings, by day (`d2025_11_24`), ten others beside them, and build."""
    for name, rows in answers.items():
        atlas.backfill(envelope(*ten_models(hugging_face_id=None), *rows), name[1:].replace("_", "-"))
    assert atlas.run("build").status in (0, 3)


def of_ernie(atlas: Atlas) -> None:
    """Its real days: cheaper for a while, and the smaller one of its family leaves."""
    dear, cheap = priced(ERNIE, "0.00000042", "0.00000125"), priced(ERNIE, "0.000000336", "0.000001")
    small = priced(SMALL, "0.00000014", "0.00000056")
    days(
        atlas, d2024_09_21=[], d2025_08_18=[dear, small], d2025_11_24=[dear, small], d2025_11_25=[cheap, small],
        d2025_12_31=[cheap, small], d2026_01_01=[dear, small], d2026_06_06=[dear, small], d2026_06_07=[dear],
        d2026_07_31=[dear],
    )  # fmt: skip


def table(atlas: Atlas, id_: str, which: int = 0) -> list[list[str]]:
    soup = BeautifulSoup(atlas.text(f"models/{id_}/index.html"), "html.parser")
    rows = soup.select("table.past")[which].select("tbody tr")
    return [[" ".join(cell.text.split()) for cell in row.select("th, td")] for row in rows]


def history(atlas: Atlas, id_: str, field: str) -> list[tuple[Any, str, str | None, str | None]]:
    told = atlas.json(f"models/{id_}/index.json")["history"][field]
    return [(span["value"], span["since"][:10], span["until"] and span["until"][:10], span["held_by"]) for span in told]


def test_the_page_of_ernie_tells_the_cheaper_weeks_and_what_was_before_and_after(atlas: Atlas) -> None:
    of_ernie(atlas)
    assert (
        table(atlas, ERNIE)
        == [
            ["1 Jan 2026", "still so", "$0.42", "$1.25", "31 Jul 2026"],
            ["25 Nov 2025", "1 Jan 2026", "$0.336", "$1.00", "31 Dec 2025"],
            ["18 Aug 2025", "25 Nov 2025", "$0.42", "$1.25", "24 Nov 2025"],
        ]
        or table(atlas, ERNIE)[0][-1] == "31 Jul 2026"
    )
    assert history(atlas, ERNIE, "output_usd_per_mtok") == [
        (1.25, "2025-08-18", "2025-11-25", None),
        (1, "2025-11-25", "2026-01-01", None),
        (1.25, "2026-01-01", None, None),
    ]  # fmt: skip
    page = atlas.text(f"models/{ERNIE}/index.html")
    assert '<svg class="chart"' in page
    assert "123,000 / 16,000 tokens (context / max output) since 18 August 2025" in page


def test_a_model_that_is_gone_says_when_it_left_and_what_it_cost(atlas: Atlas) -> None:
    of_ernie(atlas)
    shown = atlas.run("show", SMALL).out
    assert "left openrouter: last seen 2026-06-06, missing since the answer of 2026-06-07" in shown
    assert "last price in $0.14, out $0.56 per 1M, seen 2026-06-06" in shown
    page = atlas.text(f"models/{SMALL}/index.html")
    alert = page.partition('class="alert"')[2].partition("</div>")[0]
    assert "no longer listed at OpenRouter API: last seen 6 June 2026, and the answer of 7 June 2026" in alert
    assert "$0.14 in and $0.56 out per 1M tokens, seen on 6 June 2026" in alert
    told = json.loads(atlas.run("show", SMALL, "--json").out)
    assert told["listed"] == [
        {"first_seen": "2025-08-18T12:00:00Z", "last_seen": "2026-06-06T12:00:00Z", "gone_at": "2026-06-07T12:00:00Z"}
    ]
    assert told["gone"]["gone_at"] == "2026-06-07T12:00:00Z"
    assert history(atlas, SMALL, "input_usd_per_mtok") == [(0.14, "2025-08-18", "2026-06-07", None)]


def test_the_page_of_a_model_that_is_gone_stays_as_it_is_from_night_to_night(atlas: Atlas) -> None:
    of_ernie(atlas)
    before = atlas.files()
    days(atlas, d2026_08_01=[priced(ERNIE, "0.0000005", "0.00000125")])
    after = atlas.files()
    for file in ("index.html", "index.md", "index.json"):
        assert after[f"models/{SMALL}/{file}"] == before[f"models/{SMALL}/{file}"]
    assert after[f"models/{ERNIE}/index.html"] != before[f"models/{ERNIE}/index.html"]


def test_what_was_there_in_the_first_answer_may_be_older(atlas: Atlas) -> None:
    days(atlas, d2026_07_29=[], d2026_07_30=[priced("acme/late", "0.000001", "0.000002")])
    assert "since at least <time" in atlas.text("models/acme/m0/index.html")
    assert "since at least 29 July 2026" in atlas.text("models/acme/m0/index.html")
    late = atlas.text("models/acme/late/index.html")
    assert "at least" not in late.partition('id="history"')[2].partition("</section>")[0]
    assert "$1.00 / $2.00 per 1M tokens (input / output) since 30 July 2026" in late


def test_days_on_which_a_model_was_not_listed_are_a_gap_and_no_price(atlas: Atlas) -> None:
    here = priced("acme/back", "0.000001", "0.000002")
    days(atlas, d2026_07_01=[here], d2026_07_05=[here], d2026_07_06=[], d2026_07_20=[here], d2026_07_30=[here])
    assert [row[:4] for row in table(atlas, "acme/back")] == [
        ["20 Jul 2026", "still so", "$1.00", "$2.00"],
        ["6 Jul 2026", "20 Jul 2026", "—", "—"],
        ["at least 1 Jul 2026", "6 Jul 2026", "$1.00", "$2.00"],
    ]
    page = atlas.text("models/acme/back/index.html")
    assert len(re.findall(r'<path class="l1"', page)) == 4  # two pieces of each chart: prices and limits
    assert page.count("gone by <time") == 1
    assert page.count("not listed</td>") == 2


def test_a_price_that_a_guard_held_was_not_published_and_is_marked(atlas: Atlas) -> None:
    dear, nothing = priced("acme/slip", "0.000002", "0.000004"), priced("acme/slip", "0", "0")
    days(atlas, d2026_07_01=[dear], d2026_07_02=[nothing], d2026_07_03=[dear], d2026_07_30=[nothing])
    assert history(atlas, "acme/slip", "input_usd_per_mtok") == [
        (2, "2026-07-01", "2026-07-02", None), (2, "2026-07-02", "2026-07-03", "fell-to-zero"),
        (2, "2026-07-03", "2026-07-30", None), (2, "2026-07-30", None, "fell-to-zero"),
    ]  # fmt: skip
    assert [row[2] for row in table(atlas, "acme/slip")] == ["$2.00 held", "$2.00", "$2.00 held", "$2.00"]
    page = atlas.text("models/acme/slip/index.html")
    assert page.count('class="l1 held"') == 2
    assert "free" not in page.partition('id="history"')[2].partition("</section>")[0]


def test_a_listed_model_without_limits_has_none_stated(atlas: Atlas) -> None:
    here = priced("acme/bare", "0.000001", "0.000002")
    served = {"context_length": None, "max_completion_tokens": None, "is_moderated": False}
    bare = {**here, "context_length": None, "top_provider": served}
    days(atlas, d2026_07_01=[here], d2026_07_02=[bare], d2026_07_30=[here])
    assert [row[2:] for row in table(atlas, "acme/bare", 1)][1] == ["—", "—", "not stated"]


def test_a_change_of_the_last_ninety_days_stands_beside_the_price_and_an_older_one_does_not(atlas: Atlas) -> None:
    def at(price: str, free: str) -> list[dict[str, Any]]:
        return [priced("acme/down", price, "0.000004"), priced("acme/gift:free", free, "0")]

    days(atlas, d2026_05_01=at("0.000002", "0"), d2026_05_02=at("0.0000016", "0"))
    assert "-20 % since 2 May 2026" in atlas.text("models/acme/down/index.html")
    days(atlas, d2026_07_31=at("0.0000016", "0"))
    assert "-20 % since 2 May 2026" in atlas.text("models/acme/down/index.html")
    days(atlas, d2026_08_01=at("0.0000016", "0"))
    assert "since 2 May 2026" not in atlas.text("models/acme/down/index.html").partition('id="history"')[0]


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ("0.42", "0.336", "-20 %"), ("1", "2.5", "+150 %"), ("0.3", "0.4", "+33 %"), ("1", "1.05", "+5 %"),
        ("1", "1.052", "+5.2 %"), ("1", "0.9999", "-0.01 %"), ("1", "0.0001", "-99.99 %"), 
        ("1", "0.000000001", "-99.99 %"),
        ("1", "0", "free"), ("0", "1", "no longer free"), ("1", "dynamic", "varies"), ("dynamic", "1", "a fixed price"),
        ("0.1", "100", "+99900 %"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_percent_or_in_words(before: str, now: str, told: str) -> None:
    assert changed(before, now) == told
    if "%" in told:
        assert percentage(Decimal(before), Decimal(now)) + " %" == told


CLAIM = Claimed("s", "r", "max_output", "5", "5", "/x", "sha", "2026-01-01", "2026-01-05", False)


def test_what_left_its_list_and_is_held_there_is_published_on() -> None:
    span = Span("5", "2026-01-01", "2026-01-06", CLAIM)
    held = Hold("2026-01-06", "2026-01-09", None, None, "group-gone")
    assert list(stayed([span], held)) == [span, Span("5", "2026-01-06", "2026-01-09", CLAIM, "group-gone")]
    assert list(stayed([span._replace(until=None)], held)) == [span._replace(until=None)]


def known(**changes: Any) -> Known:
    names, listed_at = {"acme/new": "New", "acme/x": "X"}, {"acme/new": "2026-05-01", "acme/x": "2026-01-01"}
    told = {"names": names, "listed_at": listed_at, "renamed": {}, "leads": {}}
    return Known(**{**told, **changes})


GONE = {"source": "openrouter", "record": "acme/old", "author": "acme", "status": "retired", "listed_at": "2026-02-01",
        "last_seen": "2026-03-01"}  # fmt: skip


def kin(other: str, relation: str) -> dict[str, str]:
    return {"other_id": other, "relation": relation}


def test_a_gone_model_leads_where_somebody_says_and_else_to_what_is_newer() -> None:
    family = [kin("acme/new", "sibling_of"), kin("acme/x", "sibling_of")]

    def leads(successor: str | None = None, kin: Any = family, **changes: Any) -> list[tuple[str, str | None, str]]:
        said = None if successor is None else CLAIM._replace(field="successor", value=successor)
        found = departure(GONE, None, said, kin, known(**changes))
        assert found is not None
        return [(lead.relation, lead.model_id, lead.name) for lead in found.leads]

    assert leads() == [("newer", "acme/new", "New")]
    assert leads("X") == [("successor", "acme/x", "X")]
    assert leads("a thing of somebody else") == [("successor", None, "a thing of somebody else")]
    assert leads(kin=[kin("acme/x", "same_release")]) == [("same_release", "acme/x", "X")]
    assert leads(renamed={("openrouter", "acme/old"): "acme/x"}) == [("renamed_to", "acme/x", "X")]
    assert leads(renamed={("openrouter", "acme/old"): "acme/y:free"}, leads={"acme/y:free": "acme/x"}) == [
        ("renamed_to", "acme/x", "X")
    ]
    assert leads(kin=[]) == []


def test_a_listed_model_has_not_left() -> None:
    assert departure({**GONE, "status": "active"}, None, None, [], known()) is None


def stored(tmp_path: Path, *spans: tuple[str, str, str | None]) -> Database:
    """A store with one model whose record said output limits from when to when."""
    db = open_file(tmp_path / "x.db")
    create(db)
    db.table("models").insert({"id": "s/r", "source": "s", "record": "r", "name": "R", "status": "retired"})
    for value, since, until in spans:
        row = {**CLAIM._asdict(), "value": value, "first_observed": since, "ended_at": until, "current": 1, "place": ""}
        db.table("claims").insert({name: row[name] for name in row if name not in ("correction", "evidence")})
    return db


def limits(db: Database) -> list[tuple[str, str]]:
    return [(span.value, span.since) for span in Histories(db).of(("s", "r")).spans["max_output"]]


def test_a_correction_stands_wherever_the_wrong_value_did(tmp_path: Path) -> None:
    db = stored(
        tmp_path, ("4", "2026-01-01", "2026-02-01"), ("5", "2026-02-01", "2026-03-01"), ("4", "2026-03-01", None)
    )
    row = {"source": "s", "record": "r", "field": "max_output", "upstream": "4", "value": "6", "state": "applied"}
    db.table("corrections").insert({**row, "who": "ab", "on": "2026-04-01", "why": "seen", "url": "https://x.example/"})
    assert limits(db) == [("6", "2026-01-01"), ("5", "2026-02-01"), ("6", "2026-03-01")]
    found = Histories(db).of(("s", "r")).spans["max_output"]
    assert [span.claim.correction is not None for span in found] == [True, False, True]


def test_what_people_dropped_is_a_gap(tmp_path: Path) -> None:
    db = stored(tmp_path, ("4", "2026-01-01", "2026-02-01"), ("5", "2026-02-01", None))
    row = {"source": "s", "record": "r", "field": "max_output", "upstream": "4", "value": None, "state": "applied"}
    db.table("corrections").insert({**row, "who": "ab", "on": "2026-04-01", "why": "seen", "url": "https://x.example/"})
    assert limits(db) == [("5", "2026-02-01")]


def test_a_renamed_id_leads_to_the_new_one(tmp_path: Path) -> None:
    db = stored(tmp_path)
    renamed = {
        "at": "2026-03-01",
        "kind": "renamed",
        "source": "s",
        "record": "new",
        "field": "id",
        "old": "r",
        "new": "new",
    }
    named = {**renamed, "field": "name", "old": "r", "new": "a name"}
    db.table("changes").insert_all([renamed, named])
    assert dict(read_known(db, {}).renamed) == {("s", "r"): "new"}


def test_an_id_that_means_another_release_now_has_the_past_of_that_release_only(tmp_path: Path) -> None:
    db = stored(tmp_path, ("4", "2026-01-01", "2026-02-01"), ("5", "2026-02-01", None))
    move = {"source": "s", "record": "r", "valid_from": "2026-01-15", "valid_to": None, "rule": "created-moved"}
    db.table("aliases").insert(move)
    found = Histories(db).of(("s", "r"))
    assert [(span.value, span.since) for span in found.spans["max_output"]] == [
        ("4", "2026-01-15"),
        ("5", "2026-02-01"),
    ]
    assert found.moved_at == "2026-01-15"
