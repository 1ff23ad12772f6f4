"""`changes`: what changed, for people and as JSON."""

from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from catalog.show import open_catalog
from catalog.values import to_json

if TYPE_CHECKING:
    from catalog.terminal import Settings


def run_changes(settings: "Settings", since: str, model_id: str | None, as_json: bool) -> int:
    """Every change from a time on; an id that is not known is exit 1 with the nearest ids on stderr."""
    from catalog.changes.reading import changes
    from catalog.changes.telling import line
    from catalog.export.api.changes import change_block
    from catalog.queries import Addresses, other_ids, rows, similar_ids

    db = open_catalog(settings)
    if db is None:
        return 1
    with closing(db):
        if not db.table("changes").exists():
            settings.warn(f"{settings.config.database}: an earlier version made it; run `modelatlas build`")
            return 1
        if model_id is not None:
            _, wanted = other_ids(db).get(model_id.strip(), ("", model_id.strip()))
            if not rows(db, "select 1 from models where id = ?", [wanted]):
                near = similar_ids(db, wanted)
                settings.warn(f"no model {model_id!r}" + (f"; near: {', '.join(near)}" if near else ""))
                return 1
            model_id = wanted
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
    try:
        if len(text) == len("2026-01-01"):
            return f"{date.fromisoformat(text).isoformat()}T00:00:00Z"
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no day such as 2026-01-31, and no time") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
