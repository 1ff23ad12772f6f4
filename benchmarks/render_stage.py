"""Render every page of a built catalog into a fresh folder, and tell how long that took: the render stage alone.

`python -m benchmarks.render_stage DATABASE FOLDER` prints `{"pages", "files", "reading", "rendering"}` as JSON: reading
is the catalog from its database, rendering everything from there to the last file on disk.
"""

import json
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from catalog.changes.events import events
from catalog.config import DEFAULT_BASE_URL
from catalog.export.content import Content
from catalog.garbage import seldom
from catalog.render.event_names import EventNames
from catalog.render.pages import Site
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
        details, state, changes = content.models, content.status, events(content.changes)
        read = time.perf_counter()
        site = Site(
            db, state, resource("templates"), resource("site"), DEFAULT_BASE_URL, datetime.now(UTC), "", details,
            content.ids,
        )  # fmt: skip
        staging = Staging(folder)
        pages = files = 0
        for file in site.files(changes, EventNames(site.receipts, site.providers, site.names)):
            staging.write(file.path, file.content)
            files += 1
            pages += file.path.endswith(".html")
        staging.publish(lambda: None)
    return {"pages": pages, "files": files, "reading": read - started, "rendering": time.perf_counter() - read}


if __name__ == "__main__":
    with seldom():
        print(json.dumps(rendered(Path(sys.argv[1]), Path(sys.argv[2]))))
