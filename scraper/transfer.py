"""One exchange with a server: redirects by hand, a deadline, and caps on what comes and what it unpacks to."""

import http.client
import io
import math
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from http.cookiejar import DefaultCookiePolicy
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth
from requests.utils import get_auth_from_url

from scraper.addresses import is_http, is_loopback, is_private, without_login
from scraper.exchange import Answer, OutOfTime, TransferError
from scraper.http_settings import HttpSettings
from scraper.looking import current
from scraper.mirrors import Mirrors
from scraper.room import Room
from scraper.unpack import Unpacker, UnpackError

_CHUNK = 64 * 1024
_ERRNO = re.compile(r"\[Errno -?\d+\] ([^)\]]+)")
_REDIRECTS = (301, 302, 303, 307, 308)
_ENDS: ContextVar[float] = ContextVar("when the exchange that this thread is in must be over", default=math.inf)


class _Step(NamedTuple):
    url: str
    mirrored: bool


class Transfer:
    """Exchanges with servers over one session; `turn` waits until an address may be asked."""

    def __init__(self, settings: HttpSettings, mirrors: Mirrors, turn: Callable[[str], None]) -> None:
        self._settings = settings
        self._mirrors = mirrors
        self._turn = turn
        self._session = _session(settings)
        self.room = Room(settings.large_at_once)

    def close(self) -> None:
        """Close every connection."""
        self._session.close()

    def exchange(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Ask an address (the source's own) and read the answer whole. Raises TransferError."""
        look = current()
        if not look.lasts():
            raise OutOfTime
        before = _ENDS.set(min(look.ends, time.monotonic() + self._settings.deadline_seconds))
        try:
            return self._follow(url, headers)
        finally:
            _ENDS.reset(before)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status with which an address takes what is sent; nothing is followed or read. Raises TransferError."""
        before = _ENDS.set(time.monotonic() + self._settings.deadline_seconds)
        try:
            with self._ask(url, headers, body) as response:
                return response.status_code
        finally:
            _ENDS.reset(before)

    def _follow(self, url: str, headers: Mapping[str, str]) -> Answer:
        step = self._step(url)
        for _ in range(self._settings.max_redirects + 1):
            with _waiting():
                self._turn(step.url)
            current().asked = True
            with self._ask(step.url, headers) as response:
                target = response.headers.get("Location")
                if response.status_code not in _REDIRECTS or target is None:
                    return self._answer(response)
            step = self._redirected(step, target, private=is_private(url))
        raise TransferError(f"more than {self._settings.max_redirects} redirects", again=False)

    def _step(self, url: str) -> _Step:
        led = self._mirrors.apply(url)
        return _Step(led, led != url)

    def _redirected(self, step: _Step, target: str, private: bool) -> _Step:
        """Where a redirect leads. A public address may not lead into this machine or a private network."""
        absolute = _absolute(step.url, target)
        if step.mirrored and urlsplit(absolute)[:2] == urlsplit(step.url)[:2]:
            return _Step(absolute, True)  # the mirror speaks of itself
        led = self._step(absolute)
        if not led.mirrored and not private and is_private(absolute):
            shown = without_login(absolute)[:200]
            raise TransferError(f"redirects to the private address {shown!r}", again=False)
        return led

    def _ask(self, url: str, headers: Mapping[str, str], body: bytes | None = None) -> requests.Response:
        proxies = {"http": "", "https": ""} if is_loopback(url) else None
        timeouts = (self._settings.connect_seconds, self._settings.read_seconds)
        try:
            return self._session.ask(url, headers, body, proxies, timeouts)
        # None of these errors goes further, not even as a cause: its text may name the mirror, and a login in it.
        except requests.Timeout as error:
            raise self._late(timeouts[0 if isinstance(error, requests.ConnectTimeout) else 1]) from None
        except requests.ConnectionError as error:
            raise TransferError(f"no connection ({_reason(error)})") from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
            raise TransferError(f"cannot be asked ({type(error).__name__})", again=False) from None

    def _answer(self, response: requests.Response) -> Answer:
        status = response.status_code
        names = {name.lower(): value for name, value in response.headers.items()}
        if status != requests.codes.ok:
            self._skip(response)
            return Answer(status, names, b"")
        try:
            return Answer(status, names, self._read(response))
        except UnpackError as error:
            raise TransferError(str(error), again=error.again, status=status) from error
        except TransferError as error:
            error.status = status
            raise

    def _read(self, response: requests.Response) -> bytes:
        encoding, most = response.headers.get("Content-Encoding", ""), self._settings.max_bytes_unpacked
        unpacker = Unpacker(encoding, most, self._make_room)
        received = 0
        try:
            for chunk in self._chunks(response):
                received += len(chunk)
                current().received += len(chunk)
                if received > self._settings.max_bytes_received:
                    raise TransferError(f"more than {self._settings.max_bytes_received:,} bytes", again=False)
                unpacker.feed(chunk)
            return unpacker.finish()
        finally:
            # What was raised refers to this call, and outlives it by far where something refers to itself through it.
            unpacker.body = bytearray()

    def _make_room(self, size: int) -> None:
        with _waiting():
            self.room.need(size)

    def _skip(self, response: requests.Response) -> None:
        """Read a short body that nobody needs, so that its connection can be used again."""
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) <= _CHUNK:
            with suppress(TransferError):
                for _ in self._chunks(response):
                    pass

    def _chunks(self, response: requests.Response) -> Iterator[bytes]:
        """The body as it comes over the wire, still packed. urllib3 sees to it that it comes whole."""
        raw: urllib3.BaseHTTPResponse = response.raw
        try:
            while chunk := raw.read1(_CHUNK, decode_content=False):
                yield chunk
        except urllib3.exceptions.ReadTimeoutError as error:
            raise self._late(self._settings.read_seconds) from error
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
            raise TransferError(f"the answer breaks off ({_reason(error)})") from error

    def _late(self, seconds: float) -> TransferError:
        if not current().lasts():
            return OutOfTime()
        if time.monotonic() >= _ENDS.get():
            return TransferError(f"not finished after {self._settings.deadline_seconds:g} s")
        return TransferError(f"timed out after {seconds:g} s")


@contextmanager
def _waiting() -> Iterator[None]:
    """What is waited for within does not count, but for the source's own time."""
    began = time.monotonic()
    yield
    _ENDS.set(min(current().ends, _ENDS.get() + time.monotonic() - began))


def _absolute(asked: str, target: str) -> str:
    """A redirect's target as it would be asked: names in their ASCII form, so that it can be judged."""
    shown = repr(without_login(target)[:200])
    try:
        absolute = urljoin(asked, target.encode("latin-1").decode(errors="replace"))
        if not is_http(absolute):
            raise TransferError(f"redirects to {shown}, which is no http(s) address", again=False)
        request = requests.PreparedRequest()
        request.prepare_url(absolute, None)
    except ValueError as error:
        raise TransferError(f"redirects to {shown}, which is no address", again=False) from error
    return request.url or absolute


def _session(settings: HttpSettings) -> "_Session":
    session = _Session()
    session.headers.update({"User-Agent": settings.user_agent, "Accept-Encoding": "gzip, deflate"})
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    adapter = _Adapter(pool_connections=settings.concurrency, pool_maxsize=settings.concurrency)
    for scheme in ("http://", "https://"):
        session.mount(scheme, adapter)
    return session


def _log_in(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Nowhere, but where a mirror's own address holds a name: ~/.netrc is for other programs."""
    user, password = get_auth_from_url(request.url or "")
    return HTTPBasicAuth(user, password)(request) if user else request


class _Session(requests.Session):
    """A session that stores nothing and follows nothing; what holds for all that it asks of a host is found out once.

    That was a quarter of the processor's time for a call, in which every other thread waits.
    """

    def __init__(self) -> None:
        super().__init__()
        self._of_host: dict[tuple[str, str], Any] = {}

    def ask(
        self,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        proxies: dict[str, str] | None,
        timeouts: tuple[float, float],
    ) -> requests.Response:
        """The head of an answer, its body still to be read. Such a request needs nothing merged but headers."""
        request = requests.PreparedRequest()
        request.prepare(
            "GET" if body is None else "POST", url, {**self.headers, **headers}, data=body, auth=_log_in
        )  # fmt: skip
        settings = self._settings(request.url or url, proxies)
        return self.send(request, timeout=timeouts, allow_redirects=False, **settings)

    def _settings(self, url: str, proxies: dict[str, str] | None) -> Any:
        """The proxies and certificates of the environment: the same for every address of a host."""
        host = urlsplit(url)[:2]
        if host not in self._of_host:
            self._of_host[host] = self.merge_environment_settings(url, proxies or {}, True, None, None)
        return self._of_host[host]

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nowhere: even when told not to follow, requests would read a redirect's body whole, without a cap."""


class _Adapter(HTTPAdapter):
    """Connections that keep the exchange's deadline, while they read headers too."""

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **options)
        kind = pool.ConnectionCls
        if kind.response_class is not _TimedResponse:
            pool.ConnectionCls = type(kind.__name__, (kind,), {"response_class": _TimedResponse})
        return pool


class _TimedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        reader: Any = self.fp
        self.fp = io.BufferedReader(_Timed(reader.detach(), sock))

    def _read_status(self) -> tuple[Any, int, Any]:
        """The status line. Hints before the answer (102, 103) are passed over as `100 Continue` is."""
        version, status, reason = super()._read_status()  # type: ignore[misc]
        return version, http.client.CONTINUE if status in (102, 103) else status, reason


class _Timed(io.RawIOBase):
    """A connection's bytes: none of them after the deadline, however slowly they drip."""

    def __init__(self, raw: Any, sock: socket.socket) -> None:
        self._raw = raw
        self._sock = sock
        self._patience = sock.gettimeout() or math.inf

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> Any:
        left = _ENDS.get() - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        self._sock.settimeout(min(left, self._patience))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _reason(error: BaseException) -> str:
    """The innermost cause in a few words: what the system says, such as `Connection refused`."""
    cause = error
    while inner := next(
        (e for e in (*cause.args, getattr(cause, "reason", None)) if isinstance(e, BaseException)), None
    ):
        cause = inner
    text = " ".join(str(cause).split())
    system = _ERRNO.search(text)
    return system[1] if system else text.rpartition(": ")[2][:120] or type(cause).__name__
