"""Models that the router does not list: new ones, made of the records that were joined to nothing.

A record founds a model where it names its maker and is the maker's own word, or where two sources say
the same name. What one reseller alone says stays a record. The id is made from the record's own, under
the author's name at the router; a name with a format, a way of selling or of running founds nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import NamedTuple

from catalog.entries import Entry, Key
from catalog.match.called import Called, Names, Sides
from catalog.match.judgement import Judgement
from catalog.match.sides import Side
from catalog.names.parse import Name
from catalog.names.vocabulary import Vocabulary
from scraper.source import PublisherKind

_of_a_variant = attrgetter(
    "quantization", "format", "offer", "speed", "effort", "budget", "harness", "pointer", "clash"
)
"""What a name may not say that founds a model."""
FIRST = (PublisherKind.HUB, PublisherKind.PROVIDER, PublisherKind.DATASET, PublisherKind.RESELLER)
"""Whose record stands for a new model where its maker has none, the first that there is; a leaderboard's never."""
UNSOLD = frozenset({"score", "config", "endpoint", "provider", "usage"})
"""Kinds of records that stand for no model."""
_UNSAFE = re.compile(r"[^a-z0-9._-]+")


class Founded(NamedTuple):
    """A new model: its id, the record that stands for it, and every record that bears its name."""

    id: str
    main: Key
    records: tuple[Key, ...]
    by_maker: bool
    """Whether the record that stands for it is its maker's own."""


def found_models(
    entries: Mapping[Key, Entry],
    said: Mapping[Key, Called],
    judged: Mapping[Key, Judgement],
    kinds: Mapping[str, PublisherKind],
    sides: Sides,
    vocabulary: Vocabulary,
) -> list[Founded]:
    """Every new model that unjoined records make, by id; none under an id that a model bears already."""
    bearers: dict[Names, list[Key]] = defaultdict(list)
    for key, judgement in judged.items():
        if _is_free(judgement) and entries[key].kind != "endpoint":
            bearers[said[key].names].append(key)
    groups: dict[tuple[object, ...], list[Key]] = defaultdict(list)
    named: dict[Key, Name] = {}
    for names, keys in bearers.items():
        name = _plain_name(sides.of(names), vocabulary)
        if name is not None:
            named.update(dict.fromkeys(keys, name))
            groups[_release(name, vocabulary)] += keys
    authors = _router_authors(judged, vocabulary)
    taken = {judgement.model_id for judgement in judged.values()}
    made: dict[str, Founded] = {}
    for keys in groups.values():
        one = _founded(keys, entries, named, kinds, authors, vocabulary)
        if one is not None and one.id not in taken:
            # Two names may come to one id: the one that more records bear has it, the other stays a record.
            made[one.id] = max(made.get(one.id, one), one, key=lambda found: (len(found.records), found.main))
    return sorted(made.values())


def author_of(name: Name, vocabulary: Vocabulary) -> str:
    """The maker that a name tells by its prefix, or by its first word; empty where we know none."""
    if vocabulary.knows(name.author):
        return name.author
    first = vocabulary.author(name.words[0]) if name.words else ""
    return first if vocabulary.knows(first) and not name.author else ""


def _is_free(judgement: Judgement) -> bool:
    """Whether nothing was near to a record but another version."""
    if judgement.model_id is not None:
        return False
    return judgement.level == "none" or (judgement.level == "low" and "number missing" in judgement.rule)


def _plain_name(side: Side, vocabulary: Vocabulary) -> Name | None:
    """The first name of a record, if it names a model and nothing else."""
    name = next(iter(side.all), None)
    if name is None or any(_of_a_variant(name)):
        return None
    if name.mode and vocabulary.family(name.words, name.numbers).thinking != "release":
        return None
    return name if author_of(name, vocabulary) and _family_words(name, vocabulary) else None


def _family_words(name: Name, vocabulary: Vocabulary) -> str:
    """The words that are left without those of the author, in an order of their own; empty where all are grades."""
    free = vocabulary.author_words.get(author_of(name, vocabulary), frozenset())
    kept = [word for word in name.words if word not in free]
    telling = bool(set(name.words) - vocabulary.tiers - vocabulary.routers)
    return "".join(sorted("".join(kept))) or name.words[0] if telling else ""


def _release(name: Name, vocabulary: Vocabulary) -> tuple[object, ...]:
    """All by which a name tells a release: records that are equal in it mean the same."""
    dates = tuple(date.digits for date in name.dates)
    family = vocabulary.family(name.words, name.numbers)
    # Where sellers mean other weights by a bare name than hubs do, the two are not one.
    bare_weights = name.hub and not name.stage and family.sold != family.bare
    return (
        author_of(name, vocabulary), _family_words(name, vocabulary), name.numbers, name.revision, name.sizes,
        name.active, name.experts, dates, tuple(sorted(name.stage)), name.mode, name.status, name.context,
        bare_weights,
    )  # fmt: skip


def _founded(
    keys: Iterable[Key],
    entries: Mapping[Key, Entry],
    named: Mapping[Key, Name],
    kinds: Mapping[str, PublisherKind],
    authors: Mapping[str, str],
    vocabulary: Vocabulary,
) -> Founded | None:
    members = tuple(sorted(keys))
    sources = {source for source, _ in members}
    able = [key for key in members if kinds.get(key[0]) in FIRST and entries[key].kind not in UNSOLD]
    own = {key for key in able if is_maker(key[0], author_of(named[key], vocabulary), vocabulary)}
    if not able or (len(sources) < 2 and not own):
        return None
    main = min(able, key=lambda key: (key not in own, _standing(entries[key], kinds[key[0]]), key))
    author = author_of(named[main], vocabulary)
    slug = _slug(named[main], author, vocabulary)
    return Founded(f"{authors.get(author, author)}/{slug}", main, members, main in own) if slug else None


def is_maker(source: str, author: str, vocabulary: Vocabulary) -> bool:
    """Whether a source is the page of the maker itself: `openai_pricing` of OpenAI's models."""
    return vocabulary.author(source.removesuffix("_pricing")) == author


def _standing(entry: Entry, kind: PublisherKind) -> tuple[bool, bool, int]:
    """Sorts records that may stand for a model: listed ones first, sales before dates of retirement."""
    return not entry.present, entry.kind == "lifecycle", FIRST.index(kind)


def _slug(name: Name, author: str, vocabulary: Vocabulary) -> str:
    """The last segment of a name as a part of an address, without a host's prefix and build."""
    text = name.text.rpartition("/")[2].lower().replace("+", "-plus-")
    if not text.isascii():
        return ""
    head, dot, rest = text.partition(".")
    if dot and rest[:1].isalpha() and (head in vocabulary.hosts or vocabulary.author(head) == author):
        text = rest
    return _UNSAFE.sub("-", text.removesuffix(f"-v{name.build}")).strip("-.")


def _router_authors(judged: Mapping[Key, Judgement], vocabulary: Vocabulary) -> dict[str, str]:
    """By our name of an author, the one under which the router lists most models."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for model_id in {judgement.model_id for judgement in judged.values() if judgement.model_id}:
        prefix = model_id.partition("/")[0]
        counts[vocabulary.author(prefix)][prefix] += 1
    return {author: max(sorted(found), key=lambda prefix: found[prefix]) for author, found in counts.items()}
