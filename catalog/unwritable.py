"""Why a place cannot be written, in one line that names it and what helps."""

import errno
import os
import sqlite3
from pathlib import Path

_ROOM = "make room there, or name another place with {option}"
_ALLOWED = "name a place with {option} that you may write"
_IN_THE_WAY = "a file stands where a folder is needed; name another place with {option}"
_REMEDIES = {
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EFBIG: "no file may be that large there; name another place with {option}",
    errno.EACCES: _ALLOWED,
    errno.EPERM: _ALLOWED,
    errno.EROFS: _ALLOWED,
    errno.ENOENT: "make the folder first",
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EEXIST: _IN_THE_WAY,
    errno.EISDIR: "name a file with {option}",
    errno.EBADF: "it is closed; name a file with {option}",
}
_NOT_READING = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
"""Errors that only writing meets."""
_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR")


def unwritable(place: Path | str, error: OSError, option: str = "--out") -> str:
    """What to tell of an error in writing a place that an option names."""
    told = os.strerror(error.errno) if error.errno else str(error)
    remedy = _REMEDIES.get(error.errno or 0, "")
    return f"{place}: cannot be written: {told}" + (f": {remedy.format(option=option)}" if remedy else "")


def unwritable_data(data: Path, error: OSError) -> str:
    """What to tell of an error that may be one in writing the data folder: of anything else what the system says."""
    ours = error.filename is not None and Path(os.fsdecode(error.filename)).is_relative_to(data)
    return unwritable(data, error, "--data") if ours or error.errno in _NOT_READING else str(error)


def unusable(database: Path, error: sqlite3.Error) -> str:
    """What to tell of an error of a database."""
    full = getattr(error, "sqlite_errorname", "").startswith(_NO_ROOM)
    room = "; make room beside it and in the folder of temporary files, which SQLITE_TMPDIR names" if full else ""
    return f"{database}: {error}{room}"
