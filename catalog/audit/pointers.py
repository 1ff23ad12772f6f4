"""What stands at a place of a JSON answer, found without any source's reader."""

import json
import re
from decimal import Decimal
from typing import Any

WITHOUT = "without "
"""How a claim says that a list does not have an item."""


def read_json(body: bytes) -> Any:
    """The answer's JSON with exact numbers. Raises ValueError where it is none."""
    try:
        return json.loads(body, parse_float=Decimal, parse_int=Decimal)
    except RecursionError:
        raise ValueError("nested too deep") from None


def at(document: Any, pointer: str) -> Any:
    """What a JSON pointer (RFC 6901) leads to. Raises LookupError where it leads nowhere."""
    place = document
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(place, list) and key.isdecimal():
            place = place[int(key)]
        elif isinstance(place, dict):
            place = place[key]
        else:
            raise LookupError(pointer)
    return place


def is_written(place: Any, original: str) -> bool | None:
    """Whether a claim's original is what stands there: texts letter by letter, numbers and JSON by what they say.

    None where it is said of the whole object or list that stands there, and cannot be looked up in it, or where it
    is a piece of the text: which of a cell's prices is meant only the reader knows.
    """
    if isinstance(place, str):
        text = _whole_letters(place)
        return text == original or (None if _is_piece(text, original) else False)
    try:
        said = read_json(original.encode())
        same = type(said) is type(place) and bool(said == place)  # true is no 1
    except ValueError:
        same = False
    return same or (_is_in(place, original) if isinstance(place, dict | list) else False)


def _is_piece(text: str, original: str) -> bool:
    """Whether a text holds an original as a piece of its own, cut out of no longer word or number.

    No letter or digit touches it, and a number goes on at neither side: `4` is no piece of `1.4`, `4.5`, `-4` or `$4`.
    """
    cut = r"(?<!\w)(?!(?<=[-.,$€£¥￥])\d)" + re.escape(original) + r"(?!\w|[.,]\d)"
    return bool(original) and re.search(cut, text) is not None


def _is_in(whole: Any, original: str) -> bool | None:
    if isinstance(whole, list) and original.startswith(WITHOUT):
        return original.removeprefix(WITHOUT) not in whole
    return True if original in whole else None


def _whole_letters(text: str) -> str:
    """The same with U+FFFD for halves of characters, which no database holds."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
