"""The published folder of a catalog: data, feeds and pages, written beside the old one and swapped in as a whole."""

from collections.abc import Iterable, Sequence
from itertools import chain

from catalog.as_published import note_published
from catalog.carried import FILE as CARRIED
from catalog.carried import Carried
from catalog.changes.events import events
from catalog.config import Config
from catalog.export.api.pointers import pointer_documents
from catalog.export.api.schemas import schema_files
from catalog.export.content import Content
from catalog.export.feeds import ALL, MODELS, Feeds
from catalog.export.formats import FORMATS
from catalog.model_files import Making, line, site_of
from catalog.published_ids import Line
from catalog.queries import newest_answer
from catalog.render.cards import is_whole
from catalog.render.environment import compile_all
from catalog.render.event_names import EventNames
from catalog.resources import resource
from catalog.side_by_side import side_by_side
from catalog.staging import Staging
from catalog.values import to_json

SUMS = "SHA256SUMS"
"""The digests of all files that are of the whole catalog, as `sha256sum -c` reads them."""
OF_ALL = (ALL, MODELS)
"""Feeds that are of the whole catalog."""


def get_ready() -> None:
    """Make what every publication needs, whatever is in the catalog: it is made once a process, and never changes."""
    schema_files()
    compile_all(resource("templates"))


def publish(content: Content, config: Config, render: bool, new_ids: Sequence[Line] = (), version: str = "") -> int:
    """Write data and pages beside the old folder and swap them in; gives how many files changed.

    Ids that were published once keep an address: the new ones are noted when all is ready to be swapped in, so that a
    run killed then leaves none that was published and forgotten. `version` stands for what the database holds: with it
    the next build can tell that there is nothing to publish.
    """
    db, state, ids = content.db, content.status, content.ids
    staging = Staging(config.out)
    try:
        site = site_of(content, config)
        carried = Carried(config.data / CARRIED, config.out, site.shared, newest_answer(db))
        making = Making(content, site, staging, carried, render)

        def drawn(path: str) -> bool:
            whole = is_whole(config.out / path)
            if whole:
                staging.keep(path)
            return whole

        told, names = events(content.changes), EventNames(site.receipts, site.providers, site.names)
        with side_by_side(making.parts(config)) as parts:
            _write_data(staging, content, Feeds(told, content.briefs, names, config.base_url).files())
            for path, document in pointer_documents(site.other_ids, ids.former(db)):
                staging.write(path, line(to_json(document)))
            for made in parts:
                site.explored.take_over(made.explored)
                staging.take_over(made.filed)
                carried.take_over(made.carried)
        if render:
            for file in site.files(told, names, making.stays, drawn):
                staging.write(file.path, file.content)
        else:
            staging.keep_the_rest()
        staging.publish(lambda: ids.write(new_ids))
    except BaseException:
        staging.discard()
        raise
    if not state.as_of:
        carried.save() if render else carried.forget()
        if version:
            note_published(db, config, version, render)
    return staging.written


def _write_data(staging: Staging, content: Content, feeds: Iterable[tuple[str, bytes]]) -> None:
    """Write feeds, and files of the whole catalog."""
    whole = []
    for path, data in feeds:
        if path in OF_ALL:
            whole.append((path, (data,)))
        else:
            staging.write(path, data)
    _write_whole(staging, chain(whole, _whole_files(content)))


def _write_whole(staging: Staging, files: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """Write files that are of the whole catalog in pieces, and their digests."""
    sums = []
    for path, pieces in files:
        sums.append((path, staging.write_pieces(path, pieces)))
    staging.write(SUMS, "".join(f"{digest}  {path}\n" for path, digest in sorted(sums)).encode())


def _whole_files(content: Content) -> Iterable[tuple[str, Iterable[bytes]]]:
    """Every format that the folder has, and the schemas."""
    for one in FORMATS.values():
        if one.path:
            yield one.path, one.pieces(content)
    for path, data in schema_files():
        yield path, (data,)
