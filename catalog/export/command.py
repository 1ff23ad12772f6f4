"""`export`: one export without building the site, of today or of a moment; gives its exit status."""

import tempfile
from contextlib import closing
from pathlib import Path

import click

from catalog.as_of.moment import Asked
from catalog.as_of.opening import open_as_of
from catalog.export.content import Content
from catalog.export.folders.filling import export_folder
from catalog.export.formats import FORMATS, Format
from catalog.published_ids import PublishedIds
from catalog.show import open_catalog
from catalog.terminal import EXIT_NOTHING, EXIT_PUBLISHED, EXIT_USAGE, Settings


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
    with closing(db):
        ids = PublishedIds(settings.config.published if asked is None else None)
        content = Content(db, settings.config.base_url, ids=ids)
        if wanted.folder is not None and target is not None:
            return export_folder(settings, wanted.folder, content, target)
        if target is None:
            for piece in wanted.text(content) if wanted.text else ():
                click.echo(piece, nl=False)
            return EXIT_PUBLISHED
        try:
            _write(content, wanted, target)
        except OSError as error:
            settings.warn(f"{target}: cannot be written: {error.strerror}")
            return EXIT_NOTHING
    return EXIT_PUBLISHED


def _write(content: Content, wanted: Format, target: Path) -> None:
    """Fill a file beside the target and put it in its place: a reader sees the old one or the new one."""
    with tempfile.TemporaryDirectory(prefix=f"{target.name}.new-", dir=target.absolute().parent) as folder:
        new = Path(folder) / target.name
        if wanted.binary is not None:
            new.write_bytes(wanted.binary(content))
        if wanted.text is not None:
            with new.open("w", encoding="utf-8", errors="replace", newline="") as file:
                file.writelines(wanted.text(content))
        new.replace(target)
