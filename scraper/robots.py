"""robots.txt: whether a web page may be fetched, and at what pace."""

import threading
from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from scraper.exchange import OutOfTime, TransferError

TOKEN = "modelatlas"  # noqa: S105 - our name in robots.txt, no secret
MAX_DELAY = 30.0


class Robots:
    """The rules of one origin."""

    def __init__(self, text: str) -> None:
        self._parser = RobotFileParser()
        self._parser.parse(text.splitlines())

    def allows(self, url: str) -> bool:
        """Whether a page may be fetched."""
        return self._parser.can_fetch(TOKEN, url)

    @property
    def delay_seconds(self) -> float:
        """The pause that is asked for between two requests, capped."""
        return min(float(self._parser.crawl_delay(TOKEN) or 0), MAX_DELAY)


class Permission:
    """Asks each origin once for its rules, and keeps to them."""

    def __init__(self, read: Callable[[str], bytes], slow_down: Callable[[str, float], None]) -> None:
        self._read = read
        self._slow_down = slow_down
        self._known: dict[str, Robots | TransferError] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def ask(self, url: str) -> None:
        """Nothing where a page may be fetched. Raises TransferError where it may not, or nobody says."""
        address = robots_address(url)
        with self._lock:
            lock = self._locks.setdefault(address, threading.Lock())
        with lock:
            if address not in self._known:
                self._known[address] = self._load(address)
        rules = self._known[address]
        if isinstance(rules, TransferError):
            raise TransferError(f"robots.txt: {rules}", again=False, status=rules.status)
        if not rules.allows(url):
            raise TransferError("robots.txt disallows it", again=False)

    def _load(self, address: str) -> Robots | TransferError:
        try:
            # A byte order mark would hide the first line from the parser.
            rules = Robots(self._read(address).decode("utf-8-sig", errors="replace"))
        except OutOfTime:
            raise  # says nothing of the host: another source may have time to ask
        except TransferError as error:
            # RFC 9309: what a client error hides is allowed. "Too many requests" is no such answer.
            if 400 <= error.status < 500 and error.status != 429:
                return Robots("")
            # One of its own: what was raised holds on to all that was read, megabytes of each host.
            return TransferError(str(error), again=False, status=error.status)
        self._slow_down(address, rules.delay_seconds)
        return rules


def robots_address(url: str) -> str:
    """Where the rules for a page are."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
