"""Ask `show --as-of` for the price of random models on random recorded days, and compare with the raw lists.

Each question is a process of its own, as a user asks it. Where a guard held a price that day the last good one
is the answer; these are counted apart, and right where the price that the source said is told beside it.
"""

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

MODELATLAS = Path(sys.executable).parent / "modelatlas"
QUESTIONS = 200
PRICES = {"prompt": "input_usd_per_mtok", "completion": "output_usd_per_mtok"}


class Answers(NamedTuple):
    """What the questions came to."""

    equal: int
    held: int
    """Of the equal ones, those where the last good price was the answer."""
    wrong: list[str]
    seconds: float
    """Median of a question."""

    def __str__(self) -> str:
        asked = self.equal + len(self.wrong)
        return f"{self.equal} of {asked} answers are the raw prices of the day, {self.held} of them held that day"


def ask(data: Path, recordings: Path, questions: int = QUESTIONS, seed: int = 20260731) -> Answers:
    """Ask of a catalog that was built from every recorded day."""
    equal, held, wrong, seconds = 0, 0, list[str](), list[float]()
    for row, day in pairs(recordings, questions, seed):
        started = time.perf_counter()
        prices, kept = priced(data, row["id"], day)
        seconds.append(time.perf_counter() - started)
        raw = {name: Decimal(row["pricing"][key]) * 10**6 for key, name in PRICES.items()}
        if prices == {name: price if price >= 0 else None for name, price in raw.items()}:
            equal, held = equal + 1, held + kept
        else:
            wrong.append(f"{row['id']} on {day}: {prices}, raw {raw}")
    return Answers(equal, held, wrong, statistics.median(seconds))


def pairs(recordings: Path, questions: int, seed: int) -> Iterator[tuple[dict[str, Any], str]]:
    """Random models as the raw lists of random days have them, each with its day."""
    draw = Random(seed)  # noqa: S311 - nothing secret: it must be repeatable
    days = sorted((recordings / "openrouter/models").glob("*.json.gz"))
    for _ in range(questions):
        day = draw.choice(days)
        rows = json.loads(gzip.decompress(day.read_bytes()), parse_float=Decimal)["data"]
        yield draw.choice([row for row in rows if not row["id"].startswith("~")]), day.name[:10]


def priced(data: Path, wire_id: str, day: str) -> tuple[dict[str, Decimal | None], bool]:
    """What the router said of its prices under an id as of a day, and whether any of them was held."""
    command = [MODELATLAS, "show", wire_id, "--as-of", day, "--json", "--data", data]
    ran = subprocess.run(command, capture_output=True, check=False)
    if ran.returncode:
        return {}, False
    document = json.loads(ran.stdout, parse_float=Decimal, parse_int=Decimal)
    (offer,) = [one for one in document["offers"] if (one["provider"], one["wire_id"]) == ("openrouter", wire_id)]
    found = {name: offer[name] for name in PRICES.values()}
    changes = {name: offer["claims"].get(name, {}).get("held_change") for name in found}
    found |= {name: change["offered"] for name, change in changes.items() if change}
    return found, any(changes.values())


def main() -> None:
    """Build a catalog of every recorded day, unless one is named, and ask; exit status 1 says that one is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder built from every recorded day (default: build one)")
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--seed", type=int, default=20260731)
    told = parser.parse_args()
    if "MODELATLAS_RECORDINGS" not in os.environ:
        parser.error("MODELATLAS_RECORDINGS is not set: no recorded answers to ask about")
    recordings = Path(os.environ["MODELATLAS_RECORDINGS"])
    with tempfile.TemporaryDirectory() as name:
        data = told.data or Path(name) / "data"
        if told.data is None:
            options = ["--data", data, "--out", Path(name) / "_site", "--quiet"]
            subprocess.run([MODELATLAS, "backfill", "openrouter", recordings / "openrouter", *options], check=False)
            subprocess.run([MODELATLAS, "build", "--no-render", *options], check=False)
        found = ask(data, recordings, told.questions, told.seed)
    print(f"{found}; {found.seconds:.2f} s a question (median)")
    print("\n".join(found.wrong))
    sys.exit(bool(found.wrong))


if __name__ == "__main__":
    main()
