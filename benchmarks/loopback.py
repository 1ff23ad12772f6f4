"""A server on loopback in the place of all others, which takes its time for each answer."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

LATENCY_SECONDS = 0.05

Answers = Callable[[str], bytes | None]
"""What a path gives, without its query; None where there is nothing."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 64
    daemon_threads = True


@contextmanager
def upstream(answers: Answers) -> Iterator[str]:
    """Serve answers as JSON, each after 50 ms; gives the server's address, for a mirror of `https://`."""

    class Handler(BaseHTTPRequestHandler):
        """Answers, and keeps the connection."""

        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body go out together: apart, the second would wait for the first to be confirmed

        def do_GET(self) -> None:
            """Answer."""
            time.sleep(LATENCY_SECONDS)
            found = answers(self.path.partition("?")[0])
            body = b"{}" if found is None else found
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *words: object) -> None:  # noqa: A002 - its name there
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
