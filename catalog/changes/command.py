"""`changes`: what changed, for people and as JSON."""

from contextlib import closing
from typing import TYPE_CHECKING

import click

from catalog.errors import UnknownModel
from catalog.show import open_catalog
from catalog.values import to_json

if TYPE_CHECKING:
    from catalog.terminal import Settings


def run_changes(settings: "Settings", since: str, model_id: str | None, as_json: bool) -> int:
    """Every change from a time on; an id that is not known is exit 1 with the nearest ids on stderr."""
    from catalog.changes.reading import changes
    from catalog.changes.telling import line
    from catalog.export.api.changes import change_block
    from catalog.published_ids import led_to
    from catalog.queries import Addresses, similar_ids

    db = open_catalog(settings)
    if db is None:
        return 1
    with closing(db):
        if model_id is not None:
            wanted = model_id.strip()
            model_id, _ = led_to(db, settings.config.published, wanted)
            if model_id is None:
                settings.warn(str(UnknownModel(wanted, similar_ids(db, wanted))))
                return 1
        found = changes(db, model_id, since)
        if as_json:
            addresses = Addresses(db)
            click.echo(to_json([change_block(row, addresses) for row in found], indent=2))
        else:
            for row in reversed(found):
                click.echo(line(row))
    return 0


def from_time(text: str) -> str:
    """The time from which on changes are asked for: a day begins at midnight, UTC. Raises BadParameter."""
    from catalog.as_of.moment import asked
    from scraper.units import iso

    try:
        return iso(asked(text).begins)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no day such as 2026-01-31, and no time") from None
