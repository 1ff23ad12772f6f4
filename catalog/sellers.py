"""Sellers under the many names by which sources call them."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from catalog.match.curated_files import CuratedError

FILE = "sellers.toml"


def load_sellers(folder: Path) -> dict[str, str]:
    """By every name of a seller, its one name. Raises CuratedError, naming what has to be mended."""
    path = folder / FILE
    try:
        listed: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))["sellers"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise CuratedError(f"{path}: cannot be read: {error}") from None
    found: dict[str, str] = {}
    for name, aliases in listed.items() if isinstance(listed, dict) else [("sellers", listed)]:
        if not (isinstance(aliases, list) and all(isinstance(alias, str) for alias in aliases)):
            raise CuratedError(f"{path}: {name}: is no list of names")
        for alias in (name, *aliases):
            if found.setdefault(alias.lower(), name) != name:
                raise CuratedError(f"{path}: {alias}: is {found[alias.lower()]} and {name}")
    return found
