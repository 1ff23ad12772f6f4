"""Render every page of a built catalog into a fresh folder, and tell how long that took: the render stage alone.

`python -m benchmarks.render_stage DATABASE FOLDER` prints `{"pages", "files", "reading", "rendering"}` as JSON: reading
is the catalog from its database, rendering everything from there to the last file on disk. Pages of models are made
side by side as a build makes them; what one process still reads while another one renders counts as rendering.
"""

import json
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from catalog.changes.events import events
from catalog.config import Config
from catalog.details import Ids
from catalog.export.content import Content
from catalog.garbage import seldom
from catalog.model_files import shared_out, site_of
from catalog.render.event_names import EventNames
from catalog.render.explored import Explored
from catalog.render.pages import File
from catalog.side_by_side import cores, side_by_side
from catalog.staging import Filed, Filling, Staging
from catalog.store.tables import open_file
from scraper.sources import sources


class Rendered(NamedTuple):
    """Pages of some models."""

    explored: Explored
    filed: Filed
    begun: float
    """When all was read."""


def rendered(database: Path, folder: Path, config: Config) -> dict[str, float]:
    """Render a catalog into a folder that is not there yet; gives pages, files, and seconds of both parts."""
    sources()
    started = time.perf_counter()
    with closing(open_file(database)) as db:
        content, staging = Content(db, config.base_url), Staging(folder)
        ids = [row["id"] for row in content.briefs]
        shares = [partial(_of_models, database, share, staging.part(), config) for share in shared_out(ids, cores())]
        with side_by_side(shares) as parts:
            site, changes = site_of(content, config), events(content.changes)
            done = list(parts)
        for part in done:
            site.explored.take_over(part.explored)
            staging.take_over(part.filed)
        _write(staging, site.files(changes, EventNames(site.receipts, site.providers, site.names)))
        staging.publish(lambda: None)
        ended, begun = time.perf_counter(), min(part.begun for part in done)
    pages = sum(path.endswith(".html") for path in staging.filed.paths)
    return {"pages": pages, "files": len(staging.filed.paths), "reading": begun - started, "rendering": ended - begun}


def _of_models(database: Path, ids: Ids, staging: Filling, config: Config) -> Rendered:
    with closing(open_file(database)) as db:
        content = Content(db, config.base_url)
        details, site = list(content.models_of(ids)), site_of(content, config)
        begun, explored = time.perf_counter(), Explored()
        for detail in details:
            explored.add(site.explored_of(detail))
            _write(staging, site.model_files(detail))
        return Rendered(explored, staging.filed, begun)


def _write(staging: Filling, files: Iterable[File]) -> None:
    for file in files:
        staging.write(file.path, file.content)


if __name__ == "__main__":
    with seldom():
        print(json.dumps(rendered(Path(sys.argv[1]), Path(sys.argv[2]), Config(now=datetime.now(UTC)))))
