"""A name taken apart: family words, version, sizes, dates, stage, mode, format, way of selling."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

from catalog.names.dates import NOTHING, Readings, take_date, told_day
from catalog.names.tokens import is_odd, tokenize
from catalog.names.vocabulary import Vocabulary, size_of

_SIZE = re.compile(r"e?\d+(?:\.\d+)?[bt]|\d{2,}(?:\.\d+)?m|\d+x\d+(?:\.\d+)?b")
_SIZE_AND_EXPERTS = re.compile(r"(\d+b)x(\d+)e")
_ACTIVE = re.compile(r"a(\d+(?:\.\d+)?)b")
_EXPERTS = re.compile(r"x?(\d+)e")
_CONTEXT = re.compile(r"\d+k|1m")
_NUMBER = re.compile(r"v?(\d+(?:\.\d+)*)")
_WORD_NUMBER = re.compile(r"([^\W\d_]+?)v?(\d+(?:\.\d+)*)([^\W\d_]*)")
_NUMBER_WORD = re.compile(r"(\d+(?:\.\d+)*)([^\W\d_]+)")
_ATOM = re.compile(r"(?<![a-z])[ae]?\d+(?:[bmtkex](?![a-z]))?|\d+")
_FIRST = frozenset({"1", "1.0", "0.1", "01"})
"""A first version is what a name without one means, if it means any: it is a revision."""
_EFFORTS = frozenset({"max", "xhigh", "high", "medium", "low", "minimal"})
"""Words of effort that are words of a family elsewhere (`mistral-medium`): efforts at the end of some names."""


_SINGLE = ("active", "experts", "mode", "effort", "budget", "status", "context", "build")
_SEVERAL = ("stage", "quantization", "format", "offer", "speed", "harness")


class Wording(NamedTuple):
    """The words of a name with its author, whom they may name too."""

    words: tuple[str, ...]
    author: str


@dataclass(frozen=True)
class Name:
    """What a name says. Whatever it does not say is empty."""

    text: str
    hub: bool = False
    """Whether it is the id of a repository of weights, where a bare name follows the family's convention."""
    author: str = ""
    """As the author table calls it; as it stands where the table has it not."""
    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    revision: str = ""
    """A version after the size: `v0.3`."""
    sizes: tuple[str, ...] = ()
    active: str = ""
    experts: str = ""
    dates: tuple[Readings, ...] = ()
    stage: frozenset[str] = frozenset()
    mode: str = ""
    effort: str = ""
    budget: str = ""
    """How much it may think: `64k`."""
    status: str = ""
    quantization: frozenset[str] = frozenset()
    format: frozenset[str] = frozenset()
    offer: frozenset[str] = frozenset()
    speed: frozenset[str] = frozenset()
    """A faster way of being sold, which only the seller knows not to be a release of its own."""
    harness: frozenset[str] = frozenset()
    pointer: bool = False
    context: str = ""
    build: str = ""
    """What some hosts number their copy with: `v1:0`."""
    clash: bool = False
    """Whether it names two authors at once: then it says of nobody's model anything."""
    odd: bool = False
    """Whether it is longer than any name, or holds characters that are not shown: then it is compared with none."""

    spelled: str = ""
    """The slug's letters and digits alone."""

    atoms: tuple[str, ...] = ()
    """Its digits as they follow each other, whatever stands between them: `1.5-7b` and `1-5-7b` alike."""

    @cached_property
    def wording(self) -> Wording:
        """Its words with its author."""
        return Wording(self.words, self.author)

    @cached_property
    def slug(self) -> str:
        """What stands after its author, in small letters."""
        return self.text.rpartition("/")[2].lower()

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """Its numbers and its revision, which some names put among them."""
        return (*self.numbers, self.revision) if self.revision else self.numbers

    @cached_property
    def figures(self) -> str:
        """The digits of its numbers in an order of their own: of `3.5` and `35` the same."""
        return "".join(sorted("".join(set(self.counted)))).replace(".", "")

    @cached_property
    def told_dates(self) -> str:
        """Its dates, each with every reading: `2025-08`."""
        return " ".join("|".join(sorted(map(told_day, readings.days))) for readings in self.dates)

    @cached_property
    def qualities(self) -> Mapping[str, tuple[str, ...]]:
        """What it says beside words, author, numbers and dates, by the name of the field; only what it does say."""
        said = {"size": self.sizes} if self.sizes else {}
        if self.pointer:
            said["pointer"] = ("latest",)
        said.update({name: (value,) for name in _SINGLE if (value := getattr(self, name))})
        said.update({name: tuple(sorted(values)) for name in _SEVERAL if (values := getattr(self, name))})
        return said


@dataclass
class _Reading:
    """A name on its way of being read."""

    vocabulary: Vocabulary
    found: dict[str, list[str]] = field(default_factory=dict)
    dates: list[Readings] = field(default_factory=list)
    atoms: list[str] = field(default_factory=list)
    joinable: bool = False
    """Whether a small number that follows belongs to the last one: `4-5` is 4.5."""

    def read(self, tokens: Sequence[str]) -> None:
        """Read every token in its order."""
        place = 0
        while place < len(tokens):
            readings, taken = take_date(tokens[place : place + 3]) if tokens[place].isdigit() else NOTHING
            if taken:
                self.dates.append(readings)
                self.atoms += tokens[place : place + taken]
                self.joinable = False
            else:
                self._one(tokens[place])
            place += taken or 1

    def _add(self, kind: str, value: str) -> None:
        self.found.setdefault(kind, []).append(value)
        self.joinable = False

    def _one(self, token: str) -> None:
        kind = self.vocabulary.kind_of(token, self.found.get("words", ()))
        if kind:
            self._add(*kind)
            return
        if token.isalpha():
            self._add("words", token)
            return
        if "." in token or not _CONTEXT.fullmatch(token):
            self.atoms += _ATOM.findall(token)
        if token in self.vocabulary.authors or token in self.vocabulary.hosts:
            self._add("words", token)
        elif not self._measure(token):
            self._word(token)

    def _measure(self, token: str) -> bool:
        return (token[-1].isalpha() and self._counted_in(token)) or self._version(token)

    def _counted_in(self, token: str) -> bool:
        """Whether a token is a number with a unit: of parameters, experts, or tokens."""
        for pattern, kind in ((_ACTIVE, "active"), (_SIZE, "sizes"), (_EXPERTS, "experts"), (_CONTEXT, "context")):
            match = pattern.fullmatch(token)
            if match:
                self._add(kind, match.group(1) if match.groups() else token)
                return True
        both = _SIZE_AND_EXPERTS.fullmatch(token)
        if both:
            self._add("sizes", both.group(1))
            self._add("experts", both.group(2))
        return both is not None

    def _version(self, token: str) -> bool:
        match = _NUMBER.fullmatch(token)
        if match and token.startswith("v") and ("sizes" in self.found or match.group(1) in _FIRST):
            self._add("revision", match.group(1))
        elif match:
            self._number(match.group(1), joins=not token.startswith("v"))
        return match is not None

    def _number(self, text: str, joins: bool) -> None:
        numbers = self.found.setdefault("numbers", [])
        small = "." not in text and len(text) <= 2
        if joins and self.joinable and small:
            numbers[-1] = f"{numbers[-1]}.{text}"
            self.joinable = False
        else:
            numbers.append(text)
            self.joinable = small

    def _word(self, token: str) -> None:
        mixed, counted = _WORD_NUMBER.fullmatch(token), _NUMBER_WORD.fullmatch(token)
        if mixed and mixed.group(3) in ("b", "m", "t"):
            # A size that is glued to the word: `qwen7b`.
            self._part(mixed.group(1))
            self._measure(mixed.group(2) + mixed.group(3))
        elif mixed:
            self._part(mixed.group(1))
            self._number(mixed.group(2), joins=False)
            if mixed.group(3):
                self._part(mixed.group(3))
        elif counted:
            self._number(counted.group(1), joins=True)
            self._part(counted.group(2))
        else:
            self._add("words", token)

    def _part(self, word: str) -> None:
        kind = self.vocabulary.kind_of(word, self.found.get("words", ())) if len(word) > 2 else None
        self._add(*(kind or ("words", word)))


KEPT = 50_000
"""So many names are kept: some 100 MB. A catalog of today has a fifth of them."""


def parse(name: str, vocabulary: Vocabulary, author: str = "", *, hub: bool = False) -> Name:
    """What a name says, read with a vocabulary. An author given apart counts where the name has none.

    A vocabulary keeps what it has read, for the same names come from many sources; of very many it begins anew.
    """
    key = (name, author, hub)
    if key not in vocabulary.read:
        if len(vocabulary.read) >= KEPT:
            vocabulary.read.clear()
        vocabulary.read[key] = _parse(name, vocabulary, author, hub)
    read: Name = vocabulary.read[key]
    return read


def _parse(name: str, vocabulary: Vocabulary, author: str, hub: bool) -> Name:
    split = tokenize(name, vocabulary.authors, vocabulary.hosts, vocabulary.phrases)
    reading = _Reading(vocabulary)
    reading.read(split.tokens)
    found = reading.found
    context, thinking = _first(found.get("context", ())), "thinking" in found.get("mode", ())
    read = Name(
        text=name,
        hub=hub,
        author=vocabulary.author(split.author) or vocabulary.author(author),
        dates=tuple(reading.dates),
        effort=_first((*split.efforts, *found.get("effort", ()))),
        pointer="pointer" in found,
        build=split.build,
        clash=vocabulary.clash([*split.authors, author] if author else split.authors),
        odd=is_odd(name),
        atoms=tuple(reading.atoms),
        spelled="".join(filter(str.isalnum, name.rpartition("/")[2].lower())),
        budget=context if thinking else "",
        context="" if thinking else context,
        **{kind: _AS_READ[kind](values) for kind, values in found.items() if kind in _AS_READ},
    )
    return _with_variant(_with_effort(read, vocabulary), split.variant, vocabulary)


def _with_effort(name: Name, vocabulary: Vocabulary) -> Name:
    """The name with a word of effort at its end taken as one, where the family's names may end so."""
    last = name.words[-1] if name.words else ""
    if last not in _EFFORTS or name.effort or not vocabulary.family(name.words, name.numbers).efforts:
        return name
    return replace(name, words=name.words[:-1], effort=last)


def _with_variant(name: Name, variant: str, vocabulary: Vocabulary) -> Name:
    """The name with what stands after its colon: a way of running it, else a way of selling it."""
    if not variant:
        return name
    kind = vocabulary.kind_of(variant)
    if kind and kind[0] == "mode":
        return replace(name, mode=kind[1])
    return replace(name, offer=name.offer | {variant})


def _first(values: Sequence[str]) -> str:
    return values[0] if values else ""


def _whole(number: str) -> str:
    """A number without the nothing after its point: `2.0` is 2."""
    return number.removesuffix(".0")


_AS_READ: Mapping[str, Callable[[list[str]], Any]] = {
    "words": tuple,
    "numbers": lambda read: tuple(map(_whole, read)),
    "revision": lambda read: _whole(read[0]),
    "sizes": lambda read: tuple(sorted(set(map(size_of, read)))),
    **dict.fromkeys(("active", "experts", "mode", "status"), itemgetter(0)),
    **dict.fromkeys(_SEVERAL, frozenset),
}
"""What a name says of a field, by what was read of it."""
