"""OpenRouter's answers taken apart: envelope, pages, ids. What is inside a record is not read here."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import unquote

from scraper.answers import load_json, shape_error
from scraper.issues import Issue, IssueKind
from scraper.snapshots import Snapshot
from scraper.source import Parsed, Record
from scraper.sources._openrouter_usage import RANKINGS, USAGE
from scraper.units import dumps

API = "https://openrouter.ai/api/v1"
MODELS = f"{API}/models"
PROVIDERS = f"{API}/providers"
BUNDLE = f"{API}/models/{{author}}/{{slug}}/endpoints"
"""The address under which a recording keeps the endpoint answers of many models in one file."""
BUNDLE_OWNERS_KEYS = frozenset({"tr_provider_slug", "pricing_source"})
"""Keys that the bundle's owner added to OpenRouter's rows."""
MAX_ID = 200
"""Longer ids are no ids: the longest of two years has 68 characters."""

_ENDPOINTS = re.compile(re.escape(MODELS) + r"/(?P<id>[^?{}]+)/endpoints")
_BLANK_OR_CONTROL = re.compile(r"[\s\x00-\x1f\x7f]")
_ENVELOPE = frozenset({"data", "links", "total_count"})


def kind_of(url: str) -> str:
    """`models`, `providers`, `endpoints`, `bundle`, `rankings`, `usage`; empty for an address that is not read."""
    if url == USAGE:
        return "usage"
    address = url.partition("?")[0]
    known = {BUNDLE: "bundle", MODELS: "models", PROVIDERS: "providers", RANKINGS: "rankings"}
    if address in known:
        return known[address]
    return "endpoints" if _ENDPOINTS.fullmatch(address) else ""


def parse_models(pages: Sequence[Snapshot]) -> Parsed:
    """The listed models over all pages: none missing, none twice."""
    records: list[Record] = []
    issues: list[Issue] = []
    rows_seen = 0
    answer: Any = None
    for number, page in enumerate(pages):
        answer = load_json(page)
        rows = _rows(page, answer)
        rows_seen += len(rows)
        issues.extend(_strange_envelope(answer))
        found, bad = _records(rows, "model", "/data", "id", number)
        records.extend(found)
        issues.extend(bad)
    _is_whole(pages, answer, rows_seen)
    _are_unique(pages[0], records)
    return Parsed({"models": records}, tuple(issues))


def parse_providers(snapshot: Snapshot) -> Parsed:
    """The providers, by slug."""
    answer = load_json(snapshot)
    records, issues = _records(_rows(snapshot, answer), "provider", "/data", "slug", prefix="provider:")
    _are_unique(snapshot, records)
    return Parsed({"providers": records}, (*_strange_envelope(answer), *issues))


def parse_endpoints(snapshot: Snapshot) -> Parsed:
    """The endpoints of the one model that the address asks for."""
    match = _ENDPOINTS.fullmatch(snapshot.sighting.url.partition("?")[0])
    model = unquote(match["id"]) if match else ""
    answer = load_json(snapshot)
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("endpoints"), list):
        raise shape_error(snapshot.sighting, f"expected a list under `data.endpoints`{_told_error(answer)}")
    records, issues = _endpoints(model, data["endpoints"], "/data/endpoints")
    return Parsed({f"endpoints:{model}": records}, tuple(issues))


def parse_bundle(snapshot: Snapshot) -> Parsed:
    """The endpoints of many models in one file: OpenRouter's own rows, without the owner's additions.

    A row without OpenRouter's `status` is one that the bundle's owner added: left out and counted.
    """
    answer = load_json(snapshot)
    models = answer.get("models") if isinstance(answer, dict) else None
    if not isinstance(models, list):
        raise shape_error(snapshot.sighting, "expected a list under `models`")
    scopes: dict[str, list[Record]] = {}
    issues: list[Issue] = []
    added = 0
    for index, model in enumerate(models):
        rows = [_own_keys(row) if "status" in row else None for row in model["endpoints"]]
        added += rows.count(None)
        found, bad = _endpoints(model["id"], rows, f"/models/{index}/endpoints")
        scopes[f"endpoints:{model['id']}"] = found
        issues.extend(bad)
    issues.append(Issue(IssueKind.IGNORED, "", "endpoints", f"{added} rows that the bundle's owner added"))
    return Parsed(scopes, tuple(issues))


def _rows(snapshot: Snapshot, answer: Any) -> list[Any]:
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        raise shape_error(snapshot.sighting, f"expected a list under `data`{_told_error(answer)}")
    if not rows:
        raise shape_error(snapshot.sighting, "an empty list")
    return rows


def _records(
    rows: Iterable[Any], kind: str, pointer: str, key: str, page: int = 0, prefix: str = ""
) -> tuple[list[Record], list[Issue]]:
    records: list[Record] = []
    issues: list[Issue] = []
    for index, row in enumerate(rows):
        place = f"{pointer}/{index}"
        found = row.get(key) if isinstance(row, dict) else None
        if isinstance(found, str) and 0 < len(found) <= MAX_ID and not _BLANK_OR_CONTROL.search(found):
            records.append(Record(prefix + found, kind, place, row, page))
        else:
            shown = repr(found)[:60]
            issues.append(Issue(IssueKind.BAD_RECORD, "", key, f"{kind} with {key} {shown}", place))
    return records, issues


def _endpoints(model: str, rows: Sequence[Any], pointer: str) -> tuple[list[Record], list[Issue]]:
    """Endpoints have no id of their own: model and tag name them, and a count where a tag repeats."""
    present = [(index, row) for index, row in enumerate(rows) if row is not None]
    # In an order of their own, so that the count does not depend on the answer's order.
    present.sort(key=lambda pair: dumps(_lasting(pair[1])))
    tags: Counter[str] = Counter()
    records: list[Record] = []
    issues: list[Issue] = []
    for index, row in present:
        tag = row.get("tag") if isinstance(row, dict) else None
        if not isinstance(tag, str) or not tag or _BLANK_OR_CONTROL.search(tag):
            detail = f"endpoint of {model} without a tag"
            issues.append(Issue(IssueKind.BAD_RECORD, model, "tag", detail, f"{pointer}/{index}"))
            continue
        tags[tag] += 1
        again = f"~{tags[tag]}" if tags[tag] > 1 else ""
        records.append(Record(f"{model}#{tag}{again}", "endpoint", f"{pointer}/{index}", row))
    return records, issues


def _lasting(row: Any) -> Any:
    """A row without the measurements that change from minute to minute."""
    if not isinstance(row, dict):
        return row
    return {key: row[key] for key in sorted(row) if not key.endswith(("_5m", "_30m", "_1d"))}


def _own_keys(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in BUNDLE_OWNERS_KEYS}


def _strange_envelope(answer: dict[str, Any]) -> list[Issue]:
    return [
        Issue(IssueKind.UNKNOWN_KEY, "", key, "unknown key beside the list", f"/{key}")
        for key in answer
        if key not in _ENVELOPE
    ]


def _is_whole(pages: Sequence[Snapshot], last: Any, rows: int) -> None:
    """Raises ShapeError where a page is missing or the list is shorter than it says it is."""
    links = last.get("links")
    if isinstance(links, dict) and links.get("next") is not None:
        raise shape_error(pages[-1].sighting, f"page {len(pages) + 1} is missing")
    total = last.get("total_count")
    if total is not None and total != rows:
        raise shape_error(pages[0].sighting, f"{rows} records, but total_count says {total}")


def _are_unique(snapshot: Snapshot, records: Iterable[Record]) -> None:
    twice = sorted(name for name, count in Counter(record.id for record in records).items() if count > 1)
    if twice:
        raise shape_error(snapshot.sighting, f"{len(twice)} ids come twice, such as {twice[0][:80]!r}")


def _told_error(answer: Any) -> str:
    """What the answer itself says is wrong, if it is OpenRouter's error object."""
    error = answer.get("error") if isinstance(answer, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    return f", got the error {message[:120]!r}" if isinstance(message, str) else ""
