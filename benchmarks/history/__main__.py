"""Back-fill every recorded list, build, and compare the catalog's changes with the count made from the raw files.

Exit status 1 where a price change, an addition, a return or a removal is missing, too much, or another one.
`--database FILE` compares a catalog that is there already.
"""

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from benchmarks.history.count import Event, answers, events

MODELATLAS = Path(sys.executable).parent / "modelatlas"
FIELDS = {"input_usd_per_mtok": "prompt", "output_usd_per_mtok": "completion"}


def published(database: Path) -> list[Event]:
    """The same events as the catalog tells them."""
    sql = (
        "select at, c.kind, c.record, coalesce(field, ''), old, new"
        " from changes c join records r using (source, record)"
        " where c.source = 'openrouter' and c.by = 'source' and r.kind = 'model'"
        " and (c.kind in ('added', 'returned', 'retired') or field in ('input_usd_per_mtok', 'output_usd_per_mtok'))"
    )
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(sql).fetchall()
    told = (
        Event(at, kind, id_, FIELDS.get(field, ""), _price(old), _price(new)) for at, kind, id_, field, old, new in rows
    )
    return sorted(told, key=lambda event: event[:4])


def _price(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(-1) if said == "dynamic" else Decimal(said)


def build(recordings: Path, folder: Path) -> Path:
    """A catalog of every recorded list."""
    for words in (["backfill", "openrouter", recordings], ["build", "--no-render"]):
        subprocess.run([MODELATLAS, *words, "--quiet"], cwd=folder, check=False, stderr=subprocess.DEVNULL)
    return folder / "data/catalog.db"


def compare(counted: list[Event], told: list[Event]) -> bool:
    """Print both counts, and each event that only one side has; whether they are the same."""
    for kind in ("price", "added", "returned", "retired"):
        ours, theirs = (sum(event.kind == kind for event in events_) for events_ in (told, counted))
        print(f"{kind}: {theirs:,} in the raw files, {ours:,} in the catalog")
    missing, extra = Counter(counted) - Counter(told), Counter(told) - Counter(counted)
    for name, lot in (("not in the catalog", missing), ("not in the raw files", extra)):
        for event in sorted(lot.elements(), key=lambda event: event[:4]):
            print(f"  {name}: {event.at} {event.kind} {event.id} {event.field} {event.old} -> {event.new}")
    print("the same, one by one" if not missing and not extra else "NOT the same")
    return not missing and not extra


def main() -> None:
    """Compare."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.history")
    parser.add_argument("--database", type=Path, help="a catalog of these recordings that is built already")
    told = parser.parse_args()
    recordings = Path(os.environ["MODELATLAS_RECORDINGS"]) / "openrouter"
    counted = events(answers(recordings))
    with tempfile.TemporaryDirectory() as name:
        database = told.database or build(recordings, Path(name))
        same = compare(counted, published(database))
    raise SystemExit(0 if same else 1)


if __name__ == "__main__":
    main()
