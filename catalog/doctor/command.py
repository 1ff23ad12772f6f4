"""`doctor`: one line for each thing that a run needs."""

from collections.abc import Iterator
from contextlib import suppress

import click

from catalog.doctor import machine, stores
from catalog.doctor.finding import FAULT, Finding
from catalog.terminal import EXIT_NOTHING, EXIT_PARTLY, EXIT_PUBLISHED, Settings, printable
from catalog.values import to_json
from scraper.snapshots import Archive, ArchiveError


def run_doctor(settings: Settings, as_json: bool) -> int:
    """Look at everything; 3 where something is a fault, 1 where it cannot be looked at."""
    try:
        found = []
        for finding in _findings(settings):
            found.append(finding)
            if not as_json:
                click.echo(printable(str(finding)))
    except OSError as error:
        settings.warn(f"cannot look: {error}")
        return EXIT_NOTHING
    if as_json:
        click.echo(to_json([finding._asdict() for finding in found], indent=2))
    return EXIT_PARTLY if any(finding.state == FAULT for finding in found) else EXIT_PUBLISHED


def _findings(settings: Settings) -> Iterator[Finding]:
    config = settings.config
    yield from machine.versions()
    yield from machine.settings(config)
    with suppress(ArchiveError):  # told of the archive itself
        yield from machine.clock(config, Archive(config.archive))
    yield from machine.disk(config)
    yield from machine.permissions(config)
    yield from machine.lock(config)
    yield from stores.archive(config)
    yield from stores.database(config)
    yield from stores.curated(config)
    yield from stores.published(config)
