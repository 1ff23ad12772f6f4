"""Reads a published folder as a browser would find it: links, titles, markup."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import html5lib

ROOT = "http://site/"


def pages(folder: Path) -> list[Path]:
    """Every HTML page of a published folder."""
    return sorted(folder.rglob("*.html"))


def kinds(folder: Path) -> dict[str, str]:
    """The largest page of each kind, by the kind: the folder it is in, how deep, and whether it has a twin.

    A kind of page that is new is in it by itself.
    """
    found: dict[str, Path] = {}
    for page in sorted(pages(folder), key=lambda page: page.stat().st_size):
        first, *more = page.relative_to(folder).parts
        found["/".join([first, *("*" for _ in more[:-1])]) + (" twin" * page.with_name("index.md").exists())] = page
    return {kind: page.relative_to(folder).as_posix().removesuffix("index.html") for kind, page in found.items()}


def documents(page: Path) -> list[dict[str, Any]]:
    """What a page says of itself as JSON-LD."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.read_text(encoding="utf-8"), re.S)
    return [json.loads(text) for text in found]


def broken_links(folder: Path) -> list[str]:
    """Links and files that a page names and that are not there, as `page -> address`; fragments too."""
    broken = []
    ids = {page: set(re.findall(r'\sid="([^"]*)"', page.read_text(encoding="utf-8"))) for page in pages(folder)}
    for page in pages(folder):
        at = ROOT + page.relative_to(folder).as_posix()
        for address in re.findall(r'(?:href|src)="([^"]*)"', page.read_text(encoding="utf-8")):
            target = urlsplit(urljoin(at, unescape(address)))
            if f"{target.scheme}://{target.netloc}/" != ROOT:
                continue
            path = folder / unquote(target.path.lstrip("/"))
            file = path / "index.html" if target.path.endswith("/") else path
            if not file.is_file() or (target.fragment and unquote(target.fragment) not in ids.get(file, ())):
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
