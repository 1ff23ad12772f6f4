"""The Arena's board pages taken apart, and the rows that others took from them as JSON and as CSV."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from scraper.answers import load_json, shape_error
from scraper.errors import BadValue
from scraper.html import decoded
from scraper.issues import Issue, IssueKind
from scraper.snapshots import Snapshot
from scraper.source import Parsed, Record
from scraper.sources._arena_addresses import RAW, Place
from scraper.sources._arena_board import board_rows
from scraper.sources._arena_catalog import are_unique, bad_record, is_name
from scraper.sources._arena_tables import published

_META = frozenset({"leaderboard", "source", "source_url", "fetched_at", "last_updated", "model_count"})
_CSV_NEEDED = (("rank",), ("model",), ("arena_score", "arena_elo"), ("95_pct_ci",), ("votes",))
"""The columns that there must be; of two names alike, exactly one."""


def parse_page(snapshot: Snapshot, place: Place) -> Parsed:
    """The rows of one board, in whichever form the answer has them."""
    start = snapshot.body[:400].lstrip().lower()
    if start.startswith((b"{", b"[")):
        return _parse_extract(snapshot, place)
    first_line = start.partition(b"\n")[0]
    if not start.startswith(b"<") and b"," in first_line and b"model" in first_line:
        return _parse_csv(snapshot, place)
    rows, issues = board_rows(snapshot)
    return _parsed(snapshot, place, place.style, [("", "Model", row) for row in rows], issues)


def _parse_extract(snapshot: Snapshot, place: Place) -> Parsed:
    answer = load_json(snapshot)
    # An early form has the keys of `meta` beside the rows.
    meta = answer.get("meta", {k: v for k, v in answer.items() if k in _META}) if isinstance(answer, dict) else None
    rows = answer.get("models") if isinstance(answer, dict) else None
    if not isinstance(meta, dict) or "leaderboard" not in meta or not isinstance(rows, list) or not rows:
        raise shape_error(snapshot.sighting, "expected `meta` and a list under `models`")
    if meta["leaderboard"] != place.board:
        raise shape_error(snapshot.sighting, f"the rows of another board ({meta['leaderboard']!r})")
    issues = [
        Issue(IssueKind.UNKNOWN_KEY, "", key, "unknown key beside the rows", f"/{where}{key}")
        for where, keys in (("", set(answer) - {"meta", "models", *_META}), ("meta/", set(meta) - _META))
        for key in sorted(keys)
    ]
    if meta.get("model_count") not in (None, len(rows)):
        detail = f"{len(rows)} rows, but model_count says {meta['model_count']}"
        issues.append(Issue(IssueKind.UNKNOWN_VALUE, "", "model_count", detail, "/meta/model_count"))
    day = _dated(meta.get("last_updated"), issues)
    # What is said of all rows stays where it is said.
    told = {"meta": day} if "meta" in answer else day
    dated = [
        (f"/models/{index}", "model", {**row, **told} if isinstance(row, dict) else row)
        for index, row in enumerate(rows)
    ]
    return _parsed(snapshot, place, place.style, dated, issues)


def _parse_csv(snapshot: Snapshot, place: Place) -> Parsed:
    """Rows whose score and rank are without style control, and whose second rank is with it.

    Compared with the catalogue of the same weeks, the score is that of the file without style control.
    """
    reader = csv.DictReader(io.StringIO(decoded(snapshot)), strict=True)
    try:
        headers = list(reader.fieldnames or ())
        rows: list[dict[str, Any]] = list(reader)
    except csv.Error as error:
        raise shape_error(snapshot.sighting, f"no CSV that can be read ({error})") from None
    missing = [names for names in _CSV_NEEDED if sum(name in headers for name in names) != 1]
    if missing or len(set(headers)) < len(headers):
        told = f"not one column {' or '.join(missing[0])}" if missing else "a column comes twice"
        raise shape_error(snapshot.sighting, told)
    issues: list[Issue] = []
    kept: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(rows, 2):
        name = row["model"]
        if None in row or None in row.values():
            issues.append(bad_record(str(name), "a line with too many or too few cells", f"/{number}"))
        elif name in kept and _alike(kept[name], row):
            # Seen once: a line that comes again with the next rank and everything else the same.
            issues.append(Issue(IssueKind.IGNORED, name, "rank", "the same line a second time", f"/{number}"))
        else:
            kept[name if name not in kept else f"{name}\n{number}"] = {**row, "line": number}
    dated = [(f"/{row.pop('line')}", "model", row) for row in kept.values()]
    return _parsed(snapshot, place, RAW, dated, issues)


def _parsed(
    snapshot: Snapshot, place: Place, style: str, rows: Iterable[tuple[str, str, Any]], issues: list[Issue]
) -> Parsed:
    records: list[Record] = []
    for pointer, key, row in rows:
        name = row.get(key) if isinstance(row, Mapping) else None
        if isinstance(name, str) and is_name(name):
            id_ = place.record_id(place.category, style, name.strip())
            records.append(Record(id_, "score", pointer, dict(row)))
        else:
            issues.append(bad_record("", "no row with a configuration", pointer))
    if not records:
        raise shape_error(snapshot.sighting, "no rows")
    are_unique(snapshot, records)
    return Parsed({place.scope: records}, tuple(issues))


def _alike(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    return all(one[key] == two[key] for key in two if not key.startswith("rank"))


def _dated(told: Any, issues: list[Issue]) -> dict[str, str]:
    """The day of publication for each row; one that cannot be read is told once."""
    if told is None:
        return {}
    try:
        published(told)
    except BadValue as bad:
        issues.append(Issue(IssueKind.BAD_VALUE, "", "published_at", str(bad), "/meta/last_updated"))
        return {}
    return {"last_updated": told}
