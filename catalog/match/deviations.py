"""Two names side by side: where they differ, field by field, and what each difference is."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from catalog.names.dates import agree
from catalog.names.parse import Name, Wording
from catalog.names.vocabulary import Vocabulary

MISSING, DIFFER, EXTRA, UNPOINTED = "missing", "differ", "extra", "without its point"
"""One side says nothing of it; both say something else; one side says more; digits are equal but for the point."""
COUNTED = frozenset({"size", "active", "experts"})
"""Qualities that are read from digits."""
MOST = 1 << 14
"""So many comparisons of words, and of numbers, are remembered: many names differ in the rest alone."""


class Deviation(NamedTuple):
    """A field in which two names differ."""

    field: str
    state: str
    left: str
    right: str

    @property
    def signature(self) -> str:
        """What kind of difference it is, without the values."""
        return f"{self.field} {self.state}"


def deviations(left: Name, right: Name, vocabulary: Vocabulary) -> tuple[Deviation, ...]:
    """Every field in which two names differ."""
    found: list[Deviation | None] = []
    if left.words != right.words:
        found.append(_words(left.wording, right.wording, bool(left.numbers), vocabulary))
    if left.author != right.author and left.author and right.author:
        found.append(_author(left, right, vocabulary))
    if left.atoms != right.atoms:
        # Digits that follow each other alike say the same, however they are grouped.
        if left.counted != right.counted:
            told = (left.revision, right.revision), (left.build, right.build)
            found.append(_numbers(left.counted, right.counted, *told))
        if left.dates != right.dates and not agree(left.dates, right.dates):
            found.append(_dates(left, right))
    if left.qualities != right.qualities:
        found += _qualities(left, right)
    return tuple(filter(None, found))


def _qualities(left: Name, right: Name) -> Iterator[Deviation]:
    """Differences in what the names say beside words, author, numbers and dates."""
    alike = left.atoms == right.atoms
    for field in sorted({**left.qualities, **right.qualities}):
        one, other = left.qualities.get(field, ()), right.qualities.get(field, ())
        if one == other or (alike and field in COUNTED):
            continue
        if field != "active" or (one and other) or not _is_dense(left, right):
            yield Deviation(field, DIFFER if one and other else MISSING, " ".join(one), " ".join(other))


def _is_dense(left: Name, right: Name) -> bool:
    """Whether the active parameters that one name tells are all there are: some write a dense model as 8B A8B."""
    return f"{left.active or right.active}b" in (*left.sizes, *right.sizes)


@lru_cache(maxsize=MOST)
def _numbers(
    left: tuple[str, ...], right: tuple[str, ...], revisions: tuple[str, str], builds: tuple[str, str]
) -> Deviation | None:
    """The difference in numbers and in the revision, which some names put before the size and so among the numbers."""
    only_left, only_right = _beside(left, right), _beside(right, left)
    if not only_left and not only_right:
        return None
    if (not only_left and _is_build(only_right, builds[0])) or (not only_right and _is_build(only_left, builds[1])):
        return None
    field = "revision" if all(number in revisions for number in (*only_left, *only_right)) else "number"
    state = DIFFER if only_left and only_right else MISSING
    if len(only_left) == len(only_right) == 1 and _is_without_point(only_left[0], only_right[0]):
        state = UNPOINTED
    return Deviation(field, state, " ".join(only_left), " ".join(only_right))


def _is_build(numbers: list[str], build: str) -> bool:
    """Whether a number is the first part of the build that the other name ends in: `nova-lite-v1` is `...-v1:0`."""
    return bool(build) and numbers == [build.partition(":")[0]]


def _is_without_point(one: str, other: str) -> bool:
    """Whether one number is the other without its point: `gpt-35` for 3.5."""
    bare, pointed = sorted((one, other), key=lambda number: "." in number)
    whole, _, rest = pointed.partition(".")
    return len(whole) == len(rest) == 1 and whole != "0" and bare == whole + rest


def _beside(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """What one list holds beside another, as often as it holds it more."""
    return [item for item in dict.fromkeys(one) for _ in range(one.count(item) - other.count(item))]


def _dates(left: Name, right: Name) -> Deviation:
    return Deviation("date", DIFFER if left.dates and right.dates else MISSING, left.told_dates, right.told_dates)


def _author(left: Name, right: Name, vocabulary: Vocabulary) -> Deviation:
    """The difference between two authors that are both said: one that we know contradicts another that we know."""
    known = vocabulary.knows(left.author) and vocabulary.knows(right.author)
    # Letters of another script may look like those of an author that we know.
    strange = not (left.author + right.author).isascii()
    return Deviation("author", DIFFER if known or strange else EXTRA, left.author, right.author)


@lru_cache(maxsize=MOST)
def _words(left: Wording, right: Wording, numbered: bool, vocabulary: Vocabulary) -> Deviation | None:
    """The difference in words: none where they are the same in another order, or parted at another place."""
    if sorted(left.words) == sorted(right.words) or "".join(left.words) == "".join(right.words):
        return None
    one, other = _without_author(left, right, vocabulary), _without_author(right, left, vocabulary)
    if "".join(sorted(one)) == "".join(sorted(other)) or "".join(one) == "".join(other):
        if _names_family(one, left, right, numbered, vocabulary):
            return None
        one, other = list(left.words), list(right.words)
    only_left, only_right = _beside(one, other), _beside(other, one)
    return Deviation("word", DIFFER if only_left and only_right else EXTRA, " ".join(only_left), " ".join(only_right))


def _names_family(words: Iterable[str], left: Wording, right: Wording, numbered: bool, vocabulary: Vocabulary) -> bool:
    """Whether words that are left name a family, not a grade alone (`flash`); else both must name the author."""
    if set(words) - vocabulary.tiers:
        return True
    return numbered and bool(_named_authors(left, vocabulary) & _named_authors(right, vocabulary))


def _named_authors(said: Wording, vocabulary: Vocabulary) -> frozenset[str]:
    """The author of a name, and whoever its words name."""
    return frozenset(filter(vocabulary.knows, (said.author, *map(vocabulary.author, said.words))))


def _without_author(said: Wording, other: Wording, vocabulary: Vocabulary) -> list[str]:
    """Words without those that only name an author or a seller, where the other side has them not."""
    free, others = (vocabulary.author_words.get(author, ()) for author in (said.author, other.author))
    return [
        word
        for place, word in enumerate(said.words)
        if word in other.words
        or not (word in free or word in others or (place == 0 and _leads(word, other.author, vocabulary)))
    ]


def _leads(word: str, other_author: str, vocabulary: Vocabulary) -> bool:
    """Whether a first word only names a seller, or the author that the other side does not contradict."""
    author = vocabulary.author(word)
    return word in vocabulary.hosts or (vocabulary.knows(author) and other_author in ("", author))
