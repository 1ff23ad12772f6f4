"""What a visitor of the explorer feels, in a real Chromium: what it loads, how soon it answers, how it scrolls."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE = 4
"""So many times slower is the processor of a middling phone."""
TYPED = ("quai 3.5", "instruct 7b", "zz")
PAUSE_MS = 90
"""Between two keys of somebody who types fast."""
FRAMES = 120
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1638.4 * 128, "uploadThroughput": 675 * 128}
"""Bytes a second; the network that Lighthouse takes for a phone."""

WATCH = """
  window.paints = {lcp: 0, cls: 0};
  new PerformanceObserver((list) => list.getEntries().forEach((it) => paints.lcp = it.startTime))
    .observe({type: "largest-contentful-paint", buffered: true});
  new PerformanceObserver((list) => list.getEntries().forEach((it) => paints.cls += it.hadRecentInput ? 0 : it.value))
    .observe({type: "layout-shift", buffered: true});
"""
LISTEN = """
  window.answers = [];
  addEventListener("keydown", ({timeStamp}) => requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => answers.push(performance.now() - timeStamp);
    after.port2.postMessage(0);
  }), {capture: true});
"""
# 40 to 200 pixels a frame: 7,200 a second, a fast flick.
SCROLL = """(frames) => new Promise((done) => {
  let scroller = document.querySelector("table");
  while (scroller && !(scroller.scrollHeight > scroller.clientHeight + 1 &&
    /auto|scroll/.test(getComputedStyle(scroller).overflowY))) scroller = scroller.parentElement;
  scroller ??= document.scrollingElement;
  const times = [];
  const step = (now) => {
    times.push(now);
    if (times.length > frames) return done(times.slice(1).map((time, index) => time - times[index]));
    scroller.scrollBy(0, 40 + 40 * (times.length % 5));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""


class Loaded(NamedTuple):
    """A first visit."""

    kilobytes: float
    """Of everything that was loaded, compressed, without headers."""
    files: int
    lcp_seconds: float
    cls: float


class Keys(NamedTuple):
    """How soon keys are answered."""

    times: list[float]
    """Milliseconds from each key to the frame that shows what it finds, the longest last."""
    work: float
    """Milliseconds of scripts, style and layout a key."""


def browser_path() -> str | None:
    """The Chromium that is named or on the path."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("MODELATLAS_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium of this machine."""
    path = browser_path()
    if not path:
        raise SystemExit("no Chromium here: set MODELATLAS_CHROMIUM to the path of one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def first_load(browser: Browser, address: str) -> Loaded:
    """A first visit by phone: slow processor, slow network, nothing in the cache."""
    with _opened(browser, width=412) as (page, session):
        sizes: dict[str, int] = {}
        session.send("Network.enable")
        session.on("Network.dataReceived", lambda told: _add(sizes, told["requestId"], told["encodedDataLength"]))
        session.send("Network.emulateNetworkConditions", SLOW_4G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": PHONE})
        page.add_init_script(WATCH)
        page.goto(address)
        _settle(page)
        paints = page.evaluate("paints")
        return Loaded(sum(sizes.values()) / 1000, len(sizes), paints["lcp"] / 1000, paints["cls"])


def keystrokes(browser: Browser, address: str, slower: int) -> Keys:
    """What is typed and deleted again, on a processor so many times slower."""
    with _opened(browser) as (page, session):
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(address)
        _settle(page)
        page.evaluate(LISTEN)
        page.get_by_role("searchbox").first.focus()
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        before = _work(session)
        for text in TYPED:
            page.keyboard.type(text, delay=PAUSE_MS)
            for _ in text:
                page.keyboard.press("Backspace", delay=PAUSE_MS)
        page.wait_for_timeout(300)
        found: list[float] = page.evaluate("answers")
        return Keys(sorted(found), (_work(session) - before) / len(found))


def frames(browser: Browser, address: str) -> list[float]:
    """Milliseconds of each frame while the table is scrolled, on a phone's processor, the longest last."""
    with _opened(browser) as (page, session):
        page.goto(address)
        _settle(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": PHONE})
        page.wait_for_timeout(500)
        found: list[float] = page.evaluate(SCROLL, FRAMES)
        return sorted(found)


def _work(session: CDPSession) -> float:
    """Milliseconds that the page's thread has spent on scripts, style and layout, whatever else the machine did."""
    told = {it["name"]: it["value"] for it in session.send("Performance.getMetrics")["metrics"]}
    return 1000 * sum(float(told[f"{name}Duration"]) for name in ("Script", "RecalcStyle", "Layout"))


@contextmanager
def _opened(browser: Browser, width: int = 1280) -> Iterator[tuple[Page, CDPSession]]:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    yield page, context.new_cdp_session(page)
    context.close()


def _settle(page: Page) -> None:
    """Wait until the explorer shows what the address asks for."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function("document.documentElement.classList.contains('ready')")
    page.wait_for_timeout(300)


def _add(sizes: dict[str, int], request: str, size: int) -> None:
    sizes[request] = sizes.get(request, 0) + size
