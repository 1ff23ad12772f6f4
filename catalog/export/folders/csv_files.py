"""Every published table as a CSV file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from catalog.export.content import Content
from catalog.export.csv_table import table
from catalog.export.folders.rows import batches
from catalog.export.tables.schema import DECIMALS, PUBLISHED
from catalog.values import Exact
from scraper.attributes import DYNAMIC


def csv_files(content: Content, folder: Path) -> Mapping[str, int]:
    """Write `<table>.csv` of every table; gives the number of rows by table."""
    return {name: _write(content, name, folder / f"{name}.csv") for name in PUBLISHED}


def _write(content: Content, name: str, path: Path) -> int:
    columns, decimals, count = tuple(PUBLISHED[name].columns), DECIMALS.get(name, ()), 0

    def told(column: str, value: Any) -> Any:
        """A decimal is a number: below zero it is no formula."""
        return Exact(value) if column in decimals and value not in (None, DYNAMIC) else value

    def rows() -> Iterator[dict[str, Any]]:
        nonlocal count
        for batch in batches(content, name):
            for row in batch:
                yield {column: told(column, value) for column, value in zip(columns, row, strict=True)}
            count += len(batch)

    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        file.writelines(table(columns, rows()))
    return count
