"""Style, scripts and images as they are published: in one folder whose name changes with their content.

The sheet names its parts in their order, and they are put into one file; comments and needless space are left
out of style and scripts: types of a module are comments, and half of it.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

_PARTS = "style"
_KINDS = {".css", ".js", ".svg", ".png", ".ico", ".woff2"}
_IMPORT = re.compile(r'^@import "([a-z/-]+\.css)";$', re.MULTILINE)


class Assets:
    """The files of a front end, ready to be published."""

    def __init__(self, folder: Path) -> None:
        self.files = _published(folder)
        self.digest = _digest(self.files)

    @property
    def path(self) -> str:
        """Their folder below the site's root, ending in a slash: it can be cached for good."""
        return f"assets/{self.digest}/"


def _published(folder: Path) -> dict[str, bytes]:
    """Every file by its path below the assets' folder."""
    paths = sorted(file for file in folder.rglob("*") if file.suffix in _KINDS and _PARTS not in file.parts[:-1])
    return {path.relative_to(folder).as_posix(): _content(path) for path in paths}


def _content(path: Path) -> bytes:
    if path.suffix == ".css":
        return str(cssmin(_whole(path))).encode()
    if path.suffix == ".js":
        return str(jsmin(path.read_text(encoding="utf-8"))).encode()
    return path.read_bytes()


def _whole(sheet: Path) -> str:
    """A sheet with its imports in place."""
    text = sheet.read_text(encoding="utf-8")
    return _IMPORT.sub(lambda found: (sheet.parent / found[1]).read_text(encoding="utf-8"), text)


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for path, content in files.items():
        digest.update(path.encode())
        digest.update(content)
    return digest.hexdigest()[:12]
