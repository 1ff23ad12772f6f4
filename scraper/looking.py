"""One look at an address while it goes on: until when it may last, and what it has received."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Look:
    """One look at an address, as it goes."""

    ends: float = math.inf
    """When its source's time is over, by the monotonic clock."""
    asked: bool = False
    """Whether a request was begun."""
    received: int = 0
    """Bytes of bodies as they came over the wire."""

    def lasts(self, seconds: float = 0) -> bool:
        """Whether its source's time is not over, so many seconds from now."""
        return time.monotonic() + seconds < self.ends


_CURRENT: ContextVar[Look | None] = ContextVar("the look that this thread is at", default=None)


def current() -> Look:
    """The look that this thread is at; without one, a look that may last for ever."""
    return _CURRENT.get() or Look()


@contextmanager
def looking(ends: float) -> Iterator[Look]:
    """Begin a look that must be over at a time."""
    before = _CURRENT.set(Look(ends))
    try:
        yield current()
    finally:
        _CURRENT.reset(before)
