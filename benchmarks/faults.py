"""Play every fault of an upstream against the whole `refresh` of a small catalog of every source.

Each night a refresh runs as a process of its own, and each source has a fault of its own. Prints what is not as it
must be, then one row a fault: what became of the sources. Exit status 1 says that one is not as it must be.
"""

import argparse
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from catalog.cli import main
from tests.answers import envelope
from tests.fault_night import (
    FaultyUpstream,
    Night,
    Published,
    Ran,
    all_sources,
    environment,
    epoch,
    faults_of,
    nights,
    outcome,
    prepare,
    published,
    size,
)
from tests.faults import FAULTS
from tests.good_night import router_models

PROCESSES = multiprocessing.get_context("forkserver")
"""Each process begins with the program loaded, which is half of a refresh of so small a catalog."""
PRELOADED = ["catalog.commands", "catalog.render.pages", "scraper.sources"]


class Played(NamedTuple):
    """One night."""

    night: Night
    ran: Ran
    outcomes: Mapping[str, str]
    wrong: list[str]


def refreshed(folder: Path, night: Night, *words: str) -> Ran:
    """A command as a process of its own, against the upstream of a night."""
    with FaultyUpstream(night) as upstream:
        began = time.perf_counter()
        child = PROCESSES.Process(target=run, args=(folder, environment(night, upstream.address), words))
        child.start()
        child.join()
        seconds = time.perf_counter() - began
    told = (folder / "stderr.txt").read_text(encoding="utf-8", errors="replace")
    return Ran(child.exitcode or 0, told, seconds, float((folder / "peak.txt").read_text(encoding="utf-8")))


def run(folder: Path, environ: Mapping[str, str], words: Sequence[str]) -> None:
    """The command line in this process; it leaves what was told, and the peak of memory in MB."""
    os.chdir(folder)
    os.environ.update(environ)
    for stream, name in ((1, os.devnull), (2, "stderr.txt")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    try:
        main(list(words))
    finally:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        Path("peak.txt").write_text(str(peak), encoding="utf-8")


def good_base(folder: Path, words: Sequence[str]) -> Published:
    """A folder with a good night in it."""
    folder.mkdir()
    prepare(folder, folder)
    listed = folder / "2026-07-30.json"
    listed.write_text(json.dumps(envelope(*router_models())), encoding="utf-8")
    refreshed(folder, {}, "backfill", "openrouter", str(listed))
    ran = refreshed(folder, {}, *words)
    if ran.status != 0:
        raise SystemExit(f"the good night: exit status {ran.status}\n{ran.err}")
    return published(folder, epoch({}))


def play(night: Night, base: Path, before: Published, words: Sequence[str]) -> Played:
    """One night, and what is not as it must be."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "night"
        prepare(base, folder)
        ran = refreshed(folder, night, *words)
        after = published(folder, epoch(night))
        wrong = faults_of(night, ran, before, after, size(folder / "data/archive") - size(base / "data/archive"))
        wrong += [f"wrote {path.name} beside its folder" for path in Path(name).iterdir() if path.name != "night"]
    return Played(night, ran, {source: outcome(source, before, after) for source in all_sources()}, wrong)


def table(played: Sequence[Played]) -> list[str]:
    """One row a fault: what became of the sources, the longest run that it was in, and its largest peak of memory."""
    rows = []
    for fault in FAULTS:
        own = [one for one in played if fault in one.night.values()]
        came = Counter(one.outcomes[source] for one in own for source, done in one.night.items() if done is fault)
        told = ", ".join(f"{word} {count}" for word, count in sorted(came.items()))
        seconds, peak = (max((getattr(one.ran, name) for one in own), default=0) for name in ("seconds", "peak_mb"))
        if own:
            rows.append(f"{fault.name:48} {told:44} {seconds:5.1f} s {peak:4.0f} MB")
    return rows


def measure(words: Sequence[str] | None = None) -> int:
    """Play, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", default="", help="faults whose name has this")
    parser.add_argument("--sources", type=int, default=25, help="do each fault to so many sources")
    parser.add_argument("--at-once", type=int, default=1, help="so many nights at a time")
    parser.add_argument("--render", action="store_true", help="make the pages too")
    asked = parser.parse_args(words)
    command = ["refresh", *([] if asked.render else ["--no-render"])]
    PROCESSES.set_forkserver_preload(PRELOADED)
    to_play = nights([fault for fault in FAULTS if asked.only in fault.name], asked.sources)
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(asked.at_once) as pool:
        base = Path(name) / "base"
        before = good_base(base, command)
        played = []
        for number, one in enumerate(pool.map(lambda night: play(night, base, before, command), to_play), 1):
            played.append(one)
            print(f"night {number} of {len(to_play)}: {one.ran.seconds:.1f} s, {one.ran.peak_mb:.0f} MB", flush=True)
            print("".join(f"    {line}\n" for line in one.wrong), end="", flush=True)
    print("\n".join(table(played)))
    wrong = sum(bool(one.wrong) for one in played)
    cells = sum(len(one.night) for one in played)
    print(f"{cells} faults of sources in {len(played)} nights; {wrong} nights are not as they must be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(measure())
