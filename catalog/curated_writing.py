"""Rows written at the end of a curated file: comments and order stay, and half a file is never seen."""

import json
import unicodedata
from pathlib import Path

from scraper.unfinished import write_whole

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Kinds of characters that nobody sees, or that change how others are seen: they are written as escapes."""


def read_curated(path: Path) -> str:
    """A curated file's text; empty where there is none."""
    return path.read_bytes().decode("utf-8") if path.exists() else ""


def appended(before: str, tables: str) -> str:
    """A file's text with tables at its end, a blank line before them."""
    if not before or before.endswith("\n\n"):
        return before + tables
    return before + ("\n" if before.endswith("\n") else "\n\n") + tables


def quoted(text: str) -> str:
    """A basic string of TOML; what cannot be seen is escaped."""
    return f'"{"".join(map(_char, text))}"'


def replace_file(path: Path, text: str) -> None:
    """Put a file in another one's place as a whole, with its permissions."""
    write_whole(path, text.encode("utf-8"), path.stat().st_mode & 0o777 if path.exists() else 0o644)


def _char(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if unicodedata.category(char) not in _HIDDEN:
        return char
    if char in "\n\t\r":
        return json.dumps(char)[1:-1]
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
