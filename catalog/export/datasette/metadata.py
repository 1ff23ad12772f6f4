"""`metadata.json` for Datasette: `datasette catalog.db --metadata metadata.json` shows words, facets and questions.

Datasette 0.65 reads all of it there. 1.0 reads questions from its configuration: it takes the same file as `--config`.
"""

from typing import Any

from catalog.export.content import Content
from catalog.export.database import about_columns, about_tables
from catalog.export.datasette.queries import QUERIES
from catalog.export.tables.schema import DECIMALS, NUMBERS

DATABASE = "catalog"
"""What Datasette calls `catalog.db`."""
PAGE_ROWS = 50

_LABELS = {"models": "name", "sources": "name", "providers": "name", "labs": "name", "fields": "label"}
"""Columns by which rows are called where another table names them."""
_SHOWN: dict[str, dict[str, Any]] = {
    "models": {"facets": ["author", "status", "price_state", {"array": "modalities_in"}], "sort_desc": "listed_at"},
    "offers": {"facets": ["provider", "source", "price_state"]},
    "changes": {"facets": ["kind", "source", "field"], "sort_desc": "at"},
    "disagreements": {"facets": ["kind", "field", "doubt"], "sort_desc": "ratio_number"},
    "resolved": {"facets": ["field", "rule", "disputed"]},
    "matches": {"facets": ["source", "relation", "level"]},
    "scores": {"facets": ["board", "category"], "sort_desc": "rating_number"},
    "records": {"facets": ["source", "kind"]},
    "snapshots": {"facets": ["source", "state"], "sort_desc": "fetched_at"},
    "sources": {"facets": ["state", "kind"]},
    "issues": {"facets": ["source", "kind"]},
    "crosswalk": {"facets": ["source", "relation", "level"]},
    "kin": {"facets": ["relation"]},
    "history": {"facets": ["field"], "sort_desc": "since"},
    "providers": {"sort_desc": "offers"},
    "labs": {"sort_desc": "listed"},
}
"""How a table is first shown, where it is not as it comes."""


def metadata(content: Content) -> dict[str, Any]:
    """What Datasette shows beside the rows."""
    base = content.base_url
    return {
        "title": "Model Atlas",
        "description": "AI models, what they cost and who says so: every value with its source and its time."
        f" Newest answer: {content.status.generated_at}.",
        "license": "Facts with who states them; texts remain their authors'. Terms of each source: table sources",
        "license_url": f"{base}data/#terms",
        "source": "Model Atlas",
        "source_url": base,
        "about": "How each number is made",
        "about_url": f"{base}methodology/",
        "databases": {
            DATABASE: {
                "description": "Prices are exact decimals in US dollars, written as text; a column that ends with"
                " _number stands beside them to sort by. Times are UTC. Unknown is empty, never 0.",
                "tables": {name: _table(name, about) for name, about in about_tables().items()},
                "queries": {
                    name: {"title": one.title, "description": one.about, "sql": one.sql.strip()}
                    for name, one in QUERIES.items()
                },
            }
        },
    }


def _table(name: str, about: str) -> dict[str, Any]:
    columns = about_columns()[name]
    told: dict[str, Any] = {"description": about, "columns": columns, "size": PAGE_ROWS}
    if name in NUMBERS:  # an exact text sorts as text: 10 before 9
        told["sortable_columns"] = [column for column in columns if column not in DECIMALS[name]]
    if name in _LABELS:
        told["label_column"] = _LABELS[name]
    return {**told, **_SHOWN.get(name, {})}
