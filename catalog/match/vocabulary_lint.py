"""What is wrong with the curated words, authors and families: one thing said in two ways."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from catalog.names.vocabulary import key_of

Fault = tuple[str, str, str, str]
"""Kind, file, row, problem."""

_BESIDE = frozenset({"by_family", "phrases", "router", "tier"})
"""Groups of the vocabulary that speak of words beside their meaning, or that say it in company alone."""
_VOCABULARY, _AUTHORS, _FAMILIES = "vocabulary.toml", "authors.toml", "families.toml"


def lint_vocabulary(folder: Path) -> Iterator[Fault]:
    """All that is wrong with the three files; one that is not there says nothing wrong."""
    for file, lint in ((_VOCABULARY, _words), (_AUTHORS, _authors), (_FAMILIES, _families)):
        path = folder / file
        if not path.exists():
            continue
        try:
            found = tomllib.loads(path.read_bytes().decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            yield "unreadable", file, "", str(error)
        else:
            yield from lint(found)


def _words(groups: Mapping[str, Any]) -> Iterator[Fault]:
    meanings: dict[str, list[str]] = defaultdict(list)
    for group, entries in groups.items():
        if group not in _BESIDE:
            for meaning, words in entries.items():
                for word in words:
                    meanings[word].append(group if meaning == "words" else f"{group} {meaning}")
    for word, told in meanings.items():
        if len(set(told)) > 1:
            yield "contradicting", _VOCABULARY, word, f"has two meanings: {', '.join(told)}"
        elif len(told) > 1:
            yield "redundant", _VOCABULARY, word, f"is listed twice under {told[0]}"


def _authors(tables: Mapping[str, Any]) -> Iterator[Fault]:
    owners: dict[str, set[str]] = defaultdict(set)
    for name, entry in tables.get("authors", {}).items():
        for alias in (name, *entry.get("aliases", ())):
            owners[key_of(alias)].add(name)
    for alias, names in owners.items():
        if len(names) > 1:
            yield "contradicting", _AUTHORS, alias, f"is two authors: {', '.join(sorted(names))}"
    for mirror in tables.get("mirrors", {}).get("accounts", ()):
        if key_of(mirror) in owners:
            yield "contradicting", _AUTHORS, mirror, f"is a mirror and the author {min(owners[key_of(mirror)])}"


def _families(tables: Mapping[str, Any]) -> Iterator[Fault]:
    listed: set[tuple[tuple[str, ...], str, str]] = set()
    for entry in tables.get("family", ()):
        words, since, until = tuple(sorted(entry.get("words", ()))), entry.get("from", ""), entry.get("until", "")
        row = " ".join(part for part in (*words, since and f"from {since}", until and f"until {until}") if part)
        if (words, since, until) in listed:
            yield "contradicting", _FAMILIES, row, "is there twice"
        listed.add((words, since, until))
        if not str(entry.get("why", "")).strip():
            yield "missing", _FAMILIES, row, "why: is missing"
