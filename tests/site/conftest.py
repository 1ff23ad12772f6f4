"""The sample site, rendered to files, served on loopback, and driven by a real Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from jinja2 import Environment
from playwright.sync_api import Browser, Page, Request, sync_playwright

from catalog.render.assets import Assets
from catalog.render.environment import environment, render

from . import sample
from .compare_sample import OTHER_IDS
from .explorer_sample import sample_data

ROOT = Path(__file__).parents[2]
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PREFIXES = ("/", "/x/", "/a/b/")
"""Sub-paths under which the very same files must work."""

Open = Callable[..., Page]
"""Opens an address of the sample site in a page of its own."""


@pytest.fixture(scope="session")
def templates() -> Environment:
    """Give the project's templates."""
    return environment(ROOT / "templates")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, templates: Environment) -> Path:
    """Give the sample pages and the assets as files, as they would be published."""
    out = tmp_path_factory.mktemp("site")
    for path, content in Assets(ROOT / "site").files.items():
        asset = out / "assets" / "d1" / path
        asset.parent.mkdir(parents=True, exist_ok=True)
        asset.write_bytes(content)
    for address, context in sample.PAGES.items():
        file = out / address if address.endswith(".html") else out / address / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(render(templates, context), encoding="utf-8")
    file = out / sample.EXPLORER.catalog
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(sample_data())
    (out / "compare/other-ids.json").write_bytes(OTHER_IDS)
    for data in (out / "api/v1/disagreements.json", out / "api/v1/changes.json", out / "feeds/changes.atom"):
        data.parent.mkdir(parents=True, exist_ok=True)
        data.write_text("{}", encoding="utf-8")
    return out


class _Handler(SimpleHTTPRequestHandler):
    """Serves the same folder under several sub-paths, in silence."""

    def translate_path(self, path: str) -> str:
        for prefix in sorted(PREFIXES, key=len, reverse=True):
            if path.startswith(prefix):
                return super().translate_path("/" + path.removeprefix(prefix))
        return super().translate_path(path)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base's own name
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder under every sub-path; gives the server's address."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = Thread(target=running.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """Give the address of a server on loopback."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a Chromium of this machine; without one the test is skipped, or fails where one is required."""
    named = os.environ.get("MODELATLAS_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found or not Path(found).exists():
        missing = "no Chromium here: set MODELATLAS_CHROMIUM to the path of one"
        if os.environ.get("MODELATLAS_REQUIRE_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[Open]:
    """Give a way to open pages; one that says anything on the console, or fails to load a file, fails the test."""
    contexts = []
    said: list[str] = []

    def failed(request: Request) -> None:
        # A test that is over closes its page, and with it what was still on its way.
        if request.failure != "net::ERR_ABORTED":
            said.append(f"failed: {request.url} ({request.failure})")

    def open_(address: str, *, prefix: str = "/", width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        opened = context.new_page()
        opened.on("console", lambda message: said.append(message.text))
        opened.on("pageerror", lambda error: said.append(str(error)))
        if options.get("java_script_enabled", True):  # without, Chromium drops what it began to preload
            opened.on("requestfailed", failed)
        opened.on(
            "request",
            lambda request: (
                said.append(f"off origin: {request.url}") if not request.url.startswith((server, "data:")) else None
            ),
        )
        opened.goto(server + prefix + address)
        return opened

    yield open_
    for context in contexts:
        context.close()
    assert said == []


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds on a page as it is, by some rules or by all: each with the first element that breaks it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    of_rules = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], **of_rules})
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found["violations"]]


def overflow(page: Page) -> int:
    """By how many pixels a page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
