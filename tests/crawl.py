"""Reads a published folder as a browser would find it: links, titles, markup."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import html5lib

ROOT = "http://site/"


def pages(folder: Path) -> list[Path]:
    """Every HTML page of a published folder."""
    return sorted(folder.rglob("*.html"))


def broken_links(folder: Path) -> list[str]:
    """Links and files that a page names and that are not there, as `page -> address`."""
    broken = []
    for page in pages(folder):
        at = ROOT + page.relative_to(folder).as_posix()
        for address in re.findall(r'(?:href|src)="([^"]*)"', page.read_text(encoding="utf-8")):
            target = urlsplit(urljoin(at, unescape(address)))
            if f"{target.scheme}://{target.netloc}/" != ROOT:
                continue
            path = folder / unquote(target.path.lstrip("/"))
            if not (path / "index.html" if target.path.endswith("/") else path).is_file():
                broken.append(f"{page.relative_to(folder)} -> {address}")
    return broken


def twice(folder: Path, pattern: str) -> list[str]:
    """What a pattern finds on more than one page."""
    seen: set[str] = set()
    found = [match[1] for page in pages(folder) for match in re.finditer(pattern, page.read_text(encoding="utf-8"))]
    return [text for text in found if text in seen or seen.add(text)]  # type: ignore[func-returns-value]


def markup_errors(page: Path) -> list[str]:
    """What html5lib finds wrong with a page."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page.read_text(encoding="utf-8"))
    return [f"{page.name}: {error}" for error in parser.errors]
