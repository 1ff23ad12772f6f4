"""What a fetch asked and what came back, counted by source."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Count:
    """What one source was asked in one fetch."""

    asked: int = 0
    """Addresses, each once, however often it was tried."""
    received_bytes: int = 0
    """Bodies as they came over the wire."""
    new: int = 0
    """Answers that are not the last one again."""
    same: int = 0
    missing: int = 0
    """Addresses that do not exist."""
    failed: int = 0
    seconds: float = 0
    """From the first request to the last answer."""


class Tally:
    """The counts of all sources; any thread may add to them."""

    def __init__(self) -> None:
        self._counts: dict[str, Count] = {}
        self._lock = threading.Lock()

    def of(self, source: str) -> Count | None:
        """What a source was asked; None where it was not."""
        return self._counts.get(source)

    def add(self, source: str, outcome: str, received: int) -> None:
        """Count one look: `new`, `same`, `missing` or `failed`."""
        with self._lock:
            count = self._counts.setdefault(source, Count())
            count.asked += 1
            count.received_bytes += received
            setattr(count, outcome, getattr(count, outcome) + 1)

    @contextmanager
    def timed(self, source: str) -> Iterator[None]:
        """Take the time of a source's fetch."""
        began = time.monotonic()
        try:
            yield
        finally:
            with self._lock:
                self._counts.setdefault(source, Count()).seconds = time.monotonic() - began
