"""Many addresses, a few at a time: in their order, and not on and on where all fail."""

from collections import deque
from collections.abc import Callable, Container, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from scraper.snapshots import Sighting

GONE = frozenset({404, 410})
"""Statuses by which an address says that there is nothing."""


class Streak:
    """Failures one after another; once there were too many it is over. A missing address is no failure."""

    def __init__(self, too_many: int, missing: Container[int] = GONE) -> None:
        self.failed: list[Sighting] = []
        self.seen = 0
        self._missing = missing
        self.over = False
        self._in_a_row = 0
        self._too_many = too_many

    def see(self, sighting: Sighting) -> None:
        """Count one more."""
        self.seen += 1
        if sighting.ok or sighting.status in self._missing:
            self._in_a_row = 0
            return
        self.failed.append(sighting)
        self._in_a_row += 1
        self.over = self.over or self._in_a_row >= self._too_many


def in_order(
    ask: Callable[[str], Sighting], urls: Sequence[str], concurrency: int, streak: Streak
) -> Generator[Sighting, None, None]:
    """What each address gives. When the streak is over none is begun; what has begun is still given."""
    rest = iter(urls)
    waiting: deque[Future[Sighting]] = deque()
    pool = ThreadPoolExecutor(max_workers=concurrency)
    try:
        while True:
            # Few are let ahead: else all would have been asked while the first one hangs.
            while not streak.over and len(waiting) < 2 * concurrency and (url := next(rest, None)) is not None:
                waiting.append(pool.submit(ask, url))
            if streak.over:
                # From the end, so that what is left is a list without gaps.
                waiting = deque(reversed([future for future in reversed(waiting) if not future.cancel()]))
            if not waiting:
                return
            sighting = waiting.popleft().result()
            streak.see(sighting)
            yield sighting
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
