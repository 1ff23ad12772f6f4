"""What can be exported, by name: one row a format, with where the published folder has it."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from catalog.export.api.changes import all_changes, changes_csv
from catalog.export.api.disagreements import all_disagreements
from catalog.export.api.document import file_document
from catalog.export.api.fields import all_fields
from catalog.export.api.labs import all_labs
from catalog.export.api.model import one_model
from catalog.export.api.models import all_models, models_csv, slim_models
from catalog.export.api.offers import all_offers, offers_csv
from catalog.export.api.providers import all_providers
from catalog.export.api.sources import all_sources
from catalog.export.compat.formats import COMPAT, written
from catalog.export.compat.provenance import provenance
from catalog.export.content import Content
from catalog.export.crosswalk import all_ids, crosswalk_csv
from catalog.export.database import published_database
from catalog.export.datasette.metadata import metadata
from catalog.export.folders.csv_files import csv_files
from catalog.export.folders.filling import Fill
from catalog.export.folders.parquet import parquet_files
from catalog.values import json_pieces, to_json


class Format(NamedTuple):
    """A way to write the catalog: a text, a file of its own kind, or a folder of files."""

    about: str
    """What it holds, in a line."""
    path: str = ""
    """Where the published folder has it; empty where it is only exported."""
    text: Callable[[Content], Iterator[str]] | None = None
    """Gives its text, piece by piece; each ends as it stands in the file."""
    binary: Callable[[Content], Iterator[bytes]] | None = None
    """Gives a file that is no text, piece by piece."""
    folder: Fill | None = None
    """Fills a folder: it is never published, for it is as large as the catalog."""

    def pieces(self, content: Content) -> Iterator[bytes]:
        """The file, piece by piece."""
        if self.binary is not None:
            yield from self.binary(content)
        for piece in self.text(content) if self.text else ():
            yield piece.encode("utf-8", "replace")

    def data(self, content: Content) -> bytes:
        """The file whole."""
        return b"".join(self.pieces(content))


def _json(document: Callable[[Content], Any]) -> Callable[[Content], Iterator[str]]:
    """A document as JSON in one line."""
    return lambda content: chain(json_pieces(document(content)), "\n")


def _file(about: str, stem: str, parts: Callable[[Content], Mapping[str, Any]], path: str = "") -> Format:
    """A file of the API with its schema's address and its status block."""
    path = path or f"api/v1/{stem}.json"
    return Format(about, path, _json(lambda content: file_document(path, stem, content.status, parts(content))))


def _claims(content: Content) -> Iterator[str]:
    told = {"as_of": content.status.as_of} if content.status.as_of else {}
    for detail in content.models:
        yield to_json({**told, **one_model(detail, content.addresses)}) + "\n"


def _compat(name: str) -> dict[str, Format]:
    """A file in another catalog's format, and its sidecar."""
    one = COMPAT[name]
    return {
        name: Format(one.about, f"api/compat/{one.file}", _json(lambda content: written(content, name).document)),
        f"{name}-provenance": _file(
            f"where each value of {one.file} was read, and what it cannot say",
            "provenance",
            lambda content: provenance(one, written(content, name), content.addresses),
            f"api/compat/{one.sidecar}",
        ),
    }


FORMATS = {
    "models": _file(
        "every model with its resolved values",
        "all",
        all_models,
        "api/v1/models/all.json",
    ),
    "models-csv": Format(
        "the same as a table",
        "api/v1/models.csv",
        models_csv,
    ),
    "slim": _file(
        "every model in the few values that most tools need",
        "slim",
        slim_models,
        "api/v1/models/slim.json",
    ),
    "claims": Format(
        "one model a line with every claim and its receipt, as api/v1/models/<id>.json",
        text=_claims,
    ),
    "offers": _file(
        "every seller's offer, those of no model too, each with its receipt",
        "offers",
        lambda content: all_offers(content.offers, content.addresses),
    ),
    "offers-csv": Format(
        "the same as a table",
        "api/v1/offers.csv",
        lambda content: offers_csv(content.offers, content.addresses),
    ),
    "providers": _file(
        "every seller: what sources say of it, what it sells, how its prices stand to others'",
        "providers",
        lambda content: all_providers(content.db, content.status, content.addresses),
    ),
    "labs": _file(
        "every maker of models, with its models",
        "labs",
        lambda content: all_labs(content.briefs),
    ),
    "sources": _file(
        "every source: its terms, whom to credit, how it fares, how right and how complete it is",
        "sources",
        lambda content: all_sources(content.db, content.status.sources),
    ),
    "fields": _file(
        "every field: how to read it, its unit, what it means, whom to credit",
        "fields",
        lambda content: all_fields(),
    ),
    "disagreements": _file(
        "what sources say against each other: who, since when, in which answer",
        "disagreements",
        lambda content: all_disagreements(content.disagreements, content.addresses),
    ),
    "changes": _file(
        "every change that was seen, the oldest first, each with the answer that shows it",
        "changes",
        lambda content: all_changes(content.changes, content.addresses),
    ),
    "changes-csv": Format(
        "the same as a table",
        "api/v1/changes.csv",
        lambda content: changes_csv(content.changes, content.addresses),
    ),
    "crosswalk": _file(
        "every id by which a source or a lab knows a model, what it is to the model and how surely",
        "crosswalk",
        all_ids,
    ),
    "crosswalk-csv": Format("the same as a table", "api/v1/crosswalk.csv", crosswalk_csv),
    "database": Format(
        "all of it and more: the public tables in one SQLite file",
        "catalog.db",
        binary=published_database,
    ),
    "datasette": Format(
        "what Datasette shows beside catalog.db: words for tables and columns, facets, questions ready to be asked",
        "metadata.json",
        _json(metadata),
    ),
    "parquet": Format(
        "every table as Parquet, claims by source and year: for DuckDB and whatever else reads Parquet (a folder)",
        folder=parquet_files,
    ),
    "csv": Format("every table as CSV (a folder)", folder=csv_files),
    **{key: format_ for name in COMPAT for key, format_ in _compat(name).items()},
}
"""Every format, in the order in which they are listed."""
