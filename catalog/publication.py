"""The published folder of a catalog: data, feeds and pages, written beside the old one and swapped in as a whole."""

from collections.abc import Container, Iterable, Sequence
from itertools import chain

from sqlite_utils import Database

from catalog.addresses import api_file, folder
from catalog.carried import FILE as CARRIED
from catalog.carried import Carried
from catalog.changes.events import events
from catalog.changes.reading import changes
from catalog.config import Config
from catalog.export.changes import all_changes, changes_csv
from catalog.export.database import published_database
from catalog.export.feeds import Feeds
from catalog.export.json_api import all_disagreements, all_models, one_model, raw_record
from catalog.export.pointers import pointer_documents
from catalog.published_ids import PublishedIds
from catalog.queries import Addresses, ModelDetail, Row, Status, disagreements, newest_answer, status
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
        pointers = pointer_documents(site.other_ids, ids.former(db))
        for path, document in chain(_documents(db, state, found, same), pointers):
            staging.write(path, (to_json(document) + "\n").encode("utf-8", "replace"))
        rows = changes(db)
        _stage_changes(rows, db, state, staging)
        told, names = events(rows), EventNames(site.receipts, site.providers, site.names)
        for path, feed in Feeds(told, [detail.row for detail in found], names, config.base_url).files():
            staging.write(path, feed)
        staging.write("catalog.db", published_database(db))
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


def _documents(
    db: Database, state: Status, found: Sequence[ModelDetail], carried: Container[str]
) -> Iterable[tuple[str, object]]:
    addresses = Addresses(db)
    yield "api/v1/models/all.json", all_models(state, found)
    yield "api/v1/disagreements.json", all_disagreements(state, disagreements(db), addresses)
    for detail in (detail for detail in found if detail.id not in carried):
        document = one_model(detail, addresses)
        yield f"api/v1/models/{api_file(detail.id)}", document
        yield f"models/{folder(detail.id)}/index.json", {**document, "raw": raw_record(detail)}


def _stage_changes(rows: Sequence[Row], db: Database, state: Status, staging: Staging) -> None:
    addresses = Addresses(db)
    document = to_json(all_changes(state, rows, addresses)) + "\n"
    staging.write("api/v1/changes.json", document.encode("utf-8", "replace"))
    staging.write("api/v1/changes.csv", changes_csv(rows, addresses).encode("utf-8", "replace"))
