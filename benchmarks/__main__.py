"""Measure everything that has a goal, and print one table: medians of whole processes, peaks of memory, ratios.

`python -m benchmarks build match` measures these groups of rows alone. Recordings come from MODELATLAS_RECORDINGS.
`--quick` leaves out what takes longest and runs the rest fewer times; `--write-readme` puts the table into README.md
here. Exit status 1 says that a goal is missed.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.table import against_hugo, archives, building, growing, histories, looking, nightly, parts
from benchmarks.table.rows import Row, as_text, put_into, read_json, write_json
from benchmarks.table.running import PYTHON, ROOT

OUT = ROOT / ".benchmarks/latest.json"
RUNS, QUICK_RUNS = 5, 3
FEW = 3
"""Runs of what takes half a minute and more."""

Group = Callable[[Path, int], Iterable[Row]]
"""Measures a group of rows in an empty folder, so many runs each."""

GROUPS: dict[str, Group] = {
    "ask": histories.asking,
    "build": lambda folder, runs: building.rows(folder, min(runs, FEW)),
    "read": parts.reading,
    "match": parts.joining,
    "hugo": against_hugo.rows,
    "endpoints": nightly.endpoints,
    "night": nightly.history,
    "history": histories.rows,
    "guards": lambda folder, runs: parts.guarding(folder, min(runs, FEW)),
    "synthetic": lambda folder, runs: growing.rows(folder, growing.SIZES if runs == RUNS else growing.SIZES[:-1]),
    "explorer": lambda folder, runs: looking.rows(),
}
"""Rows by the name under which they can be asked for, what needs little memory first: Linux counts a process what its
parent held."""

TABLES = {
    "changes": ["benchmarks.history"],
    "exports": ["benchmarks.exports"],
    "accidents": ["benchmarks.guards"],
    "names": ["benchmarks.matching", "--speed", "0"],
}
"""Benchmarks that print tables of their own."""


def measure(names: Iterable[str], runs: int) -> list[Row]:
    """The rows of groups, each group printed as soon as it is measured."""
    table: list[Row] = []
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            found = list(GROUPS[name](Path(folder), runs))
        print(as_text(found), end="\n\n", flush=True)
        table += found
    return table


def lighthouse() -> None:
    """The site of the newest day, looked at by Lighthouse."""
    with tempfile.TemporaryDirectory() as name:
        building.built_day(Path(name))
        subprocess.run([PYTHON, "-m", "benchmarks.lighthouse", Path(name) / "_site"], cwd=ROOT, check=False)


def main() -> int:
    """Measure what is asked for; 1 where a goal is missed."""
    own = [*TABLES, "lighthouse"]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"{', '.join([*GROUPS, *own])} (default: all)")
    parser.add_argument("--quick", action="store_true", help="three runs, and no catalog of 100,000 models")
    parser.add_argument("--write-readme", action="store_true", help="put the last table into benchmarks/README.md")
    asked = parser.parse_args()
    if unknown := [name for name in asked.groups if name not in (*GROUPS, *own)]:
        parser.error(f"no group {', '.join(unknown)}")
    wanted = asked.groups or [*GROUPS, *own]
    table = measure((name for name in wanted if name in GROUPS), QUICK_RUNS if asked.quick else RUNS)
    if table:
        write_json(table, OUT)
    for name in (name for name in wanted if name in TABLES):
        if name == "names" or archives.recordings():
            print(f"\n{name}", flush=True)
            subprocess.run([PYTHON, "-m", *TABLES[name]], cwd=ROOT, check=False)
    if "lighthouse" in wanted:
        print("\nlighthouse", flush=True)
        lighthouse()
    if asked.write_readme:
        put_into(ROOT / "benchmarks/README.md", read_json(OUT))
    return int(any(row.met is False for row in table))


if __name__ == "__main__":
    sys.exit(main())
