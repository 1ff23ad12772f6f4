"""An upstream on loopback whose answers change a little each night: what the kill test and the soak are run against.

A night's answers follow from its number alone. Prices step, models come and go, every fifth night is like the one
before; one seller's page fails on some nights and is a login on others.
"""

import hashlib
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple

SOURCES = ("openrouter", "deepseek_pricing", "haimaker", "zai_pricing")
FIRST = datetime(2026, 3, 1, 3, tzinfo=UTC)
"""Before the bundled snapshot: that sets no measure of how long a list should be."""
API = "/openrouter.ai/api/v1"
DEEPSEEK, ZAI, HAIMAKER = (
    "/api-docs.deepseek.com/quick_start/pricing", "/docs.z.ai/guides/overview/pricing", "/haimaker.ai/models"
)  # fmt: skip
FAILS_EVERY, ODD_EVERY, STILL_EVERY = 7, 11, 5
"""Every so many nights a seller's page fails, is a login, and nothing changes at all."""


class Reply(NamedTuple):
    """A status with a body."""

    status: int
    body: bytes


def at(night: int) -> datetime:
    """When a night's run begins."""
    return FIRST + timedelta(days=night)


def content_of(night: int) -> int:
    """The night whose answers a night has: the one before where nothing changes."""
    return night - 1 if night % STILL_EVERY == STILL_EVERY - 1 else night


def reply(path: str, night: int, models: int) -> Reply:
    """What an address answers."""
    bare, told = path.partition("?")[0], content_of(night)
    if bare == f"{API}/models":
        rows = [_model(number, told) for number in range(models) if _is_listed(number, told)]
        return _json({"data": rows, "total_count": len(rows), "links": {"next": None}})
    if bare == f"{API}/providers":
        return _json({"data": [{"name": "Novita", "slug": "novita", "headquarters": "US", "datacenters": ["US"]}]})
    if bare.startswith(f"{API}/models/acme/") and bare.endswith("/endpoints"):
        return _endpoints(int(bare.split("/")[-2].removeprefix("m")), told)
    if bare == DEEPSEEK:
        return _page("Models and prices", _deepseek(told))
    if bare == HAIMAKER:
        return _page("Model catalog", _haimaker(told, models))
    if bare == ZAI:
        return _zai(night, told)
    return Reply(404, b"not here")


@contextmanager
def upstream(models: int) -> Iterator["Upstream"]:
    """A server that answers as of the night it is told."""
    server = Upstream(models)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Upstream(ThreadingHTTPServer):
    """The server; `night` is set before each run."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, models: int) -> None:
        self.models = models
        self.night = 0
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def mirrors(self) -> str:
        """What leads every address here, for `MODELATLAS_MIRRORS`."""
        return f"https://=http://127.0.0.1:{self.server_address[1]}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no error of the server's."""


class _Handler(BaseHTTPRequestHandler):
    server: Upstream
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer, or confirm what the client has."""
        found = reply(self.path, self.server.night, self.server.models)
        etag = f'"{hashlib.sha256(found.body).hexdigest()[:16]}"'
        same = found.status == 200 and self.headers.get("If-None-Match") == etag
        body = b"" if same else found.body
        self.send_response_only(304 if same else found.status)
        self.send_header("Date", format_datetime(at(self.server.night), usegmt=True))
        self.send_header("ETag", etag)
        if not same:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *words: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


def _json(answer: Any) -> Reply:
    return Reply(200, json.dumps(answer).encode())


def _page(title: str, body: str) -> Reply:
    head = f"<!doctype html><html lang='en'><head><title>{title}</title></head>"
    return Reply(200, f"{head}<body><h1>{title}</h1>{body}</body></html>".encode())


@cache
def _steps(what: str, night: int, share: float) -> int:
    """How often a thing changed up to a night."""
    if night < 0:
        return 0
    changed = random.Random(f"{what} {night}").random() < share  # noqa: S311 - made-up answers
    return _steps(what, night - 1, share) + changed


def _is_listed(number: int, night: int) -> bool:
    """One model in fifteen is away, each for a while."""
    return (night + 7 * number) % 60 >= 4


def _cents(what: str, night: int, share: float = 0.05) -> int:
    """A price in cents, which goes up and down by a few."""
    return 100 + 3 * (_steps(what, night, share) % 8)


def _model(number: int, night: int) -> dict[str, Any]:
    id_ = f"acme/m{number}"
    cents = _cents(id_, night)
    return {
        "id": id_, "canonical_slug": id_, "hugging_face_id": None, "name": f"Acme: m{number}", "created": 1751300903,
        "description": "A made-up model.", "context_length": 123000,
        "architecture": {
            "modality": "text->text", "input_modalities": ["text"], "output_modalities": ["text"],
            "tokenizer": "Other", "instruct_type": None,
        },
        "pricing": {"prompt": f"0.{cents:08d}", "completion": f"0.{3 * cents:08d}"},
        "top_provider": {"context_length": 123000, "max_completion_tokens": 16000, "is_moderated": False},
        "per_request_limits": None, "supported_parameters": ["max_tokens", "tools"], "default_parameters": {},
        "supported_voices": None, "knowledge_cutoff": "2025-03-31", "expiration_date": None,
        "links": {"details": f"/api/v1/models/{id_}/endpoints"},
    }  # fmt: skip


def _endpoints(number: int, night: int) -> Reply:
    id_ = f"acme/m{number}"
    cents = _cents(f"{id_} novita", night)
    row = {
        "name": f"Novita | {id_}", "model_id": id_, "model_name": f"Acme: m{number}", "provider_name": "Novita",
        "tag": "novita/fp16", "context_length": 123000, "quantization": "fp16", "max_completion_tokens": 16000,
        "pricing": {"prompt": f"0.{cents:08d}", "completion": f"0.{3 * cents:08d}", "discount": 0},
        "max_prompt_tokens": None, "supported_parameters": ["max_tokens"], "status": 0,
    }  # fmt: skip
    return _json({"data": {"id": id_, "name": id_, "created": 1751300903, "description": "", "endpoints": [row]}})


def _deepseek(night: int) -> str:
    chat, reasoner = (_cents(f"deepseek {name}", night, 0.2) for name in ("chat", "reasoner"))
    return (
        "<p>Every price is in units of per 1M tokens.</p><table>"
        "<tr><td colspan='2'>MODEL</td><td>atlas-chat</td><td>atlas-reasoner</td></tr>"
        "<tr><td colspan='2'>CONTEXT LENGTH</td><td colspan='2'>64K</td></tr>"
        f"<tr><td rowspan='2'>PRICE</td><td>1M TOKENS INPUT (CACHE MISS)</td><td>${_usd(chat)}</td>"
        f"<td>${_usd(reasoner)}</td></tr>"
        f"<tr><td>1M TOKENS OUTPUT</td><td>${_usd(3 * chat)}</td><td>${_usd(3 * reasoner)}</td></tr></table>"
    )


def _haimaker(night: int, models: int) -> str:
    rows = "".join(
        f"<tr><td><a href='/models/acme/m{number}'>acme/m{number}</a></td><td>131K</td><td>${_usd(cents)}</td>"
        f"<td>${_usd(3 * cents)}</td></tr>"
        for number in range(0, models, 3)
        for cents in [_cents(f"haimaker {number}", night)]
    )
    return f"<table><tr><th>Model</th><th>Context</th><th>$in</th><th>$out</th></tr>{rows}</table>"


def _zai(night: int, told: int) -> Reply:
    if night % FAILS_EVERY == FAILS_EVERY - 1:
        return Reply(500, b"try later")
    if night % ODD_EVERY == ODD_EVERY - 1:
        return _page("Log in", "<form><input type='password' name='password'></form>")
    rows = "".join(
        f"<tr><td>GLM-9-{name}</td><td>${_usd(cents)}</td><td>$0.03</td><td>${_usd(3 * cents)}</td></tr>"
        for name in ("Air", "Max", "Plus", "Turbo", "Long")
        for cents in [_cents(f"glm {name}", told, 0.1)]
    )
    head = "<tr><th>Model</th><th>Input</th><th>Cached Input</th><th>Output</th></tr>"
    return _page("Prices", f"<h3>Text Models</h3><p>Prices per 1M tokens.</p><table>{head}{rows}</table>")


def _usd(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
