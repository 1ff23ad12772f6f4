"""How right and how complete a source is, as JSON."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from catalog.quality import Accuracy, Filled
from catalog.values import Exact


def quality_block(found: Accuracy | None, filled: Sequence[Filled]) -> dict[str, Any]:
    """Checked values and those that were right (null where none was checked), and known fields by kind of record."""
    return {
        "checked": found.checked if found else 0,
        "equal": found.equal if found else 0,
        "accuracy": Exact(found.share) if found else None,
        "completeness": {
            kind: {"records": of, "fields": {row.field: row.known for row in group}}
            for (kind, of), group in groupby(filled, key=lambda row: (row.kind, row.of))
        },
    }
