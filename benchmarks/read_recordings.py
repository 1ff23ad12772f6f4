"""Parse and observe the newest recording of every address of every source; print what came of it.

One row a source: records, claims, parts left out on purpose, what could not be read, seconds. Files
that no source reads are named with the reason for the first few of a kind. Seconds are those of parsing and observing
bodies that are in memory already. `--json` prints the sums alone.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from catalog.backfill import address_of
from scraper.errors import ShapeError
from scraper.issues import Issue, IssueKind
from scraper.recordings import Recording, read_recordings
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Source
from scraper.sources import sources

UNREADABLE = (IssueKind.BAD_VALUE, IssueKind.BAD_RECORD)
UNKNOWN = (IssueKind.UNKNOWN_KEY, IssueKind.UNKNOWN_VALUE)


def folders(recordings: Path, source: Source) -> list[Path]:
    """Where the recordings of a source are: its own folder, and the one that pages of makers share."""
    return [folder for name in (source.id, "provider_pages") if (folder := recordings / name).exists()]


def newest(recordings: Path, source: Source) -> Iterator[Snapshot]:
    """The newest recording of each address that a source reads."""
    found: dict[str, Recording] = {}
    for folder in folders(recordings, source):
        for recording in read_recordings(folder):
            if not isinstance(recording, Recording):
                continue
            url = address_of(source, recording)
            if url and source.reads(url) and (url not in found or found[url].fetched_at <= recording.fetched_at):
                found[url] = recording
    for url, recording in sorted(found.items()):
        sighting = Sighting(source=source.id, url=url, fetched_at=recording.fetched_at, status=200)
        yield Snapshot(sighting=sighting, body=recording.body())


def read(source: Source, snapshots: list[Snapshot]) -> tuple[Counter[str], list[Issue], list[str]]:
    """What the answers come to: counts, issues, and the answers that were refused."""
    counts: Counter[str] = Counter()
    issues: list[Issue] = []
    refused: list[str] = []
    for snapshot in snapshots:
        try:
            parsed = source.parse([snapshot])
        except ShapeError as error:
            refused.append(str(error))
            continue
        issues.extend(parsed.issues)
        for record in (record for records in parsed.scopes.values() for record in records):
            observation = source.observe(record)
            counts["records"] += 1
            counts["claims"] += len(observation.claims)
            issues.extend(observation.issues)
    return counts, issues, refused


def sums(recordings: Path) -> dict[str, float]:
    """Claims, records and seconds of all sources together."""
    told = {"claims": 0, "records": 0, "seconds": 0.0}
    for source in sources().values():
        snapshots = list(newest(recordings, source))
        started = time.perf_counter()
        counts, _, _ = read(source, snapshots)
        told["seconds"] += time.perf_counter() - started
        told["claims"] += counts["claims"]
        told["records"] += counts["records"]
    return told


def main() -> None:
    """Print the table."""
    recordings = Path(os.environ["MODELATLAS_RECORDINGS"])
    if "--json" in sys.argv:
        print(json.dumps(sums(recordings)))
        return
    total = 0.0
    print(
        f"{'source':<22}{'answers':>8}{'records':>9}{'claims':>9}{'ignored':>9}{'unreadable':>12}{'unknown':>9}{'s':>7}"
    )
    for source in sources().values():
        snapshots = list(newest(recordings, source))
        started = time.perf_counter()
        counts, issues, refused = read(source, snapshots)
        seconds = time.perf_counter() - started
        total += seconds
        kinds = Counter(issue.kind for issue in issues)
        figures = [sum(kinds[kind] for kind in group) for group in ((IssueKind.IGNORED,), UNREADABLE, UNKNOWN)]
        print(
            f"{source.id:<22}{len(snapshots):>8}{counts['records']:>9,}{counts['claims']:>9,}"
            f"{figures[0]:>9,}{figures[1]:>12,}{figures[2]:>9,}{seconds:>7.2f}"
        )
        for line in refused:
            print(f"    refused: {line[:200]}")
        for issue in [issue for issue in issues if issue.kind in UNREADABLE][:3]:
            print(f"    {issue.kind}: {issue.record}: {issue.field}: {issue.detail}"[:160])
    print(f"all in {total:.2f} s, {datetime.now().astimezone():%Y-%m-%d}")


if __name__ == "__main__":
    main()
