"""Render every page of a built catalog into a fresh folder, and tell how long that took: the render stage alone.

`python -m benchmarks.render_stage DATABASE FOLDER` prints `{"pages", "files", "reading", "rendering"}` as JSON: reading
is the catalog from its database, rendering everything from there to the last file on disk.
"""

import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from catalog.changes.events import Event, events
from catalog.config import DEFAULT_BASE_URL
from catalog.export.content import Content
from catalog.garbage import seldom
from catalog.queries import ModelDetail
from catalog.render.event_names import EventNames
from catalog.render.pages import File, Site
from catalog.resources import resource
from catalog.staging import Staging
from catalog.store.tables import open_file
from scraper.sources import sources


def rendered(database: Path, folder: Path) -> dict[str, float]:
    """Render a catalog into a folder that is not there yet; gives pages, files, and seconds of both parts."""
    sources()
    started = time.perf_counter()
    with closing(open_file(database)) as db:
        content = Content(db, DEFAULT_BASE_URL)
        details, briefs, state, changes = list(content.models), content.briefs, content.status, events(content.changes)
        read = time.perf_counter()
        site = Site(
            db, state, resource("templates"), resource("site"), DEFAULT_BASE_URL, datetime.now(UTC), "", briefs,
            content.ids,
        )  # fmt: skip
        staging = Staging(folder)
        pages = files = 0
        for file in chain(_of_models(site, details), _others(site, changes)):
            staging.write(file.path, file.content)
            files += 1
            pages += file.path.endswith(".html")
        staging.publish(lambda: None)
    return {"pages": pages, "files": files, "reading": read - started, "rendering": time.perf_counter() - read}


def _of_models(site: Site, details: Iterable[ModelDetail]) -> Iterator[File]:
    for detail in details:
        site.take(detail)
        yield from site.model_files(detail)


def _others(site: Site, changes: Sequence[Event]) -> Iterator[File]:
    yield from site.files(changes, EventNames(site.receipts, site.providers, site.names))


if __name__ == "__main__":
    with seldom():
        print(json.dumps(rendered(Path(sys.argv[1]), Path(sys.argv[2]))))
