"""How often each rule was right where it decided surely, and the file that keeps it for the catalog."""

import math
import tomllib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks.matching.labelled import ROOT, Decided
from benchmarks.matching.pairs import leads
from benchmarks.matching.tables import table
from catalog.match.relation import LEVELS

PRECISION = ROOT / "data/curated/precision.toml"
Z95 = 1.6448536269514722
"""The normal quantile that 95 % of cases stay below."""
HEAD = """\
# How often each rule of matching was right where it decided at exact or high. Written by
# `python -m benchmarks.matching --write-precision`, measured on the labelled development pairs: positives and
# variants labelled the same count as right, hard negatives and variants labelled different as wrong.
# The rules were tuned on the same pairs, so the figures are hopeful; unseen pairs may come out worse.
# low95 is the lower bound of the precision with 95 % confidence (one-sided, Wilson): with few pairs it says little.
"""


class Measured(NamedTuple):
    """A rule with its figures."""

    rule: str
    level: str
    right: int
    of: int

    @property
    def low95(self) -> float:
        """The precision that the rule has at least, with 95 % confidence."""
        return wilson(self.right, self.of)


def wilson(right: int, of: int) -> float:
    """The one-sided 95 % lower bound of a share (Wilson's interval)."""
    part, square = right / of, Z95 * Z95
    spread = Z95 * math.sqrt(part * (1 - part) / of + square / (4 * of * of))
    return (part + square / (2 * of) - spread) / (1 + square / of)


def by_rule(pairs: Iterable[Decided]) -> list[Measured]:
    """Every rule that decided a pair surely, the most used first."""
    right: dict[str, list[bool]] = {}
    levels: dict[str, str] = {}
    for decided in filter(leads, pairs):
        rule, level = decided.verdict.rule, decided.verdict.level
        right.setdefault(rule, []).append(decided.pair.row["label"] == "same")
        levels[rule] = max(levels.get(rule, level), level, key=LEVELS.index)
    found = [Measured(rule, levels[rule], sum(said), len(said)) for rule, said in right.items()]
    return sorted(found, key=lambda rule: (-rule.of, rule.rule))


def show(rules: Sequence[Measured]) -> None:
    """Print the rules."""
    rows = [(r.rule, r.level, r.right, r.of, f"{r.right / r.of:.4f}", f"{r.low95:.4f}") for r in rules]
    head = ("rule", "level", "right", "of", "precision", "at least")
    table("Rules that decided at exact or high (at least: one-sided 95 %, Wilson)", head, rows)


def write(rules: Sequence[Measured]) -> None:
    """Write the file; a rule whose figures did not change keeps its day."""
    known = tomllib.loads(PRECISION.read_text(encoding="utf-8")).get("rules", {}) if PRECISION.exists() else {}
    today = datetime.now(UTC).date().isoformat()
    blocks = []
    for rule in sorted(rules):
        was = known.get(rule.rule, {})
        kept = was.get("on") if (was.get("right"), was.get("of")) == (rule.right, rule.of) else None
        figures = f"right = {rule.right}\nof = {rule.of}\nlow95 = {rule.low95:.4f}\non = {kept or today}\n"
        blocks.append(f'[rules."{rule.rule}"]\n{figures}')
    PRECISION.write_text(HEAD + "\n" + "\n".join(blocks), encoding="utf-8")
    print(f"\n  wrote {len(blocks)} rules to {_shown(PRECISION)}")


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
