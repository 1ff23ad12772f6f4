"""Price rows of one id told apart by their descriptions: which are tiers of one price, and when each holds.

302.AI writes a tier's condition into the free text beside a price: `>272K context length`,
`Input length (32K, 128K]`, `Peak Pricing (UTC: 01:00-04:00)`. Rows become one offer with conditions only
where every description is understood whole and the tiers follow one another without a gap; what speaks
of the output's length, of a quality or of a resolution is left as rows of its own.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

When = dict[str, Any]

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2013\u2014\uff5e~", "-"),
        "\uff0c": ",",
        "\uff08": "(",
        "\uff09": ")",
        "\uff1a": ":",
    }
)
_FILLERS = re.compile(r"\b(?:inputting|input|prompt|context|length|tokens?|prices?|pricing|window|enter|of|the|for)\b")
_BELOW = re.compile(r"\(?(?:<|≤|<=)(\d+)([km])\)?")
_ABOVE = re.compile(r"\(?(>|≥|>=)(\d+)([km])\)?")
_RANGE = re.compile(r"[\[(](\d+)([km]?)(?:-|,|to)(\d+)([km]?)[\])]([km]?)")
_BETWEEN = re.compile(r"(\d+)([km])<(?:≤|<=|<)(\d+)([km])")
_WINDOW = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
_PEAK = re.compile(r"\bpeak (?:pricing|price|hours)?\s*\(?utc:?\s*(?P<windows>[\d:,\s-]+)\)?")
_ROUND = {"k": 1_000, "m": 1_000_000}


class Span(NamedTuple):
    """The prompt lengths of a tier: more than `above` tokens, up to `until`; None is without end."""

    above: int
    until: int | None


def tiers(notes: Sequence[str]) -> list[tuple[int, list[When]]] | None:
    """Each row's index with when it holds, the base row first and without a condition; None where unsure."""
    if len(notes) < 2:
        return None
    return _by_hours(notes) or _by_length(notes)


def _by_length(notes: Sequence[str]) -> list[tuple[int, list[When]]] | None:
    spans = [(span, index) for index, note in enumerate(notes) if (span := span_of(note)) is not None]
    spans.sort()
    if len(spans) != len(notes) or spans[0][0].above != 0:
        return None
    if any(before.until != after.above for (before, _), (after, _) in pairwise(spans)):
        return None
    return [(index, [{"prompt_tokens_above": span.above}] if span.above else []) for span, index in spans]


def _by_hours(notes: Sequence[str]) -> list[tuple[int, list[When]]] | None:
    lowered = [_plain(note) for note in notes]
    base = [index for index, note in enumerate(lowered) if note.startswith("off-peak")]
    if len(base) != 1 or len(notes) != 2:
        return None
    other = 1 - base[0]
    peak = _PEAK.fullmatch(lowered[other])
    windows = _WINDOW.findall(peak["windows"]) if peak else []
    left = _WINDOW.sub("", peak["windows"]).strip(", ") if peak else "?"
    if not windows or left or not all(_is_clock(moment) for window in windows for moment in window):
        return None
    return [(base[0], []), (other, [{"utc_start": start, "utc_end": end} for start, end in windows])]


@lru_cache(maxsize=4096)
def span_of(note: str) -> Span | None:
    """The prompt lengths that a description names: `<272K context length` is (0, 272000)."""
    compact = re.sub(r"\s+", "", _FILLERS.sub(" ", _plain(note)))
    if match := _BELOW.fullmatch(compact):
        return Span(0, int(match[1]) * _ROUND[match[2]])
    if match := _ABOVE.fullmatch(compact):
        return Span(int(match[2]) * _ROUND[match[3]] - (0 if match[1] == ">" else 1), None)
    if match := _BETWEEN.fullmatch(compact):
        return _ordered(int(match[1]) * _ROUND[match[2]], int(match[3]) * _ROUND[match[4]])
    if match := _RANGE.fullmatch(compact):
        high = match[4] or match[5]
        low = match[2] or high
        return _ordered(int(match[1]) * _ROUND[low], int(match[3]) * _ROUND[high]) if high else None
    return None


def _ordered(low: int, high: int) -> Span | None:
    return Span(low, high) if low < high else None


def _plain(note: str) -> str:
    return " ".join(note.translate(_SIGNS).lower().split())


def _is_clock(moment: str) -> bool:
    hours, minutes = map(int, moment.split(":"))
    return hours * 60 + minutes <= 24 * 60 and minutes < 60
