"""`disagreements.json`: what sources say against each other."""

from collections.abc import Sequence
from typing import Any

from catalog.doubts import DOUBTS
from catalog.queries import Addresses, Row
from catalog.values import typed


def all_disagreements(rows: Sequence[Row], addresses: Addresses) -> dict[str, Any]:
    """What sources say against each other, each value with its source, its times and its answer."""
    return {"doubts": DOUBTS, "disagreements": (disagreement_block(row, addresses) for row in rows)}


def disagreement_block(row: Row, addresses: Addresses) -> dict[str, Any]:
    """A disagreement: who says what, since when, last seen when, and in which answer."""
    said = [
        {
            **one,
            "value": typed(row["field"], one["value"]),
            "url": addresses.at(one["source"], one["snapshot"], one["last"]),
        }
        for one in row["said"]
    ]
    return {**row, "doubt": row["doubt"] or None, "said": said}
