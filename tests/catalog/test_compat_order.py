"""Files in other catalogs' formats are the same bytes in every process, whatever order its sets have."""

import os
import subprocess
import sys
from pathlib import Path

FORMATS = """
import hashlib
from sqlite_utils import Database
from catalog.export.compat.formats import COMPAT
from catalog.export.content import Content
from catalog.export.formats import FORMATS
content = Content(Database("data/catalog.db"), "https://example.org/")
for name in COMPAT:
    for file in (name, f"{name}-provenance"):
        print(file, hashlib.sha256(FORMATS[file].data(content)).hexdigest())
"""


def written(folder: Path, seed: str) -> list[str]:
    """Every file with its digest, written by a process of its own."""
    env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", FORMATS], cwd=folder, env=env, capture_output=True, check=True)
    return done.stdout.decode().splitlines()


def test_two_processes_write_the_same_bytes(whole: Path) -> None:
    one = written(whole, "1")
    assert len(one) >= 10
    assert one == written(whole, "3")
