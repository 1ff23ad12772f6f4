"""The page for people who want the data: every published file, the tables, terms, and how to take it all."""

import ipaddress
import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlsplit

from sqlite_utils import Database

from catalog.export.compat.formats import COMPAT
from catalog.export.database import about_columns, about_tables
from catalog.export.formats import FORMATS
from catalog.queries import Status
from catalog.render.contexts import DataPage, FormatRow, Page, PublishedFile, TableRow, TermsRow
from catalog.render.formats import moment
from catalog.render.linked import of_the_web
from catalog.store.tables import PUBLIC

PATH = "data/index.html"
DATABASE = "catalog.db"
LITE = "https://lite.datasette.io/?url="
OTHERS = (
    ("api/v1/models/AUTHOR/MODEL.json", "One model with every claim, offer, match, rating and its history, receipts"
     " and all; the same with the raw record stands beside its page as index.json, and as Markdown in index.md."),
    ("api/v1/schema/KIND.schema.json", "The JSON Schema of a kind of file, which each file names: a contract that only"
     " grows as long as it is v1."),
    ("SHA256SUMS", "The digest of every file that is of the whole catalog: sha256sum --check SHA256SUMS"),
    ("feeds/changes.atom", "The newest changes as an Atom feed."),
    ("feeds/models.atom", "New models as an Atom feed."),
    ("feeds/models/AUTHOR/MODEL.atom", "The changes of one model; a lab has its own under feeds/labs."),
    ("llms.txt", "What is here, for language models that read the site."),
    ("sitemap.xml", "The address of every page."),
)  # fmt: skip


def _sentence(about: str) -> str:
    return f"{about[:1].upper()}{about[1:]}."


FILES = (*((one.path, _sentence(one.about)) for one in FORMATS.values() if one.path), *OTHERS)
"""What is published for programs, with what it is; parts in capitals stand for many files."""

_MANY = re.compile("AUTHOR|KIND")


def data_page(db: Database, status: Status, base_url: str, make: Callable[[str, str, str], Page]) -> DataPage:
    """The page of the data."""
    page = make(
        PATH, "Data · Model Atlas", "Every file of this catalog: JSON, CSV, SQLite, feeds; tables, terms, how to."
    )
    return DataPage(
        page=page,
        base=base_url,
        newest=moment(status.generated_at),
        files=tuple(PublishedFile(path, _href(path, page.root), meaning) for path, meaning in FILES),
        formats=tuple(FormatRow(one.file, _sentence(one.about), tuple(one.cannot_say)) for one in COMPAT.values()),
        tables=tuple(_tables(db)),
        terms=tuple(TermsRow(row["name"], of_the_web(row["url"]), row["licence"]) for row in status.sources),
        lite=f"{LITE}{quote(base_url + DATABASE, safe='')}" if is_public(base_url) else "",
    )


def is_public(base_url: str) -> bool:
    """Whether other sites can read what is published there: an https address that is no machine's or network's own."""
    found = urlsplit(base_url)
    host = found.hostname or ""
    try:
        return found.scheme == "https" and ipaddress.ip_address(host).is_global
    except ValueError:
        return found.scheme == "https" and "." in host and not host.endswith((".local", ".localhost", ".internal"))


def _href(path: str, root: str) -> str:
    return "" if _MANY.search(path) else root + path


def _tables(db: Database) -> Iterator[TableRow]:
    """The published tables and views; how many rows a table has that the store itself keeps."""
    for name, meaning in about_tables().items():
        kept = db.execute(f"select count(*) from [{name}]").fetchone() if name in PUBLIC else None  # noqa: S608
        yield TableRow(name, f"{kept[0]:,}" if kept else "", meaning, about_columns()[name])
