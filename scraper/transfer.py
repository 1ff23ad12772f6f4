"""One exchange with a server: redirects by hand, a deadline, and caps on what comes and what it unpacks to."""

import ipaddress
import re
import time
import zlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from scraper.mirrors import Mirrors, is_loopback

_CHUNK = 64 * 1024
_ERRNO = re.compile(r"\[Errno -?\d+\] ([^)\]]+)")
_REDIRECTS = (301, 302, 303, 307, 308)


class Limits(NamedTuple):
    """What one exchange may cost."""

    connect_seconds: float
    read_seconds: float
    deadline_seconds: float
    max_bytes_received: int
    max_bytes_unpacked: int
    max_redirects: int


class Answer(NamedTuple):
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    """Names in small letters."""
    body: bytes


class TransferError(Exception):
    """An exchange that failed; `again` tells whether trying again may help."""

    def __init__(self, detail: str, again: bool = True, status: int = 0) -> None:
        self.again = again
        self.status = status
        super().__init__(detail)


class Turn(Protocol):
    """Waits for a host's turn."""

    def __call__(self, url: str) -> None:
        """Wait, if that address's host is asked too often."""
        ...


def exchange(
    session: requests.Session, url: str, headers: Mapping[str, str], limits: Limits, mirrors: Mirrors, turn: Turn
) -> Answer:
    """Ask an address (the source's own) and read the answer whole. Raises TransferError."""
    ends = time.monotonic() + limits.deadline_seconds
    asked = mirrors.apply(url)
    for _ in range(limits.max_redirects + 1):
        turn(asked)
        with _ask(session, asked, headers, limits) as response:
            target = response.headers.get("Location")
            if response.status_code not in _REDIRECTS or target is None:
                names = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, names, _read(response, limits, ends))
        asked = _redirected(asked, target, mirrors)
    raise TransferError(f"more than {limits.max_redirects} redirects", again=False)


def _ask(session: requests.Session, url: str, headers: Mapping[str, str], limits: Limits) -> requests.Response:
    proxies = {"http": "", "https": ""} if is_loopback(url) else None
    timeouts = (limits.connect_seconds, limits.read_seconds)
    try:
        return session.get(url, headers=headers, timeout=timeouts, stream=True, allow_redirects=False, proxies=proxies)
    except requests.Timeout as error:
        raise TransferError(f"timed out after {_seconds(error, limits):g} s") from error
    except requests.ConnectionError as error:
        raise TransferError(f"no connection ({_reason(error)})") from error
    except (requests.RequestException, ValueError) as error:
        raise TransferError(str(error), again=False) from error


def _redirected(asked: str, target: str, mirrors: Mirrors) -> str:
    """Where a redirect leads. A public address may not lead into this machine or a private network."""
    absolute = urljoin(asked, target)
    if urlsplit(absolute).scheme not in ("http", "https"):
        raise TransferError(f"redirects to {absolute[:200]!r}, which is no http(s) address", again=False)
    led = mirrors.apply(absolute)
    if led == absolute and not is_loopback(asked) and _is_private(absolute):
        raise TransferError(f"redirects to the private address {absolute[:200]!r}", again=False)
    return led


def _is_private(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return is_loopback(url) or host.endswith((".localhost", ".local", ".internal"))
    return not address.is_global


def _read(response: requests.Response, limits: Limits, ends: float) -> bytes:
    unpack = _unpacker(response.headers.get("Content-Encoding", ""))
    body = bytearray()
    received = 0
    for chunk in _chunks(response, limits):
        received += len(chunk)
        if received > limits.max_bytes_received:
            raise TransferError(f"more than {limits.max_bytes_received:,} bytes", again=False)
        body += unpack.feed(chunk, limits.max_bytes_unpacked - len(body))
        if time.monotonic() > ends:
            raise TransferError(f"not finished after {limits.deadline_seconds:g} s")
    if not unpack.done:
        raise TransferError("the compressed answer breaks off")
    expected = response.headers.get("Content-Length", "")
    if expected.isdecimal() and received != int(expected):
        raise TransferError(f"{received:,} of {int(expected):,} bytes came")
    return bytes(body)


def _chunks(response: requests.Response, limits: Limits) -> Iterator[bytes]:
    """The body as it comes over the wire, still packed."""
    raw: urllib3.BaseHTTPResponse = response.raw
    try:
        while chunk := raw.read1(_CHUNK, decode_content=False):
            yield chunk
    except urllib3.exceptions.ReadTimeoutError as error:
        raise TransferError(f"timed out after {limits.read_seconds:g} s") from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise TransferError(f"the answer breaks off ({_reason(error)})") from error


class _Unpacker:
    """Unpacks gzip or deflate piece by piece, or passes on what is not packed."""

    def __init__(self, window: int | None) -> None:
        self._packed = None if window is None else zlib.decompressobj(window)
        self._begun = False

    def feed(self, chunk: bytes, room: int) -> bytes:
        """The next piece unpacked. Raises TransferError where it would not fit into the room."""
        self._begun = True
        try:
            out = chunk if self._packed is None else self._packed.decompress(chunk, room + 1)
        except zlib.error as error:
            raise TransferError(f"the compressed answer is damaged ({error})") from error
        if len(out) > room:
            raise TransferError("it unpacks to more than is allowed", again=False)
        return out

    @property
    def done(self) -> bool:
        """Whether nothing is missing at the end."""
        return self._packed is None or self._packed.eof or not self._begun


def _unpacker(encoding: str) -> _Unpacker:
    windows = {"": None, "identity": None, "gzip": 31, "x-gzip": 31, "deflate": 15}
    name = encoding.strip().lower()
    if name not in windows:
        raise TransferError(f"unknown content encoding {encoding[:40]!r}", again=False)
    return _Unpacker(windows[name])


def _seconds(error: requests.Timeout, limits: Limits) -> float:
    return limits.connect_seconds if isinstance(error, requests.ConnectTimeout) else limits.read_seconds


def _reason(error: BaseException) -> str:
    """The innermost cause in a few words: what the system says, such as `Connection refused`."""
    cause: BaseException = error
    while cause.args and isinstance(cause.args[0], BaseException):
        cause = cause.args[0]
    text = str(getattr(cause, "reason", None) or cause)
    system = _ERRNO.search(text)
    return system[1] if system else text.rpartition(": ")[2][:120] or type(cause).__name__
