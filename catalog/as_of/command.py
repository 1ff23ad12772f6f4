"""`build --as-of`: the whole explorer as it stood, in a folder of its own; gives its exit status."""

from contextlib import closing

import click

from catalog.as_of.moment import Asked
from catalog.as_of.opening import open_as_of
from catalog.audit.nightly import publishing_accuracy
from catalog.export.content import Content
from catalog.garbage import seldom
from catalog.publication import publish
from catalog.staging import PublishError
from catalog.terminal import EXIT_NOTHING, EXIT_PUBLISHED, Settings
from scraper.snapshots import Archive, ArchiveError
from scraper.sources import sources
from scraper.units import iso


def run_build_as_of(settings: Settings, asked: Asked, render: bool) -> int:
    """Build from the catalog, which stays as it is."""
    if settings.out_named is None:
        raise click.UsageError("--as-of needs --out: a folder of its own beside the published one")
    then = open_as_of(settings, asked)
    if then is None:
        return EXIT_NOTHING
    config = settings.config.model_copy(update={"now": asked.moment})
    with closing(then), seldom():
        try:
            with then.atomic(), publishing_accuracy(then, Archive(config.archive), sources()):
                pass  # all else is made
            content = Content(then, config.base_url)
            written = publish(content, config, render)
        except (ArchiveError, PublishError, OSError) as error:
            settings.warn(f"nothing published: {error}")
            return EXIT_NOTHING
    active = sum(row["status"] == "active" for row in content.briefs)
    settings.tell(
        f"published {active} models ({len(content.briefs) - active} more that were gone) as of {iso(asked.moment)}"
        f" to {config.out}: {written} files new or changed"
    )
    return EXIT_PUBLISHED
