"""The list of all pages, for search engines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from catalog.addresses import link

MOST = 50_000
"""So many addresses a list may have; of more, several lists are made and one that names them.
https://www.sitemaps.org/protocol.html#index"""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sitemap(base_url: str, paths: Sequence[str], most: int = MOST) -> Iterator[tuple[str, bytes]]:
    """Every page's address, in an order of its own: the files, by path."""
    addresses = sorted(base_url + link(path.removesuffix("index.html")) for path in paths if path.endswith(".html"))
    if len(addresses) <= most:
        yield "sitemap.xml", _listed("urlset", "url", addresses)
        return
    parts = [addresses[start : start + most] for start in range(0, len(addresses), most)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield "sitemap.xml", _listed("sitemapindex", "sitemap", [base_url + name for name in names])
    for name, part in zip(names, parts, strict=True):
        yield name, _listed("urlset", "url", part)


def robots(base_url: str) -> bytes:
    """Every robot may read all, and finds the list of pages."""
    return f"User-agent: *\nAllow: /\nSitemap: {base_url}sitemap.xml\n".encode()


def _listed(root: str, item: str, addresses: Iterable[str]) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines += [f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    lines += [f"<{item}><loc>{escape(_NOT_XML.sub('', address))}</loc></{item}>" for address in addresses]
    return ("\n".join([*lines, f"</{root}>"]) + "\n").encode()
