"""A server on loopback that answers as it is told, with every fault that a real one may have."""

import gzip
import json
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass
class Reply:
    """One answer, with its faults."""

    body: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_seconds: float = 0
    drip_seconds: float = 0
    """Pause after each byte of the body."""
    claim_length: int | None = None
    """A Content-Length that is not the body's."""
    endless: bool = False
    chunked: bool = False
    """In two pieces, each with its length before it, and no Content-Length."""
    cut: bool = False
    """Chunked, but the connection ends within the second piece."""
    header_drip_seconds: float = 0
    """A header that never ends: pause after each letter of it."""
    drop: bool = False
    """Close the connection instead of answering."""
    raw: bytes | None = None
    """What goes over the wire instead of an answer, as it is."""
    then: Iterable[bytes] = ()
    """What goes on after `raw`: without an end where it has none. Nothing but waiting where it is `STALL`."""
    reset: bool = False
    """End the connection with a reset."""


STALL: tuple[bytes, ...] = (b"",)
"""Nothing more comes, and the connection stays open."""


def reply(answer: Any = None, **more: Any) -> Reply:
    """A reply from bytes, or from something to be written as JSON."""
    if isinstance(answer, Reply):
        return answer
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return Reply(body, **more)


def packed(body: bytes, **more: Any) -> Reply:
    """A gzip-compressed reply."""
    return Reply(gzip.compress(body), headers={"Content-Encoding": "gzip"}, **more)


def bomb(size: int, **more: Any) -> Reply:
    """A small reply that unpacks to so many bytes."""
    return packed(bytes(size), **more)


def redirect(target: str, status: int = 302) -> Reply:
    """A reply that leads elsewhere."""
    return Reply(b"", status, headers={"Location": target})


@dataclass
class Asked:
    """A request that came."""

    path: str
    headers: dict[str, str]
    body: bytes = b""
    """What was sent along."""


Route = Reply | Sequence[Reply] | Callable[[Asked], Reply]


class Upstream:
    """Serves routes by path (with or without query); a list of replies is given one after another."""

    def __init__(self, routes: Mapping[str, Any] | None = None) -> None:
        self.routes: dict[str, Any] = dict(routes or {})
        self.asked: list[Asked] = []
        self._turns: dict[str, int] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> "Upstream":
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def address(self) -> str:
        """The server's address, without a slash at its end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def mirrors(self) -> dict[str, str]:
        """Mirrors that lead every https address here: `/openrouter.ai/api/...`."""
        return {"https://": f"{self.address}/"}

    def paths(self) -> list[str]:
        """The paths that were asked for, in their order."""
        return [asked.path for asked in self.asked]

    def answer(self, asked: Asked) -> Reply:
        """The reply that is due."""
        with self._lock:
            self.asked.append(asked)
            key = asked.path if asked.path in self.routes else asked.path.partition("?")[0]
            route = self.routes.get(key, Reply(b"not here", 404))
            turn = self._turns.get(key, 0)
            self._turns[key] = turn + 1
        if callable(route):
            route = route(asked)
        if isinstance(route, (list, tuple)):
            return reply(route[min(turn, len(route) - 1)])
        return reply(route)


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, upstream: Upstream) -> None:
        self.upstream = upstream
        self.stopping = threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no error of the server's."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]
    protocol_version = "HTTP/1.1"
    timeout = 5

    def do_POST(self) -> None:
        """Take what is sent, and answer as if it had been asked for."""
        self.do_GET()

    def do_GET(self) -> None:
        """Answer, faults and all."""
        self.close_connection = True
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, sent)
        found = self.server.upstream.answer(asked)
        if found.delay_seconds:
            self.server.stopping.wait(found.delay_seconds)
        if found.drop:
            return
        if found.raw is not None:
            self._send_raw(found)
            return
        self.send_response(found.status)
        if found.header_drip_seconds:
            self._drip_header(found.header_drip_seconds)
            return
        for name, value in found.headers.items():
            self.send_header(name, value)
        if found.chunked or found.cut:
            self.send_header("Transfer-Encoding", "chunked")
        elif not found.endless and found.status != 304:
            length = len(found.body) if found.claim_length is None else found.claim_length
            self.send_header("Content-Length", str(length))
        self.send_header("Connection", "close")
        self.end_headers()
        self._send(found)

    def _send_raw(self, found: Reply) -> None:
        self.wfile.write(found.raw or b"")
        for piece in found.then:
            if self.server.stopping.is_set():
                return
            if not piece:
                self.server.stopping.wait(5)
                return
            self.wfile.write(piece)
        if found.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())

    def _send(self, found: Reply) -> None:
        if found.drip_seconds:
            for byte in found.body:
                if self.server.stopping.is_set():
                    return
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(found.drip_seconds)
            return
        if found.chunked or found.cut:
            self._send_chunks(found)
            return
        self.wfile.write(b"" if found.status == 304 else found.body)
        while found.endless and not self.server.stopping.is_set():
            self.wfile.write(b"x" * 65536)

    def _send_chunks(self, found: Reply) -> None:
        half = len(found.body) // 2
        pieces = [found.body[:half], found.body[half:]]
        whole = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces if piece)
        self.wfile.write(whole[:-3] if found.cut else whole + b"0\r\n\r\n")

    def _drip_header(self, seconds: float) -> None:
        self.flush_headers()
        self.wfile.write(b"X-Slow: ")
        while not self.server.stopping.wait(seconds):
            self.wfile.write(b"x")
            self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing a request."""
