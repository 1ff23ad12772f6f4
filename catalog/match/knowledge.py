"""What matching knows beforehand: words and families, what people decided, how often each rule was right."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from catalog.match.crosswalk import Crosswalk, load_crosswalk
from catalog.match.curated_files import CuratedError
from catalog.match.relation import LEVELS, Verdict
from catalog.names.vocabulary import Vocabulary, load_vocabulary

ENOUGH = 200
"""With fewer cases than that a rule's lower bound says more of the count than of the rule."""
BOUNDS = {"exact": 0.995, "high": 0.97}
"""The precision that a level asks for, at the lower bound."""


class Measured(NamedTuple):
    """How often a rule was right on labelled pairs."""

    right: int
    of: int
    low95: float
    """The precision that it has at least, with 95 % confidence."""

    def allows(self, level: str) -> bool:
        """Whether the measurement bears a level out; few cases may not contradict it."""
        asked = BOUNDS.get(level, 0.0)
        return self.low95 >= asked if self.of >= ENOUGH else self.right >= asked * self.of


class Knowledge(NamedTuple):
    """All of it, read once."""

    vocabulary: Vocabulary
    crosswalk: Crosswalk
    precision: Mapping[str, Measured]

    def allowed(self, verdict: Verdict) -> str:
        """The level of a verdict, lowered to what the measured precision of its rule allows."""
        measured = self.precision.get(verdict.rule)
        if measured is None:
            return verdict.level
        place = LEVELS.index(verdict.level)
        return next(level for level in LEVELS[place:] if level not in BOUNDS or measured.allows(level))

    def note(self, verdict: Verdict) -> str:
        """The measured precision of a verdict's rule in words; empty where it was never measured."""
        measured = self.precision.get(verdict.rule)
        if measured is None:
            return ""
        return f"right in {measured.right:,} of {measured.of:,} labelled pairs (at least {measured.low95:.1%})"


def load_knowledge(folder: Path) -> Knowledge:
    """Everything in a folder of curated files. Raises CuratedError, naming what has to be mended."""
    crosswalk = load_crosswalk(folder)
    for name in ("vocabulary", "authors", "families", "precision"):
        _check(folder / f"{name}.toml")
    try:
        return Knowledge(load_vocabulary(folder), crosswalk, load_precision(folder))
    except (AttributeError, KeyError, TypeError, ValueError, ArithmeticError) as error:
        places = "vocabulary.toml, authors.toml, families.toml or precision.toml"
        raise CuratedError(f"{folder}: {places} is not as data/curated/README.md says: {error}") from None


def _check(path: Path) -> None:
    """Raises CuratedError where a file is not TOML; precision alone may be missing."""
    try:
        tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        if path.exists() or path.stem != "precision":
            raise CuratedError(f"{path}: cannot be read: {error}") from None


def load_precision(folder: Path) -> dict[str, Measured]:
    """By rule, how often it was right; empty where nothing was measured."""
    path = folder / "precision.toml"
    if not path.exists():
        return {}
    rules: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")).get("rules", {})
    return {name: _measured(rule) for name, rule in rules.items()}


def _measured(rule: Mapping[str, Any]) -> Measured:
    """A row of the file. Raises ValueError where its numbers are none."""
    right, of, low95 = rule["right"], rule["of"], rule["low95"]
    if not (isinstance(right, int) and isinstance(of, int) and isinstance(low95, float | int) and 0 <= right <= of):
        raise ValueError(f"right {right!r} of {of!r}, low95 {low95!r}")
    return Measured(right, of, float(low95))
