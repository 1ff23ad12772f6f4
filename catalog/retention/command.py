"""`prune`: makes the archive smaller, and says what that came to."""

import sqlite3

from catalog.retention.prune import Prune
from catalog.retention.refusals import refusals
from catalog.terminal import EXIT_NOTHING, EXIT_PARTLY, EXIT_PUBLISHED, Settings
from catalog.unwritable import unusable, unwritable
from scraper.snapshots import Archive, ArchiveError


def prune_archive(settings: Settings, keep: int | None, really: bool) -> int:
    """Prune the archive of these settings; nobody else may write it meanwhile."""
    config = settings.config
    archive = Archive(config.archive)
    try:
        refused = refusals(config.database)
        pruning = Prune(archive, config.database, refused or {}, config.now, keep, really, settings.tell)
        over = pruning.run()
    except ArchiveError as error:
        settings.warn(f"not pruned: {error}")
        return EXIT_NOTHING
    except OSError as error:
        settings.warn(f"not pruned: {unwritable(config.archive, error, '--data')}")
        return EXIT_NOTHING
    except sqlite3.DatabaseError as error:
        settings.warn(f"not pruned: {unusable(config.database, error)}; run `modelatlas build` first")
        return EXIT_NOTHING
    if over and keep is not None:
        remedy = f"history needs all of it: give --keep {pruning.size} or more"
        if refused is None:
            remedy = "run `modelatlas build` first: only the catalog tells which answers were refused"
        settings.warn(f"{config.archive}: {over:,} bytes more than the {keep:,} of --keep; {remedy}")
        return EXIT_PARTLY
    settings.tell(f"{config.archive}: {pruning.size:,} bytes{'' if really else ' then'}")
    return EXIT_PUBLISHED
