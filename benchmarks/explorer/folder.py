"""A published folder with an explorer over made-up models, and a server that sends it compressed, as hosts do."""

import gzip
import mimetypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from catalog.render.assets import Assets
from catalog.render.contexts import Page
from catalog.render.environment import environment, render
from catalog.render.explorer_data import data_path, explorer_data
from catalog.render.explorer_models import ExplorerModel
from catalog.render.explorer_page import explorer, labels
from catalog.resources import resource

SOURCES = {"openrouter": "OpenRouter API", "litellm": "LiteLLM", "models_dev": "models.dev", "arena": "Arena (LMArena)"}
ANSWERED = "2026-07-31T12:00:00Z"
TEXT = {".html", ".js", ".css", ".json", ".svg"}


def publish(models: Sequence[ExplorerModel], folder: Path) -> Path:
    """Write the explorer over models as it would be published; gives the file that its scripts read."""
    assets = Assets(resource("site"))
    told = labels(SOURCES)
    data = explorer_data(models, told)
    files = {assets.path + path: content for path, content in assets.files.items()}
    page = Page("Model Atlas", "Made-up models.", "https://atlas.example/", "", assets.path, None)
    context = explorer(models, page, ANSWERED, data_path(data))
    html = render(environment(resource("templates")), context)
    files |= {data_path(data): data, "index.html": html.encode()}
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder / data_path(data)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback, text compressed as GitHub Pages does it; gives the address."""

    @cache
    def answer(path: str) -> tuple[bytes, str, bool] | None:
        file = folder / (path.split("?", maxsplit=1)[0].lstrip("/") or "index.html")
        if not file.is_file():
            return None
        packed = file.suffix in TEXT
        content = gzip.compress(file.read_bytes(), 6) if packed else file.read_bytes()
        return content, mimetypes.guess_type(file.name)[0] or "application/octet-stream", packed

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = answer(self.path)
            content, kind, packed = found or (b"", "text/plain", False)
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "max-age=600")
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's own name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
