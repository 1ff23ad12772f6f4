"""The boundary around one source: whatever its reader raises is that source's failure, and nobody else's."""

import sqlite3
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from scraper.errors import AtlasError, ReaderFault
from scraper.snapshots import ArchiveError

MOST_LETTERS = 200
"""So much of an error's own text is told: it may hold a whole answer."""


@contextmanager
def alone(source: str, url: str) -> Iterator[None]:
    """Raises whatever goes wrong within as an AtlasError of the source.

    Not what is of the whole run: a disk, the archive, the database, or a person who interrupts. What the frames of
    the failure still hold is let go: half-read answers, and lists of addresses that are being asked.
    """
    try:
        yield
    except AtlasError as error:
        traceback.clear_frames(error.__traceback__)
        raise
    except (ArchiveError, sqlite3.Error):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        traceback.clear_frames(error.__traceback__)
        raise ReaderFault(source, url, _told(error)) from error


def trace(error: AtlasError) -> str:
    """Where a reader broke down, for who mends it; empty for what readers raise themselves."""
    cause = error.__cause__
    if not isinstance(error, ReaderFault) or cause is None:
        return ""
    return "".join(traceback.format_exception(cause)).rstrip()


def _told(error: Exception) -> str:
    text = " ".join(str(error).split())[:MOST_LETTERS]
    return f"the reader broke down: {type(error).__name__}" + (f": {text}" if text else "")
