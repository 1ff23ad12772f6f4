"""The grounds of a comparison of names: what each says of every field, and whether that is the same."""

from collections.abc import Iterable

from catalog.match.deviations import MISSING, Deviation
from catalog.match.judgement import Evidence
from catalog.match.relation import Verdict
from catalog.names.parse import Name

EQUAL = "equal"


def evidence(left: Name, right: Name, deviations: Iterable[Deviation]) -> tuple[Evidence, ...]:
    """What two names say, field by field: the whole of it, not only what differs."""
    states = {deviation.field: deviation.state for deviation in deviations}
    one, other = (_said(name, revision_apart="revision" in states) for name in (left, right))
    return tuple(
        Evidence(field, *both, states.get(field) or _silent(field, *both))
        for field in dict.fromkeys((*one, *other))
        if any(both := (one.get(field, ""), other.get(field, "")))
    )


def grounds(verdict: Verdict) -> tuple[Evidence, ...]:
    """The evidence of a verdict; none where it rests on no names."""
    if verdict.left is None or verdict.right is None:
        return ()
    return evidence(verdict.left, verdict.right, verdict.deviations)


def differences(verdict: Verdict) -> tuple[str, ...]:
    """What keeps two names apart, in words: the vetoes first, then what only one of them says."""
    return tuple(dict.fromkeys((*verdict.vetoes, *map(_told, verdict.deviations))))


def _told(deviation: Deviation) -> str:
    if deviation.field == "pointer":
        return "only one of them points to what is latest"
    return f"{deviation.field} {deviation.left or 'nothing'} != {deviation.right or 'nothing'}"


def _silent(field: str, one: str, other: str) -> str:
    """The state of a field in which names do not deviate: one without an author contradicts none."""
    return MISSING if field == "author" and not (one and other) else EQUAL


def _said(name: Name, *, revision_apart: bool) -> dict[str, str]:
    """What a name says, by field. Some names put the revision among the numbers: then so do we."""
    revision = (name.revision,) if name.revision else ()
    said: dict[str, Iterable[str]] = {
        "author": (name.author,),
        "word": name.words,
        "number": name.numbers if revision_apart else name.counted,
        "revision": revision if revision_apart else (),
        "date": (name.told_dates,),
        **name.qualities,
    }
    return {field: " ".join(values) for field, values in said.items()}
