"""What can be exported, by name: one row a format, with where the published folder has it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from catalog.export.api.changes import all_changes, changes_csv
from catalog.export.api.disagreements import all_disagreements
from catalog.export.api.model import one_model
from catalog.export.api.models import all_models
from catalog.export.compat.formats import COMPAT, written
from catalog.export.compat.provenance import provenance
from catalog.export.content import Content
from catalog.export.database import published_database
from catalog.values import to_json


class Format(NamedTuple):
    """A way to write the catalog: a text, or a file of its own kind."""

    about: str
    """What it holds, in a line."""
    path: str = ""
    """Where the published folder has it; empty where it is only exported."""
    text: Callable[[Content], Iterator[str]] | None = None
    """Gives its text, piece by piece; each ends as it stands in the file."""
    binary: Callable[[Content], bytes] | None = None
    """Gives a file that is no text."""

    def pieces(self, content: Content) -> Iterator[bytes]:
        """The file, piece by piece."""
        if self.binary is not None:
            yield self.binary(content)
        for piece in self.text(content) if self.text else ():
            yield piece.encode("utf-8", "replace")

    def data(self, content: Content) -> bytes:
        """The file whole."""
        return b"".join(self.pieces(content))


def _json(document: Callable[[Content], Any]) -> Callable[[Content], Iterator[str]]:
    """A document as JSON in one line."""
    return lambda content: iter([to_json(document(content)) + "\n"])


def _claims(content: Content) -> Iterator[str]:
    told = {"as_of": content.status.as_of} if content.status.as_of else {}
    for detail in content.models:
        yield to_json({**told, **one_model(detail, content.addresses)}) + "\n"


def _compat(name: str) -> dict[str, Format]:
    """A file in another catalog's format, and its sidecar."""
    one = COMPAT[name]

    def sidecar(content: Content) -> Any:
        return provenance(one, written(content, name), content)

    return {
        name: Format(one.about, f"api/compat/{one.file}", _json(lambda content: written(content, name).document)),
        f"{name}-provenance": Format(
            f"where each value of {one.file} was read, and what it cannot say",
            f"api/compat/{one.sidecar}",
            _json(sidecar),
        ),
    }


FORMATS = {
    "models": Format(
        "every model with its resolved values",
        "api/v1/models/all.json",
        _json(lambda content: all_models(content.status, content.models)),
    ),
    "claims": Format(
        "one model a line with every claim and its receipt, as api/v1/models/<id>.json",
        text=_claims,
    ),
    "disagreements": Format(
        "what sources say against each other: who, since when, in which answer",
        "api/v1/disagreements.json",
        _json(lambda content: all_disagreements(content.status, content.disagreements, content.addresses)),
    ),
    "changes": Format(
        "every change that was seen, the oldest first, each with the answer that shows it",
        "api/v1/changes.json",
        _json(lambda content: all_changes(content.status, content.changes, content.addresses)),
    ),
    "changes-csv": Format(
        "the same as a table",
        "api/v1/changes.csv",
        lambda content: changes_csv(content.changes, content.addresses),
    ),
    "database": Format(
        "all of it and more: the public tables in one SQLite file",
        "catalog.db",
        binary=lambda content: published_database(content.db),
    ),
    **{key: format_ for name in COMPAT for key, format_ in _compat(name).items()},
}
"""Every format, in the order in which they are listed."""
