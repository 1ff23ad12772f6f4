"""Whose word on a fact of a release is taken first: a curated order of kinds of publishers, by field."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from catalog.match.curated_files import CuratedError
from scraper.attributes import ATTRIBUTES
from scraper.source import PublisherKind

FILE = "precedence.toml"
ORDER = (
    PublisherKind.HUB, PublisherKind.PROVIDER, PublisherKind.ROUTER, PublisherKind.DATASET, PublisherKind.RESELLER,
    PublisherKind.LEADERBOARD,
)  # fmt: skip
"""Where no file says otherwise."""


class Precedence(NamedTuple):
    """The order of each field; the default order of all others."""

    default: tuple[PublisherKind, ...] = ORDER
    fields: Mapping[str, tuple[PublisherKind, ...]] = MappingProxyType({})

    def place(self, field: str, kind: PublisherKind) -> int:
        """How far back the word of such a publisher stands on a field."""
        return self.fields.get(field, self.default).index(kind)


def load_precedence(folder: Path) -> Precedence:
    """The orders of a folder of curated files. Raises CuratedError, naming the row that is wrong."""
    path = folder / FILE
    try:
        said: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CuratedError(f"{path}: cannot be read: {error}") from None
    rows = said.get("fields", {})
    if not isinstance(rows, dict):
        raise CuratedError(f"{path}: fields: is no table")
    fields = {name: _order(path, f"fields.{name}", row) for name, row in rows.items()}
    for name in fields:
        if name not in ATTRIBUTES:
            raise CuratedError(f"{path}: fields.{name}: there is no such field")
    return Precedence(_order(path, "default", said.get("default", {})), fields)


def _order(path: Path, name: str, row: Any) -> tuple[PublisherKind, ...]:
    """A row's order, which must name every kind once, and say why."""
    if not isinstance(row, dict):
        raise CuratedError(f"{path}: {name}: is no table")
    order = row.get("order")
    told = [kind for kind in order if isinstance(kind, str)] if isinstance(order, list) else []
    if sorted(told) != sorted(kind.value for kind in PublisherKind):
        raise CuratedError(f"{path}: {name}: order must name each of {', '.join(PublisherKind)} once")
    if not row.get("why"):
        raise CuratedError(f"{path}: {name}: why is missing")
    return tuple(PublisherKind(kind) for kind in told)
