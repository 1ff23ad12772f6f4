"""The commands that look after what is kept: `prune` and `doctor`."""

import sys

import click

from catalog.options import common, to_bytes
from catalog.terminal import Settings


@click.command()
@click.option("--keep", metavar="SIZE", callback=to_bytes, help="At most so much, such as 500M or 2G.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done; change nothing.")
@common
def prune(settings: Settings, keep: int | None, dry_run: bool) -> None:
    """Make the archive smaller; the catalog that is built from it stays the same.

    What killed runs left is deleted, and bodies that no sighting names. Bodies of months that
    are over are packed together. Only where --keep asks for more, bodies of answers that were
    refused more than 90 days ago are taken out; that they were refused, and why, is kept.
    Nothing else is ever deleted.

    \b
    Example: modelatlas prune
             modelatlas prune --keep 2G --dry-run
    Exit status: 0 done, and it fits; 3 it does not fit in SIZE; 1 the archive cannot be
    read or written; 2 wrong usage; 4 a refresh is running.
    """
    from catalog.commands import run_prune

    sys.exit(run_prune(settings, keep, really=not dry_run))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@common
def doctor(settings: Settings, as_json: bool) -> None:
    """Look at all that a run needs, and change nothing.

    Clock, room on the disk, what may be written, the lock, the archive against its hashes,
    the database, the curated files, the published folder, settings and versions: a line
    each, `ok`, `note` or `fault`, with what helps.

    \b
    Example: modelatlas doctor --json
    Exit status: 0 all well, notes allowed; 3 there is a fault; 1 it cannot look; 2 wrong
    usage, also of a setting that is none.
    """
    from catalog.doctor.command import run_doctor

    sys.exit(run_doctor(settings, as_json))
