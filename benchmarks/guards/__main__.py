"""Replay the recorded history and 300 accidents; print what was held, and exit 1 where a goal is missed."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

from benchmarks.guards.accidents import KINDS, Accident, happen
from benchmarks.guards.history import days
from benchmarks.guards.replay import Replay, Replayed

SEED = 20261121
EACH = 60
"""So many accidents of each kind."""
SHARES = (0.0, 0.1, 1.0)
"""One record, a tenth of them, all of them."""
DAYS = 634
FIRST = 30
"""So many days the ledger is filled before accidents happen."""


def measure(recordings: Path) -> tuple[Replayed, list[Accident]]:
    """One pass over the history: every real change, and accidents on days drawn by a seed."""
    random, replay, found = Random(SEED), Replay(), list[Accident]()  # noqa: S311 - it must be repeatable
    planned = _plan(random)
    for number, day in enumerate(days(recordings)):
        replay.see(day)
        for kind in planned.pop(number, ()):
            accident = happen(day, kind, SHARES[len(found) % len(SHARES)], random)
            if accident is None:
                # Nothing on this day can be spoilt so: the accident happens later.
                planned.setdefault(random.randrange(number + 1, DAYS), []).append(kind)
            else:
                found.append(accident)
    return replay.result, found


def _plan(random: Random) -> dict[int, list[str]]:
    """Which accidents happen on which day."""
    plan: dict[int, list[str]] = {}
    halves = range(FIRST, DAYS // 2), range(DAYS // 2, DAYS - FIRST)
    for kind in KINDS:
        for number in (day for half in halves for day in random.sample(half, EACH // 2)):
            plan.setdefault(number, []).append(kind)
    return plan


def report(replayed: Replayed, accidents: Sequence[Accident]) -> bool:
    """Print the figures; whether both goals are met."""
    print(f"real changes of an input or output price: {replayed.all:,}")
    print(f"  held: {len(replayed.held)}; of these the source took back itself: {len(replayed.taken_back)}")
    for rule, count in Counter(change.rule for change in replayed.held).most_common():
        print(f"    {rule}: {count}")
    stood = replayed.wrongly / replayed.all
    print(f"  held though the source stood by it: {replayed.wrongly}, 1 in {replayed.all // max(1, replayed.wrongly)}")
    for change in replayed.held:
        if change not in replayed.taken_back:
            print(f"    {change.at} {change.record} {change.field}: {change.old} -> {change.new} ({change.rule})")
    caught = [accident for accident in accidents if not accident.passed]
    print(f"accidents: {len(accidents)}, held {len(caught)} ({len(caught) / len(accidents):.1%})")
    for kind in KINDS:
        mine = [accident for accident in accidents if accident.kind == kind]
        print(f"  {kind}: {sum(not one.passed for one in mine)} of {len(mine)}")
    for accident in accidents:
        if accident.passed:
            print(f"    passed: {accident.at} {accident.kind} in {accident.records}: {'; '.join(accident.passed[:3])}")
    return stood < 1 / 200 and len(caught) >= 0.99 * len(accidents)


def main() -> None:
    """Measure and print."""
    raise SystemExit(0 if report(*measure(Path(os.environ["MODELATLAS_RECORDINGS"]))) else 1)


if __name__ == "__main__":
    main()
