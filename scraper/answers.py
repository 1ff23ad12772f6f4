"""JSON answers: bytes to values, strictly; what is not JSON is told in words a person can act on."""

import json
import re
from decimal import Decimal
from typing import Any

from scraper.errors import ShapeError
from scraper.snapshots import Sighting, Snapshot

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def load_json(snapshot: Snapshot) -> Any:
    """The answer's JSON, decimals exact. Raises ShapeError where it is none."""
    try:
        answer = json.loads(snapshot.body, parse_float=Decimal, parse_constant=_no_constant)
        return _mended(answer) if _SURROGATE.search(snapshot.body) else answer
    except (ValueError, RecursionError) as error:
        raise shape_error(snapshot.sighting, f"expected JSON, got {_describe(snapshot.body, error)}") from None


_OURS = json.JSONDecoder(parse_float=Decimal)  # made once: a build reads tens of thousands of short texts


def parse_raw(text: str) -> Any:
    """JSON that we stored ourselves, decimals exact."""
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
    if isinstance(error, json.JSONDecodeError) and _breaks_off(body, error):
        return f"JSON that breaks off after {len(body):,} bytes"
    return f"something else ({error})"


def _breaks_off(body: bytes, error: json.JSONDecodeError) -> bool:
    end = len(body.decode(errors="replace").rstrip()) - 1
    return error.pos >= end or error.msg.startswith("Unterminated string")
