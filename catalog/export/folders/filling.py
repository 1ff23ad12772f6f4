"""How an export that is a folder comes about: filled beside the old one, and swapped in as a whole."""

from collections.abc import Callable, Mapping
from pathlib import Path

from catalog.export.api.status import status_block
from catalog.export.content import Content
from catalog.export.database import about_columns, about_tables
from catalog.staging import PublishError, filled
from catalog.terminal import EXIT_NOTHING, EXIT_PUBLISHED, Settings
from catalog.values import to_json

MARK = "_catalog.json"
"""Every exported folder has it: what it was made from, its tables, rows and columns. Readers of tables pass it over."""

Fill = Callable[[Content, Path], Mapping[str, int]]
"""Writes files into a folder; gives the number of rows by table."""


class MissingExtra(Exception):
    """A library is not installed that only some exports need; the message names the extra that brings it."""


def export_folder(settings: Settings, fill: Fill, content: Content, target: Path) -> int:
    """Fill a folder and put it in its place; gives the exit status."""
    try:
        with filled(target, MARK) as folder:
            _tell(folder, content, fill(content, folder))
    except (MissingExtra, PublishError) as error:
        settings.warn(str(error))
        return EXIT_NOTHING
    return EXIT_PUBLISHED


def _tell(folder: Path, content: Content, counts: Mapping[str, int]) -> None:
    about, columns = about_tables(), about_columns()
    told = {
        "status": status_block(content.status),
        "tables": {
            name: {"one_row_is": about[name], "rows": rows, "columns": columns[name]}
            for name, rows in sorted(counts.items())
        },
    }
    (folder / MARK).write_bytes((to_json(told, indent=2) + "\n").encode("utf-8", "replace"))
