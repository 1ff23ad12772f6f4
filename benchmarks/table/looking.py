"""Rows on the explorer in a real browser, over made-up catalogs of three sizes."""

import json
from collections.abc import Iterator

from benchmarks.explorer.browser import browser_path
from benchmarks.table.rows import Row
from benchmarks.table.running import PYTHON, run

SIZES = (500, 5_000, 50_000)


def rows() -> Iterator[Row]:
    """Every figure of every size."""
    if browser_path() is None:
        print("explorer: not measured: no Chromium here")
        return
    command = [PYTHON, "-m", "benchmarks.explorer", "--json", "--models", *map(str, SIZES)]
    measured = run(command, read=True, sound=(0, 1))
    for models, figures in json.loads(measured.out).items():
        for name, value, unit, most in figures:
            yield Row(f"explorer of {int(models):,} models: {name}", value, unit, most)
