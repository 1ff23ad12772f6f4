"""Corrections: what is refused and by which name, what is applied, and what upstream no longer needs."""

from datetime import date
from pathlib import Path

import pytest

from catalog.corrections import FILE, Corrections, load_corrections
from catalog.entries import Correction
from catalog.lineage import Lineage
from catalog.match.curated_lint import lint
from catalog.resources import resource
from catalog.store.tables import create, open_file
from scraper.sources import sources
from tests.atlas import Atlas
from tests.catalog.claims_of import by_key, entry

TODAY = date(2026, 11, 21)
RECORD = "models_dev:openai/gpt-9"
KEY = ("models_dev", "openai/gpt-9")
GOOD = f"""[[correction]]
record = "{RECORD}"
field = "context_native"
upstream = "1000"
value = "1000000"
who = "ab"
on = 2026-11-20
why = "three zeros were lost"
url = "https://example.org/"
"""
OTHER = GOOD.replace("gpt-9", "gpt-8")
DROP = GOOD.replace('value = "1000000"', "drop = true")


def read(folder: Path, text: str) -> Corrections:
    (folder / FILE).write_text(text, encoding="utf-8")
    return load_corrections(folder, sources())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("field = ", "feild = ", "field: is missing|feild: there is no such key ('context_native')"),
        ('"context_native"', '"context"', "field: there is no such field ('context')"),
        ('"context_native"', '"other.context"', "field: there is no such field ('other.context')"),
        (RECORD, "gpt-9", "record: String should match pattern"),
        ("models_dev:", "model_dev:", "record: there is no such source (model_dev)"),
        (RECORD, "*:gpt-9", "record: String should match pattern"),
        ('upstream = "1000"', "upstream = 1000", "upstream: Input should be a valid string (1000)"),
        ('upstream = "1000"', "", "upstream: is missing"),
        ('value = "1000000"', "value = 1000000", "value: Input should be a valid string (1000000)"),
        ('value = "1000000"', "", "either value or drop = true is needed, and not both"),
        ('value = "1000000"', 'value = "1000000"\ndrop = true', "either value or drop = true is needed, and not both"),
        ('value = "1000000"', 'drop = "true"', "drop: Input should be a valid boolean ('true')"),
        ('value = "1000000"', 'value = "1000"', "value and upstream are the same: it corrects nothing"),
        ('who = "ab"', "", "who: is missing"),
        ('who = "ab"', 'who = ""', "who: is missing"),
        ("on = 2026-11-20", "", "on: is missing"),
        ("on = 2026-11-20", 'on = "2026-11-20"', "on: Input should be a valid date ('2026-11-20')"),
        ('why = "three zeros were lost"', "", "why: is missing"),
        ('url = "https://example.org/"', "", "url: is missing"),
        ("https://example.org/", "example.org", "url: String should match pattern"),
    ],
)
def test_a_bad_row_is_refused_by_name_and_line_and_the_others_are_used(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    found = read(tmp_path, OTHER + GOOD.replace(old, new))
    assert [row.record for row in found.rows] == ["models_dev:openai/gpt-8"]
    for fault, expected in zip(map(str, found.faults), told.split("|"), strict=True):
        place, _, problem = fault.partition("): ")
        assert place.startswith(f"{FILE}: correction 2, line 10 (")
        assert problem.startswith(expected)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("parameters_total", "70B", "is no decimal: '70B' is no number"),
        ("parameters_total", "7e10", "is written '70000000000'"),
        ("parameters_total", "NaN", "is no decimal: 'NaN' is not finite"),
        ("input_usd_per_mtok", "-1", "is no price: -1 is below zero"),
        ("input_usd_per_mtok", "0.50", "is written '0.5'"),
        ("input_usd_per_mtok", "free", "is no price: 'free' is no number"),
        ("context_native", "1M", "is no tokens: '1M' is no number"),
        ("context_native", "1.5", "is no tokens: '1.5' is no number of tokens"),
        ("context_native", "0", "is no tokens: '0' is no number of tokens"),
        ("context_native", "1_000", "is no tokens: '1_000' is no number"),
        ("knowledge_cutoff", "2025-02-31", "is no date: '2025-02-31' is no ISO date"),
        ("knowledge_cutoff", "20250228", "is written '2025-02-28'"),
        ("updated_at", "2025-02-28T12:00:00", "is no date: '2025-02-28T12:00:00' does not say its zone"),
        ("updated_at", "0001-01-01T00:00:00+23:00", "is no date: "),
        ("open_weights", "yes", "is no flag: 'yes' is no yes or no"),
        ("modalities_in", "text", "is no list: "),
        ("modalities_in", '{"text":1}', "is no list: "),
        ("modalities_in", '["text", "image"]', """is written '["text","image"]'"""),
        ("default_parameters", '"x"', "is no json: it is neither an object nor a list"),
        ("default_parameters", '{"x":NaN}', "is no json: "),
        ("name", " Atlas", "is written 'Atlas'"),
        ("name", " ", "is no text: an empty text claims nothing"),
    ],
)
def test_a_value_that_its_kind_cannot_be_is_refused(tmp_path: Path, field: str, value: str, told: str) -> None:
    bad = GOOD.replace("context_native", field).replace('"1000000"', f"'{value}'")
    found = read(tmp_path, bad)
    assert found.rows == ()
    (fault,) = found.faults
    assert (fault.file, fault.row, fault.field) == (FILE, f"correction 1, line 1 ({RECORD})", "value")
    assert fault.problem.startswith(told)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("parameters_total", "70000000000"),
        ("input_usd_per_mtok", "0.5"),
        ("input_usd_per_mtok", "dynamic"),
        ("input_usd_per_mtok", "0"),
        ("knowledge_cutoff", "2025-02"),
        ("knowledge_cutoff", "2025-02-28"),
        ("updated_at", "2025-02-28T12:00:00Z"),
        ("open_weights", "false"),
        ("modalities_in", '["text","image"]'),
        ("default_parameters", '{"temperature":0.7}'),
        ("name", "Atlas 9"),
    ],
)
def test_a_value_written_as_claims_are_is_taken(tmp_path: Path, field: str, value: str) -> None:
    found = read(tmp_path, GOOD.replace("context_native", field).replace('"1000000"', f"'{value}'"))
    assert found.faults == ()
    assert [row.value for row in found.rows] == [value]


def test_of_two_corrections_of_one_claim_neither_is_used(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD + OTHER + GOOD.replace('"1000"', '"2000"'))
    assert [row.record for row in found.rows] == ["models_dev:openai/gpt-8"]
    assert list(map(str, found.faults)) == [
        f"{FILE}: correction {place} ({RECORD}): field: is corrected 2 times: none of them is used (context_native)"
        for place in ("1, line 1", "3, line 19")
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[correction", f"{FILE}: cannot be read: "),
        (f"{GOOD}on = 2026-11-20\n", f"{FILE}: cannot be read: "),
        ("x = 1" + "0" * 5000, f"{FILE}: cannot be read: "),
        ("[[corection]]\n", f"{FILE}: corection: is none of correction"),
        ("correction = 3\n", f"{FILE}: correction: is no list: write [[correction]]"),
        ("correction = [3]\n", f"{FILE}: correction 1: Input should be a valid dictionary"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault_and_no_rows(tmp_path: Path, text: str, told: str) -> None:
    found = read(tmp_path, text)
    assert found.rows == ()
    (fault,) = found.faults
    assert str(fault).startswith(told)


def test_bytes_that_are_no_text_and_a_folder_in_its_place_are_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff")
    assert len(load_corrections(tmp_path, sources()).faults) == 1
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    assert len(load_corrections(tmp_path, sources()).faults) == 1


def test_without_a_file_there_are_no_corrections(tmp_path: Path) -> None:
    assert load_corrections(tmp_path, sources()) == Corrections()


def test_a_correction_replaces_the_value_and_leaves_the_receipt(tmp_path: Path) -> None:
    before = by_key(entry(*KEY, context_native="1000", name="Atlas"), entry("models_dev", "openai/gpt-8", name="A"))
    after, (outcome,) = read(tmp_path, GOOD).apply(before)
    assert outcome.unneeded == ""
    assert str(outcome) == f"{FILE}: {RECORD} context_native: applied"
    claim = before[KEY].claims["context_native"]
    said = after[KEY].claims["context_native"].correction
    assert said == Correction("1000", "1000000", "ab", "2026-11-20", "three zeros were lost", "https://example.org/")
    assert after[KEY].claims["context_native"] == claim._replace(value="1000000", correction=said)
    assert after[KEY].claims["context_native"].original == "1000"
    assert list(after[KEY].claims) == list(before[KEY].claims)
    assert after["models_dev", "openai/gpt-8"] is before["models_dev", "openai/gpt-8"]
    assert before[KEY].value("context_native") == "1000", "what went in is left as it was"


def test_a_claim_that_is_none_is_dropped(tmp_path: Path) -> None:
    before = by_key(entry(*KEY, context_native="1000", name="Atlas"))
    after, (outcome,) = read(tmp_path, DROP).apply(before)
    assert outcome.unneeded == ""
    assert list(after[KEY].claims) == ["name"]
    assert list(before[KEY].claims) == ["context_native", "name"]


def test_two_fields_of_one_record_are_both_corrected(tmp_path: Path) -> None:
    text = DROP + GOOD.replace("context_native", "max_output")
    after, outcomes = read(tmp_path, text).apply(by_key(entry(*KEY, context_native="1000", max_output="1000")))
    assert [outcome.unneeded for outcome in outcomes] == ["", ""]
    assert {field: claim.value for field, claim in after[KEY].claims.items()} == {"max_output": "1000000"}


def test_a_record_that_is_no_longer_listed_is_corrected_in_what_it_said_last(tmp_path: Path) -> None:
    after, (outcome,) = read(tmp_path, GOOD).apply(by_key(entry(*KEY, present=False, context_native="1000")))
    assert (after[KEY].value("context_native"), outcome.unneeded) == ("1000000", "")


@pytest.mark.parametrize(
    ("record", "said", "told"),
    [
        ("openai/gpt-9", {"context_native": "1000000"}, "upstream says 1000000"),
        ("openai/gpt-9", {"context_native": "1000.0"}, "upstream says 1000.0"),
        ("openai/gpt-9", {"name": "Atlas"}, "upstream says nothing"),
        ("openai/gpt-8", {"context_native": "1000"}, "there is no such record"),
    ],
)
@pytest.mark.parametrize("text", [GOOD, DROP])
def test_what_upstream_mended_is_no_longer_needed(
    tmp_path: Path, text: str, record: str, said: dict[str, str], told: str
) -> None:
    before = by_key(entry("models_dev", record, "model", True, **said))
    after, (outcome,) = read(tmp_path, text).apply(before)
    assert after == before
    assert outcome.unneeded == f"no longer needed: {told}"
    assert str(outcome) == f"{FILE}: {RECORD} context_native: no longer needed: {told}"


def test_a_source_of_which_nothing_is_known_is_not_asked(tmp_path: Path) -> None:
    before = by_key(entry("openrouter", "openai/gpt-9", context_native="1000"))
    assert read(tmp_path, GOOD).apply(before) == (before, [])


def test_lint_tells_of_corrections(tmp_path: Path) -> None:
    future = GOOD.replace("gpt-9", "gpt-7").replace("11-20", "11-22")
    wrong = GOOD.replace("models_dev", "nowhere") + OTHER.replace('who = "ab"', "") + GOOD.replace("1000", "x")
    read(tmp_path, wrong + future)
    assert [(found.kind, found.row) for found in lint(tmp_path, TODAY, sources())] == [
        ("missing", "correction 2, line 10 (models_dev:openai/gpt-8)"),
        ("unreadable", f"correction 3, line 19 ({RECORD})"),
        ("unreadable", "correction 1, line 1 (nowhere:openai/gpt-9)"),
        ("future", "models_dev:openai/gpt-7 context_native"),
    ]


def test_review_lint_tells_what_upstream_no_longer_needs(atlas: Atlas, tmp_path: Path) -> None:
    atlas.monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795219200")  # 2026-11-21
    read(tmp_path, GOOD + OTHER)
    (atlas.folder / "data").mkdir()
    db = open_file(atlas.folder / "data/catalog.db")
    create(db)
    seen = {"source": "models_dev", "first_seen": "2026-07-01", "last_seen": "2026-07-31", "present": 1}
    said = {"field": "context_native", "first_observed": "2026-07-01", "last_observed": "2026-07-31", "current": 1}
    for record, value in (("openai/gpt-8", "1000"), ("openai/gpt-9", "2000")):
        db.table("records").insert({**seen, "record": record, "kind": "offer", "url": ""})
        db.table("claims").insert({**said, "source": "models_dev", "record": record, "value": value})
    db.close()
    ran = atlas.run("review", "--lint", "--curated", str(tmp_path))
    told = f"{FILE}: {RECORD} context_native: stale: no longer needed: upstream says 2000\n"
    assert (ran.status, ran.out) == (1, told)


def test_the_file_that_is_shipped_is_clean() -> None:
    shipped = load_corrections(resource("data/curated"), sources())
    assert (resource("data/curated") / FILE).exists()
    assert shipped.faults == ()
    assert {row.key[0] for row in shipped.rows} <= sources().keys()


def test_what_people_corrected_is_their_word_and_one_witness(tmp_path: Path) -> None:
    said = [entry(source, "openai/gpt-9", context_native="1000") for source in ("models_dev", "litellm")]
    text = GOOD + GOOD.replace("models_dev", "litellm")
    after, _ = read(tmp_path, text).apply(by_key(*said))
    lineage = Lineage({})
    assert {lineage.origin(item, "context_native") for item in said} == {"models_dev", "litellm"}
    assert {lineage.origin(item, "context_native") for item in after.values()} == {"people"}
    assert lineage.origin(after[KEY], "name") == "models_dev"
