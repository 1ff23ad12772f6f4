"""JSON answers: bytes to values, strictly; what is not JSON is told in words a person can act on."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from itertools import chain
from typing import Any

import msgspec

from scraper.errors import ShapeError
from scraper.snapshots import Sighting, Snapshot

MAX_VALUES = 1_000_000
"""So many values, counted by commas and brackets: the largest real answer has 180,000."""
MAX_DEPTH = 100
"""So many levels: real answers have a dozen, and what reads them step by step would not bear a thousand."""

_NESTED = frozenset({dict, list})
"""What the JSON reader makes of whatever holds more."""
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def load_json(snapshot: Snapshot) -> Any:
    """The answer's JSON, decimals exact. Raises ShapeError where it is none, or more than an answer may be."""
    try:
        _is_bounded(snapshot.body)
        answer = json.loads(snapshot.body, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_unique)
        _is_shallow(answer)
        return _mended(answer) if _SURROGATE.search(snapshot.body) else answer
    except (ValueError, RecursionError) as error:
        raise shape_error(snapshot.sighting, f"expected JSON, got {_describe(snapshot.body, error)}") from None


def json_within(text: str, start: int = 0) -> Any:
    """The JSON value that begins at a place of a page's text, decimals exact. Raises ValueError where there is none."""
    try:
        found = _OURS.raw_decode(text, start)[0]
        _is_shallow(found)
        return found
    except RecursionError:
        raise TooMuch("JSON nested too deep") from None


class TooMuch(ValueError):
    """More than an answer may be; says of what."""


def _is_bounded(body: bytes) -> None:
    if sum(map(body.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise TooMuch(f"more than {MAX_VALUES:,} values")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object. Raises ValueError where a key comes twice: nobody can say which of the two is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = Counter(key for key, _ in pairs)
        raise TooMuch(f"an object with the key {keys.most_common(1)[0][0][:60]!r} twice")
    return found


def _is_shallow(answer: Any) -> None:
    """Raises ValueError where it is nested too deep to be read step by step."""
    level = [answer] if type(answer) in _NESTED else []
    for _ in range(MAX_DEPTH):
        parts: list[Iterable[Any]] = [node.values() if type(node) is dict else node for node in level]
        level = [part for part in chain.from_iterable(parts) if type(part) in _NESTED]
        if not level:
            return
    raise TooMuch("JSON nested too deep")


_OURS = json.JSONDecoder(parse_float=Decimal)
_STORED = msgspec.json.Decoder(float_hook=Decimal)  # both made once: a build reads tens of thousands of short texts


def parse_raw(text: str) -> Any:
    """JSON that we stored ourselves, decimals exact."""
    try:
        return _STORED.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError):  # half of a character, or no JSON: seldom, and slower
        return _OURS.decode(text)


def shape_error(sighting: Sighting, detail: str) -> ShapeError:
    """A ShapeError that names the sighting's source and address."""
    return ShapeError(sighting.source, sighting.url, detail)


def _mended(value: Any) -> Any:
    """The same with U+FFFD for halves of characters (lone surrogates), which no file could hold."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_mended(key): _mended(part) for key, part in value.items()}
    return [_mended(part) for part in value] if isinstance(value, list) else value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _describe(body: bytes, error: Exception) -> str:
    start = body[:200].lstrip().lower()
    if not body.strip():
        return "an empty body"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "an HTML page"
    if isinstance(error, RecursionError):
        return "JSON nested too deep"
    if isinstance(error, TooMuch):
        return str(error)
    if isinstance(error, json.JSONDecodeError) and _breaks_off(body, error):
        return f"JSON that breaks off after {len(body):,} bytes"
    return f"something else ({error})"


def _breaks_off(body: bytes, error: json.JSONDecodeError) -> bool:
    end = len(body.decode(errors="replace").rstrip()) - 1
    return error.pos >= end or error.msg.startswith("Unterminated string")
