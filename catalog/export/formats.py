"""What can be exported without building the site, by name: one row a format."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlite_utils import Database

from catalog.changes.reading import changes
from catalog.export.changes import all_changes
from catalog.export.database import published_database
from catalog.export.json_api import all_disagreements, all_models, one_model
from catalog.queries import Addresses, details, disagreements, status
from catalog.values import to_json


class Format(NamedTuple):
    """A way to write the catalog."""

    about: str
    """What it holds, in a line."""
    lines: Callable[[Database], Iterator[str]] | None = None
    """Gives its text; None where it is a file of its own kind."""
    content: Callable[[Database], bytes] | None = None
    """Gives such a file."""


def _models(db: Database) -> Iterator[str]:
    yield to_json(all_models(status(db), list(details(db))))


def _disagreements(db: Database) -> Iterator[str]:
    yield to_json(all_disagreements(status(db), disagreements(db), Addresses(db)))


def _changes(db: Database) -> Iterator[str]:
    yield to_json(all_changes(status(db), changes(db), Addresses(db)))


def _claims(db: Database) -> Iterator[str]:
    state, addresses = status(db), Addresses(db)
    told = {"as_of": state.as_of} if state.as_of else {}
    for detail in details(db):
        yield to_json({**told, **one_model(detail, addresses)})


FORMATS = {
    "models": Format("every model with its resolved values, as api/v1/models/all.json", _models),
    "claims": Format("one model a line with every claim and its receipt, as api/v1/models/<id>.json", _claims),
    "disagreements": Format("what sources say against each other, as api/v1/disagreements.json", _disagreements),
    "changes": Format("what changed, the oldest first, as api/v1/changes.json", _changes),
    "database": Format("the public tables, as catalog.db; needs --out", content=published_database),
}
