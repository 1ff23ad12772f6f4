"""One polite way to every source: retries, conditions, pace, caps; every answer archived before it is read."""

import math
import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from types import TracebackType
from urllib.parse import urlsplit

from scraper.addresses import is_http, is_loopback
from scraper.crowd import GONE, Streak, in_order
from scraper.errors import FetchError, one_line
from scraper.exchange import Answer, OutOfTime, TransferError
from scraper.http_settings import HttpSettings
from scraper.looking import Look, current, looking
from scraper.mirrors import Mirrors
from scraper.pace import Pace
from scraper.progress import Progress
from scraper.snapshots import KEPT_HEADERS, Archive, Sighting
from scraper.tally import Tally
from scraper.units import iso

__all__ = ["Http", "HttpSettings"]


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
        tally: Tally | None = None,
    ) -> None:
        # What asks servers takes as long to import as all the sources: readers that ask nobody do without it.
        from scraper.attempts import Attempts
        from scraper.robots import Permission
        from scraper.transfer import Transfer

        self._archive = archive
        self._settings = settings
        self._mirrors = mirrors
        self._clock = clock
        self._progress = progress
        self._tally = tally or Tally()
        self._sleep = sleep
        self._pace = Pace(settings.per_host_per_second, self._pause)
        self._transfer = Transfer(settings, mirrors, self._turn)
        self._attempts = Attempts(self._transfer.exchange, settings, clock, self._pause)
        self._permission = Permission(lambda url: self._attempts.ask(url, "text/plain").body, self._slow_down)
        self._known: dict[str, dict[str, Sighting]] = {}
        self._ends: dict[str, float] = {}
        self._stopped = False
        self._lock = threading.Lock()
        self._noting = threading.Lock()
        """One sighting after the other; who only looks something up does not wait until it is on the disk."""

    def __enter__(self) -> "Http":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._transfer.close()

    def stop(self) -> None:
        """Begin no further look: the run is over. What is under way is let end."""
        self._stopped = True

    def body(self, sighting: Sighting) -> bytes:
        """The body of a sighting, from the archive."""
        return self._archive.snapshot(sighting).body

    def runs_forward(self, source: str) -> None:
        """Raises FetchError where the clock is behind an answer that was fetched: history would be out of order."""
        now, seen = self._clock(), self._archive.sightings(source)
        ahead = [sighting for sighting in seen if sighting.learned_on is None and sighting.fetched_at > now]
        if ahead:
            told = f"fetched on {iso(ahead[-1].fetched_at)}, but the clock says {iso(now)}: set the clock right"
            raise FetchError(source, ahead[-1].url, told)
        with self._lock:
            self._remember(source, seen)

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
        at = fetched_at or self._clock()
        blank = Sighting(source=source, url=url, fetched_at=at, status=0, root=root, page=number)
        try:
            seen = self._look(blank, accept, page, GONE)
        except OutOfTime:
            raise FetchError(source, url, f"not asked: {self._late()}") from None
        if seen.error is not None:
            raise FetchError(source, url, seen.error)
        return seen

    def get_all(
        self,
        source: str,
        urls: Sequence[str],
        *,
        accept: str = "application/json",
        page: bool = False,
        label: str,
        missing: Container[int] = GONE,
    ) -> Iterator[Sighting]:
        """Ask many addresses, a few at a time; gives their sightings in the order of the addresses.

        An address that fails gives a sighting without a body. Where too many fail one after another, or the
        source's time is over, the rest is not asked, and a FetchError ends the list; statuses in `missing` are no
        failure.
        """

        def look(url: str) -> Sighting:
            blank = Sighting(source=source, url=url, fetched_at=self._clock(), status=0)
            return self._look(blank, accept, page, missing)

        self._progress.start(f"{source}: {label}", len(urls))
        streak = Streak(self._settings.give_up_after, missing)
        try:
            with closing(in_order(look, urls, self._settings.concurrency, streak)) as sightings:
                for sighting in sightings:
                    self._progress.advance()
                    yield sighting
        except OutOfTime:
            pass  # told below
        finally:
            self._progress.finish()
        if streak.seen < len(urls) and time.monotonic() >= self._ending(source):
            told = f"{streak.seen} of {len(urls)} were asked when {self._late()}"
            raise FetchError(source, urls[streak.seen], told)
        if streak.seen < len(urls):
            first = streak.failed[0]
            told = f"{len(streak.failed)} of {streak.seen} failed, gave up with {len(urls) - streak.seen} not asked"
            raise FetchError(source, first.url, f"{told}; first {first.error}")

    def _look(self, blank: Sighting, accept: str, page: bool, missing: Container[int]) -> Sighting:
        """What an address gives, archived; where that is nothing, the sighting says why.

        Raises OutOfTime where the source's time was over before the address was asked.
        """
        with self._transfer.room.given_back(), looking(self._ending(blank.source)) as look:
            try:
                return self._ask(blank, accept, page, look)
            except TransferError as error:
                if isinstance(error, OutOfTime) and not look.asked:
                    raise
                failed = blank.model_copy(update={"status": error.status, "error": one_line(str(error))})
                with self._noting:
                    self._archive.note([failed])
                self._tally.add(blank.source, "missing" if error.status in missing else "failed", look.received)
                return failed

    def _ask(self, blank: Sighting, accept: str, page: bool, look: Look) -> Sighting:
        if not is_http(blank.url):
            raise TransferError("this is no http(s) address", again=False)
        if page:
            self._permission.ask(blank.url)
            look.asked = False
        before = self._before(blank)
        seen = self._keep(blank, self._attempts.ask(blank.url, accept, before), before)
        same = before is not None and before.sha256 == seen.sha256
        self._tally.add(blank.source, "same" if same else "new", look.received)
        return seen

    def _ending(self, source: str) -> float:
        """When a source's time is over: it begins with the first address."""
        if self._stopped:
            return -math.inf
        with self._lock:
            return self._ends.setdefault(source, time.monotonic() + self._settings.source_seconds)

    def _late(self) -> str:
        seconds = self._settings.source_seconds
        return f"its {seconds:g} s were over: is it slow today? source_seconds under [http] gives it longer"

    def _pause(self, seconds: float) -> None:
        """Sleep, unless the source's time would be over before the end of it."""
        if not current().lasts(seconds):
            raise OutOfTime
        self._sleep(seconds)

    def _keep(self, blank: Sighting, answer: Answer, before: Sighting | None) -> Sighting:
        headers = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
        if answer.status == 304 and before is not None:
            confirmed = {"sha256": before.sha256, "bytes": before.bytes, "headers": {**before.headers, **headers}}
            seen = blank.model_copy(update={"status": 304, **confirmed})
        else:
            # Beside the other threads: a slow disk takes as long for a body as a host for an answer.
            seen = self._archive.kept(blank.model_copy(update={"status": 200, "headers": headers}), answer.body)
        with self._noting:
            self._archive.note([seen])
        with self._lock:
            self._known[seen.source][seen.url] = seen
        return seen

    def _before(self, blank: Sighting) -> Sighting | None:
        """The newest sighting with a body of this address, if a 304 could still confirm that body."""
        with self._lock:
            if blank.source not in self._known:
                self._remember(blank.source, self._archive.sightings(blank.source))
            newest = self._known[blank.source].get(blank.url)
        return newest if newest and newest.sha256 and self._archive.is_sound(newest.sha256) else None

    def _remember(self, source: str, seen: Iterable[Sighting]) -> None:
        self._known[source] = {sighting.url: sighting for sighting in seen if sighting.ok}

    def _turn(self, url: str) -> None:
        if not is_loopback(url):
            self._pace.wait(urlsplit(url).netloc)

    def _slow_down(self, url: str, seconds: float) -> None:
        self._pace.slow_down(urlsplit(self._mirrors.apply(url)).netloc, seconds)
