"""The list of all pages, for search engines."""

import re
from collections.abc import Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sitemap(base_url: str, paths: Sequence[str]) -> bytes:
    """Every page's address, in an order of its own."""
    addresses = sorted(
        base_url + quote(path.removesuffix("index.html"), safe="/-._~@+=") for path in paths if path.endswith(".html")
    )
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines += ['<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    lines += [f"<url><loc>{escape(_NOT_XML.sub('', address))}</loc></url>" for address in addresses]
    return ("\n".join([*lines, "</urlset>"]) + "\n").encode()
