"""Tables as CSV that no spreadsheet runs: comma, CRLF, quotes doubled, as RFC 4180 has it."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from catalog.values import to_json

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""A spreadsheet would run a cell that begins so."""


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of a table, that of the names first; what a row has beside its columns is left out."""
    writer = csv.writer(_Line())
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([cell(row[column]) for column in columns])


def cell(value: Any) -> str:
    """A value as a cell: empty for nothing, lists and objects as JSON, yes and no as 1 and 0.

    A text that a spreadsheet would take for a formula begins with an apostrophe; a number is none.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, (int, Decimal)):
        return str(value)
    text = to_json(value) if isinstance(value, (list, dict, tuple)) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Line:
    """Gives back what is written to it: a writer hands on each line so."""

    def write(self, line: str) -> str:
        return line
