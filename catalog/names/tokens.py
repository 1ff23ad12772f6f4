"""A name as tokens: one spelling for blanks, dashes, dots and brackets; author and mirror prefixes apart."""

import re
import unicodedata
from collections.abc import Container
from typing import NamedTuple

LONGEST = 300
"""Names beyond that are cut: the longest id of two years has 68 characters."""

_REGION = re.compile(r"^(?:us|eu|apac|au|jp|ca|sa|us-gov|global)\.(?=[a-z])")
_REVISION = re.compile(r"-v\d+(?::\d+)?$")
_MIRRORS = (
    "accounts/fireworks/models/", "accounts/fireworks/routers/", "workers-ai/", "@cf/", "publishers/", "hf:",
)  # fmt: skip
_EFFORT = r"(x?high|medium|low|minimal|max)"
_SPELLINGS = (
    (re.compile(r"(?<=\d)_(?=\d)"), "."),
    (re.compile(r"(?<=\d)p(?=\d)"), "."),
    (re.compile(r"\+"), "-plus-"),
    (re.compile(r"\b(fp|bf|int|nf)[-_ ](\d+)\b"), r"\1\2"),
    (re.compile(r"(?<![\d.])(\d)[-_ ]?bits?\b"), r"\1bit"),
    (re.compile(r"\b[iq]?q(\d)[-_](?:k|0|1|xs|xxs)(?:[-_][smlx]+)?\b"), r"q\1"),
    (re.compile(r"\bnon?[-_ ](thinking|think|reasoning)\b"), r"non\1"),
    (re.compile(r"\bhigh[-_ ]speed\b"), "highspeed"),
    (re.compile(rf"\b{_EFFORT}[-_ ](?:reasoning[-_ ])?effort\b"), r"effort=\1"),
    (re.compile(rf"\breasoning[-_ ]effort[-_ ]{_EFFORT}\b"), r"effort=\1"),
    (re.compile(rf"\b{_EFFORT}thinking\b"), r"thinking effort=\1"),
)
_SAID_EFFORT = re.compile(r"effort=(\w+)")
_LONE_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_SPLIT = re.compile(r"[^\w.]+|_+")


class Tokens(NamedTuple):
    """A name in pieces."""

    author: str
    """The segment before the slug, as it stands; empty where there is none."""
    tokens: tuple[str, ...]
    efforts: tuple[str, ...] = ()
    variant: str = ""
    """What stands after a colon: `free`, `thinking`."""


def tokenize(name: str, prefixes: Container[str]) -> Tokens:
    """The tokens of an id or a display name. `prefixes` are names that may stand before a dot (`openai.gpt-5`)."""
    text = unicodedata.normalize("NFKC", name).lower().strip()[:LONGEST]
    for prefix in _MIRRORS:
        text = text.removeprefix(prefix)
    text = _REGION.sub("", text).removeprefix("~").replace("@", "-")
    author, slug = _author_and_slug(text)
    variant = ""
    if re.fullmatch(r"[^\s:]+:[a-z-]+", slug):
        slug, _, variant = slug.partition(":")
    head, dot, rest = slug.partition(".")
    if dot and head in prefixes and rest[:1].isalpha():
        author, slug = author or head, _REVISION.sub("", rest)
    for pattern, by in _SPELLINGS:
        slug = pattern.sub(by, slug)
    efforts = tuple(_SAID_EFFORT.findall(slug))
    slug = _LONE_DOT.sub("-", _SAID_EFFORT.sub("", slug))
    return Tokens(author, tuple(token for token in _SPLIT.split(slug) if token), efforts, variant)


def _author_and_slug(text: str) -> tuple[str, str]:
    before, colon, after = text.partition(": ")
    if colon and "/" not in before:
        return before.strip(), after
    parts = [part for part in text.split("/") if part]
    if len(parts) > 1 and re.fullmatch(r"(?:fp|bf|int)-?\d+", parts[-1]):
        parts = [*parts[:-2], f"{parts[-2]}-{parts[-1]}"]
    return (parts[-2], parts[-1]) if len(parts) > 1 else ("", parts[0] if parts else "")
