"""The published folder of a catalog: data, feeds and pages, written beside the old one and swapped in as a whole."""

from collections.abc import Container, Iterable, Sequence
from itertools import chain

from sqlite_utils import Database

from catalog.addresses import api_file, folder
from catalog.carried import FILE as CARRIED
from catalog.carried import Carried
from catalog.changes.events import events
from catalog.config import Config
from catalog.export.api.model import one_model, raw_record
from catalog.export.api.pointers import pointer_documents
from catalog.export.content import Content
from catalog.export.feeds import Feeds
from catalog.export.formats import FORMATS
from catalog.published_ids import PublishedIds
from catalog.queries import ModelDetail, newest_answer, status
from catalog.render.cards import is_whole
from catalog.render.event_names import EventNames
from catalog.render.pages import Site
from catalog.resources import resource
from catalog.staging import Staging
from catalog.values import to_json


def publish(db: Database, config: Config, found: Sequence[ModelDetail], render: bool, ids: PublishedIds) -> int:
    """Write data and pages beside the old folder and swap them in; gives how many files changed.

    `ids` that were published once keep an address.
    """
    staging = Staging(config.out)
    try:
        state = status(db)
        templates, front_end = resource("templates"), resource("site")
        site = Site(
            db, state, templates, front_end, config.base_url, config.now, config.issues_url, found, ids,
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

        same = {one.id for one in found if stays(one.id, site.inputs(one), files_of(one.id))}
        content = Content(db, config.base_url, found, ids)
        pointers = pointer_documents(site.other_ids, ids.former(db))
        for path, document in chain(_model_documents(content, same), pointers):
            staging.write(path, (to_json(document) + "\n").encode("utf-8", "replace"))
        told, names = events(content.changes), EventNames(site.receipts, site.providers, site.names)
        for path, feed in Feeds(told, [detail.row for detail in found], names, config.base_url).files():
            staging.write(path, feed)
        for one in FORMATS.values():
            if one.path:
                staging.write(one.path, one.data(content))
        if render:
            for file in site.files(told, names, same, stays, drawn):
                staging.write(file.path, file.content)
        else:
            staging.keep_the_rest()
        staging.publish()
    except BaseException:
        staging.discard()
        raise
    if not state.as_of:
        carried.save() if render else carried.forget()
    return staging.written


def files_of(id_: str) -> tuple[str, ...]:
    """The files of one model, below the published folder."""
    pages = (f"models/{folder(id_)}/index.{ending}" for ending in ("html", "md", "json"))
    return (f"api/v1/models/{api_file(id_)}", *pages)


def _model_documents(content: Content, carried: Container[str]) -> Iterable[tuple[str, object]]:
    for detail in (detail for detail in content.models if detail.id not in carried):
        document = one_model(detail, content.addresses)
        yield f"api/v1/models/{api_file(detail.id)}", document
        yield f"models/{folder(detail.id)}/index.json", {**document, "raw": raw_record(detail)}
