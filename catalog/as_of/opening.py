"""Opens the catalog as of a moment, or says in one line why there is none."""

from pathlib import Path

import click
from sqlite_utils import Database

from catalog.as_of.catalog import catalog_as_of
from catalog.as_of.concerning import model_meant
from catalog.as_of.moment import Asked
from catalog.curated import load_curated
from catalog.errors import CatalogError, NoArchive, OtherVersion, UnknownModel, UnknownMoment
from catalog.published_ids import led_to
from catalog.queries import similar_ids
from catalog.resources import resource
from catalog.show import open_catalog
from catalog.store.database import is_current
from catalog.terminal import Settings
from scraper.snapshots import Archive, ArchiveError
from scraper.sources import sources as every_source
from scraper.units import iso

_FIRST = "select min(fetched_at) from snapshots where state = 'accepted'"


def open_as_of(settings: Settings, asked: Asked) -> Database | None:
    """The whole catalog as of a moment; None, and a line on stderr, where there is none."""
    db = _open(settings, asked)
    if db is None:
        return None
    try:
        return _cut(settings, db, asked)
    finally:
        db.close()


def open_model_as_of(settings: Settings, asked: Asked, wanted: str) -> tuple[Database, str] | None:
    """What concerns a model as of a moment, and the model's id: the one that the wanted id led to then."""
    db = _open(settings, asked)
    if db is None:
        return None
    try:
        model_id = _meant(settings, db, asked, wanted)
        known = db.execute("select first_seen from models where id = ?", [model_id]).fetchone()
        if known is None:
            settings.warn(str(UnknownModel(wanted, similar_ids(db, wanted))))
            return None
        then = _cut(settings, db, asked, model_id) if known[0] <= iso(asked.moment) else None
        if then is not None and then.execute("select 1 from models where id = ?", [model_id]).fetchone():
            return then, model_id
        if then is not None or known[0] > iso(asked.moment):
            settings.warn(f"{model_id}: not known as of {iso(asked.moment)}; it is known since {known[0]}")
        return None
    finally:
        db.close()


def _meant(settings: Settings, db: Database, asked: Asked, wanted: str) -> str:
    """The model that an id led to; of one that is no model's any more, what the record means now that bore it."""
    known, was = led_to(db, settings.config.published, model_meant(db, wanted, iso(asked.moment)))
    if was is not None:
        settings.warn(str(was))
    return known or wanted


def can_tell(db: Database, path: Path, asked: Asked) -> None:
    """Raises UnknownMoment or OtherVersion where a catalog cannot tell of a moment that is past."""
    first = db.execute(_FIRST).fetchone()[0]
    if not is_current(db):
        raise OtherVersion(f"{path}: another version of the program made it; run `modelatlas build`")
    if first is None or first > iso(asked.moment):
        since = "there is no answer at all" if first is None else f"the first answer is of {first}"
        raise UnknownMoment(f"nothing is known as of {iso(asked.moment)}: {since}")


def cut(db: Database, archive: Path, asked: Asked, model_id: str | None = None) -> Database:
    """The catalog as of a moment, whole or what concerns one model. Raises NoArchive."""
    sources = every_source()
    curated = load_curated(resource("data/curated"), set(sources))
    try:
        return catalog_as_of(db, Archive(archive).snapshot, sources.values(), curated, asked.moment, model_id)
    except ArchiveError as error:
        raise NoArchive(f"the answers of that time cannot be read: {error}") from None


def _open(settings: Settings, asked: Asked) -> Database | None:
    """The catalog of today, where it can tell of the moment. A moment to come is wrong usage."""
    now = settings.config.now
    if asked.begins > now:
        raise click.UsageError(f"--as-of {iso(asked.moment)}: that is to come; it is {iso(now)}")
    db = open_catalog(settings)
    if db is None:
        return None
    try:
        can_tell(db, settings.config.database, asked)
    except CatalogError as error:
        settings.warn(str(error))
        db.close()
        return None
    return db


def _cut(settings: Settings, db: Database, asked: Asked, model_id: str | None = None) -> Database | None:
    try:
        return cut(db, settings.config.archive, asked, model_id)
    except NoArchive as error:
        settings.warn(str(error))
        return None
