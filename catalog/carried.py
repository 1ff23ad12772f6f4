"""Files of the published folder that need not be made again: what they are made from is what it was.

Beside the database stands a list: for each model the digest of all that its files were made from, and
each file's size and time. A file is carried over where the digest is the same and the file is still the
one that was written. What all models share (the program itself, its settings, names of sources, the
answers up to then) is one key: where it differs, nothing is carried over. Without the list everything
is made; it can be deleted.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

import catalog
import scraper
from catalog.resources import resource
from catalog.said import Backing
from scraper.unfinished import write_whole

FILE = "carried.json"
"""The list's name, in the data folder."""


class Written(NamedTuple):
    """A file as it was written."""

    path: str
    """Below the published folder."""
    size: int
    modified_ns: int


class Carried:
    """The list of what was made from what, for one published folder."""

    def __init__(self, list_file: Path, out: Path, key: Callable[[str], str], until: str) -> None:
        """The list in a file; `key` gives what all models share as of a time, `until` is the time of now."""
        self._list_file = list_file
        self._out = out
        self._shared = {"key": key(until), "until": until}
        self._known = _load(list_file, key)
        self._now: dict[str, tuple[str, Sequence[str]]] = {}

    def unchanged(self, group: str, inputs: str, paths: Sequence[str]) -> bool:
        """Whether a group's files were made from the same inputs and are there still; it is in the next list anyhow."""
        self._now[group] = (inputs, paths)
        before, files = self._known.get(group, ("", []))
        return before == inputs and [file.path for file in files] == list(paths) and all(map(self._is_there, files))

    def part(self) -> "Carried":
        """The same list, from which somebody else asks and notes other groups."""
        part = copy(self)
        part._now = {}
        return part

    @property
    def noted(self) -> Mapping[str, tuple[str, Sequence[str]]]:
        """The groups that were asked for, with their inputs and paths."""
        return self._now

    def take_over(self, noted: Mapping[str, tuple[str, Sequence[str]]]) -> None:
        """Take what another part noted into this list."""
        self._now.update(noted)

    def save(self) -> None:
        """Write the list of what is published now; where there is no room for it, the next build makes all anew."""
        groups = {
            group: (inputs, [_written(self._out, path) for path in paths])
            for group, (inputs, paths) in self._now.items()
        }
        with suppress(OSError):
            write_whole(self._list_file, json.dumps({**self._shared, "groups": groups}).encode())

    def forget(self) -> None:
        """Delete the list: what is published now was not made from what it says."""
        self._list_file.unlink(missing_ok=True)

    def _is_there(self, file: Written) -> bool:
        try:
            return _written(self._out, file.path) == file
        except OSError:
            return False


def digest(*parts: object) -> str:
    """A hash over what files are made from: values whose `repr` says all of them."""
    return hashlib.sha256("\x00".join(map(repr, parts)).encode("utf-8", "surrogatepass")).hexdigest()


def made_from(*parts: object) -> str:
    """A hash over what files are made from: plain values, tuples of them, and what is given as one of these.

    Lists and tuples are alike, and numbers and their texts: what stands at one place is always of one kind.
    """
    try:
        told = _ENCODER.encode(parts)
    except (UnicodeEncodeError, OverflowError):  # half of a character, or a number of more than 64 bits
        told = repr(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(told).hexdigest()


def _told(value: Any) -> Any:
    """A value of a kind of our own as a plain one."""
    if isinstance(value, Backing):
        return value.material
    if isinstance(value, Mapping):
        return list(value.items())
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"{type(value).__name__}: digests are of plain values")


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_told)


def program() -> str:
    """A hash over the program and all that comes with it: another one may make other files."""
    found = hashlib.sha256()
    code = (Path(catalog.__file__).parent, Path(scraper.__file__).parent)
    for folder in (*code, *map(resource, ("templates", "site", "data/curated", "data/seed"))):
        for file in files_within(folder):
            found.update(file.relative_to(folder).as_posix().encode())
            found.update(file.read_bytes())
    return found.hexdigest()


def files_within(folder: Path) -> list[Path]:
    """Every file below a folder but compiled ones, in their order."""
    return sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc")


def _written(out: Path, path: str) -> Written:
    stat = (out / path).stat()
    return Written(path, stat.st_size, stat.st_mtime_ns)


def _load(list_file: Path, key: Callable[[str], str]) -> dict[str, tuple[str, list[Written]]]:
    """The list, if it was written under the same key; nothing where there is none, or it is torn."""
    try:
        told = json.loads(list_file.read_bytes())
        if told["key"] != key(told["until"]):
            return {}
        groups: dict[str, tuple[str, list[list[Any]]]] = told["groups"]
        return {group: (inputs, [Written(*file) for file in files]) for group, (inputs, files) in groups.items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
