"""ModelsLab's addresses: which it has, and which of them a listing or a sitemap names.

Links are taken for their path alone: ModelsLab's own pages name the host of the service that renders
them (`….run.app`) where they mean themselves. What is asked is always an address on `modelslab.com`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import unescape

from bs4.element import Tag

from scraper.addresses import parts_of
from scraper.html import Page, text_of

SITE = "https://modelslab.com"
LISTING = f"{SITE}/models?feature=llmaster"
SITEMAP = f"{SITE}/sitemap.xml"
RENDERER = re.compile(r"modelslab-frontend-[a-z0-9-]+\.[a-z0-9-]+\.run\.app")
MAX_SITEMAP_BYTES = 20_000_000
MAX_SITEMAPS = 50

_NAME = r"[A-Za-z0-9][A-Za-z0-9._:@+-]{0,95}"
_PAGE = re.compile(rf"/models/(?P<provider>{_NAME})/(?P<id>{_NAME}?)(?P<end>/api\.md|/llms\.txt|/api|\.md|/)?")
_LOC = re.compile(r"<loc>\s*([^<>\s]{1,500})\s*</loc>")
_NO_PROVIDER = frozenset({"category", "categories", "tag", "tags", "page", "search"})
_NO_NAME = re.compile(r"\b(?:closed|open)[ -]source\b|^[$¥€£\d]|^view\b|^try\b", re.IGNORECASE)


class Link(NamedTuple):
    """A model that a listing names: its id, the name it is shown by, and the label of who serves it."""

    id: str
    name: str
    label: str


def kind_of(url: str) -> tuple[str, str]:
    """`listing`, `page` or `llms`, with the id `provider/model` for the last two; empty for another address."""
    address, _, query = url.partition("?")
    if address == f"{SITE}/models":
        return ("listing", "") if not query or "feature=llmaster" in query.split("&") else ("", "")
    match = _PAGE.fullmatch(address.removeprefix(SITE)) if address.startswith(SITE) else None
    kind = {"/api.md": "page", "/llms.txt": "llms"}.get(match["end"] or "", "") if match else ""
    return (kind, f"{match['provider']}/{match['id']}") if match and kind else ("", "")


def id_of(link: str) -> str:
    """The id `provider/model` that a link leads to, if it leads to a model's page on ModelsLab's own site."""
    try:
        parts = parts_of(link.strip(), LISTING)
    except ValueError:
        return ""
    own = parts.netloc in ("modelslab.com", "www.modelslab.com") or RENDERER.fullmatch(parts.netloc)
    match = _PAGE.fullmatch(parts.path) if own and parts.scheme in ("http", "https") else None
    if match is None or match["provider"] in _NO_PROVIDER:
        return ""
    return f"{match['provider']}/{match['id']}"


def links(page: Page) -> list[Link]:
    """The models that a listing names, in its order, none twice. Raises ShapeError where it names none."""
    listed = [tag for tag in page.soup.find_all("a", href=True) if tag.find_parent(["nav", "header", "footer"]) is None]
    labels = {_provider(str(tag["href"])): text_of(tag) for tag in listed}
    names: dict[str, str] = {}
    for tag in listed:
        id_ = id_of(str(tag["href"]))
        if id_:
            names[id_] = max(names.get(id_, ""), _shown(tag), key=len)
    if not names:
        raise page.error("a listing without a single model")
    return [Link(id_, name, labels.get(id_.partition("/")[0], "")) for id_, name in names.items()]


def following(page: Page, number: int) -> bool:
    """Whether a listing leads to its page of that number."""
    for tag in page.soup.find_all("a", href=True):
        parts = parts_of(str(tag["href"]), LISTING)
        if parts.path == "/models" and f"page={number}" in parts.query.split("&"):
            return True
    return False


def locations(body: bytes) -> list[str]:
    """The addresses that a sitemap names. Read by pattern: no entity but the usual five is ever expanded."""
    text = body[:MAX_SITEMAP_BYTES].decode("utf-8", errors="replace")
    return [unescape(found, {"&quot;": '"', "&apos;": "'"}) for found in _LOC.findall(text)]


def is_sitemap(url: str) -> bool:
    """Whether an address is a further sitemap of the same site."""
    parts = parts_of(url)
    own = parts.scheme == "https" and parts.netloc == "modelslab.com"
    return own and re.fullmatch(r"/[\w./-]+\.xml", parts.path) is not None


def _provider(link: str) -> str:
    """The provider whose own page a link leads to."""
    match = re.fullmatch(rf"/models/({_NAME})/?", parts_of(link, LISTING).path)
    return match[1] if match else ""


def _shown(tag: Tag) -> str:
    """The name in a link: its longest text that is no badge."""
    texts = [" ".join(str(text).split()) for text in _texts(tag)]
    return max((text for text in texts if len(text) > 2 and not _NO_NAME.search(text)), key=len, default="")


def _texts(tag: Tag) -> Iterator[str]:
    for image in [tag, *tag.find_all("img")]:
        if isinstance(image.get("alt"), str):
            yield str(image["alt"])
    yield from tag.stripped_strings
