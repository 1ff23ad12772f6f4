"""What is disputed, as readers meet it: on the page of the model, on pages of its own and in JSON."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.answers import envelope, model
from tests.atlas import Atlas, ten_models
from tests.conftest import NOW
from tests.crawl import broken_links, markup_errors

FIXTURES = Path(__file__).parents[1] / "fixtures/sources"
ATLAS = "acme/atlas-9"
ISSUES = "https://tracker.example/issues/new"


def of_models_dev(folder: Path, day: str) -> Path:
    """An answer of models.dev in which Novita sells the model ten times as dear as on Novita's own page."""
    answer: dict[str, Any] = json.loads((FIXTURES / "models_dev/api.json").read_text(encoding="utf-8"))
    plain = answer["north"]["models"]["acme/atlas-2"]
    sold = {**plain, "id": ATLAS, "name": "Atlas 9", "cost": {"input": 2.69, "output": 4.5}, "tool_call": False}
    crowd = {f"far/f{number}": {**plain, "id": f"far/f{number}"} for number in range(700)}
    answer["north"]["models"].update(crowd)
    answer["novita-ai"] = {**answer["north"], "id": "novita-ai", "name": "Novita", "models": {ATLAS: sold}}
    path = folder / f"models-dev-{day}.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    return path


def of_novita(folder: Path, day: str) -> Path:
    """Novita's own page, long enough to be one."""
    sold = ["acme/atlas-9", *(f"far/f{number}" for number in range(20))]
    lines = ["# Pricing", "", "| Model Name | Context | Input | Output | Actions |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| {name} | 163,840 | $0.269 /Mt | $0.4 /Mt | More |" for name in sold]
    path = folder / f"novita-{day}.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a built catalog and its site, made once."""
    folder = tmp_path_factory.mktemp("disputed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
        atlas = Atlas(folder, patch)
        atlas.listen_to(None)
        settings = folder / "modelatlas.toml"
        settings.write_text(f'issues_url = "{ISSUES}"\n{settings.read_text()}', encoding="utf-8")
        atlas.backfill(envelope(*ten_models(), model(ATLAS)), "2026-07-30")
        assert atlas.run("backfill", "novita_pricing", str(of_novita(folder, "2026-07-30"))).status == 0
        assert atlas.run("backfill", "models_dev", str(of_models_dev(folder, "2026-07-30"))).status == 0
        assert atlas.run("build").status in (0, 3)
    return folder


@pytest.fixture
def built(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Atlas:
    return Atlas(folder, monkeypatch)


def rows(built: Atlas, **wanted: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = built.json("api/v1/disagreements.json")["disagreements"]
    return [row for row in told if all(row[name] == value for name, value in wanted.items())]


def test_the_json_tells_who_says_what_from_when_to_when_and_in_which_answer(built: Atlas) -> None:
    (row,) = rows(built, field="input_usd_per_mtok")
    assert (row["model_id"], row["provider"], row["wire_id"], row["ratio"]) == (ATLAS, "novita", ATLAS, 10)
    own, other = row["said"]
    assert (own["source"], own["value"], own["url"]) == ("novita_pricing", 0.269, "https://novita.ai/pricing")
    assert (other["source"], other["value"], other["since"]) == ("models_dev", 2.69, "2026-07-30T12:00:00Z")
    assert len(other["snapshot"]) == 64
    assert other["pointer"].startswith("/novita-ai/models/")
    assert other["last"] == "2026-07-30T12:00:00Z"
    assert row in built.json(f"api/v1/models/{ATLAS}.json")["disagreements"]


def test_the_pages_show_one_disagreement_by_order_field_and_source(built: Atlas) -> None:
    for view in ("", "newest/", "fields/input_usd_per_mtok/", "sources/models_dev/", "sources/novita_pricing/"):
        page = built.text(f"disagreements/{view}index.html")
        assert "10.00 times" in page
        assert "<b>$2.69</b>" in page
        assert f'models/{ATLAS}/">' in page
    assert "10.00 times" not in built.text("disagreements/fields/output_usd_per_mtok/index.html")
    assert broken_links(built.folder / "_site") == []
    for path in (built.folder / "_site/disagreements").rglob("*.html"):
        assert markup_errors(path) == []


def test_an_offer_whose_price_is_disputed_leads_to_what_others_say(built: Atlas) -> None:
    page = built.text(f"models/{ATLAS}/index.html")
    assert '<a href="#disputes">others say otherwise of: output price, input price</a>' in page
    disputes = page.split('<h2 id="disputes">')[1].split("</section>")[0]
    assert "<b>$2.69</b>" in disputes
    assert 'href="https://models.dev/api.json"' in disputes
    assert "since 30 July 2026" in disputes


def test_a_disputed_fact_shows_at_once_who_says_otherwise_and_each_receipt_its_stance(built: Atlas) -> None:
    tools = built.json(f"api/v1/models/{ATLAS}.json")["fields"]["supports_tools"]
    assert (tools["value"], tools["disputed"]) == (True, True)
    assert [(c["source"], c["stance"], c["counted"]) for c in tools["claims"]] == [
        ("openrouter", "chosen", True),
        ("models_dev", "otherwise", True),
    ]
    page = built.text(f"models/{ATLAS}/index.html")
    fact = page.split("<dt>Tool calls</dt>")[1].split('<div class="fact">')[0]
    assert fact.index(">disputed</span>") < fact.index("<b>no</b>") < fact.index("<details")
    for stance in ('<span class="tag">chosen</span>', '<span class="tag warn">says otherwise</span>'):
        assert stance in fact


def test_show_and_the_markdown_tell_the_dispute_too(built: Atlas) -> None:
    assert "    otherwise: false (models_dev novita-ai/acme/atlas-9)" in built.run("show", ATLAS).out.splitlines()
    assert "| Tool calls | yes \\(disputed\\) |" in built.text(f"models/{ATLAS}/index.md")


def test_a_reader_can_report_a_value_with_the_snapshot_named(built: Atlas) -> None:
    page = built.text(f"models/{ATLAS}/index.html").replace("&amp;", "&")
    links = [part.split('"')[0] for part in page.split(f'href="{ISSUES}')[1:]]
    asked = [parse_qs(urlsplit(link).query) for link in links]
    assert {"Error in acme/atlas-9", "Error in acme/atlas-9: supports_tools"} <= {a["title"][0] for a in asked}
    chosen = built.json(f"api/v1/models/{ATLAS}.json")["fields"]["input_usd_per_mtok"]["claims"][0]
    (body,) = [a["body"][0] for a in asked if a["title"][0].endswith(": input_usd_per_mtok")]
    for part in (chosen["snapshot"], chosen["url"], chosen["pointer"], chosen["fetched_at"]):
        assert part in body


def test_without_an_address_for_reports_pages_ask_for_none(built: Atlas, tmp_path: Path) -> None:
    (tmp_path / "empty.toml").touch()
    out = tmp_path / "other"
    built.run("build", "--config", str(tmp_path / "empty.toml"), "--out", str(out))
    assert "Report an error" not in (out / f"models/{ATLAS}/index.html").read_text(encoding="utf-8")


def test_prices_in_the_json_are_exact_numbers(built: Atlas) -> None:
    text = built.text("api/v1/disagreements.json")
    told = json.loads(text, parse_float=Decimal)
    (row,) = [row for row in told["disagreements"] if row["field"] == "input_usd_per_mtok"]
    assert [one["value"] for one in row["said"]] == [Decimal("0.269"), Decimal("2.69")]
    assert set(told["doubts"]) == {"unit", "currency", "terms", "rounding", "time"}
