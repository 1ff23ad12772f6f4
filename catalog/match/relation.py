"""How two names are related, by their deviations alone: no candidate list, no facts, no memory.

The first rule that holds decides. A difference in words, numbers, sizes, dates, stage or status is a
veto: the names mean different releases. What remains names a relation: another format, another way
of selling or of running, a name without the date.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from catalog.match.deviations import DIFFER, EXTRA, MISSING, Deviation, deviations
from catalog.names.parse import Name
from catalog.names.vocabulary import Family, Vocabulary

LEVELS = ("exact", "high", "medium", "low", "none")
"""How surely, the surest first."""
VETOES = frozenset(
    {
        f"word {DIFFER}", f"word {EXTRA}", f"number {DIFFER}", f"size {DIFFER}", f"active {DIFFER}",
        f"experts {DIFFER}", f"date {DIFFER}", f"stage {DIFFER}", f"status {DIFFER}", f"status {MISSING}",
        f"context {DIFFER}", f"author {DIFFER}", f"mode {DIFFER}", f"revision {DIFFER}",
    }
)  # fmt: skip
"""Differences that no release survives."""
GAPS = {
    f"active {MISSING}": "high", f"experts {MISSING}": "high", f"author {EXTRA}": "high",
    f"revision {MISSING}": "medium", f"quantization {DIFFER}": "medium", f"date {MISSING}": "medium",
    f"pointer {MISSING}": "medium", f"size {MISSING}": "low", f"context {MISSING}": "low",
}  # fmt: skip
"""What one side merely does not say, and how surely two names can still mean one release."""
ARTIFACT = frozenset({f"quantization {MISSING}", f"quantization {DIFFER}", f"format {MISSING}", f"format {DIFFER}"})
OFFER = frozenset({f"offer {MISSING}", f"offer {DIFFER}"})
RUN = frozenset({f"{name} {state}" for name in ("mode", "effort", "budget", "harness") for state in (MISSING, DIFFER)})
TIME = frozenset({f"date {MISSING}", f"pointer {MISSING}"})
DERIVED = frozenset({"distill", "distilled", "distil", "merge", "merged", "abliterated", "uncensored"})


class Verdict(NamedTuple):
    """A relation between two names: how surely, by which rule, on which evidence."""

    relation: str
    level: str
    rule: str
    deviations: tuple[Deviation, ...] = ()
    vetoes: tuple[str, ...] = ()


def relate(left: Name, right: Name, vocabulary: Vocabulary, *, hub: tuple[bool, bool] = (False, False)) -> Verdict:
    """How two names are related. `hub` says of each whether it is a repository of weights."""
    found = deviations(left, right, vocabulary)
    if not _says_enough(left) or not _says_enough(right):
        return Verdict("unknown", "none", "says too little", found)
    family = vocabulary.family((*left.words, *right.words), left.numbers or right.numbers)
    open_, gap = _settled(found, family, hub, dated=bool(left.dates or right.dates))
    signatures = {deviation.signature for deviation in open_}
    rule = " + ".join(sorted(deviation.signature for deviation in found)) or "all equal"
    vetoes = tuple(_told(deviation) for deviation in open_ if deviation.signature in VETOES)
    level = max([gap, *(GAPS[name] for name in signatures if name in GAPS)], key=LEVELS.index)
    if _is_dated_number(open_, left, right):
        return Verdict("same_release", "high", rule, found)
    if vetoes or f"number {MISSING}" in signatures:
        relation = "derived_from" if _is_derived(open_) else _apart(left, right)
        told = vetoes or tuple(_told(d) for d in open_ if d.field == "number")
        return Verdict(relation, "none", rule, found, told)
    return Verdict(*_relation(signatures - (GAPS.keys() - ARTIFACT - TIME), level), rule, found)


def _settled(
    found: Iterable[Deviation], family: Family, hub: tuple[bool, bool], dated: bool
) -> tuple[list[Deviation], str]:
    """The deviations that a family's convention does not explain, and how sure its explanation is."""
    open_: list[Deviation] = []
    level = "exact"
    undated = any(deviation.signature == f"date {MISSING}" for deviation in found)
    for deviation in found:
        if deviation.field == "stage" and deviation.state == MISSING:
            explained = None if undated else _bare_stage(deviation, family.bare, hub)
            level = max(level, explained or "exact", key=LEVELS.index)
            if explained is None:
                open_.append(deviation._replace(state=DIFFER))
        elif deviation.field == "mode" and _has_own_weights(deviation, family, hub, dated):
            open_.append(deviation._replace(state=DIFFER))
        else:
            open_.append(deviation)
    return open_, level


def _has_own_weights(deviation: Deviation, family: Family, hub: tuple[bool, bool], dated: bool) -> bool:
    """Whether thinking is a release of its own: by the family's convention, else between two repositories."""
    silent_is_hub = hub[0] if not deviation.left else hub[1]
    convention = (family.dated_thinking if dated else "") or family.thinking
    if convention == "mode":
        return family.bare == "base" and silent_is_hub
    return convention == "release" or all(hub)


def _bare_stage(deviation: Deviation, bare: str, hub: tuple[bool, bool]) -> str | None:
    """How surely a name without a stage means the stage that the other names; None where it means another."""
    said = deviation.left or deviation.right
    silent_is_hub = hub[0] if not deviation.left else hub[1]
    if said == "instruct":
        # Sellers sell the chat model under the family's name; a hub's bare repository follows the family.
        if bare == "instruct":
            return "high"
        if bare == "base":
            return None if silent_is_hub else "medium"
        return "medium"
    if said == "base":
        return "medium" if bare == "base" and silent_is_hub else None
    return None


def _is_dated_number(found: Iterable[Deviation], left: Name, right: Name) -> bool:
    """Whether a number that one side lacks is covered by an equal date: `mistral-small-2506` is 3.2."""
    names = {deviation.signature for deviation in found}
    return (
        f"number {MISSING}" in names
        and bool(left.dates)
        and len(left.dates) == len(right.dates)
        and bool(set(left.words) & set(right.words))
        and names <= {f"number {MISSING}", f"size {MISSING}", f"active {MISSING}", f"experts {MISSING}"}
    )


def _relation(signatures: Iterable[str], level: str) -> tuple[str, str]:
    """The relation that differences other than vetoes and gaps make."""
    rest = set(signatures)
    formats = {f"format {MISSING}", f"format {DIFFER}"}
    if not rest:
        return "same_release", level
    if rest <= formats:
        return ("same_release" if rest == {f"format {MISSING}"} else "artifact_of"), level
    if rest & OFFER and rest <= OFFER | TIME | ARTIFACT:
        return "offer_of", level
    if rest & ARTIFACT and rest <= ARTIFACT | TIME:
        return "artifact_of", level
    if rest & RUN and rest <= RUN | TIME | formats | OFFER:
        return "config_of", level
    if rest <= TIME | formats:
        return ("snapshot_of" if rest & {f"date {MISSING}"} else "alias_of"), level
    return "unknown", "none"


def _apart(left: Name, right: Name) -> str:
    """What two different releases are to each other: siblings where they share a family word."""
    shared = bool(left.words and right.words and left.words[0] == right.words[0])
    return "sibling_of" if shared and left.author == right.author else "different"


def _is_derived(found: Iterable[Deviation]) -> bool:
    return any(d.field == "word" and DERIVED & {*d.left.split(), *d.right.split()} for d in found)


def _says_enough(name: Name) -> bool:
    return bool(name.words)


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
