"""`serve`: the built site on loopback, as any static host would serve it."""

import functools
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from catalog.terminal import Settings


class Handler(SimpleHTTPRequestHandler):
    """Serves files without a directory listing, and 404.html for what is not there."""

    extensions_map = {  # noqa: RUF012 - the base class's own shape
        **SimpleHTTPRequestHandler.extensions_map,
        ".atom": "application/atom+xml",
        ".js": "text/javascript",
        ".md": "text/markdown; charset=utf-8",
        ".db": "application/vnd.sqlite3",
    }

    def list_directory(self, path: Any) -> None:
        """No listings: a folder without an index is not a page."""
        self.send_error(404)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """404.html in place of the built-in page."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing a request."""


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of a folder on loopback; port 0 takes any free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), functools.partial(Handler, directory=str(folder)))


def run_serve(settings: "Settings", port: int) -> int:
    """Serve until interrupted."""
    out = settings.config.out
    if not (out / "index.html").exists():
        settings.warn(f"{out}: there is no site yet; run `modelatlas refresh` first")
        return 1
    try:
        running = server(out, port)
    except (OSError, OverflowError) as error:
        settings.warn(f"port {port}: {error}")
        return 1
    with running:
        click.echo(f"http://127.0.0.1:{running.server_address[1]}/")
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            settings.tell("stopped")
    return 0
