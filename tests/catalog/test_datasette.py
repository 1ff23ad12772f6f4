"""The published database in a real Datasette, with the published `metadata.json`, and in sqlite-utils.

Ids are compared as texts. Prices are text in the database: Datasette's JSON holds them as strings, which are
compared with the numbers of `all.json` digit by digit, those read as decimals and never as floating point.
"""

import asyncio
import json
import re
import shlex
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlite_utils import Database

from tests.whole import ATLAS

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of Datasette's own imports
    from datasette.app import Datasette
    from datasette.utils import tilde_encode

PARAMETERS = {
    "search": {"words": "atlas"},
    "cheapest_offers_of_a_model": {"model": ATLAS},
    "claims_behind_a_value": {"model": ATLAS, "field": "context_listed"},
    "price_history": {"model": ATLAS},
    "who_disagrees": {"model": ATLAS},
    "changes_since": {"since": "2026-07-30"},
    "said_on_a_day": {"source": "openrouter", "record": ATLAS, "day": "2026-07-29"},
    "models_an_id_leads_to": {"id": ATLAS},
}
"""What each of the questions that are ready to be asked is asked here."""


class Served:
    """The published folder as Datasette serves it."""

    def __init__(self, site: Path, run: Callable[[Coroutine[Any, Any, Any]], Any]) -> None:
        self.site = site
        self.metadata = json.loads((site / "metadata.json").read_text(encoding="utf-8"))
        self._run = run
        self._datasette = Datasette([], immutables=[str(site / "catalog.db")], metadata=self.metadata)
        run(self._datasette.invoke_startup())

    def get(self, path: str, **asked: str) -> Any:
        """An answer of 200: its JSON where the path says so, else its text."""
        query = f"?{urlencode(asked)}" if asked else ""
        answer = self._run(self._datasette.client.get(f"/catalog{path}{query}"))
        assert answer.status_code == 200, answer.text
        return answer.json() if path.endswith(".json") else answer.text

    def all_models(self) -> dict[str, Any]:
        """The models of `all.json` by id, their numbers as decimals."""
        text = (self.site / "api/v1/models/all.json").read_text(encoding="utf-8")
        return {model["id"]: model for model in json.loads(text, parse_float=Decimal, parse_int=Decimal)["models"]}


@pytest.fixture(scope="module")
def served(whole: Path) -> Iterator[Served]:
    # In a thread of its own: a browser of other tests may have a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        runner = asyncio.Runner()
        yield Served(whole / "_site", lambda told: thread.submit(runner.run, told).result())
        thread.submit(runner.close).result()


def test_every_table_and_view_is_listed_with_what_it_is(served: Served) -> None:
    told = served.get(".json")
    told_of = served.metadata["databases"]["catalog"]["tables"]
    shown = {table["name"] for table in told["tables"] if not table["hidden"]} | {
        view["name"] for view in told["views"]
    }
    assert shown == {*told_of, "_about", "_about_columns"}
    page = served.get("")
    for query in served.metadata["databases"]["catalog"]["queries"].values():
        assert query["title"] in page


def test_a_table_is_shown_with_its_words_and_those_of_its_columns(served: Served) -> None:
    page = served.get("/offers")
    assert "A seller&#39;s sale of a model under one id" in page
    assert "The id that a request to the seller names." in page
    assert "markup_input over" not in page
    assert "Its list price of prompt tokens" in served.get("/models")


def test_a_facet_counts_what_a_group_by_counts(served: Served) -> None:
    facets = served.get("/offers.json", _shape="objects", _size="1")["facet_results"]
    assert set(facets) == {"provider", "source", "price_state"}
    with closing(sqlite3.connect(served.site / "catalog.db")) as db:
        for column, facet in facets.items():
            counted = dict(db.execute(f"select {column}, count(*) from offers group by 1"))
            told = {row["value"]: row["count"] for row in facet["results"]}
            assert told == {value: counted[value] for value in told}
            assert facet["truncated"] or len(told) == len(counted)
            assert max(counted.values()) == max(told.values())


def test_a_search_finds_a_model_by_its_name_and_by_its_description(served: Served) -> None:
    for words in ("Atlas", "made-up", ATLAS):
        assert ATLAS in {row["id"] for row in served.get("/models.json", _search=words, _shape="array", _size="max")}
    assert served.get("/models.json", _search="nobodysaysthis", _shape="array") == []


def test_a_row_links_to_what_it_names_by_the_other_rows_label(served: Served) -> None:
    page = served.get("/offers", model_id=ATLAS)
    (name,) = (model["name"] for model in served.all_models().values() if model["id"] == ATLAS)
    assert f'href="/catalog/models/{tilde_encode(ATLAS)}">{name}</a>' in page
    assert 'href="/catalog/sources/openrouter">OpenRouter API</a>' in page
    assert 'href="/catalog/providers/novita">' in page


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_ready_question_is_answered(served: Served, name: str) -> None:
    answer = served.get(f"/{name}.json", **PARAMETERS[name], _shape="objects")
    assert answer["rows"], name
    assert not answer["truncated"]
    page = served.get(f"/{name}", **PARAMETERS[name])
    assert served.metadata["databases"]["catalog"]["queries"][name]["title"] in page


def test_every_ready_question_is_asked_here(served: Served) -> None:
    assert set(served.metadata["databases"]["catalog"]["queries"]) == set(PARAMETERS)


def test_a_ready_question_bears_text_that_means_ill(served: Served) -> None:
    for name, asked in PARAMETERS.items():
        answer = served.get(f"/{name}.json", **dict.fromkeys(asked, "\"'); drop table models; -- *"), _shape="objects")
        assert answer["ok"], name
        assert answer["rows"] == [] or name == "changes_since"


def test_the_record_said_something_else_on_the_day_before(served: Served) -> None:
    said = {}
    for day in ("2026-07-29", "2026-07-30"):
        rows = served.get("/said_on_a_day.json", source="openrouter", record=ATLAS, day=day, _shape="array")
        said[day] = {row["field"]: row["value"] for row in rows}["context_listed"]
    assert said == {"2026-07-29": "8000", "2026-07-30": "123000"}


def test_prices_of_every_model_are_those_of_all_json_to_the_last_digit(served: Served) -> None:
    rows = served.get("/models.json", _shape="array", _size="max")
    models = served.all_models()
    assert {row["id"] for row in rows} == set(models)
    compared = 0
    for row in rows:
        for name in ("input_usd_per_mtok", "output_usd_per_mtok"):
            price = models[row["id"]][name]
            assert row[name] == (None if price is None else str(price)), row["id"]
            compared += price is not None
    assert compared > 20


def test_the_cheapest_offer_is_the_first_of_those_that_are_compared(served: Served) -> None:
    (best,) = served.get("/cheapest_offers.json", model_id=ATLAS, _shape="array")
    ranked = served.get("/cheapest_offers_of_a_model.json", model=ATLAS, _shape="array")
    assert best["offer"] == ranked[0]["offer"]
    assert len(ranked) > 1
    assert [Decimal(row["blended_usd_per_mtok"]) for row in ranked] == sorted(
        Decimal(row["blended_usd_per_mtok"]) for row in ranked
    )
    for row in ranked:
        told = (3 * Decimal(row["input_usd_per_mtok"]) + Decimal(row["output_usd_per_mtok"])) / 4
        assert told == Decimal(row["blended_usd_per_mtok"])


def test_an_exact_text_is_never_sorted_by_as_a_text(served: Served) -> None:
    rows = served.get("/offers.json", _sort_desc="input_usd_per_mtok_number", _shape="array", _size="max")
    prices = [Decimal(row["input_usd_per_mtok"]) for row in rows if row["input_usd_per_mtok"] is not None]
    assert prices == sorted(prices, reverse=True)
    assert len({price.adjusted() for price in prices}) > 1
    tables = served.metadata["databases"]["catalog"]["tables"]
    assert "input_usd_per_mtok" not in tables["offers"]["sortable_columns"]


def test_the_line_on_the_page_of_the_data_serves_it(served: Served) -> None:
    page = (served.site / "data/index.html").read_text(encoding="utf-8")
    (line,) = re.findall(r'<pre id="datasette"[^>]*>([^<]*)</pre>', page)
    program, *words = shlex.split(line)
    asked = f"/catalog/search.json?{urlencode({'words': 'atlas', '_shape': 'array'})}"
    command = [sys.executable, "-m", program, *words, "--get", asked]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=served.site)
    assert ran.returncode == 0, ran.stderr
    assert ATLAS in {row["id"] for row in json.loads(ran.stdout)}


def test_sqlite_utils_finds_a_model_too(served: Served) -> None:
    path = served.site / "catalog.db"
    db = Database(path)
    try:
        assert ATLAS in {row["id"] for row in db.table("models").search("atlas", limit=1000)}
    finally:
        db.close()
    words = [sys.executable, "-m", "sqlite_utils", "search", str(path), "models", "made-up atlas", "--quote"]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ATLAS in {row["id"] for row in json.loads(ran.stdout)}
