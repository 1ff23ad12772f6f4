"""Whole files of the API: the address of the schema, what the catalog was made from, and what the file is about."""

import posixpath
from collections.abc import Mapping
from typing import Any

from catalog.export.api.status import status_block
from catalog.queries import Status

ROOT = "api/v1/"
"""Where the files of the API stand, below the published folder."""


def schema_path(stem: str) -> str:
    """Where the JSON Schema of a kind of file is published."""
    return f"{ROOT}schema/{stem}.schema.json"


def schema_address(path: str, stem: str) -> str:
    """The address of a schema, relative to the file that names it: the folder works wherever it stands."""
    return posixpath.relpath(schema_path(stem), posixpath.dirname(path))


def file_document(path: str, stem: str, status: Status, parts: Mapping[str, Any]) -> dict[str, Any]:
    """A file: `parts` may have a status block of their own."""
    return {"$schema": schema_address(path, stem), "status": status_block(status), **parts}
