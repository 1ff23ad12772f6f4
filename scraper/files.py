"""Files written as a whole or not at all."""

import os
import tempfile
from pathlib import Path

LEFT = ".new-"
"""How the name of a file begins that is being written, or that a killed run left."""


def write_atomically(path: Path, content: bytes) -> None:
    """Put a file in place once all of it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=LEFT, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk: what follows relies on them."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
