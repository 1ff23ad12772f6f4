"""How two names are related, by their deviations alone: no candidate list, no facts, no memory.

A difference in words, numbers, sizes, dates, stage or author is a veto: the names mean different
releases. What remains names a relation: another format, another way of selling or of running, a name
without the date. The rule of a verdict is the list of its deviations, so that each can be measured.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from catalog.match.deviations import DIFFER, EXTRA, MISSING, UNPOINTED, Deviation, deviations
from catalog.match.families import may_settle, settle
from catalog.names.parse import Name
from catalog.names.vocabulary import Vocabulary

LEVELS = ("exact", "high", "medium", "low", "none")
"""How surely, the surest first."""
VETOES = frozenset(
    {
        f"word {DIFFER}", f"word {EXTRA}", f"number {DIFFER}", f"size {DIFFER}", f"active {DIFFER}",
        f"experts {DIFFER}", f"date {DIFFER}", f"stage {DIFFER}", f"status {DIFFER}", f"context {DIFFER}",
        f"author {DIFFER}", f"mode {DIFFER}", f"revision {DIFFER}", f"build {DIFFER}",
    }
)  # fmt: skip
"""Differences that no release survives."""
GAPS = {
    f"build {MISSING}": "exact",
    f"number {UNPOINTED}": "high", f"active {MISSING}": "high", f"experts {MISSING}": "high",
    f"author {EXTRA}": "high", f"revision {MISSING}": "medium", f"date {MISSING}": "medium",
    f"pointer {MISSING}": "medium", f"quantization {DIFFER}": "medium", f"format {DIFFER}": "medium",
    f"offer {DIFFER}": "medium", f"speed {MISSING}": "medium", f"speed {DIFFER}": "medium",
    f"effort {DIFFER}": "medium", f"budget {DIFFER}": "medium", f"harness {DIFFER}": "medium",
    f"size {MISSING}": "low", f"context {MISSING}": "low", f"status {MISSING}": "low", f"number {MISSING}": "low",
}  # fmt: skip
"""What one side does not say, or says of another thing than the release, and how sure that leaves it."""
ARTIFACT = frozenset({f"quantization {MISSING}", f"quantization {DIFFER}", f"format {MISSING}", f"format {DIFFER}"})
OFFER = frozenset({f"offer {MISSING}", f"offer {DIFFER}", f"speed {MISSING}", f"speed {DIFFER}"})
RUN = frozenset({f"{name} {state}" for name in ("mode", "effort", "budget", "harness") for state in (MISSING, DIFFER)})
TIME = frozenset({f"date {MISSING}", f"pointer {MISSING}", f"status {MISSING}", f"number {MISSING}"})
"""Without a date, a status or a version a name points to a release, and to another one some day."""
VARIANT = ARTIFACT | OFFER | RUN
DERIVED = frozenset({"distill", "distilled", "distil", "merge", "merged", "abliterated", "uncensored"})
_BESIDE_DERIVED = frozenset({"word", "size", "active", "experts", "stage", "author", "format"})
"""Fields in which what is derived may differ from what it is made from."""


class Verdict(NamedTuple):
    """A relation between two names: how surely, by which rule, on which evidence."""

    relation: str
    level: str
    rule: str
    deviations: tuple[Deviation, ...] = ()
    vetoes: tuple[str, ...] = ()
    left: Name | None = None
    """The names that were compared."""
    right: Name | None = None


def relate(left: Name, right: Name, vocabulary: Vocabulary) -> Verdict:
    """How two names are related."""
    found = deviations(left, right, vocabulary)
    fault = _fault(left, right, vocabulary)
    if fault:
        return Verdict("unknown", "none", fault, found, (fault,), left, right)
    rule = " + ".join(sorted([deviation.signature for deviation in found])) or "all equal"
    open_, settled = settle(found, left, right, vocabulary)
    if _is_dated_number(open_, left, right):
        return Verdict("same_release", "high", rule, found, (), left, right)
    vetoes = tuple([_told(deviation) for deviation in open_ if _is_veto(deviation, left, right)])
    if vetoes:
        relation = "derived_from" if _is_derived(open_) else _apart(left, right, vocabulary)
        return Verdict(relation, "none", rule, found, vetoes, left, right)
    signatures = {deviation.signature for deviation in open_}
    level = max([settled, *(GAPS[name] for name in signatures if name in GAPS)], key=LEVELS.index)
    return Verdict(*_relation(signatures, level, left), rule, found, (), left, right)


def rules_out(found: Iterable[Deviation], vocabulary: Vocabulary) -> bool:
    """Whether deviations mean two releases whatever the names are: `relate` would give no relation that leads."""
    return any(one.signature in VETOES and not may_settle(one, vocabulary) for one in found)


def _is_veto(deviation: Deviation, left: Name, right: Name) -> bool:
    """Whether a deviation means another release; a missing number only where another one is said."""
    if deviation.field == "number" and deviation.state == MISSING:
        return bool(left.numbers and right.numbers)
    return deviation.signature in VETOES


def _is_dated_number(found: Iterable[Deviation], left: Name, right: Name) -> bool:
    """Whether a number that one side lacks is covered by an equal date: `mistral-small-2506` is 3.2."""
    if not left.dates or not right.dates or (left.numbers and right.numbers):
        return False
    names = {deviation.signature for deviation in found}
    return (
        f"number {MISSING}" in names
        and all(len(number.partition(".")[0]) < 3 for number in (*left.numbers, *right.numbers))
        and [date.digits for date in left.dates] == [date.digits for date in right.dates]
        and not set(left.words).isdisjoint(right.words)
        and names <= {f"number {MISSING}", f"size {MISSING}", f"active {MISSING}", f"experts {MISSING}"}
    )


def _relation(signatures: Iterable[str], level: str, left: Name) -> tuple[str, str]:
    """The relation that differences other than vetoes make; a variant's is never exact: a name does not prove it."""
    rest = set(signatures) & (VARIANT | TIME)
    packaging = {f"format {MISSING}"}
    if rest <= packaging:
        return "same_release", level
    level = max(level, "high", key=LEVELS.index)
    if rest & OFFER:
        return "offer_of", level
    if rest & RUN:
        return "config_of", level
    if rest & (ARTIFACT - packaging):
        return "artifact_of", level
    return ("snapshot_of" if left.dates else "alias_of"), level


def _apart(left: Name, right: Name, vocabulary: Vocabulary) -> str:
    """What two different releases are to each other: siblings where they share a word that names a family."""
    one_author = left.author == right.author or not (left.author and right.author)
    shared = any(word in right.words and word not in vocabulary.tiers for word in left.words)
    return "sibling_of" if one_author and shared else "different"


def _fault(left: Name, right: Name, vocabulary: Vocabulary) -> str:
    """Why two names cannot be compared; empty where they can."""
    if left.clash or right.clash:
        return "two authors at once"
    if left.odd or right.odd:
        return "no name that one could read"
    by_one = bool(left.author) and left.author == right.author
    if not (_says_little(left, by_one, vocabulary) or _says_little(right, by_one, vocabulary)):
        return ""
    return "" if left.author and left.text.lower() == right.text.lower() else "says too little"


def _says_little(name: Name, by_one: bool, vocabulary: Vocabulary) -> bool:
    """Whether a name is none, or one word that many makers use (`pro`) or that is said of any model (`auto`).

    Beside another one by the same author such a word tells enough.
    """
    words = name.words
    if not words or by_one:
        return not words
    return (len(words) == 1 and words[0] in vocabulary.tiers) or vocabulary.routers.issuperset(words)


def _is_derived(found: Sequence[Deviation]) -> bool:
    """Whether one name is the other with a word of derivation, and nothing else tells them apart but the size."""
    extra = (d for d in found if d.field == "word" and d.state == EXTRA)
    derived = any(not DERIVED.isdisjoint((*d.left.split(), *d.right.split())) for d in extra)
    return derived and all(d.field in _BESIDE_DERIVED for d in found)


def _told(deviation: Deviation) -> str:
    left, right = deviation.left or "nothing", deviation.right or "nothing"
    return f"{deviation.field} {left} != {right}"


RELATIONS: Mapping[str, str] = {
    "same_release": "the same release",
    "alias_of": "a name that leads to it",
    "snapshot_of": "the same under a dated name",
    "artifact_of": "the same weights in another format",
    "config_of": "the same run in a certain way",
    "offer_of": "the same sold in a certain way",
    "derived_from": "made from it",
    "sibling_of": "of the same family, another release",
    "different": "another model",
    "unknown": "not known",
}
"""What each relation means, in plain words."""
