"""Pairs of records of which it is known how they are related: the gold set, where there is one, and our own cases."""

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog.match.relation import Verdict
from catalog.match.sides import Side, compare, side
from catalog.names.vocabulary import Vocabulary, load_vocabulary

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "tests/fixtures/matching/cases.csv"


class Pair(NamedTuple):
    """A row of a file of labelled pairs."""

    group: str
    """`positive`, `negative`, `variant` or `case`."""
    row: dict[str, str]

    @property
    def left(self) -> str:
        """How the left record is called: by its id, else by its name."""
        return self.row["left_id"] or self.row["left_name"]

    @property
    def right(self) -> str:
        """How the right record is called."""
        return self.row["right_id"] or self.row["right_name"]

    @property
    def kind(self) -> str:
        """The sources of both sides, without the seller within a source."""
        return " -> ".join(self.row[f"{which}_source"].partition("/")[0] for which in ("left", "right"))


class Decided(NamedTuple):
    """A pair with what the rules say of it."""

    pair: Pair
    verdict: Verdict


class Gold(NamedTuple):
    """The labelled pairs of a folder."""

    positives: tuple[Pair, ...]
    negatives: tuple[Pair, ...]
    variants: tuple[Pair, ...]

    @property
    def all(self) -> tuple[Pair, ...]:
        """Every pair."""
        return (*self.positives, *self.negatives, *self.variants)


def read_gold(folder: Path) -> Gold:
    """The gold set of a folder: `positives.csv`, `hard_negatives.csv`, `variants.csv`."""
    files = {"positives": "positive", "hard_negatives": "negative", "variants": "variant"}
    return Gold(*(tuple(Pair(group, row) for row in _rows(folder / f"{name}.csv")) for name, group in files.items()))


def read_cases() -> tuple[Pair, ...]:
    """Our own cases, in the order of their file."""
    return tuple(Pair("case", row) for row in _rows(CASES))


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary that is bundled."""
    return load_vocabulary(ROOT / "data/curated")


def side_of(row: dict[str, str], which: str, key: str = "") -> Side:
    """One side of a pair: `left` or `right`."""
    told = {name: row[f"{which}_{name}"] for name in ("id", "name", "source")}
    return side(key or which, vocabulary(), ids=[told["id"]], names=[told["name"]], source=told["source"])


def decide(pair: Pair) -> Decided:
    """What the rules say of a pair."""
    return Decided(pair, compare(side_of(pair.row, "left"), side_of(pair.row, "right"), vocabulary()))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
