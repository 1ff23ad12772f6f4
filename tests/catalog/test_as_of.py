"""The catalog as it stood: the same as one that was built then, for every table and every field."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from catalog.as_of.catalog import catalog_as_of
from catalog.as_of.moment import asked
from catalog.cli import main
from catalog.curated import Curated
from catalog.guards import NOTHING_ACCEPTED
from catalog.queries import details
from catalog.store.database import ingest_source, open_database
from catalog.store.derive import derive
from catalog.store.tables import PUBLIC, create
from scraper.snapshots import Archive, Sighting, Snapshot
from scraper.sources import sources
from scraper.sources._openrouter_answers import MODELS
from tests.answers import endpoint, endpoints_answer, envelope, model, snapshot
from tests.atlas import Atlas, ten_models
from tests.catalog.claims_of import KNOWLEDGE

START = datetime(2026, 7, 1, 12, tzinfo=UTC)
CURATED = Curated(KNOWLEDGE)
openrouter = sources()["openrouter"]
TODAYS = frozenset({"kin", "accuracy"})
"""What models are to each other is told as it is known today; the audit is of a build."""


class History:
    """Answers of successive days, some of them none, and a database of all of them."""

    def __init__(self, *days: Mapping[str, Any]) -> None:
        self.bodies: dict[str, bytes] = {}
        self.sightings: list[Sighting] = []
        for number, answers in enumerate(days):
            for second, (url, answer) in enumerate(answers.items()):
                self._add(snapshot(answer, url, START + timedelta(days=number, seconds=second)))

    def _add(self, found: Snapshot) -> None:
        digest = f"{len(self.bodies):064}"
        digest = next((known for known, body in self.bodies.items() if body == found.body), digest)
        self.bodies[digest] = found.body
        self.sightings.append(found.sighting.model_copy(update={"sha256": digest}))

    def load(self, sighting: Sighting) -> Snapshot:
        return Snapshot(sighting=sighting, body=self.bodies[sighting.sha256 or ""])

    def built(self, until: datetime = START + timedelta(days=999)) -> Database:
        """A catalog made of the answers up to a time alone."""
        db = Database(memory=True, execute_plugins=False)
        with db.atomic():
            create(db)
            seen = [sighting for sighting in self.sightings if sighting.fetched_at <= until]
            ingest_source(db, openrouter, seen, self.load, None, NOTHING_ACCEPTED)
            derive(db, [openrouter], CURATED, until)
        return db

    def as_of(self, db: Database, moment: datetime, model_id: str | None = None) -> Database:
        """The catalog at a time, from one that knows all answers."""
        return catalog_as_of(db, self.load, [openrouter], CURATED, moment, model_id)


def tables(db: Database) -> dict[str, list[Any]]:
    """Every row of every table, each table in one order."""
    return {
        name: sorted(db.execute(f"select * from {name}").fetchall(), key=repr) for name in PUBLIC if name not in TODAYS
    }  # noqa: S608


def of_a_day(number: int) -> datetime:
    return START + timedelta(days=number, hours=6)


def others() -> list[dict[str, Any]]:
    return [model(f"acme/m{number}") for number in range(9)]


def listed(*rows: Mapping[str, Any]) -> dict[str, Any]:
    """A day's list: the rows, among others that never change."""
    return {MODELS: envelope(*rows, *others())}


def priced(prompt: str, id_: str = "acme/atlas", **more: Any) -> dict[str, Any]:
    return model(id_, pricing={"prompt": prompt, "completion": "0.00000125"}, **more)


CHEAP, DEAR, BAD, SLIPPED = "0.00000042", "0.0000005", "NaN", "0.0000000042"
HISTORIES = {
    "a price that moves and moves back": [listed(priced(p)) for p in (CHEAP, DEAR, DEAR, CHEAP)],
    "a record that leaves and returns": [
        listed(priced(CHEAP)), listed(), listed(), listed(priced(CHEAP)), listed(), listed(priced(DEAR)),
    ],
    "days without an answer": [listed(priced(CHEAP)), {}, {}, listed(priced(CHEAP)), {}, listed(priced(DEAR)), {}],
    "a value that cannot be read for days": [listed(priced(p)) for p in (CHEAP, CHEAP, BAD, BAD, CHEAP, BAD, DEAR)],
    "a value that cannot be read when its record returns": [
        listed(priced(CHEAP)), listed(), listed(priced(BAD)), listed(priced(CHEAP)), listed(),
    ],
    "a change that a guard holds and lets go": [listed(priced(p)) for p in (CHEAP, SLIPPED, SLIPPED, CHEAP, SLIPPED)],
    "a held record that leaves": [listed(priced(CHEAP)), listed(priced(SLIPPED)), listed(), listed(priced(DEAR))],
    "all ids of a variant that vanish": [
        listed(*(model(f"acme/m{n}:free", pricing={"prompt": "0", "completion": "0"}) for n in range(free)))
        for free in (6, 0, 0, 6)
    ],
    "another way to write the same": [listed(priced("0.00000042")), listed(priced("4.2e-7")), listed(priced(CHEAP))],
    "another place in the list": [listed(priced(CHEAP)), {MODELS: envelope(*others(), priced(CHEAP))}],
    "an id that is pointed to another release": [
        listed(priced(CHEAP, created=1751300903)), listed(priced(DEAR, created=1761300903, hugging_face_id="acme/new")),
        listed(priced(DEAR, created=1761300903, hugging_face_id="acme/new")),
    ],
    "endpoints of their own": [
        {**listed(priced(CHEAP)), f"{MODELS}/acme/atlas/endpoints": endpoints_answer("acme/atlas", *rows)}
        for rows in ([endpoint()], [endpoint(), endpoint("phala")], [endpoint("phala")])
    ],
    "an answer that is refused": [listed(priced(CHEAP)), {MODELS: envelope(priced(DEAR))}, listed(priced(DEAR))],
    "the address of the list moves": [
        listed(priced(CHEAP)), {f"{MODELS}?output_modalities=all": envelope(priced(DEAR), *others())},
        {f"{MODELS}?output_modalities=all": envelope(priced(CHEAP), *others())}, listed(priced(DEAR)),
    ],
}  # fmt: skip


@pytest.mark.parametrize("days", HISTORIES.values(), ids=HISTORIES.keys())
def test_as_of_a_day_it_is_what_a_build_of_that_day_was(days: list[dict[str, Any]]) -> None:
    history = History(*days)
    with closing(history.built()) as db:
        for number in range(len(days)):
            moment = of_a_day(number)
            with closing(history.built(moment)) as built, closing(history.as_of(db, moment)) as then:
                assert tables(then) == tables(built)


STATES = st.one_of(
    st.none(),
    st.builds(
        priced, st.sampled_from([CHEAP, DEAR, BAD, SLIPPED, "0"]), context_length=st.sampled_from([1000, 2000, -1])
    ),
)
DAYS = st.lists(st.one_of(st.just({}), st.tuples(STATES, STATES)), min_size=2, max_size=7)


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(0, 6))
def test_as_of_any_day_of_any_history_it_is_what_a_build_of_that_day_was(days: list[Any], number: int) -> None:
    answers = []
    for states in days:
        rows = [{**state, "id": f"acme/{name}"} for name, state in zip("ab", states, strict=False) if state]
        answers.append(listed(*rows) if states else {})
    history, moment = History(*answers), of_a_day(min(number, len(days) - 1))
    with closing(history.built()) as db, closing(history.built(moment)) as built:
        with closing(history.as_of(db, moment)) as then:
            assert tables(then) == tables(built)


@pytest.mark.parametrize("days", HISTORIES.values(), ids=HISTORIES.keys())
def test_as_of_now_it_is_the_catalog_itself(days: list[dict[str, Any]]) -> None:
    history = History(*days)
    with closing(history.built()) as db, closing(history.as_of(db, START + timedelta(days=999))) as then:
        assert tables(then) == tables(db)


@pytest.mark.parametrize("days", HISTORIES.values(), ids=HISTORIES.keys())
def test_what_is_shown_of_one_model_is_what_the_whole_catalog_of_that_day_says_of_it(
    days: list[dict[str, Any]],
) -> None:
    history = History(*days)
    with closing(history.built()) as db:
        for number in range(len(days)):
            with closing(history.as_of(db, of_a_day(number))) as whole:
                for detail in details(whole):
                    with closing(history.as_of(db, of_a_day(number), detail.id)) as one:
                        assert list(details(one)) == [detail]


def test_an_alias_leads_where_it_led_then() -> None:
    def day(target: str) -> dict[str, Any]:
        alias = model("~acme/latest", links={"details": f"/api/v1/models/{target}/endpoints"})
        return listed(alias, priced(CHEAP, "acme/old"), priced(DEAR, "acme/new"))

    history = History(day("acme/old"), day("acme/new"))
    with closing(history.built()) as db:
        for number, led_to in enumerate(("acme/old", "acme/new")):
            with closing(history.as_of(db, of_a_day(number), led_to)) as then:
                sql = "select model_id from matches where record = '~acme/latest'"
                assert then.execute(sql).fetchall() == [(led_to,)]
