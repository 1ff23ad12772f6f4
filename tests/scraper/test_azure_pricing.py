"""Azure's lifecycle: a table a maker, days in UTC."""

import re
from pathlib import Path

import pytest

from scraper.errors import FetchError, ShapeError
from tests.scraper.mutations import SAME
from tests.scraper.price_pages import asked, by_id, fixture, html, recorded, said, troubles
from tests.upstream import Reply

source = by_id("azure_pricing")
PATH = "/learn.microsoft.com/en-us/azure/ai-foundry/concepts/model-lifecycle-retirement"
DAYS = ("deprecated_at", "retires_at")


def days(found: dict[str, dict[str, str]]) -> set[tuple[str, str, str]]:
    return {(name, field, claims[field]) for name, claims in found.items() for field in DAYS if field in claims}


def test_a_row_is_read_by_its_headings_and_its_maker_is_the_heading_above() -> None:
    assert said(source, fixture(source, "lifecycle"))["Atlas R"] == {
        "author_name": "Acme",
        "name": "Atlas R",
        "successor": "Atlas R 08-2025",
        "deprecated_at": "2025-08-31",
        "retires_at": "2025-10-31",
    }


def test_the_legacy_date_stays_words_and_n_a_is_nothing() -> None:
    found = said(source, fixture(source, "lifecycle"))
    assert found["Atlas-9-Large"]["lifecycle"] == "Legacy date: May 1, 2025"
    assert "successor" not in found["Atlas-9-Large"]


def test_a_month_is_no_day_and_an_unknown_column_is_kept_and_told() -> None:
    found = troubles(source, fixture(source, "lifecycle"))
    assert found == [("bad_value", "Bora-2", "lifecycle"), ("unknown_key", "Bora-2", "other.Colour")]


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
    [
        ("August 31, 2025", "31.8.2025"),
        ("October 31, 2025", "October 2025"),
    ],
)
def test_what_is_no_single_day_is_no_day(old: str, new: str) -> None:
    page = fixture(source, "lifecycle")
    changed = page.body.decode().replace(old, new)
    assert changed != page.body.decode()
    assert days(said(source, html(changed, source))) < days(said(source, page))


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><h1>Deprecation</h1><p>Nothing.</p></body></html>",
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
    rows = re.findall(r"<tr>\s*" + r"<td[^>]*>(.*?)</td>\s*" * 5 + "</tr>", page.body.decode(), re.DOTALL)
    assert len(rows) == len(found) == 35
    plain = {re.sub(r"<[^>]*>", "", name).strip(): retired for name, _, _, retired, _ in rows}
    assert plain.keys() == found.keys()
    for name, retired in plain.items():
        month, day, year = retired.replace(",", "").split()
        assert found[name]["retires_at"].startswith(year) and found[name]["retires_at"].endswith(f"-{int(day):02}"), (
            month
        )
    assert troubles(source, page) == []
