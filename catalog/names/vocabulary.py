"""The vocabulary of names: which words mean what, who the authors are, what a family leaves unsaid.

Read from curated files (`data/curated/{vocabulary,authors,families}.toml`); nothing of it is in code.
"""

import tomllib
from collections.abc import Iterable, Mapping
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

    def holds(self, words: Iterable[str], number: str) -> bool:
        """Whether a name with these words and this first number is of the family."""
        if not self.words <= set(words):
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
        self._kinds: dict[str, tuple[str, str]] = {}
        for group, entries in words.items():
            if group == "by_family":
                continue
            for meaning, listed in entries.items():
                for word in listed:
                    self._kinds[word] = (group, word if meaning == "words" else meaning)
        self._by_family: dict[tuple[str, str], tuple[str, str]] = {
            (family, word): (kind, meaning)
            for family, entries in words.get("by_family", {}).items()
            for word, (kind, meaning) in entries.items()
        }
        self._authors: dict[str, str] = {}
        self.author_words: dict[str, frozenset[str]] = {}
        for name, entry in authors.get("authors", {}).items():
            aliases = (name, *entry.get("aliases", ()))
            self._authors.update({key_of(alias): name for alias in aliases})
            self.author_words[name] = frozenset(word for alias in aliases for word in alias.lower().split("-"))
        mirrors = authors.get("mirrors", {})
        self._mirrors = frozenset(map(key_of, mirrors.get("accounts", ())))
        self.hosts = frozenset(mirrors.get("hosts", ()))
        self.prefixes = frozenset(self._authors) | self.hosts
        self._families = tuple(_family(entry) for entry in families.get("family", ()))

    def kind_of(self, word: str, before: Iterable[str] = ()) -> tuple[str, str] | None:
        """The group that a word belongs to after other words, and what it means there; None for a family's word."""
        for family in before:
            found = self._by_family.get((family, word))
            if found:
                return found
        return self._kinds.get(word)

    def author(self, name: str) -> str:
        """The author's one name; as it stands where it is not known, empty for a mirror."""
        key = key_of(name)
        return "" if key in self._mirrors else self._authors.get(key, key)

    def knows(self, author: str) -> bool:
        """Whether an author is in the table."""
        return author in self.author_words

    def family(self, words: Iterable[str], numbers: Iterable[str]) -> Family:
        """The convention for a name: that of the most words; `NO_FAMILY` where there is none."""
        said = frozenset(words)
        number = next(iter(numbers), "")
        fit = [family for family in self._families if family.holds(said, number)]
        return max(fit, key=lambda family: (len(family.words), family.since is not None), default=NO_FAMILY)


def load_vocabulary(folder: Path) -> Vocabulary:
    """The vocabulary of a folder of curated files."""
    words, authors, families = (
        tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
        for name in ("vocabulary", "authors", "families")
    )
    return Vocabulary(words, authors, families)


def key_of(name: str) -> str:
    """An author's name without case and marks."""
    return "".join(char for char in name.lower() if char.isalnum())


def _family(entry: Mapping[str, Any]) -> Family:
    since, until = (Decimal(entry[name]) if name in entry else None for name in ("from", "until"))
    return Family(frozenset(entry["words"]), since, until, entry.get("bare", ""), entry.get("thinking", ""),
                  entry.get("dated_thinking", ""), bool(entry.get("efforts")))  # fmt: skip
