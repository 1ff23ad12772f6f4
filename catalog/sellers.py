"""Sellers under the many names by which sources call them."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from catalog.match.curated_files import CuratedError

FILE = "sellers.toml"


def load_sellers(folder: Path) -> dict[str, str]:
    """By every name of a seller, its one name. Raises CuratedError, naming what has to be mended."""
    path = folder / FILE
    try:
        listed: Mapping[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))["sellers"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise CuratedError(f"{path}: cannot be read: {error}") from None
    found: dict[str, str] = {}
    for name, aliases in listed.items():
        for alias in (name, *aliases):
            if found.setdefault(alias.lower(), name) != name:
                raise CuratedError(f"{path}: {alias}: is {found[alias.lower()]} and {name}")
    return found
