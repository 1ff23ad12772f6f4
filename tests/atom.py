"""Reads Atom feeds as the W3C's validator does: the grammar and the rules of RFC 4287, as far as our feeds use them.

Every element has its table of children and attributes; what is in none is an error. Rules that no grammar can say
(absolute addresses, times that exist, ids that are unique, an order) are functions of their own.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import html5lib

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ONE, ANY, MAYBE = (1, 1), (0, None), (0, 1)
CHILDREN = {
    "feed": {"id": ONE, "title": ONE, "updated": ONE, "author": (1, None), "link": (1, None), "entry": ANY,
             "subtitle": MAYBE, "rights": MAYBE, "icon": MAYBE, "logo": MAYBE, "generator": MAYBE, "category": ANY},
    "entry": {"id": ONE, "title": ONE, "updated": ONE, "published": MAYBE, "link": (1, None), "category": (1, None),
              "content": ONE, "summary": MAYBE, "author": ANY, "rights": MAYBE},
    "author": {"name": ONE, "uri": MAYBE, "email": MAYBE},
}  # fmt: skip
"""How often an element may stand in another one. Every other element holds text alone."""
ATTRIBUTES = {
    "feed": {LANG},
    "link": {"rel", "type", "href", "hreflang", "title", "length"},
    "category": {"term", "scheme", "label"},
    "content": {"type"},
    "title": {"type"},
    "summary": {"type"},
}
RELATIONS = {"alternate", "self", "via", "related", "enclosure"}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_MEDIA = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_URN = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Entry(NamedTuple):
    """An entry as a reader sees it."""

    id: str
    title: str
    updated: str
    link: str
    kinds: tuple[str, ...]
    html: str


def entries(content: bytes) -> list[Entry]:
    """The entries of a feed, in its order."""
    return [_entry(entry) for entry in ElementTree.fromstring(content).iter(f"{ATOM}entry")]  # noqa: S314 - our own


def errors(content: bytes, address: str) -> list[str]:
    """What is wrong with a feed that is published at an address."""
    if b"<!DOCTYPE" in content or b"<?xml-stylesheet" in content:
        return ["declares what a reader need not follow"]
    try:
        feed = ElementTree.fromstring(content)  # noqa: S314 - our own file
    except ElementTree.ParseError as error:
        return [f"is no XML: {error}"]
    if feed.tag != f"{ATOM}feed":
        return [f"is no feed but {feed.tag}"]
    return [*_shape(feed), *_values(feed), *_feed_rules(feed, address)]


def _entry(entry: Element) -> Entry:
    alternate = [link.get("href", "") for link in entry.iter(f"{ATOM}link") if link.get("rel") == "alternate"]
    kinds = tuple(category.get("term", "") for category in entry.iter(f"{ATOM}category"))
    told = (_text(entry, name) for name in ("id", "title", "updated"))
    return Entry(*told, alternate[0], kinds, _text(entry, "content"))


def _shape(element: Element) -> Iterator[str]:
    """Children and attributes that are missing, too many or of nobody's knowing."""
    name = element.tag.removeprefix(ATOM)
    for attribute in set(element.attrib) - ATTRIBUTES.get(name, set()):
        yield f"{name} has the attribute {attribute}"
    allowed = CHILDREN.get(name, {})
    counts = Counter(child.tag.removeprefix(ATOM) for child in element)
    yield from (f"{name} holds {child}" for child in counts if child not in allowed)
    for child, (least, most) in allowed.items():
        if counts[child] < least or (most is not None and counts[child] > most):
            yield f"{name} holds {counts[child]} of {child}"
    around = [element.text, *(child.tail for child in element)] if allowed else []
    if any((text or "").strip() for text in around):
        yield f"{name} holds text between elements"
    for child in element:
        yield from _shape(child)


def _values(feed: Element) -> Iterator[str]:
    """Times, addresses, ids and contents that are none."""
    for element in feed.iter():
        name, text = element.tag.removeprefix(ATOM), element.text or ""
        if name in ("updated", "published") and not _is_time(text):
            yield f"{name} is no time: {text}"
        if name == "id" and not _URN.fullmatch(text):
            yield f"id is no UUID: {text}"
        if name in ("title", "name") and not text.strip():
            yield f"{name} is empty"
        if name == "uri" and not _is_absolute(text):
            yield f"uri is not absolute: {text}"
        if name == "link":
            yield from _link(element)
        if name == "category" and not element.get("term"):
            yield "category has no term"
        if name == "content":
            yield from _html(element)


def _link(link: Element) -> Iterator[str]:
    if not _is_absolute(link.get("href", "")):
        yield f"link is not absolute: {link.get('href')}"
    if link.get("rel", "alternate") not in RELATIONS:
        yield f"link of no known relation: {link.get('rel')}"
    if not _MEDIA.fullmatch(link.get("type", "text/html")):
        yield f"link of no media type: {link.get('type')}"


def _html(content: Element) -> Iterator[str]:
    """What a reader would have to mend or to throw out of an entry's HTML."""
    if content.get("type") != "html":
        yield f"content is of the type {content.get('type')}"
        return
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    document = parser.parseFragment(content.text or "")
    yield from (f"content is no sound HTML: {error}" for error in parser.errors)
    for element in document.iter():
        if element.tag not in ("DOCUMENT_FRAGMENT", "ul", "li", "p", "a", "code"):
            yield f"content holds {element.tag}"
        if set(element.attrib) - {"href"}:
            yield f"content has the attributes {sorted(element.attrib)}"
        if "href" in element.attrib and urlsplit(str(element.attrib["href"])).scheme not in ("http", "https"):
            yield f"content leads to {element.attrib['href']}"


def _feed_rules(feed: Element, address: str) -> Iterator[str]:
    """What a feed is as a whole: its own address, ids that are unique, the newest first and as new as its newest."""
    own = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if own != [address]:
        yield f"says that it is at {own} and not at {address}"
    for holder in feed.iter():
        kinds = [
            (link.get("type"), link.get("hreflang"))
            for link in holder.findall(f"{ATOM}link")
            if link.get("rel", "alternate") == "alternate"
        ]
        if len(set(kinds)) < len(kinds):
            yield "has two alternates of one type and language"
        if holder.tag in (f"{ATOM}feed", f"{ATOM}entry") and not kinds:
            yield "has no alternate"
    ids = [element.text for element in feed.iter(f"{ATOM}id")]
    yield from (f"has the id {id_} twice" for id_, count in Counter(ids).items() if count > 1)
    times = [_text(entry, "updated") for entry in feed.findall(f"{ATOM}entry")]
    if times != sorted(times, reverse=True):
        yield "has not the newest entry first"
    if times and _text(feed, "updated") != times[0]:
        yield "is not as new as its newest entry"


def _text(element: Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}", "")


def _is_time(text: str) -> bool:
    """Whether it is a time of RFC 3339 that exists."""
    if not _TIME.fullmatch(text):
        return False
    try:
        return datetime.fromisoformat(text).astimezone(UTC).year > 2000
    except ValueError:
        return False


def _is_absolute(address: str) -> bool:
    """Whether it is an absolute address without a character that none may have."""
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r'[\s<>"{}|\\^`]', address)
