"""Recorded answers from disk: an `index.jsonl` with its files, or files whose names carry a date."""

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

INDEX = "index.jsonl"
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2})[-:]?(\d{2})(?:[-:]?(\d{2}))?)?")


class Recording(NamedTuple):
    """One recorded answer: where it came from, when, and a way to its bytes."""

    source: str | None
    """The source that the index names; None where there is no index."""
    url: str | None
    """The address; None where a file's name is all there is."""
    fetched_at: datetime
    path: Path
    gzipped: bool
    sha256: str | None
    note: str | None

    def body(self) -> bytes:
        """The answer as served. Raises RecordingError where the file is not what the index says."""
        try:
            content = self.path.read_bytes()
            body = gzip.decompress(content) if self.gzipped else content
        except (OSError, EOFError, zlib.error) as error:
            raise RecordingError(f"{self.path}: {error}") from error
        if self.sha256 and hashlib.sha256(body).hexdigest() != self.sha256:
            raise RecordingError(f"{self.path}: its sha256 is not the one in {INDEX}")
        return body


class RecordingError(Exception):
    """A recording that cannot be used; the message names the file."""


def read_recordings(path: Path) -> Iterator[Recording | RecordingError]:
    """Every recording under a path, in the index's order; what cannot be used comes as its error."""
    if not path.exists():
        yield RecordingError(f"{path}: no such file or folder")
    elif path.is_dir() and (path / INDEX).exists():
        yield from _indexed(path / INDEX)
    elif path.name == INDEX:
        yield from _indexed(path)
    elif path.is_dir():
        nested = sorted(path.rglob(INDEX))
        for index in nested:
            yield from _indexed(index)
        if not nested:
            files = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
            yield from _named(path, files)
    else:
        yield from _named(path.parent, [path])


def _indexed(index: Path) -> Iterator[Recording | RecordingError]:
    for number, line in enumerate(index.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield Recording(
                source=row["source"],
                url=row["url"],
                fetched_at=_time(row["fetched_at"]),
                path=index.parent / row["file"],
                gzipped=row.get("encoding") == "gzip",
                sha256=row.get("sha256"),
                note=row.get("note"),
            )
        except (ValueError, KeyError, TypeError) as error:
            yield RecordingError(f"{index}: line {number}: {error!r}")


def _named(folder: Path, files: list[Path]) -> Iterator[Recording | RecordingError]:
    """Files whose names carry a date; an index in a folder above knows more about them."""
    known = {recording.path: recording for recording in _index_above(folder)}
    for file in files:
        if file.resolve() in known:
            yield known[file.resolve()]
            continue
        moment = _dated(file)
        if moment is None:
            yield RecordingError(f"{file}: no date in its name")
        else:
            yield Recording(None, None, moment, file, file.suffix == ".gz", None, None)


def _index_above(folder: Path) -> Iterator[Recording]:
    for above in [folder.resolve(), *folder.resolve().parents][:4]:
        if (above / INDEX).exists():
            for recording in _indexed(above / INDEX):
                if isinstance(recording, Recording):
                    yield recording._replace(path=recording.path.resolve())
            return


def _dated(file: Path) -> datetime | None:
    """The time in a file's name, else in its folder's; noon where there is only a day."""
    for name in (file.name, file.parent.name):
        match = _DATE.search(name)
        if match:
            year, month, day, hour, minute, second = match.groups()
            try:
                return datetime(
                    int(year), int(month), int(day),
                    int(hour or 12), int(minute or 0), int(second or 0), tzinfo=UTC,
                )  # fmt: skip
            except ValueError:
                continue
    return None


def _time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
