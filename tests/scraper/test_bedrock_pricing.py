"""Bedrock's lifecycle: days that hold everywhere, days of some regions, and a table that slipped."""

import re
from pathlib import Path

import pytest

from scraper.errors import FetchError, ShapeError
from tests.scraper.mutations import SAME
from tests.scraper.price_pages import asked, by_id, fixture, html, recorded, said, troubles
from tests.upstream import Reply

source = by_id("bedrock_pricing")
PATH = "/docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html"
DAYS = ("deprecated_at", "retires_at")


def days(found: dict[str, dict[str, str]]) -> set[tuple[str, str, str]]:
    return {(name, field, claims[field]) for name, claims in found.items() for field in DAYS if field in claims}


def test_a_day_is_claimed_where_it_holds_in_all_regions() -> None:
    found = said(source, fixture(source, "lifecycle"))["Atlas 8"]
    assert (found["deprecated_at"], found["retires_at"], found["lifecycle"]) == ("2025-07-15", "2026-01-15", "Legacy")


def test_a_day_of_some_regions_stays_words() -> None:
    found = said(source, fixture(source, "lifecycle"))["Atlas 7 Mini"]
    assert not set(found) & set(DAYS)
    assert "EOL date: Mar 1, 2026 (us-east-1 and us-west-2 Regions)" in found["lifecycle"]


def test_a_model_that_ends_twice_has_two_rows() -> None:
    found = said(source, fixture(source, "lifecycle"))
    assert [name for name in found if name.startswith("Atlas 1 ")] == [
        "Atlas 1 (only in us-west-2)", "Atlas 1 (only in us-east-1)",
    ]  # fmt: skip


def test_the_least_lifetime_is_no_end() -> None:
    assert "retires_at" not in said(source, fixture(source, "lifecycle"))["acme.atlas-9-v1:0"]


def test_a_table_that_slipped_is_read_up_to_the_id_and_no_further() -> None:
    found = said(source, fixture(source, "slipped"))["acme.atlas-9-v1:0"]
    assert found == {
        "author_name": "Acme", "name": "Atlas 9", "wire_id": "acme.atlas-9-v1:0", "lifecycle": "Active",
    }  # fmt: skip
    assert ("ignored", "", "active versions") in troubles(source, fixture(source, "slipped"))


@pytest.mark.parametrize("name", SAME)
def test_columns_may_move(name: str) -> None:
    page = fixture(source, "lifecycle")
    changed = SAME[name](page.body.decode())
    assert changed != page.body.decode()
    try:
        found = said(source, html(changed, source))
    except ShapeError:
        return
    assert days(found) <= days(said(source, page))


@pytest.mark.parametrize(
    ("old", "new"),
    [("July 15th, 2025", "July 15 or 16, 2025"), ("January 15th, 2026", "soon"), ("October 30, 2024", "30/10/2024")],
)
def test_what_is_no_single_day_is_no_day(old: str, new: str) -> None:
    page = fixture(source, "lifecycle")
    changed = page.body.decode().replace(old, new)
    assert changed != page.body.decode()
    assert days(said(source, html(changed, source))) < days(said(source, page))


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><h1>Model lifecycle</h1><h2>Active versions</h2></body></html>",
        "<table><tr><th>Model</th></tr><tr><td>A</td></tr></table>",
    ],
)
def test_a_page_without_prices_is_refused(page: str) -> None:
    with pytest.raises(ShapeError):
        source.parse([html(page, source)])


def test_the_page_is_asked_for_and_a_failure_is_a_fetch_error(tmp_path: Path) -> None:
    sightings, paths = asked(source, tmp_path, {PATH: fixture(source, "lifecycle").body})
    assert ([sighting.url for sighting in sightings], PATH in paths) == ([source.address], True)
    with pytest.raises(FetchError):
        asked(source, tmp_path / "again", {PATH: Reply(b"", 404)})


def test_the_recorded_page_says_what_its_cells_say(recordings: Path) -> None:
    (page,) = recorded(source, recordings)
    found = said(source, page)
    assert len(found) == 90
    assert (found["Claude 3 Opus"]["deprecated_at"], found["Claude 3 Opus"]["retires_at"]) == (
        "2025-07-15",
        "2026-01-15",
    )
    assert found["Claude Opus 4"]["retires_at"] == "2026-05-31"
    assert "retires_at" not in found["Claude 3.5 Sonnet v1"]
    ends = re.findall(r">(?:August 15, 2025|September 4, 2025|August 12, 2025)<", page.body.decode())
    assert sum(
        claims.get("retires_at", "") in ("2025-08-15", "2025-09-04", "2025-08-12") for claims in found.values()
    ) == len(ends)
    assert troubles(source, page) == [("ignored", "", "active versions")]
