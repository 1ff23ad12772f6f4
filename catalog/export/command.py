"""`export`: one export without building the site, of today or of a moment; gives its exit status."""

import errno
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import click

from catalog.as_of.moment import Asked
from catalog.as_of.opening import open_as_of
from catalog.export.content import Content
from catalog.export.folders.filling import export_folder
from catalog.export.formats import FORMATS, Format
from catalog.garbage import seldom
from catalog.published_ids import PublishedIds
from catalog.show import open_catalog
from catalog.terminal import EXIT_NOTHING, EXIT_PUBLISHED, EXIT_USAGE, Settings
from catalog.unwritable import unusable, unwritable
from scraper.unfinished import beside


def run_export(settings: Settings, name: str | None, asked: Asked | None) -> int:
    """Write a format to a file as a whole, or to stdout; without a name list what there is."""
    if name is None:
        for known, format_ in FORMATS.items():
            place = f" ({format_.path})" if format_.path else ""
            click.echo(f"{known}: {format_.about}{place}")
        return EXIT_PUBLISHED
    wanted, target = FORMATS.get(name), settings.out_named
    if wanted is None:
        settings.warn(f"no format {name!r}: there are {', '.join(FORMATS)}")
        return EXIT_USAGE
    if wanted.text is None and target is None:
        settings.warn(f"{name} needs --out: it is a {'folder' if wanted.folder else 'file of its own kind'}")
        return EXIT_USAGE
    db = open_catalog(settings) if asked is None else open_as_of(settings, asked)
    if db is None:
        return EXIT_NOTHING
    ids = PublishedIds(settings.config.published if asked is None else None)
    with closing(db), seldom():
        content = Content(db, settings.config.base_url, ids)
        if wanted.folder is not None and target is not None:
            return export_folder(settings, wanted.folder, content, target)
        try:
            _write(content, wanted, target)
        except BrokenPipeError:
            raise  # whoever read the output wants no more of it: no fault to tell
        except OSError as error:
            settings.warn(unwritable("standard output" if target is None else target, error))
            return EXIT_NOTHING
        except sqlite3.Error as error:
            settings.warn(unusable(settings.config.database, error))
            return EXIT_NOTHING
    return EXIT_PUBLISHED


def _write(content: Content, wanted: Format, target: Path | None) -> None:
    """To a file as a whole; to stdout, a device or a pipe piece by piece."""
    if target is None:
        _to_stdout(wanted, content)
        return
    place = Path(os.path.realpath(target))
    if place.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder")
    if place.exists() and not place.is_file():
        with place.open("wb") as file:
            _fill(file, wanted, content)
        return
    # Filled beside its place and put there when it is whole: a reader sees the old file or the new one.
    with beside(place) as folder:
        new = folder / "whole"
        with new.open("wb") as file:
            _fill(file, wanted, content)
            os.fsync(file.fileno())
        new.replace(place)


def _to_stdout(wanted: Format, content: Content) -> None:
    if sys.stdout is None:
        raise OSError(errno.EBADF, "closed")
    try:
        _fill(sys.stdout.buffer, wanted, content)
    except BrokenPipeError:
        raise
    except OSError:
        # What could not be written would be tried again, and told again, when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def _fill(file: BinaryIO, wanted: Format, content: Content) -> None:
    for piece in wanted.pieces(content):
        file.write(piece)
    file.flush()
