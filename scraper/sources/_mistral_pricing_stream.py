"""The data that Mistral's pricing page carries in its scripts, for what it shows is made from them.

The page's scripts push pieces of one text, in which each row is `id:JSON`; `id:T<length>,` begins a
text of so many bytes (hexadecimal), which has no end of line of its own. A text that begins with `$$`
stands for one that begins with `$`.
"""

import re
from collections.abc import Iterator
from typing import Any

from scraper.answers import json_within, shape_error
from scraper.html import decoded
from scraper.snapshots import Snapshot

_PUSH = re.compile(r"self\.__next_f\.push\(\s*(?=\[)")
_ROW = re.compile(rb"(?P<id>[0-9a-f]*):(?:T(?P<length>[0-9a-f]+),)?")


def stream_rows(snapshot: Snapshot) -> Iterator[Any]:
    """The JSON values of the stream. Raises ShapeError where the page has none."""
    stream = "".join(_pushed(decoded(snapshot))).encode("utf-8", "surrogatepass")
    if not stream:
        raise shape_error(snapshot.sighting, "no data in the page's scripts")
    at = 0
    while at < len(stream):
        match = _ROW.match(stream, at)
        if match and match["length"]:
            at = match.end() + int(match["length"], 16)
            continue
        end = stream.find(b"\n", at)
        end = len(stream) if end < 0 else end
        if match and stream[match.end() : match.end() + 1] in (b"[", b"{"):
            yield _value(snapshot, stream[match.end() : end])
        at = end + 1


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within a value, outer ones first."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from objects(part)
    elif isinstance(value, list):
        for part in value:
            yield from objects(part)


def unescaped(text: str) -> str:
    """A text of the stream as it is meant; empty for a reference or what is not defined."""
    return text[1:] if text.startswith("$$") else "" if text.startswith("$") else text


def _pushed(text: str) -> Iterator[str]:
    for match in _PUSH.finditer(text):
        try:
            pushed = json_within(text, match.end())
        except ValueError:
            continue
        if isinstance(pushed, list) and len(pushed) == 2 and isinstance(pushed[1], str):
            yield pushed[1]


def _value(snapshot: Snapshot, row: bytes) -> Any:
    try:
        return json_within(row.decode("utf-8", "replace"))
    except ValueError:
        raise shape_error(snapshot.sighting, f"a row of the page's data is no JSON: {row[:40]!r}") from None
