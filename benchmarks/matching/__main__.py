"""Measure the matching of names: labelled pairs, rules, whole lists, a leaderboard, speed.

Labelled pairs are read from the folder that --gold or MODELATLAS_GOLD names; without one only our own
cases are run. The leaderboard needs MODELATLAS_RECORDINGS. Exit status 1 says that a goal is missed.
"""

import argparse
import os
import sys
from pathlib import Path

from benchmarks.matching import decisions, leaderboards, linkage, pairs, precision, speed
from benchmarks.matching.labelled import Decided, Gold, decide, read_cases, read_gold
from benchmarks.matching.tables import Goal, goals


def main() -> int:
    """Print every table; 1 where a goal is missed, 2 where --write-precision has nothing to measure by."""
    asked = _asked()
    if asked.write_cases:
        decisions.write_own()
    found = _cases()
    gold = read_gold(asked.gold) if asked.gold else None
    if gold:
        found += _labelled(gold, asked)
    else:
        print("\nno labelled pairs: name their folder with --gold or MODELATLAS_GOLD; only our own cases were run")
    if os.environ.get("MODELATLAS_RECORDINGS"):
        found += leaderboards.measure(Path(os.environ["MODELATLAS_RECORDINGS"]))
    if asked.speed:
        found += speed.measure(asked.speed)[1]
    met = goals(found)
    if asked.write_precision and not gold:
        print("nothing to measure the rules by", file=sys.stderr)
        return 2
    return 0 if met else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    folder = os.environ.get("MODELATLAS_GOLD")
    parser.add_argument("--gold", type=Path, default=Path(folder) if folder else None, help="folder of labelled pairs")
    parser.add_argument("--verbose", action="store_true", help="name every pair that comes out wrong")
    parser.add_argument("--speed", type=int, default=5_000, metavar="N", help="runs of up to N records; 0 for none")
    parser.add_argument("--write-precision", action="store_true", help="write data/curated/precision.toml")
    parser.add_argument("--write-cases", action="store_true", help="write the decisions on our own cases")
    return parser.parse_args()


def _cases() -> list[Goal]:
    decided = [decide(pair) for pair in read_cases()]
    wrong = [item for item in decided if not _is_as_asked(item)]
    print(f"our own cases: {len(decided) - len(wrong)} of {len(decided)} come out as they should")
    for pair, verdict in wrong:
        asked = f"{pair.row['relation']} {pair.row['level']}"
        print(f"    {pair.left[:60]} | {pair.right}: {verdict.relation} {verdict.level}, not {asked}: {verdict.rule}")
    return [Goal("our own cases: wrong", len(wrong), 0, at_least=False)]


def _is_as_asked(item: Decided) -> bool:
    relations, levels = item.pair.row["relation"].split("|"), item.pair.row["level"].split("|")
    return item.verdict.relation in relations and item.verdict.level in levels


def _labelled(gold: Gold, asked: argparse.Namespace) -> list[Goal]:
    positive, negative, variant = ([decide(pair) for pair in some] for some in gold)
    found = pairs.negatives(negative, asked.verbose)
    found += pairs.positives(positive, negative, asked.verbose)
    found += pairs.variants(variant, asked.verbose)
    rules = precision.by_rule([*positive, *negative, *variant])
    precision.show(rules)
    if asked.write_precision:
        precision.write(rules)
    found += linkage.measure(gold, asked.verbose)
    decisions.keep("matching-decisions.csv", decisions.as_text([*positive, *negative, *variant]))
    return found


if __name__ == "__main__":
    sys.exit(main())
