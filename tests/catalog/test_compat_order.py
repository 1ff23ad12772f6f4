"""Files in other catalogs' formats are the same bytes in every process and in any order of writing."""

import os
import subprocess
import sys
from pathlib import Path

FORMATS = """
import hashlib
import sys
from sqlite_utils import Database
from catalog.export.compat.formats import COMPAT
from catalog.export.content import Content
from catalog.export.formats import FORMATS
content = Content(Database("data/catalog.db"), "https://example.org/")
for name in sorted(COMPAT, reverse=sys.argv[1] == "3"):
    for file in (name, f"{name}-provenance"):
        print(file, hashlib.sha256(FORMATS[file].data(content)).hexdigest())
"""


def written(folder: Path, seed: str) -> list[str]:
    """Every file with its digest, written by a process of its own."""
    env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", FORMATS, seed], cwd=folder, env=env, capture_output=True, check=True)
    return sorted(done.stdout.decode().splitlines())


def test_two_processes_write_the_same_bytes_one_of_them_backwards(whole: Path) -> None:
    one = written(whole, "1")
    assert len(one) >= 10
    assert one == written(whole, "3")
