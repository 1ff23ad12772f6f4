"""Whether the published folder is what a build would publish: then there is nothing to build.

Beside the database stands a list of what was published last: a digest of all that it was made from, and every file of
the folder with its size and time. The list is written last, and a build that was killed leaves one that is not true of
its folder. Without the list there is something to build; it can be deleted.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from catalog.carried import made_from, program
from catalog.config import Config
from catalog.queries import status
from catalog.render.cards import drawn_by
from catalog.render.notice import notice
from scraper.unfinished import write_whole

FILE = "folder.json"
"""The list's name, in the data folder."""
WRITERS = (
    "jinja2", "markupsafe", "msgspec", "pydantic", "pydantic-core", "rcssmin", "rjsmin", "simplejson", "sqlite-utils",
)  # fmt: skip
"""Packages by whose version what is written may change."""


def is_as_published(db: Database, config: Config, version: str, render: bool) -> bool:
    """Whether every file is as a build would write it; `version` stands for what the database holds."""
    try:
        told = json.loads((config.data / FILE).read_bytes())
        return bool(told["key"] == _key(db, config, version, render) and told["files"] == _files(config.out))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def note_published(db: Database, config: Config, version: str, render: bool) -> None:
    """Write down what is published now; where there is no room for it, the next build makes all anew."""
    told = {"key": _key(db, config, version, render), "files": _files(config.out)}
    with suppress(OSError):
        write_whole(config.data / FILE, json.dumps(told).encode())


def _key(db: Database, config: Config, version: str, render: bool) -> str:
    """A digest of the program, its settings, the database, the ids that were published, and what depends on the day."""
    ids = config.published.read_bytes() if config.published.exists() else b""
    said = notice(status(db), config.now) if render else None
    return made_from(
        program(), sys.version, sqlite3.sqlite_version, [version_of(name) for name in WRITERS], version, ids,
        render, config.base_url, config.issues_url, drawn_by() if config.og_images else "", said,
    )  # fmt: skip


def _files(out: Path) -> dict[str, Any]:
    """Every file with its size and its time."""
    return {path: [stat.st_size, stat.st_mtime_ns] for path, stat in _walk(f"{out}/", "")}


def _walk(root: str, folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(root + folder) as entries:
        for entry in entries:
            path = folder + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(root, f"{path}/")
            else:
                yield path, entry.stat(follow_symlinks=False)
