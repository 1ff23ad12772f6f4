"""The review: what is worth a look comes first, and what is decided is written as it was meant."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from catalog.cli import JUDGEABLE
from catalog.match.crosswalk import load_crosswalk
from catalog.match.curated_rows import Relation
from catalog.store.tables import create, open_file
from scraper.units import dumps
from tests.atlas import Atlas

WHEN = "2026-07-31T12:00:00Z"
NOW = "1795219200"
"""2026-11-21."""
KEPT = '# Why this file is here.\n\n[[judgement]]  # the first\nrecord = "ai302:x"\nrelation = "not_same"\n' + (
    'model = "acme/atlas"\nwho = "ab"\non = 2026-11-20\nwhy = "size"\nurl = "https://example.org/"\n'
)


@pytest.fixture
def curated(atlas: Atlas) -> Path:
    """A folder of curated files beside a catalog that was just built."""
    atlas.monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    folder = atlas.folder / "curated"
    folder.mkdir()
    (folder / "crosswalk.toml").write_text(KEPT, encoding="utf-8")
    (atlas.folder / "data").mkdir()
    db = open_file(atlas.folder / "data/catalog.db")
    with db.atomic():
        create(db)
        for model in ("acme/atlas", "acme/atlas-2"):
            prices = {"input_usd_per_mtok": "0.4", "output_usd_per_mtok": "1.2"}
            db.table("models").insert({"id": model, "name": model, **prices})
    db.close()
    add(atlas, "ai302", "x", "none", candidate="", present=0)
    return folder


def add(
    atlas: Atlas, source: str, record: str, level: str, *, candidate: str = "acme/atlas", why_not: int = 1,
    present: int = 1, evidence: dict[str, Any] | None = None, model: str | None = None, **claims: str,
) -> None:  # fmt: skip
    """A record that the matcher was not sure of, with what it claims."""
    runner_up = {"model_id": candidate, "why_not": ["size 9b != 12b"] * why_not}
    grounds = dumps(evidence or ({"fields": [], "runner_up": runner_up} if candidate else {"fields": []}))
    row = (source, record, "offer", f"https://{source}.example/", WHEN, WHEN, present)
    with closing(sqlite3.connect(atlas.folder / "data/catalog.db")) as db, db:
        db.execute(
            "insert into records (source, record, kind, url, first_seen, last_seen, present) values (?,?,?,?,?,?,?)",
            row,
        )
        db.execute(
            "insert into matches values (?, ?, ?, 'unknown', ?, 'r', ?, 'rule')",
            (source, record, model, level, grounds),
        )
        db.executemany(
            "insert into claims (source, record, field, value, first_observed, last_observed, current)"
            " values (?, ?, ?, ?, ?, ?, 1)",
            [(source, record, field, value, WHEN, WHEN) for field, value in claims.items()],
        )


def listed(atlas: Atlas, curated: Path) -> list[dict[str, Any]]:
    ran = atlas.run("review", "--json", "--curated", str(curated))
    assert ran.status == 0
    rows: list[dict[str, Any]] = json.loads(ran.out)
    return rows


def judge(atlas: Atlas, curated: Path, *words: str) -> Any:
    return atlas.run("review", *words, "--curated", str(curated))


def test_the_surer_and_the_more_often_said_come_first(atlas: Atlas, curated: Path) -> None:
    add(atlas, "ai302", "one", "low", name="One")
    add(atlas, "ai302", "two", "medium", name="Two")
    add(atlas, "ai302", "three", "none", name="Three")
    for source in ("litellm", "models_dev", "novita_pricing"):
        add(atlas, source, f"host/{source}", "medium", name="MANY", wire_id="Many" if source == "litellm" else "many")
    rows = listed(atlas, curated)
    assert [(row["record"], row["records"]) for row in rows] == [
        ("host/litellm", 3),
        ("two", 1),
        ("one", 1),
        ("three", 1),
    ]
    assert rows[0]["others"] == ["models_dev:host/models_dev", "novita_pricing:host/novita_pricing"]
    assert rows[0]["why"] == "r; size 9b != 12b"


def test_what_is_gone_far_off_or_sure_is_not_worth_a_look(atlas: Atlas, curated: Path) -> None:
    add(atlas, "ai302", "gone", "medium", present=0)
    add(atlas, "ai302", "far", "none", why_not=2)
    add(atlas, "ai302", "nobody", "none", candidate="")
    add(atlas, "ai302", "sure", "high", model="acme/atlas")
    add(atlas, "ai302", "unlisted", "medium", candidate="acme/never-listed")
    assert listed(atlas, curated) == []


def test_declared_ids_that_contradict_each_other_come_before_all(atlas: Atlas, curated: Path) -> None:
    differ = {"fields": [{"field": "hugging_face_id", "left": "acme/Base", "right": "acme/Chat", "state": "differ"}]}
    add(atlas, "ai302", "clash", "exact", model="acme/atlas", evidence=differ)
    add(atlas, "ai302", "unsure", "medium")
    first, second = listed(atlas, curated)
    assert (first["record"], first["conflict"], first["why"]) == (
        "clash", True, "r; hugging_face_id acme/Base != acme/Chat",
    )  # fmt: skip
    assert (second["record"], second["conflict"]) == ("unsure", False)


def test_prices_raise_what_agrees_and_lower_what_is_far_off(atlas: Atlas, curated: Path) -> None:
    add(atlas, "ai302", "dear", "medium", input_usd_per_mtok="4", output_usd_per_mtok="1.2")
    add(atlas, "ai302", "equal", "medium", input_usd_per_mtok="0.40", output_usd_per_mtok="1.2")
    add(atlas, "ai302", "near", "medium", input_usd_per_mtok="0.5", output_usd_per_mtok="1.2")
    assert [(row["record"], row["price"]) for row in listed(atlas, curated)] == [
        ("equal", "equal"),
        ("near", "other"),
        ("dear", "far"),
    ]


def test_people_read_the_list_and_upstream_text_cannot_steer_their_terminal(atlas: Atlas, curated: Path) -> None:
    add(atlas, "ai302", "odd", "medium", name="A\x1b[2J\u202eB")
    ran = judge(atlas, curated, "--most", "1")
    assert ran.out.splitlines()[0] == "ai302:odd  A\\x1b[2J\\u202eB"
    assert "1 of 1 pairs worth a look" in ran.err


def test_a_judgement_is_added_and_the_rest_of_the_file_stays(atlas: Atlas, curated: Path) -> None:
    add(atlas, "ai302", "odd", "medium")
    (curated / "crosswalk.toml").chmod(0o640)
    ran = judge(atlas, curated, "ai302:odd", "acme/atlas", "--same", "--why", "same weights", "--who", "cd")
    assert (ran.status, ran.out) == (0, "")
    text = (curated / "crosswalk.toml").read_text(encoding="utf-8")
    assert text == KEPT + (
        '\n[[judgement]]\nrecord = "ai302:odd"\nrelation = "same_release"\nmodel = "acme/atlas"\nwho = "cd"\n'
        'on = 2026-11-21\nwhy = "same weights"\nurl = "https://ai302.example/"\n'
    )
    assert (curated / "crosswalk.toml").stat().st_mode & 0o777 == 0o640
    assert [file.name for file in curated.iterdir()] == ["crosswalk.toml"]
    found = load_crosswalk(curated).judgement("ai302", "odd", [], date(2026, 11, 21))
    assert found is not None
    assert found.model == "acme/atlas"


def test_what_was_decided_is_not_asked_again_and_may_be_said_twice(atlas: Atlas, curated: Path) -> None:
    add(atlas, "ai302", "odd", "medium")
    add(atlas, "ai302", "even", "medium")
    for _ in range(2):
        assert judge(atlas, curated, "ai302:odd", "acme/atlas", "--same", "--why", "x").status == 0
        assert judge(atlas, curated, "ai302:even", "acme/atlas", "--not-same", "--why", "x").status == 0
    assert (curated / "crosswalk.toml").read_text(encoding="utf-8").count("[[judgement]]") == 3
    assert listed(atlas, curated) == []


@pytest.mark.parametrize(
    "why",
    [
        'quotes " and \\ and \'\'\'"""',
        "two\nlines\r\nand\ttabs",
        "\x00\x1b[31m\x7f\x85",
        "\u202eright to left\u2066\ufeff",
        "مرحبا",
        "🧑\u200d💻 \U0010ffff",
        "]]\n[[judgement]]\nrecord = 1",
        "# no comment",
    ],
)
def test_hostile_text_is_written_as_it_was_meant(atlas: Atlas, curated: Path, why: str) -> None:
    add(atlas, "ai302", why, "medium")
    ran = judge(atlas, curated, f"ai302:{why}", "acme/atlas", "--relation", "offer_of", "--why", why)
    assert ran.status == 0
    found = load_crosswalk(curated).judgement("ai302", why, [], date(2026, 11, 21))
    assert found is not None
    assert found.why == why
    written = (curated / "crosswalk.toml").read_bytes().decode("utf-8")
    assert not {"\x00", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\ufeff", "\r"} & set(written)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ai302:nobody", "acme/atlas", "--same"), "ai302:nobody: no such record was ever seen"),
        (("*:nobody", "acme/atlas", "--same"), "*:nobody: no such record was ever seen"),
        (("nobody", "acme/atlas", "--same"), "a record is named as SOURCE:RECORD"),
        (("ai302:odd", "acme/atlas-3", "--same"), "acme/atlas-3: no such model; near: acme/atlas"),
        (("ai302:x", "acme/atlas", "--same"), "it contradicts crosswalk.toml: ai302:x same_release acme/atlas"),
        (("ai302:odd", "acme/atlas", "--same", "--url", "file:///x"), "--url: 'file:///x' cannot be taken"),
        (("ai302:odd", "acme/atlas", "--same", "--who", " "), "--who: ' ' cannot be taken"),
        (("*:Odd One", "acme/atlas", "--same"), "--url: '' cannot be taken"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    atlas: Atlas, curated: Path, words: tuple[str, ...], told: str
) -> None:
    add(atlas, "ai302", "odd", "medium", name="odd one")
    ran = judge(atlas, curated, *words, "--why", "x")
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert (curated / "crosswalk.toml").read_text(encoding="utf-8") == KEPT


@pytest.mark.parametrize(
    "words",
    [
        ("ai302:odd", "acme/atlas", "--same"),
        ("ai302:odd", "acme/atlas", "--why", "x"),
        ("ai302:odd", "--same", "--why", "x"),
        ("--same", "--why", "x"),
        ("--ask", "--lint"),
        ("--most", "0"),
        ("ai302:odd", "acme/atlas", "--relation", "equal", "--why", "x"),
    ],
)
def test_half_a_question_is_wrong_usage(atlas: Atlas, curated: Path, words: tuple[str, ...]) -> None:
    assert judge(atlas, curated, *words).status == 2


def test_a_name_can_be_judged_for_whoever_says_it(atlas: Atlas, curated: Path) -> None:
    add(atlas, "ai302", "odd", "medium", wire_id="Odd-One")
    words = ("*:odd-one", "acme/atlas", "--same", "--why", "x", "--url", "https://example.org/")
    assert judge(atlas, curated, *words).status == 0
    assert load_crosswalk(curated).judgement("litellm", "r", ["ODD-ONE"], date(2026, 11, 21)) is not None


def test_a_file_that_cannot_be_read_is_not_written_to(atlas: Atlas, curated: Path) -> None:
    add(atlas, "ai302", "odd", "medium")
    (curated / "crosswalk.toml").write_text("[[judgement]]\nrecord = 3\n", encoding="utf-8")
    ran = judge(atlas, curated, "ai302:odd", "acme/atlas", "--same", "--why", "x")
    assert ran.status == 2
    assert "crosswalk.toml: judgement 1 (3): record: " in ran.err
    assert atlas.run("review", "--curated", str(curated)).status == 1


def test_questions_are_asked_one_by_one_and_the_answers_written(atlas: Atlas, curated: Path) -> None:
    from click.testing import CliRunner

    from catalog.cli import main

    for record in ("a", "b", "c", "d", "e"):
        add(atlas, "ai302", record, "medium", wire_id=record)
    answers = "s\nequal\nn\nsize\nk\nv\nartifact_of\nfp8\na\nsame_release\nname\n"
    result = CliRunner().invoke(main, ["review", "--ask", "--who", "cd", "--curated", str(curated)], input=answers)
    assert result.exit_code == 0
    lines = (curated / "crosswalk.toml").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith(("record", "relation"))][2:] == [
        'record = "ai302:a"', 'relation = "same_release"', 'record = "ai302:b"', 'relation = "not_same"',
        'record = "ai302:d"', 'relation = "artifact_of"', 'record = "*:e"', 'relation = "same_release"',
    ]  # fmt: skip


@pytest.mark.parametrize("answers", ["q\n", ""])
def test_questions_end_when_the_person_does(atlas: Atlas, curated: Path, answers: str) -> None:
    from click.testing import CliRunner

    from catalog.cli import main

    add(atlas, "ai302", "a", "medium")
    result = CliRunner().invoke(main, ["review", "--ask", "--curated", str(curated)], input=answers)
    assert result.exit_code == 0
    assert (curated / "crosswalk.toml").read_text(encoding="utf-8") == KEPT


def test_lint_says_what_is_wrong_beside_the_catalog_or_without_one(atlas: Atlas, curated: Path) -> None:
    clean = judge(atlas, curated, "--lint")
    assert (clean.status, clean.out) == (0, "")
    more = KEPT + KEPT.replace("ai302:x", "ai302:never").replace("not_same", "same_release")
    (curated / "crosswalk.toml").write_text(more, encoding="utf-8")
    told = judge(atlas, curated, "--lint")
    assert told.status == 1
    assert told.out == ("crosswalk.toml: ai302:never same_release acme/atlas: dangling: ai302:never was never seen\n")
    (atlas.folder / "data/catalog.db").unlink()
    alone = judge(atlas, curated, "--lint")
    assert (alone.status, alone.out) == (0, "")
    assert "without a catalog" in alone.err


def test_what_is_shipped_holds_beside_the_shipped_seed(atlas: Atlas) -> None:
    assert atlas.run("refresh", "--offline", "--no-render", "--quiet").status == 3
    atlas.monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    told = atlas.run("review", "--lint").out.splitlines()
    assert [line for line in told if line.startswith(("crosswalk.toml", "aliases.toml"))] == []


def test_without_a_catalog_there_is_nothing_to_review(atlas: Atlas, tmp_path: Path) -> None:
    ran = atlas.run("review", "--curated", str(tmp_path))
    assert (ran.status, ran.out) == (1, "")
    assert "there is no catalog yet" in ran.err


def test_the_command_offers_every_relation_that_may_be_judged() -> None:
    assert get_args(Relation) == JUDGEABLE
