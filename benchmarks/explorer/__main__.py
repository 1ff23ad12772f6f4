"""Measure the explorer over made-up catalogs in Chromium; exit status 1 says that a goal is missed.

`--models 500 5000 50000` names the sizes. `--write DIR` writes the folders and measures nothing. `--json` prints the
figures of each size as JSON.
"""

import argparse
import gzip
import json
import math
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser

from benchmarks.explorer.browser import PHONE, chromium, first_load, frames, keystrokes
from benchmarks.explorer.folder import publish, serving
from benchmarks.explorer.models import invented

ROUNDS = 3
"""The best one counts: what else the machine does can only add."""
LONG_FRAME = 33.4
"""Milliseconds: two frames of a screen that shows sixty a second, and what clocks are rounded by."""


class Figure(NamedTuple):
    """One measured figure beside its goal."""

    name: str
    value: float
    unit: str
    most: float | None = None
    """None where there is no goal."""

    @property
    def is_met(self) -> bool:
        """Whether it keeps within its goal."""
        return self.most is None or self.value <= self.most

    def __str__(self) -> str:
        goal = "" if self.most is None else f"  <= {self.most:g}{'' if self.is_met else '  MISSED'}"
        return f"  {self.name:<52}{self.value:10.2f} {self.unit:<8}{goal}"


def measure(browser: Browser, number: int, folder: Path) -> Iterable[Figure]:
    """Every figure of a catalog of so many models."""
    data = publish(invented(number), folder)
    packed = len(gzip.compress(data.read_bytes(), 6))
    yield Figure("explorer data, compressed, a model", packed / number, "bytes", 40)
    with serving(folder) as address:
        loaded = first_load(browser, address)
        yield Figure(f"first load, compressed, {loaded.files} files", loaded.kilobytes, "KB", _load_goal(number))
        small = number <= 500
        yield Figure("largest paint, a phone on slow 4G", loaded.lcp_seconds, "s", 1.3 if small else None)
        yield Figure("layout shift", loaded.cls, "", 0.01)
        for slower, most in ((1, 40), (PHONE, 100)):
            keys = min((keystrokes(browser, address, slower) for _ in range(ROUNDS)), key=lambda keys: _p95(keys.times))
            goal = most if number <= 5_000 else None
            yield Figure(f"key to frame, {slower}x, median", median(keys.times), "ms")
            yield Figure(f"key to frame, {slower}x, p95 of {len(keys.times)}", _p95(keys.times), "ms", goal)
            yield Figure(f"scripts, style and layout a key, {slower}x", keys.work, "ms")
        shown = min((frames(browser, address) for _ in range(ROUNDS)), key=_long)
        yield Figure(f"long frames of {len(shown)} while scrolling, {PHONE}x", _long(shown), "", 0)
        yield Figure("longest frame", shown[-1], "ms")


def _p95(values: Sequence[float]) -> float:
    """The value that 95 of a hundred do not exceed; `values` are sorted."""
    return values[math.ceil(0.95 * len(values)) - 1]


def _long(shown: Sequence[float]) -> int:
    return sum(time > LONG_FRAME for time in shown)


def _load_goal(number: int) -> float | None:
    return {500: 60, 5_000: 220}.get(number)


def main() -> None:
    """Measure and print, or write the folders."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.explorer")
    parser.add_argument("--models", type=int, nargs="+", default=[500, 5_000], help="sizes of the catalogs")
    parser.add_argument("--write", type=Path, help="write a folder a size into this one, and measure nothing")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    told = parser.parse_args()
    if told.write:
        for number in told.models:
            print(publish(invented(number), told.write / str(number)).parents[1])
        return
    found: dict[int, list[Figure]] = {number: [] for number in told.models}
    with chromium() as browser, tempfile.TemporaryDirectory() as name:
        for number, figures in found.items():
            if not told.json:
                print(f"{number:,} models")
            for figure in measure(browser, number, Path(name) / str(number)):
                figures.append(figure)
                if not told.json:
                    print(figure, flush=True)
    if told.json:
        print(json.dumps(found))
    raise SystemExit(0 if all(figure.is_met for figures in found.values() for figure in figures) else 1)


if __name__ == "__main__":
    main()
