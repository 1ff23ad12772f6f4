"""Decisions as a file with a line a pair, so that a change of rules shows as a difference."""

import csv
import io
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from benchmarks.matching.labelled import ROOT, Decided, decide, read_cases

KEPT = ROOT / ".benchmarks"
"""Where measurements are kept; what labels of others are in stays out of the repository."""
OWN = ROOT / "benchmarks/matching-cases-decisions.csv"
"""The decisions on our own cases, which are part of the repository."""
HEAD = ("group", "left", "right", "asked", "relation", "level", "rule")
SHOWN = 20
LONGEST = 60


def as_text(decided: Iterable[Decided]) -> str:
    """Decisions as sorted CSV."""
    return lines_of((_row(item) for item in decided), HEAD)


def lines_of(rows: Iterable[tuple[str, ...]], head: tuple[str, ...]) -> str:
    """Rows as sorted CSV below a head."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([head, *sorted(rows)])
    return file.getvalue()


def own_decisions() -> str:
    """The decisions on our own cases, as the file has them."""
    return as_text(map(decide, read_cases()))


def keep(name: str, text: str) -> None:
    """Write a file of decisions, and print what changed since it was last written."""
    path = KEPT / name
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    KEPT.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    now = text.splitlines()
    shown = path.relative_to(ROOT).as_posix()
    if not before:
        print(f"\n  {len(now) - 1} decisions in {shown}, for the first time")
        return
    gone, new = _without(before, now), _without(now, before)
    print(f"\n  {len(now) - 1} decisions in {shown}, {max(len(gone), len(new))} changed since the last run")
    changes = sorted(chain((line, 0) for line in gone), key=str) + [(line, 1) for line in new]
    for line, is_new in sorted(changes, key=lambda change: (change[0].split(",")[:3], change[1]))[: 2 * SHOWN]:
        print(f"    {'+' if is_new else '-'} {line}")


def write_own(path: Path = OWN) -> None:
    """Write the decisions on our own cases."""
    path.write_text(own_decisions(), encoding="utf-8")
    print(f"  wrote {path.relative_to(ROOT).as_posix()}")


def _row(decided: Decided) -> tuple[str, ...]:
    pair, verdict = decided
    asked = pair.row.get("variant_class") or pair.row["relation"]
    names = (_short(pair.left), _short(pair.right))
    return (pair.group, *names, asked, verdict.relation, verdict.level, verdict.rule)


def _short(name: str) -> str:
    """A name in one line, and not longer than a line."""
    plain = name.encode("unicode_escape").decode() if not name.isprintable() else name
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}... ({len(plain)})"


def _without(lines: list[str], others: list[str]) -> list[str]:
    known = set(others)
    return [line for line in lines if line not in known]
