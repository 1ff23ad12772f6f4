"""Every source against its fixture folder: it runs, it says each expected claim, and nothing else.

`tests/fixtures/sources/<id>/` holds an `index.jsonl` of small answers written for these tests in the
source's real shape, and `expected.json`: per answer its scopes with their record ids, the claims of
every record, and the issues. `MODELATLAS_WRITE_EXPECTED=1` writes what came out, to be read by a
person before it is committed.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scraper.attributes import ATTRIBUTES, OTHER
from scraper.errors import ShapeError
from scraper.recordings import Recording, read_recordings
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Source
from scraper.sources import sources

FIXTURES = Path(__file__).parent.parent / "fixtures/sources"
READ = [source for source in sources().values() if (FIXTURES / source.id).exists()]


def answers(source: Source) -> Iterator[tuple[str, list[Snapshot]]]:
    """Each answer of a fixture folder with its name: files that differ by `-2`, `-3` alone are its pages."""
    found: dict[str, list[Snapshot]] = {}
    for recording in read_recordings(FIXTURES / source.id):
        assert isinstance(recording, Recording), recording
        stem = recording.path.name.split(".")[0]
        name, dash, number = stem.rpartition("-")
        first = name if dash and number.isdigit() and name in found else stem
        sighting = Sighting(source=source.id, url=recording.url or "", fetched_at=recording.fetched_at, status=200)
        found.setdefault(first, []).append(Snapshot(sighting=sighting, body=recording.body()))
    yield from found.items()


def read(source: Source, pages: list[Snapshot]) -> dict[str, Any]:
    """What an answer comes to, in the shape of `expected.json`."""
    try:
        parsed = source.parse(pages)
    except ShapeError as error:
        return {"refused": error.detail}
    seen = [source.observe(record) for records in parsed.scopes.values() for record in records]
    return {
        "scopes": {scope: [record.id for record in records] for scope, records in parsed.scopes.items()},
        "claims": {
            observation.record: {"kind": observation.kind, "url": observation.url}
            | {claim.field: claim.value for claim in observation.claims}
            for observation in seen
        },
        "issues": [
            [issue.kind.value, issue.record, issue.field, issue.detail]
            for issue in (*parsed.issues, *(issue for observation in seen for issue in observation.issues))
        ],
    }


def expected(source: Source) -> dict[str, Any]:
    """What a source's fixtures are expected to come to."""
    path = FIXTURES / source.id / "expected.json"
    if os.environ.get("MODELATLAS_WRITE_EXPECTED"):
        found = {name: read(source, pages) for name, pages in answers(source)}
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("source", READ, ids=lambda source: source.id)
def test_a_source_says_what_its_fixtures_expect_and_nothing_else(source: Source) -> None:
    assert {name: read(source, pages) for name, pages in answers(source)} == expected(source)


@pytest.mark.parametrize("source", READ, ids=lambda source: source.id)
def test_a_source_reads_the_addresses_of_its_fixtures(source: Source) -> None:
    assert [p[0].sighting.url for _, p in answers(source) if not source.reads(p[0].sighting.url)] == []


@pytest.mark.parametrize("source", READ, ids=lambda source: source.id)
def test_a_source_claims_only_registered_fields_and_each_once_a_record(source: Source) -> None:
    for _, pages in answers(source):
        try:
            parsed = source.parse(pages)
        except ShapeError:
            continue
        for records in parsed.scopes.values():
            for record in records:
                fields = [claim.field for claim in source.observe(record).claims]
                assert sorted(set(fields)) == sorted(fields), record.id
                assert [f for f in fields if f not in ATTRIBUTES and not f.startswith(OTHER)] == []


@pytest.mark.parametrize("source", READ, ids=lambda source: source.id)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   \n",
        b"<!doctype html><html lang='en'><title>Log in</title><form><input type='password'></form></html>",
        b"<!doctype html><html><title>Just a moment...</title><p>Verify you are human</p></html>",
        "<!doctype html><html lang='fr'><title>Tarifs</title><p>Prix et modèles disponibles</p></html>".encode(),
        b'{"error": {"code": 503, "message": "busy"}}',
        b"[]",
        b"{}",
        b"\x00\x01\x02",
    ],
    ids=["empty", "blank", "login", "captcha", "other-language", "error-object", "empty-list", "empty-object", "bytes"],
)
def test_what_is_no_answer_of_a_source_is_refused(source: Source, body: bytes) -> None:
    for _, pages in answers(source):
        snapshot = Snapshot(sighting=pages[0].sighting, body=body)
        with pytest.raises(ShapeError):
            source.parse([snapshot])
