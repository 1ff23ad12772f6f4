"""Names written another way: spellings that say the same, and small changes that never do."""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from catalog.match.sides import Side, compare, side
from catalog.names.vocabulary import load_vocabulary

ROOT = Path(__file__).parent.parent.parent
FIXTURES = ROOT / "tests/fixtures/matching"
VOCABULARY = load_vocabulary(ROOT / "data/curated")
IDS = tuple((FIXTURES / "ids.txt").read_text(encoding="utf-8").split())
"""Ids as a router writes them, one a line, written by us."""
CASES = tuple(csv.DictReader((FIXTURES / "cases.csv").read_text(encoding="utf-8").splitlines()))
"""Pairs with the relation and the level that they have."""
OTHER_TIERS = {
    "mini": "nano", "nano": "mini", "micro": "lite", "lite": "pro", "flash": "lite", "pro": "max", "max": "plus",
    "plus": "max", "premier": "pro", "small": "large", "medium": "small", "large": "medium", "opus": "sonnet",
    "sonnet": "haiku", "haiku": "opus", "air": "flash", "turbo": "pro", "coder": "math", "codex": "chat",
    "vl": "omni", "vision": "audio", "image": "audio", "maverick": "scout", "scout": "maverick", "instruct": "base",
    "thinking": "instruct", "reasoning": "instruct", "super": "ultra", "ultra": "super", "fast": "flash",
}  # fmt: skip
"""A word that grades or specialises a model, and another that it is not."""
UNSAID = frozenset({"instruct", "thinking", "reasoning"})
"""Words that a name of some families may leave out and mean."""
_SIZE = re.compile(r"\db\b")
"""A size: beside one the word that stands for it may be left out (`nemotron-3-super-120b`)."""
_LONGER = re.compile(r"[0-9]{2,}")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_DASH = re.compile(r"(?<!\d)-|-(?!\d)")


def _in_slug(change: Callable[[str], str]) -> Callable[[str], str]:
    """A change that leaves the author alone."""

    def changed(name: str) -> str:
        author, mark, slug = name.rpartition("/")
        return f"{author}{mark}{change(slug)}"

    return changed


def _dotted(name: str) -> str:
    """The name with a known author before a point, as some clouds write it."""
    author, _, slug = name.partition("/")
    known = author.isalpha() and VOCABULARY.knows(VOCABULARY.author(author))
    return f"eu.{author}.{slug}" if known and slug else name


RESPELLINGS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "capital first letters": str.title,
    "a point as a dash": _in_slug(lambda slug: _POINT.sub("-", slug)),
    "a point as a low line": _in_slug(lambda slug: _POINT.sub("_", slug)),
    "a point as a blank": _in_slug(lambda slug: _POINT.sub(" ", slug)),
    "dashes as low lines": _in_slug(lambda slug: slug.replace("-", "_")),
    "dashes as blanks": _in_slug(lambda slug: slug.replace("-", " ")),
    "dashes as points where no number may arise": _in_slug(lambda slug: _DASH.sub(".", slug)),
    "no author": lambda name: name.rpartition("/")[2],
    "a region": lambda name: name if name.startswith("~") else f"us.{name}",
    "a region and the author before a point": lambda name: _dotted(name),
    "a mirror before": lambda name: f"openrouter/{name}",
    "blanks around": lambda name: f"  {name} ",
}
"""Ways of writing a name that never change what it means."""


def record(name: str, key: str = "") -> Side:
    """A side that bears one id."""
    return side(key or name, VOCABULARY, ids=[name])


def names_a_model(name: str) -> bool:
    """Whether a name says enough to be compared, without its author too: `morph/auto` does not."""
    slug = record(name.rpartition("/")[2])
    return compare(slug, slug, VOCABULARY).relation != "unknown"


def left_of(row: dict[str, str]) -> Side:
    """The left side of a case."""
    return side("left", VOCABULARY, ids=[row["left_id"]], names=[row["left_name"]], source=row["left_source"])


def right_of(row: dict[str, str], key: str = "right") -> Side:
    """The right side of a case."""
    return side(key, VOCABULARY, ids=[row["right_id"]], names=[row["right_name"]], source=row["right_source"])


def other_digits(name: str) -> Iterator[str]:
    """The name with any one digit of its slug changed, or one put in."""
    start = name.rfind("/") + 1
    for place in range(start, len(name)):
        if name[place].isascii() and name[place].isdigit():
            digit = int(name[place])
            yield f"{name[:place]}{(digit + 1) % 10}{name[place + 1 :]}"
            yield f"{name[:place]}{(digit + 7) % 10}{name[place + 1 :]}"
            yield f"{name[: place + 1]}3{name[place + 1 :]}"


def fewer_digits(name: str) -> Iterator[str]:
    """The name with any one digit of a longer number of its slug left out; a nought may say nothing."""
    start = name.rfind("/") + 1
    for number in _LONGER.finditer(name, start):
        for place in range(*number.span()):
            if name[place] != "0":
                yield name[:place] + name[place + 1 :]


def other_tiers(name: str) -> Iterator[str]:
    """The name with any one word of its slug that grades it changed, or left out."""
    author, mark, slug = name.rpartition("/")
    words = re.split(r"([-:.])", slug)
    for place, word in enumerate(words):
        if word in OTHER_TIERS:
            for new in (OTHER_TIERS[word],) if word in UNSAID or _SIZE.search(slug) else (OTHER_TIERS[word], ""):
                yield author + mark + "".join([*words[:place], new, *words[place + 1 :]]).strip("-:.")
