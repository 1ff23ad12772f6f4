"""`audit`: how right what is published is, by a sample; gives its exit status."""

import click

from catalog.audit.accuracy import audit
from catalog.audit.telling import as_json, as_lines
from catalog.show import open_catalog
from catalog.terminal import EXIT_NOTHING, EXIT_PARTLY, EXIT_PUBLISHED, Settings
from catalog.values import to_json
from scraper.snapshots import Archive
from scraper.sources import sources


def run_audit(settings: Settings, most: int, seed: int | None, as_script: bool) -> int:
    """Check a sample; without a seed the day is one, so that each night looks at others."""
    db = open_catalog(settings)
    if db is None:
        return EXIT_NOTHING
    day = int(f"{settings.config.now:%Y%m%d}")
    try:
        found = audit(db, Archive(settings.config.archive), sources(), most, day if seed is None else seed)
    finally:
        db.close()
    for line in [to_json(as_json(found), indent=2)] if as_script else as_lines(found):
        click.echo(line)
    return EXIT_PARTLY if found.faults else EXIT_PUBLISHED
