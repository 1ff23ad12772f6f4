"""The crosswalk: every id by which a source or a lab knows a model, as JSON and as a table."""

from collections.abc import Iterator
from typing import Any

from catalog.export.content import Content
from catalog.export.csv_table import table
from catalog.known_ids import KnownId, purl_of

COLUMNS = ("model_id", "source", "record", "id", "purl", "relation", "level", "rule")
"""Those of KnownId, with the package URL behind the id."""
_PURL = COLUMNS.index("purl")


def crosswalk_rows(content: Content) -> Iterator[dict[str, Any]]:
    """Every id with the model that it leads to, by model, source and id."""
    return map(crosswalk_row, content.known_ids)


def crosswalk_row(known: KnownId) -> dict[str, Any]:
    """One id; `purl` only where it is a repository of weights."""
    return dict(zip(COLUMNS, (*known[:_PURL], purl_of(known), *known[_PURL:]), strict=True))


def all_ids(content: Content) -> dict[str, Any]:
    """Every id with the model that it leads to."""
    return {"crosswalk": crosswalk_rows(content)}


def crosswalk_csv(content: Content) -> Iterator[str]:
    """The same as a table."""
    return table(COLUMNS, crosswalk_rows(content))
