"""The Arena's catalogue files taken apart: ratings by category and configuration, and who made which."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from scraper.answers import load_json, shape_error
from scraper.issues import Issue, IssueKind
from scraper.snapshots import Snapshot
from scraper.source import Parsed, Record
from scraper.sources._arena_addresses import Place

MAX_NAME = 150
"""Longer names are no names: the longest of two years has 59 characters."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_CATEGORY = re.compile(r"[\w-]{1,80}")


def parse_catalog(snapshot: Snapshot, place: Place) -> Parsed:
    """The ratings of a file `{category: {configuration: rating and interval}}`, in every category."""
    answer = load_json(snapshot)
    if not isinstance(answer, dict) or not answer:
        raise shape_error(snapshot.sighting, "expected an object of categories")
    records: list[Record] = []
    issues: list[Issue] = []
    rated = 0
    for category, rows in answer.items():
        if not _CATEGORY.fullmatch(category) or not isinstance(rows, dict):
            raise shape_error(snapshot.sighting, f"{category[:80]!r} is no category with configurations")
        for name, row in rows.items():
            pointer = f"/{category}/{escaped(name)}"
            has_rating = isinstance(row, dict) and "rating" in row
            rated += has_rating
            if has_rating and is_name(name):
                records.append(Record(place.record_id(category, place.style, name), "score", pointer, row))
            else:
                issues.append(bad_record(name, "no configuration with a rating", pointer))
    if not records:
        raise shape_error(snapshot.sighting, "no ratings")
    # JSON keeps only the last of two keys alike: what stands there and what came out must agree.
    if snapshot.body.count(b'"rating"') > rated:
        raise shape_error(snapshot.sighting, "a category or a configuration comes twice")
    return Parsed({place.scope: records}, tuple(issues))


def parse_plot(snapshot: Snapshot, place: Place) -> Parsed:
    """The configurations of the price plot, by the name under which they are rated."""
    rows = load_json(snapshot)
    if not isinstance(rows, list) or not rows:
        raise shape_error(snapshot.sighting, "expected a list of configurations")
    records: list[Record] = []
    issues: list[Issue] = []
    for index, row in enumerate(rows):
        name = row.get("model_api_name") if isinstance(row, dict) else None
        if is_name(name):
            records.append(Record(f"plot/{name}", "config", f"/{index}", row))
        else:
            issues.append(bad_record("", "no configuration with a name", f"/{index}"))
    if not records:
        raise shape_error(snapshot.sighting, "no configurations")
    are_unique(snapshot, records)
    return Parsed({place.scope: records}, tuple(issues))


def is_name(value: Any) -> bool:
    """Whether a value can be the name of a configuration; blanks and brackets may be in it."""
    return isinstance(value, str) and 0 < len(value.strip()) <= MAX_NAME and not _CONTROL.search(value)


def is_category(value: Any) -> bool:
    """Whether a value can be the name of a category."""
    return isinstance(value, str) and _CATEGORY.fullmatch(value) is not None


def bad_record(name: str, detail: str, pointer: str) -> Issue:
    """That a row is none that can be read."""
    return Issue(IssueKind.BAD_RECORD, name[:MAX_NAME], "rating", detail, pointer)


def are_unique(snapshot: Snapshot, records: list[Record]) -> None:
    """Raises ShapeError where an id comes twice."""
    twice = sorted(_repeated(records))
    if twice:
        raise shape_error(snapshot.sighting, f"{len(twice)} ids come twice, such as {twice[0][:80]!r}")


def escaped(key: str) -> str:
    """A key as part of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def _repeated(records: list[Record]) -> Iterator[str]:
    return (id_ for id_, count in Counter(record.id for record in records).items() if count > 1)
