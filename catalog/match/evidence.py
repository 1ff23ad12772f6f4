"""The grounds of a comparison of names: what each says of every field, and whether that is the same."""

from collections.abc import Iterable, Iterator
from dataclasses import fields

from catalog.match.deviations import MISSING, Deviation
from catalog.match.judgement import Evidence
from catalog.match.relation import Verdict
from catalog.names.dates import Day
from catalog.names.parse import Name

EQUAL = "equal"
_CALLED = {"words": "word", "sizes": "size"}
"""Parts of a name that deviations call by another name."""
_UNSAID = frozenset({"text", "atoms"})
"""Parts of a name that say nothing by themselves."""


def evidence(left: Name, right: Name, deviations: Iterable[Deviation]) -> tuple[Evidence, ...]:
    """What two names say, field by field: the whole of it, not only what differs."""
    states = {deviation.field: deviation.state for deviation in deviations}
    apart = "revision" in states
    rows = zip(_said(left, apart), _said(right, apart), strict=True)
    return tuple(
        Evidence(field, one, other, states.get(field) or _silent(field, one, other))
        for (field, one), (_, other) in rows
        if one or other
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


def _said(name: Name, revision_apart: bool) -> Iterator[tuple[str, str]]:
    """Every field with what a name says of it. Some names put the revision among the numbers: then so do we."""
    numbers = name.numbers if revision_apart or not name.revision else (*name.numbers, name.revision)
    for part in fields(name):
        if part.name == "numbers":
            yield "number", " ".join(numbers)
        elif part.name == "revision":
            yield "revision", name.revision if revision_apart else ""
        elif part.name == "dates":
            yield "date", " ".join("|".join(sorted(map(_day, readings))) for readings in name.dates)
        elif part.name not in _UNSAID:
            yield _CALLED.get(part.name, part.name), _text(getattr(name, part.name))


def _text(value: str | bool | tuple[str, ...] | frozenset[str]) -> str:
    """A part of a name as text; empty where it says nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else ""
    return " ".join(value if isinstance(value, tuple) else sorted(value))


def _day(day: Day) -> str:
    """One reading of a date, as far as the name says it: `2025-07`, `08-06`."""
    parts = (("04", day.year), ("02", day.month), ("02", day.day))
    return "-".join(format(number, form) for form, number in parts if number is not None)
