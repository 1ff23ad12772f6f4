"""Atom as text, RFC 4287: made by hand, because a build writes thousands of feeds."""

import hashlib
import re
import uuid
from collections.abc import Iterable
from typing import NamedTuple

NAMESPACE = uuid.UUID("147b110c-d4f3-47af-9e30-84e80f3bb71e")
"""Ours alone; every id of a feed or an entry is made from it, so it must never change."""
MEDIA_TYPE = "application/atom+xml"
PUBLISHER = "Model Atlas"

# XML forbids most of these; the overrides of direction among the others could make a name read as another one.
_LEFT_OUT = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)


class Feed(NamedTuple):
    """What a feed is about; its entries are texts that are made once and may stand in several feeds."""

    path: str
    """Below the site's root; its id is made from it."""
    title: str
    updated: str
    page: str
    """The page that tells the same, below the site's root."""


def urn(*parts: str) -> str:
    """An id for ever, from what a thing is and not from where it is published: a UUID of version 5.

    Only the last part may hold a line break.
    """
    name = "\n".join(parts).encode("utf-8", "surrogatepass")
    digest = hashlib.sha1(NAMESPACE.bytes + name).hexdigest()  # noqa: S324 - what RFC 9562 makes them of
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"urn:uuid:{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def clean(text: str) -> str:
    """A text without the characters that no XML can hold, and without overrides of direction."""
    return _LEFT_OUT.sub("", text)


def text(value: str) -> str:
    """A text as the content or the attribute of an element."""
    return _escaped(clean(value))


def markup(value: str) -> str:
    """A text within HTML that is itself the content of an element."""
    return _escaped(_escaped(clean(value)))


def category(term: str, label: str) -> str:
    """A category of an entry."""
    return f'<category term="{text(term)}" label="{text(label)}"/>'


def document(feed: Feed, base_url: str, entries: Iterable[str]) -> bytes:
    """A feed with its entries, the newest first."""
    base = text(base_url)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"<id>{urn('feed', feed.path)}</id>",
        f"<title>{text(feed.title)}</title>",
        f"<updated>{feed.updated}</updated>",
        f"<author><name>{PUBLISHER}</name><uri>{base}</uri></author>",
        f'<link rel="self" type="{MEDIA_TYPE}" href="{base}{text(feed.path)}"/>',
        f'<link rel="alternate" type="text/html" href="{base}{text(feed.page)}"/>',
        *entries,
        "</feed>\n",
    ]
    return "\n".join(lines).encode()


def _escaped(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
