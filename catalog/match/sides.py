"""One side of a comparison: everything by which a record calls itself, taken apart once."""

from collections.abc import Iterable
from typing import NamedTuple

from catalog.match.relation import LEVELS, Verdict, relate
from catalog.names.parse import Name, parse
from catalog.names.vocabulary import Vocabulary

LEADING = ("same_release", "alias_of", "snapshot_of", "offer_of", "config_of", "artifact_of")
"""Relations that lead to one model, the closest first."""
SURE = ("exact", "high")
"""Levels at which records are joined."""
HUBS = frozenset({"huggingface", "modelscope", "openmind", "hub"})
"""Sources whose ids are repositories of weights."""
VARIANT = frozenset({"quantization", "format", "offer", "mode", "effort", "budget", "harness"})
"""Fields by which a name is a variant of another."""
_TOLD_BY_NAME = frozenset({"number missing", "number differ", "revision missing", "size missing", "active missing"})
"""Deviations of ids that a display name may settle: ids leave dots and numbers out (`minimax-m27`)."""


class Side(NamedTuple):
    """A record by its names: the id first, then every further identifier, then display names."""

    key: str
    ids: tuple[Name, ...]
    names: tuple[Name, ...] = ()
    hub: bool = False

    @property
    def all(self) -> tuple[Name, ...]:
        """Every name of the record."""
        return (*self.ids, *self.names)


def side(
    key: str,
    vocabulary: Vocabulary,
    *,
    ids: Iterable[str] = (),
    names: Iterable[str] = (),
    author: str = "",
    source: str = "",
) -> Side:
    """A side from what a record declares; empty texts are left out, and each text is taken once."""
    told = dict.fromkeys(text.strip() for text in ids if text and text.strip())
    shown = dict.fromkeys(text.strip() for text in names if text and text.strip() and text.strip() not in told)
    return Side(
        key,
        tuple(parse(text, vocabulary, author) for text in told),
        tuple(parse(text, vocabulary, author) for text in shown),
        source.partition("/")[0] in HUBS,
    )


def compare(left: Side, right: Side, vocabulary: Vocabulary) -> Verdict:
    """The closest relation that any two names of two sides have; display names settle only what ids leave out."""
    hub = (left.hub, right.hub)
    best: Verdict | None = None
    for one in left.ids or left.names:
        for other in right.ids or right.names:
            verdict = relate(one, other, vocabulary, hub=hub)
            if _is_backwards(verdict):
                verdict = verdict._replace(level="medium", rule=f"{verdict.rule}; the other is the variant")
            if best is None or closeness(verdict) < closeness(best):
                best = verdict
            if best.relation == "same_release" and best.level == "exact":
                return best
    if best is None:
        return Verdict("unknown", "none", "says too little")
    return _settled_by_name(left, right, best, vocabulary) or best


def _is_backwards(verdict: Verdict) -> bool:
    """Whether it is the right side that is the variant: then the left one does not lead to it."""
    if verdict.relation not in ("artifact_of", "offer_of", "config_of"):
        return False
    return any(d.field in VARIANT and d.right and not d.left for d in verdict.deviations)


def _settled_by_name(left: Side, right: Side, best: Verdict, vocabulary: Vocabulary) -> Verdict | None:
    if best.relation in LEADING and best.level in SURE:
        return None
    if not {deviation.signature for deviation in best.deviations} <= _TOLD_BY_NAME:
        return None
    for one in left.all:
        for other in right.all:
            verdict = relate(one, other, vocabulary, hub=(left.hub, right.hub))
            if verdict.relation == "same_release" and verdict.level in SURE and (one.numbers or one.sizes):
                return verdict._replace(level="high", rule=f"by name: {verdict.rule}")
    return None


def closeness(verdict: Verdict) -> tuple[int, int]:
    """Sorts verdicts: the surest first, the closest relation first among equals."""
    leading = LEADING.index(verdict.relation) if verdict.relation in LEADING else len(LEADING)
    sure = 0 if verdict.level in SURE and leading < len(LEADING) else LEVELS.index(verdict.level)
    return (sure, leading * len(LEVELS) + LEVELS.index(verdict.level))
