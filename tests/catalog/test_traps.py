"""The five reference pages and the recordings together: ERNIE 4.5 VL 424B comes out right, and 28B stays apart.

Each test bears the number of the trap that it is about.
"""

import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import catalog
from catalog.addresses import api_file
from catalog.cli import main
from catalog.export.api.shapes.documents import SHAPES
from catalog.pricing.conditions import read_conditions
from catalog.pricing.now import next_change, prices_at
from catalog.render.price_words import when_words
from catalog.values import to_json
from scraper.sources import sources
from tests.crosswalk_laws import asked, lead_back, spellings
from tests.feeds_read import compared
from tests.published_api import unlike
from tests.receipts import Walk, model_pages
from tests.replay import replay

pytestmark = pytest.mark.recordings
BIG, SMALL = "baidu/ernie-4.5-vl-424b-a47b", "baidu/ernie-4.5-vl-28b-a3b"
PAGES = {
    "ai302": "page:baidu-ernie-4-5-vl-424b-a47b",
    "haimaker": f"page:{BIG}",
    "modelslab": "page:baidu/baidu-ernie-4.5-vl-424b-a47b",
}
DAYS = ("2026-01-15", "2026-06-05", "2026-07-31")
"""Lists that are there before: one with whole descriptions, the last one with 28B, the newest."""
UNRECORDED = {"huggingface"}
"""Sources of which there is no recording at all."""


class Night:
    """One refresh against everything that is recorded."""

    def __init__(self, folder: Path, told: list[dict[str, Any]]) -> None:
        self.folder = folder
        self.sources = {row["id"]: row for row in told}
        with closing(sqlite3.connect(folder / "_site/catalog.db")) as db:
            self.claims = {
                (source, record, field): (value, original)
                for source, record, field, value, original in db.execute(
                    "select source, record, field, value, original from claims where current = 1"
                )
            }
            self.matches = {
                row[:2]: row[2:] for row in db.execute("select source, record, model_id, level from matches")
            }
            self.issues = db.execute("select source, record, kind, field, detail from issues").fetchall()
        self.model = json.loads((folder / f"_site/api/v1/models/{BIG}.json").read_text(), parse_float=Decimal)
        self.page = (folder / f"_site/models/{BIG}/index.html").read_text()

    def said(self, source: str, field: str) -> str | None:
        """What a source's page on the big model claims of a field."""
        found = self.claims.get((source, PAGES[source], field))
        return None if found is None else str(found[0])

    def field(self, name: str) -> Any:
        """A resolved field of the big model."""
        return self.model["fields"][name]

    def offer(self, provider: str) -> Any:
        """The one sale of a provider on its own account."""
        (found,) = [o for o in self.model["offers"] if o["provider"] == provider and not o["via"]]
        return found


@pytest.fixture(scope="module")
def night(recordings: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    folder = tmp_path_factory.mktemp("night")
    now = int(datetime(2026, 11, 21, 3, 0, tzinfo=UTC).timestamp())
    with replay(recordings) as upstream, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SOURCE_DATE_EPOCH", str(now))
        patch.setenv("MODELATLAS_MIRRORS", f"https://={upstream.address}/")
        lists = [str(recordings / f"openrouter/models/{day}.json.gz") for day in DAYS]
        assert CliRunner().invoke(main, ["backfill", "openrouter", *lists]).exit_code == 0
        ran = CliRunner().invoke(main, ["refresh", "--quiet"], catch_exceptions=False)
        # The Hub has no recording: every card that is asked for is missing, which is told.
        assert ran.exit_code == 3, ran.stderr
        told = json.loads(CliRunner().invoke(main, ["sources", "--json"]).stdout)
        yield Night(folder, told)


def test_each_source_is_fresh_with_its_records(night: Night) -> None:
    late = {id_: row["state"] for id_, row in night.sources.items() if row["state"] != "fresh"}
    assert late == dict.fromkeys(UNRECORDED, "never")
    assert [id_ for id_, row in night.sources.items() if not row["records"] and id_ not in UNRECORDED] == []
    page = (night.folder / "_site/sources/index.html").read_text()
    assert all(f'id="{id_}"' in page for id_ in sources())


def test_t1_no_price_that_is_not_zero_shows_as_zero(night: Night) -> None:
    assert (night.field("input_usd_per_mtok")["value"], night.field("output_usd_per_mtok")["value"]) == (
        Decimal("0.42"),
        Decimal("1.25"),
    )
    assert "$0.42 / 1M" in night.page
    assert "$0.000" not in night.page


def test_t2_a_mean_of_input_and_output_is_never_a_price(night: Night) -> None:
    assert night.said("modelslab", "blended_usd_per_mtok") == "0.835"
    prices = {
        value for (source, _, field), (value, _) in night.claims.items() if source == "modelslab" and "_usd_" in field
    }
    assert prices == {"0.42", "1.25", "0.835"}
    assert night.said("modelslab", "request_usd_each") is None


def test_t3_a_reseller_s_price_is_its_own_offer_and_no_average(night: Night) -> None:
    own = night.offer("ai302")
    assert (own["input_usd_per_mtok"], own["output_usd_per_mtok"]) == (Decimal("0.429"), Decimal("1.29"))
    assert night.field("input_usd_per_mtok")["value"] == Decimal("0.42")


def test_t4_native_and_served_context_are_two_fields(night: Night) -> None:
    assert night.field("context_native")["value"] == 131072
    assert (night.field("context_listed")["value"], night.field("context_served")["value"]) == (123000, 123000)
    assert "123,000 tokens" in night.page


def test_t5_a_number_in_a_description_is_no_limit(night: Night) -> None:
    assert night.claims["openrouter_page", SMALL, "context_listed"][0] == "30000"
    assert "131K" in night.claims["openrouter_page", SMALL, "description"][0]


def test_t6_the_small_sibling_stays_apart(night: Night) -> None:
    assert night.matches["openrouter_page", SMALL] == (SMALL, "exact")
    assert {match["record"] for match in night.model["matches"] if "28b" in match["record"]} == set()


def test_t7_spellings_of_an_id_lead_to_one_model(night: Night) -> None:
    assert night.matches["modelslab", PAGES["modelslab"]] == (BIG, "exact")
    assert night.matches["ai302", PAGES["ai302"]][0] == BIG
    assert night.said("ai302", "wire_id") == BIG
    assert night.said("ai302", "name") == "baidu/ernie-4-5-vl-424b-a47b"


def test_t8_two_weights_ids_are_a_dispute_and_the_match_is_a_person_s_with_the_conflict_named(night: Night) -> None:
    assert night.matches["haimaker", PAGES["haimaker"]] == (BIG, "exact")
    (match,) = (match for match in night.model["matches"] if match["record"] == PAGES["haimaker"])
    assert match["rule"] == "judgement" and match["evidence"]["vetoes"] == ["stage contradicts"]
    assert any(item["state"] == "differ" for item in match["evidence"]["fields"])
    weights = night.field("hugging_face_id")
    assert (weights["value"], weights["disputed"]) == ("baidu/ERNIE-4.5-VL-424B-A47B-PT", True)
    assert {claim["value"] for claim in weights["claims"]} >= {"baidu/ERNIE-4.5-VL-424B-A47B-Base-PT"}
    assert (night.model["match_confidence"], night.model["source_type"]) == ("exact", "openrouter_and_others")


def test_t9_a_chat_endpoint_with_a_base_card_is_told(night: Night) -> None:
    told = [row for row in night.issues if row[0] == "haimaker" and row[1] == PAGES["haimaker"]]
    assert night.said("haimaker", "training_stage") == "Pretraining"
    assert any("chat" in row[4].lower() and "pretraining" in row[4].lower() for row in told), told


def test_t10_closed_source_on_every_page_has_no_weight(night: Night) -> None:
    assert night.said("modelslab", "open_weights") == "false"
    assert (night.field("open_weights")["value"], night.field("open_weights")["disputed"]) == (True, False)
    assert night.field("licence")["value"].lower() == "apache-2.0"


def test_t11_tools_are_disputed_and_a_dash_is_unknown(night: Night) -> None:
    tools = night.field("supports_tools")
    assert (tools["value"], tools["source"], tools["disputed"]) == (False, "openrouter", True)
    assert ">disputed</span>" in night.page
    evidence = {claim["source"]: claim["evidence"] for claim in tools["claims"]}
    assert {name: evidence[name] for name in ("openrouter", "ai302", "modelslab")} == {
        "openrouter": "declared", "ai302": "listed", "modelslab": "marketing",
    }  # fmt: skip
    assert "haimaker" not in evidence
    assert (night.said("haimaker", "supports_tools"), night.said("ai302", "supports_tools")) == (None, "true")


def test_t12_parameters_are_told_rounded_and_exact(night: Night) -> None:
    assert night.field("parameters_total")["value"] == 423_500_000_000
    assert night.field("parameters_active")["value"] == 47_000_000_000


def test_t13_every_date_is_its_own(night: Night) -> None:
    assert night.field("listed_at")["value"] == "2025-06-30T16:28:23Z"
    assert night.said("ai302", "listed_at") == "2025-08-04"
    assert night.said("modelslab", "listed_at") == "2026-02-20"
    assert (night.said("modelslab", "generated_at") or "")[:10] == "2026-05-13"
    assert night.claims["openrouter_page", SMALL, "listed_at"][0] == "2025-08-12"


@pytest.mark.parametrize("words", ["4-bit", "SOTA"])
def test_t14_t24_praise_is_a_statement_and_no_fact(night: Night, words: str) -> None:
    assert words in (night.said("ai302", "statements") or "")
    assert night.said("ai302", "quantization") is None


def test_t15_values_of_a_form_are_no_defaults(night: Night) -> None:
    assert "0.7" in (night.said("modelslab", "playground") or "")
    assert "default_parameters" not in night.model["fields"]


def test_t16_modalities_are_the_api_s(night: Night) -> None:
    assert night.said("modelslab", "task") == "Text Generation"
    assert set(night.field("modalities_in")["value"]) == {"text", "image"}


def test_t17_blanks_are_trimmed_and_kept_in_the_original(night: Night) -> None:
    value, original = night.claims["openrouter", BIG, "name"]
    assert (value, original) == (original.strip(), "Baidu: ERNIE 4.5 VL 424B A47B ")
    assert "\u0e22\u0e09" not in (night.said("haimaker", "licence") or "")


def test_t18_the_address_that_a_page_declares_is_a_claim(night: Night) -> None:
    assert "run.app" in (night.said("modelslab", "declared_url") or "")
    assert night.said("modelslab", "served_via") == "Open Router"


def test_t19_a_cut_off_description_does_not_replace_the_whole_one(night: Night) -> None:
    assert (night.said("modelslab", "description") or "").endswith("...")
    assert not night.field("description")["value"].endswith("...")


def test_t20_sections_without_data_are_present_and_empty(night: Night) -> None:
    empty = json.loads(night.claims["openrouter_page", SMALL, "empty_sections"][0])
    assert len(empty) >= 5
    assert json.loads(night.said("ai302", "empty_sections") or "[]")


def test_t21_copies_are_no_witnesses(night: Night) -> None:
    with closing(sqlite3.connect(night.folder / "_site/catalog.db")) as db:
        sql = "select agreeing, origins from resolved where model_id = ? and field = 'supports_reasoning'"
        agreeing, origins = db.execute(sql, [BIG]).fetchone()
    assert agreeing > origins
    assert sources()["haimaker"].publisher.copies
    assert sources()["modelslab"].publisher.copies


def test_t22_a_model_that_is_gone_keeps_its_page_and_its_last_price(night: Night) -> None:
    gone = json.loads((night.folder / f"_site/api/v1/models/{SMALL}.json").read_text(), parse_float=Decimal)
    assert (gone["status"], gone["last_seen"][:10]) == ("retired", "2026-06-05")
    assert gone["fields"]["input_usd_per_mtok"]["value"] == Decimal("0.14")
    assert not gone["fields"]["input_usd_per_mtok"]["disputed"]


def test_t23_no_leaderboard_row_is_about_it(night: Night) -> None:
    assert night.model["scores"] == []
    near = {record for source, record in night.matches if source == "arena" and "ernie-4.5-vl" in record.lower()}
    assert near == set()
    assert "not rated" in night.page


def test_every_recorded_condition_has_words(night: Night) -> None:
    whens = [
        condition["when"]
        for (_, _, field), (value, _) in night.claims.items()
        if field == "conditions"
        for condition in json.loads(value)
    ]
    assert {name for when in whens for name in when} >= {
        "prompt_tokens_above",
        "service",
        "utc_start",
        "weekdays",
        "from",
    }
    wordless = [(name, when) for when in whens for name in when if f"{name} {to_json(when[name])}" in when_words(when)]
    assert wordless == []


def test_a_recorded_seller_asks_more_at_its_peak_and_says_until_when(night: Night) -> None:
    (value, _) = night.claims["openrouter", "deepseek/deepseek-v4-flash-0731#deepseek", "conditions"]
    conditions, base = read_conditions(json.loads(value)), {"input_usd_per_mtok": Decimal("0.22")}
    for hour, price, until in ((0, "0.22", 1), (1, "0.44", 4), (5, "0.22", 6), (9, "0.44", 10), (23, "0.22", 25)):
        moment = datetime(2026, 8, 1, hour, 30, tzinfo=UTC)
        assert prices_at(base, conditions, moment).prices["input_usd_per_mtok"] == Decimal(price)
        assert next_change(base, conditions, moment) == datetime(2026, 8, 1, tzinfo=UTC) + timedelta(hours=until)


def test_every_displayed_value_of_the_recordings_leads_to_the_answer_that_says_it(night: Night) -> None:
    site = night.folder / "_site"
    walk = Walk(site)
    walk.all_json()
    pages = list(model_pages(site))
    for page in pages[::15]:
        walk.page(page)
    # One claim in seven is read again in its archived answer: all of them take half a minute.
    walk.met = set(sorted(walk.met)[::7])
    walk.reread(night.folder / "data")
    assert walk.faults == []
    assert len(pages) > 700
    assert walk.counts["values"] > 100_000


def test_every_json_file_is_what_its_published_schema_and_its_shape_say(night: Night) -> None:
    assert unlike(night.folder / "_site") == []


def test_lists_of_all_models_stay_small(night: Night) -> None:
    sizes = {
        name: gzip.compress((night.folder / f"_site/api/v1/models/{name}.json").read_bytes())
        for name in ("all", "slim")
    }
    models = json.loads(gzip.decompress(sizes["slim"]))["models"]
    assert len(models) > 600
    assert len(sizes["all"]) * 700 < 150_000 * len(models)
    assert len(sizes["slim"]) * 700 < 40_000 * len(models)


def test_every_id_of_every_source_leads_back_to_its_model(night: Night) -> None:
    catalog = asked(night.folder / "data/catalog.db")
    assert len(catalog.known) > 9_000
    for with_source in (False, True):
        counted = lead_back(catalog, with_source)
        assert counted["nothing"] + counted["elsewhere"] < 20, counted
    written = [(one, text) for one in catalog.known if one.level != "medium" for text in spellings(one)]
    assert [text for one, text in written if catalog.find(text).match != one.model_id] == []


def test_a_reader_understands_every_feed_and_prices_are_exact_in_each(night: Night) -> None:
    counts = compared(night.folder / "_site")
    assert counts["feeds"] > 600
    assert counts["prices"] > 100


def test_from_python_every_model_is_what_its_file_says(night: Night) -> None:
    site = night.folder / "_site/api/v1/models"
    listed = SHAPES["all"].validate_python(json.loads((site / "all.json").read_text(), parse_float=Decimal)).models
    for place in ("data", "_site"):
        with catalog.open(night.folder / place) as read:
            assert read.models() == listed
            for model in listed[::20]:
                told = json.loads((site / api_file(model.id)).read_text(), parse_float=Decimal)
                del told["$schema"]
                assert read.model(model.id) == SHAPES["model"].validate_python(told)
