"""The vocabulary of names: which words mean what, who the authors are, what a family leaves unsaid.

Read from curated files (`data/curated/{vocabulary,authors,families}.toml`); nothing of it is in code.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple


class Family(NamedTuple):
    """A convention: what names of a family mean by saying nothing."""

    words: frozenset[str]
    since: Decimal | None
    until: Decimal | None
    bare: str
    """The stage of weights that name none: `base`, `instruct`, or empty where nobody knows."""
    thinking: str
    """`mode` where thinking is a way of running a release, `release` where it has weights of its own."""
    dated_thinking: str = ""
    """The same for names with a date, where that differs."""
    efforts: bool = False
    """Whether a name may end in a word of effort."""
    sizes: frozenset[str] = frozenset()
    """The one size that the family has, in every way it is written; empty where it has several."""
    word: str = ""
    """A word that stands for the size: it may be missing where the size is said."""
    sold: str = ""
    """The stage of what sellers sell under a name without one, where that differs from the bare weights."""

    def narrowness(self) -> tuple[int, int]:
        """Sorts families by how much a name must say to be of them."""
        return len(self.words), (self.since is not None) + (self.until is not None)

    def holds(self, words: frozenset[str], number: str) -> bool:
        """Whether a name with these words and this first number is of the family."""
        if not self.words <= words:
            return False
        if self.since is None and self.until is None:
            return True
        try:
            version = Decimal(number)
        except InvalidOperation:
            return self.since is None
        return (self.since is None or version >= self.since) and (self.until is None or version <= self.until)


NO_FAMILY = Family(frozenset(), None, None, "", "")


class Vocabulary:
    """Words, authors and families, ready to be asked."""

    def __init__(self, words: Mapping[str, Any], authors: Mapping[str, Any], families: Mapping[str, Any]) -> None:
        self.read: dict[tuple[str, str, bool], Any] = {}
        """Names that were taken apart with it (`catalog.names.parse`)."""
        self._kinds: dict[str, tuple[str, str]] = {}
        for group, entries in words.items():
            if group in ("by_family", "tier", "phrases", "router"):
                continue
            for meaning, listed in entries.items():
                for word in listed:
                    self._kinds[word] = (group, word if meaning == "words" else meaning)
        self._by_family: dict[str, dict[str, tuple[str, str]]] = {
            family: {word: (kind, meaning) for word, (kind, meaning) in entries.items()}
            for family, entries in words.get("by_family", {}).items()
        }
        self.phrases: Mapping[str, str] = words.get("phrases", {})
        """Several words that are read as one, or as nothing; the longest stand first."""
        self.tiers = frozenset(words.get("tier", {}).get("words", ()))
        """Words that grade the models of a family and name none."""
        self.routers = frozenset(words.get("router", {}).get("words", ()))
        """Words for whatever model a seller chooses."""
        self._authors: dict[str, str] = {}
        self.author_words: dict[str, frozenset[str]] = {}
        for name, entry in authors.get("authors", {}).items():
            aliases = (name, *entry.get("aliases", ()))
            self._authors.update({key_of(alias): name for alias in aliases})
            self.author_words[name] = frozenset(word for alias in aliases for word in alias.lower().split("-"))
        self._named: dict[str, str] = {}
        mirrors = authors.get("mirrors", {})
        self._mirrors = frozenset(map(key_of, mirrors.get("accounts", ())))
        self.hosts = frozenset(mirrors.get("hosts", ()))
        self.authors = frozenset(self._authors)
        self._sellers = frozenset(mirrors.get("sellers", ()))
        self._families = tuple(_family(entry) for entry in families.get("family", ()))
        self._family_words = frozenset(word for family in self._families for word in family.words)
        self._chosen: dict[tuple[frozenset[str], str], Family] = {}
        self.sizes = frozenset(size for family in self._families for size in family.sizes)
        """Sizes that a convention knows another spelling of."""
        self.size_words = frozenset(family.word for family in self._families if family.word)
        """Words that stand for the size of a family."""

    def kind_of(self, word: str, before: Iterable[str] = ()) -> tuple[str, str] | None:
        """The group that a word belongs to after other words, and what it means there; None for a family's word."""
        for family in before:
            if family in self._by_family and word in self._by_family[family]:
                return self._by_family[family][word]
        return self._kinds.get(word)

    def clash(self, segments: Sequence[str]) -> bool:
        """Whether segments of an id name two authors at once; an author who sells others' models may stand first."""
        if len(segments) < 2:
            return False
        named = [self.author(segment) for segment in segments]
        known = [name for name in named if self.knows(name)]
        return len(set(known)) > 1 and not (len(set(known)) == 2 and known[0] in self._sellers)

    def author(self, name: str) -> str:
        """The author's one name; as it stands where it is not known, empty for a mirror."""
        if name not in self._named:
            key = key_of(name)
            self._named[name] = "" if key in self._mirrors else self._authors.get(key, key)
        return self._named[name]

    def without_leading(self, words: Sequence[str]) -> Sequence[str]:
        """Words without a first one that is a seller's or an author's name."""
        return words[1:] if words and (words[0] in self.hosts or self.knows(self.author(words[0]))) else words

    def knows(self, author: str) -> bool:
        """Whether an author is in the table."""
        return author in self.author_words

    def family(self, words: Iterable[str], numbers: Sequence[str]) -> Family:
        """The convention for a name: the narrowest one; `NO_FAMILY` where there is none."""
        said = self._family_words.intersection(words)
        key = (said, numbers[0] if numbers else "")
        if key not in self._chosen:
            fit = [family for family in self._families if family.holds(*key)]
            self._chosen[key] = max(fit, key=Family.narrowness, default=NO_FAMILY)
        return self._chosen[key]


def load_vocabulary(folder: Path) -> Vocabulary:
    """The vocabulary of a folder of curated files."""
    words, authors, families = (
        tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
        for name in ("vocabulary", "authors", "families")
    )
    return Vocabulary(words, authors, families)


def key_of(name: str) -> str:
    """An author's name without case and marks."""
    return "".join(filter(str.isalnum, name.lower()))


def size_of(text: str) -> str:
    """A size in billions: `2.4t` is `2400b`, `350m` is `0.35b`."""
    factor = {"t": Decimal(1000), "m": Decimal("0.001")}.get(text[-1:])
    if factor is None or not text[:-1].replace(".", "", 1).isdigit():
        return text
    return f"{(Decimal(text[:-1]) * factor).normalize():f}b"


def _family(entry: Mapping[str, Any]) -> Family:
    since, until = (Decimal(entry[name]) if name in entry else None for name in ("from", "until"))
    return Family(frozenset(entry["words"]), since, until, entry.get("bare", ""), entry.get("thinking", ""),
                  entry.get("dated_thinking", ""), bool(entry.get("efforts")),
                  frozenset(map(size_of, entry.get("sizes", ()))), entry.get("word", ""),
                  entry.get("sold", entry.get("bare", "")))  # fmt: skip
