"""A name as tokens: one spelling for blanks, dashes, dots and brackets; author and mirror prefixes apart."""

import re
import unicodedata
from collections.abc import Container, Mapping
from typing import NamedTuple

LONGEST = 300
"""What is longer is no name: the longest id of two years has 68 characters."""

_REGIONS = ("us", "eu", "apac", "au", "jp", "ca", "sa", "us-gov", "global")
_REGION = re.compile(rf"^(?:(?:{'|'.join(_REGIONS)})\.)+(?=[a-z0-9])")
_BUILD = re.compile(r"(?:[-_ .]v?(?=\d+:)|:(?=\d+$))(\d+(?::\d+)?)$")
_FIRST_BUILD = re.compile(r"[-_ ]v1$")
_VARIANT = re.compile(r"[^:]+:[a-z][a-z-]*")
_MIRRORS = (
    "accounts/fireworks/models/", "accounts/fireworks/routers/", "workers-ai/", "@cf/", "publishers/", "hf:",
)  # fmt: skip
_EFFORT = r"(x?high|medium|low|minimal|max)"
_SPELLINGS = (
    ("p", re.compile(r"p(?<=\dp)(?=\d)"), "."),
    ("b", re.compile(r"\ba(\d+)-(\d+)b\b"), r"a\1.\2b"),
    ("+", re.compile(r"\+"), "-plus-"),
    ("fp-", re.compile(r"\bfp-(\d+)\b"), r"fp\1"),
    ("f-", re.compile(r"\b(bf|nf)-(\d+)\b"), r"\1\2"),
    ("int-", re.compile(r"\bint-(\d+)\b"), r"int\1"),
    ("bit", re.compile(r"(?<![\d.])(\d)-?bits?\b"), r"\1bit"),
    ("q", re.compile(r"\b[iq]?q(\d)[-_](?:k|0|1|xs|xxs)(?:[-_][smlx]+)?\b"), r"q\1"),
    ("no", re.compile(r"\bnon?-(thinking|think|reasoning)\b"), r"non\1"),
    ("high-speed", re.compile(r"\bhigh-speed\b"), "highspeed"),
    ("-effort", re.compile(rf"\b{_EFFORT}-(?:reasoning-)?effort\b"), r"effort=\1"),
    ("-effort-", re.compile(rf"\breasoning-effort-{_EFFORT}\b"), r"effort=\1"),
    ("thinking", re.compile(rf"\b{_EFFORT}thinking\b"), r"thinking effort=\1"),
)
"""Ways to write one thing, each with a text without which a name is not written so."""
_SAID_EFFORT = re.compile(r"effort=(\w+)")
_LOW_POINT = re.compile(r"(?<=\d)(?<!\.\d)_(?=\d)")
_PLAIN = re.compile(r"[a-z0-9-]+")
"""How most ids are written: there is nothing to tell blanks, points and dashes apart by."""
_PARTED = re.compile(r"[-_\s]")
_DOTS = re.compile(r"[a-z]*\d+(?:\.\d+){2,}[a-z]\w*")
_BLANKS = re.compile(r"[\s_]+|(?<!\d)\.|\.(?!\d)")
_SPLIT = re.compile(r"[^\w.]+")
_PACKED = re.compile(r"(?:fp|bf|int)[-_ ]?\d+")
"""What some write as a segment of its own after the slug."""


class Tokens(NamedTuple):
    """A name in pieces."""

    author: str
    """The segment before the slug, as it stands; empty where there is none."""
    tokens: tuple[str, ...]
    authors: tuple[str, ...] = ()
    """Every segment before the slug, the last one too."""
    build: str = ""
    """The build that some hosts write at the end: `v1:0`."""
    efforts: tuple[str, ...] = ()
    variant: str = ""
    """What stands after a colon: `free`, `thinking`."""


def is_odd(name: str) -> bool:
    """Whether a text is no name that one could read: too long, or with control and direction characters in it."""
    if len(name) > LONGEST or name.isprintable():
        return len(name) > LONGEST
    return any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") for char in name.strip())


def tokenize(name: str, authors: Container[str], hosts: Container[str], phrases: Mapping[str, str]) -> Tokens:
    """The tokens of an id or a display name. Authors and hosts may stand before a dot (`openai.gpt-5`).

    `phrases` are several words that are read as one, or as nothing.
    """
    text = unicodedata.normalize("NFKC", name).lower().strip()[:LONGEST]
    if text.startswith(_MIRRORS):
        for prefix in _MIRRORS:
            text = text.removeprefix(prefix)
    text = _REGION.sub("", text).removeprefix("~").replace("@", "-")
    before, slug = _author_and_slug(text)
    slug, variant, build = _after_colon(slug) if ":" in slug else (slug, "", "")
    head, dot, rest = slug.partition(".")
    if dot and rest[:1].isalpha() and (head in authors or head in hosts):
        before = before or (head,)
        if not build and _FIRST_BUILD.search(rest):
            rest, build = _FIRST_BUILD.sub("", rest), "1"
        # A seller's name says nothing; an author's may be a word of the family too.
        rest = _with_points(rest)
        slug = rest if head in hosts or rest.startswith(head) else f"{head}-{rest}"
    else:
        slug = _with_points(slug)
    tokens, efforts = _split(slug, phrases)
    if len(tokens) > 2 and tokens[0] in _REGIONS and tokens[1] in authors:
        tokens = tokens[1:]
        if not build and tokens[-1] == "v1":
            tokens, build = tokens[:-1], "1"
    return Tokens(before[-1] if before else "", tokens, before, build, efforts, variant)


def _after_colon(slug: str) -> tuple[str, str, str]:
    """A slug without the variant and the build at its end, and these: `free`, `1:0`."""
    variant = ""
    if _VARIANT.fullmatch(slug):
        slug, _, variant = slug.partition(":")
    found = _BUILD.search(slug)
    return (_BUILD.sub("", slug), variant, found[1]) if found else (slug, variant, "")


def _with_points(slug: str) -> str:
    """A slug in which a low line between digits is a point, where it is dashes that part the words: `Qwen-1_8B`."""
    return _LOW_POINT.sub(".", slug) if "_" in slug and "-" in slug else slug


def _split(slug: str, phrases: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A slug's tokens, and the efforts that it names as such."""
    if not _PLAIN.fullmatch(slug):
        slug = _with_dashes(slug)
    for phrase, word in phrases.items():
        slug = slug.replace(phrase, word)
    for needed, pattern, by in _SPELLINGS:
        if needed in slug:
            slug = pattern.sub(by, slug)
    efforts: tuple[str, ...] = ()
    if "effort=" in slug:
        efforts = tuple(_SAID_EFFORT.findall(slug))
        slug = _SAID_EFFORT.sub("", slug)
    return tuple(filter(None, _SPLIT.split(slug))), efforts


def _with_dashes(slug: str) -> str:
    """A slug with dashes for blanks, and for points but those of numbers."""
    several = slug.count(".") > 1
    if several and not _PARTED.search(slug):
        slug = slug.replace(".", "-")
    slug = _BLANKS.sub("-", slug)
    return _DOTS.sub(lambda found: found[0].replace(".", "-"), slug) if several else slug


def _author_and_slug(text: str) -> tuple[tuple[str, ...], str]:
    before, colon, after = text.partition(": ")
    if colon and "/" not in before:
        return (before.strip(),), after
    parts = [part for part in text.split("/") if part]
    if len(parts) > 1 and _PACKED.fullmatch(parts[-1]):
        parts = [*parts[:-2], f"{parts[-2]}-{parts[-1]}"]
    return tuple(parts[:-1]), parts[-1] if parts else ""
