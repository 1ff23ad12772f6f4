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
        pruning = Prune(archive, config.database, refusals(config.database), config.now, keep, really, settings.tell)
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
        settings.warn(
            f"{config.archive}: {over:,} bytes more than the {keep:,} of --keep; history needs all the rest:"
            f" give --keep {pruning.size:,} or more, or make the database once with `modelatlas build` if there is none"
        )
        return EXIT_PARTLY
    settings.tell(f"{config.archive}: {pruning.size:,} bytes{'' if really else ' then'}")
    return EXIT_PUBLISHED
