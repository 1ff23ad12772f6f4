"""The pace of requests: so many a second to one host, whatever the number of threads."""

import threading
import time
from collections.abc import Callable


class Pace:
    """Spaces the starts of requests to each host."""

    def __init__(self, per_second: float, sleep: Callable[[float], None]) -> None:
        self._spacing = 1 / per_second
        self._slower: dict[str, float] = {}
        self._next: dict[str, float] = {}
        self._sleep = sleep
        self._lock = threading.Lock()

    def slow_down(self, host: str, seconds: float) -> None:
        """Keep at least that time between requests to a host, as its robots.txt asks."""
        self._slower[host] = max(seconds, self._slower.get(host, 0.0))

    def wait(self, host: str) -> None:
        """Sleep until the host's turn has come."""
        with self._lock:
            now = time.monotonic()
            start = max(now, self._next.get(host, 0.0))
            self._next[host] = start + max(self._spacing, self._slower.get(host, 0.0))
        if start > now:
            self._sleep(start - now)
