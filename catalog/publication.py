"""The published folder of a catalog: data, feeds and pages, written beside the old one and swapped in as a whole."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from catalog.addresses import api_file, folder
from catalog.as_published import note_published
from catalog.carried import FILE as CARRIED
from catalog.carried import Carried
from catalog.changes.events import events
from catalog.config import Config
from catalog.export.api.document import schema_address
from catalog.export.api.model import one_model, raw_record
from catalog.export.api.pointers import pointer_documents
from catalog.export.api.schemas import schema_files
from catalog.export.content import Content
from catalog.export.feeds import ALL, MODELS, Feeds
from catalog.export.formats import FORMATS
from catalog.published_ids import Line
from catalog.queries import Addresses, ModelDetail, newest_answer
from catalog.render.cards import is_whole
from catalog.render.event_names import EventNames
from catalog.render.pages import Site, Stays
from catalog.resources import resource
from catalog.staging import Staging
from catalog.values import to_json

SUMS = "SHA256SUMS"
"""The digests of all files that are of the whole catalog, as `sha256sum -c` reads them."""
OF_ALL = (ALL, MODELS)
"""Feeds that are of the whole catalog."""


def publish(content: Content, config: Config, render: bool, new_ids: Sequence[Line] = (), version: str = "") -> int:
    """Write data and pages beside the old folder and swap them in; gives how many files changed.

    Ids that were published once keep an address: the new ones are noted when all is ready to be swapped in, so that a
    run killed then leaves none that was published and forgotten. `version` stands for what the database holds: with it
    the next build can tell that there is nothing to publish.
    """
    db, state, ids = content.db, content.status, content.ids
    staging = Staging(config.out)
    try:
        templates, front_end = resource("templates"), resource("site")
        site = Site(
            db, state, templates, front_end, config.base_url, config.now, config.issues_url, content.briefs, ids,
            config.og_images,
        )  # fmt: skip
        carried = Carried(config.data / CARRIED, config.out, site.shared, newest_answer(db))

        def stays(group: str, inputs: str, paths: Sequence[str]) -> bool:
            same = carried.unchanged(group, inputs, paths)
            for path in paths if same else ():
                staging.keep(path)
            return same

        def drawn(path: str) -> bool:
            whole = is_whole(config.out / path)
            if whole:
                staging.keep(path)
            return whole

        _write_models(staging, content, site, stays, render)
        told, names = events(content.changes), EventNames(site.receipts, site.providers, site.names)
        _write_data(staging, content, Feeds(told, content.briefs, names, config.base_url).files())
        if render:
            for file in site.files(told, names, stays, drawn):
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


def files_of(id_: str) -> tuple[str, ...]:
    """The files of one model, below the published folder."""
    pages = (f"models/{folder(id_)}/index.{ending}" for ending in ("html", "md", "json"))
    return (f"api/v1/models/{api_file(id_)}", *pages)


def _write_models(staging: Staging, content: Content, site: Site, stays: Stays, render: bool) -> None:
    """Write what is made of each model, all in one pass, and the files of ids that lead to one."""
    for detail in content.models:
        if render:
            site.take(detail)
        if not stays(detail.id, site.inputs(detail), files_of(detail.id)):
            for path, data in _of_a_model(detail, content.addresses, site, render):
                staging.write(path, data)
    for path, document in pointer_documents(site.other_ids, content.ids.former(content.db)):
        staging.write(path, _line(to_json(document)))


def _of_a_model(detail: ModelDetail, addresses: Addresses, site: Site, render: bool) -> Iterator[tuple[str, bytes]]:
    """The files of one model: its JSON at two addresses, one with the record as it was served, and its page."""
    path, twin = f"api/v1/models/{api_file(detail.id)}", f"models/{folder(detail.id)}/index.json"
    told = to_json(one_model(detail, addresses))[1:-1]
    raw = to_json(raw_record(detail))
    yield path, _line(f'{{"$schema":"{schema_address(path, "model")}",{told}}}')
    yield twin, _line(f'{{"$schema":"{schema_address(twin, "model")}",{told},"raw":{raw}}}')
    if render:
        yield from site.model_files(detail)


def _line(text: str) -> bytes:
    # A lone surrogate cannot be written as UTF-8: it becomes a question mark.
    return f"{text}\n".encode("utf-8", "replace")


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
