"""One side of a comparison: everything by which a record calls itself, taken apart once."""

from collections.abc import Iterable
from typing import NamedTuple

from catalog.match.deviations import DIFFER, Deviation, deviations
from catalog.match.relation import LEVELS, Verdict, relate, rules_out
from catalog.names.parse import Name, parse
from catalog.names.vocabulary import Vocabulary

LEADING = ("same_release", "alias_of", "snapshot_of", "offer_of", "config_of", "artifact_of")
"""Relations that lead to one model, the closest first."""
_PLACES = {relation: place for place, relation in enumerate(LEADING)}
SURE = ("exact", "high")
"""Levels at which records are joined."""
HUBS = frozenset({"huggingface", "modelscope", "openmind", "hub"})
"""Sources whose ids are repositories of weights."""
VARYING = frozenset({"quantization", "format", "offer", "speed", "mode", "effort", "budget", "harness"})
"""Fields by which a name is a variant of another."""
_TOLD_BY_NAME = frozenset({f"{field} missing" for field in ("number", "revision", "size", "active", "experts")})
"""Gaps of ids that a display name may fill; what ids say against each other no name mends."""


class Side(NamedTuple):
    """A record by its names: the id first, then every further identifier, then display names."""

    key: str
    ids: tuple[Name, ...]
    names: tuple[Name, ...] = ()
    doubted: tuple[Name, ...] = ()
    """Identifiers that contradict the id: they lead to it, but never surely."""

    @property
    def all(self) -> tuple[Name, ...]:
        """Every name of the record that is not doubted."""
        return (*self.ids, *self.names)


def side(
    key: str,
    vocabulary: Vocabulary,
    *,
    ids: Iterable[str] = (),
    names: Iterable[str] = (),
    weights: Iterable[str] = (),
    author: str = "",
    source: str = "",
) -> Side:
    """A side from what a record declares; empty texts are left out, and each text is taken once.

    `ids` begin with the record's own id; `weights` are ids of repositories. Where the source is a hub, all are.
    """
    hub = is_hub(source)
    told = dict.fromkeys(_clean(ids), hub)
    told.update({text: True for text in _clean(weights) if text not in told})
    shown = [text for text in _clean(names) if text not in told]
    parsed = [parse(text, vocabulary, author, hub=is_hub) for text, is_hub in told.items()]
    doubted = tuple(name for name in parsed[1:] if _contradicts(parsed[0], name, vocabulary))
    ids_ = tuple(name for name in parsed if name not in doubted)
    return Side(key, ids_, tuple(parse(text, vocabulary, author) for text in shown), doubted)


def is_hub(source: str) -> bool:
    """Whether the ids of a source are repositories of weights."""
    return source.partition("/")[0] in HUBS


def compare(left: Side, right: Side, vocabulary: Vocabulary) -> Verdict:
    """The closest relation that any two names of two sides have; display names settle only what ids leave out."""
    best: Verdict | None = None
    least = (0, 0, 0)
    for one in left.ids or left.names:
        for other in right.ids or right.names:
            verdict = _directed(relate(one, other, vocabulary))
            close = closeness(verdict)
            if best is None or close < least:
                best, least = verdict, close
                if best.level == "exact" and not best.deviations:
                    return best
    if best is None:
        return Verdict("unknown", "none", "says too little")
    return _settled_by_name(left, right, best, vocabulary) or _by_doubted(left, right, best, vocabulary) or best


class RuledOut(NamedTuple):
    """The two names by which two sides are nearest, where every two of them are ruled out."""

    said: int
    """In how many things they differ."""
    left: Name
    right: Name


def ruled_out(left: Side, right: Side, vocabulary: Vocabulary) -> RuledOut | None:
    """How far two sides are apart that are surely no match: `compare` would relate the names that are given.

    None where only `compare` can tell. Most records that are near are ruled out, and one alone is told of.
    """
    nearest: RuledOut | None = None
    for one in left.ids or left.names:
        for other in right.ids or right.names:
            found = deviations(one, other, vocabulary)
            if right.doubted or not rules_out(found, vocabulary):
                return None
            said = _said(found)
            if nearest is None or said < nearest.said:
                nearest = RuledOut(said, one, other)
    return nearest


def closeness(verdict: Verdict) -> tuple[int, int, int]:
    """Sorts verdicts: the surest first, the closest relation first among equals, then the fewest deviations."""
    leading, level = _PLACES.get(verdict.relation, len(LEADING)), LEVELS.index(verdict.level)
    sure = 0 if verdict.level in SURE and leading < len(LEADING) else level
    return sure, leading * len(LEVELS) + level, _said(verdict.deviations)


def _said(found: Iterable[Deviation]) -> int:
    """In how many things names differ; a format is packaging."""
    return len([deviation for deviation in found if deviation.field != "format"])


def _clean(texts: Iterable[str]) -> list[str]:
    return [text.strip() for text in dict.fromkeys(texts) if text and text.strip()]


def _contradicts(own: Name, other: Name, vocabulary: Vocabulary) -> bool:
    """Whether an identifier says another number, size, date or grade than the record's own id: one of them is wrong."""
    for deviation in relate(own, other, vocabulary).deviations:
        if deviation.field in ("number", "size", "active", "date") and deviation.state == DIFFER:
            return True
        if deviation.field == "word" and {*deviation.left.split(), *deviation.right.split()} <= vocabulary.tiers:
            return True
    return False


def _directed(verdict: Verdict) -> Verdict:
    """The verdict, at most medium where it is the right side that is the variant: then the left does not lead to it."""
    if verdict.relation not in ("artifact_of", "offer_of", "config_of"):
        return verdict
    if not any(d.field in VARYING and d.right and not d.left for d in verdict.deviations):
        return verdict
    level = max(verdict.level, "medium", key=LEVELS.index)
    return verdict._replace(level=level, rule=f"{verdict.rule}; the other is the variant")


def _settled_by_name(left: Side, right: Side, best: Verdict, vocabulary: Vocabulary) -> Verdict | None:
    """A match by display name, where ids only leave out what the name says: `minimax-m2` for MiniMax M2.5."""
    if best.relation in LEADING and best.level in SURE:
        return None
    if not {deviation.signature for deviation in best.deviations} <= _TOLD_BY_NAME:
        return None
    for one in left.all:
        for other in right.all:
            verdict = relate(one, other, vocabulary)
            if verdict.relation == "same_release" and verdict.level in SURE and (one.numbers or one.sizes):
                return verdict._replace(level="high", rule=f"by name: {verdict.rule}")
    return None


def _by_doubted(left: Side, right: Side, best: Verdict, vocabulary: Vocabulary) -> Verdict | None:
    """What an identifier leads to that contradicts its own record's id: medium at most."""
    if best.relation in LEADING:
        return None
    for one in left.ids or left.names:
        for other in right.doubted:
            verdict = relate(one, other, vocabulary)
            if verdict.relation in LEADING and verdict.level in SURE:
                return verdict._replace(level="medium", rule=f"{verdict.rule}; the identifier contradicts the id")
    return None
