"""What OpenRouter's rankings say of how much each model is used: adoption, never quality.

Two recorded shapes: the sections of https://openrouter.ai/rankings as somebody takes them off the page every
night, and the site's own front-end answer with one row a model and variant. Neither is asked for nightly: the page
is made by script, the front-end answer is undocumented, and the documented `/datasets/rankings-daily` needs a key.

The sections went empty on 2026-05-17 while the job that took them kept succeeding. An answer in which a section is
empty, missing or shorter than it says of itself is refused as a whole, that same night.
"""

from typing import Any

from scraper.answers import load_json, shape_error
from scraper.errors import BadValue
from scraper.issues import Issue, IssueKind
from scraper.reading import IGNORED, Field, Table
from scraper.snapshots import Snapshot
from scraper.source import Parsed, Record
from scraper.units import day, decimal, plain, text

RANKINGS = "https://openrouter.ai/rankings"
USAGE = "https://openrouter.ai/api/frontend/rankings"
SECTIONS = (
    "models", "categories_programming", "languages_english", "programming_python", "context_length", "tool_calls",
    "images", "market_share", "benchmarks", "fastest", "apps",
)  # fmt: skip
"""What an intact page has; only `models` is read, the rest are cuts of the same usage, or other people's ratings."""


def count(value: Any) -> str:
    """A count of what was carried: a whole number, not below 0."""
    number = decimal(value)
    if number < 0 or number != number.to_integral_value():
        raise BadValue(f"{value} is no count")
    return plain(number)


def first_day(value: Any) -> str:
    """The day of a time such as `2026-07-30 00:00:00`."""
    return day(value[:10] if isinstance(value, str) else value)


RANKED: Table = {
    "rank": Field("usage_rank", count, required=True),
    "model_id": Field("canonical_slug", text, required=True),
    "tokens": Field("usage_week_tokens", count, required=True),
    "name": IGNORED,  # repeats the id
    "author": IGNORED,  # part of the id
    "slug": IGNORED,  # part of the id
    "url": IGNORED,  # made of the id
    "tokens_display": IGNORED,  # the same, rounded
    "share_pct": IGNORED,  # follows from the tokens
    "change": IGNORED,  # follows from last week's
}

USED: Table = {
    "date": Field("usage_day", first_day, required=True),
    "model_permaslug": IGNORED,  # the record's id has it, and `canonical_slug` for the standard variant
    "variant": Field("variant", text),
    "variant_permaslug": IGNORED,
    "total_prompt_tokens": Field("usage_prompt_tokens", count, required=True),
    "total_completion_tokens": Field("usage_completion_tokens", count, required=True),
    "count": Field("usage_requests", count),
    "total_native_tokens_reasoning": IGNORED,  # part of the completion tokens
    "total_native_tokens_cached": IGNORED,  # part of the prompt tokens
    **dict.fromkeys(
        (
            "num_media_prompt", "num_media_completion", "image_output_requests", "num_video_prompt",
            "video_output_seconds", "rerank_documents", "stt_transcript_characters", "num_audio_prompt",
            "total_tool_calls", "requests_with_tool_call_errors", "change",
        ),
        IGNORED,
    ),
}  # fmt: skip


def parse_rankings(snapshot: Snapshot) -> Parsed:
    """The models of the rankings page. Raises ShapeError that names every section that is empty or cut short."""
    answer = load_json(snapshot)
    if not isinstance(answer, dict):
        raise shape_error(snapshot.sighting, "expected the sections of the rankings page")
    empty = [name for name in SECTIONS if not isinstance(answer.get(name), list) or not answer[name]]
    if empty:
        raise shape_error(snapshot.sighting, f"{len(empty)} of {len(SECTIONS)} sections are empty: {', '.join(empty)}")
    meta = answer.get("meta")
    counts = meta.get("counts", {}) if isinstance(meta, dict) else {}
    short = [name for name in SECTIONS if name in counts and counts[name] != len(answer[name])]
    if short:
        raise shape_error(snapshot.sighting, f"sections are not as long as they say: {', '.join(short)}")
    records, issues = _records(answer["models"], "model_id", "/models", "usage:top/")
    left_out = ", ".join(name for name in SECTIONS if name != "models")
    issues.append(Issue(IssueKind.IGNORED, "", "sections", f"cuts of the same usage, and others' ratings: {left_out}"))
    return Parsed({"rankings": records}, tuple(issues))


def parse_usage(snapshot: Snapshot) -> Parsed:
    """Usage by model and variant, the newest day of each."""
    answer = load_json(snapshot)
    if not isinstance(answer, list) or not answer:
        raise shape_error(snapshot.sighting, "expected a list of models with their usage")
    records, issues = _records(answer, "variant_permaslug", "", "usage:day/")
    if not records:
        raise shape_error(snapshot.sighting, "no row names a model")
    return Parsed({"usage": records}, tuple(issues))


def _records(rows: list[Any], key: str, pointer: str, prefix: str) -> tuple[list[Record], list[Issue]]:
    records: dict[str, Record] = {}
    issues: list[Issue] = []
    for index, row in enumerate(rows):
        place = f"{pointer}/{index}"
        name = row.get(key) if isinstance(row, dict) else None
        if isinstance(name, str) and 0 < len(name) <= 200 and name.isprintable() and f"{prefix}{name}" not in records:
            records[f"{prefix}{name}"] = Record(f"{prefix}{name}", "usage", place, row)
        else:
            issues.append(Issue(IssueKind.BAD_RECORD, "", key, f"usage of {name!r:.60}", place))
    return list(records.values()), issues
