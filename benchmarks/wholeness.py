"""Whether what a stopped command left is whole: published folder, database, archive, lock, and nothing left over."""

import gzip
import hashlib
import json
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from filelock import FileLock, Timeout

LEFT_OVER = ("*.new-*", "*.old-*", ".*.new", ".crosswalk.toml*", "*-journal", "*-wal")
"""Names of what is in the making."""
SUMS = "SHA256SUMS"

Digests = dict[str, str]
"""The files of a folder by their paths, each by its hash; of a single file only its own."""


def digests(place: Path) -> Digests:
    """Every file of a folder, or the one file."""
    files = [place] if place.is_file() else sorted(file for file in place.rglob("*") if file.is_file())
    return {str(file.relative_to(place.parent)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def torn_sums(place: Path) -> list[str]:
    """Files of a published folder that are not what its SHA256SUMS says."""
    if not (place / SUMS).exists():
        return []
    lines = (place / SUMS).read_text(encoding="utf-8").splitlines()
    told = [line.partition("  ") for line in lines]
    return [
        f"{SUMS}: {path}"
        for digest, _, path in told
        if hashlib.sha256((place / path).read_bytes()).hexdigest() != digest
    ]


def torn_database(path: Path) -> list[str]:
    """What is wrong with a database, as the next run finds it; nothing where there is none yet."""
    if not path.exists():
        return []
    with tempfile.TemporaryDirectory() as name:
        for file in path.parent.glob(f"{path.name}*"):
            shutil.copy2(file, name)
        try:
            with closing(sqlite3.connect(Path(name) / path.name)) as db:
                found = [row[0] for row in db.execute("pragma integrity_check")]
        except sqlite3.DatabaseError as error:
            return [f"database: {error}"]
    return [] if found == ["ok"] else [f"database: {found[0]}"]


def torn_archive(archive: Path) -> list[str]:
    """Bodies that are not their hash, and sightings whose body is not there.

    A torn last line is no fault: it is passed over, and its answer was never confirmed.
    """
    wrong = []
    for file in archive.glob("objects/??/[0-9a-f]*.gz"):
        try:
            sound = hashlib.sha256(gzip.decompress(file.read_bytes())).hexdigest() == file.stem
        except (OSError, EOFError):
            sound = False
        if not sound:
            wrong.append(f"archive: {file.name}: torn")
    for file in archive.glob("*.jsonl"):
        for line in file.read_bytes().split(b"\n"):
            digest = _sighted(line)
            if digest and not (archive / f"objects/{digest[:2]}/{digest}.gz").exists():
                wrong.append(f"archive: {file.name}: {digest}: no body")
    return wrong


def _sighted(line: bytes) -> str:
    try:
        return str(json.loads(line).get("sha256") or "")
    except ValueError:
        return ""


def locked(lock: Path) -> list[str]:
    """Whether somebody still holds the lock."""
    if lock.parent.exists():
        try:
            FileLock(lock).acquire(timeout=0).lock.release()
        except Timeout:
            return [f"{lock.name}: still held"]
    return []


def left_over(folder: Path) -> list[str]:
    """What is in the making still, although nothing runs."""
    return sorted(f"left over: {found.relative_to(folder)}" for name in LEFT_OVER for found in folder.rglob(name))
