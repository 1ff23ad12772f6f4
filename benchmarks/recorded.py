"""Archives of recorded answers, and answers that nobody gave: what `make bench` builds from.

`python -m benchmarks.recorded ARCHIVE` makes an archive of the newest recorded answer of every address of every source,
as one night would have brought them.
`python -m benchmarks.recorded SOURCE FILE` writes the newest recorded list of `openrouter` or `models_dev` with the
prices of ten of its models changed. Recordings are those that MODELATLAS_RECORDINGS names.
"""

import os
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import simplejson

from benchmarks.read_recordings import newest
from scraper.snapshots import Archive
from scraper.sources import sources

CHANGED = 10
"""So many models change between two answers."""
DEARER = Decimal("1.04")
"""So many times as dear: no guard holds that."""


def archive(recordings: Path, folder: Path) -> None:
    """Make an archive of the newest answers, as if all were given in one night: the last of those that they came in."""
    archive = Archive(folder)
    answers = [snapshot for source in sources().values() for snapshot in newest(recordings, source)]
    night = max(snapshot.sighting.fetched_at for snapshot in answers)
    for snapshot in answers:
        seen = snapshot.sighting.model_copy(update={"fetched_at": night, "learned_on": night.date()})
        archive.save(seen, snapshot.body)


def changed(recordings: Path, source: str) -> bytes:
    """The newest recorded list of a source with the prices of ten of its models changed."""
    listed = next(one for one in newest(recordings, sources()[source]) if one.sighting.url == sources()[source].address)
    answer = simplejson.loads(listed.body, use_decimal=True)
    priced = [price for price in _prices(source, answer) if Decimal(price[1][price[0]])]
    for key, prices in priced[:: len(priced) // CHANGED][:CHANGED]:
        dearer = Decimal(prices[key]) * DEARER
        prices[key] = f"{dearer:f}" if isinstance(prices[key], str) else dearer
    return simplejson.dumps(answer, use_decimal=True).encode()


def _prices(source: str, answer: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The input price of each model of a list: its key, and the object that has it."""
    if source == "openrouter":
        yield from (("prompt", row["pricing"]) for row in answer["data"] if Decimal(row["pricing"]["prompt"]) > 0)
    else:
        models = (model for seller in answer.values() for model in seller["models"].values())
        yield from (("input", model["cost"]) for model in models if model.get("cost", {}).get("input"))


if __name__ == "__main__":
    found = Path(os.environ["MODELATLAS_RECORDINGS"])
    if len(sys.argv) == 2:
        archive(found, Path(sys.argv[1]))
    else:
        Path(sys.argv[2]).write_bytes(changed(found, sys.argv[1]))
