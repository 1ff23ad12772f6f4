"""Seconds for whole lists: five thousand records against seven hundred, and how the time grows with the lists.

`python -m benchmarks.matching.speed 5000 700` runs one of them alone, for whoever measures the whole process.
"""

import sys
import time
from random import Random
from typing import NamedTuple

from benchmarks.matching.labelled import vocabulary
from benchmarks.matching.synthetic import names, respelled
from benchmarks.matching.tables import Goal, table
from catalog.match.catalogue import Catalogue
from catalog.match.sides import side

RUNS = ((5_000, 700), (20_000, 5_000), (100_000, 5_000), (100_000, 100_000))
"""Records and models of each run: more of both must not cost more a record."""
LIMIT = 3.0
"""Seconds that the first run may take."""


class Timed(NamedTuple):
    """One run."""

    records: int
    models: int
    build: float
    """Seconds to parse the models and make the catalogue."""
    find: float
    """Seconds to parse the records and look each of them up."""
    joined: int

    @property
    def seconds(self) -> float:
        """Both together."""
        return self.build + self.find


def timed(records: int, models: int) -> Timed:
    """Join so many records to so many models, most of which are there under another spelling."""
    wanted = _records(records, models)
    listed = names(models)
    started = time.perf_counter()
    catalogue = Catalogue((side(name, vocabulary(), ids=[name]) for name in listed), vocabulary())
    built = time.perf_counter()
    joined = sum(catalogue.find(side(name, vocabulary(), ids=[name])).match is not None for name in wanted)
    return Timed(records, models, built - started, time.perf_counter() - built, joined)


def measure(most: int) -> tuple[list[Timed], list[Goal]]:
    """Print the runs with no more records than wanted, on one core."""
    runs = [timed(records, models) for records, models in RUNS if records <= most]
    rows = [
        (f"{run.records:,} x {run.models:,}", f"{run.build:.2f}", f"{run.find:.2f}", f"{run.seconds:.2f}",
         f"{run.find / run.records * 1e6:.0f}", f"{run.joined:,}")
        for run in runs
    ]  # fmt: skip
    head = ("records x models", "catalogue s", "look-ups s", "all s", "us a record", "joined")
    table("Speed on one core", head, rows)
    return runs, [Goal("5,000 x 700: seconds", runs[0].seconds, LIMIT, at_least=False)]


def _records(count: int, models: int) -> list[str]:
    """Names of records: three of four of a model, written as sellers write them; the rest of no model in the list."""
    random = Random(11)  # noqa: S311 - names, no secrets
    listed, strange = names(models), names(max(8, count // 4), seed=23)
    return [
        respelled(random.choice(listed), random) if random.random() < 0.75 else random.choice(strange)
        for _ in range(count)
    ]


if __name__ == "__main__":
    print(timed(*map(int, sys.argv[1:3])))
