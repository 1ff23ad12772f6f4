"""The Arena's own dataset of leaderboards, taken apart as its host serves it: a hundred rows a page.

Rows come by category, the overall one first. A part of the dataset may be asked for by its first
pages only: then only its first category is whole, and the rest is left out.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from scraper.answers import load_json, shape_error
from scraper.errors import BadValue
from scraper.issues import Issue, IssueKind
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Parsed, Record
from scraper.sources._arena_addresses import Place, offset_of
from scraper.sources._arena_catalog import are_unique, bad_record, is_category, is_name
from scraper.sources._arena_tables import published

_NEEDED = (
    ("model_name", "model"), ("rating", "score"), ("rating_lower",), ("rating_upper",), ("vote_count", "votes"),
    ("rank",), ("category",), ("leaderboard_publish_date",),
)  # fmt: skip
"""The columns that there must be; of two names alike, exactly one."""

Found = tuple[int, str, dict[str, Any]]
"""A row with its page and its place there."""


def parse_dataset(pages: Sequence[Snapshot], place: Place) -> Parsed:
    """The newest ratings of every category that is whole, each category in a scope of its own."""
    found: list[Found] = []
    total = 0
    for number, page in enumerate(pages):
        answer = _answer(page)
        total = answer["num_rows_total"]
        if offset_of(page.sighting.url) != len(found):
            raise shape_error(page.sighting, f"row {len(found)} is missing")
        for index, entry in enumerate(answer["rows"]):
            if entry.get("row_idx", len(found)) != len(found):
                raise shape_error(page.sighting, f"row {len(found)} is missing")
            found.append((number, f"/rows/{index}/row", entry["row"]))
    first = pages[0]
    if not found or len(found) > total:
        raise shape_error(first.sighting, f"{len(found)} rows, but num_rows_total says {total}")
    issues: list[Issue] = []
    name = _columns(first, found[0][2])
    if len(found) < total:
        found = _first_category(first, found, issues)
    found = _newest(found, issues)
    scopes: dict[str, list[Record]] = {}
    for page_number, pointer, row in found:
        category, configuration = row.get("category"), row.get(name)
        if not is_category(category) or not isinstance(configuration, str) or not is_name(configuration):
            issues.append(bad_record(str(configuration), "no row with a category and a configuration", pointer))
            continue
        id_ = place.record_id(str(category), place.style, configuration.strip())
        scopes.setdefault(f"{place.scope}/{category}", []).append(Record(id_, "score", pointer, row, page_number))
    if not scopes:
        raise shape_error(first.sighting, "no ratings")
    are_unique(first, [record for records in scopes.values() for record in records])
    return Parsed(scopes, tuple(issues))


def next_offset(first: Sighting, pages: Sequence[Snapshot]) -> int | None:
    """The row from which on to ask next; None where the first category is whole, or all is."""
    answers = [_answer(page) for page in pages]
    rows = [entry["row"] for answer in answers for entry in answer["rows"]]
    if not answers[-1]["rows"]:
        raise shape_error(first, "a page without rows")
    over = rows[-1].get("category") != rows[0].get("category")
    return None if over or len(rows) >= answers[-1]["num_rows_total"] else len(rows)


def _answer(page: Snapshot) -> dict[str, Any]:
    answer = load_json(page)
    rows = answer.get("rows") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        told = answer.get("error") if isinstance(answer, dict) else None
        raise shape_error(
            page.sighting, f"expected a list under `rows`{f', got the error {told!r:.120}' if told else ''}"
        )
    total = answer.get("num_rows_total")
    if isinstance(total, bool) or not isinstance(total, int):
        raise shape_error(page.sighting, "num_rows_total is missing")
    for entry in rows:
        if not isinstance(entry, dict) or not isinstance(entry.get("row"), dict) or entry.get("truncated_cells"):
            raise shape_error(page.sighting, "a row that is none, or that is cut")
    found: dict[str, Any] = answer
    return found


def _columns(page: Snapshot, row: dict[str, Any]) -> str:
    """The name of the column with the configurations. Raises ShapeError where a needed column is missing."""
    for names in _NEEDED:
        there = [name for name in names if name in row]
        if len(there) != 1:
            raise shape_error(page.sighting, f"{'no' if not there else 'more than one'} column {' or '.join(names)}")
    return "model_name" if "model_name" in row else "model"


def _first_category(page: Snapshot, found: list[Found], issues: list[Issue]) -> list[Found]:
    first = found[0][2]["category"]
    categories = [row.get("category") for _, _, row in found]
    whole = next((index for index, category in enumerate(categories) if category != first), None)
    if whole is None:
        raise shape_error(page.sighting, f"a page is missing: the category {first!r} does not end")
    if first in categories[whole:]:
        raise shape_error(page.sighting, "the rows are not ordered by category")
    left = len(found) - whole
    issues.append(Issue(IssueKind.IGNORED, "", "category", f"{left} rows of categories that are not whole", "/rows"))
    return found[:whole]


def _newest(found: list[Found], issues: list[Issue]) -> list[Found]:
    """The rows of the newest publication in each category, where it holds several."""
    days = [_day(row) for _, _, row in found]
    newest: dict[str, str] = {}
    for day, (_, _, row) in zip(days, found, strict=True):
        newest[str(row.get("category"))] = max(day, newest.get(str(row.get("category")), ""))
    kept = [one for day, one in zip(days, found, strict=True) if day == newest[str(one[2].get("category"))]]
    older = Counter(day for day, one in zip(days, found, strict=True) if day != newest[str(one[2].get("category"))])
    if older:
        detail = f"{older.total()} rows of {len(older)} earlier publications"
        issues.append(Issue(IssueKind.IGNORED, "", "leaderboard_publish_date", detail, "/rows"))
    return kept


def _day(row: dict[str, Any]) -> str:
    try:
        return published(row.get("leaderboard_publish_date")) or ""
    except BadValue:
        return ""
