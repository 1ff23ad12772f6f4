"""Whole processes, measured from outside: seconds on the clock and of the processor, and the peak of memory.

Linux counts to a process what its parent held when it was begun: whoever calls this stays small, and leaves what
needs memory to a process of its own.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks.table.memory import Watch
from benchmarks.table.rows import Row

ROOT = Path(__file__).parent.parent.parent
MODELATLAS = Path(sys.executable).parent / "modelatlas"
PYTHON = Path(sys.executable)
SOUND = (0, 3)
"""Exit statuses of a run that did its work; 3 says that not all is fresh."""

Command = Sequence[object]
"""Words and paths."""


class Ran(NamedTuple):
    """One process that has ended."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    """The largest of one process, or of it and those that it began together, whichever is more."""
    out: str
    """What it printed."""


class Measured(NamedTuple):
    """Several runs of one command."""

    runs: list[Ran]

    @property
    def seconds(self) -> float:
        """The median on the clock."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def cpu_seconds(self) -> float:
        """The median of the processor's."""
        return statistics.median(run.cpu_seconds for run in self.runs)

    @property
    def peak_mb(self) -> float:
        """The largest peak."""
        return max(run.peak_mb for run in self.runs)

    def row(self, name: str, goal: float | None = None, note: str = "") -> Row:
        """Its seconds as a row."""
        told = f"{self.cpu_seconds:.2f} s of the processor"
        note = f"{told}; {note}" if note else told
        return Row(name, self.seconds, "s", goal, peak_mb=self.peak_mb, runs=len(self.runs), note=note)

    def memory(self, name: str, goal: float) -> Row:
        """Its memory as a row, where there is a goal for it."""
        return Row(f"{name}: memory", self.peak_mb, "MB", goal, peak_mb=self.peak_mb, runs=len(self.runs))


def run(
    command: Command,
    folder: Path = ROOT,
    env: Mapping[str, str] | None = None,
    read: bool = False,
    sound: Container[int] = SOUND,
) -> Ran:
    """Run a command in a folder; keep what it prints where it is to be `read`. An unsound status ends the program."""
    started = time.perf_counter()
    process = subprocess.Popen(
        list(map(str, command)), cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        stdout=subprocess.PIPE if read else subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    watch = Watch(process.pid)
    watch.start()
    out = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    watch.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stdout:
        process.stdout.close()
    if process.returncode not in sound:
        raise SystemExit(f"{' '.join(map(str, command))}: exit status {process.returncode}")
    return Ran(seconds, usage.ru_utime + usage.ru_stime, max(usage.ru_maxrss / 1024, watch.peak_mb), out)


def several(
    command: Command, folder: Path, runs: int, before: Callable[[], object] | None = None, read: bool = False
) -> Measured:
    """Run a command so many times after one warm-up; `before` each run something may be done that does not count."""
    measured = []
    for number in range(runs + (runs > 1)):
        if before:
            before()
        ran = run(command, folder, read=read)
        if number or runs == 1:
            measured.append(ran)
    return Measured(measured)


def in_turns(runs: int, *steps: Callable[[], Ran]) -> list[Measured]:
    """Run several things one after the other, so many times, so that a slow minute of the machine meets all of them."""
    measured: list[list[Ran]] = [[] for _ in steps]
    for _ in range(runs):
        for step, so_far in zip(steps, measured, strict=True):
            so_far.append(step())
    return [Measured(one) for one in measured]


def processor(one: Measured, other: Measured) -> str:
    """The same ratio in seconds of the processor, which other work on the machine disturbs less."""
    return f"of the processor: {one.cpu_seconds / other.cpu_seconds:.2f} times"


def atlas(folder: Path, *words: str | Path, day: str = "", mirror: str = "") -> Ran:
    """Run `modelatlas` in a folder: at noon of a day, with a server in the place of all others."""
    env = {"SOURCE_DATE_EPOCH": f"{datetime.fromisoformat(f'{day}T12:00:00Z').timestamp():.0f}"} if day else {}
    env |= {"MODELATLAS_MIRRORS": f"https://={mirror}/"} if mirror else {}
    return run([MODELATLAS, *words, "--quiet"], folder, env)
