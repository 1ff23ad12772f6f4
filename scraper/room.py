"""Room in memory: few large answers at a time, however many are fetched at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LARGE = 2**20
"""An answer of more bytes than that is large."""


class Room:
    """So many places for large answers; who holds one keeps it until the answer is archived."""

    def __init__(self, places: int) -> None:
        self._places = threading.Semaphore(places)
        self._own = threading.local()

    @contextmanager
    def given_back(self) -> Iterator[None]:
        """The place that this thread takes meanwhile, if it takes one, is free afterwards."""
        try:
            yield
        finally:
            if getattr(self._own, "taken", False):
                self._own.taken = False
                self._places.release()

    def need(self, size: int) -> None:
        """Wait for a place, where an answer of that size needs one and this thread has none."""
        if size > LARGE and not getattr(self._own, "taken", False):
            self._places.acquire()
            self._own.taken = True
