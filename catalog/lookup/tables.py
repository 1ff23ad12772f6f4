"""CSV files of people: read strictly, or refused with the place and the reason; written so that every id comes back.

UTF-8, with or without a byte order mark; a first line that names the columns, in any order and case;
as many cells in each row as the first line has. Blank lines are no rows.
"""

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

STDIN = "-"
_SHOWN = 60
"""So many characters of an odd value are repeated in a message."""


class TableError(Exception):
    """A file that cannot be read as a table; the message says which, where and why."""


class Table(NamedTuple):
    """The rows of a file under the names of its columns."""

    name: str
    header: tuple[str, ...]
    """As the file has it."""
    rows: tuple[tuple[str, ...], ...]

    @property
    def columns(self) -> dict[str, int]:
        """The place of each column, by its name in small letters."""
        return {key_of(name): place for place, name in enumerate(self.header) if key_of(name)}

    def column(self, name: str) -> list[str]:
        """A column's cells; empty ones where the file has it not."""
        place = self.columns.get(name)
        return ["" if place is None else row[place] for row in self.rows]

    def require(self, *choices: str) -> None:
        """Refuse a file that has none of these columns."""
        if not self.columns.keys() & set(choices):
            wanted = " or ".join(repr(choice) for choice in choices)
            raise TableError(f"{self.name}: has no column {wanted}; its first line is {_cut(','.join(self.header))}")


def key_of(name: str) -> str:
    """A column's name as it is asked for."""
    return name.strip().lower()


def read_table(path: Path) -> Table:
    """The table in a file, or on standard input where the path is `-`. Raises TableError."""
    name = "standard input" if str(path) == STDIN else str(path)
    try:
        content = sys.stdin.buffer.read() if str(path) == STDIN else path.read_bytes()
    except OSError as error:
        raise TableError(f"{name}: {error.strerror or error}") from None
    return parse_table(content, name)


def parse_table(content: bytes, name: str) -> Table:
    """The table that bytes hold. Raises TableError."""
    lines = list(_lines(_text(content, name), name))
    if not lines:
        raise TableError(f"{name}: is empty; its first line has to name the columns")
    (_, header), *rows = lines
    twice = {key for key in map(key_of, header) if key and list(map(key_of, header)).count(key) > 1}
    if twice:
        raise TableError(f"{name}: has the column {_cut(min(twice))} more than once")
    for line, row in rows:
        if len(row) != len(header):
            raise TableError(f"{name}, line {line}: {len(row)} cells, but there are {len(header)} columns")
    return Table(name, tuple(header), tuple(tuple(row) for _, row in rows))


def write_rows(rows: Iterable[Sequence[str]]) -> None:
    """Rows as CSV to standard output: UTF-8, lines that end in a line feed, no cell altered."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    quoting = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        # A lone carriage return is left unquoted otherwise, and readers take it for the end of a row.
        if any("\r" in cell for cell in row):
            quoting.writerow(row)
        else:
            writer.writerow(row)
    click.echo(text.getvalue().encode("utf-8"), nl=False)


def _text(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"{name}: is not UTF-8 (byte {content[error.start]:#04x} at {error.start})") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise TableError(f"{name}, line {line}: holds a NUL byte, so it is no text")
    return text


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which they end; a row of no cells is a blank line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error as error:
        raise TableError(f"{name}, line {reader.line_num}: {error}") from None


def _cut(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…")
