"""The files of each model: its JSON, its page, and the page as Markdown. Of many models they are made side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from catalog.addresses import api_file, folder
from catalog.carried import Carried
from catalog.config import Config
from catalog.details import ALL, Ids
from catalog.export.api.document import schema_address
from catalog.export.api.model import one_model, raw_record
from catalog.export.content import Content
from catalog.queries import Addresses, ModelDetail
from catalog.render.explored import Explored
from catalog.render.pages import Site
from catalog.resources import resource
from catalog.side_by_side import cores
from catalog.staging import Filed, Filling
from catalog.store.tables import open_file
from catalog.values import json_bytes

WORTH_A_PROCESS = 100
"""So many models take a second or so: fewer are not worth a process of their own."""


class Made(NamedTuple):
    """What became of the models of one part."""

    explored: Explored
    """What the explorer tells of them, none where no pages are made."""
    filed: Filed
    carried: Mapping[str, tuple[str, Sequence[str]]]


class Making(NamedTuple):
    """What the files of models are made from, and where they go."""

    content: Content
    site: Site
    staging: Filling
    carried: Carried
    render: bool

    def parts(self, config: Config) -> list[Callable[[], Made]]:
        """All models, in parts that can be made side by side; alone where that is no faster."""
        shares = shared_out([row["id"] for row in self.content.briefs], cores())
        database = _file(self.content.db)
        if len(shares) < 2 or database is None:
            return [partial(self.made, ALL)]
        return [partial(self.made_anew, share, config, database) for share in shares]

    def made_anew(self, ids: Ids, config: Config, database: Path) -> Made:
        """The same in a process of its own, which has to open the database itself."""
        with closing(open_file(database)) as db:
            self.site.use(db)
            return self._replace(content=Content(db, config.base_url, self.content.ids)).made(ids)

    def made(self, ids: Ids) -> Made:
        """Make the files of some models; gives an account of them."""
        mine = self._replace(staging=self.staging.part(), carried=self.carried.part())
        explored = Explored()
        for detail in self.content.models_of(ids):
            if self.render:
                explored.add(self.site.explored_of(detail))
            mine.one(detail)
        return Made(explored, mine.staging.filed, mine.carried.noted)

    def one(self, detail: ModelDetail) -> None:
        """Make the files of a model, or keep them where they are made from the same."""
        if not self.stays(detail.id, self.site.inputs(detail), files_of(detail.id)):
            for path, data in _of_a_model(detail, self.content.addresses, self.site, self.render):
                self.staging.write(path, data)

    def stays(self, group: str, inputs: str, paths: Sequence[str]) -> bool:
        """Whether files are made from the same as before; then they are kept."""
        same = self.carried.unchanged(group, inputs, paths)
        for path in paths if same else ():
            self.staging.keep(path)
        return same


def shared_out(ids: Sequence[str], most: int) -> list[Ids]:
    """Ids in their order, in at most so many shares of about the same size."""
    count = max(1, min(most, len(ids) // WORTH_A_PROCESS))
    bounds = [len(ids) * number // count for number in range(count + 1)]
    return [Ids(ids[first], ids[end - 1]) for first, end in pairwise(bounds) if first < end]


def site_of(content: Content, config: Config) -> Site:
    """The pages of a catalog."""
    return Site(
        content.db, content.status, resource("templates"), resource("site"), config.base_url, config.now,
        config.issues_url, content.briefs, content.ids, config.og_images,
    )  # fmt: skip


def files_of(id_: str) -> tuple[str, ...]:
    """The files of one model, below the published folder."""
    pages = (f"models/{folder(id_)}/index.{ending}" for ending in ("html", "md", "json"))
    return (f"api/v1/models/{api_file(id_)}", *pages)


def line(text: str) -> bytes:
    """A text as a file of one line."""
    # A lone surrogate cannot be written as UTF-8: it becomes a question mark.
    return f"{text}\n".encode("utf-8", "replace")


def _of_a_model(detail: ModelDetail, addresses: Addresses, site: Site, render: bool) -> Iterator[tuple[str, bytes]]:
    """The files of one model: its JSON at two addresses, one with the record as it was served, and its page."""
    path, twin = f"api/v1/models/{api_file(detail.id)}", f"models/{folder(detail.id)}/index.json"
    told = json_bytes(one_model(detail, addresses))[1:-1]
    raw = json_bytes(raw_record(detail))
    yield path, b'{"$schema":"%b",%b}\n' % (schema_address(path, "model").encode(), told)
    yield twin, b'{"$schema":"%b",%b,"raw":%b}\n' % (schema_address(twin, "model").encode(), told, raw)
    if render:
        yield from site.model_files(detail)


def _file(db: Database) -> Path | None:
    """The file that a database is in; None of one in memory."""
    found = next(name for _, schema, name in db.execute("pragma database_list").fetchall() if schema == "main")
    return Path(found) if found else None
