"""One polite way to every source: retries, conditions, pace, caps; every answer archived before it is read."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType
from urllib.parse import urlsplit

import requests
from pydantic import BaseModel, ConfigDict
from requests.adapters import HTTPAdapter
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from scraper.errors import FetchError
from scraper.mirrors import Mirrors, is_loopback
from scraper.pace import Pace
from scraper.progress import Progress
from scraper.robots import Robots, robots_address
from scraper.snapshots import KEPT_HEADERS, Archive, Sighting
from scraper.transfer import Answer, Limits, TransferError, exchange

USER_AGENT = f"modelatlas/{version('modelatlas')} (+https://github.com/modelatlas/modelatlas)"
_AGAIN = frozenset({429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})


class HttpSettings(BaseModel):
    """Limits of the HTTP layer; each can be set under `[http]` in the config file."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    connect_seconds: float = 5
    read_seconds: float = 15
    deadline_seconds: float = 60
    """For one whole answer, however slowly it drips."""
    attempts: int = 3
    backoff_seconds: float = 0.5
    """Before the second attempt; doubled before each further one."""
    max_retry_after_seconds: float = 60
    per_host_per_second: float = 8
    concurrency: int = 8
    max_bytes_received: int = 64 * 2**20
    max_bytes_unpacked: int = 256 * 2**20
    max_redirects: int = 5
    give_up_after: int = 5
    """So many addresses of a list failing one after another end the list."""

    @property
    def limits(self) -> Limits:
        """The limits of a single exchange."""
        return Limits(
            self.connect_seconds, self.read_seconds, self.deadline_seconds,
            self.max_bytes_received, self.max_bytes_unpacked, self.max_redirects,
        )  # fmt: skip


class _Refused(TransferError):
    """A status that is no answer, with the pause that the server asks for."""

    def __init__(self, status: int, retry_after: float | None) -> None:
        self.retry_after = retry_after
        super().__init__(f"HTTP {status}", again=status in _AGAIN, status=status)


class Http:
    """Asks addresses for sources, and archives what they answer."""

    def __init__(
        self,
        archive: Archive,
        settings: HttpSettings,
        *,
        mirrors: Mirrors,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None] = time.sleep,
        progress: Progress,
    ) -> None:
        self._archive = archive
        self._settings = settings
        self._mirrors = mirrors
        self._clock = clock
        self._sleep = sleep
        self._progress = progress
        self._pace = Pace(settings.per_host_per_second, sleep)
        self._known: dict[str, dict[str, Sighting]] = {}
        self._robots: dict[str, Robots] = {}
        self._lock = threading.Lock()
        self._giving_up = False
        self._session = requests.Session()
        self._session.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"})
        adapter = HTTPAdapter(pool_connections=settings.concurrency, pool_maxsize=settings.concurrency)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)

    def __enter__(self) -> "Http":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._session.close()

    def body(self, sighting: Sighting) -> bytes:
        """The body of a sighting, from the archive."""
        return self._archive.snapshot(sighting).body

    def get(
        self,
        source: str,
        url: str,
        *,
        accept: str = "application/json",
        page: bool = False,
        root: str | None = None,
        number: int = 1,
        fetched_at: datetime | None = None,
    ) -> Sighting:
        """Ask one address; the answer is archived before it is given. Raises FetchError.

        `page` is a web page, for which robots.txt is respected; `root`, `number` and `fetched_at`
        tie a further page of a paged answer to its first one.
        """
        blank = Sighting(
            source=source, url=url, fetched_at=fetched_at or self._clock(), status=0, root=root, page=number
        )
        before = self._last(source).get(url)
        try:
            if page:
                self._ask_robots(url)
            answer = self._ask(url, accept, before)
            seen = self._keep(blank, answer, before)
        except TransferError as error:
            failed = blank.model_copy(update={"status": error.status, "error": str(error)})
            with self._lock:
                self._archive.note([failed])
            raise FetchError(source, url, str(error)) from error
        self._last(source)[url] = seen
        return seen

    def get_all(
        self, source: str, urls: Sequence[str], *, accept: str = "application/json", page: bool = False, label: str
    ) -> Iterator[Sighting]:
        """Ask many addresses, a few at a time; gives their sightings in the order of the addresses.

        An address that fails gives a sighting without a body. Where too many fail one after another,
        the rest is not asked, and a FetchError ends the list.
        """
        self._progress.start(f"{source}: {label}", len(urls))
        failed: list[Sighting] = []
        in_a_row = 0
        pool = ThreadPoolExecutor(max_workers=self._settings.concurrency)
        try:
            waiting = [pool.submit(self._try, source, url, accept, page) for url in urls]
            for done, future in enumerate(waiting, 1):
                sighting = future.result()
                self._progress.advance()
                bad = not sighting.ok and sighting.status not in _GONE
                in_a_row = in_a_row + 1 if bad else 0
                failed += [sighting] if bad else []
                yield sighting
                if in_a_row >= self._settings.give_up_after and done < len(urls):
                    self._giving_up = True  # what is under way is not tried again
                    first = failed[0]
                    told = f"{first.error}; gave up after {len(failed)} failures, {len(urls) - done} not asked"
                    raise FetchError(source, first.url, told)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            self._giving_up = False
            self._progress.finish()

    def _try(self, source: str, url: str, accept: str, page: bool) -> Sighting:
        try:
            return self.get(source, url, accept=accept, page=page)
        except FetchError as error:
            cause = error.__cause__
            status = cause.status if isinstance(cause, TransferError) else 0
            return Sighting(source=source, url=url, fetched_at=self._clock(), status=status, error=error.detail)

    def _ask(self, url: str, accept: str, before: Sighting | None) -> Answer:
        """The answer after as many attempts as it takes and are allowed. Raises TransferError."""
        headers = {"Accept": accept, **_conditions(before)}
        attempts = Retrying(
            retry=retry_if_exception(self._may_pass),
            stop=stop_after_attempt(self._settings.attempts),
            wait=self._wait,
            sleep=self._sleep,
            retry_error_callback=_tell_attempts,
            reraise=False,
        )
        return attempts(self._once, url, headers)

    def _may_pass(self, error: BaseException) -> bool:
        return isinstance(error, TransferError) and error.again and not self._giving_up

    def _once(self, url: str, headers: dict[str, str]) -> Answer:
        answer = exchange(self._session, url, headers, self._settings.limits, self._mirrors, self._turn)
        if answer.status == 304 and not headers.keys() & {"If-None-Match", "If-Modified-Since"}:
            raise TransferError("HTTP 304, though nothing was asked for by condition", again=False, status=304)
        if answer.status not in (200, 304):
            refused = _Refused(answer.status, self._retry_after(answer))
            if (refused.retry_after or 0) > self._settings.max_retry_after_seconds:
                detail = f"HTTP {answer.status}, to be tried again only after {refused.retry_after:g} s"
                raise TransferError(detail, again=False, status=answer.status)
            raise refused
        return answer

    def _wait(self, state: RetryCallState) -> float:
        """The pause before the next attempt: what the server asks for, else doubled each time."""
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, _Refused) else None
        backoff: float = self._settings.backoff_seconds * 2 ** (state.attempt_number - 1)
        return max(asked or 0.0, backoff)

    def _retry_after(self, answer: Answer) -> float | None:
        text = answer.headers.get("retry-after", "").strip()
        if text.isdecimal():
            return float(text)
        try:
            return max(0.0, (parsedate_to_datetime(text) - self._clock()).total_seconds()) if text else None
        except (ValueError, TypeError):
            return None

    def _turn(self, url: str) -> None:
        if not is_loopback(url):
            self._pace.wait(urlsplit(url).netloc)

    def _keep(self, blank: Sighting, answer: Answer, before: Sighting | None) -> Sighting:
        headers = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
        with self._lock:
            if answer.status == 304 and before is not None:
                confirmed = {"sha256": before.sha256, "bytes": before.bytes, "headers": {**before.headers, **headers}}
                seen = blank.model_copy(update={"status": 304, **confirmed})
                self._archive.note([seen])
                return seen
            return self._archive.save(blank.model_copy(update={"status": 200, "headers": headers}), answer.body)

    def _last(self, source: str) -> dict[str, Sighting]:
        """The newest sighting with a body of each address of a source."""
        with self._lock:
            if source not in self._known:
                seen = (sighting for sighting in self._archive.sightings(source) if sighting.ok)
                self._known[source] = {sighting.url: sighting for sighting in seen if self._is_there(sighting)}
            return self._known[source]

    def _is_there(self, sighting: Sighting) -> bool:
        """Whether the body is in the archive still: a condition is only sent for what a 304 can confirm."""
        return self._archive.has(sighting.sha256 or "")

    def _ask_robots(self, url: str) -> None:
        address = robots_address(url)
        if address not in self._robots:
            try:
                answer = self._ask(address, "text/plain", None)
                rules = Robots(answer.body.decode(errors="replace"))
            except TransferError as error:
                if not 400 <= error.status < 500 or error.status == 429:
                    raise TransferError(f"robots.txt: {error}", again=False, status=error.status) from error
                rules = Robots("")
            self._robots[address] = rules
            self._pace.slow_down(urlsplit(url).netloc, rules.delay_seconds)
        if not self._robots[address].allows(url):
            raise TransferError("robots.txt disallows it", again=False)


def _conditions(before: Sighting | None) -> dict[str, str]:
    names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
    return {names[name]: value for name, value in before.headers.items() if name in names} if before else {}


def _tell_attempts(state: RetryCallState) -> Answer:
    error = state.outcome.exception() if state.outcome else None
    if not isinstance(error, TransferError):
        raise AssertionError("an attempt ended without an answer or an error")
    raise TransferError(f"{error}, {state.attempt_number} tries", again=False, status=error.status) from error
