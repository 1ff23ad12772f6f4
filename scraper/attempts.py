"""One address, asked as often as it takes and as is allowed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from scraper.exchange import Answer, TransferError
from scraper.http_settings import HttpSettings
from scraper.snapshots import Sighting

_AGAIN = frozenset({429, 500, 502, 503, 504})
_CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


class Refused(TransferError):
    """A status that is no answer, with the pause that the server asks for."""

    def __init__(self, status: int, retry_after: float | None) -> None:
        self.retry_after = retry_after
        super().__init__(f"HTTP {status}", again=status in _AGAIN, status=status)


class Attempts:
    """Repeats an exchange that may do better the next time, with pauses."""

    def __init__(
        self,
        exchange: Callable[[str, Mapping[str, str]], Answer],
        settings: HttpSettings,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None],
    ) -> None:
        self._exchange = exchange
        self._settings = settings
        self._clock = clock
        self._sleep = sleep

    def ask(self, url: str, accept: str, before: Sighting | None = None) -> Answer:
        """The answer: 200, or 304 where `before` is what we have. Raises TransferError."""
        headers = {"Accept": accept, **_conditions(before)}
        attempts = Retrying(
            retry=retry_if_exception(lambda error: isinstance(error, TransferError) and error.again),
            stop=stop_after_attempt(self._settings.attempts),
            wait=self._wait,
            sleep=self._sleep,
            retry_error_callback=_tell_attempts,
        )
        return attempts(self._once, url, headers)

    def _once(self, url: str, headers: Mapping[str, str]) -> Answer:
        answer = self._exchange(url, headers)
        if answer.status == 304 and not headers.keys() & set(_CONDITIONS.values()):
            raise TransferError("HTTP 304, though nothing was asked for by condition", again=False, status=304)
        if answer.status in (200, 304):
            return answer
        refused = Refused(answer.status, self._retry_after(answer))
        if refused.again and (refused.retry_after or 0) > self._settings.max_retry_after_seconds:
            detail = f"HTTP {answer.status}, to be tried again only after {refused.retry_after:g} s"
            raise TransferError(detail, again=False, status=answer.status)
        raise refused

    def _wait(self, state: RetryCallState) -> float:
        """The pause before the next attempt: what the server asks for, else doubled each time."""
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, Refused) else None
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


def _conditions(before: Sighting | None) -> dict[str, str]:
    if before is None:
        return {}
    return {_CONDITIONS[name]: value for name, value in before.headers.items() if name in _CONDITIONS}


def _tell_attempts(state: RetryCallState) -> Answer:
    error = state.outcome.exception() if state.outcome else None
    if not isinstance(error, TransferError):
        raise AssertionError("an attempt ended without an answer or an error")
    tries = "1 try" if state.attempt_number == 1 else f"{state.attempt_number} tries"
    raise TransferError(f"{error}, {tries}", again=False, status=error.status) from error
