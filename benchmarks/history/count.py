"""Count price changes, additions, returns and removals in recorded lists of OpenRouter, from the raw files alone.

It shares no code with the catalog, on purpose: JSON, exact decimals, and sets of ids. A price change is one of
`prompt` or `completion` between two answers in a row that both hold the id.

    python benchmarks/history/count.py FOLDER
"""

import gzip
import json
import sys
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

LIST = "https://openrouter.ai/api/v1/models"
MILLION = Decimal(1_000_000)


class Event(NamedTuple):
    """Something that happened to an id between two answers in a row."""

    at: str
    """The time of the second answer."""
    kind: str
    """`price`, `added`, `returned`, `retired`."""
    id: str
    field: str = ""
    old: Decimal | None = None
    """Dollars per million tokens; -1 stands for a price that varies."""
    new: Decimal | None = None


def answers(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Every recorded list by time: id to its entry."""
    with (folder / "index.jsonl").open(encoding="utf-8") as lines:
        index = [json.loads(line) for line in lines]
    wanted = sorted((row["fetched_at"], row["file"]) for row in index if row["url"] == LIST)
    return [(at, _listed(folder / file)) for at, file in wanted]


def _listed(path: Path) -> dict[str, Any]:
    body = path.read_bytes()
    if path.suffix == ".gz":
        body = gzip.decompress(body)
    return {row["id"]: row for row in json.loads(body, parse_float=Decimal)["data"]}


def events(found: list[tuple[str, dict[str, Any]]]) -> list[Event]:
    """Everything that happened, in the order of time."""
    happened: list[Event] = []
    ever: set[str] = set(found[0][1]) if found else set()
    for (_, before), (at, after) in pairwise(found):
        happened += [Event(at, "retired", id_) for id_ in before.keys() - after.keys()]
        for id_ in after.keys() - before.keys():
            happened.append(Event(at, "returned" if id_ in ever else "added", id_))
        for id_ in before.keys() & after.keys():
            for field in ("prompt", "completion"):
                old, new = (_price(row[id_], field) for row in (before, after))
                if old != new:
                    happened.append(Event(at, "price", id_, field, old, new))
        ever |= set(after)
    return sorted(happened, key=lambda event: event[:4])


def _price(row: dict[str, Any], field: str) -> Decimal | None:
    said = row["pricing"].get(field)
    if said in (None, ""):
        return None
    amount = Decimal(str(said))
    return Decimal(-1) if amount < 0 else amount * MILLION


def main() -> None:
    """Print the counts."""
    found = answers(Path(sys.argv[1]))
    happened = events(found)
    kinds = Counter(event.kind for event in happened)
    varies = sum(Decimal(-1) in (event.old, event.new) for event in happened)
    print(f"{len(found)} lists, {found[0][0]} to {found[-1][0]}")
    print(f"price changes: {kinds['price']:,}, of these to or from a price that varies: {varies}")
    print(f"added: {kinds['added']}, returned: {kinds['returned']}, retired: {kinds['retired']}")


if __name__ == "__main__":
    main()
