"""What every page has."""

from dataclasses import dataclass

from markupsafe import Markup

from catalog.render.linked import FeedLink, Moment


@dataclass(frozen=True, slots=True)
class Notice:
    """Told on every page whose values are not fresh, or of an earlier time: whence they are, and of when."""

    text: str
    """Such as `Values from the bundled snapshot: openrouter.ai could not be reached.`"""
    as_of: Moment | None
    """None where it speaks of several sources: the sources page tells their times."""
    age: str
    """`112 days old when this page was made`, or the exact time: script tells the age of today."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What places that show a link as a picture are to show."""

    href: str
    """Its absolute address; 1200 by 630 pixels."""
    alt: str
    """What is on it, in words."""


@dataclass(frozen=True, slots=True)
class Page:
    """What every page has."""

    title: str
    """The `title` element; unique on the site."""
    description: str
    """The meta description; unique on the site."""
    canonical: str
    """The page's absolute address, from the base URL."""
    root: str
    """Relative path from the page to the site's root: `` (empty), `../`, `../../../`; `/` or `/path/` on 404.html."""
    assets: str
    """Relative path to the folder of style and scripts, ending in a slash."""
    notice: Notice | None
    feeds: tuple[FeedLink, ...] = ()
    """Atom feeds of what the page is about."""
    json_ld: tuple[Markup, ...] = ()
    """What the page is about in the words of schema.org: each the text of a script element of its own."""
    indexed: bool = True
    """False where search engines are to leave it out: it leads to another page, or is at any address."""
    picture: Picture | None = None
