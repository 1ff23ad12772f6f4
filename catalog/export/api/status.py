"""The status block: what a catalog was made from, as every file of the API tells it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from catalog.queries import Status


def status_block(status: Status, attributions: Mapping[str, Any] = MappingProxyType({})) -> dict[str, Any]:
    """Version, time and sources of the catalog; `attributions` are who must be named beside values of the file."""
    return {
        "snapshot": status.snapshot,
        "generated_at": status.generated_at or None,
        **({"as_of": status.as_of} if status.as_of else {}),
        "sources": {
            row["id"]: {"fetched_at": row["last_success"], "state": row["state"], "records": row["records"]}
            for row in status.sources
        },
        **({"attributions": dict(attributions)} if attributions else {}),
    }
