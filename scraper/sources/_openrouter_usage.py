"""What OpenRouter's rankings say of how much each model is used: adoption, never quality.

Two recorded shapes: the sections of https://openrouter.ai/rankings as somebody takes them off the page every
night, and the site's own front-end answer with one row a model and variant. Neither is asked for nightly: the page
is made by script, the front-end answer is undocumented, and the documented `/datasets/rankings-daily` needs a key.

The front-end answer counts 30 days that end the day before it, not a day: on 2026-07-31 prompt tokens, completion
tokens and requests of all 470 rows that have a history of single days are the sums of 2026-07-01 to 2026-07-30, and
`date` is the last of these days on which there was any use (`view=month`; other views count other spans and are not
read). The page's `models` count the week so far: they grow by the day, and fall short of last week's early in a week.

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
USAGE = "https://openrouter.ai/api/frontend/v1/rankings/models?view=month"
SPAN_DAYS = 30
"""How many days `view=month` counts."""
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


def count_of_tokens(value: Any) -> str | None:
    """A count of tokens; 0 beside requests is of a model that is counted in something else: no claim."""
    return None if (counted := count(value)) == "0" else counted


def last_day(value: Any) -> str:
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
    "date": Field("usage_until", last_day, required=True),
    "model_permaslug": IGNORED,  # the record's id has it, and `canonical_slug` for the standard variant
    "variant": Field("variant", text),
    "variant_permaslug": IGNORED,
    "total_prompt_tokens": Field("usage_prompt_tokens", count_of_tokens, required=True),
    "total_completion_tokens": Field("usage_completion_tokens", count_of_tokens, required=True),
    "count": Field("usage_requests", count),
    # 0 in every row of this view, even of models that do reason, cache or draw: not filled, so no counts.
    **dict.fromkeys(
        (
            "total_native_tokens_reasoning", "total_native_tokens_cached",
            "num_media_prompt", "num_media_completion", "image_output_requests", "num_video_prompt",
            "video_output_seconds", "rerank_documents", "stt_transcript_characters", "num_audio_prompt",
            "total_tool_calls", "requests_with_tool_call_errors",
        ),
        IGNORED,
    ),
    "change": IGNORED,  # follows from the span before
    "rankingMetricValue": IGNORED,  # the tokens' sum, in newer answers
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
    counts = meta.get("counts") if isinstance(meta, dict) else None
    told = counts if isinstance(counts, dict) else {}
    short = [name for name in SECTIONS if name in told and told[name] != len(answer[name])]
    if short:
        raise shape_error(snapshot.sighting, f"sections are not as long as they say: {', '.join(short)}")
    records, issues = _records(answer["models"], "model_id", "/models", "usage:top/")
    left_out = ", ".join(name for name in SECTIONS if name != "models")
    issues.append(Issue(IssueKind.IGNORED, "", "sections", f"cuts of the same usage, and others' ratings: {left_out}"))
    return Parsed({"rankings": records}, tuple(issues))


def parse_usage(snapshot: Snapshot) -> Parsed:
    """Usage by model and variant over 30 days; recordings have the list bare, the site under `data`."""
    answer = load_json(snapshot)
    rows, pointer = (answer.get("data"), "/data") if isinstance(answer, dict) else (answer, "")
    if not isinstance(rows, list) or not rows:
        raise shape_error(snapshot.sighting, "expected a list of models with their usage")
    records, issues = _records(rows, "variant_permaslug", pointer, "usage:month/")
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
