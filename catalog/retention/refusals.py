"""Bodies of answers that were refused long ago: nothing is derived from them but that they were refused, and why."""

import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from catalog.retention.holdings import Holdings
from catalog.store.database import is_current
from catalog.store.tables import open_file
from scraper.snapshots import Sighting
from scraper.unfinished import write_whole
from scraper.units import iso

KEPT = timedelta(days=90)
"""So long a refused body is kept in any case: somebody may want to look at it."""
Key = tuple[str, str, str, int, str]
"""Source, address, time, page and hash of a look."""


def refusals(database: Path) -> dict[Key, str] | None:
    """Every refused look that a catalog knows, with why; None where today's readers did not make the catalog."""
    if not database.exists():
        return None
    with closing(open_file(database)) as db:
        if not is_current(db):
            return None
        sql = "select source, url, fetched_at, page, sha256, error from snapshots where state = 'refused'"
        return {tuple(row[:5]): row[5] for row in db.execute(sql).fetchall()}


def needless(holdings: Holdings, refused: Mapping[Key, str], now: datetime) -> list[str]:
    """Hashes of bodies that only refused answers gave, all of them long ago: the oldest first."""
    found = [
        (holdings.first[digest], digest)
        for digest, seen in holdings.sightings.items()
        if digest in holdings.first
        and all(one.pruned or (one.fetched_at < now - KEPT and key(one) in refused) for one in seen)
    ]
    return [digest for _, digest in sorted(found)]


def key(sighting: Sighting) -> Key:
    """What a look is known by in the database."""
    return (sighting.source, sighting.url, iso(sighting.fetched_at), sighting.page, sighting.sha256 or "")


def mark(holdings: Holdings, digests: Iterable[str], refused: Mapping[Key, str]) -> None:
    """Write beside each look at these bodies that they were taken out, and why the answers were refused."""
    marked = {key(one) for digest in digests for one in holdings.sightings[digest] if one.pruned is None}
    for source in sorted({source for source, *_ in marked}):
        path = holdings.archive.folder / f"{source}.jsonl"
        lines = [_marked(line, marked, refused) for line in path.read_bytes().split(b"\n")]
        write_whole(path, b"\n".join(lines))


def _marked(line: bytes, marked: set[Key], refused: Mapping[Key, str]) -> bytes:
    """A line with the reason added, where it is one of those; any other as it is, to the last byte."""
    try:
        sighting = Sighting.model_validate_json(line)
    except ValueError:
        return line
    if key(sighting) not in marked or sighting.pruned is not None:
        return line
    # What a newer version wrote into the line, and we do not know, stays in it.
    told = {**json.loads(line), "pruned": refused[key(sighting)]}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
