"""`labs.json`: every maker of models."""

from collections.abc import Sequence
from typing import Any

from catalog.addresses import lab_page
from catalog.labs import Lab, labs
from catalog.queries import Row


def all_labs(rows: Sequence[Row]) -> dict[str, Any]:
    """Every lab with its models, those with most listed models first."""
    return {"labs": map(_lab, labs(rows))}


def _lab(lab: Lab) -> dict[str, Any]:
    listed = len(lab.listed)
    return {
        "lab": lab.id,
        "name": lab.name,
        "listed": listed,
        "retired": len(lab.models) - listed,
        "models": [row["id"] for row in lab.models],
        "page": f"{lab_page(lab.id)}/",
    }
