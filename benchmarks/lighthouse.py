"""Lighthouse on a phone over a built site: explorer, a model page and a comparison, each to reach 100 four times.

`python -m benchmarks.lighthouse [_site]` serves the folder on loopback as a static host would: compressed, its
assets cached for good. Lighthouse itself is installed with npm into `.benchmarks/lighthouse/`; where npm or
Chromium is missing it says so, and measures nothing.
"""

import argparse
import functools
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.explorer.browser import browser_path
from catalog.serve import Handler

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".benchmarks/lighthouse"
VERSION = "12.8.2"
GOAL = 100
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".md")
CHROME = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-sync --no-first-run"


class Page(NamedTuple):
    """A page to measure."""

    name: str
    address: str
    """Below the site's root."""


class Report(NamedTuple):
    """What Lighthouse says of a page: the median of each score, and what missed in any run."""

    scores: tuple[int, ...]
    missed: tuple[str, ...]


class _Host(Handler):
    """The site as a static host gives it: compressed, its assets cached for good."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A file, compressed where it is text."""
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            self.send_error(404)
            return
        packed = file.suffix in COMPRESSED
        body = gzip.compress(file.read_bytes(), 6, mtime=0) if packed else file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", f"{self.guess_type(str(file)).split(';')[0]}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", f"max-age={31_536_000 if '/assets/' in self.path else 600}")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def hosted(site: Path) -> Iterator[str]:
    """Serve a folder on loopback; gives its address, ending in a slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Host, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def pages_of(site: Path) -> list[Page]:
    """The explorer, the model page of middle size, and a comparison of two models where the site has that page."""
    by_size = sorted(site.glob("models/*/*/index.html"), key=lambda file: (file.stat().st_size, str(file)))
    models = [file for file in by_size if (file.parent / "index.md").exists()]
    told = json.loads((site / "api/v1/models/all.json").read_bytes())["models"]
    active = [row["id"] for row in told if row["status"] == "active"][:2]
    found = [Page("explorer", "")]
    found.append(Page("model", models[len(models) // 2].parent.relative_to(site).as_posix() + "/"))
    if (site / "compare/index.html").exists():
        found.append(Page("compare", "compare/?" + "&".join(f"id={id_}" for id_ in active)))
    return found


def lighthouse() -> Path | None:
    """The program, installed where it is not there yet; None where npm is missing or cannot install it."""
    program = FOLDER / "node_modules/lighthouse/cli/index.js"
    if not program.exists() and shutil.which("npm"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", FOLDER, f"lighthouse@{VERSION}"]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return program if program.exists() and shutil.which("node") else None


def measured(program: Path, browser: str, address: str, runs: int) -> Report:
    """Run Lighthouse so many times over an address."""
    told = [_run(program, browser, address) for _ in range(runs)]
    scores = tuple(
        round(statistics.median(100 * (one["categories"][name]["score"] or 0) for one in told)) for name in CATEGORIES
    )
    return Report(scores, tuple(dict.fromkeys(line for one in told for line in _missed(one))))


def _run(program: Path, browser: str, address: str) -> Any:
    command = [
        "node", program, address, "--quiet", "--output=json", f"--chrome-flags={CHROME}",
        f"--only-categories={','.join(CATEGORIES)}",
    ]  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, env={**os.environ, "CHROME_PATH": browser})
    return json.loads(done.stdout)


def _missed(told: Any) -> Iterator[str]:
    """Audits that count and are not passed, each with its first elements."""
    for category in CATEGORIES:
        for audit in told["categories"][category]["auditRefs"]:
            found = told["audits"][audit["id"]]
            if not audit["weight"] or found["score"] is None or found["score"] >= 0.995:
                continue
            items = found.get("details", {}).get("items", [])
            nodes = [item["node"].get("selector", "") for item in items if isinstance(item.get("node"), dict)]
            told_of = "; ".join([found.get("displayValue", ""), *nodes[:4]]).strip("; ")
            yield f"{category}: {audit['id']} {found['score']:.2f}: {found['title']} ({told_of})"


def main(words: Sequence[str] | None = None) -> int:
    """Print the scores of each page; 1 where one is below the goal."""
    parser = argparse.ArgumentParser(description="Lighthouse (mobile) over a built site.")
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "_site", help="the published folder")
    parser.add_argument("--runs", type=int, default=3, help="runs a page, of which the median counts")
    parser.add_argument("--page", action="append", help="an address below the root, in place of the three pages")
    asked = parser.parse_args(words)
    program, browser = lighthouse(), browser_path()
    if program is None or browser is None:
        print(f"lighthouse: not measured: {'npm with node' if program is None else 'Chromium'} is not here")
        return 0
    low = False
    with hosted(asked.site) as root:
        pages = [Page(address, address) for address in asked.page] if asked.page else pages_of(asked.site)
        for page in pages:
            report = measured(program, browser, root + page.address, asked.runs)
            low |= min(report.scores) < GOAL
            scores = "/".join(map(str, report.scores))
            print(f"{page.name:<9} {scores} (goal: {GOAL} each) {page.address}")
            print("".join(f"    {line}\n" for line in report.missed), end="", flush=True)
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
