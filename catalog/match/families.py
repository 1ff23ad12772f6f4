"""What a family's conventions settle: a stage, a way of thinking or a size that one name leaves out."""

from collections.abc import Sequence

from catalog.match.deviations import DIFFER, EXTRA, MISSING, Deviation
from catalog.names.parse import Name
from catalog.names.vocabulary import Family, Vocabulary

SETTLED = "settled"
"""The state of a size that one side leaves out where the family has one alone."""
_ORDER = ("exact", "high", "medium", "low")
_UNSAID = frozenset({"stage", "mode", "status"})
"""Fields beside the size of which a convention says something, be it that none is written down."""


def settle(found: Sequence[Deviation], left: Name, right: Name, vocabulary: Vocabulary) -> tuple[list[Deviation], str]:
    """The deviations that no convention explains, and how sure the explanation of the others is.

    A stage or a mode that makes another release is given back as a difference.
    """
    family = vocabulary.family((*left.words, *right.words), left.numbers or right.numbers)
    hub = (left.hub, right.hub)
    open_ = _unsaid_stage(left, right, family, hub)
    sized = bool(family.sizes and (left.sizes or right.sizes))
    if not open_ and not sized and _UNSAID.isdisjoint([deviation.field for deviation in found]):
        return list(found), "exact"
    said = len(found)
    found = _without_size(found, left, right, family) if sized else found
    dated = bool(left.dates or right.dates)
    undated = any(deviation.field == "date" and deviation.state == MISSING for deviation in found)
    levels = ["exact" if len(found) == said else "high"]
    for deviation in found:
        silent = deviation.state == MISSING
        if silent and deviation.field == "status" and left.dates and not any(d.field == "date" for d in found):
            # A date that both tell is the release's, whatever state it was in: `kimi-k2-0905-preview`.
            levels.append("high")
            continue
        if silent and deviation.field == "mode" and not _convention(family, dated):
            # Where nobody wrote down what thinking is in a family, it may be a release of its own.
            levels.append("medium")
        explained = _explained(deviation, family, hub, dated, undated)
        if explained in _ORDER:
            levels.append(explained)
        else:
            open_.append(deviation if explained == MISSING else deviation._replace(state=DIFFER))
    return open_, max(levels, key=_ORDER.index)


def may_settle(deviation: Deviation, vocabulary: Vocabulary) -> bool:
    """Whether the convention of any family may explain a difference that is a veto elsewhere."""
    if deviation.field == "size":
        return vocabulary.sizes.issuperset((*deviation.left.split(), *deviation.right.split()))
    return deviation.state == EXTRA and f"{deviation.left}{deviation.right}" in vocabulary.size_words


def _explained(deviation: Deviation, family: Family, hub: tuple[bool, bool], dated: bool, undated: bool) -> str:
    """How surely a convention explains a deviation; `missing` where none speaks of it, `differ` where it forbids."""
    if deviation.state == SETTLED:
        return "high"
    if deviation.field == "stage" and deviation.state == MISSING:
        if undated:
            return "low" if family.bare != "base" and "instruct" in (deviation.left, deviation.right) else DIFFER
        return _bare_stage(deviation, family, hub) or DIFFER
    if deviation.field == "mode":
        return DIFFER if _has_own_weights(deviation, family, hub, dated) else MISSING
    return MISSING


def _unsaid_stage(left: Name, right: Name, family: Family, hub: tuple[bool, bool]) -> list[Deviation]:
    """The difference between what a seller and a hub mean by the same bare name, where the family has one."""
    if left.stage or right.stage or family.sold == family.bare or hub[0] == hub[1]:
        return []
    meant = [family.bare if is_hub else family.sold for is_hub in hub]
    return [Deviation("stage", DIFFER, *meant)]


def _without_size(found: Sequence[Deviation], left: Name, right: Name, family: Family) -> list[Deviation]:
    """The deviations without those that the family's one size explains: a size left out, a word that stands for it."""
    if not family.sizes.issuperset((*left.sizes, *right.sizes)):
        if {*left.words, *right.words} > family.words:
            return list(found)
        # The family has one size, and this is another: what bears it is of another family.
        return [d._replace(state=DIFFER) if d.field == "size" else d for d in found]
    kept = []
    for deviation in found:
        if deviation.field == "size":
            kept.append(deviation._replace(state=SETTLED))
        elif not _stands_for_size(deviation, left, right, family):
            kept.append(deviation)
    return kept


def _stands_for_size(deviation: Deviation, left: Name, right: Name, family: Family) -> bool:
    """Whether a word that one side lacks is the family's word for the size that this side says."""
    if deviation.field != "word" or deviation.state != EXTRA:
        return False
    lacking = right if deviation.left else left
    return f"{deviation.left}{deviation.right}" == family.word and bool(lacking.sizes)


def _has_own_weights(deviation: Deviation, family: Family, hub: tuple[bool, bool], dated: bool) -> bool:
    """Whether thinking is a release of its own: by the family's convention, else between two repositories."""
    silent_is_hub = hub[0] if not deviation.left else hub[1]
    convention = _convention(family, dated)
    if convention == "mode":
        return family.bare == "base" and silent_is_hub
    return convention == "release" or all(hub)


def _convention(family: Family, dated: bool) -> str:
    """What thinking is in a family; empty where nobody wrote it down."""
    return (family.dated_thinking if dated else "") or family.thinking


def _bare_stage(deviation: Deviation, family: Family, hub: tuple[bool, bool]) -> str | None:
    """How surely a name without a stage means the stage that the other names; None where it means another."""
    said = deviation.left or deviation.right
    silent_is_hub = hub[0] if not deviation.left else hub[1]
    # Sellers mostly sell the chat model under the family's name; a hub's bare repository follows the family.
    meant = family.bare if silent_is_hub else family.sold
    if said == "instruct":
        if meant == "base":
            return None if silent_is_hub else "medium"
        return "high" if meant == "instruct" else "medium"
    return "medium" if said == "base" and family.bare == "base" and silent_is_hub else None
